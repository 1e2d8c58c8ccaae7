"""The commands of whoever keeps the machine: what they print, what they end with, what they find wrong."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from secretariat.desk.machine import doctor
from secretariat.desk.machine.store import alone, hold
from secretariat.desk.recovery.rotation import MARK, add_recovery_key, rotate_keys
from secretariat.toolbox import clock
from secretariat.toolbox.errors import RuleBroken
from secretariat.toolbox.vault import add_service_key, load_keyring
from tests.abuse.homes import command, in_home

pytestmark = [pytest.mark.abuse, pytest.mark.real_time]


def found(home: Path, prepare: Callable[[], object] = lambda: None) -> dict[str, list[str]]:
    """What doctor finds after ``prepare``: the words by weight and subject."""

    def look() -> dict[str, list[str]]:
        prepare()
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        by: dict[str, list[str]] = {}
        for finding in doctor.examine():
            by.setdefault(f"{finding.weight} {finding.about}", []).append(f"{finding.words} {finding.remedy}")
        return by

    return in_home(home, look)


def test_doctor_finds_a_store_well_but_asks_for_a_recovery_key(home: Path) -> None:
    by = found(home)
    assert [subject for subject in by if subject.startswith("wrong")] == ["wrong keys"]
    assert "keys recovery" in by["wrong keys"][0]
    assert {"well database", "well clock", "well space", "well permissions", "well keys"} <= set(by)
    in_home(home, add_recovery_key)
    in_home(home, rotate_keys)
    assert not [subject for subject in found(home) if subject.startswith("wrong")]


def test_doctor_finds_what_others_may_open(home: Path) -> None:
    key = next((home / "keys").glob("service-*.key"))
    key.chmod(0o644)
    assert f"chmod 600 {key}" in found(home)["wrong permissions"][0]


def test_doctor_finds_a_rotation_that_was_broken_off(home: Path) -> None:
    def break_off() -> None:
        add_service_key(settings.KEYS)
        (settings.KEYS / MARK).write_text("service-0002.key")

    assert any("rotate-keys" in words for words in found(home, break_off)["wrong keys"])


def test_doctor_finds_a_clock_that_ran_back(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = clock.now

    def behind() -> None:
        from datetime import timedelta

        doctor.clock = type("Clock", (), {"now": staticmethod(lambda: real() - timedelta(days=2))})  # type: ignore[assignment]

    assert "Set the clock" in found(home, behind)["wrong clock"][0]


def bring_the_log_home() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def test_doctor_finds_a_damaged_database_and_a_missing_key(home: Path) -> None:
    path = home / "secretariat.sqlite3"
    in_home(home, bring_the_log_home)  # what still stands in the log would mend the page that is damaged here
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 255
    path.write_bytes(bytes(content))
    assert "wrong database" in found(home)
    (home / "database.key.age").unlink()
    assert "put it back" in found(home)["wrong database"][0]


def test_doctor_finds_mail_and_scanner_that_do_not_answer(home: Path) -> None:
    with socket.socket(socket.AF_UNIX) as free:
        place = str(home / "clamd.ctl")
        free.bind(place)

        def look() -> list[tuple[str, str]]:
            settings.CLAMD = place
            settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"

            def refused(*words: Any, **more: Any) -> None:
                raise ConnectionRefusedError(111, "Connection refused")

            doctor.smtplib.SMTP = refused  # type: ignore[assignment, misc]
            return [(f.about, f.weight) for f in doctor.examine()]

        weights = in_home(home, look)
    assert ("mail", "wrong") in weights
    assert ("virus scanner", "wrong") in weights


def test_doctor_finds_debug_and_an_open_address(home: Path) -> None:
    def wrong() -> None:
        settings.DEBUG, settings.SECURE, settings.BASE_URL = True, False, "http://network.example"

    words = found(home, wrong)["wrong settings"]
    assert any("SECRETARIAT_DEBUG" in w for w in words)
    assert any("https://" in w for w in words)


def test_keys_are_not_changed_while_a_server_runs(home: Path) -> None:
    def serve() -> None:
        handle = hold()
        with pytest.raises(RuleBroken, match="A server uses this store"):
            command("rotate_keys")
        os.close(handle)
        with alone():
            pass

    in_home(home, serve)
    assert len(list((home / "keys").glob("service-*.key"))) == 1


def test_the_recovery_key_is_told_once_and_kept_nowhere(home: Path) -> None:
    def make() -> tuple[str, int, str]:
        told = json.loads(command("keys", "recovery", "--json"))
        shown = command("keys", "show")
        return told["identity"], len(load_keyring(settings.KEYS).recipients), shown

    identity, recipients, shown = in_home(home, make)
    assert identity.startswith("AGE-SECRET-KEY-")
    assert recipients == 2
    assert identity not in shown
    assert not [p for p in home.rglob("*") if p.is_file() and identity.encode() in p.read_bytes()]


def began(home: Path, *words: str, said: str = "", **more: str) -> tuple[int, str, str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SECRETARIAT_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "config.manage", *words],
        env=kept | {"SECRETARIAT_HOME": str(home), **more},
        cwd=Path(__file__).parents[2],
        input=said,
        capture_output=True,
        text=True,
        timeout=120,
    )
    return done.returncode, done.stdout, done.stderr


READERS = [
    ("doctor",), ("verify",), ("keys", "show"), ("export", "{home}-out", "--as", "a@b.example"), ("backup", "{home}-backups"),
    ("rotate-keys",), ("tick",), ("suspend", "a@b.example", "--reason", "a reason that is long enough"), ("help",),
]  # fmt: skip
"""Commands that need a store, or none: they find what is there, and begin nothing."""


@pytest.mark.parametrize("words", READERS, ids=" ".join)
def test_no_command_that_only_looks_begins_a_store(tmp_path: Path, words: tuple[str, ...]) -> None:
    home = tmp_path / "home"
    code, out, error = began(home, *(word.format(home=home) for word in words))
    assert code == (0 if words == ("help",) else 1), error
    assert "Traceback" not in error
    assert words == ("help",) or "secretariat serve" in out + error
    assert not home.exists()
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_an_export_comes_into_an_empty_home_without_any_step_before(home: Path, tmp_path: Path) -> None:
    code, _, error = began(home, "export", str(tmp_path / "out"), "--as", "officer@story.example")
    assert code == 0, error
    code, out, error = began(tmp_path / "new", "import", str(tmp_path / "out"), "--json")
    assert code == 0, error
    assert sum(json.loads(out)["things"].values()) > 50
    assert began(tmp_path / "new", "verify")[0] == 0


def test_a_network_is_founded_in_an_empty_home_and_the_next_step_is_named(tmp_path: Path) -> None:
    words = [
        "network", "found", "--name", "Northern Ports Network", "--short-name", "NPN", "--chair", "Ministry",
        "--secretariat", "Institute", "--officer", "Olga Petrova", "--email", "olga@institute.example",
    ]  # fmt: skip
    home = tmp_path / "home"
    code, out, error = began(home, *words, said="a long and quiet harbour\n")
    assert code == 0, error
    assert "Start with: secretariat serve" in out
    readme = (Path(__file__).parents[2] / "README.md").read_text(encoding="utf-8")
    assert "secretariat serve\n```" in readme.split("## A network of your own")[1]


def test_a_home_that_was_looked_at_takes_a_backup_back(home: Path, tmp_path: Path) -> None:
    made = json.loads(began(home, "backup", str(tmp_path / "backups"), "--json")[1])
    new = tmp_path / "new"
    assert began(new, "doctor")[0] == 1
    assert began(new, "verify")[0] == 1
    code, _, error = began(new, "restore", made["folder"], SECRETARIAT_KEYS=str(home / "keys"))
    assert code == 0, error


def test_doctor_calls_an_emptied_keys_folder_wrong_and_makes_no_key_in_it(home: Path) -> None:
    (home / "keys").rename(home.with_name("keys-elsewhere"))
    (home / "keys").mkdir(mode=0o700)
    code, out, _ = began(home, "doctor")
    assert code == 1
    assert "wrong  keys: There is no service key" in out
    for words in (("migrate",), ("keys", "recovery"), ("rotate-keys",), ("serve", "--port", "8899")):
        code, _, error = began(home, *words)
        assert (code, "There is no service key" in error) == (1, True), words
    assert list((home / "keys").iterdir()) == []


def test_a_recovery_key_can_be_made_before_the_store_begins(tmp_path: Path) -> None:
    assert began(tmp_path / "home", "keys", "recovery")[0] == 0
    assert began(tmp_path / "home", "migrate", "--verbosity", "0")[0] == 0
    _, out, _ = began(tmp_path / "home", "doctor", "--json")
    assert not [f for f in json.loads(out) if f["weight"] == "wrong" and f["about"] in {"keys", "database"}]


def test_commands_end_with_0_1_or_2_and_say_why(home: Path, tmp_path: Path) -> None:
    code, out, _ = began(home, "backup", str(tmp_path / "backups"), "--json")
    made = json.loads(out)
    assert code == 0
    code, _, error = began(home, "restore", made["folder"])
    assert (code, error.count("\n") <= 2, "not empty" in error) == (1, True, True)
    code, _, error = began(tmp_path / "empty", "restore", made["folder"])
    assert code == 1
    assert "--identity" in error
    code, out, _ = began(
        tmp_path / "back", "restore", made["folder"], "--json", SECRETARIAT_KEYS=str(home / "keys")
    )
    assert code == 0
    assert json.loads(out)["head"] == [made["deeds"], made["head"]]
    assert began(home, "backup")[0] == 2
    code, out, _ = began(home, "doctor", "--json")
    assert code == 1
    assert {finding["about"] for finding in json.loads(out)} >= {"settings", "keys", "mail"}

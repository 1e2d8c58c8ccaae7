"""The commands of the machine: prove, tidy, demo, found."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command, load_command_class
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from secretariat.archive.actions import begin_reading, take_in_source
from secretariat.archive.models import Reading, Source
from secretariat.audit.actions import wipe_words
from secretariat.audit.models import Deed
from secretariat.desk.machine import store
from secretariat.desk.management.commands import serve
from secretariat.meetings.actions import note_offer
from secretariat.members.models import Mandate, Network, Notice
from secretariat.members.reads import actor_for_account
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotAllowed, NotVisible, RuleBroken
from tests.cast import Cast

TRIGGERS = ("deed_is_never_deleted", "deed_number_is_taken_once", "deed_is_never_changed")


def run(*words: str) -> str:
    out = io.StringIO()
    call_command(*words, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def faults() -> list[tuple[str, str]]:
    """Place and kind of everything ``verify`` finds, from its JSON."""
    out = io.StringIO()
    with contextlib.suppress(RuleBroken):
        call_command("verify", "--json", stdout=out)
    found = json.loads(out.getvalue())["faults"]
    return [(fault["where"], fault["kind"]) for fault in found]


@pytest.fixture
def source(cast: Cast, tmp_path: Path) -> Source:
    path = tmp_path / "minutes.txt"
    path.write_text("Minutes.")
    return take_in_source(cast.officer.actor, network=cast.network, name="minutes.txt", path=path)[0]


@pytest.fixture
def ten_more(cast: Cast, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> int:
    """Ten deeds whose heads are kept outside; gives the number of the newest."""
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(10):
            note_offer(cast.officer.actor, network=cast.network, place=f"Bay {number}")
    return Deed.objects.count()


def tamper(*statements: tuple[str, list[object]]) -> None:
    with connection.cursor() as cursor:
        for trigger in TRIGGERS:
            cursor.execute(f"DROP TRIGGER {trigger}")
        for statement, values in statements:
            cursor.execute(statement, values)


def test_an_untouched_store_is_proved_whole(source: Source, ten_more: int) -> None:
    assert faults() == []
    assert f"{ten_more} deeds and 1 files checked, 0 faults." in run("verify")


def test_a_changed_deed_is_found(ten_more: int) -> None:
    tamper(("UPDATE audit_deed SET thing_ref = 'offer-other' WHERE number = %s", [ten_more - 3]))
    assert faults() == [(f"deed {ten_more - 3}", "changed")]


def test_changed_words_of_a_deed_are_found_and_wiped_words_are_not_a_fault(cast: Cast, ten_more: int) -> None:
    wipe_words(cast.chair.actor, thing=cast.other.person, numbers=[ten_more - 4], reason="asked")
    assert faults() == []
    words = json.dumps({"actor": "Somebody else", "seat": "", "thing": "x"})
    tamper(("UPDATE audit_deed SET words = %s WHERE number = %s", [words, ten_more - 3]))
    assert faults() == [(f"deed {ten_more - 3}", "changed")]


def test_a_deleted_deed_is_found_in_the_middle_and_at_the_end(ten_more: int) -> None:
    tamper(("DELETE FROM audit_deed WHERE number = %s", [ten_more - 3]))
    assert (f"deed {ten_more - 2}", "missing") in faults()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM audit_deed WHERE number >= %s", [ten_more - 1])
    assert (f"deed {ten_more}", "cut off") in faults()


COLUMNS = (
    "at, deed, thing_kind, thing_ref, network_id, account_id, before, after, salt, words, words_digest, nodes"
)


def test_an_inserted_deed_is_found(ten_more: int) -> None:
    middle = ten_more - 5
    tamper(
        ("UPDATE audit_deed SET number = number + 1000 WHERE number > %s", [middle]),
        ("UPDATE audit_deed SET number = number - 999 WHERE number > 1000", []),
        (
            f"INSERT INTO audit_deed (number, previous, digest, {COLUMNS}) SELECT number + 1, digest, %s, {COLUMNS}"
            " FROM audit_deed WHERE number = %s",
            ["f" * 64, middle],
        ),
    )
    places = {where for where, _ in faults()}
    assert f"deed {middle + 1}" in places


def test_reordered_deeds_are_found(ten_more: int) -> None:
    one, other = ten_more - 6, ten_more - 5
    tamper(
        ("UPDATE audit_deed SET number = 1000 WHERE number = %s", [one]),
        ("UPDATE audit_deed SET number = %s WHERE number = %s", [one, other]),
        ("UPDATE audit_deed SET number = %s WHERE number = 1000", [other]),
    )
    places = {where for where, _ in faults()}
    assert {f"deed {one}", f"deed {other}"} <= places


def test_a_changed_and_a_missing_paper_are_found(source: Source, settings: Settings) -> None:
    stored = Path(settings.FILES) / "sources" / source.stored_name
    stored.write_text("Minutez.")
    assert faults() == [(source.ref, "file")]
    stored.write_text("")
    assert faults() == [(source.ref, "file")], "an emptied paper is altered, not a crash"
    stored.unlink()
    with pytest.raises(RuleBroken, match="altered or damaged"):
        run("verify")
    assert faults() == [(source.ref, "file")]


def test_a_tick_frees_sweeps_and_forgets_and_a_second_one_finds_nothing(
    cast: Cast, source: Source, settings: Settings
) -> None:
    reading = source.readings.get()
    begin_reading(cast.officer.actor, reading=reading)
    Reading.objects.update(started_at=clock.now() - timedelta(hours=1))
    folder = Path(settings.FILES) / "sources"
    for name, minutes in (("old-orphan", 90), ("fresh-orphan.part", 5)):
        (folder / name).write_text("left by a crash")
        at = (clock.now() - timedelta(minutes=minutes)).timestamp()
        os.utime(folder / name, (at, at))
    Session.objects.create(session_key="old", session_data="", expire_date=clock.now() - timedelta(days=1))
    assert {"readings freed: 1", "files swept: 1", "heads signed: 1", "sessions removed: 1"} <= set(
        run("tick").splitlines()
    )
    reading.refresh_from_db()
    assert reading.state == "failed"
    assert "read it again" in reading.problem
    assert sorted(path.name for path in folder.iterdir()) == sorted([source.stored_name, "fresh-orphan.part"])
    assert not Session.objects.exists()
    deeds = Deed.objects.count()
    assert {"readings freed: 0", "files swept: 0", "sessions removed: 0"} <= set(run("tick").splitlines())
    assert Deed.objects.count() == deeds


def test_a_tick_in_an_empty_store_does_nothing(db: None) -> None:
    assert {"readings freed: 0", "files swept: 0", "heads signed: 0"} <= set(run("tick").splitlines())


def test_a_reading_that_runs_is_not_freed(cast: Cast, source: Source) -> None:
    begin_reading(cast.officer.actor, reading=source.readings.get())
    assert "readings freed: 0" in run("tick")


WHO_TRIES = {
    "coordinator": "coordinator",
    "newcomer": "newcomer",
    "administrator": "admin",
    "officer": "officer",
}


def test_every_address_that_the_demo_says_to_try_opens_for_whoever_tries_it(
    cast: Cast, settings: Settings
) -> None:
    said = run("demo", "cast").split("What to try first")[1]
    steps = re.split(r"^ {1,2}(?=\d+\. )", said, flags=re.MULTILINE)[1:]
    assert len(steps) == 11
    tried = 0
    for step in steps:
        for path in re.findall(rf"{re.escape(settings.BASE_URL)}(/[a-z/]*)", step):
            who = next(role for word, role in WHO_TRIES.items() if word in step)
            assert getattr(cast, who).client.get(path).status_code == 200, (who, path)
            tried += 1
    assert tried >= 6


def test_the_demo_is_not_loaded_over_somebodys_papers(cast: Cast) -> None:
    before = Network.objects.count(), Deed.objects.count()
    with pytest.raises(RuleBroken, match="in use"):
        run("demo", "load")
    assert (Network.objects.count(), Deed.objects.count()) == before


def test_there_is_no_cast_without_a_network(db: None) -> None:
    with pytest.raises(NotVisible, match="load the demo"):
        run("demo", "cast")


def test_the_cast_has_links_in_the_demo_only(cast: Cast, settings: Settings) -> None:
    rows = json.loads(run("demo", "cast", "--json", "--base-url", "http://demo.example"))
    assert {row["email"] for row in rows} >= {"officer@story.example", "alba@story.example"}
    assert all(row["link"].startswith("http://demo.example/demo/enter/") for row in rows)
    settings.DEMO = False
    assert all("link" not in row for row in json.loads(run("demo", "cast", "--json")))
    assert "demo/enter" not in run("demo", "cast")


def test_the_index_is_rebuilt_by_command_with_the_rights_of_a_person(cast: Cast) -> None:
    assert "things are indexed" in run("search", "rebuild", "--as", "officer@story.example")
    for words in ((), ("--as", "alba@story.example"), ("--as", "corvia-former@story.example")):
        with pytest.raises(NotAllowed):
            run("search", "rebuild", *words)


def begun(home: Path, *words: str) -> tuple[int, str]:
    """The exit code and the error output of a program of its own, in a home folder of its own."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SECRETARIAT_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, *words],
        env=kept | {"SECRETARIAT_HOME": str(home)},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=60,
    )
    return done.returncode, done.stderr


@pytest.mark.real_time
@pytest.mark.parametrize("command", ["verify", "tick"])
def test_a_store_that_is_not_prepared_says_what_to_do(tmp_path: Path, command: str) -> None:
    assert begun(tmp_path, "-m", "config.manage", "migrate", "contenttypes", "--verbosity", "0")[0] == 0
    code, error = begun(tmp_path, "-m", "config.manage", command)
    assert code == 1
    assert error.startswith("This store is not prepared")
    assert "Traceback" not in error


TAKEN = """
import socket, subprocess, sys
with socket.create_server(("127.0.0.1", 0)) as taken:
    port = str(taken.getsockname()[1])
    sys.exit(subprocess.run([sys.executable, "-m", "config.manage", "serve", "--port", port]).returncode)
"""


@pytest.mark.real_time
@pytest.mark.parametrize(
    "words", [("-c", TAKEN), ("-m", "config.manage", "serve", "--port", "70000")], ids=["taken", "no port"]
)
def test_serving_where_nobody_can_listen_is_refused_at_once(tmp_path: Path, words: tuple[str, ...]) -> None:
    code, error = begun(tmp_path, *words)
    assert code == 1
    assert error.startswith("Nothing can be served at 127.0.0.1:")
    assert error.count("\n") == 1, "one sentence"
    assert not (tmp_path / "secretariat.sqlite3").exists()


def test_the_store_is_held_before_it_is_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    handles: list[int] = []
    prepared: list[str] = []

    def held() -> int:
        handles.append(store.hold())
        return handles[-1]

    def prepare(command: str, **_: object) -> None:
        with pytest.raises(RuleBroken, match="A server uses this store"), store.alone():
            pass
        prepared.append(command)

    monkeypatch.setattr(serve, "_refuse_what_is_taken", lambda host, port: None)
    monkeypatch.setattr(serve, "hold", held)
    monkeypatch.setattr(serve, "call_command", prepare)
    monkeypatch.setattr(serve, "is_current", lambda: False)
    monkeypatch.setattr(serve, "mark_current", lambda: None)
    monkeypatch.setattr(serve.Server, "run", lambda self: None)
    try:
        call_command("serve", port=0)
    finally:
        for handle in handles:
            os.close(handle)
    assert prepared == ["check", "migrate", "collectstatic"]


@pytest.mark.real_time
@pytest.mark.parametrize("words", [("--help",), ("rotate-keys", "--help"), ("backup", "--help")])
def test_help_is_given_for_the_whole_and_for_a_command(tmp_path: Path, words: tuple[str, ...]) -> None:
    assert begun(tmp_path, "-m", "config.manage", *words) == (0, "")


FOUND = (
    "network", "found", "--name", "Northern Ports Network", "--short-name", "NPN", "--chair", "Ministry",
    "--secretariat", "Institute", "--officer", "Ina Holm", "--email", "ina@story.example",
)  # fmt: skip


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    def type_in(password: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))

    return type_in


def test_a_network_is_founded_with_an_officer_who_can_begin(db: None, typed: Callable[[str], None]) -> None:
    typed("a long enough passphrase")
    assert "Northern Ports Network is founded" in run(*FOUND)
    mandate = Mandate.objects.get()
    account = mandate.person.account
    assert account is not None
    assert account.check_password("a long enough passphrase")
    assert actor_for_account(account).is_bureau(mandate.seat.network_id)
    typed("a long enough passphrase")
    with pytest.raises(RuleBroken, match="already"):
        run(*FOUND)


@pytest.mark.parametrize("password", ["", "short", "passwordpassword1"[:14]])
def test_a_weak_password_founds_nothing(db: None, typed: Callable[[str], None], password: str) -> None:
    typed(password)
    with pytest.raises(RuleBroken):
        run(*FOUND)
    assert not Network.objects.exists()


def test_an_export_is_told_to_whoever_is_named_and_to_the_offices_and_its_help_says_what_it_opens(
    cast: Cast, tmp_path: Path
) -> None:
    run("export", str(tmp_path / "out"), "--as", cast.officer.account.email)
    told = set(Notice.objects.filter(kind="export").values_list("account__email", flat=True))
    assert told == {cast.officer.account.email, cast.chair.account.email}
    seat = cast.coordinator.seat
    run("export", str(tmp_path / "seat"), "--seat", seat.code, "--as", cast.coordinator.account.email)
    more = set(Notice.objects.filter(kind="export").values_list("account__email", flat=True)) - told
    assert more == {cast.coordinator.account.email, cast.substitute.account.email}
    assert "asks no password" in load_command_class("secretariat.desk", "export").help
    page = Client().get(reverse("desk:how_we_work")).content.decode()
    assert "Whoever has a shell on the machine and its keys can read every paper" in page

"""We can come back: fifty drills, each with every digest compared; and a stolen disk or backup tells nothing."""

from __future__ import annotations

import hashlib
import json
import os
import random
import re
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from secretariat.access.reads import account_by_email
from secretariat.archive.actions import take_in_source
from secretariat.archive.reads import file_faults, opened_source, visible_sources
from secretariat.audit.heads import our_key
from secretariat.audit.reads import signed_head
from secretariat.audit.rules import canonical
from secretariat.desk.recovery import backup
from secretariat.desk.recovery.backup import Made, back_up
from secretariat.desk.recovery.manifest import MANIFEST
from secretariat.desk.recovery.origin import Kept
from secretariat.desk.recovery.restore import restore
from secretariat.desk.recovery.rotation import add_recovery_key, rotate_keys
from secretariat.desk.recovery.snapshot import copy_database, live_key, opened
from secretariat.desk.rules import FEED
from secretariat.meetings.actions import note_offer
from secretariat.members.actions import keep_own_link, send_activation, use_activation
from secretariat.members.actions.accounts import DOOR
from secretariat.members.models import Mandate, Person
from secretariat.members.reads import (
    activation_behind,
    activation_token,
    actor_for_account,
    holder_of_secret,
    network_here,
)
from secretariat.toolbox.errors import RuleBroken
from secretariat.toolbox.vault import RECOVERY_FILE, SealBroken, load_keyring, service_files, unseal
from tests.abuse.crash import CHECKER, found_now, writer
from tests.abuse.homes import command, copy_of, in_home, point_at, prepare
from tests.story.world import CANARY

pytestmark = [pytest.mark.abuse, pytest.mark.real_time]

DRILLS = 50
NOT_COMPARED = {
    "archive_source": {"key_id"}, "sqlite_sequence": set[str](), "access_account": {"session_round"},
    "members_activation": {"serial"}, "members_personallink": {"revoked_at"},
}  # fmt: skip
"""A restore by the recovery key seals papers anew, and their rows name the new key; what let people in is shut."""


def facts(deeds: int | None = None) -> dict[str, Any]:
    """Everything a store holds, as digests: each table's rows, each paper's bytes, each deed up to a number."""
    found: dict[str, Any] = {}
    with opened(settings.HOME / "secretariat.sqlite3", live_key()) as database:
        names = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for name in sorted(names):
            cursor = database.execute(f'SELECT * FROM "{name}"')
            columns = [column[0] for column in cursor.description]
            kept = [i for i, column in enumerate(columns) if column not in NOT_COMPARED.get(name, set())]
            rows = [tuple(row[i] for i in kept) for row in cursor]
            if name == "audit_deed":
                rows = [row for row in rows if deeds is None or row[0] <= deeds]
                found["deeds"] = [(row[0], row[columns.index("digest")]) for row in rows]
            if name != "sqlite_sequence":
                found[name] = hashlib.sha256(repr(sorted(rows, key=repr)).encode()).hexdigest()
    for source in visible_sources(CHECKER):
        with opened_source(source) as path:
            found[source.ref] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def more_deeds(number: int, folder: Path) -> None:
    network = network_here(CHECKER)
    for n in range(3):
        note_offer(CHECKER, network=network, place=f"{CANARY}drill{number}x{n}")
    if number % 5 == 0:
        path = folder / f"drill-{number}.txt"
        path.write_text(f"{CANARY}drillpaper {number}\n" * 500)
        take_in_source(CHECKER, network=network, name=path.name, path=path)


@pytest.fixture
def identity(home: Path, tmp_path: Path) -> Path:
    """The recovery key of the home, as it lies in an envelope; all is sealed to it too."""
    file = tmp_path / "envelope"
    file.write_text(in_home(home, add_recovery_key))
    in_home(home, rotate_keys)
    return file


def _drill(home: Path, folder: Path, number: int, identity: Path | None) -> float:
    """One backup of a store that grew, and its way back; gives the seconds that coming back took."""

    def make() -> tuple[Made, dict[str, Any]]:
        more_deeds(number, folder)
        made = back_up(folder / "backups", afresh=number % 2 == 0)
        return made, facts(made.head[0])

    made, before = in_home(home, make)
    empty = folder / f"home-{number}"
    empty.mkdir()
    keys = None
    if identity is None:
        shutil.copytree(home / "keys", folder / f"keys-{number}")
        keys = folder / f"keys-{number}"

    def come_back() -> tuple[dict[str, Any], float, dict[str, Any], list[str]]:
        begun = time.monotonic()
        told = restore(made.folder, identities=[identity] if identity else [])
        took = time.monotonic() - begun
        return asdict(told), took, facts(made.head[0]), found_now()[1]

    told, took, after, wrong = in_home(empty, come_back, keys=keys)
    assert after == before, f"drill {number}: what came back differs"
    assert wrong == []
    assert told["head"] == made.head
    assert told["resealed"] == (identity is not None)
    shutil.rmtree(empty)
    shutil.rmtree(made.folder)
    return took


def test_fifty_drills_bring_back_every_digest_and_head(
    home: Path, identity: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seconds = [_drill(home, tmp_path, n, identity if n % 2 else None) for n in range(DRILLS)]
    with capsys.disabled():
        print(
            f"\nrestore drills: {len(seconds)} (half of them with the recovery key), all equal; "
            f"longest {max(seconds):.2f} s"
        )


def _altered(folder: Path, how: Callable[[Path], None], made: Path, number: int) -> Path:
    target = folder / f"altered-{number}"
    shutil.copytree(made, target)
    how(target)
    return target


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))


def test_a_backup_that_is_not_whole_or_not_ours_is_refused(home: Path, tmp_path: Path) -> None:
    made = in_home(home, lambda: back_up(tmp_path / "backups")).folder
    paper = next((made / "files" / "sources").iterdir()).relative_to(made)

    def forge(folder: Path) -> None:
        document = json.loads((folder / MANIFEST).read_text())
        document["head"][0] -= 1
        (folder / MANIFEST).write_text(json.dumps(document))

    def sign_anew(folder: Path) -> None:
        document = json.loads((folder / MANIFEST).read_text())
        document["signature"] = "0" * 128
        (folder / MANIFEST).write_text(json.dumps(document))

    ways: list[tuple[Callable[[Path], None], str]] = [
        (lambda b: _flip(b / "secretariat.sqlite3"), "altered"),
        (lambda b: _flip(b / paper), "altered"),
        (lambda b: (b / paper).unlink(), "missing"),
        (lambda b: (b / "more").write_text("x"), "not on the list"),
        (lambda b: (b / MANIFEST).unlink(), "no readable manifest"),
        (forge, "owner"),
        (sign_anew, "signature"),
    ]
    for number, (how, words) in enumerate(ways):
        altered, empty = _altered(tmp_path, how, made, number), tmp_path / f"empty-{number}"
        empty.mkdir()

        def attempt(altered: Path = altered) -> str:
            with pytest.raises(RuleBroken) as refused:
                restore(altered)
            assert not (settings.HOME / "secretariat.sqlite3").exists(), "nothing was put in place"
            return refused.value.message

        assert words in in_home(empty, attempt, keys=home / "keys")


def _forged(genuine: Path, thief: Path, into: Path, *, with_key: bool) -> Path:
    """A backup of a store of the thief's own, who has nothing but a genuine backup: in it lies, in clear, the
    public half of the owner's recovery key.
    """
    prepare(thief)
    in_home(thief, add_recovery_key)
    with (thief / "keys" / RECOVERY_FILE).open("a") as lines:
        lines.write((genuine / "keys" / RECOVERY_FILE).read_text())
    usual = backup.loose_files

    def and_his_key() -> Iterator[tuple[str, Path]]:
        yield from usual()
        yield "keys/service-9999.key", service_files(settings.KEYS)[0]

    def forge() -> Path:
        backup.loose_files = and_his_key if with_key else usual
        return back_up(into).folder

    return in_home(thief, forge)


def _kept_head(home: Path, file: Path) -> Path:
    file.write_bytes(in_home(home, lambda: canonical(signed_head().document)) + b"\n")
    return file


def test_a_forged_backup_brings_no_key_in_and_is_never_taken_for_ours(
    home: Path, identity: Path, tmp_path: Path
) -> None:
    kept = _kept_head(home, tmp_path / "kept.json")
    name = in_home(home, our_key)
    genuine = in_home(home, lambda: back_up(tmp_path / "backups")).folder
    with_key = _forged(genuine, tmp_path / "thief-1", tmp_path / "forged-1", with_key=True)
    plain = _forged(genuine, tmp_path / "thief-2", tmp_path / "forged-2", with_key=False)

    def refused(folder: Path, words: str, kept: Kept) -> None:
        with pytest.raises(RuleBroken, match=words):
            restore(folder, identities=[identity], kept=kept)
        assert not (settings.HOME / "secretariat.sqlite3").exists()

    for number, (folder, words, what, keys) in enumerate([
        (with_key, "service-9999.key has no place", Kept(), None),
        (plain, "not that of kept.json", Kept(heads=(kept,)), None),
        (plain, "not that of the key you named", Kept(keys=(name,)), None),
        (plain, "head-signing.pub in the keys folder", Kept(), home / "keys"),
    ]):  # fmt: skip
        (tmp_path / f"empty-{number}").mkdir()
        in_home(
            tmp_path / f"empty-{number}",
            lambda folder=folder, words=words, what=what: refused(folder, words, what),  # type: ignore[misc]
            keys=keys,
        )

    def take() -> tuple[str, list[str], int]:
        said = command("restore", str(plain), "--identity", str(identity))
        return (
            said,
            [p.name for p in service_files(settings.KEYS)],
            len(load_keyring(settings.KEYS).recipients),
        )

    (tmp_path / "last").mkdir()
    said, service, recipients = in_home(tmp_path / "last", take)
    assert "NOT PROVED" in said
    assert service == ["service-0001.key"]
    assert recipients == 2, "the key in the envelope stays, the thief's goes"


def test_what_was_kept_elsewhere_proves_whose_a_backup_is_and_what_is_lost(
    home: Path, identity: Path, tmp_path: Path
) -> None:
    before, name = _kept_head(home, tmp_path / "before.json"), in_home(home, our_key)
    made = in_home(home, lambda: back_up(tmp_path / "backups"))
    in_home(home, lambda: more_deeds(1, tmp_path))
    after = _kept_head(home, tmp_path / "after.json")

    def proved(number: int, kept: Kept) -> tuple[str, int]:
        (tmp_path / f"empty-{number}").mkdir()
        done = in_home(
            tmp_path / f"empty-{number}", lambda: restore(made.folder, identities=[identity], kept=kept)
        )
        return done.proved_by, done.lost

    assert proved(0, Kept(heads=(before,))) == ("before.json", 0)
    assert proved(1, Kept(heads=(before, after))) == ("before.json, after.json", 3)
    assert proved(2, Kept(keys=(name,))) == ("the key you named", 0)
    (tmp_path / "by-folder").mkdir()
    found = in_home(tmp_path / "by-folder", lambda: restore(made.folder).proved_by, keys=home / "keys")
    assert found == "head-signing.pub in the keys folder"


def test_no_link_or_session_of_before_opens_after_a_restore(home: Path, tmp_path: Path) -> None:
    """Used, written after the backup, or open at it; also where the same backup is restored twice."""

    def renewed() -> str:
        person = Person.objects.get(email="bresta@story.example")
        return activation_token(send_activation(CHECKER, person=person))

    def live() -> tuple[Path, list[str], str]:
        at_backup = renewed()
        account = account_by_email("alba@story.example")
        assert account is not None
        mandate = Mandate.objects.filter(person__account=account, ends_on=None).get()
        feed = keep_own_link(actor_for_account(account), mandate=mandate, purpose=FEED, is_renewed=True)
        assert holder_of_secret(feed) is not None
        session = SessionStore()
        session["_auth_user_id"] = "1"
        session.save()
        folder = back_up(tmp_path / "backups").folder
        activation = activation_behind(at_backup).activation
        assert activation is not None
        use_activation(DOOR, activation=activation, password="a long new password here")
        return folder, [at_backup, *(renewed() for _ in range(3))], feed

    folder, links, feed = in_home(home, live)

    def come_back() -> tuple[set[str], str, bool, int, str]:
        restore(folder)
        states: set[str] = {activation_behind(link).state for link in links}
        is_open = holder_of_secret(feed) is not None
        newest = renewed()
        return states, activation_behind(newest).state, is_open, Session.objects.count(), newest

    for number in range(2):
        (tmp_path / f"empty-{number}").mkdir()
        states, newest, is_open, sessions, link = in_home(
            tmp_path / f"empty-{number}", come_back, keys=home / "keys"
        )
        assert "open" not in states
        assert (newest, is_open, sessions) == ("open", False, 0)
        links.append(link)


def test_a_head_as_printed_proves_no_backup(home: Path, tmp_path: Path) -> None:
    made = in_home(home, lambda: back_up(tmp_path / "backups"))
    printed = tmp_path / "printed.txt"
    printed.write_text(in_home(home, lambda: signed_head().in_words))
    (tmp_path / "empty").mkdir()

    def attempt() -> None:
        with pytest.raises(RuleBroken, match="without its signature"):
            restore(made.folder, kept=Kept(heads=(printed,)))

    in_home(tmp_path / "empty", attempt, keys=home / "keys")


def test_a_store_in_use_is_never_overwritten(home: Path, tmp_path: Path) -> None:
    made = in_home(home, lambda: back_up(tmp_path / "backups")).folder
    before = (home / "secretariat.sqlite3").read_bytes()

    def attempt() -> None:
        with pytest.raises(RuleBroken, match="not empty"):
            restore(made)

    in_home(home, attempt)
    assert (home / "secretariat.sqlite3").read_bytes() == before


def test_a_restore_that_was_broken_off_can_be_begun_again(home: Path, tmp_path: Path) -> None:
    made = in_home(home, lambda: back_up(tmp_path / "backups")).folder
    empty = tmp_path / "empty"
    (empty / ".restoring" / "files").mkdir(parents=True)
    (empty / ".restoring" / "secretariat.sqlite3").write_text("half")
    assert in_home(empty, lambda: restore(made).files, keys=home / "keys") >= 1


def test_without_a_key_that_fits_nothing_opens(home: Path, identity: Path, tmp_path: Path) -> None:
    """A wrong key, an old key after rotation, and a recovery key that came after the backup."""
    made = in_home(home, lambda: back_up(tmp_path / "backups")).folder
    retired = next((home / "keys" / "retired").iterdir())
    late = tmp_path / "late"
    late.write_text(in_home(home, add_recovery_key))
    for number, file in enumerate((None, retired, late)):
        empty = tmp_path / f"empty-{number}"
        empty.mkdir()

        def attempt(file: Path | None = file) -> None:
            with pytest.raises(SealBroken):
                restore(made, identities=[file] if file else [])

        in_home(empty, attempt)
    key = in_home(home, live_key)
    with pytest.raises(SealBroken), opened(home / "secretariat.sqlite3", bytes(32)) as _:
        pass
    with opened(home / "secretariat.sqlite3", key) as database:
        assert database.execute("SELECT count(*) FROM audit_deed").fetchone()[0] > 0


def test_backups_while_two_write_are_whole_and_the_second_borrows_papers(home: Path, tmp_path: Path) -> None:
    pids = [writer(home, tmp_path / f"ledger-{name}", name, tmp_path, 5) for name in ("one", "two")]
    made: list[Made] = []
    for _ in range(3):
        time.sleep(1.01)
        made.append(in_home(home, lambda: back_up(tmp_path / "backups")))
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
    assert made[0].head[0] < made[1].head[0] < made[2].head[0], "the writers went on"
    assert made[2].reused >= made[1].files > 0
    for number, one in enumerate(made):
        empty = tmp_path / f"empty-{number}"
        empty.mkdir()
        assert in_home(empty, lambda one=one: restore(one.folder).head, keys=home / "keys") == one.head  # type: ignore[misc]


def _tokens_in(folder: Path) -> Iterator[str]:
    wanted = re.compile(CANARY.encode() + rb"|" + CANARY.encode("utf-16-le"), re.IGNORECASE)
    for path in folder.rglob("*"):
        if path.is_file() and wanted.search(path.read_bytes()):
            yield str(path.relative_to(folder))
        if CANARY in path.name.casefold():
            yield f"the name {path.name}"


def test_neither_disk_nor_backup_holds_a_word_in_clear(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Searched while a process has the store open: its log of writes lies beside it."""

    def use() -> tuple[list[str], list[str], int, bool, bool]:
        more_deeds(0, tmp_path)
        made = back_up(tmp_path / "backups")
        here, there = list(_tokens_in(settings.HOME)), list(_tokens_in(made.folder))
        has_log = (settings.HOME / "secretariat.sqlite3-wal").stat().st_size > 0
        key = unseal((made.folder / "database.key.age").read_bytes(), load_keyring(settings.KEYS))
        with opened(made.folder / "secretariat.sqlite3", key) as copy:
            rows = copy.execute("SELECT place FROM meetings_hostingoffer").fetchall()
        files = sum(1 for f in (settings.HOME, made.folder) for p in f.rglob("*") if p.is_file())
        return here, there, files, has_log, any(CANARY in row[0] for row in rows)

    here, there, files, has_log, is_inside = in_home(home, use)
    with capsys.disabled():
        print(f"\ncanaries in clear: {len(here)} on the disk, {len(there)} in the backup, in {files} files")
    assert has_log, "the log of the database was searched too"
    assert is_inside, "the words are there, for whoever has the key"
    assert here == []
    assert there == []
    service = [path.read_bytes().strip() for path in service_files(home / "keys")]
    names = [path for path in (tmp_path / "backups").rglob("*") if path.is_file()]
    assert not [p for p in names for key in service if key in p.read_bytes()], "a service key in a backup"


def test_a_copy_of_the_database_has_a_key_of_its_own(home: Path, tmp_path: Path) -> None:
    key = bytes(range(32))
    in_home(home, lambda: copy_database(tmp_path / "copy", key))
    with opened(tmp_path / "copy", key) as copy:
        assert copy.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    with pytest.raises(SealBroken), opened(tmp_path / "copy", in_home(home, live_key)):
        pass


PAPERS = 120


def _killed_rotation(home: Path, seconds: float) -> bool:
    """Changes keys in a child that is killed after a while; whether it had come to its end."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            point_at(home)
            rotate_keys()
            code = 0
        finally:
            os._exit(code)
    time.sleep(seconds)
    os.kill(pid, signal.SIGKILL)
    end = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert end in {0, -signal.SIGKILL}, "a change of keys failed by itself"
    return end == 0


def test_a_change_of_keys_is_killed_again_and_again_and_comes_to_its_end(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def fill() -> None:
        network = network_here(CHECKER)
        for number in range(PAPERS):
            path = tmp_path / f"{number}.txt"
            path.write_text(f"Paper {number}\n" * 40)
            take_in_source(CHECKER, network=network, name=path.name, path=path)

    in_home(home, fill)
    old = service_files(home / "keys")
    chosen, kills = random.Random(3), 0
    while not _killed_rotation(home, chosen.uniform(0.02, 0.4)):
        kills += 1
        assert in_home(home, file_faults)[1] == [], f"after kill {kills} a paper does not open"
        assert kills < 300
    with capsys.disabled():
        print(f"\nchange of keys over {PAPERS} papers: {kills} kills, every paper open after each")
    assert kills >= 2
    newest = service_files(home / "keys")
    assert len(newest) == 1
    assert newest[0].name not in {path.name for path in old}
    assert in_home(copy_of(home, tmp_path / "copied"), lambda: found_now()[1]) == []

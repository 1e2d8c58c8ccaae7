"""Signed heads: what is genuine, what is kept, what a person types from paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test import override_settings

from secretariat.audit.actions import keep_signed_head, record_deed
from secretariat.audit.heads import KEY_FILE, PUBLIC_FILE, SignedHead, read_head, sign
from secretariat.audit.models import Deed
from secretariat.audit.reads import check_head, kept_signed_heads, newest_kept_size, signed_head, verify_chain
from secretariat.audit.rules import HEADS_FILE, SIGNED_HEADS_FILE, Fault
from secretariat.toolbox import clock
from secretariat.toolbox.errors import RuleBroken
from tests.audit.forger import rechain
from tests.cast import Cast


@pytest.fixture(autouse=True)
def no_files() -> Iterator[None]:
    """The files of heads are for one test alone."""
    yield
    for name in (HEADS_FILE, SIGNED_HEADS_FILE):
        (settings.HOME / name).unlink(missing_ok=True)


class Committed:
    """The connection outside any transaction, where alone something is remembered."""

    in_atomic_block = False

    def cursor(self) -> object:
        return connection.cursor()


@pytest.fixture
def no_triggers(db: None) -> None:
    with connection.cursor() as cursor:
        for name in ("deed_is_never_deleted", "deed_is_never_changed", "deed_number_is_taken_once"):
            cursor.execute(f"DROP TRIGGER {name}")


def test_the_signing_key_lies_sealed_and_only_its_owner_may_read_it() -> None:
    head = sign(3, "ab" * 32, clock.now())
    key = Path(settings.KEYS) / KEY_FILE
    assert key.stat().st_mode & 0o077 == 0
    assert key.read_bytes().startswith(b"age-encryption.org/v1")
    assert (Path(settings.KEYS) / PUBLIC_FILE).read_text().strip() == head.public_key


@pytest.mark.parametrize(
    "change",
    [
        {"size": 4},
        {"root": "ac" * 32},
        {"at": "2026-11-24T09:00:01+00:00"},
        {"key": "0" * 16},
        {"public_key": "0" * 64},
        {"signature": "0" * 128},
    ],
)
def test_a_head_is_genuine_only_as_it_was_signed(change: dict[str, object]) -> None:
    head = sign(3, "ab" * 32, clock.now())
    assert head.is_genuine
    assert not replace(head, **change).is_genuine  # type: ignore[arg-type]


def test_a_head_is_read_from_its_file_and_from_a_printed_page() -> None:
    head = sign(3, "ab" * 32, clock.now())
    assert read_head(head.line).signed == head
    typed = read_head(f"Head of the record of deeds: {head.in_words}")
    assert (typed.size, typed.root, typed.signed) == (3, head.root, None)
    assert read_head(f"size 3 root {head.root.upper()}").root == head.root


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "size 3", "size 3 root abc", '{"size": 3}', "[" * 9000, '{"size": true}', "null"]
)
def test_what_is_no_head_is_said_to_be_none(text: str) -> None:
    with pytest.raises(RuleBroken, match="no head"):
        read_head(text)


def test_a_bent_head_is_not_taken() -> None:
    with pytest.raises(RuleBroken, match="signature"):
        read_head(replace(sign(3, "ab" * 32, clock.now()), size=4).line)


def test_an_old_head_holds_as_long_as_nothing_before_it_was_changed(cast: Cast, no_triggers: None) -> None:
    old = read_head(signed_head().line)
    record_deed(cast.officer.actor, "members.add_person", cast.other.person)
    checked = check_head(old)
    assert checked.holds
    assert checked.now.size == old.size + 1
    assert checked.path
    Deed.objects.filter(number=3).update(thing_ref="entry-forged")
    assert [f.number for f in check_head(old).faults] == [3]
    rechain()
    assert verify_chain()[1] == [], "a record chained anew holds by itself ..."
    assert [f.kind for f in check_head(old).faults] == ["head"], "... but not against the old head"


def test_a_record_that_was_cut_off_does_not_hold_against_a_longer_head(cast: Cast, no_triggers: None) -> None:
    old = read_head(signed_head().line)
    Deed.objects.filter(number=old.size).delete()
    checked = check_head(old)
    assert not checked.holds
    assert [f.kind for f in checked.faults] == ["cut off"]


def test_a_typed_root_that_is_wrong_does_not_hold(cast: Cast) -> None:
    now = signed_head()
    assert check_head(read_head(f"size {now.size} root {now.root}")).holds
    assert not check_head(read_head(f"size {now.size} root {'ab' * 32}")).holds
    assert not check_head(read_head(f"size 0 root {'ab' * 32}")).holds


def test_a_head_signed_by_another_key_is_not_of_this_record(cast: Cast, tmp_path: Path) -> None:
    now = signed_head()
    with override_settings(KEYS=tmp_path):
        other = sign(now.size, now.root, clock.now())
    checked = check_head(read_head(other.line))
    assert (checked.is_ours, checked.holds) == (False, False)


def test_kept_signed_heads_find_a_rewritten_record_without_any_other_head(
    cast: Cast, no_triggers: None, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        kept = keep_signed_head()
    assert kept_signed_heads() == [kept]
    assert verify_chain()[1] == []
    Deed.objects.filter(number=3).update(account_id=99)
    rechain()
    assert [f.kind for f in verify_chain()[1]] == ["head"]


def test_a_forged_line_among_the_signed_heads_is_said(cast: Cast) -> None:
    line = replace(signed_head(), size=1).line
    (settings.HOME / SIGNED_HEADS_FILE).write_text(line + "\n")
    with pytest.raises(RuleBroken, match="Line 1 of signed-heads"):
        verify_chain()


def test_the_newest_kept_head_is_known_by_one_signature_however_many_are_kept(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = settings.HOME / SIGNED_HEADS_FILE
    assert newest_kept_size() == 0
    lines = [sign(size, "ab" * 32, clock.now()).line for size in range(1, 41)]
    file.write_text("\n".join(lines) + '\n{"half": "a li')
    proved: list[int] = []
    real = SignedHead.is_genuine.fget  # type: ignore[attr-defined]

    def counted(head: SignedHead) -> bool:
        proved.append(head.size)
        return bool(real(head))

    monkeypatch.setattr(SignedHead, "is_genuine", property(counted))
    assert newest_kept_size() == 40
    assert proved == [40]


def test_a_forged_newest_line_is_said_and_nothing_is_signed_after_it(cast: Cast) -> None:
    line = replace(signed_head(), size=1).line
    (settings.HOME / SIGNED_HEADS_FILE).write_text(line + "\n")
    with pytest.raises(RuleBroken, match="The last line of signed-heads"):
        newest_kept_size()


def test_the_whole_record_is_read_once_for_each_state_and_anew_after_an_hour(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = read_head(signed_head().line)
    wrong = read_head(f"size {old.size} root {'ab' * 32}")
    read: list[int] = []

    def counted() -> tuple[int, list[Fault]]:
        read.append(1)
        return 0, []

    monkeypatch.setattr("secretariat.audit.reads.verify_chain", counted)
    monkeypatch.setattr("secretariat.audit.memory.connection", Committed())
    assert check_head(old).holds
    assert not check_head(wrong).holds, "each head has a proof of its own"
    assert check_head(old).holds
    assert len(read) == 1
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        assert check_head(old).holds
    assert len(read) == 2

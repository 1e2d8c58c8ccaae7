"""Writing in a record: who may, what is kept, what is refused."""

from __future__ import annotations

import errno
from collections.abc import Callable
from datetime import date

import pytest

from secretariat.access.rules import PUBLIC, Actor
from secretariat.audit.models import Deed
from secretariat.desk.story.build import BUILDER
from secretariat.meetings.actions import create_meeting
from secretariat.meetings.models import Meeting
from secretariat.meetings.rules import PURGED
from secretariat.members import actions as members
from secretariat.minutes import actions
from secretariat.minutes.models import Entry, EntryRevision, Record
from secretariat.toolbox.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from tests.cast import Cast

Deeds = Callable[[Actor, Record, Entry], object]

EVERY_DEED: dict[str, Deeds] = {
    "add": lambda a, r, e: actions.add_entry(a, record=r, kind="statement", text="More."),
    "edit": lambda a, r, e: actions.edit_entry(a, entry=e, revision=e.revision, text="Else."),
    "move": lambda a, r, e: actions.move_entry(a, entry=e, to_position=1),
    "remove": lambda a, r, e: actions.remove_entry(a, entry=e, revision=e.revision),
    "circulate": lambda a, r, e: actions.circulate_record(a, record=r),
    "approve": lambda a, r, e: actions.approve_record(a, record=r, approved_on=date(2026, 6, 12)),
    "remove record": lambda a, r, e: actions.remove_record(a, record=r),
}


@pytest.mark.parametrize("deed", EVERY_DEED)
def test_the_bureau_may_members_may_not_and_for_outsiders_nothing_is_there(
    cast: Cast, record: Record, entry: Entry, deed: str
) -> None:
    act = EVERY_DEED[deed]
    for role in ("coordinator", "substitute", "other", "local"):
        with pytest.raises(NotAllowed):
            act(getattr(cast, role).actor, record, entry)
    for role in ("observer", "funder", "former", "admin"):
        with pytest.raises(NotVisible):
            act(getattr(cast, role).actor, record, entry)
    with pytest.raises(NotVisible):
        act(PUBLIC, record, entry)
    before = Deed.objects.count()
    act(cast.chair.actor, record, entry)
    deeds = [d.deed for d in Deed.objects.order_by("number")[before:]]
    assert len([d for d in deeds if d != "members.queue_notice"]) == 1


def test_a_record_is_opened_by_the_bureau_for_those_who_know_of_the_meeting(
    cast: Cast, meeting: Meeting
) -> None:
    for role in ("coordinator", "other"):
        with pytest.raises(NotAllowed) as refused:
            actions.open_record(getattr(cast, role).actor, meeting=meeting)
        assert refused.value.who == "Chair or Secretariat"
    for actor in (cast.observer.actor, cast.former.actor, PUBLIC):
        with pytest.raises(NotVisible):
            actions.open_record(actor, meeting=meeting)
    assert actions.open_record(cast.chair.actor, meeting=meeting).state == "draft"


def test_a_meeting_has_one_record_in_its_own_ring(cast: Cast, meeting: Meeting, record: Record) -> None:
    assert record.ring == meeting.ring
    with pytest.raises(RuleBroken, match="record already"):
        actions.open_record(cast.officer.actor, meeting=meeting)


def test_entries_stand_in_order_and_close_up(cast: Cast, record: Record, entry: Entry) -> None:
    officer = cast.officer.actor
    first = actions.add_entry(officer, record=record, kind="opening", text="Opened.", position=1)
    last = actions.add_entry(officer, record=record, kind="closing", text="Closed.")
    order = Entry.objects.filter(record=record).order_by("position").values_list("pk", "position")
    assert list(order) == [(first.pk, 1), (entry.pk, 2), (last.pk, 3)]
    actions.move_entry(officer, entry=last, to_position=1)
    order = Entry.objects.filter(record=record).order_by("position").values_list("pk", "position")
    assert list(order) == [(last.pk, 1), (first.pk, 2), (entry.pk, 3)]
    assert actions.move_entry(officer, entry=last, to_position=99).position == 3


def test_each_change_is_a_revision_and_a_save_that_changes_nothing_is_none(cast: Cast, entry: Entry) -> None:
    officer = cast.officer.actor
    actions.edit_entry(officer, entry=entry, revision=1, text="Prepare a guide together.")
    assert EntryRevision.objects.filter(entry=entry).count() == 1
    changed = actions.edit_entry(officer, entry=entry, revision=1, text="Prepare two guides.", kind="request")
    assert changed.revision == 2
    texts = EntryRevision.objects.filter(entry=entry).order_by("number").values_list("text", flat=True)
    assert list(texts) == ["Prepare a guide together.", "Prepare two guides."]


def test_of_two_who_write_at_once_neither_text_is_lost(cast: Cast, entry: Entry) -> None:
    actions.edit_entry(cast.chair.actor, entry=entry, revision=1, text="Theirs.")
    with pytest.raises(Conflict) as conflict:
        actions.edit_entry(cast.officer.actor, entry=entry, revision=1, text="Ours.")
    assert (conflict.value.ours, conflict.value.theirs) == ("Ours.", "Theirs.")
    with pytest.raises(Conflict):
        actions.remove_entry(cast.officer.actor, entry=entry, revision=1)


def test_a_removed_entry_keeps_its_row_and_its_history(cast: Cast, entry: Entry) -> None:
    actions.remove_entry(cast.officer.actor, entry=entry, revision=1)
    entry.refresh_from_db()
    assert entry.is_removed
    assert EntryRevision.objects.filter(entry=entry).exists()
    for deed in ("edit", "move", "remove"):
        with pytest.raises(RuleBroken, match="removed") as refused:
            EVERY_DEED[deed](cast.officer.actor, entry.record, entry)
        assert refused.value.rule == "minutes.removed"


def test_one_step_passes_the_next_standing_entry_and_never_a_removed_one(cast: Cast, record: Record) -> None:
    officer = cast.officer.actor
    a, b, c = (
        actions.add_entry(officer, record=record, kind="statement", text=text) for text in ("a", "b", "c")
    )
    actions.remove_entry(officer, entry=b, revision=1)
    c.refresh_from_db()
    assert c.position == 2
    assert actions.move_entry(officer, entry=c, to_position=c.position - 1).position == 1
    a.refresh_from_db()
    assert a.position == 2
    assert actions.add_entry(officer, record=record, kind="statement", text="d").position == 3


def test_an_approved_record_refuses_every_edit_with_a_sentence(
    cast: Cast, record: Record, entry: Entry
) -> None:
    actions.approve_record(cast.chair.actor, record=record, approved_on=date(2026, 6, 12))
    for deed in ("add", "edit", "move", "remove"):
        with pytest.raises(RuleBroken, match="approved") as refused:
            EVERY_DEED[deed](cast.officer.actor, record, entry)
        assert refused.value.rule == "minutes.approved"
        assert "The next meeting can agree to a correction" in refused.value.message
        assert "Chair or Secretariat" in refused.value.message


@pytest.mark.parametrize(
    ("kind", "text", "rule"), [("vote", "x", "minutes.kind"), ("statement", "  \n", "minutes.text")]
)
def test_an_entry_needs_a_known_kind_and_words(
    cast: Cast, record: Record, kind: str, text: str, rule: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        actions.add_entry(cast.officer.actor, record=record, kind=kind, text=text)
    assert refused.value.rule == rule
    assert not Entry.objects.filter(record=record).exists()


def test_an_entry_may_be_narrower_than_its_record_and_never_wider(
    cast: Cast, record: Record, entry: Entry
) -> None:
    officer = cast.officer.actor
    actions.add_entry(officer, record=record, kind="statement", text="For the bureau.", ring="bureau")
    with pytest.raises(RuleBroken, match="release"):
        actions.add_entry(officer, record=record, kind="statement", text="For all.", ring="public")
    with pytest.raises(RuleBroken, match="release"):
        actions.edit_entry(officer, entry=entry, revision=1, ring="partners")


def test_an_entry_answers_only_an_entry_of_its_own_record(cast: Cast, entry: Entry, meeting: Meeting) -> None:
    officer = cast.officer.actor
    other = create_meeting(officer, network=cast.network, title="Another", starts_on=date(2026, 7, 1))
    record = actions.open_record(officer, meeting=other)
    with pytest.raises(RuleBroken, match="same record"):
        actions.add_entry(officer, record=record, kind="support", text="Yes.", about=entry)


def test_nobody_of_another_network_speaks_in_a_record(cast: Cast, record: Record) -> None:
    elsewhere = members.create_network(BUILDER, slug="elsewhere", name="Elsewhere", short_name="Else")
    stranger = members.add_person(BUILDER, network=elsewhere, name="Nobody Known")
    for speaker, on_behalf_of in ((stranger, None), (cast.other.person, stranger)):
        with pytest.raises(RuleBroken, match="another network"):
            actions.add_entry(
                cast.officer.actor,
                record=record,
                kind="statement",
                text="x",
                speaker=speaker,
                on_behalf_of=on_behalf_of,
            )
    assert not Entry.objects.filter(record=record).exists()


def test_a_record_goes_round_once_and_never_empty(cast: Cast, record: Record) -> None:
    with pytest.raises(RuleBroken, match="no entry"):
        actions.circulate_record(cast.officer.actor, record=record)
    actions.add_entry(cast.officer.actor, record=record, kind="opening", text="Opened.")
    actions.circulate_record(cast.officer.actor, record=record)
    with pytest.raises(RuleBroken, match="circulated already"):
        actions.circulate_record(cast.officer.actor, record=record)
    with pytest.raises(RuleBroken, match="not taken back"):
        actions.remove_record(cast.officer.actor, record=record)


def test_a_record_is_not_approved_before_its_meeting(cast: Cast, record: Record) -> None:
    with pytest.raises(RuleBroken, match="before its meeting"):
        actions.approve_record(cast.officer.actor, record=record, approved_on=date(2026, 5, 29))


def test_purged_words_do_not_come_back_from_a_form_that_was_open_meanwhile(cast: Cast, entry: Entry) -> None:
    officer, seen = cast.officer.actor, entry.revision
    purged = actions.purge_entry(officer, entry=entry, reason="data of a case")
    with pytest.raises(Conflict) as met:
        actions.edit_entry(officer, entry=entry, revision=seen, text="Prepare a guide together, soon.")
    assert met.value.theirs == PURGED
    with pytest.raises(Conflict):
        actions.remove_entry(officer, entry=entry, revision=seen)
    kept = EntryRevision.objects.filter(entry=entry)
    assert [(row.number, row.text) for row in kept] == [(2, PURGED), (1, PURGED)]
    assert not any(row.values["speaker"] or row.values["on_behalf_of"] for row in kept)
    assert (
        actions.edit_entry(officer, entry=purged, revision=purged.revision, text="Wrote it anew.").revision
        == 3
    )


def test_an_approval_holds_where_the_disk_has_no_room_for_its_head(
    cast: Cast,
    record: Record,
    entry: Entry,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: object,
) -> None:
    def full(name: str, line: str) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr("secretariat.audit.actions._keep_line", full)
    with django_capture_on_commit_callbacks(execute=True) as kept:  # type: ignore[operator]
        actions.approve_record(cast.chair.actor, record=record, approved_on=date(2026, 6, 12))
    assert len(kept) >= 3, "both heads and the search index"
    record.refresh_from_db()
    assert record.state == "approved"
    assert record.approved_head["size"] == Deed.objects.count()

"""Who sees what of a record: rings of entries, and speakers under the Chatham House Rule."""

from __future__ import annotations

from secretariat.minutes import actions
from secretariat.minutes.models import Entry, Record
from secretariat.minutes.reads import (
    entries_of,
    entry_history,
    hidden_entry_count,
    record_of,
    shown_speaker,
    visible_entries,
    visible_records,
    visible_removed_entries,
)
from tests.cast import Cast


def test_a_narrower_entry_is_hidden_and_counted(cast: Cast, record: Record, entry: Entry) -> None:
    actions.add_entry(cast.officer.actor, record=record, kind="statement", text="Secret.", ring="bureau")
    assert [line.entry.text for line in entries_of(cast.other.actor, record)] == ["Prepare a guide together."]
    assert hidden_entry_count(cast.other.actor, record) == 1
    assert len(entries_of(cast.chair.actor, record)) == 2
    assert hidden_entry_count(cast.chair.actor, record) == 0


def test_members_see_the_record_and_outsiders_do_not(cast: Cast, record: Record, entry: Entry) -> None:
    for role in ("coordinator", "substitute", "other", "local", "newcomer", "chair", "officer"):
        assert record_of(getattr(cast, role).actor, record.meeting) == record, role
    for role in ("observer", "funder", "former", "admin"):
        assert not visible_records(getattr(cast, role).actor).exists(), role
        assert not visible_entries(getattr(cast, role).actor).exists(), role


def test_an_entry_is_never_seen_wider_than_its_record_or_meeting(
    cast: Cast, record: Record, entry: Entry
) -> None:
    Entry.objects.filter(pk=entry.pk).update(ring="public")
    assert not visible_entries(cast.observer.actor).exists()
    record.meeting.ring = "bureau"
    record.meeting.save()
    assert not visible_entries(cast.other.actor).exists()


def test_under_the_chatham_house_rule_only_the_bureau_knows_who_spoke(cast: Cast, entry: Entry) -> None:
    kept = actions.edit_entry(cast.officer.actor, entry=entry, revision=1, is_chatham_house=True)
    for role in ("coordinator", "other"):
        shown = shown_speaker(getattr(cast, role).actor, kept)
        assert shown.is_hidden
        assert (shown.person, shown.seat, shown.words, shown.on_behalf_of) == (None, None, "", None)
    assert shown_speaker(cast.chair.actor, kept).person == cast.coordinator.person


def test_old_revisions_do_not_tell_what_the_newest_hides(cast: Cast, entry: Entry) -> None:
    officer = cast.officer.actor
    actions.edit_entry(officer, entry=entry, revision=1, speaker=cast.other.person)
    kept = actions.edit_entry(officer, entry=entry, revision=2, is_chatham_house=True)
    told = str([line.other_changes for line in entry_history(cast.other.actor, kept)])
    assert "Ристов" not in told
    assert "Đurić" not in told
    assert "Ристов" in str([line.other_changes for line in entry_history(officer, kept)])


def test_a_revision_that_was_marked_stays_without_a_speaker_when_the_mark_goes(
    cast: Cast, entry: Entry
) -> None:
    officer = cast.officer.actor
    actions.edit_entry(officer, entry=entry, revision=1, is_chatham_house=True)
    actions.edit_entry(officer, entry=entry, revision=2, speaker=cast.other.person)
    open_again = actions.edit_entry(
        cast.chair.actor,
        entry=entry,
        revision=3,
        is_chatham_house=False,
        speaker=cast.chair.person,
        text="Else.",
    )
    assert shown_speaker(cast.coordinator.actor, open_again).person == cast.chair.person
    told = str([line.other_changes for line in entry_history(cast.coordinator.actor, open_again)])
    assert "speaker" not in told
    assert "speaker" in str([line.other_changes for line in entry_history(officer, open_again)])


def test_a_revision_narrower_than_the_entry_is_now_keeps_its_words(cast: Cast, record: Record) -> None:
    officer = cast.officer.actor
    entry = actions.add_entry(
        officer, record=record, kind="statement", text="Said among us.", ring="bureau", seat=cast.seats["ab"]
    )
    actions.edit_entry(officer, entry=entry, revision=1, ring="seat", text="Said to Alba.")
    # No change widens an entry any more, but a store may remember one that did.
    Entry.objects.filter(pk=entry.pk).update(ring="members")
    entry.refresh_from_db()
    actions.edit_entry(officer, entry=entry, revision=2, text="Said to all.")
    entry.refresh_from_db()

    def told(role: str) -> list[str]:
        lines = entry_history(getattr(cast, role).actor, entry)
        return ["hidden" if line.is_hidden else line.pieces[0][1] for line in lines]

    assert told("other") == ["Said to all.", "hidden", "hidden"]
    assert told("coordinator")[1:] == ["Said to Alba.", "hidden"]
    assert told("chair")[1:] == ["hidden", "Said among us."]
    assert "among" not in str(entry_history(cast.other.actor, entry)[0])


def test_what_was_taken_out_is_found_by_the_bureau_alone(cast: Cast, entry: Entry) -> None:
    actions.remove_entry(cast.officer.actor, entry=entry, revision=1)
    for role in ("chair", "officer"):
        assert list(visible_removed_entries(getattr(cast, role).actor)) == [entry], role
    for role in ("coordinator", "other", "observer", "former", "admin"):
        assert not visible_removed_entries(getattr(cast, role).actor).exists(), role


def test_the_history_shows_each_revision_against_the_one_before(cast: Cast, entry: Entry) -> None:
    actions.edit_entry(cast.officer.actor, entry=entry, revision=1, text="Prepare a handbook together.")
    newest, oldest = entry_history(cast.officer.actor, entry)
    assert ("del", "guide") in newest.pieces
    assert ("ins", "handbook") in newest.pieces
    assert oldest.pieces == (("same", "Prepare a guide together."),)


def test_a_speaker_is_named_only_to_whom_that_person_is_open(
    cast: Cast, record: Record, entry: Entry
) -> None:
    person = cast.coordinator.person
    person.ring = "bureau"
    person.save()
    seen = Entry.objects.get(pk=entry.pk)
    shown = shown_speaker(cast.other.actor, seen)
    assert shown.person is None
    assert shown.seat == cast.seats["ab"]
    assert shown_speaker(cast.chair.actor, seen).person == person

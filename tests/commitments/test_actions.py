"""The follow-up list: what comes onto it, who may move it, what is never lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest

from secretariat.access.rules import PUBLIC, Actor
from secretariat.audit.models import Deed
from secretariat.commitments import actions
from secretariat.commitments.models import Commitment, Decision, Progress
from secretariat.desk.story.build import BUILDER
from secretariat.meetings.models import Meeting
from secretariat.members import actions as members
from secretariat.minutes import actions as minutes
from secretariat.minutes.models import Record
from secretariat.toolbox.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from tests.cast import Cast

BUREAU_DEEDS: dict[str, Callable[[Actor, Record, Commitment], object]] = {
    "follow up": lambda a, r, c: actions.follow_up_record(a, record=r),
    "note": lambda a, r, c: actions.note_commitment(a, meeting=r.meeting, words="More", kind="commitment"),
    "assign": lambda a, r, c: actions.assign_commitment(
        a, commitment=c, version=c.version, seat=None, due_on=None
    ),
    "remove": lambda a, r, c: actions.remove_commitment(a, commitment=c),
    "number": lambda a, r, c: actions.number_decision(a, entry=r.entries.get(text="Decided later.")),
    "plan": lambda a, r, c: actions.plan_review(a, decision=_decision(r), review_on=date(2027, 1, 1)),
    "take back": lambda a, r, c: actions.remove_decision(a, decision=_decision(r)),
}


def _decision(record: Record) -> Decision:
    return Decision.objects.get(entry__record=record)


@pytest.mark.parametrize("deed", BUREAU_DEEDS)
def test_the_list_is_the_bureaus_to_write(
    cast: Cast, record: Record, lines: dict[str, Commitment], deed: str
) -> None:
    act = BUREAU_DEEDS[deed]
    minutes.add_entry(cast.officer.actor, record=record, kind="decision", text="Decided later.")
    for role in ("coordinator", "other", "local"):
        with pytest.raises(NotAllowed):
            act(getattr(cast, role).actor, record, lines["request"])
    for role in ("observer", "funder", "former", "admin"):
        with pytest.raises(NotVisible):
            act(getattr(cast, role).actor, record, lines["request"])
    with pytest.raises(NotVisible):
        act(PUBLIC, record, lines["request"])
    before = Deed.objects.filter(deed=DEEDS[deed]).count()
    act(cast.chair.actor, record, lines["request"])
    assert Deed.objects.filter(deed=DEEDS[deed]).count() == before + 1


DEEDS = {
    "follow up": "commitments.follow_up_record",
    "note": "commitments.note_commitment",
    "assign": "commitments.assign_commitment",
    "remove": "commitments.remove_commitment",
    "number": "commitments.number_decision",
    "plan": "commitments.plan_review",
    "take back": "commitments.remove_decision",
}


def test_a_line_keeps_to_its_meeting_its_network_and_its_ring(
    cast: Cast, record: Record, next_meeting: Meeting
) -> None:
    officer = cast.officer.actor
    before = Commitment.objects.count()
    entry = minutes.add_entry(officer, record=record, kind="request", text="For us.", ring="bureau")
    elsewhere = members.create_network(BUILDER, slug="elsewhere", name="Elsewhere", short_name="Else")
    seat = members.add_seat(BUILDER, network=elsewhere, code="x", kind="observer", label="Seat elsewhere")
    note = partial(actions.note_commitment, officer, words="Do it.")
    for refused, rule in (
        (partial(note, meeting=record.meeting, kind="statement"), "commitments.kind"),
        (partial(note, meeting=next_meeting, kind="request", entry=entry), "commitments.entry"),
        (partial(note, meeting=record.meeting, kind="request", seat=seat), "members.same_network"),
        (partial(note, meeting=record.meeting, kind="request", ring="public"), "access.widening"),
        (
            partial(note, meeting=record.meeting, kind="request", entry=entry, ring="members"),
            "access.widening",
        ),
    ):
        with pytest.raises(RuleBroken) as error:
            refused()
        assert error.value.rule == rule
    assert Commitment.objects.count() == before
    assert note(meeting=record.meeting, kind="request", entry=entry).ring == "bureau"


def test_what_is_one_seats_own_or_was_removed_is_not_followed_up(cast: Cast, record: Record) -> None:
    officer, alba = cast.officer.actor, cast.seats["ab"]
    minutes.add_entry(officer, record=record, kind="request", text="Our own.", ring="seat", seat=alba)
    gone = minutes.add_entry(officer, record=record, kind="request", text="A slip.")
    minutes.remove_entry(officer, entry=gone, revision=1)
    words = {line.words for line in actions.follow_up_record(officer, record=record)}
    assert "Prepare a guide." in words
    assert not words & {"Our own.", "A slip."}


def test_the_day_of_review_is_set_and_unset(cast: Cast, record: Record, lines: dict[str, Commitment]) -> None:
    officer, decision = cast.officer.actor, _decision(record)
    assert actions.plan_review(officer, decision=decision, review_on=date(2027, 5, 1)).review_on == date(
        2027, 5, 1
    )
    assert actions.plan_review(officer, decision=decision, review_on=None).review_on is None
    with pytest.raises(RuleBroken, match="after that day"):
        actions.plan_review(officer, decision=decision, review_on=date(2026, 5, 29))


def test_a_report_comes_from_the_seat_that_owes_it_or_the_bureau(cast: Cast, owed: Commitment) -> None:
    for role in ("other", "newcomer", "local"):
        with pytest.raises(NotAllowed) as refused:
            actions.report_progress(getattr(cast, role).actor, commitment=owed, words="x", state="under way")
        assert "seat" in refused.value.who
    for role in ("observer", "former"):
        with pytest.raises(NotVisible):
            actions.report_progress(getattr(cast, role).actor, commitment=owed, words="x", state="under way")
    for role in ("coordinator", "substitute", "officer"):
        actions.report_progress(getattr(cast, role).actor, commitment=owed, words="Begun.", state="under way")
    assert Progress.objects.filter(commitment=owed).count() == 3


def test_what_must_be_come_back_to_is_on_the_list_and_nothing_else(lines: dict[str, Commitment]) -> None:
    assert set(lines) == {"proposal", "request", "offer", "decision"}
    assert lines["proposal"].seat is None
    assert lines["offer"].seat is not None
    assert all(line.due_on is None for line in lines.values())


def test_following_up_again_adds_only_what_is_new(
    cast: Cast, record: Record, lines: dict[str, Commitment]
) -> None:
    assert actions.follow_up_record(cast.officer.actor, record=record) == []
    minutes.add_entry(cast.officer.actor, record=record, kind="request", text="One more.")
    assert [c.words for c in actions.follow_up_record(cast.officer.actor, record=record)] == ["One more."]


def test_an_offer_made_under_the_chatham_house_rule_gets_no_owner(cast: Cast, record: Record) -> None:
    minutes.add_entry(
        cast.officer.actor,
        record=record,
        kind="offer",
        text="Somebody can host.",
        seat=cast.seats["br"],
        is_chatham_house=True,
    )
    lines = actions.follow_up_record(cast.officer.actor, record=record)
    assert next(c for c in lines if c.words == "Somebody can host.").seat is None


def test_decisions_are_numbered_one_after_the_other_within_their_year(cast: Cast, record: Record) -> None:
    officer = cast.officer.actor
    for text in ("Second.", "Third."):
        minutes.add_entry(officer, record=record, kind="decision", text=text)
    actions.follow_up_record(officer, record=record)
    assert [d.number for d in Decision.objects.order_by("serial")] == ["2026/1", "2026/2", "2026/3"]
    with pytest.raises(RuleBroken, match="number stays"):
        actions.remove_decision(officer, decision=Decision.objects.get(serial=1))
    with pytest.raises(RuleBroken, match="already"):
        actions.number_decision(officer, entry=Decision.objects.get(serial=1).entry)


def test_only_what_was_decided_gets_a_number(cast: Cast, lines: dict[str, Commitment]) -> None:
    entry = lines["proposal"].entry
    assert entry is not None
    with pytest.raises(RuleBroken, match="decided"):
        actions.number_decision(cast.officer.actor, entry=entry)


def test_of_two_who_assign_at_once_the_second_is_told(cast: Cast, owed: Commitment) -> None:
    with pytest.raises(Conflict) as conflict:
        actions.assign_commitment(
            cast.chair.actor, commitment=owed, version=1, seat=cast.seats["br"], due_on=date(2027, 1, 1)
        )
    assert conflict.value.theirs == "Seat of Alba, 31 December 2026"
    assert conflict.value.ours == "Seat of Bresta, 1 January 2027"


def test_done_keeps_its_day_and_open_again_forgets_it(cast: Cast, owed: Commitment) -> None:
    actor = cast.coordinator.actor
    actions.report_progress(
        actor,
        commitment=owed,
        words="Printed.",
        evidence="The guide",
        state="done",
        done_on=date(2026, 10, 1),
    )
    owed.refresh_from_db()
    assert (owed.state, owed.done_on) == ("done", date(2026, 10, 1))
    with pytest.raises(RuleBroken, match="is done"):
        actions.assign_commitment(
            cast.officer.actor, commitment=owed, version=owed.version, seat=None, due_on=None
        )
    actions.report_progress(actor, commitment=owed, words="A page is missing.", state="under way")
    owed.refresh_from_db()
    assert (owed.state, owed.done_on) == ("under way", None)


def test_a_line_somebody_worked_on_is_dropped_with_a_reason_and_never_removed(
    cast: Cast, owed: Commitment
) -> None:
    with pytest.raises(RuleBroken, match="dropped"):
        actions.remove_commitment(cast.officer.actor, commitment=owed)
    assert Commitment.objects.filter(pk=owed.pk).exists()


def test_nobody_reports_in_the_name_of_a_seat_the_line_has_gone_to(cast: Cast, owed: Commitment) -> None:
    stale = Commitment.objects.get(pk=owed.pk)
    actions.assign_commitment(
        cast.officer.actor, commitment=owed, version=owed.version, seat=cast.seats["br"], due_on=owed.due_on
    )
    with pytest.raises(NotAllowed):
        actions.report_progress(
            cast.coordinator.actor, commitment=stale, words="Done by us.", state="under way"
        )
    assert not Progress.objects.exists()


def test_a_numbered_decision_neither_goes_nor_becomes_something_else(
    cast: Cast, lines: dict[str, Commitment]
) -> None:
    entry = lines["decision"].entry
    assert entry is not None
    with pytest.raises(RuleBroken, match="no gaps"):
        minutes.remove_entry(cast.officer.actor, entry=entry, revision=entry.revision)
    with pytest.raises(RuleBroken, match="no gaps"):
        minutes.edit_entry(cast.officer.actor, entry=entry, revision=entry.revision, kind="statement")
    minutes.edit_entry(
        cast.officer.actor, entry=entry, revision=entry.revision, text="A guide is written soon."
    )

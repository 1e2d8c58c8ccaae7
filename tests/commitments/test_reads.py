"""The lists that ask: of a seat, of the bureau, of the next meeting."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest

from secretariat.commitments import actions
from secretariat.commitments.models import Commitment
from secretariat.commitments.reads import (
    asked_of_seats,
    follow_up_list,
    last_time,
    lines_of,
    overdue,
    visible_commitments,
    visible_progress,
    without_owner_or_date,
)
from secretariat.meetings.models import Meeting
from secretariat.minutes.models import Entry
from tests.cast import Cast

TODAY = date(2026, 11, 24)


def test_a_seat_is_asked_for_what_it_owes_and_no_other_is(cast: Cast, owed: Commitment) -> None:
    for role in ("coordinator", "substitute"):
        asked = [line.commitment for line in asked_of_seats(getattr(cast, role).actor, TODAY)]
        assert asked[0] == owed, role
        assert [c.kind for c in asked] == ["proposal", "offer"]
    for role in ("other", "former", "observer", "admin"):
        assert asked_of_seats(getattr(cast, role).actor, TODAY) == [], role


def test_what_lacks_owner_or_date_is_counted_and_named(cast: Cast, owed: Commitment) -> None:
    lines, count = without_owner_or_date(cast.officer.actor, cast.network, TODAY)
    assert count == 3
    assert {line.commitment.kind: line.lacks for line in lines} == {
        "request": ("owner", "date"),
        "offer": ("date",),
        "decision": ("owner", "date"),
    }


def test_what_is_late_is_found(cast: Cast, owed: Commitment) -> None:
    assert overdue(cast.officer.actor, cast.network, date(2026, 12, 31)) == []
    late = overdue(cast.officer.actor, cast.network, date(2027, 1, 1))
    assert [line.commitment for line in late] == [owed]


def test_the_list_is_narrowed_by_what_is_asked(cast: Cast, owed: Commitment) -> None:
    actor = cast.other.actor

    def kinds(**chosen: object) -> set[str]:
        return {c.kind for c in follow_up_list(actor, cast.network, TODAY, **chosen)}  # type: ignore[arg-type]

    assert kinds() == {"proposal", "request", "offer", "decision"}
    assert kinds(show="lacking") == {"request", "offer", "decision"}
    assert kinds(seat=cast.seats["ab"]) == {"proposal", "offer"}
    assert kinds(show="finished") == set()
    actions.report_progress(
        cast.coordinator.actor, commitment=owed, words="Done.", evidence="The guide", state="done"
    )
    assert kinds(show="finished") == {"proposal"}


def test_a_line_is_never_seen_wider_than_its_entry(cast: Cast, lines: dict[str, Commitment]) -> None:
    Entry.objects.filter(pk=lines["request"].entry_id).update(ring="bureau")
    assert lines["request"] not in visible_commitments(cast.other.actor)
    assert lines["request"] in visible_commitments(cast.chair.actor)


def test_the_next_meeting_hears_what_was_decided_owed_and_finished(
    cast: Cast, owed: Commitment, lines: dict[str, Commitment], next_meeting: Meeting
) -> None:
    actions.report_progress(
        cast.officer.actor, commitment=lines["request"], words="Sent.", evidence="Lists", state="done"
    )
    page = last_time(cast.other.actor, next_meeting, TODAY)
    assert page.previous == owed.meeting
    assert [d.number for d in page.decisions] == ["2026/1"]
    assert [line.commitment.kind for line in page.owed] == ["proposal"]
    assert {line.commitment.kind for line in page.lacking} == {"offer", "decision"}
    assert [line.commitment.kind for line in page.finished] == ["request"]
    assert page.finished[0].report is not None
    assert page.finished[0].report.words == "Sent."
    assert page.owed[0].report is None
    for role in ("observer", "former", "admin"):
        theirs = last_time(getattr(cast, role).actor, next_meeting, TODAY)
        assert (theirs.decisions, theirs.owed, theirs.lacking, theirs.finished) == ((), (), (), ()), role


def test_what_lacks_an_owner_or_a_date_stands_first_then_by_day(
    cast: Cast, owed: Commitment, lines: dict[str, Commitment]
) -> None:
    actions.assign_commitment(
        cast.officer.actor, commitment=lines["request"], version=1, seat=None, due_on=date(2026, 6, 1)
    )
    actions.assign_commitment(
        cast.officer.actor,
        commitment=lines["offer"],
        version=1,
        seat=cast.seats["ab"],
        due_on=date(2026, 12, 1),
    )
    order = [c.kind for c in follow_up_list(cast.other.actor, cast.network, TODAY)]
    assert order == ["request", "decision", "offer", "proposal"]


@pytest.mark.parametrize("state", ["under way", "done", "dropped"])
def test_the_list_is_narrowed_to_one_state(cast: Cast, owed: Commitment, state: str) -> None:
    actions.report_progress(
        cast.coordinator.actor, commitment=owed, words="So it is.", evidence="Minutes", state=state
    )
    actor = cast.other.actor
    assert list(follow_up_list(actor, cast.network, TODAY, show=state)) == [owed]
    assert owed not in follow_up_list(actor, cast.network, TODAY, show="open")
    assert owed in follow_up_list(actor, cast.network, TODAY, show="all")


def test_a_report_is_never_seen_wider_than_the_line_and_the_entry_it_is_about(
    cast: Cast, owed: Commitment
) -> None:
    actions.report_progress(cast.coordinator.actor, commitment=owed, words="Begun.", state="under way")
    assert visible_progress(cast.other.actor).exists()
    for role in ("observer", "funder", "former", "admin"):
        assert not visible_progress(getattr(cast, role).actor).exists(), role
    Entry.objects.filter(pk=owed.entry_id).update(ring="bureau")
    assert not visible_progress(cast.other.actor).exists()
    assert visible_progress(cast.chair.actor).exists()


def test_a_line_entered_by_hand_hides_no_speaker(cast: Cast, owed: Commitment) -> None:
    line = actions.note_commitment(
        cast.officer.actor, meeting=owed.meeting, words="By hand.", kind="commitment"
    )
    assert not lines_of(cast.other.actor, [line], TODAY)[0].speaker.is_hidden


def test_what_we_said_last_time_costs_the_same_for_ten_lines_and_a_thousand(
    cast: Cast,
    owed: Commitment,
    next_meeting: Meeting,
    django_assert_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:
    actor = cast.other.actor
    for number in (10, 1000):
        Commitment.objects.bulk_create(
            Commitment(network=cast.network, meeting=owed.meeting, kind="request", words=f"Line {n}")
            for n in range(Commitment.objects.count(), number)
        )
        with django_assert_num_queries(4):
            assert len(last_time(actor, next_meeting, TODAY).lacking) == number - 1

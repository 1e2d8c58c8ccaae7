"""The lists that ask: of a seat, of the bureau, of the next meeting."""

from __future__ import annotations

from datetime import date

from secretariat.commitments import actions
from secretariat.commitments.models import Commitment
from secretariat.commitments.reads import (
    asked_of_seats,
    follow_up_list,
    last_time,
    overdue,
    visible_commitments,
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
    assert {line.commitment.kind for line in page.owed} == {"proposal", "offer", "decision"}
    assert [line.commitment.kind for line in page.finished] == ["request"]
    assert last_time(cast.observer.actor, next_meeting, TODAY).owed == ()

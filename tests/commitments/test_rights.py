"""Every write of the room, with one set-up for who may, who may not, and for whom nothing is there."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date

import pytest

from secretariat.access.rules import PUBLIC, Actor
from secretariat.audit.models import Deed
from secretariat.commitments import actions
from secretariat.commitments.models import Commitment, Decision, Progress
from secretariat.minutes import actions as minutes
from secretariat.minutes.models import Record
from secretariat.toolbox.errors import NotAllowed, NotVisible
from tests.cast import Cast


def _decision(record: Record) -> Decision:
    return Decision.objects.get(entry__record=record)


Act = Callable[[Actor, Record, Commitment], object]
DEEDS: dict[str, Act] = {
    "follow_up_record": lambda a, r, c: actions.follow_up_record(a, record=r),
    "note_commitment": lambda a, r, c: actions.note_commitment(
        a, meeting=r.meeting, words="More.", kind="commitment"
    ),
    "assign_commitment": lambda a, r, c: actions.assign_commitment(
        a, commitment=c, version=c.version, seat=c.seat, due_on=date(2027, 1, 31)
    ),
    "report_progress": lambda a, r, c: actions.report_progress(
        a, commitment=c, words="Begun.", state="under way"
    ),
    "ask_for_report": lambda a, r, c: actions.ask_for_report(a, commitment=c),
    "remove_commitment": lambda a, r, c: actions.remove_commitment(a, commitment=c),
    "number_decision": lambda a, r, c: actions.number_decision(a, entry=r.entries.get(text="Decided later.")),
    "plan_review": lambda a, r, c: actions.plan_review(a, decision=_decision(r), review_on=date(2027, 1, 1)),
    "remove_decision": lambda a, r, c: actions.remove_decision(a, decision=_decision(r)),
}
OWN_SEAT = {"report_progress"}
BUREAU = ["officer", "chair"]
SEAT = ["coordinator", "substitute"]
SEES_IT = ["other", "local", "newcomer"]
SEES_NOTHING = ["former", "observer", "funder", "admin"]


def test_every_action_of_the_room_stands_in_the_table() -> None:
    public = {
        name
        for name, found in inspect.getmembers(actions, inspect.isfunction)
        if found.__module__ == actions.__name__ and not name.startswith("_")
    }
    # Purging is the Secretariat's alone; tests/desk/purging/test_purging.py asks everybody.
    assert public - {"purge_commitment", "purge_progress"} == set(DEEDS)


@pytest.mark.parametrize(
    ("name", "role"),
    [(name, role) for name in sorted(DEEDS) for role in (BUREAU + SEAT if name in OWN_SEAT else BUREAU)],
)
def test_the_bureau_may_all_the_seat_that_owes_reports_and_one_deed_says_so(
    cast: Cast, record: Record, lines: dict[str, Commitment], name: str, role: str
) -> None:
    minutes.add_entry(cast.officer.actor, record=record, kind="decision", text="Decided later.")
    before = Deed.objects.count()
    DEEDS[name](getattr(cast, role).actor, record, lines["offer"])
    new = [d.deed for d in Deed.objects.order_by("number")[before:]]
    assert new[-1] == f"commitments.{name}"
    assert new.count(f"commitments.{name}") == 1


@pytest.mark.parametrize("name", sorted(DEEDS))
def test_others_are_refused_outsiders_find_nothing_and_nothing_is_left_behind(
    cast: Cast, record: Record, lines: dict[str, Commitment], name: str
) -> None:
    minutes.add_entry(cast.officer.actor, record=record, kind="decision", text="Decided later.")
    before, reports = Deed.objects.count(), Progress.objects.count()
    for role in SEES_IT if name in OWN_SEAT else SEAT + SEES_IT:
        with pytest.raises(NotAllowed):
            DEEDS[name](getattr(cast, role).actor, record, lines["offer"])
    for actor in (*(getattr(cast, role).actor for role in SEES_NOTHING), PUBLIC):
        with pytest.raises(NotVisible):
            DEEDS[name](actor, record, lines["offer"])
    assert (Deed.objects.count(), Progress.objects.count()) == (before, reports)


def test_a_line_without_an_owner_is_reported_on_by_the_bureau_alone(
    cast: Cast, lines: dict[str, Commitment]
) -> None:
    for role in ("coordinator", "other"):
        with pytest.raises(NotAllowed):
            DEEDS["report_progress"](getattr(cast, role).actor, Record(), lines["request"])
    DEEDS["report_progress"](cast.chair.actor, Record(), lines["request"])


def test_whoever_sat_at_the_seat_until_yesterday_does_not_report_for_it_today(
    cast: Cast, lines: dict[str, Commitment]
) -> None:
    line = actions.assign_commitment(
        cast.officer.actor, commitment=lines["request"], version=1, seat=cast.seats["co"], due_on=None
    )
    with pytest.raises(NotVisible):
        DEEDS["report_progress"](cast.former.actor, Record(), line)
    DEEDS["report_progress"](cast.newcomer.actor, Record(), line)

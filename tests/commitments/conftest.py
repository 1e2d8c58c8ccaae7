"""A closed meeting whose record proposes, asks, offers and decides."""

from __future__ import annotations

from datetime import date

import pytest

from secretariat.commitments import actions
from secretariat.commitments.models import Commitment
from secretariat.meetings import actions as meetings
from secretariat.meetings.models import Meeting
from secretariat.minutes import actions as minutes
from secretariat.minutes.models import Record
from tests.cast import Cast


@pytest.fixture
def record(cast: Cast) -> Record:
    officer = cast.officer.actor
    meeting = meetings.create_meeting(
        officer, network=cast.network, title="Closed meeting", starts_on=date(2026, 5, 30)
    )
    record = minutes.open_record(officer, meeting=meeting)
    alba = {"speaker": cast.coordinator.person, "seat": cast.seats["ab"]}
    for kind, text in (
        ("opening", "Opened."),
        ("proposal", "Prepare a guide."),
        ("request", "Send the lists of local teams."),
        ("offer", "Alba can host in October."),
        ("decision", "A guide is written."),
        ("statement", "All agreed that it matters."),
    ):
        minutes.add_entry(officer, record=record, kind=kind, text=text, **alba)
    return record


@pytest.fixture
def lines(cast: Cast, record: Record) -> dict[str, Commitment]:
    return {line.kind: line for line in actions.follow_up_record(cast.officer.actor, record=record)}


@pytest.fixture
def owed(cast: Cast, lines: dict[str, Commitment]) -> Commitment:
    """The proposal, owed by Alba until the end of the year."""
    return actions.assign_commitment(
        cast.officer.actor,
        commitment=lines["proposal"],
        version=1,
        seat=cast.seats["ab"],
        due_on=date(2026, 12, 31),
    )


@pytest.fixture
def next_meeting(cast: Cast) -> Meeting:
    return meetings.create_meeting(
        cast.officer.actor, network=cast.network, title="Next meeting", starts_on=date(2027, 5, 30)
    )

"""A closed meeting of the invented network with a record."""

from __future__ import annotations

from datetime import date

import pytest

from secretariat.meetings import actions as meetings
from secretariat.meetings.models import Meeting
from secretariat.minutes import actions
from secretariat.minutes.models import Entry, Record
from tests.cast import Cast


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return meetings.create_meeting(
        cast.officer.actor,
        network=cast.network,
        title="Closed meeting",
        starts_on=date(2026, 5, 30),
        place="Port Alba",
    )


@pytest.fixture
def record(cast: Cast, meeting: Meeting) -> Record:
    return actions.open_record(cast.officer.actor, meeting=meeting)


@pytest.fixture
def entry(cast: Cast, record: Record) -> Entry:
    return actions.add_entry(
        cast.officer.actor,
        record=record,
        kind="proposal",
        text="Prepare a guide together.",
        speaker=cast.coordinator.person,
        seat=cast.seats["ab"],
        on_behalf_of=cast.substitute.person,
    )

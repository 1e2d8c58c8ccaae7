"""A closed meeting with a record that is open for live minutes."""

from __future__ import annotations

from datetime import date

import pytest

from secretariat.meetings import actions as meetings
from secretariat.meetings.models import Meeting
from secretariat.minutes import actions as minutes
from secretariat.minutes.models import Record
from tests.cast import Cast


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return meetings.create_meeting(
        cast.officer.actor, network=cast.network, title="Live meeting", starts_on=date(2026, 11, 24)
    )


@pytest.fixture
def record(cast: Cast, meeting: Meeting) -> Record:
    return minutes.open_record(cast.officer.actor, meeting=meeting)

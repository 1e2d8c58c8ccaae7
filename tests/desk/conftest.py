"""A home folder of one's own, an index that follows, and one small meeting."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from secretariat.commitments.actions import follow_up_record
from secretariat.desk.actions import rebuild_index
from secretariat.meetings.actions import create_meeting
from secretariat.meetings.models import Meeting
from secretariat.minutes.actions import add_entry, open_record
from tests.cast import Cast


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    settings.FILES = tmp_path / "files"
    return tmp_path


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    """Three entries: one for members, one for the bureau, one under the Chatham House Rule."""
    officer = cast.officer.actor
    row = create_meeting(
        officer,
        network=cast.network,
        title="Harbour talks",
        starts_on=date(2026, 10, 5),
        ends_on=date(2026, 10, 6),
        place="Sunport",
    )
    record = open_record(officer, meeting=row)
    alba, drena = cast.coordinator, cast.drena
    add_entry(
        officer,
        record=record,
        kind="proposal",
        text="A common list of indicators for lorry drivers.",
        speaker=alba.person,
        seat=alba.seat,
    )
    add_entry(officer, record=record, kind="request", text="Salaries of interpreters.", ring="bureau")
    add_entry(
        officer,
        record=record,
        kind="statement",
        text="Failures at one border crossing.",
        speaker=drena.person,
        seat=drena.seat,
        is_chatham_house=True,
    )
    follow_up_record(officer, record=record)
    return row


@pytest.fixture
def indexed(cast: Cast, meeting: Meeting) -> Meeting:
    """The same, with everything in the search index."""
    rebuild_index(cast.officer.actor, network=cast.network)
    return meeting

"""A meeting with a record that holds everything a report must treat with care."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pytest_django import Settings

from secretariat.commitments.actions import follow_up_record
from secretariat.meetings.actions import create_meeting, note_attendance
from secretariat.meetings.models import Meeting
from secretariat.minutes.actions import add_entry, open_record
from tests.cast import Cast


@pytest.fixture(autouse=True)
def home(settings: Settings, tmp_path: Path) -> Path:
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    """Five entries: open words, a decision, one for the bureau, two under the Chatham House Rule."""
    officer = cast.officer.actor
    row = create_meeting(
        officer,
        network=cast.network,
        title="Autumn meeting",
        starts_on=date(2026, 10, 5),
        ends_on=date(2026, 10, 6),
        place="Sunport",
    )
    record = open_record(officer, meeting=row)
    alba, drena = cast.coordinator, cast.drena
    add_entry(
        officer,
        record=record,
        kind="opening",
        text="Opened with thanks.",
        speaker=alba.person,
        seat=alba.seat,
    )
    add_entry(officer, record=record, kind="decision", text="The network meets twice a year.")
    add_entry(officer, record=record, kind="statement", text="A matter of salaries.", ring="bureau")
    add_entry(
        officer,
        record=record,
        kind="statement",
        text="There were failures at one border.",
        speaker=drena.person,
        seat=drena.seat,
        on_behalf_words="Quiet Ministry",
        is_chatham_house=True,
    )
    add_entry(
        officer,
        record=record,
        kind="offer",
        text="One seat could host in spring.",
        speaker=drena.person,
        seat=drena.seat,
        is_chatham_house=True,
    )
    note_attendance(
        officer, meeting=row, person=alba.person, seat=alba.seat, function="Coordinator", is_present=True
    )
    follow_up_record(officer, record=record)
    return row

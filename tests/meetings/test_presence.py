"""Which seats are in the room, and whether they are enough."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from secretariat.audit.models import Deed
from secretariat.meetings import actions
from secretariat.meetings.models import Meeting, Presence
from secretariat.meetings.reads import attendants, visible_meetings, visible_presences
from secretariat.meetings.terms import DEFAULT_TERMS
from secretariat.members.models import Member
from secretariat.toolbox.errors import NotAllowed
from tests.cast import Cast
from tests.conftest import NOW


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return actions.create_meeting(
        cast.officer.actor, network=cast.network, title="Plenary", starts_on=date(2026, 11, 24)
    )


def note(cast: Cast, meeting: Meeting, code: str, is_present: bool = True) -> None:
    actions.note_presence(cast.officer.actor, meeting=meeting, seat=cast.seats[code], is_present=is_present)


def test_a_stay_is_kept_from_when_to_when_and_said_twice_changes_nothing(
    cast: Cast, meeting: Meeting
) -> None:
    note(cast, meeting, "ab")
    deeds = Deed.objects.count()
    note(cast, meeting, "ab")
    assert Deed.objects.count() == deeds
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        note(cast, meeting, "ab", is_present=False)
        note(cast, meeting, "ab", is_present=False)
    stay = Presence.objects.get(meeting=meeting)
    assert (stay.from_at, stay.until_at) == (NOW, NOW + timedelta(hours=1))
    note(cast, meeting, "ab")
    assert Presence.objects.filter(meeting=meeting).count() == 2


def test_only_chair_and_secretariat_note_who_is_here_and_only_the_ring_reads_it(
    cast: Cast, meeting: Meeting
) -> None:
    with pytest.raises(NotAllowed):
        actions.note_presence(cast.coordinator.actor, meeting=meeting, seat=cast.seats["ab"], is_present=True)
    note(cast, meeting, "ab")
    assert visible_presences(cast.coordinator.actor).count() == 1
    assert visible_presences(cast.observer.actor).count() == 0


def test_the_quorum_counts_member_seats_and_neither_offices_nor_guests(cast: Cast, meeting: Meeting) -> None:
    for code in ("chair", "secretariat", "observer"):
        note(cast, meeting, code)
    found = attendants(cast.officer.actor, meeting, DEFAULT_TERMS, NOW.date())
    assert found.quorum.present == 0
    note(cast, meeting, "ab")
    row = visible_meetings(cast.officer.actor).get(pk=meeting.pk)
    with CaptureQueriesContext(connection) as queries:
        found = attendants(cast.officer.actor, row, DEFAULT_TERMS, NOW.date())
    assert len(queries) == 5
    assert found.quorum.present == 1
    members = [s for s in found.seats if s.seat.kind == "member"]
    assert found.quorum.total == len(members)
    assert [s.is_present for s in members if s.seat == cast.seats["ab"]] == [True]


def test_a_vacant_seat_never_counts_as_here(cast: Cast, meeting: Meeting) -> None:
    note(cast, meeting, "es")
    found = attendants(cast.officer.actor, meeting, DEFAULT_TERMS, NOW.date())
    (seat,) = [s for s in found.seats if s.seat == cast.seats["es"]]
    assert (seat.is_vacant, seat.is_present) == (True, True)
    assert found.quorum.present == 0


def test_a_member_that_left_is_no_share_of_the_quorum(cast: Cast, meeting: Meeting) -> None:
    before = attendants(cast.officer.actor, meeting, DEFAULT_TERMS, NOW.date()).quorum
    Member.objects.filter(pk=cast.seats["es"].member_id).update(left_on=NOW.date())
    after = attendants(cast.officer.actor, meeting, DEFAULT_TERMS, NOW.date()).quorum
    assert (after.total, after.vacant) == (before.total - 1, before.vacant - 1)

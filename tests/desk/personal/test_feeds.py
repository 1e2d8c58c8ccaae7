"""The personal calendar: what stands in it, for whom, until when, and what it gives away (nothing)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar, Event

from secretariat.commitments import actions as commitments
from secretariat.commitments.models import Commitment
from secretariat.desk.rules import FEED
from secretariat.meetings import actions as meetings
from secretariat.meetings.models import Meeting
from secretariat.members.actions import keep_own_link
from secretariat.toolbox import clock
from tests.cast import Cast, Player


def address_of(player: Player) -> str:
    mandate = player.role.mandate
    assert mandate is not None
    secret = keep_own_link(player.actor, mandate=mandate, purpose=FEED, is_renewed=True)
    return reverse("desk:feed", args=[secret])


def fetched(address: str, **headers: str) -> HttpResponse:
    answer = Client().get(address, headers=headers)
    assert isinstance(answer, HttpResponse)
    return answer


def events(address: str) -> dict[str, Event]:
    calendar = Calendar.from_ical(fetched(address).content)
    return {str(event["uid"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}


@pytest.fixture
def closed(cast: Cast) -> Meeting:
    return meetings.create_meeting(
        cast.officer.actor,
        network=cast.network,
        title="Closed talks on the border",
        starts_on=date(2026, 12, 7),
        ends_on=date(2026, 12, 8),
        place="Port Alba",
    )


@pytest.fixture
def open_day(cast: Cast) -> Meeting:
    return meetings.create_meeting(
        cast.officer.actor,
        network=cast.network,
        title="Open day",
        starts_on=date(2027, 1, 20),
        place="Sunport",
        is_closed=False,
        ring="public",
    )


def test_a_meeting_with_hours_stands_at_its_hours_and_a_cancelled_one_says_so(
    cast: Cast, open_day: Meeting
) -> None:
    address = address_of(cast.coordinator)
    opens, closes = datetime(2027, 1, 20, 8, 0, tzinfo=UTC), datetime(2027, 1, 20, 15, 0, tzinfo=UTC)
    Meeting.objects.filter(pk=open_day.pk).update(opens_at=opens, closes_at=closes, zone="Europe/Podgorica")
    before = events(address)[open_day.ref]
    assert (before.start, before.end) == (opens, closes)
    open_day.refresh_from_db()
    meetings.cancel_meeting(cast.officer.actor, meeting=open_day, why="The hall burnt down")
    after = events(address)[open_day.ref]
    assert str(after["status"]) == "CANCELLED"
    assert (after["uid"], after["sequence"]) == (before["uid"], before["sequence"] + 1)


@pytest.fixture
def owed(cast: Cast, closed: Meeting) -> Commitment:
    return commitments.note_commitment(
        cast.officer.actor,
        meeting=closed,
        words="Write the common guide.",
        kind="proposal",
        seat=cast.seats["ab"],
        due_on=date(2026, 12, 31),
    )


def test_a_closed_meeting_stands_there_by_its_days_alone(cast: Cast, closed: Meeting) -> None:
    address = address_of(cast.coordinator)
    event = events(address)[closed.ref]
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2026, 12, 7), date(2026, 12, 9))
    assert str(event["summary"]) == "NC Amber: closed meeting"
    assert str(event["class"]) == "PRIVATE"
    for name in ("location", "description", "attendee", "organizer"):
        assert name not in event
    text = fetched(address).content.decode()
    assert "border" not in text
    assert "Port Alba" not in text
    assert str(event["url"]).endswith(reverse("desk:meeting", args=[closed.ref]))


def test_an_open_meeting_is_told_with_title_and_place(cast: Cast, open_day: Meeting) -> None:
    event = events(address_of(cast.observer))[open_day.ref]
    assert (str(event["summary"]), str(event["location"])) == ("Open day", "Sunport")
    assert str(event["class"]) == "PUBLIC"


def test_ones_own_due_days_stand_there_without_the_matter(cast: Cast, owed: Commitment) -> None:
    event = events(address_of(cast.coordinator))[owed.ref]
    assert event.decoded("dtstart") == date(2026, 12, 31)
    assert str(event["class"]) == "PRIVATE"
    assert "guide" not in fetched(address_of(cast.coordinator)).content.decode()
    assert owed.ref not in events(address_of(cast.other))


def test_nobody_reads_more_than_on_the_pages(cast: Cast, closed: Meeting, open_day: Meeting) -> None:
    meetings.create_meeting(
        cast.officer.actor,
        network=cast.network,
        title="Bureau",
        starts_on=date(2026, 12, 1),
        ring="bureau",
        is_closed=False,
    )
    assert set(events(address_of(cast.observer))) == {open_day.ref}
    assert set(events(address_of(cast.coordinator))) == {open_day.ref, closed.ref}
    found = events(address_of(cast.chair))
    assert len(found) == 3
    assert "Bureau" not in {str(event["summary"]) for event in found.values()}


def test_the_calendar_is_one_that_calendar_programs_understand(cast: Cast, closed: Meeting) -> None:
    answer = fetched(address_of(cast.coordinator))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert not answer.cookies
    body = answer.content
    assert body.count(b"\n") == body.count(b"\r\n")
    assert max(len(line) for line in body.split(b"\r\n")) <= 75
    calendar = Calendar.from_ical(body)
    assert calendar["version"] == "2.0"
    assert "method" not in calendar
    assert calendar.walk("VTIMEZONE")[0]["tzid"] == "Europe/Vienna"
    for event in calendar.walk("VEVENT"):
        assert isinstance(event.decoded("dtstamp"), datetime)
        assert event.errors == []


def test_a_meeting_keeps_its_identity_and_counts_its_changes(cast: Cast, closed: Meeting) -> None:
    address = address_of(cast.coordinator)
    before = events(address)[closed.ref]
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        meetings.change_meeting(
            cast.officer.actor, meeting=closed, version=closed.version, starts_on=date(2026, 12, 6)
        )
        after = events(address)[closed.ref]
    assert str(after["uid"]) == str(before["uid"])
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after.decoded("dtstamp") - before.decoded("dtstamp") == timedelta(hours=1)


def test_the_tag_changes_with_what_the_reader_sees_and_with_nothing_else(cast: Cast, closed: Meeting) -> None:
    address, other = address_of(cast.coordinator), address_of(cast.other)
    tag = fetched(address).headers["ETag"]
    assert fetched(other).content == fetched(address).content
    assert fetched(other).headers["ETag"] != tag
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        meetings.create_meeting(
            cast.officer.actor,
            network=cast.network,
            title="Bureau",
            starts_on=date(2026, 12, 1),
            ring="bureau",
        )
        unchanged = fetched(address, **{"If-None-Match": tag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    assert unchanged.headers["ETag"] == tag
    meetings.create_meeting(
        cast.officer.actor, network=cast.network, title="Members", starts_on=date(2026, 12, 2)
    )
    assert fetched(address, **{"If-None-Match": tag}).status_code == 200


def test_a_known_tag_opens_nothing_once_the_address_is_dead(cast: Cast, closed: Meeting) -> None:
    mandate = cast.coordinator.role.mandate
    assert mandate is not None
    address = address_of(cast.coordinator)
    tag = fetched(address).headers["ETag"]
    keep_own_link(cast.coordinator.actor, mandate=mandate, purpose=FEED, is_renewed=False)
    assert fetched(address, **{"If-None-Match": tag}).status_code == 404


def test_it_costs_the_same_for_ten_and_for_two_hundred(cast: Cast, owed: Commitment) -> None:
    address = address_of(cast.coordinator)

    def cost(size: int) -> int:
        for n in range(Meeting.objects.count(), size):
            meeting = Meeting.objects.create(
                network=cast.network,
                title=f"Meeting {n}",
                starts_on=date(2026, 12, 1) + timedelta(days=n),
                ends_on=date(2026, 12, 1) + timedelta(days=n),
            )
            Commitment.objects.create(
                network=cast.network,
                meeting=meeting,
                kind="proposal",
                words=f"Matter {n}",
                seat=cast.seats["ab"],
                due_on=date(2027, 1, 1),
            )
        with CaptureQueriesContext(connection) as queries:
            assert len(events(address)) == 2 * size
        return len(queries)

    assert cost(10) == cost(200) == 4


def test_it_is_given_renewed_and_taken_back_on_ones_own_page(cast: Cast) -> None:
    client, page = cast.coordinator.client, reverse("desk:my_feed")
    mandate = cast.coordinator.role.mandate
    assert mandate is not None
    assert "no address yet" in client.get(page).content.decode()

    def give() -> str:
        text = client.post(page, {"mandate": mandate.ref, "do": "renew"}).content.decode()
        return text.partition(f'value="{settings.BASE_URL}')[2].partition('"')[0]

    first = give()
    assert fetched(first).status_code == 200
    assert first not in client.get(page).content.decode()
    second = give()
    assert fetched(first).status_code == 404
    assert fetched(second).status_code == 200
    client.post(page, {"mandate": mandate.ref, "do": "revoke"})
    assert fetched(second).status_code == 404


def test_nobody_gives_an_address_for_somebody_elses_mandate(cast: Cast) -> None:
    mandate = cast.coordinator.role.mandate
    assert mandate is not None
    answer = cast.substitute.client.post(reverse("desk:my_feed"), {"mandate": mandate.ref, "do": "renew"})
    assert answer.status_code == 404


def test_a_wrong_address_and_a_dead_one_are_answered_alike(cast: Cast) -> None:
    mandate = cast.coordinator.role.mandate
    assert mandate is not None
    address = address_of(cast.coordinator)
    keep_own_link(cast.coordinator.actor, mandate=mandate, purpose=FEED, is_renewed=False)
    dead, wrong = fetched(address), fetched(reverse("desk:feed", args=["never-was-one"]))
    assert dead.status_code == wrong.status_code == 404
    assert dead.content.partition(b"<main")[2] == wrong.content.partition(b"<main")[2]
    assert set(dead.headers) == set(wrong.headers)

"""What the pages of the room cost in queries: the same at three rows and at sixty."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from secretariat.meetings.models import Attendance, HostingOffer, Meeting
from secretariat.meetings.reads import calendar, meetings_of_person, offer_lines, participants
from secretariat.members.models import Person
from tests.cast import Cast

TODAY = date(2026, 11, 24)


def fill(cast: Cast, size: int) -> Meeting:
    """So many meetings with a session each, past and to come, offers made and taken up, people attending."""
    ana = cast.coordinator.person
    for n in range(size):
        day = TODAY + timedelta(days=20 * (n - size // 2))
        meeting = Meeting.objects.create(
            network=cast.network, title=f"Meeting {n}", starts_on=day, ends_on=day
        )
        Meeting.objects.create(
            network=cast.network, title=f"Session {n}", starts_on=day, ends_on=day, within=meeting
        )
        HostingOffer.objects.create(
            network=cast.network,
            seat=cast.seats["dr"],
            offered_by=ana,
            made_at=meeting,
            meeting=meeting,
            state="taken up",
        )
        Attendance.objects.create(meeting=meeting, person=ana, seat=cast.seats["ab"], is_present=True)
        person = Person.objects.create(network=cast.network, name=f"Person {n}", sort_key=f"person {n}")
        first = Meeting.objects.filter(within=None).earliest("pk")
        Attendance.objects.create(meeting=first, person=person, seat=cast.seats["br"])
    return Meeting.objects.filter(within=None).earliest("pk")


@pytest.mark.parametrize("size", [3, 60])
def test_reads_cost_one_query_however_many_rows(
    cast: Cast, size: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = fill(cast, size)
    actor, network = cast.other.actor, cast.network
    with django_assert_num_queries(1):
        found = calendar(actor, network, TODAY)
        past = sum(len(lines) for _, lines in found.years)
        assert past + len(found.upcoming) == size
        assert all(len(line.sessions) == 1 for line in found.upcoming)
    with django_assert_num_queries(1):
        assert len([line.became and line.became.title for line in offer_lines(actor, network, TODAY)]) == size
    with django_assert_num_queries(1):
        assert len([str(row.person) for row in participants(actor, first)]) == 1 + size
    with django_assert_num_queries(1):
        rows = meetings_of_person(actor, cast.coordinator.person)
        assert len([row.meeting.title for row in rows]) == size


def test_pages_cost_the_same_at_three_rows_and_at_sixty(cast: Cast) -> None:
    addresses = [
        reverse("meetings:list"),
        reverse("meetings:attended", args=[cast.coordinator.person.ref]),
        reverse("meetings:add"),
        reverse("meetings:add_offer"),
    ]

    def costs() -> list[int]:
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert cast.officer.client.get(address).status_code == 200
            counts.append(len(queries))
        return counts

    fill(cast, 3)
    cast.officer.client.get(addresses[0])
    few = costs()
    for model in (HostingOffer, Attendance):
        model.objects.all().delete()
    Meeting.objects.exclude(within=None).delete()
    Meeting.objects.all().delete()
    fill(cast, 60)
    assert costs() == few

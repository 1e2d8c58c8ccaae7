"""What the pages of the room cost in queries: the same at three rows and at sixty."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from secretariat.members.models import Mandate, Member, NameForm, Person, Seat
from secretariat.members.reads import (
    alike_people,
    find_people,
    people_list,
    person_page,
    seat_page,
    seats_with_holders,
)
from secretariat.toolbox import clock
from secretariat.toolbox.names import loose_key, sort_key, strict_key
from tests.cast import Cast

SIZES = (3, 60)


def fill(cast: Cast, size: int) -> None:
    """So many members with a seat, a holder and a name; all of them once held the seat of Alba too."""
    first = date(1950, 1, 1)
    for n in range(size):
        member = Member.objects.create(
            network=cast.network, code=f"X{n}", short_name=f"Land {n}", official_name=f"Land {n}"
        )
        seat = Seat.objects.create(
            network=cast.network, code=f"x{n}", kind="member", label=f"Seat {n}", member=member
        )
        name = f"Ana Đurić {'abcdefghij'[n // 10]}{'abcdefghij'[n % 10]}"
        person = Person.objects.create(network=cast.network, name=name, sort_key=sort_key(name))
        NameForm.objects.create(
            person=person, name=name, strict_key=strict_key(name), loose_key=loose_key(name)
        )
        Mandate.objects.create(person=person, seat=seat, function="coordinator", starts_on=first)
        day = first + timedelta(days=n)
        Mandate.objects.create(
            person=person, seat=cast.seats["ab"], function="coordinator", starts_on=day, ends_on=day
        )


@pytest.mark.parametrize("size", SIZES)
def test_reads_cost_what_they_say_however_many_rows(
    cast: Cast, size: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    fill(cast, size)
    actor, today, network = cast.other.actor, clock.today(), cast.network
    with django_assert_num_queries(3):
        assert len(seats_with_holders(actor, network, today)) == 9 + size
    with django_assert_num_queries(2):
        assert len(seat_page(actor, cast.seats["ab"], today).history) == 3 + size
    with django_assert_num_queries(2):
        person_page(actor, cast.coordinator.person, today)
    with django_assert_num_queries(3):
        assert len(people_list(actor, network, "djuric")) == 1 + size
    with django_assert_num_queries(1):
        assert len(find_people(actor, network, "Ana Đurić")) == 1 + size
    with django_assert_num_queries(2):
        assert len(alike_people(actor, cast.coordinator.person)) == size


@pytest.mark.parametrize("page", ["list", "people", "seat", "member", "person", "start", "merge"])
def test_a_page_costs_the_same_at_three_rows_and_at_sixty(cast: Cast, page: str) -> None:
    address = {
        "list": reverse("members:list"),
        "people": reverse("members:people") + "?name=ana",
        "seat": reverse("members:seat", args=[cast.seats["ab"].ref]),
        "member": reverse("members:member", args=[cast.members["ab"].ref]),
        "person": reverse("members:person", args=[cast.coordinator.person.ref]),
        "start": reverse("members:start_mandate", args=[cast.seats["ab"].ref]),
        "merge": reverse("members:merge", args=[cast.coordinator.person.ref])
        + f"?other={cast.other.person.ref}",
    }[page]

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert cast.officer.client.get(address).status_code == 200
        return len(queries)

    cast.officer.client.get(address)
    fill(cast, 3)
    few = cost()
    Mandate.objects.filter(person__name__startswith="Ana Đurić ").delete()
    Seat.objects.filter(label__startswith="Seat ", code__startswith="x").delete()
    Member.objects.filter(short_name__startswith="Land").delete()
    Person.objects.filter(name__startswith="Ana Đurić ").delete()
    fill(cast, 60)
    assert cost() == few

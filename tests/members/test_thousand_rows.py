"""The lists of the room cost no more queries with a thousand rows than with ten."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from secretariat.members.models import Mandate, Member, NameForm, Person, Seat
from tests.cast import Cast

START = date(2020, 1, 1)


def fill(cast: Cast, first: int, last: int) -> None:
    """Members with a seat, a holder and a form of the name, numbered from ``first`` to before ``last``."""
    numbers, network = range(first, last), cast.network
    members = Member.objects.bulk_create(
        Member(network=network, code=f"X{n}", short_name=f"Land {n}", official_name=f"Land {n}")
        for n in numbers
    )
    seats = Seat.objects.bulk_create(
        Seat(network=network, code=f"x{n}", kind="member", label=f"Seat {n}", member=member)
        for n, member in zip(numbers, members, strict=True)
    )
    people = Person.objects.bulk_create(
        Person(network=network, name=f"Person {n}", sort_key=f"person {n:04}") for n in numbers
    )
    NameForm.objects.bulk_create(
        NameForm(person=person, name=person.name, strict_key=person.sort_key, loose_key="prsn")
        for person in people
    )
    Mandate.objects.bulk_create(
        Mandate(person=person, seat=seat, function="coordinator", starts_on=START)
        for person, seat in zip(people, seats, strict=True)
    )


@pytest.mark.parametrize("page", ["members:list", "members:people"])
def test_a_list_of_a_thousand_costs_no_more_queries_than_one_of_ten(cast: Cast, page: str) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            answer = cast.other.client.get(reverse(page))
        assert answer.status_code == 200
        return len(queries)

    fill(cast, 0, 10)
    cost()  # signs in
    few = cost()
    fill(cast, 10, 1000)
    assert cost() == few
    assert Mandate.objects.filter(starts_on=START).count() == 1000

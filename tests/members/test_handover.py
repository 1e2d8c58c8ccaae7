"""Handover at midnight of the network's own zone: the old Chair loses and the new one gains at one instant."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from secretariat.access.rules import Actor
from secretariat.desk.story.build import BUILDER
from secretariat.meetings.zone_data import shifts
from secretariat.members import actions
from secretariat.members.models import Mandate, Person
from secretariat.members.reads import actor_for_account, in_force_q, own_mandates
from secretariat.members.rules import Span, day_before, is_in_force, overlapping
from secretariat.toolbox import clock
from secretariat.toolbox.errors import RuleBroken
from tests.cast import Cast, sign_in_whole

ZONES = (
    "Europe/Vienna",
    "Europe/Sofia",
    "Europe/Chisinau",
    "Europe/Istanbul",
    "Europe/Lisbon",
    "UTC",
    # Where midnight itself is passed over on some nights, and where the day begins first and last on earth.
    "Asia/Beirut",
    "America/Santiago",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
)
SECOND = timedelta(seconds=1)


def one_after_the_other(first: date, lengths: list[int]) -> list[Span]:
    """Terms of so many days, each from the day after the last."""
    days = [first]
    for length in lengths:
        days.append(days[-1] + timedelta(days=length))
    return [Span(begins, day_before(following)) for begins, following in pairwise(days)]


def years_of_chairs(first_year: int, years: int) -> list[Span]:
    return [
        Span(date(year, 1, 1), day_before(date(year + 1, 1, 1)))
        for year in range(first_year, first_year + years)
    ]


def in_office(spans: list[Span], moment: datetime, zone: str) -> list[int]:
    """The numbers of the terms that are in force at an instant, by the clock the program itself asks."""
    with time_machine.travel(moment, tick=False):
        today = clock.today(zone)
    return [number for number, span in enumerate(spans) if is_in_force(today, span.starts_on, span.ends_on)]


@pytest.mark.parametrize("zone", ZONES)
def test_in_a_hundred_years_of_chairs_there_is_one_at_every_handover_and_just_before(zone: str) -> None:
    chairs = years_of_chairs(2026, 100)
    assert all(overlapping(chairs[:n], chair) == [] for n, chair in enumerate(chairs))
    for number, chair in enumerate(chairs[1:], start=1):
        midnight = clock.day_begins_at(chair.starts_on, zone)
        near = chairs[number - 1 : number + 1]
        assert in_office(near, midnight - timedelta(microseconds=1), zone) == [0]
        assert in_office(near, midnight, zone) == [1]
        assert in_office(near, midnight + SECOND, zone) == [1]


@pytest.mark.parametrize("zone", ZONES)
def test_terms_that_turn_on_the_nights_the_clocks_change_leave_no_minute_without_a_chair(zone: str) -> None:
    for change in shifts(zone, 2026, 2028):
        night = change.onset.date()
        chairs = one_after_the_other(night - timedelta(days=2), [1, 1, 1, 1, 1])
        begin = clock.day_begins_at(night - timedelta(days=1), zone)
        end = clock.day_begins_at(night + timedelta(days=2), zone)
        seen, moment = [], begin
        while moment < end:
            (holder,) = in_office(chairs, moment, zone)
            seen.append(holder)
            moment += timedelta(minutes=15)
        # Each in turn, none twice: whoever has gone does not come back in the hour that is lived through again.
        assert seen == sorted(seen)
        assert set(seen) == {1, 2, 3}


@given(
    zone=st.sampled_from(ZONES),
    first=st.dates(date(2026, 1, 1), date(2030, 12, 31)),
    lengths=st.lists(st.integers(1, 1500), min_size=1, max_size=12),
    thousandth=st.integers(0, 999),
)
def test_at_any_instant_of_terms_of_any_length_exactly_one_is_in_office(
    zone: str, first: date, lengths: list[int], thousandth: int
) -> None:
    chairs = one_after_the_other(first, lengths)
    begin = clock.day_begins_at(first, zone)
    end = clock.day_begins_at(first + timedelta(days=sum(lengths)), zone)
    moment = begin + (end - begin) * thousandth / 1000
    assert len(in_office(chairs, moment, zone)) == 1
    assert in_office(chairs, begin - SECOND, zone) == []
    assert in_office(chairs, end, zone) == []


@given(zone=st.sampled_from(ZONES), day=st.dates(date(2013, 1, 1), date(2100, 12, 31)))
def test_a_day_begins_where_the_day_before_ends(zone: str, day: date) -> None:
    begins, here = clock.day_begins_at(day, zone), ZoneInfo(zone)
    assert begins.astimezone(here).date() == day
    assert (begins - SECOND).astimezone(here).date() == day_before(day)
    # A month of names is not needed to see that it is midnight, or the instant at which midnight was passed over.
    assert begins.astimezone(here).time() in (time(0), time(1))


def _next_chair(cast: Cast, day: date) -> Person:
    """A new Chair from ``day`` on, the one of the cast until the day before."""
    chair = cast.chair.role.mandate
    assert chair is not None
    person = actions.add_person(BUILDER, network=cast.network, name="Mila Novak")
    actions.open_account(BUILDER, person=person, email="mila@story.example")
    actions.end_mandate(BUILDER, mandate=chair, ends_on=day_before(day))
    actions.start_mandate(
        BUILDER, person=person, seat=cast.seats["chair"], function="chair", starts_on=day, nomination="Letter"
    )
    person.refresh_from_db()
    return person


def _actor_of(person: Person) -> Actor:
    assert person.account is not None
    return actor_for_account(person.account)


@pytest.mark.parametrize("zone", ["Europe/Vienna", "Europe/Sofia", "Europe/Istanbul", "Pacific/Kiritimati"])
@pytest.mark.parametrize(
    "day", [date(2027, 1, 1), date(2027, 3, 28), date(2027, 3, 29), date(2027, 10, 31), date(2027, 11, 1)]
)
def test_rights_pass_from_the_old_chair_to_the_new_at_midnight_of_the_networks_zone(
    cast: Cast, zone: str, day: date
) -> None:
    cast.network.zone = zone
    cast.network.save(update_fields=["zone"])
    new, network = _next_chair(cast, day), cast.network.pk
    midnight = clock.day_begins_at(day, zone)
    for moment, is_old in ((midnight - SECOND, True), (midnight, False), (midnight + SECOND, False)):
        with time_machine.travel(moment, tick=False):
            held = (_actor_of(cast.chair.person).is_bureau(network), _actor_of(new).is_bureau(network))
        assert held == (is_old, not is_old), moment


def test_the_very_next_request_after_midnight_is_the_new_chairs(cast: Cast) -> None:
    cast.network.zone = "Europe/Sofia"
    cast.network.save(update_fields=["zone"])
    day, page = date(2027, 3, 28), reverse("members:list")
    new = _next_chair(cast, day)
    assert new.account is not None
    midnight = clock.day_begins_at(day, "Europe/Sofia")
    assert midnight == datetime(2027, 3, 27, 22, tzinfo=UTC)
    for moment, old_code, new_code in ((midnight - SECOND, 200, 404), (midnight, 404, 200)):
        with time_machine.travel(moment, tick=False):
            theirs = sign_in_whole(type(cast.chair.client)(), new.account)
            assert (cast.chair.client.get(page).status_code, theirs.get(page).status_code) == (
                old_code,
                new_code,
            )


def test_ones_own_mandates_turn_with_the_networks_midnight_and_not_with_viennas(cast: Cast) -> None:
    cast.network.zone = "Europe/Sofia"
    cast.network.save(update_fields=["zone"])
    new, old = _next_chair(cast, date(2027, 3, 28)), cast.chair.person
    # Half past eleven in Vienna, half past midnight in Sofia.
    with time_machine.travel(datetime(2027, 3, 27, 22, 30, tzinfo=UTC), tick=False):
        assert [m.function for m in own_mandates(_actor_of(new))] == ["chair"]
        assert own_mandates(_actor_of(old)) == []


def test_an_office_has_one_chair_at_a_time(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="is chair at") as refused:
        actions.start_mandate(
            BUILDER,
            person=cast.former.person,
            seat=cast.seats["chair"],
            function="chair",
            starts_on=clock.today() + timedelta(days=30),
        )
    assert refused.value.rule == "members.mandates_overlap"


def _boundaries(spans: list[Span], zone: str) -> Iterator[datetime]:
    for span in spans[1:]:
        midnight = clock.day_begins_at(span.starts_on, zone)
        yield midnight - SECOND
        yield midnight


def test_the_table_gives_one_chair_at_every_handover_of_a_hundred_years(cast: Cast) -> None:
    chair = cast.chair.role.mandate
    assert chair is not None
    Mandate.objects.filter(pk=chair.pk).delete()
    spans, seat = years_of_chairs(2027, 100), cast.seats["chair"]
    Mandate.objects.bulk_create(
        Mandate(
            person=cast.former.person,
            seat=seat,
            function="chair",
            title=str(number),
            starts_on=span.starts_on,
            ends_on=span.ends_on,
        )
        for number, span in enumerate(spans)
    )
    held = []
    for moment in _boundaries(spans, "Europe/Sofia"):
        with time_machine.travel(moment, tick=False):
            rows = Mandate.objects.filter(
                in_force_q(clock.today("Europe/Sofia")), seat=seat, function="chair"
            )
            held.append([row.title for row in rows])
    assert held == [[str(number)] for before in range(99) for number in (before, before + 1)]


@pytest.mark.parametrize("zone", ["", "Vienna", "Europe/Wien", "../../etc/passwd"])
def test_a_network_in_a_zone_that_nobody_knows_is_not_founded(cast: Cast, zone: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        actions.create_network(BUILDER, slug="x", name="X", short_name="X", zone=zone)
    assert refused.value.rule == "members.zone"

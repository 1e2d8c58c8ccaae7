"""The clock: aware instants, and days of a named zone."""

from __future__ import annotations

import ast
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import time_machine

import secretariat
from secretariat.toolbox import clock


def test_now_is_aware_and_in_utc() -> None:
    assert clock.now().tzinfo is UTC


@time_machine.travel(datetime(2026, 5, 31, 22, 30, tzinfo=UTC), tick=False)
def test_the_day_is_the_day_of_the_zone() -> None:
    assert clock.today("Europe/Vienna") == date(2026, 6, 1)
    assert clock.today("UTC") == date(2026, 5, 31)


def test_a_day_begins_at_midnight_of_its_zone_and_not_of_utc() -> None:
    assert clock.day_begins_at(date(2027, 1, 1), "Europe/Vienna") == datetime(2026, 12, 31, 23, tzinfo=UTC)
    assert clock.day_begins_at(date(2027, 7, 1), "Europe/Sofia") == datetime(2027, 6, 30, 21, tzinfo=UTC)


def test_where_midnight_is_passed_over_the_day_begins_with_the_change() -> None:
    # In Beirut the clocks went from midnight to one o'clock; the day before had lasted until that very instant.
    begins = clock.day_begins_at(date(2022, 3, 27), "Asia/Beirut")
    assert begins == datetime(2022, 3, 26, 22, tzinfo=UTC)
    with time_machine.travel(begins - timedelta(microseconds=1), tick=False):
        assert clock.today("Asia/Beirut") == date(2022, 3, 26)
    with time_machine.travel(begins, tick=False):
        assert clock.today("Asia/Beirut") == date(2022, 3, 27)


WITHOUT_A_ZONE = {
    # The demonstration counts its days from wherever it is built.
    "desk/story/build.py",
    "desk/story/natc_story.py",
    # Asks a day too early and leaves the day itself to each offer's own network.
    "meetings/reads/offers.py",
    # The same for needs that are to be deleted, and for seats that are to be reminded.
    "meetings/reads/delegations.py",
    "desk/machine/jobs.py",
    # A form knows no network; it only asks back about a day that has passed.
    "meetings/forms/offers.py",
}


def test_no_days_of_a_network_are_counted_in_the_zone_of_another() -> None:
    house = Path(secretariat.__file__).parent
    found = {
        path.relative_to(house).as_posix()
        for path in house.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "clock.today" and not call.args
    }
    assert found == WITHOUT_A_ZONE


def test_the_day_of_an_instant_is_that_of_the_zone_and_not_of_greenwich() -> None:
    late = datetime(2026, 5, 31, 22, 30, tzinfo=UTC)
    assert clock.day_of(late, "Europe/Skopje") == date(2026, 6, 1)
    assert clock.day_of(late, "UTC") == date(2026, 5, 31)

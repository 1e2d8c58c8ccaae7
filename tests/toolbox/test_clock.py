"""The clock: aware instants, and days of a named zone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import time_machine

from secretariat.toolbox import clock


def test_now_is_aware_and_in_utc() -> None:
    assert clock.now().tzinfo is UTC


@time_machine.travel(datetime(2026, 5, 31, 22, 30, tzinfo=UTC), tick=False)
def test_the_day_is_the_day_of_the_zone() -> None:
    assert clock.today("Europe/Vienna") == date(2026, 6, 1)
    assert clock.today("UTC") == date(2026, 5, 31)

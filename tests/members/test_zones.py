"""The morning of a reader: in the capital's zone, on both sides of both clock changes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from secretariat.members.zones import (
    _CAPITAL_OF_MANY,
    MORNING,
    capital_zone,
    goes_this_morning,
    instant_in_words,
    last_morning,
)
from secretariat.toolbox.zones import zones_by_country

CAPITALS = {
    "AL": "Europe/Tirane",
    "BA": "Europe/Sarajevo",
    "BG": "Europe/Sofia",
    "HR": "Europe/Zagreb",
    "MD": "Europe/Chisinau",
    "ME": "Europe/Podgorica",
    "MK": "Europe/Skopje",
    "RO": "Europe/Bucharest",
    "RS": "Europe/Belgrade",
    "SI": "Europe/Ljubljana",
    "GE": "Asia/Tbilisi",
    "GB": "Europe/London",
    "PT": "Europe/Lisbon",
    "US": "America/New_York",
}


@pytest.mark.parametrize(("code", "zone"), CAPITALS.items())
def test_a_member_reads_by_the_clock_of_its_capital(code: str, zone: str) -> None:
    assert capital_zone(code, "Europe/Vienna") == zone


def test_who_is_no_country_of_the_table_reads_by_the_clock_of_the_network() -> None:
    for code in ("", "XK", "XX", "ZZTOP"):
        assert capital_zone(code, "Europe/Vienna") == "Europe/Vienna"


def test_every_country_with_several_clocks_has_one_for_its_capital_but_those_without_a_capital() -> None:
    several = {code for code, zones in zones_by_country().items() if len(zones) > 1}
    assert several - set(_CAPITAL_OF_MANY) == {"AQ", "UM"}
    assert set(_CAPITAL_OF_MANY) <= several
    for code, zone in _CAPITAL_OF_MANY.items():
        assert zone in zones_by_country()[code]
    assert all(ZoneInfo(capital_zone(code, "UTC")) for code in zones_by_country())


@pytest.mark.parametrize("zone", sorted(CAPITALS.values()))
def test_over_a_year_each_reader_has_one_morning_a_day_at_seven(zone: str) -> None:
    mornings = {
        last_morning(datetime(2027, 1, 1, tzinfo=UTC) + timedelta(minutes=30 * step), zone)
        for step in range(48 * 365)
    }
    local = [at.astimezone(ZoneInfo(zone)) for at in sorted(mornings)]
    assert {at.time() for at in local} == {MORNING}
    assert len({at.date() for at in local}) == len(local) in {365, 366}


def test_a_line_waits_for_the_next_morning_and_no_longer() -> None:
    added = datetime(2027, 3, 27, 18, 0, tzinfo=UTC)  # the evening before summer time begins
    for zone, first in (("Europe/Sofia", 4), ("Europe/Sarajevo", 5), ("Asia/Tbilisi", 3)):
        at = datetime(2027, 3, 28, first, 0, tzinfo=UTC)
        assert not goes_this_morning(added, at - timedelta(minutes=1), zone)
        assert goes_this_morning(added, at, zone)


def test_what_came_after_seven_waits_a_day() -> None:
    seven = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
    assert not goes_this_morning(seven, seven + timedelta(hours=23), "Europe/Vienna")
    assert goes_this_morning(seven, seven + timedelta(days=1), "Europe/Vienna")


def test_an_instant_is_said_in_the_readers_zone_with_its_name_and_offset() -> None:
    at = datetime(2027, 3, 28, 15, 0, tzinfo=UTC)
    assert instant_in_words(at, "Europe/Sofia") == "Sunday 28 March 2027, 18:00 (Sofia time, UTC+03:00)"
    at = datetime(2027, 10, 31, 15, 0, tzinfo=UTC)
    assert instant_in_words(at, "Europe/Sofia") == "Sunday 31 October 2027, 17:00 (Sofia time, UTC+02:00)"
    assert instant_in_words(at, "America/New_York").endswith("11:00 (New York time, UTC-04:00)")

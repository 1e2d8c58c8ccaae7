"""Days that suit nobody: what is known of each country, and what is not."""

from __future__ import annotations

import time
from datetime import date, timedelta
from itertools import pairwise

import pytest

from secretariat.meetings.free_days import (
    NO_CALENDAR,
    NO_SCHOOL_DAYS,
    Candidate,
    DayWarning,
    KnownDays,
    days_between,
    gaps,
    is_public_holiday,
    warnings_on,
)
from secretariat.meetings.presidencies import PRESIDENCIES, presidency_on

REGION = ("AL", "BA", "BG", "HR", "XK", "MD", "ME", "MK", "RO", "RS", "SI")


def said(day: date, *countries: str, half: str = "") -> set[tuple[str, str, str]]:
    found = warnings_on(Candidate(day, half), countries)  # type: ignore[arg-type]
    return {(w.country, w.kind, w.name) for w in found}


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 4, 3), "Western Good Friday"),
        (date(2026, 4, 5), "Western Easter Sunday"),
        (date(2026, 4, 6), "Western Easter Monday"),
        (date(2026, 4, 10), "Orthodox Good Friday"),
        (date(2026, 4, 12), "Orthodox Easter Sunday"),
        (date(2026, 4, 13), "Orthodox Easter Monday"),
        (date(2027, 3, 29), "Western Easter Monday"),
        (date(2027, 5, 3), "Orthodox Easter Monday"),
        (date(2024, 4, 10), "Ramadan Bajram (Eid al-Fitr)"),
        (date(2024, 6, 16), "Kurban Bajram (Eid al-Adha)"),
        (date(2027, 1, 7), "Orthodox Christmas Day"),
    ],
)
def test_the_great_days_of_every_faith_of_the_region_are_told_for_everybody(day: date, name: str) -> None:
    plain = {(c, k, n.removesuffix(" (estimated)")) for c, k, n in said(day)}
    assert ("", "religious", name) in plain


def test_in_2025_both_easters_fall_on_one_day_and_both_are_named() -> None:
    names = {n for c, k, n in said(date(2025, 4, 20)) if k == "religious"}
    assert names == {"Western Easter Sunday", "Orthodox Easter Sunday"}


def test_a_bajram_that_the_moon_may_move_says_that_it_is_estimated() -> None:
    found = [n for _, k, n in said(date(2027, 5, 16)) if k == "religious"]
    assert found == ["Kurban Bajram (Eid al-Adha) (estimated)"]


@pytest.mark.parametrize(
    ("country", "day", "word"),
    [
        ("AL", date(2026, 11, 28), "Independence"),
        ("BA", date(2026, 5, 1), "Labor"),
        ("BG", date(2026, 3, 3), "Liberation"),
        ("HR", date(2026, 5, 30), "Statehood"),
        ("XK", date(2026, 2, 17), "Independence"),
        ("MD", date(2026, 8, 27), "Independence"),
        ("ME", date(2026, 7, 13), "Statehood"),
        ("MK", date(2026, 8, 2), "Republic"),
        ("RO", date(2026, 12, 1), "National"),
        ("RS", date(2026, 2, 15), "Statehood"),
        ("SI", date(2026, 6, 25), "Statehood"),
    ],
)
def test_every_member_of_the_region_has_its_days_in_english(country: str, day: date, word: str) -> None:
    names = [n for c, k, n in said(day, country) if (c, k) == (country, "public")]
    assert any(word in name for name in names), names
    assert is_public_holiday(day, country) is True


def test_days_of_one_faith_or_community_are_told_apart_from_those_of_all() -> None:
    found = said(date(2026, 4, 6), "MK", "HR")
    assert ("MK", "religious", "Easter Monday (catholic)") in found
    assert ("HR", "public", "Easter Monday") in found
    assert ("MK", "community", "International Romani Day (roma)") in said(date(2026, 4, 8), "MK")


def test_half_days_and_bank_holidays_are_told_but_are_working_days() -> None:
    assert ("AT", "public", "Christmas Eve (banks are closed)") in said(date(2026, 12, 24), "AT")
    assert is_public_holiday(date(2026, 12, 24), "AT") is False
    assert ("GR", "public", "Christmas Eve (half day)") in said(date(2026, 12, 24), "GR")
    assert is_public_holiday(date(2026, 12, 24), "GR") is False


def test_a_school_free_day_that_the_library_knows_is_told() -> None:
    assert ("BG", "school", "The Day of the People's Awakeners") in said(date(2027, 11, 1), "BG")


def test_a_country_without_a_calendar_says_so_and_weighs_nothing() -> None:
    (warning,) = warnings_on(Candidate(date(2026, 10, 14)), ["ZZ"])
    assert warning == DayWarning(date(2026, 10, 14), "ZZ", "unknown", NO_CALENDAR)
    assert not warning.weighs
    assert is_public_holiday(date(2026, 10, 14), "ZZ") is None


def test_a_year_beyond_the_calendar_is_unknown_and_not_free() -> None:
    assert ("MD", "unknown", NO_CALENDAR) in said(date(2150, 8, 27), "MD")


def test_what_is_not_known_is_said_once_for_each_country() -> None:
    missing = gaps([*REGION, "ZZ"], [2026])
    assert [g.country for g in missing if g.what == NO_CALENDAR] == ["ZZ"]
    assert {g.country for g in missing if g.what == NO_SCHOOL_DAYS} == {*REGION, "ZZ"}


def test_school_holidays_that_were_entered_close_the_gap_for_their_years_only() -> None:
    winter = KnownDays(date(2026, 12, 24), date(2027, 1, 8), "Winter holidays", "SI", "school")
    assert gaps(["SI"], [2026, 2027], [winter]) == ()
    assert [g.what for g in gaps(["SI"], [2026, 2028], [winter])] == [NO_SCHOOL_DAYS]
    told = warnings_on(Candidate(date(2027, 1, 8), "morning"), ["SI"], [winter])
    assert [(w.country, w.kind, w.name) for w in told] == [("SI", "school", "Winter holidays")]
    assert warnings_on(Candidate(date(2027, 1, 8), "morning"), ["HR"], [winter]) == ()


def test_an_event_of_another_network_stands_on_each_of_its_days_and_no_other() -> None:
    event = KnownDays(date(2026, 10, 13), date(2026, 10, 14), "OSCE conference")
    days = [Candidate(date(2026, 10, n)) for n in (12, 13, 14, 15)]
    told = {day: warnings_on(day, REGION, [event]) for day in days}
    assert [len([w for w in told[d] if w.kind == "event"]) for d in days] == [0, 1, 1, 0]


@pytest.mark.parametrize(("half", "told"), [("", True), ("afternoon", True), ("morning", False)])
def test_friday_afternoon_is_told_but_not_friday_morning(half: str, told: bool) -> None:
    kinds = {k for _, k, _ in said(date(2026, 10, 16), half=half)}
    assert ("friday afternoon" in kinds) is told


def test_weekends_are_told_by_name() -> None:
    assert said(date(2026, 10, 17)) == {("", "weekend", "Saturday")}
    assert said(date(2026, 10, 18)) == {("", "weekend", "Sunday")}
    assert said(date(2026, 10, 14)) == set()


def test_presidencies_follow_each_other_without_gap_from_2019_to_2030() -> None:
    assert PRESIDENCIES[0].starts_on == date(2019, 1, 1)
    assert PRESIDENCIES[-1].ends_on == date(2030, 12, 31)
    for earlier, later in pairwise(PRESIDENCIES):
        assert later.starts_on - earlier.ends_on == timedelta(days=1)
    assert len({p.country for p in PRESIDENCIES}) == 24


@pytest.mark.parametrize(
    ("day", "country"),
    [
        (date(2019, 5, 30), "RO"),
        (date(2020, 3, 4), "HR"),
        (date(2021, 10, 18), "SI"),
        (date(2026, 11, 24), "IE"),
        (date(2030, 12, 31), "MT"),
    ],
)
def test_the_presidency_of_a_day_is_a_dated_fact(day: date, country: str) -> None:
    held = presidency_on(day)
    assert held is not None
    assert held.country == country


def test_outside_the_decision_nobody_is_said_to_hold_the_presidency() -> None:
    assert presidency_on(date(2018, 12, 31)) is None
    assert presidency_on(date(2031, 1, 1)) is None


def test_a_member_that_holds_the_presidency_is_told_without_weight() -> None:
    (warning,) = [w for w in warnings_on(Candidate(date(2020, 3, 4)), REGION) if w.kind == "presidency"]
    assert warning.country == "HR"
    assert not warning.weighs


def test_a_year_of_half_days_for_eleven_countries_takes_less_than_a_second() -> None:
    days = days_between(date(2028, 1, 1), date(2028, 12, 31))
    candidates = [Candidate(day, half) for day in days for half in ("morning", "afternoon")]
    began = time.process_time()
    told = {candidate: warnings_on(candidate, REGION) for candidate in candidates}
    assert time.process_time() - began < 1
    assert len(told) == 732


def test_days_between_has_both_ends_and_none_backwards() -> None:
    assert days_between(date(2026, 2, 27), date(2026, 3, 1)) == (
        date(2026, 2, 27),
        date(2026, 2, 28),
        date(2026, 3, 1),
    )
    assert days_between(date(2026, 3, 1), date(2026, 2, 27)) == ()

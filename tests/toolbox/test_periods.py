"""Periods in words, against the day on which they were said."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretariat.toolbox.periods import Period, parse_period

SAID_ON = date(2019, 5, 30)


def assert_sound(period: Period | None) -> None:
    if period is None:
        return
    assert (period.earliest is None) == (period.latest is None)
    assert bool(period.edtf) == (period.earliest is not None)
    if period.earliest is not None and period.latest is not None:
        assert period.earliest <= period.latest


def d(words: str) -> date:
    return date.fromisoformat(words)


@pytest.mark.parametrize(
    ("words", "earliest", "latest", "edtf"),
    [
        ("2020", "2020-01-01", "2020-12-31", "2020"),
        ("in 2020", "2020-01-01", "2020-12-31", "2020"),
        ("in October", "2019-10-01", "2019-10-31", "2019-10"),
        ("in March", "2020-03-01", "2020-03-31", "2020-03"),
        ("May", "2019-05-01", "2019-05-31", "2019-05"),
        ("October 2020", "2020-10-01", "2020-10-31", "2020-10"),
        ("February 2020", "2020-02-01", "2020-02-29", "2020-02"),
        ("30 May 2019", "2019-05-30", "2019-05-30", "2019-05-30"),
        ("May 30, 2019", "2019-05-30", "2019-05-30", "2019-05-30"),
        ("on the 10th of June", "2019-06-10", "2019-06-10", "2019-06-10"),
        ("29 May", "2020-05-29", "2020-05-29", "2020-05-29"),
        ("12-13 November 2026", "2026-11-12", "2026-11-13", "2026-11-12/2026-11-13"),
        ("27 and 28 March 2025", "2025-03-27", "2025-03-28", "2025-03-27/2025-03-28"),
        ("31 May - 1 June 2018", "2018-05-31", "2018-06-01", "2018-05-31/2018-06-01"),
        ("30.05.2019", "2019-05-30", "2019-05-30", "2019-05-30"),
        ("2019-05-30", "2019-05-30", "2019-05-30", "2019-05-30"),
        ("30. maja 2019. godine", "2019-05-30", "2019-05-30", "2019-05-30"),
        ("30. маја 2019", "2019-05-30", "2019-05-30", "2019-05-30"),
        ("7. srpnja 2020", "2020-07-07", "2020-07-07", "2020-07-07"),
        ("the first half of 2020", "2020-01-01", "2020-06-30", "2020-01-01/2020-06-30"),
        ("the second half of the year", "2019-07-01", "2019-12-31", "2019-07-01/2019-12-31"),
        ("Q3 2020", "2020-07-01", "2020-09-30", "2020-07-01/2020-09-30"),
        ("the last quarter of 2021", "2021-10-01", "2021-12-31", "2021-10-01/2021-12-31"),
        ("spring 2021", "2021-03-01", "2021-05-31", "2021-03-01/2021-05-31"),
        ("next year", "2020-01-01", "2020-12-31", "2020"),
        ("next month", "2019-06-01", "2019-06-30", "2019-06"),
        ("next week", "2019-06-03", "2019-06-09", "2019-06-03/2019-06-09"),
        ("this week", "2019-05-27", "2019-06-02", "2019-05-27/2019-06-02"),
        ("by the end of the year", "2019-05-30", "2019-12-31", "2019-05-30/2019-12-31"),
        ("by the end of April 2020", "2019-05-30", "2020-04-30", "2019-05-30/2020-04-30"),
        ("by 15 October", "2019-05-30", "2019-10-15", "2019-05-30/2019-10-15"),
        ("by end of May", "2019-05-30", "2019-05-31", "2019-05-30/2019-05-31"),
        ("by 2020", "2019-05-30", "2020-12-31", "2019-05-30/2020-12-31"),
        ("by the end of the month", "2019-05-30", "2019-05-31", "2019-05-30/2019-05-31"),
        ("by the end of next year", "2019-05-30", "2020-12-31", "2019-05-30/2020-12-31"),
        ("before the end of 2020", "2019-05-30", "2020-12-31", "2019-05-30/2020-12-31"),
        ("no later than next week", "2019-05-30", "2019-06-09", "2019-05-30/2019-06-09"),
        ("this year", "2019-01-01", "2019-12-31", "2019"),
        ("last year", "2018-01-01", "2018-12-31", "2018"),
        ("this month", "2019-05-01", "2019-05-31", "2019-05"),
        ("last month", "2019-04-01", "2019-04-30", "2019-04"),
        ("last week", "2019-05-20", "2019-05-26", "2019-05-20/2019-05-26"),
        ("today", "2019-05-30", "2019-05-30", "2019-05-30"),
        ("tomorrow", "2019-05-31", "2019-05-31", "2019-05-31"),
        ("the week of 12 October 2020", "2020-10-12", "2020-10-18", "2020-10-12/2020-10-18"),
        ("the week beginning 5 June", "2019-06-03", "2019-06-09", "2019-06-03/2019-06-09"),
        ("spring", "2019-03-01", "2019-05-31", "2019-03-01/2019-05-31"),
        ("next spring", "2020-03-01", "2020-05-31", "2020-03-01/2020-05-31"),
        ("in spring next year", "2020-03-01", "2020-05-31", "2020-03-01/2020-05-31"),
        ("in October of next year", "2020-10-01", "2020-10-31", "2020-10"),
        ("next October", "2019-10-01", "2019-10-31", "2019-10"),
        ("the first half of next year", "2020-01-01", "2020-06-30", "2020-01-01/2020-06-30"),
        ("Q1", "2020-01-01", "2020-03-31", "2020-01-01/2020-03-31"),
        ("first quarter of next year", "2020-01-01", "2020-03-31", "2020-01-01/2020-03-31"),
        ("first quarter of the year", "2019-01-01", "2019-03-31", "2019-01-01/2019-03-31"),
        ("the second half of October", "2019-10-16", "2019-10-31", "2019-10-16/2019-10-31"),
        ("the first half of October 2020", "2020-10-01", "2020-10-15", "2020-10-01/2020-10-15"),
        ("October-November 2020", "2020-10-01", "2020-11-30", "2020-10-01/2020-11-30"),
        ("between October and November", "2019-10-01", "2019-11-30", "2019-10-01/2019-11-30"),
        ("January or February", "2020-01-01", "2020-02-29", "2020-01-01/2020-02-29"),
        ("October 2020 - January 2021", "2020-10-01", "2021-01-31", "2020-10-01/2021-01-31"),
        ("December-January 2021", "2020-12-01", "2021-01-31", "2020-12-01/2021-01-31"),
        ("2020-2021", "2020-01-01", "2021-12-31", "2020-01-01/2021-12-31"),
        ("from 12 to 13 November 2026", "2026-11-12", "2026-11-13", "2026-11-12/2026-11-13"),
        ("12/13 November", "2019-11-12", "2019-11-13", "2019-11-12/2019-11-13"),
        ("May 30 - June 1, 2019", "2019-05-30", "2019-06-01", "2019-05-30/2019-06-01"),
        ("28 May - 2 June", "2019-05-28", "2019-06-02", "2019-05-28/2019-06-02"),
        ("28 December - 3 January", "2019-12-28", "2020-01-03", "2019-12-28/2020-01-03"),
        ("31 December - 2 January 2021", "2020-12-31", "2021-01-02", "2020-12-31/2021-01-02"),
        ("28 December 2020 - 3 January 2021", "2020-12-28", "2021-01-03", "2020-12-28/2021-01-03"),
        ("29 February", "2020-02-29", "2020-02-29", "2020-02-29"),
        ("Wed, 5 June", "2019-06-05", "2019-06-05", "2019-06-05"),
        ("u oktobru 2020. godine", "2020-10-01", "2020-10-31", "2020-10"),
        ("у новембру", "2019-11-01", "2019-11-30", "2019-11"),
    ],
)
def test_words_with_bounds_mean_these_days(words: str, earliest: str, latest: str, edtf: str) -> None:
    period = parse_period(words, SAID_ON)
    assert period is not None
    assert (period.earliest, period.latest) == (d(earliest), d(latest))
    assert period.edtf == edtf
    assert period.words == words


@pytest.mark.parametrize(
    "words",
    [
        "late November",
        "mid-January",
        "early 2020",
        "early next year",
        "by early 2020",
        "the end of June",
        "within their presidency",
        "in two weeks' time",
        "winter 2020",
        "last quarter",
        "the last week of October",
        "the first week of next year",
        "spring of 2020 or 2021",
        "13-12 November 2020",
        "31 February",
        "2021-2020",
    ],
)
def test_words_nobody_agrees_on_keep_the_words_and_have_no_bounds(words: str) -> None:
    period = parse_period(words, SAID_ON)
    assert period is not None
    assert period.words == words
    assert (period.earliest, period.latest, period.edtf) == (None, None, "")


@pytest.mark.parametrize(
    "words", ["", "two dogs", "soon", "the Chair", "at the hotel", "31st", "Maja Novak", "by"]
)
def test_words_that_are_no_period_give_none(words: str) -> None:
    assert parse_period(words, SAID_ON) is None


def test_a_month_that_means_two_things_in_the_region_is_not_guessed() -> None:
    period = parse_period("listopad 2019", SAID_ON)
    assert period is not None
    assert period.earliest is None


def test_a_day_that_does_not_exist_has_no_bounds() -> None:
    period = parse_period("31 February 2020", SAID_ON)
    assert period is not None
    assert period.earliest is None


@pytest.mark.parametrize(
    ("words", "on", "earliest", "latest"),
    [
        ("next month", "2019-12-31", "2020-01-01", "2020-01-31"),
        ("next week", "2019-12-29", "2019-12-30", "2020-01-05"),
        ("this week", "2020-06-07", "2020-06-01", "2020-06-07"),
        ("this week", "2020-06-08", "2020-06-08", "2020-06-14"),
        ("28 December - 3 January", "2020-01-02", "2019-12-28", "2020-01-03"),
        ("29 February", "2097-01-01", "2104-02-29", "2104-02-29"),
        ("last month", "2020-01-15", "2019-12-01", "2019-12-31"),
    ],
)
def test_the_turn_of_a_week_or_year_is_counted_right(words: str, on: str, earliest: str, latest: str) -> None:
    period = parse_period(words, d(on))
    assert period is not None
    assert (period.earliest, period.latest) == (d(earliest), d(latest))


@given(st.text(max_size=50), st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_no_words_make_it_fail_and_bounds_run_forward(words: str, on: date) -> None:
    period = parse_period(words, on)
    assert_sound(period)


PIECES = [
    "next",
    "last",
    "early",
    "by",
    "the",
    "end",
    "of",
    "in",
    "spring",
    "Q2",
    "May",
    "2020",
    "31",
    "-",
    "12.",
    "октобра",
    "year",
    "week",
    "half",
    "first",
    "и",
    "February",
    "quarter",
    "half of",
    "week of",
    "before",
    "29",
    "or",
]


@given(st.lists(st.sampled_from(PIECES), max_size=7), st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_no_mixture_of_its_own_words_makes_it_fail(words: list[str], on: date) -> None:
    period = parse_period(" ".join(words), on)
    assert_sound(period)

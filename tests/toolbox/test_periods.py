"""Periods in words, against the day on which they were said."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretariat.toolbox.periods import parse_period

SAID_ON = date(2019, 5, 30)


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
    ],
)
def test_words_with_bounds_mean_these_days(words: str, earliest: str, latest: str, edtf: str) -> None:
    period = parse_period(words, SAID_ON)
    assert period is not None
    assert (period.earliest, period.latest) == (d(earliest), d(latest))
    assert period.edtf == edtf
    assert period.words == words


@pytest.mark.parametrize(
    "words", ["late November", "mid-January", "early 2020", "within their presidency", "in two weeks' time"]
)
def test_words_nobody_agrees_on_keep_the_words_and_have_no_bounds(words: str) -> None:
    period = parse_period(words, SAID_ON)
    assert period is not None
    assert period.words == words
    assert (period.earliest, period.latest, period.edtf) == (None, None, "")


@pytest.mark.parametrize("words", ["", "two dogs", "soon", "the Chair", "at the hotel", "31st"])
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


@given(st.text(max_size=50), st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_no_words_make_it_fail_and_bounds_run_forward(words: str, on: date) -> None:
    period = parse_period(words, on)
    if period is not None and period.earliest is not None and period.latest is not None:
        assert period.earliest <= period.latest


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
]


@given(st.lists(st.sampled_from(PIECES), max_size=7), st.dates(date(1950, 1, 1), date(2090, 1, 1)))
def test_no_mixture_of_its_own_words_makes_it_fail(words: list[str], on: date) -> None:
    period = parse_period(" ".join(words), on)
    if period is not None and period.earliest is not None and period.latest is not None:
        assert period.earliest <= period.latest

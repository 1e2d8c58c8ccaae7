"""Periods in words, against the day on which they were said."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretariat.toolbox.periods import Period, find_dates, parse_period

SAID_ON = date(2019, 5, 30)


def assert_sound(period: Period | None) -> None:
    if period is None:
        return
    assert (period.earliest is None) == (period.latest is None)
    if period.earliest is not None and period.latest is not None:
        assert period.earliest <= period.latest


def d(words: str) -> date:
    return date.fromisoformat(words)


@pytest.mark.parametrize(
    ("words", "earliest", "latest"),
    [
        ("2020", "2020-01-01", "2020-12-31"),
        ("in 2020", "2020-01-01", "2020-12-31"),
        ("in October", "2019-10-01", "2019-10-31"),
        ("in March", "2020-03-01", "2020-03-31"),
        ("May", "2019-05-01", "2019-05-31"),
        ("October 2020", "2020-10-01", "2020-10-31"),
        ("February 2020", "2020-02-01", "2020-02-29"),
        ("30 May 2019", "2019-05-30", "2019-05-30"),
        ("May 30, 2019", "2019-05-30", "2019-05-30"),
        ("on the 10th of June", "2019-06-10", "2019-06-10"),
        ("29 May", "2020-05-29", "2020-05-29"),
        ("12-13 November 2026", "2026-11-12", "2026-11-13"),
        ("27 and 28 March 2025", "2025-03-27", "2025-03-28"),
        ("31 May - 1 June 2018", "2018-05-31", "2018-06-01"),
        ("30.05.2019", "2019-05-30", "2019-05-30"),
        ("2019-05-30", "2019-05-30", "2019-05-30"),
        ("30. maja 2019. godine", "2019-05-30", "2019-05-30"),
        ("30. маја 2019", "2019-05-30", "2019-05-30"),
        ("7. srpnja 2020", "2020-07-07", "2020-07-07"),
        ("the first half of 2020", "2020-01-01", "2020-06-30"),
        ("the second half of the year", "2019-07-01", "2019-12-31"),
        ("Q3 2020", "2020-07-01", "2020-09-30"),
        ("the last quarter of 2021", "2021-10-01", "2021-12-31"),
        ("spring 2021", "2021-03-01", "2021-05-31"),
        ("next year", "2020-01-01", "2020-12-31"),
        ("next month", "2019-06-01", "2019-06-30"),
        ("next week", "2019-06-03", "2019-06-09"),
        ("this week", "2019-05-27", "2019-06-02"),
        ("by the end of the year", "2019-05-30", "2019-12-31"),
        ("by the end of April 2020", "2019-05-30", "2020-04-30"),
        ("by 15 October", "2019-05-30", "2019-10-15"),
        ("by end of May", "2019-05-30", "2019-05-31"),
        ("by 2020", "2019-05-30", "2020-12-31"),
        ("by the end of the month", "2019-05-30", "2019-05-31"),
        ("by the end of next year", "2019-05-30", "2020-12-31"),
        ("before the end of 2020", "2019-05-30", "2020-12-31"),
        ("no later than next week", "2019-05-30", "2019-06-09"),
        ("this year", "2019-01-01", "2019-12-31"),
        ("last year", "2018-01-01", "2018-12-31"),
        ("this month", "2019-05-01", "2019-05-31"),
        ("last month", "2019-04-01", "2019-04-30"),
        ("last week", "2019-05-20", "2019-05-26"),
        ("today", "2019-05-30", "2019-05-30"),
        ("tomorrow", "2019-05-31", "2019-05-31"),
        ("the week of 12 October 2020", "2020-10-12", "2020-10-18"),
        ("the week beginning 5 June", "2019-06-03", "2019-06-09"),
        ("spring", "2019-03-01", "2019-05-31"),
        ("next spring", "2020-03-01", "2020-05-31"),
        ("in spring next year", "2020-03-01", "2020-05-31"),
        ("in October of next year", "2020-10-01", "2020-10-31"),
        ("next October", "2019-10-01", "2019-10-31"),
        ("the first half of next year", "2020-01-01", "2020-06-30"),
        ("Q1", "2020-01-01", "2020-03-31"),
        ("first quarter of next year", "2020-01-01", "2020-03-31"),
        ("first quarter of the year", "2019-01-01", "2019-03-31"),
        ("the second half of October", "2019-10-16", "2019-10-31"),
        ("the first half of October 2020", "2020-10-01", "2020-10-15"),
        ("October-November 2020", "2020-10-01", "2020-11-30"),
        ("between October and November", "2019-10-01", "2019-11-30"),
        ("January or February", "2020-01-01", "2020-02-29"),
        ("October 2020 - January 2021", "2020-10-01", "2021-01-31"),
        ("December-January 2021", "2020-12-01", "2021-01-31"),
        ("2020-2021", "2020-01-01", "2021-12-31"),
        ("from 12 to 13 November 2026", "2026-11-12", "2026-11-13"),
        ("12/13 November", "2019-11-12", "2019-11-13"),
        ("May 30 - June 1, 2019", "2019-05-30", "2019-06-01"),
        ("28 May - 2 June", "2019-05-28", "2019-06-02"),
        ("28 December - 3 January", "2019-12-28", "2020-01-03"),
        ("31 December - 2 January 2021", "2020-12-31", "2021-01-02"),
        ("28 December 2020 - 3 January 2021", "2020-12-28", "2021-01-03"),
        ("29 February", "2020-02-29", "2020-02-29"),
        ("Wed, 5 June", "2019-06-05", "2019-06-05"),
        ("u oktobru 2020. godine", "2020-10-01", "2020-10-31"),
        ("у новембру", "2019-11-01", "2019-11-30"),
        ("30. januarja 2020", "2020-01-30", "2020-01-30"),
        ("v februarju 2020", "2020-02-01", "2020-02-29"),
        ("20. in 21. maja 2020", "2020-05-20", "2020-05-21"),
        ("во октомври", "2019-10-01", "2019-10-31"),
        ("на 12 ноември 2020 г.", "2020-11-12", "2020-11-12"),
        ("në tetor 2020", "2020-10-01", "2020-10-31"),
        ("30 majit 2019", "2019-05-30", "2019-05-30"),
        ("în octombrie 2020", "2020-10-01", "2020-10-31"),
        ("30-31.05.2019", "2019-05-30", "2019-05-31"),
        ("30.05.2019 - 01.06.2019", "2019-05-30", "2019-06-01"),
        ("12 & 13 November 2026", "2026-11-12", "2026-11-13"),
        ("12, 13 and 14 November 2026", "2026-11-12", "2026-11-14"),
        ("in the course of 2020", "2020-01-01", "2020-12-31"),
    ],
)
def test_words_with_bounds_mean_these_days(words: str, earliest: str, latest: str) -> None:
    period = parse_period(words, SAID_ON)
    assert period is not None
    assert (period.earliest, period.latest) == (d(earliest), d(latest))
    assert period.words == period.label == words


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
    assert (period.earliest, period.latest) == (None, None)


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


@pytest.mark.parametrize(
    ("words", "on"),
    [
        ("the week of 9999-12-31", SAID_ON),
        ("next week", date.max),
        ("October", date.max),
        ("last week", date.min),
        ("last month", date.min),
        ("by the end of next month", date.max),
    ],
)
def test_what_lies_beyond_the_calendar_has_no_bounds(words: str, on: date) -> None:
    period = parse_period(words, on)
    assert period is not None
    assert (period.earliest, period.latest) == (None, None)


@given(st.text(max_size=50), st.dates())
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


@given(st.lists(st.sampled_from(PIECES), max_size=7), st.dates())
def test_no_mixture_of_its_own_words_makes_it_fail(words: list[str], on: date) -> None:
    period = parse_period(" ".join(words), on)
    assert_sound(period)


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("Held on 30 May 2019.", [("2019-05-30", "2019-05-30", "30 May 2019")]),
        ("HELD ON 30 MAY 2019", [("2019-05-30", "2019-05-30", "30 MAY 2019")]),
        ("Bled, 30-31 May 2019", [("2019-05-30", "2019-05-31", "30-31 May 2019")]),
        ("on May 30, 2019, at noon", [("2019-05-30", "2019-05-30", "May 30, 2019")]),
        ("May 30 – June 1, 2019", [("2019-05-30", "2019-06-01", "May 30 – June 1, 2019")]),
        ("27 and 28 March 2025", [("2025-03-27", "2025-03-28", "27 and 28 March 2025")]),
        ("27, 28 and 29 March 2025", [("2025-03-27", "2025-03-29", "27, 28 and 29 March 2025")]),
        ("31 December 2020 - 2 January 2021", [("2020-12-31", "2021-01-02", None)]),
        ("(2019-05-30)", [("2019-05-30", "2019-05-30", "2019-05-30")]),
        ("dana 30.05.2019. godine", [("2019-05-30", "2019-05-30", "30.05.2019")]),
        ("30. маја 2019. године у Бару", [("2019-05-30", "2019-05-30", "30. маја 2019. године")]),
        ("la 12 noiembrie 2020", [("2020-11-12", "2020-11-12", "12 noiembrie 2020")]),
        ("between the 16 and 19 of April 2013", [("2013-04-16", "2013-04-19", "16 and 19 of April 2013")]),
        ("room 45, 30 May 2019", [("2019-05-30", "2019-05-30", "30 May 2019")]),
        ("2 days to 30 May - 1 June 2018", [("2018-05-30", "2018-06-01", "30 May - 1 June 2018")]),
        (
            "30 May 2019, then 2019-06-04",
            [("2019-05-30", "2019-05-30", "30 May 2019"), ("2019-06-04", "2019-06-04", "2019-06-04")],
        ),
    ],
)
def test_full_dates_are_found_with_their_place(text: str, dates: list[tuple[str, str, str | None]]) -> None:
    found = [(first, last, text[start:end]) for first, last, (start, end) in find_dates(text)]
    assert found == [(d(first), d(last), said or text) for first, last, said in dates]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("3, 10 and 17 May 2019", [("2019-05-03", "3"), ("2019-05-10", "10"), ("2019-05-17", "17 May 2019")]),
        ("12 May and 3 June 2019", [("2019-05-12", "12 May"), ("2019-06-03", "3 June 2019")]),
        ("12 May 2019 and 3 June 2019", [("2019-05-12", "12 May 2019"), ("2019-06-03", "3 June 2019")]),
        ("May 30 and June 2, 2019", [("2019-05-30", "May 30"), ("2019-06-02", "June 2, 2019")]),
    ],
)
def test_days_named_one_by_one_are_not_made_one_long_meeting(text: str, dates: list[tuple[str, str]]) -> None:
    found = [(first, last, text[start:end]) for first, last, (start, end) in find_dates(text)]
    assert found == [(d(day), d(day), said) for day, said in dates]


@pytest.mark.parametrize(
    "text",
    [
        "in May 2019, for 10 years, on the 10th",
        "30 May",
        "31 February 2020",
        "31-30 May 2019",
        "17, 10 and 19 May 2019",
        "rule 1.2.3.2019",
        "30 people 2019",
        "listopad 12, 2019",
        "",
    ],
)
def test_what_is_no_full_date_is_not_found(text: str) -> None:
    assert find_dates(text) == []


@given(
    st.lists(st.sampled_from([*PIECES, "2019", "1", "May 3,", ".", "2019-05-30", "and", ","]), max_size=12)
)
def test_dates_found_stand_in_order_apart_and_mean_what_they_mean_alone(pieces: list[str]) -> None:
    text = " ".join(pieces)
    done = 0
    for first, last, (start, end) in find_dates(text):
        assert done <= start < end <= len(text)
        assert first <= last
        done = end
        # A day that borrows its year from the day after it ("3 and 17 May 2019") means less alone.
        if any(year in text[start:end] for year in ("2019", "2020")):
            period = parse_period(text[start:end], SAID_ON)
            assert period is not None
            assert (period.earliest, period.latest) == (first, last)


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_of_two_centuries_is_found_in_each_way_of_writing_it(day: date) -> None:
    for way in ("%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%d.%m.%Y", "%d. %m. %Y", "%d/%m/%Y"):
        text = f"on {day.strftime(way)} in Bled"
        assert find_dates(text) == [(day, day, (3, len(text) - 8))]

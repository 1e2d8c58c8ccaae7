"""The terms of reference: values, articles, deadlines, quorum."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretariat.meetings.deadlines import (
    Deadline,
    deadline,
    is_working_day,
    refuse_late,
    refuse_shorter,
    shift_working_days,
)
from secretariat.meetings.quorum import (
    SeatPresence,
    quorum,
)
from secretariat.meetings.terms import DEFAULT_TERMS, MODEL, Terms, read_value, terms_with
from secretariat.toolbox.errors import RuleBroken

VIENNA = {"zone": "Europe/Vienna", "country": "AT"}


def due(
    name: str, terms: Terms = DEFAULT_TERMS, *, day: date | None = None, at: datetime | None = None
) -> Deadline:
    return deadline(terms, name, day=day, at=at, zone="Europe/Vienna", country="AT")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("agenda_regular", "60 days"),
        ("agenda_special", "30 days"),
        ("papers_for_decision", "10 working days"),
        ("decision_texts", "24 hours"),
        ("silence_minimum", "5 working days"),
        ("silence_usual", "10 working days"),
        ("silence_urgent", "2 working days"),
        ("silence_expires_at", "17:00"),
        ("silence_extensions", "2 times"),
        ("query_minimum", "2 weeks"),
        ("query_usual", "4 weeks"),
        ("quorum_open", "at least one third of the seats"),
        ("quorum_decide", "more than half of the seats"),
        ("observers_objection", "30 days"),
        ("credentials", "24 hours"),
        ("record_draft", "5 working days"),
        ("record_corrections", "7 days"),
        ("chair_term", "1 year"),
        ("troika", "yes"),
        ("keep_non_papers", "1 year"),
        ("keep_adopted", "for ever"),
        ("marking_lowered_by", "the originator only"),
    ],
)
def test_the_model_terms_hold_each_number_of_the_practice(name: str, words: str) -> None:
    assert DEFAULT_TERMS.get(name).value_words == words


def test_every_parameter_has_an_article_of_its_own_and_takes_its_own_value_back() -> None:
    assert len({p.article for p in MODEL}) == len({p.name for p in MODEL}) == len(MODEL)
    for parameter in MODEL:
        text = parameter.value_words if isinstance(parameter.value, bool) else str(parameter.value)
        assert read_value(parameter, text) == parameter.value


def test_a_model_article_is_never_cited_as_one_the_network_agreed() -> None:
    assert DEFAULT_TERMS.get("record_draft").cite == (
        "Article 9.1 of the model terms, as the network has set none"
    )
    own = terms_with({"record_draft": ("12(3)", "3")}).get("record_draft")
    assert (own.cite, own.value, own.default) == ("Article 12(3) of the terms of reference", 3, 5)


@pytest.mark.parametrize(
    ("name", "article", "value", "rule"),
    [
        ("bribes", "1", "1", "meetings.no_such_term"),
        ("record_draft", "", "5", "meetings.term_article"),
        ("record_draft", "<b>5</b>", "5", "meetings.term_article"),
        ("record_draft", "9.1", "five", "meetings.term_value"),
        ("record_draft", "9.1", "0", "meetings.term_value"),
        ("record_draft", "9.1", "-3", "meetings.term_value"),
        ("record_draft", "9.1", "99999", "meetings.term_value"),
        ("record_draft", "9.1", "٥", "meetings.term_value"),
        ("quorum_open", "7", "0/3", "meetings.term_value"),
        ("quorum_open", "7", "1/0", "meetings.term_value"),
        ("quorum_open", "7", "4/3", "meetings.term_value"),
        ("silence_expires_at", "8", "25:00", "meetings.term_value"),
        ("troika", "3", "perhaps", "meetings.term_value"),
        ("keep_adopted", "11", "  ", "meetings.term_value"),
        ("silence_minimum", "8", "11", "meetings.terms_contradict"),
        ("query_usual", "10", "1", "meetings.terms_contradict"),
    ],
)
def test_terms_that_cannot_hold_are_refused_in_words(name: str, article: str, value: str, rule: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        terms_with({name: (article, value)})
    assert refused.value.rule == rule


def test_terms_take_what_people_write() -> None:
    terms = terms_with(
        {
            "quorum_open": ("Article IV.2", " 2 / 5 "),
            "troika": ("3", "No"),
            "silence_expires_at": ("8(4)", "12:00"),
        }
    )
    assert terms.get("quorum_open").value == Fraction(2, 5)
    assert terms.get("quorum_open").article == "IV.2"
    assert terms.get("troika").value is False


def test_working_days_leave_out_weekends_and_the_holidays_of_the_seat() -> None:
    # 26 October is a holiday in Austria and nowhere else in the region.
    assert not is_working_day(date(2026, 10, 26), "AT")
    assert is_working_day(date(2026, 10, 26), "SI")
    assert shift_working_days(date(2026, 10, 23), 1, "AT") == date(2026, 10, 27)
    assert shift_working_days(date(2026, 10, 27), -1, "AT") == date(2026, 10, 23)
    assert shift_working_days(date(2026, 10, 24), 0, "AT") == date(2026, 10, 24)


def test_ten_working_days_over_christmas_take_more_than_two_weeks() -> None:
    # From Thursday 17 December: Austria is free on the 25th and on 1 January, Bulgaria on the 24th and 28th as well.
    assert shift_working_days(date(2026, 12, 17), 10, "AT") == date(2027, 1, 4)
    assert shift_working_days(date(2026, 12, 17), 10, "BG") == date(2027, 1, 6)


def test_working_days_are_not_guessed_where_no_calendar_is_known() -> None:
    with pytest.raises(RuleBroken) as refused:
        shift_working_days(date(2026, 10, 23), 1, "ZZ")
    assert refused.value.rule == "meetings.no_calendar"
    with pytest.raises(RuleBroken, match="More than"):
        shift_working_days(date(2026, 10, 23), 10_000, "AT")


@given(
    day=st.dates(date(2020, 1, 1), date(2040, 12, 31)),
    count=st.integers(1, 60),
    country=st.sampled_from(["AT", "SI", "BG", "XK", "MK"]),
)
def test_shifting_there_and_back_never_passes_the_start(day: date, count: int, country: str) -> None:
    there = shift_working_days(day, count, country)
    assert is_working_day(there, country)
    between = (day + timedelta(days=n) for n in range(1, (there - day).days + 1))
    assert sum(is_working_day(d, country) for d in between) == count
    back = shift_working_days(there, -count, country)
    assert back <= day
    assert not any(is_working_day(back + timedelta(days=n), country) for n in range(1, (day - back).days))


def test_the_agenda_is_due_sixty_days_before_and_the_words_cite_the_article() -> None:
    found = due("agenda_regular", day=date(2026, 10, 14))
    assert found.on == date(2026, 8, 15)
    assert found.at == datetime(2026, 8, 15, 22, tzinfo=UTC)
    assert found.words == (
        "by the end of Saturday 15 August 2026 (Vienna time): 60 days before the meeting opens "
        "(Article 5.1 of the model terms, as the network has set none)"
    )


def test_papers_are_due_ten_working_days_before_across_a_holiday() -> None:
    assert due("papers_for_decision", day=date(2026, 10, 28)).on == date(2026, 10, 13)


def test_hours_are_hours_also_on_the_night_the_clocks_change() -> None:
    opens = datetime(2026, 10, 25, 10, tzinfo=ZoneInfo("Europe/Vienna"))
    found = due("credentials", at=opens)
    assert found.on is None
    assert found.at == datetime(2026, 10, 24, 9, tzinfo=UTC)
    assert found.words.startswith("by 11:00 on Saturday 24 October 2026 (Vienna time): 24 hours before")


def test_corrections_that_would_end_on_a_holiday_end_on_the_next_working_day() -> None:
    # Seven days from 19 October are the 26th, the Austrian national day.
    assert due("record_corrections", day=date(2026, 10, 19)).on == date(2026, 10, 27)


def test_the_day_an_instant_belongs_to_is_that_of_the_seat() -> None:
    late = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)
    assert due("query_minimum", at=late).on == date(2026, 7, 16)


@pytest.mark.parametrize(
    ("day", "at"),
    [
        (date(2026, 3, 20), datetime(2026, 4, 3, 15, tzinfo=UTC)),
        (date(2026, 10, 12), datetime(2026, 10, 27, 16, tzinfo=UTC)),
    ],
)
def test_a_silence_ends_at_its_hour_on_both_sides_of_a_clock_change(day: date, at: datetime) -> None:
    assert due("silence_usual", day=day).at == at


def test_what_is_kept_for_a_year_from_a_leap_day_ends_with_february() -> None:
    assert due("keep_non_papers", day=date(2028, 2, 29)).on == date(2029, 2, 28)


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("quorum_open", {"day": date(2026, 1, 1)}),
        ("keep_adopted", {"day": date(2026, 1, 1)}),
        ("credentials", {"day": date(2026, 1, 1)}),
        ("agenda_regular", {}),
    ],
)
def test_a_deadline_is_never_made_up_from_what_is_no_span(name: str, given: dict[str, date]) -> None:
    with pytest.raises(RuleBroken) as refused:
        deadline(DEFAULT_TERMS, name, zone="Europe/Vienna", country="AT", **given)  # type: ignore[arg-type]
    assert refused.value.rule == "meetings.no_span"


def test_the_last_second_is_in_time_and_the_next_is_refused_with_the_article() -> None:
    terms = terms_with({"record_corrections": ("14.2", "7")})
    found = due("record_corrections", terms, day=date(2026, 11, 2))
    refuse_late(
        found, found.at - timedelta(seconds=1), what="This correction", who="The Chair can take it up"
    )
    with pytest.raises(RuleBroken) as refused:
        refuse_late(found, found.at, what="This correction", who="The Chair can take it up")
    assert refused.value.rule == "meetings.record_corrections"
    assert "Article 14.2 of the terms of reference" in refused.value.message
    assert refused.value.message.endswith("The Chair can take it up.")
    assert refused.value.facts["article"] == "14.2"


def test_a_silence_shorter_than_the_shortest_is_refused() -> None:
    least = due("silence_minimum", day=date(2026, 11, 2))
    refuse_shorter(least, least.at, what="This silence", who="The Chair can call it urgent")
    with pytest.raises(RuleBroken, match=r"too short.*5 working days after the text went out \(Article 8\.1"):
        refuse_shorter(
            least, least.at - timedelta(minutes=1), what="This silence", who="The Chair can call it urgent"
        )


def room(present: int, vacant: int = 0, total: int = 11) -> list[SeatPresence]:
    return [SeatPresence(f"s{n}", n >= total - vacant, n < present) for n in range(total)]


@pytest.mark.parametrize(
    ("present", "opens", "decides"), [(3, False, False), (4, True, False), (5, True, False), (6, True, True)]
)
def test_of_eleven_seats_four_open_and_six_decide(present: int, opens: bool, decides: bool) -> None:
    counted = quorum(DEFAULT_TERMS, room(present))
    assert (counted.to_open.is_reached, counted.to_decide.is_reached) == (opens, decides)
    assert (counted.to_open.needed, counted.to_decide.needed) == (4, 6)


def test_a_vacant_seat_counts_in_the_total_and_never_as_present() -> None:
    counted = quorum(DEFAULT_TERMS, [*room(5, vacant=1), SeatPresence("s10", True, True)])
    assert (counted.present, counted.total, counted.vacant) == (5, 11, 1)
    assert counted.words == "5 of 11 seats are here, 1 vacant"


def test_two_of_one_delegation_are_one_seat() -> None:
    twice = [
        SeatPresence("si", False, True),
        SeatPresence("si", False, True),
        SeatPresence("hr", False, False),
    ]
    counted = quorum(DEFAULT_TERMS, twice)
    assert (counted.present, counted.total) == (1, 2)


def test_an_exact_half_does_not_decide_and_no_seats_open_nothing() -> None:
    assert not quorum(DEFAULT_TERMS, room(5, total=10)).to_decide.is_reached
    assert not quorum(DEFAULT_TERMS, []).to_open.is_reached


def test_what_is_lacking_to_decide_is_said_with_the_article() -> None:
    counted = quorum(terms_with({"quorum_decide": ("6.1", "2/3")}), room(7))
    assert (counted.to_open.is_reached, counted.to_decide.is_reached) == (True, False)
    assert "8 of 11 seats are needed to decide: more than two thirds of the seats" in counted.to_decide.words
    assert "Article 6.1 of the terms of reference" in counted.to_decide.words

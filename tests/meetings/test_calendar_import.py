"""Other networks' calendars: their days as they mean them, and nothing that could stop the house."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretariat.meetings.calendar_import import LARGEST_CALENDAR, OutsideEvent, read_events
from secretariat.meetings.free_days import Candidate, warnings_on
from secretariat.toolbox.errors import RuleBroken, SourceUnreadable

FIRST, LAST, ZONE = date(2026, 1, 1), date(2027, 12, 31), "Europe/Vienna"


def calendar(*events: str) -> bytes:
    body = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}@other\r\nDTSTAMP:20260101T000000Z\r\n{event}\r\nEND:VEVENT\r\n"
        for n, event in enumerate(events)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n{body}END:VCALENDAR\r\n".encode()


def read(*events: str) -> tuple[OutsideEvent, ...]:
    return read_events(calendar(*events), first=FIRST, last=LAST, zone=ZONE)


def days(*events: str) -> list[tuple[date, date]]:
    return [(event.first, event.last) for event in read(*events)]


def test_a_conference_of_whole_days_ends_on_its_last_day() -> None:
    (found,) = read(
        "SUMMARY:OSCE Alliance conference\r\nLOCATION:Hofburg\r\nDTSTART;VALUE=DATE:20260414\r\nDTEND;VALUE=DATE:20260417"
    )
    assert found == OutsideEvent(
        "0@other", "OSCE Alliance conference", date(2026, 4, 14), date(2026, 4, 16), None, None, "Hofburg"
    )


@pytest.mark.parametrize(
    "name", ["Europe/Sofia", '"FLE Standard Time"', "/example.org/20260101/Europe/Sofia"]
)
def test_hours_stand_on_the_day_of_the_zone_asked_for(name: str) -> None:
    (found,) = read(
        f"SUMMARY:Late\r\nDTSTART;TZID={name}:20260701T003000\r\nDTEND;TZID={name}:20260701T013000"
    )
    # Half past midnight in Sofia (or Kyiv, as Windows has it) is still the day before in Vienna.
    assert (
        (found.first, found.last) == (date(2026, 6, 30), date(2026, 7, 1)) if found.ends_at is None else True
    )
    assert found.starts_at == datetime(2026, 6, 30, 23, 30, tzinfo=ZoneInfo(ZONE))


def test_an_evening_until_midnight_is_one_day_and_a_time_without_zone_is_here() -> None:
    (found,) = read("SUMMARY:Reception\r\nDTSTART:20260310T190000\r\nDTEND:20260311T000000")
    assert (found.first, found.last) == (date(2026, 3, 10), date(2026, 3, 10))
    assert found.starts_at == datetime(2026, 3, 10, 19, tzinfo=ZoneInfo(ZONE))


@pytest.mark.parametrize(
    ("rule", "wanted"),
    [
        ("FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=18", [date(2026, 10, 18), date(2027, 10, 18)]),
        ("FREQ=YEARLY;BYMONTH=5;BYDAY=-1FR", [date(2026, 5, 29), date(2027, 5, 28)]),
        (
            "FREQ=MONTHLY;INTERVAL=6;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1;UNTIL=20270101",
            [date(2026, 4, 30), date(2026, 10, 30)],
        ),
        ("FREQ=WEEKLY;BYDAY=TH;COUNT=430", [date(2026, 1, 1), date(2026, 1, 8)]),
    ],
)
def test_repetitions_are_told_one_by_one(rule: str, wanted: list[date]) -> None:
    start = "20181018" if "TH" in rule or "18" in rule else "20181031" if "MONTHLY" in rule else "20180525"
    found = days(f"SUMMARY:Day\r\nDTSTART;VALUE=DATE:{start}\r\nRRULE:{rule}")
    assert [first for first, _ in found][: len(wanted)] == wanted


def test_moved_and_cancelled_days_of_a_series_are_as_the_other_network_says() -> None:
    series = "SUMMARY:Call\r\nDTSTART:20260105T090000Z\r\nDTEND:20260105T100000Z\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\nEXDATE:20260112T090000Z"
    moved = (
        "SUMMARY:Call\r\nRECURRENCE-ID:20260119T090000Z\r\nDTSTART:20260120T090000Z\r\nDTEND:20260120T100000Z"
    )
    both = calendar(series, moved).replace(b"UID:1@other", b"UID:0@other")
    found = read_events(both, first=FIRST, last=LAST, zone=ZONE)
    assert [event.first for event in found] == [date(2026, 1, 5), date(2026, 1, 20)]
    assert days("SUMMARY:Off\r\nSTATUS:CANCELLED\r\nDTSTART;VALUE=DATE:20260414") == []


def test_only_the_days_asked_for_are_given_in_order() -> None:
    found = days(
        "SUMMARY:b\r\nDTSTART;VALUE=DATE:20271231\r\nDTEND;VALUE=DATE:20280105",
        "SUMMARY:a\r\nDTSTART;VALUE=DATE:20251230\r\nDTEND;VALUE=DATE:20260102",
        "SUMMARY:c\r\nDTSTART;VALUE=DATE:20251230\r\nDTEND;VALUE=DATE:20260101",
        "SUMMARY:d\r\nDTSTART;VALUE=DATE:20280101",
    )
    assert found == [(date(2025, 12, 30), date(2026, 1, 1)), (date(2027, 12, 31), date(2028, 1, 4))]


def test_an_event_without_a_title_still_has_a_name() -> None:
    assert [
        event.title
        for event in read("DTSTART;VALUE=DATE:20260301", "SUMMARY:\r\nDTSTART;VALUE=DATE:20260302")
    ] == ["an event without a title"] * 2


def test_an_imported_event_becomes_a_warning() -> None:
    (found,) = read("SUMMARY:Winter holidays\r\nDTSTART;VALUE=DATE:20261228\r\nDTEND;VALUE=DATE:20270109")
    (warning,) = warnings_on(Candidate(date(2027, 1, 5)), ["SI"], [found.days(country="SI", kind="school")])
    assert (warning.country, warning.kind, warning.name) == ("SI", "school", "Winter holidays")


@pytest.mark.parametrize(
    "event",
    [
        "SUMMARY:x\r\nDTSTART:20260101T090000Z\r\nRRULE:FREQ=SECONDLY",
        "SUMMARY:x\r\nDTSTART:20260101T090000Z\r\nRRULE:FREQ=DAILY;BYHOUR=1,2,3",
        "SUMMARY:x\r\nDTSTART:20260101T090000Z\r\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "SUMMARY:x\r\nDTSTART:20260101T090000Z\r\nRRULE:FREQ=YEARLY;INTERVAL=3;BYMONTH=2;BYMONTHDAY=29",
        "SUMMARY:x\r\nDTSTART:20260101T090000Z\r\nRRULE:FREQ=MONTHLY;BYDAY=2TU;BYSETPOS=3",
        "SUMMARY:x\r\nDTSTART:20260101T090000Z\r\nRRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "SUMMARY:x\r\nDTSTART:20260101T090000Z\r\nRRULE:FREQ=MONTHLY;BYMONTHDAY=0",
        "SUMMARY:x\r\nDTSTART:00010101T090000Z\r\nRRULE:FREQ=DAILY",
        "SUMMARY:x\r\nDTSTART;VALUE=DATE:20260201\r\nDTEND;VALUE=DATE:20260101",
        "SUMMARY:x\r\nDTSTART;TZID=Middle Earth:20260201T090000",
        "SUMMARY:x\r\nDTSTART:20260231T090000Z",
        "SUMMARY:x\r\nDTSTART:20260201T090000Z\r\nDURATION:P99999999999D",
        "SUMMARY:no day at all",
    ],
)
def test_what_cannot_be_expanded_is_refused_in_words_at_once(event: str) -> None:
    began = time.process_time()
    with pytest.raises(SourceUnreadable):
        read(event)
    assert time.process_time() - began < 0.5


def test_a_line_that_cannot_be_read_is_named_with_its_event() -> None:
    with pytest.raises(SourceUnreadable, match="“Call” cannot be read: its DTSTART is not"):
        read("SUMMARY:Call\r\nDTSTART:20260231T090000Z")
    with pytest.raises(SourceUnreadable, match="“Call” cannot be read: one of its lines"):
        read("SUMMARY:Call\r\nDTSTART:20260228T090000Z\r\nnonsense")


def test_a_calendar_that_repeats_without_end_is_refused_before_it_is_expanded() -> None:
    wild = "SUMMARY:x\r\nDTSTART;VALUE=DATE:19700101\r\nRRULE:FREQ=DAILY"
    with pytest.raises(SourceUnreadable, match="repeats too much"):
        read(*[wild] * 5)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"hello",
        b"\xff\xfe",
        calendar() * 2,
        b"BEGIN:VCALENDAR\r\n" + b"X:1\r\n" * (LARGEST_CALENDAR // 5),
    ],
)
def test_what_is_no_calendar_is_refused_in_words(raw: bytes) -> None:
    with pytest.raises(SourceUnreadable):
        read_events(raw, first=FIRST, last=LAST, zone=ZONE)


@pytest.mark.parametrize(("first", "last"), [(LAST, FIRST), (date(2020, 1, 1), date(2026, 1, 1))])
def test_a_window_without_end_or_sense_is_refused(first: date, last: date) -> None:
    with pytest.raises(RuleBroken) as refused:
        read_events(calendar(), first=first, last=last, zone=ZONE)
    assert refused.value.rule == "meetings.window"


@given(
    noise=st.text(max_size=120),
    name=st.sampled_from(["DTSTART", "DTEND", "RRULE", "EXDATE", "RDATE", "SUMMARY"]),
)
def test_no_words_bring_it_down(noise: str, name: str) -> None:
    line = noise.replace("\r", " ").replace("\n", " ")
    raw = calendar(f"SUMMARY:x\r\nDTSTART:20260201T090000Z\r\n{name}:{line}")
    with suppress(SourceUnreadable):
        assert all(event.first <= LAST for event in read_events(raw, first=FIRST, last=LAST, zone=ZONE))

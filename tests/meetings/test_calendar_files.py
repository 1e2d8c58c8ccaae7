"""Invitations as files: read by two libraries, right to the minute, and silent about closed meetings."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from secretariat.meetings.calendar_files import Addressee, Happening, cancel, content_type, invitation, update
from secretariat.meetings.zone_data import shifts
from secretariat.toolbox.errors import RuleBroken

SENT = datetime(2026, 9, 1, 8, 30, tzinfo=UTC)
ANA = Addressee("Ana Čurin", "ana@example.org")
CAPITALS = (
    "Europe/Tirane",
    "Europe/Sarajevo",
    "Europe/Sofia",
    "Europe/Zagreb",
    "Europe/Chisinau",
    "Europe/Podgorica",
    "Europe/Skopje",
    "Europe/Bucharest",
    "Europe/Belgrade",
    "Europe/Ljubljana",
)
NUMBERS = count()
# London is not among them: the second library takes its winter for UTC and drops the summer.
OTHERS = ("Europe/Istanbul", "Europe/Kyiv", "Africa/Casablanca", "America/New_York", "Asia/Tehran")


def meeting(**changes: Any) -> Happening:
    plain = Happening(
        uid="meeting-4f2a@network-1",
        sequence=0,
        title="Coordinators, Sofia",
        network="NATC SEE",
        is_closed=False,
        is_public=False,
        starts=datetime(2026, 10, 14, 9, tzinfo=ZoneInfo("Europe/Sofia")),
        ends=datetime(2026, 10, 14, 12, 30, tzinfo=ZoneInfo("Europe/Sofia")),
        zone="Europe/Sofia",
        organiser_name="Secretariat",
        organiser_address="meetings@example.org",
        place="Sofia, Hotel Balkan",
        description="Business responsibility; hosted by Bulgaria",
        url="https://example.org/meetings/4f2a",
    )
    return replace(plain, **changes)


def read_twice(raw: bytes) -> tuple[icalendar.Event, Any]:
    """The one event of a file, by each of two libraries."""
    first = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert len(first) == 1
    assert first[0].errors == []
    # A name of its own for each zone: the second library shall know it from this file alone, and remembers names.
    name = rf"\1zone-{next(NUMBERS)}"
    second = vobject.readOne(re.sub(r"(TZID[:=])[\w/]+", name, raw.decode("utf-8")))
    # A strict reading: it raises where a component lacks what the standard demands of it.
    second.validate(raiseException=True)
    return first[0], second.vevent


def hours_around_the_changes(zone: str) -> list[datetime]:
    """Instants around each change of the clocks of two years, a year ahead, and the hours of a plain day."""
    here = ZoneInfo(zone)
    moments = [datetime.combine(date(2027, month, 14), time(9, 30), tzinfo=here) for month in range(1, 13)]
    for shift in shifts(zone, 2026, 2027):
        at = shift.onset - shift.offset_from
        moments += [
            at.replace(tzinfo=UTC) + timedelta(minutes=m) for m in (-1440, -90, -30, -1, 0, 1, 30, 90, 1440)
        ]
    return moments


@pytest.mark.parametrize("zone", [*CAPITALS, *OTHERS])
def test_times_are_right_in_every_capital_across_both_clock_changes_and_a_year_ahead(zone: str) -> None:
    for moment in hours_around_the_changes(zone):
        happening = meeting(starts=moment, ends=moment + timedelta(hours=3), zone=zone)
        ours, theirs = read_twice(invitation(happening, ANA, sent_at=SENT))
        for name, instant in (("dtstart", moment), ("dtend", moment + timedelta(hours=3))):
            wanted = instant.astimezone(UTC)
            assert ours[name].dt.astimezone(UTC) == wanted
            assert getattr(theirs, name).value.astimezone(UTC) == wanted, (zone, wanted)


def test_the_changes_of_the_clocks_are_those_of_the_law() -> None:
    onsets = [(s.onset, s.is_summer) for s in shifts("Europe/Vienna", 2026, 2026)]
    assert onsets == [
        (datetime.fromisoformat("2026-03-29T02:00:00"), True),
        (datetime.fromisoformat("2026-10-25T03:00:00"), False),
    ]
    assert shifts("Europe/Istanbul", 2026, 2028) == ()


@pytest.mark.parametrize("minutes", [-60, -1, 0, 59])
def test_an_hour_that_happens_twice_is_told_in_utc(minutes: int) -> None:
    # One o'clock in UTC, when the clocks of Sofia go from four back to three.
    moment = datetime(2026, 10, 25, 1, tzinfo=UTC) + timedelta(minutes=minutes)
    happening = meeting(starts=moment, ends=moment + timedelta(hours=3))
    text = invitation(happening, ANA, sent_at=SENT).decode()
    assert f"DTSTART:{moment:%Y%m%dT%H%M%SZ}" in text
    assert "DTEND;TZID=Europe/Sofia:20261025T" in text


def test_a_zone_with_a_yearly_rule_is_written_as_two_rules_and_no_list_of_dates() -> None:
    text = invitation(meeting(), ANA, sent_at=SENT).decode()
    zone = text[text.index("BEGIN:VTIMEZONE") : text.index("END:VTIMEZONE")]
    assert zone.count("BEGIN:DAYLIGHT") == zone.count("BEGIN:STANDARD") == 1
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in zone
    assert "RDATE" not in zone


@pytest.mark.parametrize("closed", [False, True])
@pytest.mark.parametrize("kind", ["invitation", "update", "cancel"])
def test_every_file_names_its_addressee_alone_and_where_answers_go(kind: str, closed: bool) -> None:
    happening = meeting(is_closed=closed, sequence=3)
    raw = {
        "invitation": lambda: invitation(happening, ANA, sent_at=SENT),
        "update": lambda: update(happening, ANA, sent_at=SENT, after=2),
        "cancel": lambda: cancel(happening, ANA, sent_at=SENT, after=2),
    }[kind]()
    ours, theirs = read_twice(raw)
    assert str(ours["attendee"]) == "mailto:ana@example.org"
    assert ours["attendee"].params["CN"] == "Ana Čurin"
    assert len(theirs.attendee_list) == 1
    assert str(ours["organizer"]) == "mailto:meetings@example.org"
    unfolded = raw.decode().replace("\r\n ", "")
    assert set(re.findall(r"[\w.]+@example\.org", unfolded)) == {"ana@example.org", "meetings@example.org"}
    method = "CANCEL" if kind == "cancel" else "REQUEST"
    assert f"METHOD:{method}" in unfolded
    assert content_type(method) == f"text/calendar; method={method}; charset=utf-8; component=VEVENT"  # type: ignore[arg-type]


def test_an_update_and_a_cancellation_replace_the_first_invitation() -> None:
    first = read_twice(invitation(meeting(), ANA, sent_at=SENT))
    later = meeting(sequence=1, place="Plovdiv")
    second = read_twice(update(later, ANA, sent_at=SENT + timedelta(days=1), after=0))
    third = read_twice(cancel(meeting(sequence=2), ANA, sent_at=SENT + timedelta(days=2), after=1))
    for number in (0, 1):
        uids = {
            str(e["uid"]) if number == 0 else e.uid.value
            for e in (first[number], second[number], third[number])
        }
        assert uids == {"meeting-4f2a@network-1"}
    assert [int(e[0]["sequence"]) for e in (first, second, third)] == [0, 1, 2]
    assert [int(e[1].sequence.value) for e in (first, second, third)] == [0, 1, 2]
    stamps = [e[0]["dtstamp"].dt for e in (first, second, third)]
    assert stamps == sorted(stamps)
    assert second[0]["location"] == "Plovdiv"
    assert third[0]["status"] == "CANCELLED"


@pytest.mark.parametrize("after", [3, 4])
def test_a_change_that_calendars_would_throw_away_is_not_made(after: int) -> None:
    for make in (update, cancel):
        with pytest.raises(RuleBroken) as refused:
            make(meeting(sequence=3), ANA, sent_at=SENT, after=after)
        assert refused.value.rule == "meetings.sequence"


@pytest.mark.parametrize("method", ["request", "cancel"])
def test_a_closed_meeting_leaves_the_house_without_title_place_and_words(method: str) -> None:
    closed = meeting(
        is_closed=True, sequence=1, title="Canary title", place="Canary place", description="Canary words"
    )
    make = update if method == "request" else cancel
    raw = make(closed, ANA, sent_at=SENT, after=0)
    ours, _ = read_twice(raw)
    assert "canary" not in raw.decode().replace("\r\n ", "").casefold()
    assert ours["summary"] == "NATC SEE: closed meeting"
    assert ours["class"] == "CONFIDENTIAL"
    assert not {"location", "description", "comment", "contact", "categories"} & {k.casefold() for k in ours}
    assert ours["url"] == "https://example.org/meetings/4f2a"


@pytest.mark.parametrize(("public", "word"), [(True, "PUBLIC"), (False, "PRIVATE")])
def test_an_open_meeting_says_how_far_it_may_go(public: bool, word: str) -> None:
    ours, theirs = read_twice(invitation(meeting(is_public=public), ANA, sent_at=SENT))
    assert (ours["class"], theirs.contents["class"][0].value) == (word, word)
    assert theirs.summary.value == "Coordinators, Sofia"


def test_whole_days_are_days_and_the_last_is_included() -> None:
    days = meeting(starts=date(2026, 10, 13), ends=date(2026, 10, 14), is_tentative=True)
    raw = invitation(days, ANA, sent_at=SENT)
    ours, theirs = read_twice(raw)
    assert (ours["dtstart"].dt, ours["dtend"].dt) == (date(2026, 10, 13), date(2026, 10, 15))
    assert (theirs.dtstart.value, theirs.dtend.value) == (date(2026, 10, 13), date(2026, 10, 15))
    assert ours["status"] == "TENTATIVE"
    assert b"VTIMEZONE" not in raw


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"starts": datetime.fromisoformat("2026-10-14T09:00")}, "meetings.times"),
        ({"starts": date(2026, 10, 14)}, "meetings.times"),
        ({"starts": datetime(2026, 10, 15, tzinfo=UTC)}, "meetings.times"),
        ({"ends": datetime(2026, 10, 14, 6, tzinfo=UTC)}, "meetings.times"),
        ({"organiser_address": "nobody"}, "meetings.address"),
    ],
)
def test_what_would_be_wrong_in_every_calendar_is_refused(changes: dict[str, Any], rule: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        invitation(meeting(**changes), ANA, sent_at=SENT)
    assert refused.value.rule == rule


@pytest.mark.parametrize(
    "address",
    [
        "",
        "a@b@c",
        "a b@example.org",
        "a@example.org\r\nATTENDEE:mailto:spy@example.org",
        "a@example.org,spy@example.org",
        '"a"@example.org',
        "a@exa;mple.org",
    ],
)
def test_an_address_that_could_carry_a_second_one_is_refused(address: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        invitation(meeting(), Addressee("A", address), sent_at=SENT)
    assert refused.value.rule == "meetings.address"


@given(words=st.text(max_size=300), name=st.text(max_size=80))
def test_no_words_break_out_of_their_field(words: str, name: str) -> None:
    hostile = f"{words}\r\nEND:VEVENT\r\nATTENDEE:mailto:spy@example.net\n{words}"
    happening = meeting(title=hostile, place=hostile, description=hostile, network=hostile)
    raw = invitation(happening, Addressee(name + "\r\nX-EVIL:1", "ana@example.org"), sent_at=SENT)
    event = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert len(event) == 1
    assert str(event[0]["attendee"]) == "mailto:ana@example.org"
    assert "X-EVIL" not in event[0]


def test_the_same_matter_gives_the_same_bytes() -> None:
    assert invitation(meeting(), ANA, sent_at=SENT) == invitation(meeting(), ANA, sent_at=SENT)
    lines = invitation(meeting(title="Ж" * 200), ANA, sent_at=SENT).split(b"\r\n")
    assert max(map(len, lines)) <= 75

"""Events of another network, or a country's school holidays, from the calendar file it hands out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Event

from secretariat.toolbox.errors import RuleBroken, SourceUnreadable

from .calendar_rules import repetitions_of
from .calendar_text import decoded, parsed
from .free_days import KnownDays

LARGEST_CALENDAR = 4 << 20
"""Bytes: some ten thousand events with their words."""

LONGEST_WINDOW = timedelta(days=3 * 366)
MOST_EVENTS, MOST_DAYS = 5_000, 5_000
MOST_REPETITIONS = 100_000
"""Repetitions that may have to be counted from each first day on: half a second's work."""

_LONGEST_TITLE = 240

_EARLIEST_YEAR, _LATEST_YEAR = 1970, 2200

# What the expansion raises on dates and rules that contradict each other.
_EXPANSION_FAULTS = (ValueError, KeyError, TypeError, AttributeError, OverflowError)


@dataclass(frozen=True, slots=True)
class OutsideEvent:
    """One event on its days, both included, in the zone asked for; instants where the calendar gives hours."""

    uid: str
    title: str
    first: date
    last: date
    starts_at: datetime | None
    ends_at: datetime | None
    place: str

    def days(self, *, country: str = "", kind: Literal["event", "school"] = "event") -> KnownDays:
        """The event as days that warnings are made of."""
        return KnownDays(self.first, self.last, self.title, country, kind)


def read_events(raw: bytes, *, first: date, last: date, zone: str) -> tuple[OutsideEvent, ...]:
    """What a calendar file holds between two days, both included, in order of time; each repetition for itself.

    ``zone`` (IANA name) says on which day an hour falls. Cancelled events are left out. Raises RuleBroken
    (``meetings.window``) for more than three years at once or days the wrong way round, SourceUnreadable where the
    file is too large, no calendar, or repeats in ways that no meeting does.
    Source: RFC 5545; the limits are our own choice: a list of conferences has hundreds of lines, not millions.
    """
    if not timedelta() <= last - first <= LONGEST_WINDOW:
        raise RuleBroken("meetings.window", "Choose a first and a last day, three years apart at most.")
    if len(raw) > LARGEST_CALENDAR:
        raise SourceUnreadable(
            f"The calendar is larger than {LARGEST_CALENDAR >> 20} MB; export fewer months of it."
        )
    calendar = parsed(decoded(raw))
    _refuse_wild(calendar, last)
    try:
        # Only events: a calendar's tasks and alarms are nobody else's business.
        found = recurring_ical_events.of(calendar, components=["VEVENT"]).between(
            first, last + timedelta(days=1)
        )
    except _EXPANSION_FAULTS as fault:
        raise SourceUnreadable(
            "The calendar contradicts itself in the days of an event that repeats; export single days."
        ) from fault
    if len(found) > MOST_DAYS:
        raise SourceUnreadable(f"The calendar has more than {MOST_DAYS} events in these days; choose fewer.")
    here = ZoneInfo(zone)
    events = [_outside(event, here) for event in found if str(event.get("status", "")).upper() != "CANCELLED"]
    inside = [event for event in events if event.first <= last and event.last >= first]
    return tuple(sorted(inside, key=lambda e: (e.first, e.last, e.title, e.uid)))


def _refuse_wild(calendar: Calendar, last: date) -> None:
    """Raises SourceUnreadable where expanding the calendar could take longer than anybody waits."""
    events = calendar.walk("VEVENT")
    if len(events) > MOST_EVENTS:
        raise SourceUnreadable(f"The calendar has more than {MOST_EVENTS} events; export fewer months of it.")
    repetitions = 0
    for event in events:
        if not isinstance(event, Event) or event.errors:
            raise SourceUnreadable(
                f"“{_title(event)}” cannot be read: {_fault_of(event)} is not as the standard has it; correct it and export again."
            )
        start, end = _moment(event, "dtstart"), _moment(event, "dtend")
        if start is None or not _EARLIEST_YEAR <= start.year <= _LATEST_YEAR:
            raise SourceUnreadable(f"“{_title(event)}” has no day on which it could be held.")
        if end is not None and not _day(start) <= _day(end) <= date(_LATEST_YEAR, 12, 31):
            raise SourceUnreadable(f"“{_title(event)}” ends before it begins, or never.")
        if event.get("rrule") is not None:
            try:
                repetitions += repetitions_of(event["rrule"], (last - _day(start)).days)
            except RuleBroken as refused:
                raise SourceUnreadable(f"“{_title(event)}”: {refused.message}") from None
    if repetitions > MOST_REPETITIONS:
        raise SourceUnreadable("The calendar repeats too much; export single days, or fewer years.")


def _fault_of(event: object) -> str:
    """Which line of an event cannot be read, as whoever exported the calendar can find it."""
    errors = getattr(event, "errors", None) or [("", "")]
    name = str(errors[0][0] or "")
    return f"its {name.upper()}" if name else "one of its lines"


def _moment(event: Event, name: str) -> date | None:
    value = getattr(event.get(name), "dt", None)
    return value if isinstance(value, date) else None


def _outside(event: Event, here: ZoneInfo) -> OutsideEvent:
    start, end = event.start, event.end
    uid, place = str(event.get("uid", ""))[:255], _clean(str(event.get("location", "")))
    if isinstance(start, datetime) and isinstance(end, datetime):
        # A time without a zone means the reader's own wall clock: here, the zone asked for.
        begins, ends = _aware(start, here), _aware(end, here)
        last = ends if ends.time() != time() or ends <= begins else ends - timedelta(days=1)
        return OutsideEvent(uid, _title(event), begins.date(), last.date(), begins, ends, place)
    first, beyond = _day(start), _day(end)
    return OutsideEvent(uid, _title(event), first, max(first, beyond - timedelta(days=1)), None, None, place)


def _aware(moment: datetime, here: ZoneInfo) -> datetime:
    return moment.replace(tzinfo=here) if moment.tzinfo is None else moment.astimezone(here)


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _title(event: object) -> str:
    get = getattr(event, "get", None)
    return (_clean(str(get("summary", ""))) if get is not None else "") or "an event without a title"


def _clean(words: str) -> str:
    return " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", words).split())[:_LONGEST_TITLE]

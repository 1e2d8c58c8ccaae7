"""The data of a time zone as iCalendar wants it inside the file, so that no program has to know the zone's name.

Made here and not by ``icalendar``, whose onsets of summer time come out an hour late (the standard counts them in
the time before the shift), and as rules instead of lists of dates, which the common office calendar passes over.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard, vRecur

_YEARS_AHEAD = 10
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True)
class Shift:
    """One change of a zone's clocks: ``onset`` is local time as it was before the change, without zone."""

    onset: datetime
    offset_from: timedelta
    offset_to: timedelta
    name: str
    is_summer: bool


@dataclass(frozen=True, slots=True)
class _Rule:
    month: int
    weekday: int
    week: int
    """The how-manieth of its weekday in the month, or -1 for the last."""


def shifts(zone: str, first_year: int, last_year: int) -> tuple[Shift, ...]:
    """Every change of the clocks in these years, both included, to the second, in order of time.

    Raises ZoneInfoNotFoundError for an unknown zone. Source: the IANA time zone database, as Python reads it.
    """
    here, found = ZoneInfo(zone), []
    moment, end = datetime(first_year, 1, 1, tzinfo=UTC), datetime(last_year + 1, 1, 1, tzinfo=UTC)
    while moment < end:
        after = moment + timedelta(days=1)
        if moment.astimezone(here).utcoffset() != after.astimezone(here).utcoffset():
            found.append(_shift(here, moment, after))
        moment = after
    return tuple(found)


def _shift(here: ZoneInfo, before: datetime, after: datetime) -> Shift:
    old = before.astimezone(here).utcoffset() or timedelta()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        if middle.astimezone(here).utcoffset() == old:
            before = middle
        else:
            after = middle
    local = after.astimezone(here)
    new = local.utcoffset() or timedelta()
    onset = (after + old).replace(tzinfo=None)
    # By the clocks and not by the database's own flag, which calls the Irish winter the exception.
    return Shift(onset, old, new, local.tzname() or "", is_summer=new > old)


@lru_cache(maxsize=256)
def zone_component(zone: str, year: int) -> Timezone:
    """VTIMEZONE for something that begins in ``year``: right from the year before it to ten years after.

    Two blocks with a yearly rule where the zone has one, a block for each change where it has not. The component is
    shared: add it to a calendar, never change it. Source: RFC 5545, 3.6.5.
    """
    made = Timezone()
    made.add("tzid", zone)
    changes = shifts(zone, year - 1, year + _YEARS_AHEAD)
    by_rule = [_rule_of([c for c in changes if c.is_summer is summer]) for summer in (True, False)]
    if changes and all(by_rule) and len(changes) == 2 * (_YEARS_AHEAD + 2):
        first = {
            True: next(c for c in changes if c.is_summer),
            False: next(c for c in changes if not c.is_summer),
        }
        for rule, summer in zip(by_rule, (True, False), strict=True):
            made.add_component(_block(first[summer], rule))
        return made
    for change in (_beginning(zone, year - 1), *changes):
        made.add_component(_block(change, None))
    return made


def _beginning(zone: str, year: int) -> Shift:
    """How the clocks stood when the first year began, as a change from itself."""
    local = datetime(year, 1, 1, tzinfo=UTC).astimezone(ZoneInfo(zone))
    offset = local.utcoffset() or timedelta()
    return Shift(datetime(year - 1, 12, 30), offset, offset, local.tzname() or "", is_summer=False)  # noqa: DTZ001


def _rule_of(changes: Sequence[Shift]) -> _Rule | None:
    """The one yearly rule that gives all these changes, with the same hour and offsets; None where there is none."""
    if len({(c.onset.time(), c.offset_from, c.offset_to, c.name) for c in changes}) != 1:
        return None
    fits = [set(_rules_of_day(c.onset)) for c in changes]
    shared = set.intersection(*fits)
    # "The last Sunday" and "the fourth Sunday" can both fit a few years; over twelve only one does.
    return min(shared, key=lambda rule: rule.week, default=None)


def _rules_of_day(onset: datetime) -> Iterator[_Rule]:
    yield _Rule(onset.month, onset.weekday(), (onset.day - 1) // 7 + 1)
    if (onset + timedelta(days=7)).month != onset.month:
        yield _Rule(onset.month, onset.weekday(), -1)


def _block(change: Shift, rule: _Rule | None) -> TimezoneDaylight | TimezoneStandard:
    block = TimezoneDaylight() if change.is_summer else TimezoneStandard()
    block.add("dtstart", change.onset)
    block.add("tzoffsetfrom", change.offset_from)
    block.add("tzoffsetto", change.offset_to)
    if change.name:
        block.add("tzname", change.name)
    if rule is not None:
        day = f"{rule.week}{_WEEKDAYS[rule.weekday]}"
        block.add("rrule", vRecur(FREQ="YEARLY", BYMONTH=rule.month, BYDAY=day))
    return block

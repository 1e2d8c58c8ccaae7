"""The one place the time comes from, so that tests can stop it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

HOME_ZONE = "Europe/Vienna"
"""Where days begin and hours are told unless a network says otherwise: at the Secretariat's seat."""


def now() -> datetime:
    """This instant, aware, in UTC. Source: own choice, because instants of many zones must compare."""
    return datetime.now(UTC)


def today(zone: str = HOME_ZONE) -> date:
    """The calendar day it is now in a named zone. Raises ZoneInfoNotFoundError for an unknown zone.

    Mandates start and end by day; the default is the zone of the Secretariat's seat.
    Source: own choice, because a mandate that ends "on 31 May" ends where the network lives.
    """
    return datetime.now(ZoneInfo(zone)).date()


def day_of(at: datetime, zone: str) -> date:
    """The calendar day on which an aware instant falls in a named zone. Raises ZoneInfoNotFoundError for an unknown
    zone.

    Source: own choice: ``at.date()`` is the day at Greenwich, which for an hour or three is not the day of the network.
    """
    return at.astimezone(ZoneInfo(zone)).date()


def day_begins_at(day: date, zone: str) -> datetime:
    """The first instant of a calendar day in a named zone, in UTC: what ended the day before has ended, what begins
    that day has begun. Raises ZoneInfoNotFoundError for an unknown zone.

    Midnight, but for the few nights on which the clocks pass over it: then the instant of that change.
    Source: PEP 495: a time that a zone skips is read with the offset before the change.
    """
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone)).astimezone(UTC)

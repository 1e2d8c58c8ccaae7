"""Whose morning it is: the zone of a member's capital, and the hour at which the day's letter goes.

The longer half of ``rules.py``; pure, time is an argument.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from secretariat.toolbox.zones import zones_by_country

MORNING = time(7, 0)
"""When the one letter of a day goes out, by the clock of the reader's capital: own choice, before the office opens."""

_CAPITAL_OF_MANY = {
    "AR": "America/Argentina/Buenos_Aires",
    "AU": "Australia/Sydney",
    "BR": "America/Sao_Paulo",
    "CA": "America/Toronto",
    "CD": "Africa/Kinshasa",
    "CL": "America/Santiago",
    "CN": "Asia/Shanghai",
    "CY": "Asia/Nicosia",
    "DE": "Europe/Berlin",
    "EC": "America/Guayaquil",
    "ES": "Europe/Madrid",
    "FM": "Pacific/Pohnpei",
    "GL": "America/Nuuk",
    "ID": "Asia/Jakarta",
    "KI": "Pacific/Tarawa",
    "KZ": "Asia/Almaty",
    "MH": "Pacific/Majuro",
    "MN": "Asia/Ulaanbaatar",
    "MX": "America/Mexico_City",
    "MY": "Asia/Kuala_Lumpur",
    "NZ": "Pacific/Auckland",
    "PF": "Pacific/Tahiti",
    "PG": "Pacific/Port_Moresby",
    "PS": "Asia/Hebron",
    "PT": "Europe/Lisbon",
    "RU": "Europe/Moscow",
    "UA": "Europe/Kyiv",
    "US": "America/New_York",
    "UZ": "Asia/Tashkent",
}
"""The clock of the seat of government where a country has several; where it has one the table of zones says it."""


def capital_zone(code: str, otherwise: str) -> str:
    """The zone of a member's capital by its ISO 3166-1 code; ``otherwise`` (the network's own zone) where the code
    is no country's or the country has no one capital's clock in the table.

    Source: ``zone.tab`` of the tz database in the package ``tzdata``, which is public domain and takes no position
    on territories; countries with several zones by the table above, own choice of the seat of government.
    """
    zones = zones_by_country().get(code, ())
    if len(zones) == 1:
        return zones[0]
    return _CAPITAL_OF_MANY.get(code, otherwise)


def last_morning(now: datetime, zone: str) -> datetime:
    """The newest ``MORNING`` that has begun in a zone at an aware instant."""
    local = now.astimezone(ZoneInfo(zone))
    morning = datetime.combine(local.date(), MORNING, ZoneInfo(zone))
    if morning > now:
        morning = datetime.combine(local.date() - timedelta(days=1), MORNING, ZoneInfo(zone))
    return morning


def goes_this_morning(oldest: datetime, now: datetime, zone: str) -> bool:
    """Whether the letter of the day is due for a reader whose oldest waiting line was added at ``oldest``.

    A line waits for the next morning that begins after it was added, so that no reader gets two letters of the
    day on one day, however often this is asked, also where the clocks change or the ticking stood still.
    Source: own choice.
    """
    return oldest < last_morning(now, zone)


def instant_in_words(at: datetime, zone: str) -> str:
    """An instant as a letter says it to a reader in a zone: "Tuesday 2 March 2027, 17:00 (Sofia time, UTC+02:00)".

    The offset is the one of that day, so that nobody reckons summer time. Source: own choice, because an hour
    without its zone is the commonest fault of letters between capitals.
    """
    local = at.astimezone(ZoneInfo(zone))
    place = zone.rpartition("/")[2].replace("_", " ")
    offset = local.strftime("%z")
    return f"{local:%A %-d %B %Y, %H:%M} ({place} time, UTC{offset[:3]}:{offset[3:5]})"


def end_of_day(day: date, zone: str) -> datetime:
    """The last minute of a day in a zone, as an aware instant: what "by 2 March" means to a reader elsewhere.

    Source: own choice: a reader in another zone is told an hour, and a day that ends at midnight is told as its last
    minute, because "0:00" is read as the day before by half of all readers.
    """
    return datetime.combine(day, time(23, 59), ZoneInfo(zone))

"""Days and hours as letters write them, in English and in French."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

Language = Literal["en", "fr"]

_MONTHS = {
    "en": (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
}  # fmt: skip


def day_in_words(day: date, language: Language) -> str:
    """A day without an article: "12 October 2027", "1er octobre 2027"."""
    return f"{_number(day, language)} {_MONTHS[language][day.month - 1]} {day.year}"


def days_held(first: date, last: date, language: Language) -> str:
    """The days of a meeting, both included, with the words a sentence needs before them: "on 12 and 13 October 2027",
    "from 30 October to 2 November 2027", "les 12 et 13 octobre 2027". Source: own choice, the usual form of letters.
    """
    end = day_in_words(last, language)
    if first == last:
        return f"on {end}" if language == "en" else f"le {end}"
    begin = _number(first, language)
    if first.year != last.year:
        begin = day_in_words(first, language)
    elif first.month != last.month:
        begin = f"{begin} {_MONTHS[language][first.month - 1]}"
    elif (last - first).days == 1:
        return f"on {begin} and {end}" if language == "en" else f"les {begin} et {end}"
    return f"from {begin} to {end}" if language == "en" else f"du {begin} au {end}"


def hours_held(opens: datetime, closes: datetime, zone: str, language: Language) -> str:
    """The same with hours, told in the zone of the place, which is named: "from 12 October 2027, 09:00, to 13 October
    2027, 17:00 (Podgorica time)". ``opens`` and ``closes`` are aware instants.
    """
    first, last = (at.astimezone(ZoneInfo(zone)) for at in (opens, closes))
    place = zone.rpartition("/")[2].replace("_", " ")
    named = f"({place} time)" if language == "en" else f"(heure de {place})"
    if first.date() == last.date():
        day = days_held(first.date(), last.date(), language)
        if language == "en":
            return f"{day} from {first:%H:%M} to {last:%H:%M} {named}"
        return f"{day} de {_hour(first)} à {_hour(last)} {named}"
    begin, end = day_in_words(first.date(), language), day_in_words(last.date(), language)
    if language == "en":
        return f"from {begin}, {first:%H:%M}, to {end}, {last:%H:%M} {named}"
    return f"du {begin} à {_hour(first)} au {end} à {_hour(last)} {named}"


def _number(day: date, language: Language) -> str:
    return "1er" if language == "fr" and day.day == 1 else str(day.day)


def _hour(at: datetime) -> str:
    return f"{at.hour} h {at.minute:02d}"

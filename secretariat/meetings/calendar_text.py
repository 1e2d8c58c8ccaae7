"""Calendar files from outside, made safe to parse: how large, how deep, how wild they may be.

The parser is kept away from what outsiders wrote about time zones: it would remember a zone under any name for the
rest of the process, so that one file could shift the times of the next. A zone is one that everybody knows, or the
file is refused in words.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import cache
from zoneinfo import available_timezones

from icalendar import Calendar
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from secretariat.toolbox.errors import SourceUnreadable

_DEEPEST = 6
_MOST_LINES = 200_000
_CHARSETS = frozenset(
    {
        "utf-8",
        "ascii",
        "utf-16",
        "koi8-r",
        *(f"iso8859-{n}" for n in range(1, 17)),
        *(f"cp125{n}" for n in range(9)),
    }
)
"""Codings a mail program writes a calendar in; others (punycode, for one) take quadratic time to read."""

# What the parser raises on lines that are no calendar, next to ValueError.
_PARSER_FAULTS = (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError)

_ZONE = re.compile(r';TZID=(?:"([^"]*)"|([^":;,]*))', re.IGNORECASE)


def decoded(raw: bytes, charset: str = "utf-8") -> str:
    """The text of a calendar file. Raises SourceUnreadable where the bytes are not written in the charset named."""
    try:
        name = codecs.lookup(charset).name
    except (LookupError, ValueError):
        name = ""
    if name not in _CHARSETS:
        raise SourceUnreadable(
            f"The calendar is written in “{charset[:40]}”, which is not read here; use UTF-8."
        )
    try:
        return raw.decode(name).lstrip("\ufeff")
    except UnicodeDecodeError:
        raise SourceUnreadable(
            f"The calendar is not written in {name}, as it says; save it again in UTF-8."
        ) from None


def parsed(text: str) -> Calendar:
    """The one calendar in a text, its zones replaced by those everybody knows.

    Raises SourceUnreadable, in words, where it is no calendar, nests too deep, holds more than one calendar, or names
    a zone nobody knows.
    """
    if not re.match(r"\s*BEGIN:VCALENDAR\s", text, re.IGNORECASE):
        raise SourceUnreadable("This is no calendar file: it does not begin with BEGIN:VCALENDAR.")
    if "\x00" in text:
        raise SourceUnreadable("The calendar holds characters that no text has; export it again.")
    lines = list(_without_zones(_unfolded(text)))
    try:
        found = Calendar.from_ical("\r\n".join(lines) + "\r\n", multiple=True)
    except _PARSER_FAULTS as fault:
        raise SourceUnreadable(
            "The calendar cannot be read: its lines are not as the standard has them; export it again."
        ) from fault
    if len(found) != 1 or not isinstance(found[0], Calendar):
        raise SourceUnreadable("The file holds more than one calendar, or none; send one at a time.")
    return found[0]


def _unfolded(text: str) -> list[str]:
    lines = re.sub(r"\r\n?|\n", "\n", text)
    lines = re.sub(r"\n[ \t]", "", lines)
    found = [line for line in lines.split("\n") if line.strip()]
    if len(found) > _MOST_LINES:
        raise SourceUnreadable("The calendar has too many lines; export fewer months of it.")
    return found


def _without_zones(lines: list[str]) -> Iterator[str]:
    """The lines but for the zones' own data, with the names of zones put right, checked for depth on the way."""
    depth, in_zone = 0, 0
    for line in lines:
        word = line.strip().casefold()
        if word.startswith("begin:"):
            depth += 1
            if depth > _DEEPEST:
                raise SourceUnreadable("The calendar nests deeper than any calendar does.")
            if word == "begin:vtimezone" and not in_zone:
                in_zone = depth
        if not in_zone:
            yield _ZONE.sub(lambda found: f";TZID={known_zone(found[1] or found[2] or '')}", line)
        if word.startswith("end:"):
            if depth == in_zone:
                in_zone = 0
            depth -= 1
    if depth:
        raise SourceUnreadable("The calendar breaks off in the middle; export it again.")


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def known_zone(name: str) -> str:
    """The IANA name of a zone that a file names: by that name, by Windows' name, or with a maker's name in front.

    Raises SourceUnreadable for any other name, because a guess would be hours wrong.
    """
    said = name.strip().strip("/")
    for found in (said, WINDOWS_TO_OLSON.get(said, ""), "/".join(said.split("/")[-2:]), said.split("/")[-1]):
        if found in _zones():
            return found
    raise SourceUnreadable(
        f"The calendar counts in a zone “{name[:60]}” that nobody else knows; export it in UTC."
    )

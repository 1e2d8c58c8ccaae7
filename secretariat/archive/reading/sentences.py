"""Where sentences begin and end, as spans of the text they stand in."""

from __future__ import annotations

import re

from secretariat.archive.reading.model import Span

_STOP = re.compile(r"[.!?…]+[\"”’»)\]]*\s+|[:;]\s*\n")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\[“\":)])(?:Mr|Mrs|Ms|Dr|Prof|St|No|Nos|Art|vs|e\.g|i\.e|eg|ie|cf|para|paras|Amb|Gen|Col|Lt|Capt|Rev|"
    r"Hon|Jr|Sr|Inc|Ltd|approx|ca|vol|pp?|Fig|Sec|Messrs|MR|MS|DR|(?:[^\W\d_a-z]\.)*[^\W\d_a-z])\.$"
)


def sentences(text: str, start: int, end: int) -> list[Span]:
    """The sentences between two places of a text, without the space around them.

    ``start``, ``end``: code points of ``text``. A stop after an abbreviation or an initial, or before a
    small letter, ends nothing.
    Source: own choice; names with initials and honorifics are this product's daily bread.
    """
    found: list[Span] = []
    begin = start
    for stop in _STOP.finditer(text, start, end):
        after = stop.end()
        if after >= end:
            break
        upcoming = text[after]
        if upcoming.islower() or _ABBREVIATED.search(text[max(begin, stop.start() - 12) : stop.start() + 1]):
            continue
        cut = after - (len(stop.group()) - len(stop.group().rstrip()))
        found.append((begin, cut))
        begin = after
    while begin < end and text[begin].isspace():
        begin += 1
    if begin < end:
        found.append((begin, end))
    return found

"""Meetings to come: where, when, offered by whom, how firm."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from secretariat.archive.reading.dates import MONTH, periods
from secretariat.archive.reading.lexicon import AUTHORITY
from secretariat.archive.reading.model import Entry, Firmness, Found, MeetingAhead, Span
from secretariat.archive.reading.paper import Paper
from secretariat.archive.reading.sections import Purpose
from secretariat.archive.reading.sentences import sentences
from secretariat.archive.reading.states import STATE, state_named
from secretariat.toolbox.periods import Period

_MEETING: Final = r"(?:meetings?|sessions?|conferences?|workshops?|seminars?|plenary|forum|summit|assembly|gatherings?|calls?)"
_TO_COME: Final = re.compile(
    rf"\b(?:organi[sz]e|host|hold|convene|call)\s+(?:[\w’'-]+\s+){{0,8}}?{_MEETING}\b"
    rf"|\b(?:next|second|third|following|upcoming|forthcoming|future|another)\s+(?:[\w’'-]+\s+){{0,4}}?{_MEETING}\b"
    rf"|\bthere\s+(?:will|would)\s+be\s+(?:[\w’'-]+\s+){{0,4}}?{_MEETING}\b"
    rf"|\b{_MEETING}\s+(?:[\w’'-]+\s+){{0,8}}?(?:will|would|shall|should|is|are|was|were)\s+(?:\w+\s+)?(?:be\s+)?(?:held|take\s+place|convened|scheduled|planned|hosted|meet|organi[sz]ed)\b"
    r"|\bwill\s+(?:next\s+)?meet\b",
    re.I,
)
_PAST: Final = re.compile(r"\b(?:held|took\s+place|was\s+held|were\s+held|attended|participated)\b")
_IN_TOWN: Final = re.compile(
    r"\b(?:in|at|to)\s+(?P<town>(?=[^\W\d_a-z])[\w’'-]+(?:[ -][^\W\d_a-z][\w’'-]*){0,3})"
)
_BEHIND_DATE: Final = re.compile(
    rf"\d,\s+(?P<place>(?=[^\W\d_a-z])[^.;()]{{2,60}}?)(?:,\s*{STATE.pattern})?[.\s]*$"
)
_TENTATIVE: Final = re.compile(
    r"\b(?:can|could|might|may|try|tries|would|possibly|tentative(?:ly)?|propos\w+|suggest\w+|offer\w*|consider\w*|poll|if|provisional(?:ly)?|subject\s+to)\b",
    re.I,
)
_INTENDED: Final = re.compile(
    r"\b(?:intend\w*|plan(?:s|ned|ning)?|aim\w*|hope\w*|envisage\w*|expect\w*|foreseen|should)\b", re.I
)
_SIDE: Final = re.compile(
    r"\b(?:side|parallel)\s+(?:meeting|event)\s+(?:during|of|to|at|within)\s+(?:(?P<this>this|that)\s+event|(?:the\s+)?(?P<what>[^.,;]{3,120}))"
)
_HOST_EVENT: Final = re.compile(
    rf"\bthere\s+will\s+be\s+(?:an?\s+|the\s+)?(?P<what>{_MEETING}\b[^.;]*?)(?=\s+and\s+(?:s?he|they|it|we)\b|[.;,]|$)",
    re.I,
)
_MARGINS: Final = re.compile(r"\b(?:in|on|at)\s+the\s+margins?\s+of\s+(?:the\s+)?(?P<what>[^.,;]{3,120})")


def read_ahead(
    paper: Paper, purposes: Sequence[Purpose], entries: Sequence[Entry], held: Found | None
) -> tuple[MeetingAhead, ...]:
    """The future meetings a paper tells of, each once, with the first place that tells most.

    ``held``: the meeting's first day as in the header, against which months and "next year" are resolved.
    Source: own choice; a meeting without a period or a place is no meeting ahead.
    """
    on = date.fromisoformat(str(held.value)) if held is not None else None
    found: list[MeetingAhead] = []
    for block, purpose in zip(paper.blocks, purposes, strict=True):
        if block.kind in ("furniture", "note", "front", "row") or purpose == "silent":
            continue
        for span in sentences(paper.text, *block.span):
            told = _in_sentence(paper.text, span, on, entries, listed=purpose == "next")
            if told is not None:
                found.append(told)
    return _each_once(found)


def _in_sentence(
    text: str, span: Span, on: date | None, entries: Sequence[Entry], *, listed: bool
) -> MeetingAhead | None:
    start, end = span
    words = text[start:end]
    if (_TO_COME.search(words) is None and not listed) or (
        _PAST.search(words) and not re.search(r"\bwill\b", words)
    ):
        return None
    when, period = _when(text, span, on)
    place = _place(text, span)
    if listed and place is None and when is not None and (behind := _BEHIND_DATE.search(words)) is not None:
        place = behind["place"]
    if when is None and place is None:
        return None
    entry = next((e for e in entries if e.span[0] < end and start < e.span[1]), None)
    return MeetingAhead(
        span=span,
        place=place,
        when=when,
        earliest=period.earliest.isoformat() if period and period.earliest else None,
        latest=period.latest.isoformat() if period and period.latest else None,
        within=_within(words),
        offered_by=(entry.speaker or entry.seat)
        if entry is not None and entry.kind in ("offer", "commitment")
        else None,
        firmness=_firmness(words),
    )


def _when(text: str, span: Span, on: date | None) -> tuple[str | None, Period | None]:
    """The first period that lies after the meeting; one without bounds only where none has them."""
    vague: str | None = None
    for place, period in periods(text, *span, on):
        if period is None or period.latest is None:
            vague = vague or text[slice(*place)].rstrip(".")
        elif on is None or period.latest > on:
            return text[slice(*place)].rstrip("."), period
    return vague, None


def _place(text: str, span: Span) -> str | None:
    for found in _IN_TOWN.finditer(text, *span):
        town = found["town"]
        if re.match(MONTH, town) or re.search(rf"\b{AUTHORITY}\b", town) or state_named(town):
            continue
        if not re.fullmatch(r"[A-Z]{2,}\d*|Q[1-4]|Week|Part|Annex|Chapter|Section|Phase", town):
            return town
    return None


def _within(words: str) -> str | None:
    if (side := _SIDE.search(words)) is not None:
        if side["what"]:
            return side["what"].strip()
        event = _HOST_EVENT.search(words)
        return event["what"].strip() if event else None
    margins = _MARGINS.search(words)
    return margins["what"].strip() if margins else None


def _firmness(words: str) -> Firmness:
    if _INTENDED.search(words):
        return "intended"
    return "tentative" if _TENTATIVE.search(words) else "firm"


def _each_once(found: Sequence[MeetingAhead]) -> tuple[MeetingAhead, ...]:
    """One of several mentions of the same meeting: the one with place and bounds, else the first."""
    kept: list[MeetingAhead] = []
    for told in found:
        twin = next((k for k in kept if _same(k, told)), None)
        if twin is None:
            kept.append(told)
        elif _weight(told) > _weight(twin):
            kept[kept.index(twin)] = told
    return tuple(kept)


def _same(a: MeetingAhead, b: MeetingAhead) -> bool:
    places = a.place is None or b.place is None or a.place == b.place
    return (
        places
        and a.earliest == b.earliest
        and a.latest == b.latest
        and (a.when == b.when or a.earliest is not None)
    )


def _weight(told: MeetingAhead) -> int:
    return (told.place is not None) + (told.earliest is not None)

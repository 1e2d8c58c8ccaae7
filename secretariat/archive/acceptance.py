"""What an accepted reading builds, as plain values: decidable without a table.

The facts of a reading, as a person left them, become a plan: which meeting, which people, entries and
offers. ``actions.accept_reading`` carries the plan out through the actions of the rooms.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from secretariat.toolbox.errors import RuleBroken

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class AcceptedFact:
    """One accepted fact: its key in the reading (``entry.3``), its value, its place in the source."""

    key: str
    value: Mapping[str, Any]
    span: Span | None


@dataclass(frozen=True, slots=True)
class PlannedMeeting:
    """The facts of the meeting; days are certain, the rest may be empty."""

    title: str
    starts_on: date
    ends_on: date
    place: str
    country: str
    is_closed: bool
    within: str
    organiser: str
    chair: str
    secretariat: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class PlannedPerson:
    """Somebody named: the reading's own reference, and how the paper names the office."""

    ref: str
    name: str
    honorific: str
    function: str
    member: str
    is_present: bool | None
    span: Span | None


@dataclass(frozen=True, slots=True)
class PlannedEntry:
    """One thing said: its words, and who said it, by the reading's reference or in words."""

    kind: str
    text: str
    speaker: str
    seat_words: str
    on_behalf_of: str
    due: str
    span: Span


@dataclass(frozen=True, slots=True)
class PlannedOffer:
    """A meeting ahead, as it was offered or announced."""

    place: str
    when: str
    earliest: date | None
    latest: date | None
    within: str
    offered_by: str
    firmness: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class Plan:
    """All that an acceptance builds, in the order of the paper."""

    meeting: PlannedMeeting
    people: tuple[PlannedPerson, ...]
    entries: tuple[PlannedEntry, ...]
    offers: tuple[PlannedOffer, ...]


def plan(text: str, facts: Iterable[AcceptedFact]) -> Plan:
    """The plan of an acceptance. ``text`` is what the spans point into; ``facts`` are the accepted ones.

    Raises RuleBroken when the day of the meeting is missing: a meeting without a day cannot be found again.
    """
    by_kind: dict[str, list[AcceptedFact]] = {}
    for fact in facts:
        by_kind.setdefault(fact.key.partition(".")[0], []).append(fact)
    header = {fact.key.partition(".")[2]: fact for fact in by_kind.get("header", [])}
    people = tuple(_person(fact) for fact in by_kind.get("person", []))
    refs = frozenset(person.ref for person in people)
    return Plan(
        _meeting(header),
        people,
        tuple(_entry(text, fact, refs) for fact in by_kind.get("entry", []) if fact.span),
        tuple(_offer(fact, refs) for fact in by_kind.get("ahead", [])),
    )


_REF = re.compile(r"p\d+")


def _named(value: object, refs: frozenset[str]) -> str:
    """A person's reference, or words; a reference to somebody who was refused names nobody any more."""
    words = str(value or "")
    return "" if _REF.fullmatch(words) and words not in refs else words


def _meeting(header: Mapping[str, AcceptedFact]) -> PlannedMeeting:
    def words(key: str) -> str:
        fact = header.get(key)
        return str(fact.value.get("value") or "") if fact else ""

    starts = _day(words("starts_on"))
    if starts is None:
        raise RuleBroken(
            "archive.day_of_meeting",
            "The first day of the meeting is missing. Correct it under “The meeting”, then accept again.",
        )
    is_closed = header["closed"].value.get("value") is True if "closed" in header else True
    title = words("title") or words("body") or f"Meeting of {starts.day} {starts:%B %Y}"
    place = header.get("title") or header.get("starts_on")
    return PlannedMeeting(
        title=title,
        starts_on=starts,
        ends_on=_day(words("ends_on")) or starts,
        place=words("place"),
        country=words("country"),
        is_closed=is_closed,
        within=words("within"),
        organiser=words("organiser"),
        chair=words("chair"),
        secretariat=words("secretariat"),
        span=place.span if place else None,
    )


def _person(fact: AcceptedFact) -> PlannedPerson:
    value = fact.value
    return PlannedPerson(
        ref=fact.key.partition(".")[2],
        name=str(value.get("name") or ""),
        honorific=str(value.get("honorific") or ""),
        function=str(value.get("function") or ""),
        member=str(value.get("member") or ""),
        is_present=value.get("present"),
        span=fact.span,
    )


def _entry(text: str, fact: AcceptedFact, refs: frozenset[str]) -> PlannedEntry:
    value = fact.value
    assert fact.span is not None
    return PlannedEntry(
        kind=str(value["kind"]),
        text=str(value.get("text") or entry_text(text, fact.span)),
        speaker=_named(value.get("speaker"), refs),
        seat_words=str(value.get("seat") or ""),
        on_behalf_of=_named(value.get("on_behalf_of"), refs),
        due=str(value.get("due") or ""),
        span=fact.span,
    )


def _offer(fact: AcceptedFact, refs: frozenset[str]) -> PlannedOffer:
    value = fact.value
    return PlannedOffer(
        place=str(value.get("place") or ""),
        when=str(value.get("when") or ""),
        earliest=_day(str(value.get("earliest") or "")),
        latest=_day(str(value.get("latest") or "")),
        within=str(value.get("within") or ""),
        offered_by=_named(value.get("offered_by"), refs),
        firmness=str(value.get("firmness") or "tentative"),
        span=fact.span,
    )


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        raise RuleBroken(
            "archive.day", f"“{words}” is no day; write it as year-month-day, such as 2019-05-30."
        ) from None


_LEAD = re.compile(r"^\s*(?:[-–—•*·]|\(?\d{1,2}[.)]|\(?[a-z]\))\s+")


def entry_text(text: str, span: Span) -> str:
    """The words of an entry as the record keeps them: the span on one line, its bullet or number left out."""
    return " ".join(_LEAD.sub("", text[span[0] : span[1]]).split())


def function_of(words: str) -> str:
    """The function a paper's words name, for a mandate that is only attested by that paper.

    Source: own choice: only "coordinator" said outright makes one; any other office is an official's, and
    its own words are kept beside.
    """
    low = words.casefold()
    if re.search(
        r"\b(?:deputy|assistant|vice)[\s-]+(?:national\s+)?(?:anti[\s-]?trafficking\s+)?coordinator", low
    ):
        return "substitute"
    if re.search(r"\bacting\b.*coordinator", low):
        return "acting coordinator"
    if "coordinator" in low:
        return "coordinator"
    if re.search(r"\bminister\b", low):
        return "minister"
    if re.search(r"\blocal (?:team|commission)", low):
        return "local-team member"
    return "officer"

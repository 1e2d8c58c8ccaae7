"""Who speaks in a sentence: persons, a seat, the body itself, or whoever spoke before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from secretariat.archive.reading.lexicon import (
    AUTHORITY,
    AUXILIARY,
    BODY_SUBJECT,
    ENVOY_SEAT,
    FULL_NAME,
    HONORIFIC,
    HONORIFIC_NAME,
    OFFICE,
    PLAIN,
    PLURAL_SEAT,
    ROLE_SEAT,
    UPPER,
    VERB,
)
from secretariat.archive.reading.people import Register, Someone, describe
from secretariat.archive.reading.states import STATE, state_named

SubjectKind = Literal["persons", "seat", "pronoun", "body"]


@dataclass(frozen=True, slots=True)
class Subject:
    """The subject of a sentence, and where the words behind it begin."""

    kind: SubjectKind
    start: int
    end: int
    persons: tuple[Someone, ...] = ()
    seat: str | None = None


@dataclass(frozen=True, slots=True)
class Verb:
    """The verb of speaking: its word and place, and the words between subject and verb."""

    word: str
    start: int
    end: int
    before: str


_PRONOUN = re.compile(
    r"(?:[Tt]h(?:is|e\s+same)\s+(?:representative|delegate|speaker|delegation|participant)|He|She|he|she|They|they)\b(?!['’])"
)
_LEAD_WORD = re.compile(
    r"(?:Again|Then|Also|Next|Finally|Lastly|Here|But|And|However|The\s+chair,|After\s+this)\s+"
)
_COMMA = re.compile(r",\s+|\s[–—-]\s+")
_AND = re.compile(r"\s*(?:,|,?\s+and|&)\s+")
_ENVOY_OF = re.compile(
    rf"(?:the\s+)?(?P<of>{FULL_NAME.pattern}|[A-Z][\w/&.-]+)(?:\s+and\s+(?:the\s+)?(?:[A-Z][\w/&.-]+))?"
)
_ACRONYM = re.compile(r"(?:The\s+|the\s+)?[A-Z][A-Z0-9&/-]+(?:\s[A-Z][A-Z0-9-]+)?\b(?!['’])")
_SINGLE = re.compile(rf"[{UPPER}][\w’'-]+(?=\s+[a-z])")
_PASSIVE = re.compile(
    r"\b(?:was|were|has\s+been|have\s+been)\s+(?:also\s+|then\s+)?(?P<verb>delivered|given|presented|proposed|suggested|raised|introduced|explained|recommended|reported|questioned|requested)"
    r"\s+by\s+(?:the\s+(?=[A-Z]))?"
)
_COMPANY = re.compile(rf"\b(?:GmbH|Ltd|Inc|LLC|AG|{AUTHORITY})\b")
_GLUE = re.compile(
    r"(?:\s|,|\s[–—-]\s|\band\b|then|also|further|again|has|have|had|is|was|were|later|briefly|subsequently|strongly|warmly|himself|herself|"
    r"therefore|did|does|not|still|once|more|first|additionally|finally|would|could|can|wished|like|likes|to|both|in\s+turn|in\s+reply|in\s+response|in\s+conclusion)*"
)
_LINK = re.compile(r"\s*(?:,|\(|from\b|of\b|for\b|speaking\b|on\s+behalf\b|who\b|as\b)")
_INSIDE_BRACKETS = re.compile(r"\([^()]*\)")
_LATE = re.compile(rf"\b(?:s?he|{HONORIFIC})\b")
FARTHEST_VERB = 320
FARTHEST_LEAD = 110


def _any_of(ways: Sequence[str], flags: int) -> re.Pattern[str] | None:
    return re.compile(r"(?:" + "|".join(map(re.escape, ways)) + r")(?!\w)(?!['’]s)", flags) if ways else None


def _is_plural(subject: Subject) -> bool:
    """True where a verb in its plain form can follow: "Ana and Bo suggest"."""
    return len(subject.persons) > 1 or (subject.seat or "").casefold().endswith(
        ("participants", "delegations", "members", "representatives")
    )


class Speakers:
    """Finds subjects in one paper, with everybody the register knows by now."""

    def __init__(self, text: str, register: Register) -> None:
        self.text = text
        self.register = register
        self._met = 0
        self._learn()

    def _learn(self) -> None:
        """Takes in the names that have come up since the last time."""
        if self._met != (met := len(self.register.people)) or met == 0:
            self._known = _any_of(self.register.calls(), re.I)
            self._initials = _any_of(self.register.initials(), 0)
            self._met = met

    def subject(self, start: int, end: int) -> Subject | None:
        """The speaker that a sentence names, or None; leading adverbials are passed over."""
        self._learn()
        for at in self._beginnings(start, end):
            found = self._subject_at(at, end)
            if found is not None:
                return found
        return self._late_subject(start, end)

    def _late_subject(self, start: int, end: int) -> Subject | None:
        """A speaker behind a lead without a comma ("To mark the day he proposed"), if a verb follows at once."""
        limit = min(end, start + FARTHEST_LEAD)
        if VERB.search(self.text, start, limit) is None:
            return None
        for found in _LATE.finditer(self.text, start, limit):
            if VERB.search(self.text, start, found.start()) is not None:
                return None
            subject = self._subject_at(found.start(), end)
            if subject is None or subject.kind not in ("persons", "pronoun"):
                continue
            spoken = self.verb(subject, end)
            if spoken is not None and len(spoken.before.split()) < 3:
                return subject
        return None

    def verb(self, subject: Subject, end: int) -> Verb | None:
        """The verb of speaking that belongs to the subject, or None.

        Between the two may stand adverbs, auxiliaries, brackets, or an apposition.
        """
        at = subject.end
        for found in VERB.finditer(self.text, at, min(end, at + FARTHEST_VERB)):
            if (
                found.group() in PLAIN
                and not _is_plural(subject)
                and not AUXILIARY.search(self.text, at, found.start())
            ):
                continue
            gap = _INSIDE_BRACKETS.sub("", self.text[at : found.start()])
            if gap.lstrip().startswith(("who ", "that ", "which ")) and not gap.rstrip().endswith(","):
                return None
            if _GLUE.fullmatch(gap):
                return Verb(found.group(), found.start(), found.end(), gap)
            linked = _LINK.match(self.text, at)
            if linked is not None and (gap.rstrip().endswith((",", ")")) or len(gap.split()) <= 8):
                return Verb(found.group(), found.start(), found.end(), gap)
            if linked is None and len(gap.split()) > 6:
                return None
        return None

    def agent(self, start: int, end: int) -> tuple[Subject, Verb] | None:
        """Who acts in a passive sentence ("was proposed by X"), with the verb, or None."""
        found = _PASSIVE.search(self.text, start, min(end, start + FARTHEST_VERB))
        if found is None:
            return None
        at = found.end()
        subject = self._subject_at(at, end)
        if subject is None and (
            place := STATE.match(self.text, at, end) or _ACRONYM.match(self.text, at, end)
        ):
            subject = Subject("seat", at, place.end(), seat=place.group())
        if subject is None or subject.kind not in ("persons", "seat"):
            return None
        return subject, Verb(found["verb"], found.start("verb"), found.end("verb"), "")

    def _beginnings(self, start: int, end: int) -> list[int]:
        places = [start]
        if (lead := _LEAD_WORD.match(self.text, start, end)) is not None:
            places.append(lead.end())
        places += [
            c.end()
            for _, c in zip(range(3), _COMMA.finditer(self.text, start, min(end, start + 140)), strict=False)
        ]
        return places

    def _subject_at(self, at: int, end: int) -> Subject | None:
        text = self.text
        persons, after = self._persons(at, end)
        if persons:
            return Subject("persons", at, after, tuple(persons))
        if (found := _PRONOUN.match(text, at, end)) is not None:
            return Subject("pronoun", at, found.end())
        if (found := ENVOY_SEAT.match(text, at, end)) is not None:
            place = STATE.match(text, found.end(), end) or _ENVOY_OF.match(text, found.end(), end)
            if place is not None:
                return Subject(
                    "seat", at, place.end(), seat=text[place.start() : place.end()].removeprefix("the ")
                )
        if (found := ROLE_SEAT.match(text, at, end)) is not None:
            return Subject("seat", at, found.end(), seat=found.group())
        if (found := BODY_SUBJECT.match(text, at, end)) is not None and text[
            at : found.end()
        ].casefold() not in ("participants", "the participants"):
            return Subject("body", at, found.end())
        if (found := PLURAL_SEAT.match(text, at, end)) is not None:
            return Subject("seat", at, found.end(), seat=found.group())
        return self._named_seat(at, end)

    def _named_seat(self, at: int, end: int) -> Subject | None:
        """A State, an acronym or an unknown full name, if a verb of speaking follows at once."""
        text = self.text
        found = STATE.match(text, at + 4 if text.startswith("The ", at) else at, end) or _ACRONYM.match(
            text, at, end
        )
        if found is not None:
            seat = Subject("seat", at, found.end(), seat=text[at : found.end()])
            return seat if self.verb(seat, end) is not None else None
        if (single := _SINGLE.match(text, at, end)) and (close := self.register.find_close(single.group())):
            subject = Subject("persons", at, single.end(), (close,))
            if (spoken := self.verb(subject, end)) is not None and not spoken.before.strip():
                close.spans.add(single.span())
                return subject
        found = FULL_NAME.match(text, at, end)
        if found is None or found.group().startswith("The "):
            return None
        if _COMPANY.search(found.group()):
            seat = Subject("seat", at, found.end(), seat=found.group())
            return seat if self.verb(seat, end) is not None else None
        spoken = self.verb(Subject("persons", at, found.end()), end)
        if (
            spoken is None
            or (spoken.before.strip() and not OFFICE.search(spoken.before))
            or OFFICE.search(found.group())
        ):
            return None
        someone = self.register.add(found.group(), found.span())
        return Subject("persons", at, describe(someone, text, found.end(), end), (someone,))

    def _persons(self, at: int, end: int) -> tuple[list[Someone], int]:
        persons: list[Someone] = []
        after = at
        while True:
            someone, stop = self._person(after if not persons else at, end)
            if someone is None:
                return persons, after
            persons.append(someone)
            after = stop
            more = _AND.match(self.text, after, end)
            if more is None:
                return persons, after
            at = more.end()

    def _person(self, at: int, end: int) -> tuple[Someone | None, int]:
        text = self.text
        if (found := HONORIFIC_NAME.match(text, at, end)) is not None:
            someone = self.register.add(found["name"], found.span("name"))
            someone.honorific = someone.honorific or found["hon"]
            return someone, describe(someone, text, found.end(), end)
        found = self._initials.match(text, at, end) if self._initials else None
        if found is None and self._known is not None and text[at : at + 1].isupper():
            found = self._known.match(text, at, end)
        if found is not None:
            known = self.register.find(found.group())
            if known is not None and not state_named(found.group()):
                known.spans.add(found.span())
                return known, describe(known, text, found.end(), end)
        return None, at

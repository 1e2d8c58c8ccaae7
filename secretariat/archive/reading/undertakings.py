"""Action points: how they are marked, who owes them, and by when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from secretariat.archive.reading.lexicon import UPPER
from secretariat.archive.reading.model import Block
from secretariat.archive.reading.paper import Paper
from secretariat.archive.reading.people import Register, Someone
from secretariat.archive.reading.subjects import Subject

_ACTION: Final = re.compile(
    r"\[?\s*action(?:\s+(?:points?|items?))?(?:[\s-][\w/-]{0,16}\d[\w/-]*)?\s*(?:[:\]]|\s[–-]\s|(?<=\d)\s)\s*",
    re.I,
)
# Marked as an action point, an invitation binds like an order.
_TO_DO: Final = re.compile(
    r"\s*(?:,\s*)?(?:(?:is|are|was|were)\s+(?:invited|asked|requested|tasked|expected|encouraged)\s+to|will|to|shall|agreed\s+to|undertook\s+to)\s+[A-Za-z]"
)
_TASKED: Final = re.compile(
    r"\s*(?:will|shall|undertook\s+to|agreed\s+to|announced\s+to|(?:is|are|was|were)\s+tasked\s+to)\s+(?!be\b|have\b|not\b|the\b|need\b)[a-z]+"
)
_OWNER_WORD: Final = rf"(?:[{UPPER}][\w&/.’'-]*|and|of|the|&|or|chairs?|co-chairs?|vice-chairs?|secretariat|members?|groups?|teams?|countries|states|delegations|leads?|leaders?|all)"
_OWES: Final = re.compile(
    rf"(?P<who>[{UPPER}][\w&/.’'-]*(?:\s+{_OWNER_WORD}){{0,7}})\s+to\s+(?:also\s+)?(?P<verb>[a-z]{{3,}}|[A-Z]{{3,}})\s+\w"
)
_NO_OWNER: Final = re.compile(
    r"(?:He|She|They|It|We|I|This|That|There|How|What|When|Where|In|On|As|Proposal|Request|Plan|Access|Response|Changes?|Due|Contributions?|Introduction|Presentation|Link|Report|Need|Ability|Right)\b"
)
_WHO_ENDS: Final = re.compile(
    r"\bwho\s+(?:is|are)\s+[^.]{3,120}?(?=\s+(?:is|are)\s+(?:invited|asked|requested)\b)"
)
_OWNERS_BEHIND: Final = re.compile(
    r"\((?P<who>(?:[A-Z]{2,3}|all)(?:\s*(?:,|/|and|&)\s*(?:[A-Z]{2,3}|all)){0,8})\)[\s.]*\Z"
)
_DUE: Final = re.compile(
    r"\b(?:by|before|no\s+later\s+than|until)\s+((?:the\s+)?(?:end\s+of\s+)?(?:\d{1,2}(?:st|nd|rd|th)?\s+)?[A-Z][a-z]+(?:\s+\d{1,2}(?!\d),?)?(?:\s+\d{4})?|next\s+\w+|(?:the\s+)?next\s+meeting)"
    r"|\bin\s+(?:the\s+(?:coming|next)\s+\w+|[A-Z][a-z]+\s+\d{4})"
)
_HEADS: Final = frozenset({"owner", "responsible", "who", "lead", "assignee", "by whom", "action owner"})


@dataclass(frozen=True, slots=True)
class Owners:
    """Who owes an undertaking: persons, or a seat as written."""

    persons: tuple[Someone, ...] = ()
    seat: str | None = None


def action_mark(text: str, start: int, end: int) -> int | None:
    """Where the words behind a mark such as "Action point:" begin, or None without a mark.

    Source: own choice.
    """
    found = _ACTION.match(text, start, end)
    return found.end() if found is not None and found.end() < end else None


def is_tasked(text: str, subject: Subject, end: int) -> bool:
    """True where the subject undertakes or is told to do something afterwards.

    Source: own choice: forecasts ("will be", "will have") bind nobody.
    """
    return _TASKED.match(text, subject.end, end) is not None


def owners_of(
    text: str, start: int, end: int, subject: Subject | None, register: Register, *, marked: bool, item: bool
) -> Owners | None:
    """Who owes what a sentence sets as a task, or None where it sets none.

    ``marked``: the sentence stands under a mark of action points; ``item``: it is an item of a list, where
    "The group to draft ..." and "Draft the paper (AB, CD)" are tasks.
    Source: own choice, after the short style of action lists.
    """
    named = subject is not None and subject.kind in ("persons", "seat", "body")
    if marked and subject is not None and named and subject.start - start < 40:
        if _TO_DO.match(text, subject.end, end):
            return _of(text, subject)
        longer = _WHO_ENDS.search(text, subject.end, end)
        if longer is not None and longer.start() - subject.end < 3:
            return Owners(seat=text[subject.start : longer.end()])
    if marked or item:
        found = _OWES.match(text, start, end)
        if found is not None and not _NO_OWNER.match(found["who"]) and len(found["who"]) > 1:
            someone = register.find(found["who"])
            return Owners((someone,)) if someone is not None else Owners(seat=found["who"])
    return _behind(text[start:end], register) if item else None


def _of(text: str, subject: Subject) -> Owners:
    if subject.kind == "body":
        return Owners(seat=text[subject.start : subject.end])
    if len(subject.persons) > 3:
        return Owners(seat=text[subject.start : subject.end])
    return Owners(subject.persons, subject.seat)


def _behind(words: str, register: Register) -> Owners | None:
    """The owners in brackets at the end, by their initials."""
    found = _OWNERS_BEHIND.search(words)
    if found is None:
        return None
    parts = re.split(r"\s*(?:,|/|and|&)\s*", found["who"])
    persons = tuple(s for s in (register.by_initials(p) for p in parts) if s is not None)
    if persons and len(persons) == len(parts) and len(parts) <= 3:
        return Owners(persons)
    return Owners(seat=found["who"]) if persons or found["who"] == "all" else None


def row_owner(paper: Paper, block: Block, register: Register) -> tuple[Owners, str | None] | None:
    """Owner and due date in a row "action | owner | due", or None for a heading row or one without owner.

    Source: own choice, the commonest order of columns.
    """
    if len(block.cells) < 2:
        return None
    at = block.cells[1]
    owner = paper.text[slice(*at)]
    if owner.casefold() in _HEADS:
        return None
    due = paper.text[slice(*block.cells[2])] if len(block.cells) > 2 else None
    someone = register.find(owner)
    if someone is None:
        return Owners(seat=owner), due
    someone.spans.add(at)
    someone.speaks = True
    return Owners((someone,)), due


def due_in(text: str, start: int, end: int) -> str | None:
    """By when, in the words of the sentence, or None.

    Source: own choice; what the words mean is told by ``toolbox.periods``.
    """
    found = _DUE.search(text, start, end)
    return found.group() if found else None

"""Lists of those present and excused: sections, lines, rows and sentences that name them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from secretariat.archive.reading.lexicon import (
    ABSENT_SECTION,
    AUTHORITY,
    HONORIFIC,
    NAME,
    OFFICE,
    ROLL_SECTION,
    ROLL_SUBSECTION,
    VERB,
)
from secretariat.archive.reading.model import Block, Span
from secretariat.archive.reading.paper import Paper
from secretariat.archive.reading.people import Register, Someone, describe
from secretariat.archive.reading.states import STATE, is_code, state_named

_BOX = re.compile(r"\[(?P<tick>[ xX✓✔])\]\s*")
_HONORIFIC = re.compile(rf"(?P<hon>{HONORIFIC})\s+")
_CODE_FIRST = re.compile(r"(?P<code>[A-Z]{2})\s+(?:\|\s+)?(?=[^\W\d_])")
_ORG_FIRST = re.compile(r"(?P<org>[^:|,]{2,60}):\s+")
_NAME = re.compile(NAME)
_SURNAME_FIRST = re.compile(r"(?P<name>[^\W\d_]{2,}(?:-[^\W\d_]+)?,\s+[^\W\d_][\w-]+)(?=\s*(?:\||$|,))")
_INITIALS = re.compile(r"\s*\(\s*(?P<initials>[A-Z][A-Za-z]{1,3})\s*\)")
_INLINE = re.compile(
    r"(?P<lead>(?:(?:others?|also|those|members|were|in)\s+)?(?:present|in attendance|participants|attendees|attended by)"
    r"(?:\s+(?:were|was|by))?\s*:?\s+)(?=[^\W\d_])",
    re.I,
)
_CHAIRED = re.compile(
    rf"\b(?:chaired|presided\s+over|moderated)\s+by\s+(?:(?P<hon>{HONORIFIC})\s+)?(?P<name>{NAME})"
)
_PARTS = re.compile(r",(?!\s*(?:Inc|Ltd|LLC)\b)|\||\s[-–—]\s")
_STAFF = re.compile(r"(?P<house>[A-Z].{2,60}?)\s+(?:staff|team|delegation|representatives?)", re.I)
_ACRONYM = re.compile(r"[A-Z][A-Z0-9/&-]{1,5}")
_OPENERS = frozenset(
    [
        "The",
        "This",
        "That",
        "These",
        "All",
        "Other",
        "During",
        "In",
        "For",
        "At",
        "On",
        "As",
        "No",
        "To",
        "It",
        "He",
        "She",
        "They",
        "We",
        "And",
        "If",
        "When",
    ]
)
_SEATS_ONLY = re.compile(r"\b(?:states|countries|organi[sz]ations|bodies|agencies|governments)\b", re.I)
_HOUSE = re.compile(rf"[A-Z]{{2,}}\w*\s+{AUTHORITY}\.?")  # "XYZ Secretariat" is where somebody works
_INTRODUCED = re.compile(rf"(?P<name>{NAME})\s*\(\s*(?P<initials>[A-Z][A-Za-z]?[A-Za-z]?)\s*\)")
_NOT_A_NAME = re.compile(
    rf"\b(?:(?i:{AUTHORITY})|Name|Affiliation|Participants?|Members?|Representatives?|Staff|States?|Meeting|Minutes|Agenda|Working|"
    r"Group|Team|Apologies|None|Regrets|Change|Requests?|Report)\b"
)


@dataclass(frozen=True, slots=True)
class Roll:
    """What the lists covered: indexes of blocks that hold no entry."""

    blocks: frozenset[int]


def read_roll(paper: Paper, register: Register) -> Roll:
    """Enters everyone on a list of those present or excused in the register; gives the blocks it used.

    Source: own choice: the forms met in minutes ("Name, State", "State: Name", "CC Name", "[x] Name (office)",
    rows of a table, "Present were A, B and C (X)").
    """
    used: set[int] = set()
    inside = absent = False
    house: str | None = None
    for at, block in enumerate(paper.blocks):
        words = paper.words(block)
        head = words.rstrip(": ")
        if (
            len(words) <= 70
            and block.kind != "item"
            and (ROLL_SECTION.fullmatch(head) or ABSENT_SECTION.fullmatch(head))
        ):
            inside, absent = True, ABSENT_SECTION.fullmatch(head) is not None
            used.add(at)
        elif inside and block.kind == "heading":
            inside = bool(ROLL_SUBSECTION.fullmatch(words)) or _person_in(
                paper, block, register, absent=absent
            )
            staff = _STAFF.fullmatch(words)
            house = staff["house"] if staff else None
            if inside:
                used.add(at)
        elif inside and block.kind != "furniture":
            if _person_in(paper, block, register, absent=absent, house=house) or block.kind in (
                "row",
                "item",
                "line",
            ):
                used.add(at)
            elif len(words.split()) > 12:
                inside = False
    for block in paper.blocks:
        if block.kind in ("paragraph", "note", "item", "line", "heading"):
            _inline(paper, block, register)
            _introduced(paper, block, register)
    return Roll(frozenset(used))


def _person_in(
    paper: Paper, block: Block, register: Register, *, absent: bool, house: str | None = None
) -> bool:
    text, (at, end) = paper.text, block.span
    if block.kind == "paragraph" and text[end - 1] == "." and VERB.search(text, at, end):
        return False  # the talk has begun
    ticked: bool | None = None
    if (box := _BOX.match(text, at, end)) is not None:
        ticked = box["tick"] != " "
        at = box.end()
    member: str | None = None
    first = at
    if (code := _CODE_FIRST.match(text, at, end)) is not None and is_code(code["code"]):
        member, at = code["code"], code.end()
    elif (org := _ORG_FIRST.match(text, at, end)) is not None and not OFFICE.fullmatch(org["org"]):
        member, at = org["org"].strip(), org.end()
    elif len(block.cells) > 1 and state_named(text[slice(*block.cells[0])]):
        member, at = text[slice(*block.cells[0])], block.cells[1][0]
    honorific = None
    if (found := _HONORIFIC.match(text, at, end)) is not None:
        honorific, at = found["hon"], found.end()
    limit = next((b for a, b in block.cells if a <= at < b), end)
    name = _SURNAME_FIRST.match(text, at, limit) if block.cells else None
    name = name or _NAME.match(text, at, limit)
    if member is not None and is_code(member) and (name is None or len(name.group().split()) < 2):
        member, name = None, _NAME.match(text, first, limit)  # "HU Ming" begins like a country's code
    if name is None or not _is_name(name.group(), honorific):
        return False
    someone = register.add(name.group(), name.span())
    someone.listed, someone.honorific = True, someone.honorific or honorific
    someone.excused = absent or ticked is False
    someone.member = someone.member or member
    _rest_of_line(someone, text, name.end(), end, register)
    someone.member = someone.member or house
    return True


def _is_name(words: str, honorific: str | None) -> bool:
    parts = words.split()
    if _NOT_A_NAME.search(words) or state_named(words) or any(c.isdigit() for c in words):
        return False
    if parts[0] in _OPENERS:
        return False
    return honorific is not None or 2 <= len(parts) <= 5


def _rest_of_line(someone: Someone, text: str, at: int, end: int, register: Register) -> None:
    """What follows a listed name: initials, "(office)", "| affiliation, STATE", ", office, State"."""
    if (found := _INITIALS.match(text, at, end)) is not None and not is_code(found["initials"]):
        register.remember_initials(found["initials"], someone)
        at = found.end()
    rest = text[at:end].strip(" |,;–—-")
    if not rest:
        return
    if rest.startswith("("):
        describe(someone, text, text.index("(", at), end)
        return
    parts = [p.strip() for p in _PARTS.split(rest) if p.strip()]
    for part in list(parts):
        bare, _, note = part.rstrip(".").partition(" (")
        note = note.rstrip(")")
        role = note if note and not note.isupper() else part
        if (OFFICE.search(role) or role == note) and not state_named(bare) and not _HOUSE.fullmatch(part):
            someone.function = someone.function or role.rstrip(".")
            parts.remove(part)
            if role == note and bare:
                parts.append(bare)
    if parts and someone.member is None:
        parts = [p.rstrip(".") for p in parts]
        if parts[-1][:1].islower():
            return  # a remark, such as "joined later"
        last = parts[-1]
        someone.member = last if state_named(last) or is_code(last) else parts[0]


def _introduced(paper: Paper, block: Block, register: Register) -> None:
    """Names that bring their initials: "Ana Berisha (AB)", on any line of the minutes."""
    for found in _INTRODUCED.finditer(paper.text, *block.span):
        letters = [w[0].upper() for w in re.split(r"[\s-]+", found["name"]) if w[:1].isupper()]
        initials = found["initials"].upper()
        if _NOT_A_NAME.search(found["name"]) or OFFICE.search(found["name"]) or STATE.search(found["name"]):
            continue
        if (
            block.kind == "item"
            and not _begins(paper.text, block.span[0], found.start())
            and not VERB.search(paper.text, *block.span)
        ):
            continue  # behind a name, a name with letters in brackets is a house
        if (
            initials[0] not in letters[:1]
            or not set(initials) <= set(found["name"].upper())
            or len(letters) < 2
        ):
            continue
        someone = register.add(found["name"], found.span("name"))
        someone.listed = True
        register.remember_initials(found["initials"], someone)
        if block.kind == "item" and found.start() == block.span[0]:
            _rest_of_line(someone, paper.text, found.end(), block.span[1], register)


def _begins(text: str, start: int, at: int) -> bool:
    """True at the head of a line, or behind a dash."""
    return at == start or text[start:at].rstrip().endswith(("-", "–", "—", ":"))


def _inline(paper: Paper, block: Block, register: Register) -> None:
    text, (start, end) = paper.text, block.span
    for chaired in _CHAIRED.finditer(text, start, end):
        if _ACRONYM.fullmatch(chaired["name"]) or _NOT_A_NAME.search(chaired["name"]):
            continue
        someone = register.add(chaired["name"], chaired.span("name"))
        someone.listed, someone.function = True, someone.function or "chair"
    lead = _INLINE.search(text, start, end)
    if lead is None or _SEATS_ONLY.search(text, start, lead.end()):
        return
    stop = text.find(". ", lead.end(), end)
    for span in _listed_names(text, lead.end(), end if stop < 0 else _sentence_stop(text, stop, end)):
        found = _HONORIFIC.match(text, *span)
        at = found.end() if found else span[0]
        name = _NAME.match(text, at, span[1])
        if name is None or (name.end() < span[1] and text[name.end() : span[1]].lstrip()[:1] not in "(,-–"):
            continue
        if (
            _NOT_A_NAME.search(name.group())
            or state_named(name.group())
            or _ACRONYM.fullmatch(name.group())
            or name.group().split()[0] in _OPENERS
        ):
            continue
        someone = register.add(name.group(), name.span())
        someone.listed = True
        describe(someone, text, name.end(), span[1])


def is_attendance(text: str, start: int, end: int) -> bool:
    """True for a sentence that only says who was there or in the chair.

    Source: own choice.
    """
    return (_INLINE.match(text, start, end) or _CHAIRED.search(text, start, end)) is not None


def _sentence_stop(text: str, stop: int, end: int) -> int:
    """The stop that ends the sentence: one behind an initial does not."""
    while stop >= 0 and text[max(0, stop - 2) : stop].strip(" .").isupper():
        stop = text.find(". ", stop + 1, end)
    return end if stop < 0 else stop


def _listed_names(text: str, at: int, end: int) -> Iterator[Span]:
    depth = 0
    begin = at
    for place in range(at, end):
        char = text[place]
        depth += (char == "(") - (char == ")")
        is_and = text.startswith(" and ", place)
        if depth <= 0 and (char in ",;" or is_and):
            yield _trimmed(text, begin, place)
            begin = place + (5 if is_and else 1)
    yield _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and not text[start].isalnum():
        start += 1
    return (start, max(start, end))

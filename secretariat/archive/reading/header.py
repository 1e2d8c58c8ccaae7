"""What a paper says about the meeting as a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from secretariat.archive.reading.dates import DAYS, MONTH, days
from secretariat.archive.reading.lexicon import AUTHORITY, BODY_NOUN, HONORIFIC, NAME
from secretariat.archive.reading.model import Block, Found, Header, Span
from secretariat.archive.reading.paper import Paper, looks_like_heading
from secretariat.archive.reading.people import Register
from secretariat.archive.reading.states import STATE, state_named

TOP_BLOCKS: Final = 20  # a header lies in the first blocks, or nowhere
_GATHERING: Final = r"(?:meeting|session|conference|workshop|seminar|assembly|summit|forum|plenary|consultations?|kick-off|call)"
_CLOSED: Final = re.compile(rf"\bclosed\s+(?:\w+\s+)?{_GATHERING}\b", re.I)
_PUBLIC: Final = re.compile(rf"\b(?:open|public)\s+(?:\w+\s+)?{_GATHERING}\b", re.I)
_PART_OF: Final = re.compile(
    r"\b(?:as\s+(?:a\s+)?part\s+of|(?:in|on|at)\s+the\s+margins?\s+of|as\s+a\s+side\s+(?:event|meeting)\s+(?:of|to|at)|back[- ]to[- ]back\s+with|within\s+the\s+framework\s+of)\s+"
    r"(?:the\s+)?(?P<what>[^.;,\n]{3,160})"
)
_ORGANISED: Final = re.compile(
    r"\b(?:(?:co-)?organi[sz]ed|convened)\s+(?:jointly\s+)?by\s+(?:the\s+)?(?P<who>[^.;,\n]{2,160})"
)
_WHO_ENDS: Final = re.compile(
    r"\s+(?:in\s+its|in\s+their|in\s+the|in\s+cooperation|in\s+co-operation|with|on|at|from|as|under|acting|which|who|and\s+(?:was|held|took)|in)\s"
)
_AS_SECRETARIAT: Final = re.compile(
    r"(?P<who>[A-Z][^.;,\n]{1,140}?)\s*,?\s+(?:in\s+its\s+(?:role|capacity|function)\s+as|acting\s+as|serving\s+as|which\s+(?:acts|serves)\s+as|as)\s+(?:the\s+)?Secretariat\b"
)
_SECRETARIAT_IS: Final = re.compile(r"\bSecretariat\s*:\s*(?P<who>[A-Z][^.;\n]{2,120})")
_LABELLED: Final = re.compile(
    r"\b(?P<label>Chair(?:man|woman|person)?|Presiding|President)\s*:\s*(?P<who>[A-Z][^.;,\n(]{2,120})"
)
_CHAIRED: Final = re.compile(
    rf"\b(?:chaired|presided\s+over)\s+by\s+(?:the\s+)?(?:{HONORIFIC}\s+)?(?P<who>{NAME}(?:\s+of\s+{NAME})?)"
)
_CHAIR_LABEL: Final = re.compile(r"(?:the\s+)?(?:chair|chairmanship|presidency)", re.I)
_SECRETARIAT_LABEL: Final = re.compile(r"(?:the\s+)?secretariat", re.I)
_HELD_ON: Final = re.compile(r"\b(?:was\s+held|were\s+held|held|met|convened|took\s+place)\b[^\n]{0,160}")
_ANOTHER: Final = re.compile(
    r"\b(?:previous|last|earlier|next|minutes\s+of|adopted|established|resolution)\b", re.I
)
_TOWN: Final = r"[^\W\d_][\w’'-]*(?:[ -][^\W\d_a-z][\w’'-]*){0,3}"
_HELD_IN: Final = re.compile(
    rf"\b(?:held|convened|met|meeting|took\s+place|hosted|workshop|session|conference)\b[^.\n]{{0,160}}?\s(?:in|at)\s+(?P<town>(?=[^\W\d_a-z]){_TOWN})"
)
_TITLE: Final = re.compile(
    r"\b(?:minutes|report|record|summary|meeting|session|conference|workshop|notes?|negotiations|kick-off|consultations)\b",
    re.I,
)
_TITLE_SAYS_NOTHING: Final = re.compile(
    rf"(?:\W|\d|{MONTH}|(?:meeting|minutes|report|notes?|record|summary|of|the)\b)*", re.I
)
_BODY: Final = re.compile(rf"\b{BODY_NOUN}\b")
_MEETING_OF: Final = re.compile(
    rf"\b(?:{_GATHERING}|minutes|report|record)s?\s+of\s+(?:the\s+)?(?:\w+\s+){{0,3}}?(?:{_GATHERING}\s+of\s+(?:the\s+)?)?(?P<body>[A-Z][^,;:\n]{{3,150}})",
    re.I,
)
_NTH: Final = r"(?:\d+(?:st|nd|rd|th)|First|Second|Third|Fourth|Fifth|Sixth|Seventh|Eighth|Ninth|Tenth|Annual|Plenary|Regular|Extraordinary|Online|Kick-off|Virtual|Closed|[IVX]+)"
_BODY_MEETING: Final = re.compile(
    rf"(?P<body>[A-Z][^:\n]{{2,120}}?)\s*(?::|[-–—])?\s+(?:{_NTH}\s+)*(?:Meeting|Session|Conference|Plenary|Workshop|Minutes)\b"
)
_KIND_OF_MEETING: Final = re.compile(
    rf"(?:(?i:online|virtual|extraordinary|regular|annual)\s+)*(?P<body>[A-Z][^,;:\n]{{1,80}}?)\s+{_GATHERING}\s+(?:of|on)\s*$"
)
_NOT_WORDS: Final = re.compile(
    r"(?:(?:Closed|Open|Final|Draft|Summary|Report|Minutes|Record|Pilot|Meeting|The)\b|\W)*"
)
_FRONT: Final = re.compile(
    r"(?P<key>title|committee|body|group|place|location|venue|date|doc_date|meeting_date|revdate|chair)\s*:\s*(?P<value>\S.*)",
    re.I,
)


@dataclass(slots=True)
class _Top:
    """The head of a paper: its first blocks, and the front matter by key."""

    paper: Paper
    blocks: list[Block]
    front: dict[str, Found]

    def each(self) -> Iterator[tuple[Block, str]]:
        for block in self.blocks:
            yield block, self.paper.words(block)


def read_header(paper: Paper, register: Register) -> Header:
    """The header of a paper; every value with the words it rests on, None where the paper does not say.

    Source: own choice: front matter, then headings, then the first sentences, then the letterhead.
    """
    top = _top(paper)
    title = _title(top)
    starts, ends = _dates(top)
    place, country = _place(top, register)
    organiser = _named(top, _ORGANISED)
    secretariat = _named(top, _AS_SECRETARIAT, organiser) or _named(top, _SECRETARIAT_IS)
    if (
        secretariat is not None
        and organiser is not None
        and secretariat.span[0] <= organiser.span[0] < secretariat.span[1]
    ):
        secretariat = Found(organiser.value, organiser.span)
    within = _within(top)
    return Header(
        body=_body(top, title),
        title=title,
        starts_on=starts,
        ends_on=ends,
        place=place,
        country=country,
        closed=_closed(top),
        within=within,
        organiser=organiser,
        chair=_chair(paper, top, register, secretariat),
        secretariat=secretariat,
    )


def _top(paper: Paper) -> _Top:
    front: dict[str, Found] = {}
    blocks: list[Block] = []
    for block in paper.blocks:
        if block.kind == "front":
            found = _FRONT.fullmatch(paper.words(block))
            if found is not None:
                start = block.span[0] + found.start("value")
                value = found["value"].strip("'\" ")
                start = paper.text.index(value, start) if value else start
                front.setdefault(found["key"].casefold(), Found(value, (start, start + len(value))))
        elif len(blocks) < TOP_BLOCKS:
            blocks.append(block)
    return _Top(paper, blocks, front)


def _title(top: _Top) -> Found | None:
    if "title" in top.front:
        return top.front["title"]
    heads = [
        (b, w) for b, w in top.each() if b.kind in ("heading", "line", "paragraph", "front") and len(w) <= 200
    ]
    for at, (block, words) in enumerate(heads[:3]):
        if block.kind == "heading" and block.level == 1:
            below = heads[at + 1] if at + 1 < len(heads) else None
            if below is not None and _TITLE_SAYS_NOTHING.fullmatch(words) and looks_like_heading(below[1]):
                return Found(below[1], below[0].span)
            return Found(words, block.span)
    for block, words in heads[:6]:
        if _TITLE.search(words) and len(words.split()) > 2 and words[-1] not in ".:;":
            return Found(words, block.span)
    return None


def _dates(top: _Top) -> tuple[Found | None, Found | None]:
    for key in ("meeting_date", "date", "doc_date", "revdate"):
        if key in top.front:
            for _, first, last in days(str(top.front[key].value), 0, len(str(top.front[key].value))):
                span = top.front[key].span
                return Found(first.isoformat(), span), Found(last.isoformat(), span)
    for block, _ in top.each():
        for said in _HELD_ON.finditer(top.paper.text, *block.span):
            if _ANOTHER.search(top.paper.text, max(block.span[0], said.start() - 60), said.end()):
                continue
            for span, first, last in days(top.paper.text, *said.span()):
                return Found(first.isoformat(), span), Found(last.isoformat(), span)
    for block, words in top.each():
        if block.kind == "item" or len(words) > 400:
            continue
        for span, first, last in days(top.paper.text, *block.span):
            return Found(first.isoformat(), span), Found(last.isoformat(), span)
    return None, None


def _place(top: _Top, register: Register) -> tuple[Found | None, Found | None]:
    """Town and State: beside the date or alone in a line of the head, else where the meeting was held."""
    text = top.paper.text
    candidates: list[Span] = []
    for block, words in top.each():
        if len(words) > 160 and block.kind != "heading":
            for held in _HELD_IN.finditer(text, *block.span):
                candidates.append(held.span("town"))
            continue
        candidates += [s for s in _beside_date(text, block) if s is not None]
        candidates += [m.span("town") for m in _HELD_IN.finditer(text, *block.span)]
    towns: list[tuple[Span, Found | None]] = []
    for start, end in candidates:
        if not _is_town(text[start:end]) or any((start, end) in s.spans for s in register.people):
            continue
        state = re.compile(r"\s*,?\s*\(?").match(text, end)
        named = STATE.match(text, state.end()) if state else None
        known = state_named(named.group()) if named else None
        towns.append(((start, end), Found(known.code, named.span()) if known and named else None))
    if not towns:
        return None, None
    best = next((t for t in towns if t[1] is not None), towns[0])
    value = text[slice(*best[0])]
    return Found(value.title() if value.isupper() else value, best[0]), best[1]


def _beside_date(text: str, block: Block) -> list[Span | None]:
    """Towns in a line that is "TOWN, DATE", "DATE, TOWN", "TOWN, STATE" or a town alone in capitals."""
    start, end = block.span
    found = DAYS.search(text, start, end)
    spans: list[Span | None] = []
    town = re.compile(rf"[\s,.]*(?P<town>{_TOWN})(?=\s*(?:,|\.|$|\n|\())")
    if found is not None:
        after = town.match(text, found.end(), end)
        spans.append(after.span("town") if after and text[found.end() : end].strip() else None)
        lead = re.search(rf"(?P<town>{_TOWN})(?:,\s*{STATE.pattern})?[\s,.]*$", text[start : found.start()])
        spans.append(
            (start + lead.start("town"), start + lead.end("town")) if lead and lead.start() == 0 else None
        )
        return spans
    whole = re.fullmatch(rf"(?P<town>{_TOWN}),\s*(?P<state>{STATE.pattern})", text[start:end])
    if whole is not None:
        spans.append((start, start + whole.end("town")))
    elif (
        text[start:end].isupper()
        and re.fullmatch(_TOWN, text[start:end])
        and len(text[start:end].split()) == 1
    ):
        spans.append((start, end))
    return spans


def _is_town(words: str) -> bool:
    return (
        words[:1].isupper()
        and not any(c.isdigit() for c in words)
        and re.search(
            rf"\b(?:{MONTH}|{AUTHORITY}|{_GATHERING}|report|minutes|summary|agenda|present|confidential|secret|draft|notes?|attendees|participants?|quorum|contents|introduction|welcome)\b",
            words,
            re.I,
        )
        is None
        and not _BODY.search(words)
        and state_named(words) is None
        and not (words.isupper() and len(words) < 4)
    )


def _closed(top: _Top) -> Found | None:
    for block, _ in top.each():
        for pattern, value in ((_CLOSED, True), (_PUBLIC, False)):
            if (found := pattern.search(top.paper.text, *block.span)) is not None:
                return Found(value, found.span())
    return None


def _within(top: _Top) -> Found | None:
    for block, _ in top.each():
        found = _PART_OF.search(top.paper.text, *block.span)
        if found is not None and found["what"][:1].isupper() and re.search(_GATHERING, found["what"], re.I):
            return Found(
                found["what"].strip(),
                (found.start("what"), found.start("what") + len(found["what"].rstrip())),
            )
    return None


def _named(top: _Top, pattern: re.Pattern[str], within: Found | None = None) -> Found | None:
    for block, _ in top.each():
        found = pattern.search(top.paper.text, *block.span)
        if found is None or block.kind == "item":
            continue
        if within is not None and found.start("who") <= within.span[0] < found.end("who"):
            return Found(found["who"], found.span("who"))
        who = found["who"]
        cut = _WHO_ENDS.search(who)
        who = (who[: cut.start()] if cut else who).strip()
        if who[:1].isupper():
            return Found(who, (found.start("who"), found.start("who") + len(who)))
    return None


def _chair(paper: Paper, top: _Top, register: Register, secretariat: Found | None) -> Found | None:
    holders = [
        s
        for s in register.people
        if s.function and re.fullmatch(r"(?:the\s+)?chair(?:man|woman|person)?|president", s.function, re.I)
    ]
    if len(holders) == 1 and holders[0].counts:
        return Found(holders[0].name, min(holders[0].spans))
    named = _named(top, _CHAIRED) or _named(top, _LABELLED)
    return named or _letterhead_chair(paper, secretariat)


def _letterhead_chair(paper: Paper, secretariat: Found | None) -> Found | None:
    """The authority in a letterhead whose labels are "Chair" and "Secretariat".

    Two columns of labels above two columns of names lose their order in plain text. The names can be told
    apart only where the paper says elsewhere who the Secretariat is, and one authority of a State is left.
    """
    units = [span for block in paper.blocks for span in block.cells or (block.span,)]
    words = [paper.text[start:end] for start, end in units]
    near = [
        n
        for at, label in enumerate(words)
        if _CHAIR_LABEL.fullmatch(label)
        for n in range(at + 1, min(at + 6, len(words)))
        if _is_authority(words[n])
    ]
    labelled = any(_SECRETARIAT_LABEL.fullmatch(w) for w in words)
    if len({words[n].casefold() for n in near}) != 1 or (labelled and secretariat is None):
        return None
    name = words[near[0]]
    if secretariat is not None and name.casefold() == str(secretariat.value).casefold():
        return None
    return Found(_in_small_letters(name) if name.isupper() else name, units[near[0]])


def _is_authority(words: str) -> bool:
    return (
        len(words) < 160
        and words[-1] not in ".;:"
        and re.search(rf"\b{AUTHORITY}\b", words, re.I) is not None
        and len(words.split()) > 1
        and STATE.search(words) is not None
    )


def _in_small_letters(words: str) -> str:
    small = {"OF", "THE", "AND", "FOR", "IN", "ON", "TO"}
    return " ".join(w.lower() if at and w in small else w.capitalize() for at, w in enumerate(words.split()))


def _body(top: _Top, title: Found | None) -> Found | None:
    text = top.paper.text
    for key in ("body", "committee", "group"):
        if key in top.front:
            return top.front[key]
    found: Span | None = None
    for block, words in top.each():
        if (
            (
                block.kind in ("heading", "line", "paragraph")
                and len(words.split()) <= 16
                and words[-1] not in ".:;"
            )
            and _BODY.search(words)
            and not _TITLE.search(words)
        ):
            found = block.span
            break
    if found is None and title is not None:
        found = _body_in(text, title.span)
    if found is None:
        return None
    return _with_acronym(text, found)


def _body_in(text: str, span: Span) -> Span | None:
    start, end = span
    if (named := _MEETING_OF.search(text, start, end)) is not None:
        stop = DAYS.search(text, named.start("body"), end)
        at, until = named.start("body"), min(named.end("body"), stop.start() if stop else end)
        if (kind := _KIND_OF_MEETING.search(text, at, until)) is not None:
            at, until = kind.start("body"), kind.end("body")
        return (at, at + len(text[at:until].rstrip(" ,-–(")))
    if (named := _BODY_MEETING.match(text, start, end)) is not None:
        begin = _NOT_WORDS.match(text, start, named.end("body"))
        at = begin.end() if begin else start
        if named.end("body") - at > 2:
            return (at, named.end("body"))
    return None


def _with_acronym(text: str, span: Span) -> Found:
    words = text[slice(*span)]
    if "(" not in words:
        full = re.search(re.escape(words) + r"\s+\([A-Z][A-Za-z-]{1,9}\)", text)
        if full is not None:
            return Found(full.group(), full.span())
    return Found(words, span)

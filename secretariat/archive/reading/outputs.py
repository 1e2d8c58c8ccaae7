"""Documents a meeting asked for or adopted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from secretariat.archive.reading.model import Entry, Output

_KINDS: Final = (
    "brochure",
    "non[- ]paper",
    "briefing paper",
    "position paper",
    "concept note",
    "declaration",
    "joint statement",
    "strategy",
    "strategic document",
    "action plan",
    "work ?plan",
    "guidelines?",
    "handbook",
    "manual",
    "questionnaire",
    "terms of reference",
    "rules of procedure",
    "report",
    "minutes",
    "letter",
    "leaflet",
    "paper",
    "draft",
    "document",
)
_KIND: Final = re.compile(r"\b(" + "|".join(k.replace(" ", r"\s+") for k in _KINDS) + r")\b", re.I)
_MADE: Final = re.compile(
    r"\b(?:prepar|draft|writ|produc|publish|develop|compil|promot|adopt|approv|endors|finali[sz]|issu|sent|send|submit|elaborat|work\s+out|present\s+a)\w*",
    re.I,
)
_TO: Final = re.compile(
    r"\b(?:sent|send|addressed|submitted|submit|presented|forwarded|delivered)\s+to\s+(?:the\s+)?((?:new\s+)?[A-Z][\w’'-]*(?:\s+(?:(?:of|for|and|the)\s+)*[A-Z][\w’'-]*){0,6})"
)
_ABOUT: Final = re.compile(r"\s+(?:on|about|entitled|titled)\s+(?:the\s+)?[“\"]?([^.,;:()“”\"]{4,90})")
_BINDING: Final = frozenset({"proposal", "request", "decision", "commitment", "offer"})


def read_outputs(text: str, entries: Sequence[Entry]) -> tuple[Output, ...]:
    """The documents that proposals, requests, decisions and undertakings speak of making or adopting.

    The most telling word of an entry names the kind ("like an informative brochure" is a brochure, though
    it is a document first).
    Source: own choice; documents only mentioned are none.
    """
    found: list[Output] = []
    for entry in entries:
        if entry.kind not in _BINDING:
            continue
        words = text[slice(*entry.span)]
        named = list(_KIND.finditer(words))
        if not named or _MADE.search(words) is None:
            continue
        best = min(named, key=lambda m: _rank(m.group()))
        kind = re.sub(r"\s+", " ", best.group().casefold()).replace("non paper", "non-paper")
        to = _TO.search(words)
        about = _ABOUT.match(words, best.end())
        found.append(
            Output(
                kind=kind,
                span=entry.span,
                title=about[1].strip() if about else None,
                addressee=to[1] if to else None,
            )
        )
    return tuple(found)


def _rank(word: str) -> int:
    return next(
        (n for n, kind in enumerate(_KINDS) if re.fullmatch(kind, re.sub(r"\s+", " ", word), re.I)),
        len(_KINDS),
    )

"""Records of speech: turns under labels ("Norland | Representative", "[Speaker 2]"), in the first person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from secretariat.archive.reading.drafts import Draft
from secretariat.archive.reading.model import Block, EntryKind, Span
from secretariat.archive.reading.paper import Paper
from secretariat.archive.reading.people import Register, Someone
from secretariat.archive.reading.sections import Purpose
from secretariat.archive.reading.sentences import sentences

FEW_WORDS, MANY_WORDS, WORD_LENGTH = 10, 40, 6
LABELS: Final = 3  # labels from which a paper is a record of speech
_MACHINE: Final = re.compile(r"speaker\s*\d*|unknown(?:\s+speaker)?|participant\s*\d+", re.I)
_ROLES: Final = re.compile(r"(?:permanent\s+)?representative|delegate|delegation|ambassador|member", re.I)
_COURTESY: Final = re.compile(
    r"(?:(?:i|we)\s+(?:also\s+|would\s+like\s+to\s+|wish\s+to\s+)?thank|(?:many\s+)?thanks?\b|thank\s+you|good\s+(?:morning|afternoon|evening)|dear\b[^.]*$|"
    r"excellenc(?:y|ies)[^.]{0,40}$|(?:i|we)\s+(?:now\s+)?give\s+the\s+floor|you\s+have\s+the\s+floor|.{0,60}\byou\s+have\s+the\s+floor|"
    r"the\s+floor\s+is|hello\b|welcome\s+back|(?:yes|no|okay|ok|right|sure|all\s+right|great|yeah)[.,!]?$|it['’]s\s+(?:great|good|nice)\s+to\s+see|"
    r"congratulations|allow\s+me\s+to|.{0,40}\bextends?\s+(?:its\s+)?(?:appreciation|thanks))",
    re.I,
)
_FIRST_PERSON: Final[tuple[tuple[EntryKind, re.Pattern[str]], ...]] = (
    (
        "opening",
        re.compile(
            r"\b(?:call\s+to\s+order|declare\s+open|call\s+this\s+meeting\s+to\s+order|open\s+this\s+(?:meeting|session))\b",
            re.I,
        ),
    ),
    (
        "closing",
        re.compile(
            r"\b(?:(?:meeting|session)\s+is\s+(?:now\s+)?(?:adjourned|closed)|(?:we|i)\s+(?:now\s+)?(?:adjourn|close)\s+th)\b",
            re.I,
        ),
    ),
    (
        "support",
        re.compile(
            r"\baligns?\s+(?:itself\s+|ourselves\s+|myself\s+|fully\s+)*with|\bassociates?\s+(?:itself|ourselves)\s+with|\bfully\s+supports?\s+the\s+(?:statement|proposal)|\b(?:we|i)\s+(?:strongly\s+|fully\s+|also\s+)?(?:support|welcome|endorse)\s+th",
            re.I,
        ),
    ),
    (
        "reservation",
        re.compile(
            r"\b(?:we|i)\s+(?:\w+\s+){0,2}?(?:caution|oppose|object|doubt|cannot\s+(?:accept|support|agree))\b|\b(?:we|i)\s+(?:are|am|remain)\s+(?:\w+\s+)?concerned\b|\bnot\s+in\s+a\s+position\s+to\s+support\b",
            re.I,
        ),
    ),
    (
        "offer",
        re.compile(
            r"\b(?:stands?|stand|are|is|am)\s+ready\s+to\b|\b(?:we|i)\s+(?:can|could|offer\s+to|am\s+happy\s+to|would\s+be\s+happy\s+to)\s+(?:host|provide|share|send|help|organi[sz]e|volunteer)\b",
            re.I,
        ),
    ),
    (
        "commitment",
        re.compile(
            r"\b(?:we|i)(?:\s+will|['’]ll)\s+(?!be\b|have\b|not\b|see\b|give\b|now\b|begin\b|get\b|need\b)\w+",
            re.I,
        ),
    ),
    (
        "proposal",
        re.compile(
            r"\b(?:we|i)\s+(?:\w+\s+)?(?:propose|suggest|recommend|call\s+for|would\s+like\s+to\s+see)\b|\bwe\s+(?:\w+\s+)?(?:should|need\s+(?:a|an|to))\b|\bwhy\s+not\b|\bsupports?\s+(?:first,?\s+)?an?\b|\blet['’]?s\b(?!\s+(?:say|see|not|just))",
            re.I,
        ),
    ),
    (
        "request",
        re.compile(
            r"\?[\"”’)]*$|\b(?:we|i)\s+(?:\w+\s+)?(?:ask|request|urge|encourage|invite)\b|\bcan\s+i\s+ask\b",
            re.I,
        ),
    ),
    ("decision", re.compile(r"\b(?:it\s+is\s+so\s+decided|so\s+decided)\b", re.I)),
)
_FORMAL: Final = frozenset({"opening", "closing", "decision"})
_RUN: Final = frozenset({"statement", "information", "support"})


def is_speech(paper: Paper) -> bool:
    """True for a record of speech under labels.

    Source: own choice.
    """
    return sum(1 for b in paper.blocks if b.kind == "label") >= LABELS


def read_speeches(paper: Paper, purposes: list[Purpose], register: Register) -> list[Draft]:
    """The entries of a record of speech: a turn goes from label to label.

    Labels set by a machine name nobody; greetings, thanks and giving the floor are no entries. A question is
    put to somebody where it ends the turn; inside it, speakers ask and answer themselves.
    Source: own choice: the first person leaves fewer verbs of speaking, so modes and questions decide.
    """
    drafts: list[Draft] = []
    machine = all(_MACHINE.fullmatch(paper.words(b)) for b in paper.blocks if b.kind == "label")
    for label, spans in _turns(paper, purposes):
        persons, seat = _holder(paper, label, register) if label is not None else ((), None)
        turn: list[Draft] = []
        for at, (start, end) in enumerate(spans):
            words = paper.text[start:end]
            kind = _kind(words)
            if kind is None:
                continue
            light = machine and len(words.split()) < FEW_WORDS
            if (kind == "request" and at < len(spans) - 1) or (light and kind not in _FORMAL):
                kind = "statement"
            if turn and turn[-1].kind == kind and kind in _RUN:
                turn[-1] = replace(turn[-1], end=end)
            else:
                turn.append(Draft(kind, start, end, persons, seat))
        drafts += [d for d in turn if not machine or _has_weight(d)]
    return drafts


def _turns(paper: Paper, purposes: list[Purpose]) -> Iterator[tuple[Block | None, list[Span]]]:
    """Every turn: its label, and its sentences."""
    label: Block | None = None
    spans: list[Span] = []
    for block, purpose in zip(paper.blocks, purposes, strict=True):
        if block.kind == "label":
            yield label, spans
            label, spans = block, []
        elif purpose == "talk":
            spans += sentences(paper.text, *block.span)
    yield label, spans


def _has_weight(draft: Draft) -> bool:
    """Whether a passage of everyday talk is more than small talk."""
    least = MANY_WORDS if draft.kind == "statement" else FEW_WORDS
    return draft.kind in _FORMAL or draft.end - draft.start >= least * WORD_LENGTH


def _holder(paper: Paper, block: Block, register: Register) -> tuple[tuple[Someone, ...], str | None]:
    words = paper.words(block)
    if _MACHINE.fullmatch(words):
        return (), None
    head, _, role = (part.strip() for part in words.partition("|"))
    known = register.find(head) if len(head.split()) > 1 else None
    if known is not None:
        known.speaks = True
        known.spans.add(block.span)
        return (known,), None
    if not role or _ROLES.fullmatch(role):
        return (), head
    return (), f"{head} {role}"


def _kind(words: str) -> EntryKind | None:
    short = len(words.split()) < 4
    if short or _COURTESY.match(words):
        return next((k for k, p in _FIRST_PERSON[:2] if p.search(words)), None)
    return next((k for k, p in _FIRST_PERSON if p.search(words)), "statement")

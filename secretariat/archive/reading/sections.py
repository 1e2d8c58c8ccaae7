"""What each block of a paper is for: talk, decisions, actions, meetings ahead, or nothing that was said."""

from __future__ import annotations

import re
from typing import Final, Literal

from secretariat.archive.reading.dates import PERIODS
from secretariat.archive.reading.lexicon import (
    ABSENT_SECTION,
    ACTION_SECTION,
    AGENDA_SECTION,
    ANNEX_SECTION,
    DECISION_SECTION,
    NEXT_SECTION,
    ROLL_SECTION,
    SILENT_SECTION,
)
from secretariat.archive.reading.model import Block
from secretariat.archive.reading.paper import Paper

Purpose = Literal["talk", "decisions", "actions", "next", "silent"]
_BY_HEADING: Final[tuple[tuple[re.Pattern[str], Purpose], ...]] = (
    (ROLL_SECTION, "silent"),
    (ABSENT_SECTION, "silent"),
    (AGENDA_SECTION, "silent"),
    (NEXT_SECTION, "next"),
    (DECISION_SECTION, "decisions"),
    (ACTION_SECTION, "actions"),
    (SILENT_SECTION, "silent"),
)
_NUMBER: Final = re.compile(r"(?:\d+(?:\.\d+)*[.)]?|[IVX]+\.|[A-Za-z][.)])\s+")
TOPICS: Final = 3  # headings or items from which a paper counts as minutes by topic


def purposes(paper: Paper, roll: frozenset[int]) -> list[Purpose]:
    """The purpose of every block, in order; ``roll`` are the blocks of attendance lists.

    A heading's purpose holds until a heading of its own depth or higher. An annex ends the record.
    Source: own choice, after the usual order of minutes.
    """
    given: list[Purpose] = []
    now: Purpose = "talk"
    depth = 99
    in_roll = False
    for at, block in enumerate(paper.blocks):
        words = paper.words(block)
        if block.kind == "heading" or (
            block.kind in ("paragraph", "line") and words.endswith(":") and len(words) < 60
        ):
            level = block.level or 90
            told = _told(words)
            if (
                told == "silent"
                and ANNEX_SECTION.fullmatch(_NUMBER.sub("", words))
                and at > len(paper.blocks) // 3
            ):
                return given + ["silent"] * (len(paper.blocks) - at)
            if told is None and now == "next" and not block.level and PERIODS.search(words):
                given.append("next")  # a date alone on its line looks like a heading
                continue
            if told is not None:
                now, depth = told, level
                bare = _NUMBER.sub("", words, count=1).rstrip(": ")
                in_roll = bool(ROLL_SECTION.fullmatch(bare) or ABSENT_SECTION.fullmatch(bare))
            elif (block.kind == "heading" and level <= depth) or (
                block.kind != "heading" and now == "silent"
            ):
                now, depth = "talk", 99
            given.append("silent" if block.kind == "heading" or told else now)
        elif now == "silent" and in_roll and at not in roll and _is_talk(block, words):
            now, depth, in_roll = "talk", 99, False
            given.append(now)
        elif at in roll or block.kind in ("front", "note", "furniture", "label"):
            given.append("silent")
        else:
            given.append(now)
    return given


def _is_talk(block: Block, words: str) -> bool:
    """True for a paragraph that ends a list of those present without a heading in between."""
    return block.kind == "paragraph" and words[-1] == "." and len(words.split()) > 3


def _told(words: str) -> Purpose | None:
    bare = _NUMBER.sub("", words, count=1).rstrip(": ")
    for pattern, purpose in _BY_HEADING:
        if len(bare) <= 70 and pattern.fullmatch(bare):
            return purpose
    return None


def is_by_topic(paper: Paper) -> bool:
    """True for minutes by topic (headings and bullets), False for prose that goes from speaker to speaker.

    Source: own choice; it decides whether words that name nobody are an entry of their own.
    """
    headings = sum(
        1
        for b in paper.blocks[2:]
        if b.kind == "heading"
        or (b.kind == "paragraph" and b.span[1] - b.span[0] < 40 and paper.words(b).endswith(":"))
    )
    items = sum(1 for b in paper.blocks if b.kind == "item")
    marked = sum(1 for b in paper.blocks if b.kind == "heading" and b.level)
    paragraphs = sum(1 for b in paper.blocks if b.kind == "paragraph")
    return (
        marked >= TOPICS or items >= max(2 * TOPICS, paragraphs) or headings >= max(TOPICS, paragraphs // 5)
    )

"""The canonical text of a paper and its blocks: the ground every span stands on.

Readers of formats hand over pieces; ``compose`` cleans each piece once and lays them out. Nothing changes
the text afterwards, so a span found by a rule stays true.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from secretariat.archive.reading.model import Block, BlockKind, Span
from secretariat.toolbox.errors import SourceUnreadable

# A bullet (U+F0xx are those of symbol fonts in PDF files) or a number at the head of a list item; "(12)" numbers paragraphs in older records.
MARKER = re.compile(
    r"(?P<mark>[-*+•◦▪·‣●○■□►➢✓–—\uf000-\uf0ff]{1,3}|\(?\d{1,3}(?:\.\d{1,3}){0,3}[.)]|\(\w{1,4}\)|[a-z][.)]|\d{1,2}(?:\.\d{1,2}){1,3})[ \t]+(?=\S)"
    r"|(?P<number>\(\d{1,3}\))(?=[^\W\d_])"
)
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])(.{1,600}?)(?<=[^\s*])\1(?![\w*])", re.S)
_UNDERLINE = re.compile(r"(?<![\w_])(_{1,2})(?=[^\s_])(.{1,400}?)(?<=[^\s_])\1(?![\w_])", re.S)
_SPACES = re.compile(r"[ \t\r\n\f\v\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile(
    r"[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffe\uffff]"
)
_TIGHT: frozenset[BlockKind] = frozenset({"item", "row", "line", "front"})
HEADING_WORDS = 16
MAX_CHARACTERS = 5_000_000  # some 1,700 pages; no record of a meeting comes near


@dataclass(frozen=True, slots=True)
class Piece:
    """A block before its place in the text is known; a row has ``cells``, all others ``text``."""

    kind: BlockKind
    text: str = ""
    level: int = 0
    cells: tuple[str, ...] = ()
    page: int | None = None
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """The canonical text with its blocks in reading order."""

    text: str
    blocks: tuple[Block, ...]
    pages: int | None = None
    warnings: tuple[str, ...] = ()

    def words(self, block: Block) -> str:
        """The text of one block."""
        return self.text[block.span[0] : block.span[1]]


def clean(text: str) -> str:
    """Text in NFC without marks of emphasis, invisible characters and runs of spaces.

    Source: own choice: one normal form and one removal, before any span exists.
    """
    text = unicodedata.normalize("NFC", text)
    text = _INVISIBLE.sub("", text)
    if "*" in text:
        text = _EMPHASIS.sub(r"\2", _EMPHASIS.sub(r"\2", text))
    if "_" in text:
        text = _UNDERLINE.sub(r"\2", text)
    return _SPACES.sub(" ", text).strip()


def compose(pieces: Iterable[Piece], pages: int | None = None, warnings: Sequence[str] = ()) -> Paper:
    """The paper made of the pieces, in their order; pieces without text vanish.

    A blank line parts blocks, a single line break parts the items, rows and lines of one run. List marks
    stand in the text but outside the block's span.
    Raises SourceUnreadable beyond MAX_CHARACTERS.
    Source: own choice: the same layout for every format, so the same rules read them all.
    """
    parts: list[str] = []
    blocks: list[Block] = []
    at = 0
    before: BlockKind | None = None
    for piece in pieces:
        cells = tuple(c for c in map(clean, piece.cells) if c)
        body = " | ".join(cells) if cells else clean(piece.text)
        if not any(c.isalnum() for c in body):
            continue
        if before is not None:
            gap = "\n" if piece.kind == before and piece.kind in _TIGHT else "\n\n"
            parts.append(gap)
            at += len(gap)
        lead = "  " * min(piece.level, 8) + piece.mark + " " if piece.mark else ""
        parts.append(lead + body)
        at += len(lead)
        blocks.append(
            Block(piece.kind, (at, at + len(body)), piece.level, _cell_spans(cells, at), piece.page)
        )
        at += len(body)
        if at > MAX_CHARACTERS:
            raise SourceUnreadable(
                "This file holds more text than a report can; split it and send the report alone."
            )
        before = piece.kind
    text = "".join(parts)
    return Paper(text, tuple(_with_furniture(text, blocks)), pages, tuple(warnings))


def mark_of(found: re.Match[str]) -> str:
    """The mark alone, of a match of ``MARKER``.

    Source: own choice.
    """
    return found["mark"] or found["number"]


def looks_like_heading(text: str) -> bool:
    """True where the words stand like a heading: few of them, and no end of a sentence.

    Source: own choice; measured on minutes whose headings carry no style.
    """
    return (
        0 < len(text) <= 160
        and text[-1] not in ".;:,!?…"
        and len(text.split()) <= HEADING_WORDS
        and (text[0].isupper() or text[0].isdigit())
    )


def _cell_spans(cells: Sequence[str], at: int) -> tuple[Span, ...]:
    spans: list[Span] = []
    for cell in cells:
        spans.append((at, at + len(cell)))
        at += len(cell) + 3
    return tuple(spans)


_LETTERHEAD = re.compile(
    r"(?:the )?(?:chair|co-chairs?|chairmanship|presidency|secretariat|page \d+.*|draft|confidential)", re.I
)


def _with_furniture(text: str, blocks: Sequence[Block]) -> list[Block]:
    """Marks what a page repeats (letterheads, labels of signatures) so that no turn runs into it."""
    seen: dict[str, int] = {}
    for block in blocks:
        if block.kind in ("heading", "line", "paragraph") and block.span[1] - block.span[0] <= 160:
            words = text[block.span[0] : block.span[1]].casefold()
            seen[words] = seen.get(words, 0) + 1
    marked: list[Block] = []
    for block in blocks:
        words = text[block.span[0] : block.span[1]]
        if seen.get(words.casefold(), 0) > 1 and (
            _LETTERHEAD.fullmatch(words) or (words.isupper() and len(words.split()) > 2)
        ):
            block = replace(block, kind="furniture")
        marked.append(block)
    return marked

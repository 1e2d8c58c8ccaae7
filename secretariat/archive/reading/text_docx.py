"""DOCX: bytes to pieces, by an own walk over the document's XML.

Ready-made readers lose tracked insertions, links, content controls or text boxes, or leak deletions; this
walk takes what a reader of the final text sees.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from secretariat.archive.reading.boxes import members_of, unpacked
from secretariat.archive.reading.inside_docx import parsed
from secretariat.archive.reading.paper import Paper, Piece, compose
from secretariat.archive.reading.text_plain import is_list, run_of_lines
from secretariat.toolbox.errors import SourceUnreadable

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE: Final = frozenset(
    {_W + n for n in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "rt", "sdtPr", "sdtEndPr")}
)
_TEXT_BOX: Final = _W + "txbxContent"
MAX_DEPTH: Final = 60
LONG_CELL: Final = 400

_BROKEN: Final = "This Word document is broken; open it in a word processor and save it again as DOCX."


@dataclass(slots=True)
class _Style:
    name: str = ""
    base: str | None = None
    level: int | None = None
    list_id: str | None = None


@dataclass(slots=True)
class _Lists:
    """How the document's lists are marked, and how far each has counted."""

    formats: dict[tuple[str, int], str] = field(default_factory=dict)
    counts: dict[tuple[str, int], int] = field(default_factory=dict)

    def mark(self, list_id: str, level: int) -> str:
        """The next mark of a list at a depth: "-", or a number."""
        if self.formats.get((list_id, level), "bullet") in ("bullet", "none"):
            return "-"
        for key in [k for k in self.counts if k[0] == list_id and k[1] > level]:
            del self.counts[key]
        self.counts[list_id, level] = self.counts.get((list_id, level), 0) + 1
        return f"{self.counts[list_id, level]}."


def read_docx(data: bytes) -> Paper:
    """The paper in a Word document: tracked insertions in, deletions out, headers and footers as furniture.

    ``data``: the bytes of the file. Raises SourceUnreadable where it is broken.
    Source: ECMA-376 part 1 (WordprocessingML), the parts that carry words.
    """
    members_of(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            return compose(_pieces(box))
    except (
        zipfile.BadZipFile,
        etree.XMLSyntaxError,
        KeyError,
        OSError,
        ValueError,
        NotImplementedError,
        EOFError,
    ) as fault:
        raise SourceUnreadable(_BROKEN) from fault


def _pieces(box: zipfile.ZipFile) -> Iterator[Piece]:
    walk = _Walk(_styles(box), _lists(box))
    body = _part(box, "word/document.xml")
    if body is None:
        raise SourceUnreadable("This office file is not a Word document; save the document as DOCX or PDF.")
    yield from walk.blocks(body, 0)
    for name in ("word/footnotes.xml", "word/endnotes.xml"):
        notes = _part(box, name)
        for note in notes if notes is not None else ():
            if note.get(_W + "type") is None:
                yield Piece("note", " ".join(p.text for p in walk.blocks(note, 0)))
    told: set[str] = set()
    for name in sorted(
        n for n in box.namelist() if n.startswith(("word/header", "word/footer")) and n.endswith(".xml")
    ):
        part = _part(box, name)
        for piece in walk.blocks(part, 0) if part is not None else ():
            words = piece.text or " ".join(piece.cells)
            if words not in told:
                told.add(words)
                yield Piece("furniture", words)


def _part(box: zipfile.ZipFile, name: str) -> etree._Element | None:
    """The root of a part, or None where there is no such part."""
    if name not in box.namelist():
        return None
    return parsed(unpacked(box, box.getinfo(name)))


def _styles(box: zipfile.ZipFile) -> dict[str, _Style]:
    styles: dict[str, _Style] = {}
    root = _part(box, "word/styles.xml")
    for node in root.iterfind(_W + "style") if root is not None else ():
        style = _Style(_value(node, "name") or "", _value(node, "basedOn"))
        outline = node.find(f"{_W}pPr/{_W}outlineLvl")
        style.level = _number(outline.get(_W + "val")) if outline is not None else None
        number = node.find(f"{_W}pPr/{_W}numPr/{_W}numId")
        style.list_id = number.get(_W + "val") if number is not None else None
        styles[node.get(_W + "styleId") or ""] = style
    return styles


def _lists(box: zipfile.ZipFile) -> _Lists:
    lists = _Lists()
    root = _part(box, "word/numbering.xml")
    if root is None:
        return lists
    abstract: dict[str, dict[int, str]] = {}
    for node in root.iterfind(_W + "abstractNum"):
        abstract[node.get(_W + "abstractNumId") or ""] = {
            _number(level.get(_W + "ilvl")): _value(level, "numFmt") or "decimal"
            for level in node.iterfind(_W + "lvl")
        }
    for node in root.iterfind(_W + "num"):
        for level, form in abstract.get(_value(node, "abstractNumId") or "", {}).items():
            lists.formats[node.get(_W + "numId") or "", level] = form
    return lists


def _value(node: etree._Element, name: str) -> str | None:
    child = node.find(_W + name)
    return child.get(_W + "val") if child is not None else None


def _number(words: str | None) -> int:
    return int(words) if words is not None and words.isascii() and words.isdigit() and len(words) < 4 else 0


class _Walk:
    """Goes through body, headers and notes alike."""

    def __init__(self, styles: dict[str, _Style], lists: _Lists) -> None:
        self.styles = styles
        self.lists = lists

    def blocks(self, node: etree._Element, depth: int) -> Iterator[Piece]:
        """The pieces below a node, in reading order."""
        if depth > MAX_DEPTH:
            raise SourceUnreadable(
                "This document is nested too deeply to be read; save it again as DOCX or PDF."
            )
        for child in node:
            if child.tag == _W + "p":
                yield from self._paragraph(child, depth)
            elif child.tag == _W + "tbl":
                yield from self._table(child, depth)
            elif child.tag == _MC + "AlternateContent":
                yield from self.blocks(_choice(child), depth + 1)
            elif child.tag not in _GONE and len(child):
                yield from self.blocks(child, depth + 1)

    def _paragraph(self, node: etree._Element, depth: int) -> Iterator[Piece]:
        boxes: list[etree._Element] = []
        text = "".join(_words(node, boxes, 0)).strip()
        if text:
            yield from self._styled(node, text)
        for box in boxes:
            yield from self.blocks(box, depth + 1)

    def _styled(self, node: etree._Element, text: str) -> Iterator[Piece]:
        level, list_id, list_level = self._form(node)
        if level is not None:
            yield Piece("heading", text, level=level + 1)
        elif list_id not in (None, "0"):
            yield Piece(
                "item",
                text.replace("\n", " "),
                level=list_level,
                mark=self.lists.mark(list_id or "", list_level),
            )
        else:
            lines = [line for line in text.split("\n") if line.strip()]
            for run in [lines] if is_list(lines) else [[line] for line in lines]:
                yield from run_of_lines(
                    run
                )  # in Word a line break is meant, so no line is joined to the next

    def _form(self, node: etree._Element) -> tuple[int | None, str | None, int]:
        """Depth of a heading, list and depth in it: from the paragraph, else from its style and the styles below."""
        number = node.find(f"{_W}pPr/{_W}numPr/{_W}numId")
        list_id = number.get(_W + "val") if number is not None else None
        depth = node.find(f"{_W}pPr/{_W}numPr/{_W}ilvl")
        outline = node.find(f"{_W}pPr/{_W}outlineLvl")
        level = _number(outline.get(_W + "val")) if outline is not None else None
        named = node.find(f"{_W}pPr/{_W}pStyle")
        at: str | None = named.get(_W + "val") if named is not None else None
        for _ in range(12):
            style = self.styles.get(at or "")
            if style is None:
                break
            name = style.name.casefold()
            if level is None and style.level is not None:
                level = style.level
            if level is None and name in ("title", "subtitle"):
                level = 0
            list_id = list_id or style.list_id
            at = style.base
        if level is not None and level >= 9:
            level = None
        return level, list_id, _number(depth.get(_W + "val")) if depth is not None else 0

    def _table(self, node: etree._Element, depth: int) -> Iterator[Piece]:
        """Rows with their cells; a cell that holds running text is read like the body."""
        for row in _below(node, "tr"):
            cells = list(_below(row, "tc"))
            inner = [list(self.blocks(cell, depth + 1)) for cell in cells]
            words = [" ".join(p.text or " ".join(p.cells) for p in pieces) for pieces in inner]
            if len(cells) == 1 or any(len(w) > LONG_CELL for w in words):
                for pieces in inner:
                    yield from pieces
            else:
                yield Piece("row", cells=tuple(words))


def _below(node: etree._Element, name: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also inside content controls and tracked insertions."""
    for child in node:
        if child.tag == _W + name:
            yield child
        elif child.tag not in _GONE and child.tag not in (_W + "tbl", _W + "p"):
            yield from _below(child, name)


def _choice(node: etree._Element) -> etree._Element:
    """One of the alternatives: both hold the same text box."""
    choice = node.find(_MC + "Choice")
    fallback = node.find(_MC + "Fallback")
    return choice if choice is not None else fallback if fallback is not None else node


def _words(node: etree._Element, boxes: list[etree._Element], depth: int) -> Iterator[str]:
    """The words of a paragraph; text boxes in it are put aside."""
    if depth > MAX_DEPTH:
        return
    for child in node:
        tag = child.tag
        if tag == _W + "t":
            yield child.text or ""
        elif tag == _W + "tab":
            yield "\t"
        elif tag in (_W + "br", _W + "cr"):
            yield "\n"
        elif tag == _W + "noBreakHyphen":
            yield "-"
        elif tag == _TEXT_BOX:
            boxes.append(child)
        elif tag == _MC + "AlternateContent":
            yield from _words(_choice(child), boxes, depth + 1)
        elif tag not in _GONE and len(child):
            yield from _words(child, boxes, depth + 1)

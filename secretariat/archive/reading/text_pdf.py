"""PDF: bytes to pieces. Lines become paragraphs again, running heads and feet stand aside.

A PDF knows characters at places, nothing else. Joining lines rightly decides everything the rules can find.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

import pypdfium2
import pypdfium2.raw as pdfium

from secretariat.archive.reading.paper import MARKER, Paper, Piece, compose, looks_like_heading, mark_of
from secretariat.archive.reading.text_plain import joined
from secretariat.toolbox.errors import SourceUnreadable

MAX_PAGES: Final = 2_000
MAX_CHARACTERS: Final = 100_000  # on one page; a crafted page can hold millions
_HYPHENS: Final = frozenset({0xFFFE, 0x0002})
_ENDS: Final = frozenset({0x0D, 0x0A})
_SPACES: Final = frozenset({0x20, 0xA0, 0x09})
_WIDE_GAP: Final = 1.6  # ems between two words from which they stand in two cells
_CLOSE: Final = 1.35  # line pitches from which a gap parts paragraphs
_ENDED: Final = re.compile(r"[.!?:;][\"”’)\]]*$")
_ACCENT: Final = {
    "´": "\u0301",
    "`": "\u0300",
    "¨": "\u0308",
    "ˇ": "\u030c",
    "ˆ": "\u0302",
    "˜": "\u0303",
    "˚": "\u030a",
    "¸": "\u0327",
}
_LOOSE_ACCENT: Final = re.compile(r"([´`¨ˇˆ˜˚¸])(?=[A-Za-zı])([A-Za-zı])")
_DIGITS: Final = re.compile(r"\d+")


@dataclass(slots=True)
class _Line:
    """A line on a page: words, cells, left and right edge, top and bottom, size of type, all in points."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    page: int
    cells: tuple[str, ...] = ()


def read_pdf(data: bytes, on_progress: Callable[[int, int], None] | None = None) -> Paper:
    """The paper in a PDF with a text layer.

    ``data``: the bytes of the file; ``on_progress``: called with pages done and pages in all.
    Raises SourceUnreadable for a file that is broken, locked, too long, or
    a scan without text; pages without text in between become a warning.
    Source: own choice after measurement: pdfium's characters, own lines and paragraphs.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        if "assword" in str(fault):
            raise SourceUnreadable("This PDF is locked with a password; send it without one.") from fault
        raise SourceUnreadable("This PDF is broken or was cut short; download or save it again.") from fault
    try:
        count = len(document)
        if count > MAX_PAGES:
            raise SourceUnreadable(f"This PDF has more than {MAX_PAGES} pages; send the report alone.")
        pages, unread = _pages(document, count, on_progress)
    finally:
        document.close()
    empty = [n for n, lines in enumerate(pages, 1) if not lines and n not in unread]
    if not any(pages):
        raise SourceUnreadable(
            "This PDF has pages but no text: it is a scan. Run text recognition (OCR) on it, or send a version with text."
        )
    return compose(_pieces(pages), count, _warnings(empty, unread))


def _pages(
    document: Any, count: int, on_progress: Callable[[int, int], None] | None
) -> tuple[list[list[_Line]], list[int]]:
    pages: list[list[_Line]] = []
    unread: list[int] = []
    for number in range(count):
        try:
            page = document[number]
            textpage = page.get_textpage()
        except pypdfium2.PdfiumError:
            unread.append(number + 1)
            pages.append([])
            continue
        pages.append(_lines(textpage.raw, number + 1))
        textpage.close()
        page.close()
        if on_progress is not None:
            on_progress(number + 1, count)
    return pages, unread


def _warnings(empty: Sequence[int], unread: Sequence[int]) -> list[str]:
    warnings: list[str] = []
    if empty:
        which = ", ".join(map(str, empty))
        warnings.append(
            f"No text on page {which}: probably scanned; run text recognition on them or compare with the original."
        )
    if unread:
        warnings.append(
            f"Page {', '.join(map(str, unread))} could not be read: the file is damaged; compare with the original."
        )
    return warnings


class _Boxes:
    """The boxes of characters, four doubles at a time."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.edges = [ctypes.c_double() for _ in range(4)]
        self.links = [ctypes.byref(e) for e in self.edges]

    def at(self, index: int) -> tuple[float, float, float, float]:
        """Left, right, bottom, top of a character."""
        pdfium.FPDFText_GetCharBox(self.page, index, *self.links)
        left, right, bottom, top = self.edges
        return left.value, right.value, bottom.value, top.value


def _lines(page: Any, number: int) -> list[_Line]:
    count = min(pdfium.FPDFText_CountChars(page), MAX_CHARACTERS)
    read = pdfium.FPDFText_GetUnicode
    codes = [read(page, i) for i in range(count)]
    boxes = _Boxes(page)
    lines: list[_Line] = []
    start = 0
    for at in range(count + 1):
        if at == count or codes[at] in _ENDS or codes[at] in _HYPHENS:
            broken = at < count and codes[at] in _HYPHENS
            line = _line(page, boxes, codes, start, at, number, broken=broken)
            if line is not None:
                _add(lines, line)
            start = at + 1
    return lines


def _line(
    page: Any, boxes: _Boxes, codes: Sequence[int], start: int, end: int, number: int, *, broken: bool
) -> _Line | None:
    while start < end and codes[start] in _SPACES:
        start += 1
    while end > start and codes[end - 1] in _SPACES:
        end -= 1
    if start >= end:
        return None
    size = pdfium.FPDFText_GetFontSize(page, start) or 10.0
    left, right, bottom, top = boxes.at(start)
    size = size if size > 3 else max(top - bottom, 6.0)
    cells: list[str] = []
    begin = start
    for at in range(start, end):
        if codes[at] in _SPACES and codes[at - 1] not in _SPACES:
            after = at + 1
            while after < end and codes[after] in _SPACES:
                after += 1
            if after < end and boxes.at(after)[0] - boxes.at(at - 1)[1] > _WIDE_GAP * size:
                cells.append(_text(codes, begin, at))
                begin = after
    cells.append(_text(codes, begin, end) + ("-" if broken else ""))
    last = boxes.at(end - 1)
    words = " ".join(cells)
    return _Line(
        words,
        left,
        max(right, last[1]),
        min(bottom, last[2]),
        max(top, last[3]),
        size,
        number,
        tuple(cells) if len(cells) > 1 else (),
    )


def _text(codes: Sequence[int], start: int, end: int) -> str:
    text = "".join(chr(c) for c in codes[start:end] if 0 < c < 0x110000 and not 0xD800 <= c < 0xE000)
    return _LOOSE_ACCENT.sub(
        lambda m: unicodedata.normalize("NFC", m[2].replace("ı", "i") + _ACCENT[m[1]]), text
    )


def _add(lines: list[_Line], line: _Line) -> None:
    """Adds a line, or joins it to the one before where both stand on one height (raised letters, cells)."""
    before = lines[-1] if lines else None
    if before is not None:
        middle = (line.top + line.bottom) / 2
        level = before.bottom - 0.3 * before.size <= middle <= before.top + 0.3 * before.size
        if level and line.left >= before.right - 1:
            gap = line.left - before.right
            if gap > _WIDE_GAP * before.size:
                before.cells = (*(before.cells or (before.text,)), *(line.cells or (line.text,)))
            elif before.cells:
                before.cells = (*before.cells[:-1], before.cells[-1] + " " + line.text)
            before.text += ("" if gap < 0.15 * before.size else " ") + line.text
            before.right = max(before.right, line.right)
            return
    lines.append(line)


def _pieces(pages: Sequence[Sequence[_Line]]) -> Iterator[Piece]:
    running = _running(pages)
    told: set[str] = set()
    aside: list[Piece] = []
    body: list[_Line] = []
    for lines in pages:
        for at, line in enumerate(lines):
            if _edge(at, lines) and _shape(line.text) in running:
                if _shape(line.text) not in told:
                    told.add(_shape(line.text))
                    aside += [Piece("furniture", c, page=line.page) for c in line.cells or (line.text,)]
            else:
                body.append(line)
    yield from _paragraphs(body)
    yield from aside


def _running(pages: Sequence[Sequence[_Line]]) -> set[str]:
    """What stands at the edge of two pages or more, and bare page numbers."""
    seen: Counter[str] = Counter()
    for lines in pages:
        seen.update({_shape(line.text) for at, line in enumerate(lines) if _edge(at, lines)})
    least = max(2, sum(1 for lines in pages if lines) // 3)
    return {shape for shape, times in seen.items() if times >= least} | {
        "#",
        "- # -",
        "page #",
        "page # of #",
        "#/#",
        "# / #",
    }


def _edge(at: int, lines: Sequence[_Line]) -> bool:
    return at < 3 or at >= len(lines) - 3


def _shape(text: str) -> str:
    return _DIGITS.sub("#", text.strip()).casefold()


def _paragraphs(lines: Sequence[_Line]) -> Iterator[Piece]:
    pitch = _pitch(lines)
    margin = _margin(lines)
    held: list[_Line] = []
    for line in lines:
        if held and (line.cells or held[-1].cells or _parts(held, line, pitch, margin)):
            yield _piece(held)
            held = []
        held.append(line)
    if held:
        yield _piece(held)


def _pitch(lines: Sequence[_Line]) -> float:
    """Distance of two lines of one paragraph: a small quantile, since gaps only grow from there."""
    gaps = sorted(
        (a.bottom - b.bottom) / max(a.size, 1)
        for a, b in pairwise(lines)
        if a.page == b.page and 0.5 * a.size < a.bottom - b.bottom < 4 * a.size
    )
    return gaps[len(gaps) // 5] if gaps else 1.2


def _margin(lines: Sequence[_Line]) -> float:
    """The right edge of full lines."""
    rights = sorted(line.right for line in lines)
    return rights[int(len(rights) * 0.85)] if rights else 0.0


def _parts(held: Sequence[_Line], line: _Line, pitch: float, margin: float) -> bool:
    """True where the line begins a new paragraph."""
    last = held[-1]
    if MARKER.match(line.text):
        return True
    if abs(line.size - last.size) > 0.08 * last.size and len(last.text) > 3:
        return True
    full = last.right > margin - 6 * last.size
    ended = _ENDED.search(last.text) is not None
    if line.page != last.page or line.bottom > last.bottom:
        return ended or not full or not (line.text[0].islower() or full)
    if last.bottom - line.bottom > _CLOSE * pitch * max(last.size, 1):
        return True
    if not full and (ended or line.text[0].isupper() or looks_like_heading(last.text)):
        return True
    indented = line.left - last.left > 0.8 * line.size
    return indented and ended and len(held) > 1 and not MARKER.match(held[0].text)


def _piece(lines: Sequence[_Line]) -> Piece:
    first = lines[0]
    if first.cells and len(lines) == 1:
        if len(first.cells) == 2 and MARKER.fullmatch(first.cells[0] + " x", 0, len(first.cells[0]) + 1):
            return Piece("item", first.cells[1], mark=first.cells[0], page=first.page)
        return Piece("row", cells=first.cells, page=first.page)
    words = joined([line.text for line in lines])
    if (found := MARKER.match(words)) is not None:
        rest = words[found.end() :]
        if mark_of(found)[0].isdigit() and looks_like_heading(rest):
            return Piece("heading", words, page=first.page)
        return Piece("item", rest, mark=mark_of(found), page=first.page)
    return Piece("heading" if looks_like_heading(words) else "paragraph", words, page=first.page)

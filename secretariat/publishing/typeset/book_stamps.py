"""The stamp below each page of a book: marking, symbol and page of the book, upright on pages of any kind."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import datetime

import pikepdf

from secretariat.publishing.typeset.book_papers import frame_of
from secretariat.publishing.typeset.model import Footnote
from secretariat.publishing.typeset.press import pressed_loose

FROM_EDGE = 14.0
"""Points between the stamp and the lower and right edges of the page: below the foot of the house's papers, and
still inside what office printers print."""
_A4_WIDTH = 595.0


@dataclass(frozen=True, kw_only=True)
class _NoWords:
    pass


@dataclass(frozen=True, kw_only=True)
class _Stamps:
    stamps: tuple[str, ...]
    footnotes: tuple[Footnote, ...] = ()
    language: str
    made_at: datetime
    words: _NoWords = _NoWords()


def stamp_pages(book: pikepdf.Pdf, stamps: tuple[str, ...], *, language: str, made_at: datetime) -> None:
    """Puts one stamp on each page, lower right as the page is looked at, on white so that a scan does not hide it.

    It is an artifact: it is not read aloud. On large sheets it grows with the page.
    Source: own choice of place, because headers and feet of papers stand further in.
    """
    pressed = pressed_loose("stamps", _Stamps(stamps=stamps, language=language, made_at=made_at))
    slips = pikepdf.open(io.BytesIO(pressed))
    for page, slip in zip(book.pages, slips.pages, strict=True):
        form = book.copy_foreign(slip.as_form_xobject())
        _stamp(book, page, form, float(slip.mediabox[2]), float(slip.mediabox[3]))


def _stamp(book: pikepdf.Pdf, page: pikepdf.Page, form: pikepdf.Object, width: float, height: float) -> None:
    frame = frame_of(page)
    # At least as large as on A4, never wider than the page.
    grown = max(1.0, min(frame.width, frame.height) / _A4_WIDTH)
    scale = min(grown, (frame.width - 2 * FROM_EDGE) / width)
    x, y = frame.width - FROM_EDGE - width * scale, FROM_EDGE * min(1.0, frame.height / _A4_WIDTH)
    turn = {
        0: (1, 0, 0, 1, frame.left + x, frame.low + y),
        90: (0, 1, -1, 0, frame.right - y, frame.low + x),
        180: (-1, 0, 0, -1, frame.right - x, frame.high - y),
        270: (0, -1, 1, 0, frame.left + y, frame.high - x),
    }[frame.turned]
    a, b, c, d, e, f = turn
    matrix = " ".join(f"{value:.3f}" for value in (a * scale, b * scale, c * scale, d * scale, e, f))
    name = _named_resource(page, form)
    lines = f"/Artifact BMC q {matrix} cm 1 g 0 0 {width:.3f} {height:.3f} re f {name} Do Q EMC"
    # A paper may leave its drawing turned or shrunk at the end of a page; the stamp must not follow it.
    page.contents_add(book.make_stream(b"q\n"), prepend=True)
    page.contents_add(book.make_stream(f"\nQ\n{lines}\n".encode()))


def _named_resource(page: pikepdf.Page, form: pikepdf.Object) -> str:
    """Puts the stamp among the page's own resources, which are no other page's."""
    name = "/BookStamp"
    page.obj.Resources.XObject[name] = form
    return name

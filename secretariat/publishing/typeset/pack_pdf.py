"""What somebody who begins gets in hand: the welcome pack of a seat, the handover pack of a Chair."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from secretariat.publishing.typeset.model import Footnote
from secretariat.publishing.typeset.press import pressed


@dataclass(frozen=True, kw_only=True)
class PackPart:
    """One part: a title, a sentence, and rows. Without a ``head`` the first cell of each row is a point of a
    list; with one the rows are a table, ``widths`` its columns as shares. ``nothing`` is printed without rows.
    """

    title: str
    lead: str = ""
    head: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    nothing: str = ""


@dataclass(frozen=True, kw_only=True)
class PackWords:
    """The words the typesetter itself prints; a pack in another language brings its own."""

    page: str = "page {page} of {pages}"
    deeds: str = "Head of the record of deeds"


@dataclass(frozen=True, kw_only=True)
class PackData:
    """A whole pack. Holds only what its reader may see; nothing is filtered further down."""

    network_name: str
    marking: str
    """Who may read it, in words: "Members only"."""
    ref: str
    title: str
    for_whom: str
    text: str
    """Some sentences to begin with; a line break begins a new paragraph."""
    parts: tuple[PackPart, ...]
    deed_head: str = ""
    generated: str = ""
    footnotes: tuple[Footnote, ...] = ()
    language: str = "en-GB"
    made_at: datetime
    words: PackWords = PackWords()


def pack_pdf(data: PackData) -> bytes:
    """The pack as a PDF/A-2a and PDF/UA-1 file. Raises what ``press.pressed`` raises.

    Source: own choice, because whoever takes over a seat asks first what was promised, by when, and to whom
    to turn.
    """
    return pressed("pack", data)

"""Name plates as PDF: a State's name, large, on both sides of a folded sheet. No flags."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from secretariat.publishing.typeset.model import Footnote
from secretariat.publishing.typeset.press import pressed
from secretariat.toolbox.errors import RuleBroken


@dataclass(frozen=True, kw_only=True)
class Plate:
    """One plate: the name of a State, body or person, and a smaller line under it."""

    name: str
    under: str = ""


@dataclass(frozen=True, kw_only=True)
class PlatesWords:
    """A plate prints no words of the typesetter's own."""


@dataclass(frozen=True, kw_only=True)
class PlatesData:
    """A set of plates, in the order given; a name with a footnote carries it on its own plate."""

    network_name: str
    title: str
    """What the file is called: "Name plates, twelfth meeting"."""
    plates: tuple[Plate, ...]
    footnotes: tuple[Footnote, ...] = ()
    language: str = "en-GB"
    made_at: datetime
    words: PlatesWords = PlatesWords()


def plates_pdf(data: PlatesData) -> bytes:
    """The plates as a PDF/A-2a and PDF/UA-1 file: one sheet of A4 each, folded across the middle.

    A long name gets smaller, never broken or cut off. Raises ``RuleBroken("typeset.room")`` for a name that
    even in 14 points has no room, ``RuleBroken("typeset.nothing")`` without a plate, and what
    ``press.pressed`` raises.
    Source: own choice of the folded sheet, because it needs no holder and shows the same name to both sides.
    """
    if not data.plates:
        raise RuleBroken("typeset.nothing", "There is nobody to print a plate for yet.")
    return pressed("plates", data)

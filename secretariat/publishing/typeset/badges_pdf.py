"""Badges as PDF: name, function and State of whoever takes part, ten on a sheet. No flags, no ranks by colour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from secretariat.publishing.typeset.model import Footnote
from secretariat.publishing.typeset.press import pressed
from secretariat.toolbox.errors import RuleBroken


@dataclass(frozen=True, kw_only=True)
class Badge:
    """Somebody's badge; ``capacity`` in words: "Head of delegation"."""

    name: str
    state: str
    """The State or body under its printed name."""
    function: str = ""
    capacity: str = ""


@dataclass(frozen=True, kw_only=True)
class BadgesWords:
    """A badge prints no words of the typesetter's own."""


@dataclass(frozen=True, kw_only=True)
class BadgesData:
    """The badges of a meeting, in the order given. ``title`` is the meeting's, ``dates`` in words."""

    network_name: str
    title: str
    dates: str = ""
    badges: tuple[Badge, ...]
    footnotes: tuple[Footnote, ...] = ()
    language: str = "en-GB"
    made_at: datetime
    words: BadgesWords = BadgesWords()


def badges_pdf(data: BadgesData) -> bytes:
    """The badges as a PDF/A-2a and PDF/UA-1 file: 86 by 54 mm, ten on A4, with marks where to cut.

    Long names and functions get smaller, never broken or cut off. A State's footnote stands on the badge;
    where it is too long to be read there, its mark alone.
    Raises ``RuleBroken("typeset.room")`` for a text that has no room even in the smallest print,
    ``RuleBroken("typeset.nothing")`` without a badge, and what ``press.pressed`` raises.
    Source: own choice of 86 by 54 mm, the size of a bank card (ISO/IEC 7810 ID-1), for which holders are sold.
    """
    if not data.badges:
        raise RuleBroken("typeset.nothing", "There is nobody to print a badge for yet.")
    return pressed("badges", data)

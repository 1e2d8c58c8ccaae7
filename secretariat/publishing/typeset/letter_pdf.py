"""A letter as PDF."""

from __future__ import annotations

from secretariat.publishing.typeset.letter import LetterData
from secretariat.publishing.typeset.press import pressed


def letter_pdf(data: LetterData) -> bytes:
    """The letter as a PDF/A-2a and PDF/UA-1 file. Raises what ``press.pressed`` raises.

    Source: the parts and their order of a formal letter between offices of States; the subject is the title.
    """
    return pressed("letter", data)

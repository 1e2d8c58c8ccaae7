"""What a letter of the network is made of: plain frozen values, every date already in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from secretariat.publishing.typeset.model import Footnote, Letterhead


@dataclass(frozen=True, kw_only=True)
class LetterWords:
    """The words the typesetter itself prints; a letter in another language brings its own."""

    your_ref: str = "Your reference"
    subject: str = "Subject"
    annexes: str = "Annexes"
    annex: str = "Annex"
    copies: str = "Copy to"
    page: str = "page {page} of {pages}"


@dataclass(frozen=True, kw_only=True)
class LetterData:
    """A whole letter, in the order of the page. An empty field is not printed.

    A note verbale has no ``salutation`` and no ``signature``: its courtesies stand in ``text``, its ``seal``
    says that it is initialled and sealed.
    """

    letterhead: tuple[Letterhead, ...]
    """One office, or two side by side."""
    marking: str = ""
    ref: str
    """The letter's number in the register: "LC/2031/L.14"."""
    place_and_date: str = ""
    your_ref: str = ""
    addressee: tuple[str, ...] = ()
    """Name, function, institution, address: a line each."""
    title: str
    """The subject; also the file's title."""
    salutation: str = ""
    text: str
    """Plain text; a line break begins a new paragraph."""
    courtesy: str = ""
    """The closing courtesy."""
    signature: tuple[str, ...] = ()
    """Name first, then function: a line each, under the space for signing."""
    seal: str = ""
    annexes: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    """Who else receives it, openly."""
    generated: str = ""
    footnotes: tuple[Footnote, ...] = ()
    language: str = "en-GB"
    """BCP 47 language tag of the letter."""
    made_at: datetime
    """Aware instant; the only date inside the files, so the same data give the same bytes."""
    words: LetterWords = LetterWords()

"""An agenda as PDF, provisional or adopted; with what came of each item it is the journal of the day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from secretariat.publishing.typeset.model import Footnote, MeetingFacts
from secretariat.publishing.typeset.press import pressed


@dataclass(frozen=True, kw_only=True)
class AgendaPaper:
    """A paper under an item: its symbol and title, and a word on it ("late", "for discussion only")."""

    symbol: str
    title: str
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class AgendaItem:
    """An item. ``number`` as printed: "3", "3 (a)"; ``time`` in words; ``outcome`` makes it a journal's."""

    number: str
    title: str
    is_under: bool = False
    """Whether it is part of the item above, set in under it."""
    time: str = ""
    sponsor: str = ""
    purpose: str = ""
    """In words: "for decision"."""
    ring_word: str = ""
    text: str = ""
    """The explanatory note; a line break begins a new paragraph."""
    papers: tuple[AgendaPaper, ...] = ()
    outcome: str = ""


@dataclass(frozen=True, kw_only=True)
class AgendaSession:
    """A sitting: "Monday 30 May, morning", with its time, place and who presides."""

    title: str
    time: str = ""
    place: str = ""
    chair: str = ""
    ring_word: str = ""
    items: tuple[AgendaItem, ...] = ()


@dataclass(frozen=True, kw_only=True)
class AgendaWords:
    """The words the typesetter itself prints; an agenda in another language brings its own."""

    dates: str = "Date"
    place: str = "Place"
    within: str = "Within"
    organiser: str = "Organised by"
    time: str = "Time"
    item: str = "Item"
    subject: str = "Subject"
    chair: str = "Chair"
    proposed_by: str = "Proposed by"
    outcome: str = "Outcome"
    no_items: str = "No items yet."
    page: str = "page {page} of {pages}"


@dataclass(frozen=True, kw_only=True)
class AgendaData:
    """A whole agenda. Holds only what its reader may see; nothing is filtered further down."""

    network_name: str
    marking: str
    """Who may read it, in words: "Members only"."""
    ref: str
    title: str
    state_word: str
    """"Provisional agenda", "Agenda as adopted on 30 May 2031"."""
    meeting: MeetingFacts
    left_out: str = ""
    """What this version leaves out, in a sentence; empty when it is whole."""
    sessions: tuple[AgendaSession, ...]
    generated: str = ""
    footnotes: tuple[Footnote, ...] = ()
    language: str = "en-GB"
    """BCP 47 language tag of the agenda."""
    made_at: datetime
    """Aware instant; the only date inside the file, so the same data give the same bytes."""
    words: AgendaWords = AgendaWords()


def agenda_pdf(data: AgendaData) -> bytes:
    """The agenda as a PDF/A-2a and PDF/UA-1 file. Raises what ``press.pressed`` raises.

    Sessions are headings and so bookmarks; each item has its number, time, sponsor, note and papers.
    Source: rules of procedure of conferences of States (provisional agenda with an explanatory note, a
    sponsor and a paper for each item); the journal of the day after the practice of the OSCE.
    """
    return pressed("agenda", data)

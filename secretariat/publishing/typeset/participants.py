"""What a list of participants is made of: plain frozen values, in the order in which they are printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from secretariat.publishing.typeset.model import Footnote, MeetingFacts


@dataclass(frozen=True, kw_only=True)
class ListedPerson:
    """Somebody who takes part. ``capacity`` in words: "Head of delegation", "Adviser", "Local team"."""

    name: str
    function: str = ""
    capacity: str = ""
    attendance: str = ""
    """In words where it differs: "online", "represented by Ana Ilić"."""


@dataclass(frozen=True, kw_only=True)
class ListedGroup:
    """A State or body under its printed name, with its people; ``remark`` says why there are none."""

    name: str
    people: tuple[ListedPerson, ...] = ()
    remark: str = ""


@dataclass(frozen=True, kw_only=True)
class ListSection:
    """Members, observers, the Secretariat: each a section with a heading."""

    title: str
    groups: tuple[ListedGroup, ...]


@dataclass(frozen=True, kw_only=True)
class ParticipantsWords:
    """The words the typesetter itself prints; a list in another language brings its own."""

    dates: str = "Date"
    place: str = "Place"
    within: str = "Within"
    organiser: str = "Organised by"
    group: str = "Delegation"
    person: str = "Name and function"
    capacity: str = "Capacity"
    page: str = "page {page} of {pages}"


@dataclass(frozen=True, kw_only=True)
class ParticipantsData:
    """A whole list. Holds only what its reader may see; nothing is filtered and nothing is put in order here."""

    network_name: str
    marking: str
    """Who may read it, in words: "Members only"."""
    ref: str
    title: str
    state_word: str
    """"Provisional list as of 12 October 2031", "Final list"."""
    meeting: MeetingFacts
    order_line: str = ""
    """The order of States it follows, in a sentence."""
    left_out: str = ""
    """What this version leaves out, in a sentence; empty when it is whole."""
    sections: tuple[ListSection, ...]
    generated: str = ""
    footnotes: tuple[Footnote, ...] = ()
    language: str = "en-GB"
    """BCP 47 language tag of the list."""
    made_at: datetime
    """Aware instant; the only date inside the files, so the same data give the same bytes."""
    words: ParticipantsWords = ParticipantsWords()

"""What a report is made of: plain frozen values, every date already in words.

The fields stand in the order of the printed page. ``notes.prepared`` relies on it: the first mention
of a name with a footnote is the first one met in this order.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Letterhead:
    """One office at the head of page 1: its name and the lines below it (body, address, contact)."""

    office: str
    """The word above the name: "The Chair", "The Secretariat"."""
    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class MeetingFacts:
    """Where and when, in words: "30 and 31 May 2031". An empty field is not printed."""

    dates: str
    place: str = ""
    within: str = ""
    organiser: str = ""


@dataclass(frozen=True, kw_only=True)
class Participant:
    """One person in the room, or the absent one with the name of who stood in."""

    name: str
    function: str = ""
    attendance: str = ""
    """In words: "present", "represented by Ana Ilić"."""


@dataclass(frozen=True, kw_only=True)
class Delegation:
    """A member or organisation, under the name that is to be printed, with its people."""

    member: str
    people: tuple[Participant, ...]


@dataclass(frozen=True, kw_only=True)
class ReportEntry:
    """One entry of the record. ``number`` may leave gaps: an entry the reader may not see keeps its own."""

    number: int
    kind: str
    """The entry's kind (``decision`` is set in a ruled box)."""
    kind_word: str
    """The kind as a word of the report's language: "Decision"."""
    speaker_line: str = ""
    on_behalf_line: str = ""
    text: str
    """Plain text; a line break begins a new paragraph."""
    ring_word: str = ""
    decision_number: str = ""
    language: str = ""
    """Language tag of ``text`` where it differs from the report's."""


@dataclass(frozen=True, kw_only=True)
class Decision:
    """A line of the list of decisions; ``entry_number`` leads back to the record."""

    number: str
    text: str
    entry_number: int
    review: str = ""


@dataclass(frozen=True, kw_only=True)
class FollowUp:
    """What is owed. An empty ``who`` or ``by_when`` is printed as a lack, in words."""

    what: str
    who: str = ""
    by_when: str = ""

    @property
    def lacks(self) -> tuple[str, ...]:
        """What is missing: any of ``owner`` and ``date``."""
        missing = (("owner", self.who), ("date", self.by_when))
        return tuple(name for name, value in missing if not value.strip())


@dataclass(frozen=True, kw_only=True)
class HostingOffer:
    """An offer to hold a meeting: ``when`` in words ("autumn 2032"), ``firmness`` a word."""

    who: str
    when: str = ""
    where: str = ""
    within: str = ""
    firmness: str = ""


@dataclass(frozen=True, kw_only=True)
class Correction:
    """What a later meeting agreed to: entry ``entry_number`` should read ``text``; ``agreed`` names the meeting."""

    number: str
    entry_number: int
    text: str
    agreed: str


@dataclass(frozen=True, kw_only=True)
class Footnote:
    """A fixed footnote, such as a denomination's. ``mark`` counts where it follows a letter: "Osteria*"."""

    mark: str
    text: str


@dataclass(frozen=True, kw_only=True)
class ReportWords:
    """The words the typesetter itself prints; a report in another language brings its own."""

    participants: str = "Participants"
    member: str = "Member"
    delegation: str = "Delegation"
    record: str = "Record of the meeting"
    decisions: str = "Decisions"
    decision: str = "Decision"
    number: str = "No."
    review: str = "Review"
    entry: str = "Entry"
    follow_up: str = "Follow-up"
    what: str = "What is owed"
    who: str = "By whom"
    by_when: str = "By when"
    no_owner: str = "No owner yet"
    no_date: str = "No date yet"
    offers: str = "Offers to host"
    corrections: str = "Corrections agreed later"
    reads: str = "Should read"
    agreed: str = "Agreed by"
    when: str = "When"
    where: str = "Where"
    offered_by: str = "Offered by"
    firmness: str = "Firmness"
    dates: str = "Date"
    place: str = "Place"
    within: str = "Within"
    organiser: str = "Organised by"
    page: str = "page {page} of {pages}"
    deeds: str = "Head of the record of deeds"


@dataclass(frozen=True, kw_only=True)
class ReportData:
    """A whole report. Holds only what its reader may see; nothing is filtered further down."""

    chair: Letterhead
    secretariat: Letterhead
    marking: str
    """Who may read it, in words: "Members only"."""
    ref: str
    network_name: str
    title: str
    state_word: str
    """"Draft", "Approved on 12 June 2031"."""
    meeting: MeetingFacts
    delegations: tuple[Delegation, ...] = ()
    left_out: str = ""
    """What this version leaves out, in a sentence; empty when it is whole."""
    entries: tuple[ReportEntry, ...] = ()
    decisions: tuple[Decision, ...] = ()
    follow_ups: tuple[FollowUp, ...] = ()
    offers: tuple[HostingOffer, ...] = ()
    corrections: tuple[Correction, ...] = ()
    deed_head: str = ""
    """Hexadecimal head of the chain of deeds at the time of printing."""
    generated: str = ""
    """When and by what it was typeset, in words."""
    footnotes: tuple[Footnote, ...] = ()
    language: str = "en-GB"
    """BCP 47 language tag of the report."""
    made_at: datetime
    """Aware instant; the only date inside the files, so the same data give the same bytes."""
    words: ReportWords = ReportWords()

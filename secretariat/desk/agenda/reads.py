"""What the agenda of a meeting shows from other rooms, and what a new one begins with."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from secretariat.access.rules import Actor, system_actor
from secretariat.archive.models import Source
from secretariat.archive.reads import visible_sources
from secretariat.commitments.reads import Line, last_time
from secretariat.meetings.agendas import ItemDraft
from secretariat.meetings.deadlines import Deadline
from secretariat.meetings.models import AgendaItem, DatePoll, Meeting, Paper
from secretariat.meetings.reads import (
    Agenda,
    OfferLine,
    agenda_due,
    agenda_of,
    backlog,
    may_open_file,
    offer_lines,
    sees_terms,
    visible_polls,
)
from secretariat.minutes.models import Record
from secretariat.minutes.reads import record_of, visible_records
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotVisible

KEEPER = system_actor("a paper of a meeting")
"""The file of a paper lies in the archive for Chair and Secretariat; who opens it is said by the paper."""


def first_items(actor: Actor, meeting: Meeting, now: datetime) -> tuple[ItemDraft, ...]:
    """What every new agenda carries: its own adoption, the approval of the last record, what was promised and is
    still open, the next meetings, any other business. Five queries.

    An item names the last meeting and its record by reference alone, and is read anew for each reader: the last
    meeting may have been for fewer people. Source: practice of multilateral bodies; that the open commitments
    stand there by themselves is our own choice, because nobody remembers to put them there.
    """
    on = clock.day_of(now, meeting.own_zone)
    previous = last_time(actor, meeting, on).previous
    record = record_of(actor, previous) if previous else None
    items = [ItemDraft("Adoption of the agenda", "adoption of the agenda", minutes=5)]
    if record is not None:
        title, about = "Approval of the record of the last meeting", record.ref
        items.append(ItemDraft(title, "approval of the record", minutes=10, about_ref=about))
    if previous is not None:
        title, about = "Open commitments", previous.ref
        items.append(ItemDraft(title, "open commitments", minutes=30, about_ref=about))
    items.append(ItemDraft("Next meetings", "next meetings", minutes=10))
    items.append(ItemDraft("Any other business", "any other business", minutes=10))
    return tuple(items)


@dataclass(frozen=True, slots=True)
class AgendaPage:
    """An agenda with what its items are about as it stands today: records, promises, offers and polls."""

    meeting: Meeting
    agenda: Agenda
    due: Deadline | None
    records: dict[str, Record]
    owed: tuple[Line, ...]
    offers: tuple[OfferLine, ...]
    polls: tuple[DatePoll, ...]
    backlog: tuple[AgendaItem, ...]


def agenda_page(actor: Actor, meeting: Meeting, now: datetime) -> AgendaPage:
    """All that the page of an agenda shows. At most thirteen queries, however long; what no item asks for is
    not read.
    """
    agenda = agenda_of(actor, meeting)
    kinds = {line.item.kind for line in agenda.lines}
    refs = [line.item.about_ref for line in agenda.lines if line.item.kind == "approval of the record"]
    on = clock.day_of(now, meeting.own_zone)
    network = meeting.network
    last = last_time(actor, meeting, on) if "open commitments" in kinds else None
    offers = offer_lines(actor, network, on) if "next meetings" in kinds else []
    polls = visible_polls(actor).filter(network=network, state="open") if "next meetings" in kinds else ()
    records = visible_records(actor).filter(ref__in=refs) if refs else ()
    return AgendaPage(
        meeting,
        agenda,
        agenda_due(meeting) if sees_terms(actor, network.pk) else None,
        {record.ref: record for record in records},
        (*last.owed, *last.lacking) if last else (),
        tuple(line for line in offers if line.offer.state == "open" and not line.has_passed),
        tuple(polls),
        tuple(backlog(actor, network).exclude(meeting=meeting)),
    )


def file_of(actor: Actor, paper: Paper) -> Source:
    """The file of a paper that the actor sees. Raises NotVisible where it is not theirs to open yet, or was
    purged. One query.
    """
    if not may_open_file(actor, paper):
        raise NotVisible
    return source_of(paper)


def source_of(paper: Paper) -> Source:
    """The file of a paper, for the machine: whoever shows it asks ``file_of``, or put the paper into the book.
    Raises NotVisible where it was purged. One query.
    """
    source = visible_sources(KEEPER).filter(ref=paper.source_ref).first()
    if source is None:
        raise NotVisible
    return source

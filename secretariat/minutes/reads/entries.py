"""Every query about the entries of a record, and who may know who spoke."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from secretariat.access.reads import visible
from secretariat.access.rules import Actor, sees
from secretariat.members.models import Person, Seat

from ..models import Entry, Record


def _entries(actor: Actor) -> QuerySet[Entry]:
    return Entry.objects.filter(
        visible(actor),
        visible(actor, ring="record__ring", seat="record__seat_id"),
        visible(actor, ring="record__meeting__ring", seat="record__meeting__seat_id"),
    ).select_related("speaker", "seat", "seat__member", "on_behalf_of", "record", "record__meeting")


def visible_entries(actor: Actor) -> QuerySet[Entry]:
    """The standing entries the actor may see: their own ring and their record's ring both hold."""
    return _entries(actor).filter(is_removed=False)


def visible_removed_entries(actor: Actor) -> QuerySet[Entry]:
    """The entries that were taken out of a record, for Chair and Secretariat alone."""
    bureaus = [n for n in actor.network_ids if actor.is_bureau(n)]
    return _entries(actor).filter(is_removed=True, network_id__in=bureaus)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who spoke, as this actor may know it; empty words where the speaker is hidden."""

    person: Person | None
    seat: Seat | None
    words: str
    on_behalf_of: Person | None
    on_behalf_words: str
    is_hidden: bool = False


HIDDEN = Speaker(None, None, "", None, "", is_hidden=True)


NOBODY = Speaker(None, None, "", None, "")


def is_speaker_hidden(actor: Actor, entry: Entry) -> bool:
    """Whether the actor may not know who spoke: under the Chatham House Rule only the bureau does. No query.

    The one place that decides it.
    Source: the Chatham House Rule: what was said may be used, who said it and for whom may not be told.
    """
    return entry.is_chatham_house and not actor.is_bureau(entry.network_id)


def shown_speaker(actor: Actor, entry: Entry) -> Speaker:
    """Who spoke an entry, as far as the actor may know; pages, search, reports and exports ask here.

    No query beyond the entry's.
    """
    if is_speaker_hidden(actor, entry):
        return HIDDEN
    speaker, behalf = entry.speaker, entry.on_behalf_of
    # A person has a ring of their own: an observer reads what was said for a seat, not by whom.
    return Speaker(
        speaker if speaker is not None and sees(actor, speaker) else None,
        entry.seat,
        entry.speaker_words,
        behalf if behalf is not None and sees(actor, behalf) else None,
        entry.on_behalf_words,
    )


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry as a page prints it."""

    entry: Entry
    speaker: Speaker


def entries_of(actor: Actor, record: Record) -> list[EntryLine]:
    """The entries of a record that the actor may see, in order, each with its decision number if it has one.

    One query.
    """
    # The number is the upper room's row; the foreign key brings it along, nothing is imported.
    rows = visible_entries(actor).filter(record=record).select_related("decision", "item")
    rows = rows.order_by("position", "pk")
    return [EntryLine(entry, shown_speaker(actor, entry)) for entry in rows]


def hidden_entry_count(actor: Actor, record: Record) -> int:
    """How many standing entries of a visible record the actor may not see; their words are never told. One query."""
    standing = Entry.objects.filter(record=record, is_removed=False)
    return standing.exclude(pk__in=visible_entries(actor).values("pk")).count()

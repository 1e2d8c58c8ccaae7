"""Every query about records and entries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from secretariat.access.reads import visible
from secretariat.access.rules import Actor
from secretariat.meetings.models import Meeting
from secretariat.members.models import Person, Seat

from .models import Entry, EntryRevision, Record
from .rules import changed_values, word_changes


def visible_records(actor: Actor) -> QuerySet[Record]:
    """The records the actor may see, newest meeting first."""
    return (
        Record.objects.filter(
            visible(actor),
            visible(actor, network="network_id", ring="meeting__ring", seat="meeting__seat_id"),
        )
        .select_related("meeting", "network")
        .order_by("-meeting__starts_on", "-pk")
    )


def visible_entries(actor: Actor) -> QuerySet[Entry]:
    """The standing entries the actor may see: their own ring and their record's ring both hold."""
    return Entry.objects.filter(
        visible(actor),
        visible(actor, ring="record__ring", seat="record__seat_id"),
        visible(actor, ring="record__meeting__ring", seat="record__meeting__seat_id"),
        is_removed=False,
    ).select_related("speaker", "seat", "seat__member", "on_behalf_of", "record", "record__meeting")


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


def shown_speaker(actor: Actor, entry: Entry) -> Speaker:
    """Who spoke an entry, as far as the actor may know: under the Chatham House Rule only the bureau does.

    The one place that decides it; pages, search, reports and exports ask here. No query beyond the entry's.
    Source: the Chatham House Rule: what was said may be used, who said it and for whom may not be told.
    """
    if entry.is_chatham_house and not actor.is_bureau(entry.network_id):
        return HIDDEN
    return Speaker(entry.speaker, entry.seat, entry.speaker_words, entry.on_behalf_of, entry.on_behalf_words)


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry as a page prints it."""

    entry: Entry
    speaker: Speaker


def entries_of(actor: Actor, record: Record) -> list[EntryLine]:
    """The entries of a record that the actor may see, in order. One query."""
    rows = visible_entries(actor).filter(record=record).order_by("position", "pk")
    return [EntryLine(entry, shown_speaker(actor, entry)) for entry in rows]


def hidden_entry_count(actor: Actor, record: Record) -> int:
    """How many standing entries of a visible record the actor may not see; their words are never told. One query."""
    standing = Entry.objects.filter(record=record, is_removed=False)
    return standing.exclude(pk__in=visible_entries(actor).values("pk")).count()


def record_of(actor: Actor, meeting: Meeting) -> Record | None:
    """The record of a meeting, if there is one that the actor may see. One query."""
    return visible_records(actor).filter(meeting=meeting).first()


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """One revision with what changed against the one before, as (kind of piece, words)."""

    revision: EntryRevision
    pieces: tuple[tuple[str, str], ...]
    other_changes: tuple[str, ...]


def entry_history(actor: Actor, entry: Entry) -> list[RevisionLine]:
    """All revisions of an entry the caller was allowed to see, newest first, each against the one before.

    Under the Chatham House Rule the speakers in old revisions are hidden as in the newest. One query.
    """
    revisions = list(EntryRevision.objects.filter(entry=entry).order_by("number"))
    hide = {"speaker", "seat", "on_behalf_of"} if shown_speaker(actor, entry).is_hidden else set()
    lines: list[RevisionLine] = []
    before: EntryRevision | None = None
    for revision in revisions:
        changes = () if before is None else changed_values(before.values, revision.values, hide)
        lines.append(
            RevisionLine(
                revision, word_changes(before.text if before else revision.text, revision.text), changes
            )
        )
        before = revision
    return lines[::-1]

"""Every query about records and entries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from secretariat.access.reads import visible
from secretariat.access.rules import Actor, Ring, sees
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
    rows = visible_entries(actor).filter(record=record).select_related("decision")
    rows = rows.order_by("position", "pk")
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
    """One revision, whole, with what changed against the one before, as (kind of piece, words)."""

    revision: EntryRevision
    pieces: tuple[tuple[str, str], ...] = ()
    other_changes: tuple[str, ...] = ()
    is_hidden: bool = False


def _was_open_to(actor: Actor, entry: Entry, values: Mapping[str, object]) -> bool:
    """Whether a revision's own ring lets the actor read it; the entry may have been made wider since."""
    ring = values["ring"]
    if actor.kind == "system":
        return True
    if ring == Ring.SEAT:
        # Revisions keep a seat by its label: only where that is still the entry's seat, its holder is known.
        is_same_seat = entry.seat is not None and values["seat"] == entry.seat.label
        return is_same_seat and entry.seat_id in actor.seat_ids
    return ring in actor.rings_in(entry.network_id)


def _hidden_values(actor: Actor, entry: Entry, *revisions: EntryRevision) -> set[str]:
    was_marked = any(r.values["is_chatham_house"] for r in revisions) and not actor.is_bureau(
        entry.network_id
    )
    is_hidden = was_marked or shown_speaker(actor, entry).is_hidden
    if is_hidden:
        return {"speaker", "seat", "on_behalf_of"}
    # Revisions keep names as words; who may not see people at all is told none of them.
    people = [person for person in (entry.speaker, entry.on_behalf_of) if person is not None]
    return set() if all(sees(actor, person) for person in people) else {"speaker", "on_behalf_of"}


def revision_as_seen(actor: Actor, entry: Entry, revision: EntryRevision) -> dict[str, object] | None:
    """The values of one revision as the actor may know them: None where it was narrower than the actor's
    rings, without whoever spoke where the Chatham House Rule or a person's ring hides that. No query for an
    entry fetched with its seat and people.
    """
    if not _was_open_to(actor, entry, revision.values):
        return None
    hide = _hidden_values(actor, entry, revision) & revision.values.keys()
    return {**revision.values, **dict.fromkeys(hide, "")}


def entry_history(actor: Actor, entry: Entry) -> list[RevisionLine]:
    """All revisions of an entry the caller was allowed to see, newest first, each against the one before.

    A revision that was narrower than the actor's rings keeps its words to itself, and is compared with
    nothing. Under the Chatham House Rule no revision tells who spoke. One query.
    """
    lines: list[RevisionLine] = []
    before: EntryRevision | None = None
    for revision in EntryRevision.objects.filter(entry=entry).order_by("number"):
        if not _was_open_to(actor, entry, revision.values):
            lines.append(RevisionLine(revision, is_hidden=True))
            continue
        changes: tuple[str, ...] = ()
        if before is not None:
            hide = _hidden_values(actor, entry, before, revision)
            changes = changed_values(before.values, revision.values, hide)
        pieces = word_changes(before.text if before else revision.text, revision.text)
        lines.append(RevisionLine(revision, pieces, changes))
        before = revision
    return lines[::-1]

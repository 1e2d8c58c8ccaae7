"""What an entry said before, as far as the actor may know it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from secretariat.access.rules import Actor, Ring, sees

from ..models import Entry, EntryRevision
from ..rules import changed_values, word_changes
from .entries import shown_speaker


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

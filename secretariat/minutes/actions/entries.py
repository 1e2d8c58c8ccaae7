"""Every write about the entries of a record."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F, QuerySet
from django.forms.models import model_to_dict

from secretariat.access.rules import Actor, Ring, require
from secretariat.audit.actions import record_deed
from secretariat.audit.wiping import wipe_deeds_of
from secretariat.meetings.rules import PURGED
from secretariat.members.models import Person, Seat
from secretariat.members.rules import refuse_other_network
from secretariat.toolbox import clock
from secretariat.toolbox.errors import Conflict, RuleBroken

from ..models import Correction, Entry, EntryRevision, Record
from ..reads import record_to_write
from ..rules import ENTRY_KINDS, refuse_naming, refuse_own_seat

_EDITABLE = (
    "kind",
    "text",
    "speaker",
    "seat",
    "speaker_words",
    "on_behalf_of",
    "on_behalf_words",
    "about",
    "ring",
    "is_chatham_house",
    "item",
)


def _standing(record: Record) -> QuerySet[Entry]:
    """The entries that count for the order; a removed one keeps the place it had."""
    return Entry.objects.filter(record=record, is_removed=False)


def _snapshot(entry: Entry, actor: Actor) -> None:
    EntryRevision.objects.create(
        entry=entry,
        number=entry.revision,
        at=clock.now(),
        account_id=actor.account_id,
        actor_label=actor.label,
        kind=entry.kind,
        text=entry.text,
        values=_values(entry),
    )


def _values(entry: Entry) -> dict[str, object]:
    return {
        "kind": entry.kind,
        "text": entry.text,
        "speaker": entry.speaker.name if entry.speaker else entry.speaker_words,
        "seat": entry.seat.label if entry.seat else "",
        "on_behalf_of": entry.on_behalf_of.name if entry.on_behalf_of else entry.on_behalf_words,
        "about": entry.about.ref if entry.about else "",
        "ring": entry.ring,
        "is_chatham_house": entry.is_chatham_house,
    }


def _columns(entry: Entry) -> dict[str, object]:
    """What a save would write: unlike the words of a revision, it tells two people of one name apart."""
    return model_to_dict(entry, fields=_EDITABLE)


def _check(entry: Entry) -> None:
    if entry.kind not in ENTRY_KINDS:
        raise RuleBroken(
            "minutes.kind", f"There is no kind “{entry.kind}”; choose one of: {', '.join(ENTRY_KINDS)}."
        )
    if not entry.text.strip():
        raise RuleBroken("minutes.text", "An entry needs words: what was said or done.")
    if entry.ring == Ring.SEAT and entry.seat is None:
        raise RuleBroken("minutes.seat_ring", "Say for which seat it is; without one nobody could read it.")
    if Ring(entry.ring).is_wider_than(Ring(entry.record.ring)):
        raise RuleBroken(
            "access.widening",
            f"The record is for {entry.record.ring}; an entry may be narrower, never wider. A release shows more of it.",
        )
    refuse_other_network(entry.network_id, entry.speaker, entry.seat, entry.on_behalf_of)
    if entry.item is not None and entry.item.meeting_id != entry.record.meeting_id:
        raise RuleBroken("minutes.item", "That item stands on the agenda of another meeting.")
    if entry.about is not None and entry.about.record_id != entry.record_id:
        raise RuleBroken("minutes.about", "An entry can only answer another entry of the same record.")
    if entry.about is not None and entry.about.pk == entry.pk:
        raise RuleBroken("minutes.about", "An entry does not answer itself.")


def _enter(actor: Actor, entry: Entry, position: int | None) -> None:
    """Puts a new entry into its record, which the caller holds locked: at the end, or at a place (from 1)."""
    standing = _standing(entry.record)
    last = standing.order_by("-position").values_list("position", flat=True).first() or 0
    entry.position = last + 1 if position is None else max(1, min(position, last + 1))
    _check(entry)
    if entry.position <= last:
        standing.filter(position__gte=entry.position).update(position=F("position") + 1)
    entry.save()
    _snapshot(entry, actor)


@transaction.atomic
def add_entry(
    actor: Actor,
    *,
    record: Record,
    kind: str,
    text: str,
    speaker: Person | None = None,
    seat: Seat | None = None,
    speaker_words: str = "",
    on_behalf_of: Person | None = None,
    on_behalf_words: str = "",
    ring: str | None = None,
    position: int | None = None,
    about: Entry | None = None,
    is_chatham_house: bool = False,
) -> Entry:
    """Adds one thing said or done; at the end, or at ``position`` (from 1) with the rest moving down.

    ``ring`` defaults to the record's. Raises RuleBroken for an unknown kind, no words, a ring wider than the
    record's, people or seats of another network, an approved record.
    """
    require(actor, "minutes.add_entry", record)
    row = record_to_write(record)
    entry = Entry(
        network_id=row.network_id,
        record=row,
        kind=kind,
        text=text.strip(),
        speaker=speaker,
        seat=seat,
        origin=seat,
        speaker_words=speaker_words,
        on_behalf_of=on_behalf_of,
        on_behalf_words=on_behalf_words,
        ring=ring or row.ring,
        about=about,
        is_chatham_house=is_chatham_house,
    )
    _enter(actor, entry, position)
    record_deed(actor, "minutes.add_entry", entry, after=_values(entry))
    return entry


@transaction.atomic
def edit_entry(actor: Actor, *, entry: Entry, revision: int, **changes: object) -> Entry:
    """Changes an entry; ``revision`` is the one the person had before them. What changes nothing is not kept.

    Raises Conflict with both texts when somebody saved meanwhile, RuleBroken as for a new entry and for making it
    one's own seat's, NotAllowed for naming a speaker whom the Chatham House Rule hid.
    """
    require(actor, "minutes.edit_entry", entry)
    unknown = set(changes) - set(_EDITABLE)
    if unknown:
        raise TypeError(f"an entry has no {', '.join(sorted(unknown))} to change")
    record_to_write(entry.record)
    row = (
        Entry.objects.select_for_update(of=("self",))
        .select_related("record", "speaker", "seat", "on_behalf_of", "about", "item")
        .get(pk=entry.pk)
    )
    if row.is_removed:
        raise RuleBroken("minutes.removed", "Somebody removed this entry while you were writing.")
    if row.revision != revision:
        raise Conflict(
            "Somebody saved this entry while you were writing. Both texts are below; nothing is lost.",
            ours=str(changes.get("text", row.text)),
            theirs=row.text,
        )
    before, columns, ring = _values(row), _columns(row), Ring(row.ring)
    was_hidden, seat_id = row.is_chatham_house, row.seat_id
    for name, value in changes.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    if Ring(row.ring).is_wider_than(ring):
        raise RuleBroken(
            "access.widening",
            f"This entry is for {ring}; a change makes it narrower, never wider. Only the seat it comes from, or "
            "the Chair for the network's own, releases it to more people.",
        )
    if was_hidden and not row.is_chatham_house:
        refuse_naming(actor, row)
    if row.seat_id != seat_id:
        refuse_own_seat(actor, row.seat_id)
        row.origin_id = row.origin_id or row.seat_id
    if row.kind != "decision":
        _keep_numbered(row)
    _check(row)
    after = _values(row)
    if _columns(row) != columns:
        row.revision += 1
        row.save()
        _snapshot(row, actor)
    record_deed(actor, "minutes.edit_entry", row, before=before, after=after)
    return row


def write_words(actor: Actor, entry: Entry, words: str) -> None:
    """Gives an entry other words in a revision of its own, within the action of whoever may."""
    row = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    row.text = words
    row.revision += 1
    row.save(update_fields=["text", "revision"])
    _snapshot(row, actor)


@transaction.atomic
def move_entry(actor: Actor, *, entry: Entry, to_position: int) -> Entry:
    """Puts an entry at another place (from 1) among those that stand; the others close up.

    Raises RuleBroken for an entry that was removed or a record that is approved. Three queries and the deed.
    """
    require(actor, "minutes.move_entry", entry)
    record = record_to_write(entry.record)
    rows = list(_standing(record).select_for_update().order_by("position", "pk"))
    row = next((found for found in rows if found.pk == entry.pk), None)
    if row is None:
        raise RuleBroken("minutes.removed", "This entry was removed from the record.")
    before = row.position
    rows.remove(row)
    rows.insert(max(0, min(to_position - 1, len(rows))), row)
    for place, found in enumerate(rows, 1):
        found.position = place
    Entry.objects.bulk_update(rows, ["position"])
    record_deed(
        actor, "minutes.move_entry", row, before={"position": before}, after={"position": row.position}
    )
    return row


def _keep_numbered(entry: Entry) -> None:
    """A decision with a number neither goes nor becomes something else: a gap would look like one hidden."""
    if hasattr(entry, "decision"):
        raise RuleBroken(
            "minutes.numbered",
            "This decision has its number, and numbers have no gaps. Correct its words, or let a later "
            "decision replace it.",
        )


@transaction.atomic
def remove_entry(actor: Actor, *, entry: Entry, revision: int) -> None:
    """Takes an entry out of the record; its row and all its revisions stay, the others close up.

    Raises Conflict when somebody changed it meanwhile, RuleBroken when the record is approved or the entry
    was removed already.
    """
    require(actor, "minutes.remove_entry", entry)
    record_to_write(entry.record)
    row = Entry.objects.select_for_update().get(pk=entry.pk)
    if row.revision != revision:
        raise Conflict("Somebody changed this entry while you removed it.", ours="(removed)", theirs=row.text)
    if row.is_removed:
        raise RuleBroken("minutes.removed", "This entry was removed from the record already.")
    _keep_numbered(row)
    row.is_removed = True
    row.save(update_fields=["is_removed"])
    _standing(row.record).filter(position__gt=row.position).update(position=F("position") - 1)
    record_deed(actor, "minutes.remove_entry", row, before={"text": row.text})


@transaction.atomic
def purge_entry(actor: Actor, *, entry: Entry, reason: str) -> Entry:
    """Wipes the words of an entry for good, in every revision and every deed; that it was there stays.

    For what should never have been entered, also in an approved record. ``reason`` says why and names
    nobody. What somebody has open in a form is not saved over it: the entry has a new revision. Raises
    RuleBroken without a reason. Source: own choice, because data of a victim must go from wherever it is,
    while the record must still tell that something was taken out, by whom and why.
    """
    require(actor, "minutes.purge_entry", entry)
    row = Entry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    wipe_deeds_of(actor, thing=row, reason=reason)
    # A revision of its own: whoever has the old words open in a form meets a Conflict, not a silent way back.
    row.revision += 1
    row.text, row.speaker_words, row.on_behalf_words = PURGED, "", ""
    row.save(update_fields=["revision", "text", "speaker_words", "on_behalf_words"])
    _snapshot(row, actor)
    for revision in EntryRevision.objects.filter(entry=row):
        revision.text = PURGED
        revision.values = {
            **revision.values, "text": PURGED, "speaker": "", "on_behalf_of": ""
        }  # fmt: skip
        revision.save(update_fields=["text", "values"])
    for correction in Correction.objects.filter(entry=row):
        wipe_deeds_of(actor, thing=correction, reason=reason)
        correction.before, correction.words, correction.why = PURGED, PURGED, ""
        correction.answer = PURGED if correction.answer else ""
        correction.save(update_fields=["before", "words", "why", "answer"])
    record_deed(actor, "minutes.purge_entry", row, label=f"{row.ref} ({reason.strip()})")
    return row

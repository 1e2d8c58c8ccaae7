"""Every write while a meeting goes on: what rapporteurs type, who has the floor, what the room's screen shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db import transaction
from django.db.models import Max

from secretariat.access.rules import Actor, require
from secretariat.audit.actions import record_deed
from secretariat.meetings.models import AgendaItem
from secretariat.members.models import Person, Seat
from secretariat.members.rules import refuse_other_network
from secretariat.toolbox import clock
from secretariat.toolbox.errors import Conflict, RuleBroken

from ..floor import ON_SCREEN, place_of, read_key, refuse_asking
from ..models import Entry, Record, Screen, Sending, SpeakerSlot
from ..reads import record_to_write
from .entries import _enter, _values, edit_entry, remove_entry

Became = Literal["new", "same", "changed", "taken back"]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one sending: its entry (None where it never stood), and what this sending did."""

    entry: Entry | None
    became: Became


@dataclass(frozen=True, slots=True)
class Heard:
    """One thing as a rapporteur typed it; ``ring`` empty for the record's own."""

    kind: str
    text: str
    speaker: Person | None = None
    seat: Seat | None = None
    speaker_words: str = ""
    on_behalf_of: Person | None = None
    on_behalf_words: str = ""
    ring: str = ""
    is_chatham_house: bool = False
    item: AgendaItem | None = None
    said_at: datetime | None = None


@transaction.atomic
def take_in_entry(
    actor: Actor, *, record: Record, client_key: str, version: int, heard: Heard | None
) -> Taken:
    """Takes in what a rapporteur's browser sent under a key, however often and in whatever order it comes.

    ``version`` (from 1) counts how often the entry was written there; ``heard`` is how it stands then, None where
    it was taken back. What is not newer than what came under the key before changes nothing, and is answered with
    the same entry. A new one stands where its browser typed it (``floor.place_of``).
    Raises RuleBroken as ``add_entry`` does and for a key that is none, Conflict when somebody else changed the
    entry meanwhile. Six queries and the deed for a new entry, three for one that is there.
    """
    require(actor, "minutes.take_in_entry", record)
    key = read_key(client_key)
    row = record_to_write(record)
    known = Sending.objects.select_related("entry").filter(record=row, client_key=client_key).first()
    if known is not None:
        return _newer(actor, known, version, heard)
    if heard is None:
        Sending.objects.create(record=row, client_key=client_key, version=version)
        return Taken(None, "taken back")
    entry = Entry(
        network_id=row.network_id,
        record=row,
        kind=heard.kind,
        text=heard.text.strip(),
        speaker=heard.speaker,
        seat=heard.seat,
        origin=heard.seat,
        speaker_words=heard.speaker_words,
        on_behalf_of=heard.on_behalf_of,
        on_behalf_words=heard.on_behalf_words,
        ring=heard.ring or row.ring,
        is_chatham_house=heard.is_chatham_house,
        item=heard.item,
        said_at=heard.said_at,
    )
    standing = Sending.objects.filter(record=row, entry__is_removed=False)
    others = standing.values_list("client_key", "entry__position")
    _enter(actor, entry, place_of(key, [(read_key(text), position) for text, position in others]))
    Sending.objects.create(record=row, client_key=client_key, version=version, revision=1, entry=entry)
    _show_if_agreed(row, entry)
    record_deed(actor, "minutes.take_in_entry", entry, after=_values(entry))
    return Taken(entry, "new")


def _newer(actor: Actor, known: Sending, version: int, heard: Heard | None) -> Taken:
    """What a sending does under a key that was there before: nothing, a change, or taking back."""
    entry = known.entry
    if version <= known.version:
        return Taken(entry, "same")
    became: Became = "taken back"
    if heard is not None and entry is None:
        raise RuleBroken("minutes.removed", "This entry was taken back before it came; type it again.")
    if entry is not None and entry.is_removed:
        if heard is not None:
            raise RuleBroken("minutes.removed", "This entry was removed from the record meanwhile.")
    elif entry is not None and heard is None:
        remove_entry(actor, entry=entry, revision=known.revision)
    elif entry is not None and heard is not None:
        entry = _rewrite(actor, entry, known.revision, heard)
        known.revision, became = entry.revision, "changed"
    known.version = version
    known.save(update_fields=["version", "revision"])
    if entry is not None:
        _show_if_agreed(known.record, entry)
    return Taken(entry, became)


def _rewrite(actor: Actor, entry: Entry, revision: int, heard: Heard) -> Entry:
    return edit_entry(
        actor,
        entry=entry,
        revision=revision,
        kind=heard.kind,
        text=heard.text,
        speaker=heard.speaker,
        seat=heard.seat,
        speaker_words=heard.speaker_words,
        on_behalf_of=heard.on_behalf_of,
        on_behalf_words=heard.on_behalf_words,
        ring=heard.ring or entry.record.ring,
        is_chatham_house=heard.is_chatham_house,
        item=heard.item,
    )


def _screen(record: Record) -> Screen:
    return Screen.objects.select_for_update().get_or_create(record=record)[0]


def _show_if_agreed(record: Record, entry: Entry) -> None:
    """What the room works on stands on its screen as it is taken down; what may not be shown there never does."""
    may_stand = entry.kind in ON_SCREEN and entry.ring == record.ring and not entry.is_chatham_house
    screen = _screen(record)
    if may_stand:
        screen.entry = entry
    elif screen.entry_id == entry.pk:
        screen.entry = None
    screen.version += 1
    screen.save(update_fields=["entry", "version"])


@transaction.atomic
def show_on_screen(
    actor: Actor, *, record: Record, entry: Entry | None, item: AgendaItem | None, is_chatham_house: bool
) -> Screen:
    """Sets what the room's screen shows: the text being agreed and the agenda item, or neither; and whether
    anybody is named there.

    Raises RuleBroken for an entry or item of another meeting, and for an entry that is narrower than the record or
    said under the Chatham House Rule: a room is wider than whoever may read those.
    """
    require(actor, "minutes.show_on_screen", record)
    if entry is not None and entry.record_id != record.pk:
        raise RuleBroken("minutes.screen", "That was said at another meeting.")
    if item is not None and item.meeting_id != record.meeting_id:
        raise RuleBroken("minutes.item", "That item stands on the agenda of another meeting.")
    if entry is not None and (entry.ring != record.ring or entry.is_chatham_house):
        raise RuleBroken(
            "minutes.screen", "The room may not read this: it is for fewer, or its speaker is hidden."
        )
    screen = _screen(record)
    screen.entry, screen.item, screen.is_chatham_house = entry, item, is_chatham_house
    screen.version += 1
    screen.save(update_fields=["entry", "item", "is_chatham_house", "version"])
    after = {
        "entry": entry.ref if entry else "",
        "item": item.ref if item else "",
        "named": not is_chatham_house,
    }
    record_deed(actor, "minutes.show_on_screen", record, after=after)
    return screen


@transaction.atomic
def set_list(actor: Actor, *, record: Record, is_closed: bool, seconds_each: int | None) -> Screen:
    """Closes or opens the list of speakers, and says how long one may speak (seconds; None: no limit)."""
    require(actor, "minutes.set_list", record)
    screen = _screen(record)
    if not is_closed:
        screen.list_closed_at = None
    elif screen.list_closed_at is None:
        screen.list_closed_at = clock.now()
    screen.seconds_each = seconds_each
    screen.version += 1
    screen.save(update_fields=["list_closed_at", "seconds_each", "version"])
    record_deed(
        actor, "minutes.set_list", record, after={"is_closed": is_closed, "seconds_each": seconds_each}
    )
    return screen


def _waiting(record: Record) -> list[SpeakerSlot]:
    return list(SpeakerSlot.objects.filter(record=record, started_at=None, ended_at=None))


@transaction.atomic
def ask_floor(
    actor: Actor, *, record: Record, seat: Seat, person: Person | None = None, kind: str = "floor"
) -> SpeakerSlot:
    """Puts a seat on the list of speakers. Raises RuleBroken as ``floor.refuse_asking`` does, and for a seat or
    person of another network.
    """
    require(actor, "minutes.ask_floor", record)
    row = record_to_write(record)
    refuse_other_network(row.network_id, seat, person)
    screen = _screen(row)
    waiting = [(slot.kind, slot.seat_id) for slot in _waiting(row)]
    refuse_asking(kind, is_closed=screen.list_closed_at is not None, waiting=waiting, seat=seat.pk)
    last = SpeakerSlot.objects.filter(record=row).aggregate(Max("position"))["position__max"] or 0
    slot = SpeakerSlot.objects.create(
        record=row, seat=seat, person=person, kind=kind, position=last + 1, asked_at=clock.now()
    )
    record_deed(actor, "minutes.ask_floor", row, after={"slot": slot.ref, "seat": seat.ref, "kind": kind})
    return slot


def _slot(record: Record, slot: SpeakerSlot) -> SpeakerSlot:
    row = SpeakerSlot.objects.select_for_update().get(pk=slot.pk)
    if row.record_id != record.pk:
        raise RuleBroken("minutes.slot", "That is on the list of another meeting.")
    if row.ended_at is not None:
        raise Conflict("This turn is over already.", ours="", theirs=str(row))
    return row


def _end(slot: SpeakerSlot) -> None:
    # A clock that was set back must not keep anybody from ending a turn.
    now = clock.now()
    slot.ended_at = now if slot.started_at is None else max(now, slot.started_at)
    slot.save(update_fields=["ended_at"])


@transaction.atomic
def give_floor(actor: Actor, *, record: Record, slot: SpeakerSlot) -> SpeakerSlot:
    """Lets one who waits speak, and ends the turn of whoever speaks. Raises Conflict when that turn is over."""
    require(actor, "minutes.give_floor", record)
    record_to_write(record)
    row, now = _slot(record, slot), clock.now()
    if row.started_at is None:
        for speaking in SpeakerSlot.objects.filter(record=record, started_at__isnull=False, ended_at=None):
            _end(speaking)
        row.started_at = now
        row.save(update_fields=["started_at"])
    record_deed(actor, "minutes.give_floor", record, after={"slot": row.ref})
    return row


@transaction.atomic
def end_floor(actor: Actor, *, record: Record, slot: SpeakerSlot) -> SpeakerSlot:
    """Ends a turn, or strikes off the list whoever no longer wants to speak. Raises Conflict when it is over."""
    require(actor, "minutes.end_floor", record)
    record_to_write(record)
    row = _slot(record, slot)
    _end(row)
    record_deed(
        actor, "minutes.end_floor", record, after={"slot": row.ref, "spoke": row.started_at is not None}
    )
    return row

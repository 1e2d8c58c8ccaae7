"""Every query while a meeting goes on: the list of speakers, what browsers sent, what the room may see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from secretariat.access.reads import visible
from secretariat.access.rules import Actor, Ring, sees
from secretariat.meetings.agendas import STANDING
from secretariat.meetings.models import AgendaItem
from secretariat.meetings.reads import visible_items
from secretariat.members.models import Person, Seat

from ..floor import ON_SCREEN, in_order
from ..models import Entry, Record, Screen, Sending, SpeakerSlot
from .entries import visible_entries

_UNSET = Screen(seconds_each=None, version=0)


def visible_slots(actor: Actor) -> QuerySet[SpeakerSlot]:
    """The turns on lists of speakers, for Chair and Secretariat: held against the record, they would tell everybody
    else who said what under the Chatham House Rule.
    """
    rows = SpeakerSlot.objects.filter(
        visible(actor, network="record__network_id", ring="record__ring", seat="record__seat_id")
    )
    if actor.kind != "system":
        bureaus = [n for n in actor.network_ids if actor.is_bureau(n)]
        rows = rows.filter(record__network_id__in=bureaus)
    return rows.select_related("record", "seat", "seat__member", "person")


@dataclass(frozen=True, slots=True)
class Floor:
    """Who speaks and who waits, in the order they are called; ``seconds_each`` None where there is no limit."""

    speaking: SpeakerSlot | None
    waiting: tuple[SpeakerSlot, ...]
    is_closed: bool
    seconds_each: int | None


def screen_of(record: Record) -> Screen:
    """What is set for the room's screen and the list; what holds at first where nothing was set. One query."""
    return Screen.objects.filter(record=record).select_related("entry", "item").first() or _UNSET


def floor_of(actor: Actor, record: Record, screen: Screen) -> Floor:
    """The list of speakers as Chair and Secretariat keep it. One query."""
    slots = list(visible_slots(actor).filter(record=record, ended_at=None))
    return Floor(
        next((slot for slot in slots if slot.started_at is not None), None),
        tuple(in_order(slot for slot in slots if slot.started_at is None)),
        screen.list_closed_at is not None,
        screen.seconds_each,
    )


def sendings_of(record: Record) -> Mapping[int, Sending]:
    """What came from browsers, by the row id of the entry it became. One query."""
    rows = Sending.objects.filter(record=record, entry__isnull=False)
    return {row.entry_id: row for row in rows if row.entry_id is not None}


@dataclass(frozen=True, slots=True)
class Room:
    """What everybody in the room may read on the wall, and nothing else."""

    seat: Seat | None
    person: Person | None
    turn: str
    started_at: datetime | None
    seconds_each: int | None
    waiting: int
    is_closed: bool
    is_chatham_house: bool
    entry: Entry | None
    item: AgendaItem | None


def room_of(actor: Actor, record: Record) -> Room:
    """What the room's screen shows: who has the floor, and the text being agreed. Four queries at most.

    While the Chatham House Rule is on, nobody is named. The text is read anew each time through the door of
    entries: what was made narrower, marked, purged or taken back since is gone from the wall at once, and so is
    what this reader may not see.
    """
    screen = screen_of(record)
    rows = SpeakerSlot.objects.filter(record=record, ended_at=None).select_related("seat__member", "person")
    slots = list(rows)
    slot = next((s for s in slots if s.started_at is not None), None)
    is_named = slot is not None and not screen.is_chatham_house
    person = slot.person if slot is not None and is_named else None
    shown = visible_entries(actor).filter(
        pk=screen.entry_id or 0, record=record, ring=record.ring, is_chatham_house=False, kind__in=ON_SCREEN
    )
    items = visible_items(actor).filter(
        pk=screen.item_id or 0,
        meeting=record.meeting_id,
        state__in=STANDING,
        ring__in=[r for r in Ring if not Ring(record.ring).is_wider_than(r)],
    )
    return Room(
        seat=slot.seat if slot is not None and is_named else None,
        person=person if person is not None and sees(actor, person) else None,
        turn=slot.kind if slot is not None else "",
        started_at=slot.started_at if slot is not None else None,
        seconds_each=screen.seconds_each,
        waiting=sum(s.started_at is None for s in slots),
        is_closed=screen.list_closed_at is not None,
        is_chatham_house=screen.is_chatham_house,
        entry=shown.first() if screen.entry_id else None,
        item=items.first() if screen.item_id else None,
    )

"""Every query of the rapporteur's desk and of the screen in the room, as plain values that go out as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.crypto import salted_hmac

from secretariat.access.rules import Actor, Ring
from secretariat.commitments.models import Commitment
from secretariat.commitments.reads import visible_commitments
from secretariat.meetings.models import Meeting
from secretariat.meetings.reads import agenda_of, attendants, terms_of
from secretariat.members.models import Seat
from secretariat.members.reads import SeatLine, seats_with_holders, visible_mandates, visible_people
from secretariat.minutes.floor import KIND_KEYS, SLOT_KINDS
from secretariat.minutes.models import Record, SpeakerSlot
from secretariat.minutes.reads import (
    EntryLine,
    entries_of,
    floor_of,
    record_of,
    room_of,
    screen_of,
    sendings_of,
)
from secretariat.toolbox import clock
from secretariat.toolbox.names import fold

from .taking import OWED

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class LiveDesk:
    """What the page of the desk needs: ``data`` for its script, the seats for its lists and footnotes."""

    record: Record
    data: Values
    seats: tuple[SeatLine, ...]
    items: tuple[tuple[str, str], ...]


def live_desk(actor: Actor, record: Record) -> LiveDesk:
    """Everything a rapporteur types about: people and seats by all their names, the agenda, the keys of kinds.

    Ten queries. Names come folded, so that two letters find a name in any script and spelling.
    """
    meeting, today = record.meeting, clock.today(record.network.zone)
    lines = tuple(seats_with_holders(actor, meeting.network, today))
    items = tuple(
        (line.item.ref, f"{line.number}. {line.item.title}") for line in agenda_of(actor, meeting).lines
    )
    data: Values = {
        "record": record.ref,
        "writer": _secret("writer", actor, record)[:16],
        "seal": _secret("seal", actor, record)[:64],
        "ring": record.ring,
        "rings": [r for r in Ring if not r.is_wider_than(Ring(record.ring)) and r != Ring.SEAT],
        "day": max(meeting.starts_on, min(today, meeting.ends_on)).isoformat(),
        "kinds": [{"key": key, "kind": kind, "owes": kind in OWED} for kind, key in KIND_KEYS.items()],
        "turns": SLOT_KINDS,
        "people": _people(actor, record, today),
        "seats": [_seat(line.seat) for line in lines],
        "items": [{"ref": ref, "title": title} for ref, title in items],
    }
    return LiveDesk(record, data, lines, items)


def _secret(purpose: str, actor: Actor, record: Record) -> str:
    """A word for one account and one record that only this store can make: it names whose entries lie in a browser,
    and seals them there. Nobody else who signs in at that machine is ever given it.
    """
    words = f"{actor.account_id}:{record.ref}"
    return salted_hmac(
        f"secretariat.desk.rapporteur.{purpose}", words, algorithm="sha256", secret=settings.SECRET_KEY
    ).hexdigest()


def _people(actor: Actor, record: Record, on: date) -> list[Values]:
    rows = visible_people(actor).filter(network_id=record.network_id).prefetch_related("name_forms")
    seat_of: dict[int, str] = {}
    for mandate in visible_mandates(actor).filter(seat__network_id=record.network_id).order_by("starts_on"):
        begins, ends = mandate.starts_on, mandate.ends_on
        if begins is not None and begins <= on and (ends is None or ends >= on):
            seat_of[mandate.person_id] = mandate.seat.ref
    return [
        {
            "ref": person.ref,
            "name": person.name,
            "seat": seat_of.get(person.pk, ""),
            "names": sorted({fold(person.name), *(fold(form.name) for form in person.name_forms.all())}),
        }
        for person in rows
    ]


def _seat(seat: Seat) -> Values:
    """A seat by every word it is called: its member's code and names, or its own label."""
    words = [seat.label, seat.code]
    if seat.member:
        words = [seat.member.code, seat.member.short_name, seat.member.official_name]
        words += [form for forms in seat.member.names.values() for form in forms.values()]
    return {
        "ref": seat.ref,
        "code": seat.member.code if seat.member else seat.code,
        "name": seat_name(seat),
        "is_member": seat.member is not None,
        "names": sorted({fold(word) for word in words}),
    }


def seat_name(seat: Seat | None) -> str:
    """What a seat is called on the desk and on the wall: the member with its agreed mark, or the office."""
    if seat is None:
        return ""
    return str(seat.member) if seat.member else seat.label


def live_now(actor: Actor, record: Record) -> Values:
    """How the meeting stands: its entries as the record has them, the floor, who is here, the wall.

    Ten queries, however long the record. The bureau's alone: it tells what each browser sent.
    """
    meeting, today = record.meeting, clock.today(record.network.zone)
    screen = screen_of(record)
    floor = floor_of(actor, record, screen)
    room = attendants(actor, meeting, terms_of(meeting.network, today), today)
    sent = sendings_of(record)
    owed: dict[int, list[Commitment]] = {}
    for row in visible_commitments(actor).filter(entry__record=record).select_related("seat__member"):
        owed.setdefault(row.entry_id or 0, []).append(row)
    return {
        "state": record.state,
        "entries": [
            _entry(line, sent.get(line.entry.pk), owed.get(line.entry.pk, ()))
            for line in entries_of(actor, record)
        ],
        "speaking": _slot(floor.speaking) if floor.speaking else None,
        "waiting": [_slot(slot) for slot in floor.waiting],
        "is_closed": floor.is_closed,
        "seconds": floor.seconds_each,
        "here": [seat.seat.ref for seat in room.seats if seat.is_present],
        "vacant": [seat.seat.ref for seat in room.seats if seat.is_vacant],
        "quorum": _quorum(room.quorum),
        "screen": {
            "entry": screen.entry.ref if screen.entry else "",
            "item": screen.item.ref if screen.item else "",
            "is_chatham_house": screen.is_chatham_house,
        },
    }


def _quorum(counted: Any) -> Values:
    return {
        "words": counted.words,
        "open": {"is_reached": counted.to_open.is_reached, "words": counted.to_open.words},
        "decide": {"is_reached": counted.to_decide.is_reached, "words": counted.to_decide.words},
    }


def _entry(line: EntryLine, sent: Any, owed: Sequence[Commitment]) -> Values:
    entry, speaker = line.entry, line.speaker
    return {
        "ref": entry.ref,
        "key": sent.client_key if sent else "",
        "version": sent.version if sent else 0,
        "kind": entry.kind,
        "text": entry.text,
        "speaker": speaker.person.ref if speaker.person else "",
        "seat": speaker.seat.ref if speaker.seat else "",
        "speaker_words": speaker.words,
        "on_behalf_of": speaker.on_behalf_of.ref if speaker.on_behalf_of else "",
        "on_behalf_words": speaker.on_behalf_words,
        "ring": entry.ring,
        "is_chatham_house": entry.is_chatham_house,
        "item": entry.item.ref if entry.item else "",
        "owners": [row.seat.ref for row in owed if row.seat],
        "due_on": next((row.due_on.isoformat() for row in owed if row.due_on), ""),
        "number": entry.decision.number if hasattr(entry, "decision") else "",
    }


def _slot(slot: SpeakerSlot) -> Values:
    return {
        "ref": slot.ref,
        "seat": seat_name(slot.seat),
        "person": slot.person.name if slot.person else "",
        "kind": slot.kind,
        "started_at": _instant(slot.started_at),
    }


def _instant(at: datetime | None) -> str:
    return at.isoformat() if at else ""


def room_now(actor: Actor, meeting: Meeting) -> Values:
    """What stands on the wall: agenda item, who has the floor, the text being agreed; no note, no number.

    Six queries at most. A meeting whose record was not opened shows its title alone.
    """
    record = record_of(actor, meeting)
    if record is None:
        return {"title": meeting.title}
    room = room_of(actor, record)
    return {
        "title": meeting.title,
        "item": room.item.title if room.item else "",
        "seat": seat_name(room.seat),
        "person": room.person.name if room.person else "",
        "turn": room.turn,
        "started_at": _instant(room.started_at),
        "seconds": room.seconds_each,
        "waiting": room.waiting,
        "is_closed": room.is_closed,
        "is_chatham_house": room.is_chatham_house,
        "kind": room.entry.kind if room.entry else "",
        "text": room.entry.text if room.entry else "",
        "notes": sorted({f"{m.footnote_mark} {m.footnote}" for m in _named(room.seat)}),
    }


def _named(seat: Seat | None) -> list[Any]:
    member = seat.member if seat else None
    return [member] if member is not None and member.footnote_mark else []

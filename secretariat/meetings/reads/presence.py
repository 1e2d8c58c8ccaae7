"""Every query about which seats are in the room."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from secretariat.access.reads import visible
from secretariat.access.rules import Actor, SeatKind
from secretariat.members.models import Seat
from secretariat.members.reads import seats_with_holders
from secretariat.members.rules import has_left

from ..models import Meeting, Presence
from ..quorum import Quorum, SeatPresence, quorum
from ..terms import Terms


def visible_presences(actor: Actor) -> QuerySet[Presence]:
    """Which seats were in the room at meetings the actor may see."""
    return Presence.objects.filter(
        visible(actor, network="meeting__network_id", ring="meeting__ring", seat="meeting__seat_id")
    ).select_related("seat", "seat__member")


@dataclass(frozen=True, slots=True)
class SeatInRoom:
    """One seat in the order of States: whether somebody who can speak for it is here, and whether nobody holds it."""

    seat: Seat
    is_present: bool
    is_vacant: bool


@dataclass(frozen=True, slots=True)
class Attendants:
    """All seats of a network as they stand in the room now, and the quorum by seat."""

    seats: tuple[SeatInRoom, ...]
    quorum: Quorum


def attendants(actor: Actor, meeting: Meeting, terms: Terms, on: date) -> Attendants:
    """Who is in the room now and whether they can open and decide. Offices and guests count for neither.

    Five queries.
    """
    here = set(
        visible_presences(actor)
        .filter(meeting=meeting, until_at=None)
        .order_by()
        .values_list("seat_id", flat=True)
    )
    lines = seats_with_holders(actor, meeting.network, on)
    seats = tuple(SeatInRoom(line.seat, line.seat.pk in here, line.is_vacant) for line in lines)
    counted = [
        SeatPresence(str(s.seat.pk), s.is_vacant, s.is_present)
        for s in seats
        if s.seat.kind == SeatKind.MEMBER and s.seat.member and not has_left(on, s.seat.member.left_on)
    ]
    return Attendants(seats, quorum(terms, counted))

"""Every write about the list of participants: in which order of States, from which lot, and who was there."""

from __future__ import annotations

from secrets import choice

from django.db import transaction

from secretariat.access.rules import Actor, require
from secretariat.audit.actions import record_deed
from secretariat.members.ordering import Order
from secretariat.members.reads import member_seats
from secretariat.members.rules import has_left
from secretariat.toolbox import clock
from secretariat.toolbox.errors import RuleBroken

from ..delegating import LARGEST_DELEGATION, ORDERS
from ..models import Attendance, Delegate, Meeting
from ..reads.participant_lists import missing_names


@transaction.atomic
def arrange_delegations(
    actor: Actor, *, meeting: Meeting, order: str, delegation_size: int | None = None
) -> Meeting:
    """Chooses the order of States of a meeting, and how many people a delegation has there at most (None: as the
    terms of reference say).

    Raises RuleBroken for an order that is none, one for which a State has no name here, and a size that is none. It is no change of the meeting that those
    invited must hear of, so its version stays.
    """
    require(actor, "meetings.arrange_delegations", meeting)
    row = Meeting.objects.select_for_update(of=("self",)).select_related("network").get(pk=meeting.pk)
    if order not in ORDERS:
        raise RuleBroken("meetings.order", f"The order of States is one of: {', '.join(ORDERS)}.")
    if delegation_size is not None and not 1 <= delegation_size <= LARGEST_DELEGATION:
        raise RuleBroken(
            "meetings.delegation_size", f"A delegation has from 1 to {LARGEST_DELEGATION} people."
        )
    problem = missing_names(row, Order(order))
    if problem:
        raise RuleBroken("meetings.order", problem)
    before = _values(row)
    row.order_of_states, row.delegation_size = order, delegation_size
    row.save(update_fields=["order_of_states", "delegation_size"])
    record_deed(actor, "meetings.arrange_delegations", row, before=before, after=_values(row))
    return row


@transaction.atomic
def draw_lot(actor: Actor, *, meeting: Meeting) -> Meeting:
    """Draws by lot the member that comes first in every list of a meeting; the others follow in order.

    The deed tells on whom the lot fell, and it is drawn once: a lot that can be drawn again is none. Raises
    RuleBroken where it was drawn, and where there is nobody to draw from.
    Source: the General Assembly of the United Nations, whose lot decides the seating of a session.
    """
    require(actor, "meetings.draw_lot", meeting)
    row = Meeting.objects.select_for_update(of=("self",)).select_related("network").get(pk=meeting.pk)
    if row.drawn_seat_id is not None:
        raise RuleBroken("meetings.lot", "The lot of this meeting is drawn; it is drawn once.")
    seats = [
        s for s in member_seats(row.network) if s.member and not has_left(row.starts_on, s.member.left_on)
    ]
    if not seats:
        raise RuleBroken("meetings.lot", "There is no member yet from which a lot could be drawn.")
    seat = choice(seats)
    row.drawn_seat, row.drawn_at = seat, clock.now()
    row.save(update_fields=["drawn_seat", "drawn_at"])
    record_deed(
        actor,
        "meetings.draw_lot",
        row,
        after={"drawn": seat.ref, "among": sorted(other.ref for other in seats)},
        label=f"{row}: {seat.member}",
    )
    return row


@transaction.atomic
def settle_participants(actor: Actor, *, meeting: Meeting) -> int:
    """Makes the list of participants final: whoever is validated was there, whoever sent a message was not; gives
    how many were noted. What was noted about somebody by hand stays.

    Raises RuleBroken before the first day, where the list is final already, and where nobody is validated.
    """
    require(actor, "meetings.settle_participants", meeting)
    row = Meeting.objects.select_for_update(of=("self",)).select_related("network").get(pk=meeting.pk)
    if row.list_final_at is not None:
        raise RuleBroken("meetings.list_final", "The list of participants is final already.")
    if clock.today(row.network.zone) < row.starts_on:
        raise RuleBroken(
            "meetings.list_final", "The meeting has not begun; its list is provisional till then."
        )
    delegates = list(
        Delegate.objects.filter(delegation__meeting=row, state="validated").select_related("delegation")
    )
    if not delegates:
        raise RuleBroken("meetings.list_final", "Nobody is validated yet, so there is no list to make final.")
    # Whoever is validated is a person; the constraint of the table says so.
    noted = {d.person_id: (d, True) for d in delegates if d.person_id is not None}
    for d in delegates:
        if d.message_of_id is not None:
            noted.setdefault(d.message_of_id, (d, False))
    for person_id, (d, is_present) in noted.items():
        Attendance.objects.get_or_create(
            meeting=row,
            person_id=person_id,
            defaults={
                "seat_id": d.seat_id,
                "function": d.function if is_present else "",
                "is_present": is_present,
            },
        )
    row.list_final_at = clock.now()
    row.save(update_fields=["list_final_at"])
    record_deed(actor, "meetings.settle_participants", row, after={"noted": len(noted)})
    return len(noted)


def _values(meeting: Meeting) -> dict[str, object]:
    return {"order": meeting.order_of_states, "size": str(meeting.delegation_size)}

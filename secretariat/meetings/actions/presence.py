"""Every write about which seats are in the room."""

from __future__ import annotations

from django.db import transaction

from secretariat.access.rules import Actor, require
from secretariat.audit.actions import record_deed
from secretariat.members.models import Seat
from secretariat.members.rules import refuse_other_network
from secretariat.toolbox import clock

from ..models import Meeting, Presence


@transaction.atomic
def note_presence(actor: Actor, *, meeting: Meeting, seat: Seat, is_present: bool) -> Presence | None:
    """Notes that a seat came into the room now, or left it; the stay that this opens, ends, or leaves as it is.

    Said twice it changes nothing, and only the first is a deed. Raises RuleBroken for a seat of another network.
    Source: own choice, because a quorum is a number of an instant: who was there is kept with from when to when.
    """
    require(actor, "meetings.note_presence", meeting)
    refuse_other_network(meeting.network_id, seat)
    Meeting.objects.select_for_update().get(pk=meeting.pk)
    stay = Presence.objects.filter(meeting=meeting, seat=seat, until_at=None).first()
    if (stay is not None) == is_present:
        return stay
    if stay is None:
        stay = Presence.objects.create(meeting=meeting, seat=seat, from_at=clock.now())
    else:
        # A clock that was set back must not keep a seat in the room.
        stay.until_at = max(clock.now(), stay.from_at)
        stay.save(update_fields=["until_at"])
    record_deed(actor, "meetings.note_presence", meeting, after={"seat": seat.ref, "is_present": is_present})
    return stay

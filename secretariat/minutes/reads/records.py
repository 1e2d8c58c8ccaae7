"""Every query about records."""

from __future__ import annotations

from django.db.models import QuerySet

from secretariat.access.reads import visible
from secretariat.access.rules import Actor, sees
from secretariat.meetings.models import Meeting

from ..models import Record
from ..rules import refuse_writing


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


def record_of(actor: Actor, meeting: Meeting) -> Record | None:
    """The record of a meeting, if there is one that the actor may see. One query."""
    return visible_records(actor).filter(meeting=meeting).first()


def approving_meeting(actor: Actor, record: Record) -> Meeting | None:
    """The later meeting that approved a record, where one did and the actor sees it. One query at most."""
    meeting = record.approved_at
    return meeting if meeting is not None and sees(actor, meeting) else None


def record_to_write(record: Record) -> Record:
    """The record as it stands now, locked until the action is over. Raises RuleBroken once it is approved. One query."""
    row = Record.objects.select_for_update().get(pk=record.pk)
    refuse_writing(state=row.state, approved_on=row.approved_on)
    return row

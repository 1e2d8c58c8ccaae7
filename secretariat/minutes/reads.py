"""Every query about records and entries."""

from __future__ import annotations

from django.db.models import QuerySet

from secretariat.access.reads import visible
from secretariat.access.rules import Actor

from .models import Entry, Record


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


def visible_entries(actor: Actor) -> QuerySet[Entry]:
    """The standing entries the actor may see: their own ring and their record's ring both hold."""
    return Entry.objects.filter(
        visible(actor),
        visible(actor, ring="record__ring", seat="record__seat_id"),
        visible(actor, ring="record__meeting__ring", seat="record__meeting__seat_id"),
        is_removed=False,
    ).select_related("speaker", "seat", "seat__member", "on_behalf_of", "record", "record__meeting")

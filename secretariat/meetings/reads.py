"""Every query about meetings, attendance and hosting offers."""

from __future__ import annotations

from django.db.models import QuerySet

from secretariat.access.reads import visible
from secretariat.access.rules import Actor

from .models import Attendance, HostingOffer, Meeting


def visible_meetings(actor: Actor) -> QuerySet[Meeting]:
    """The meetings the actor may see, newest first."""
    return Meeting.objects.filter(visible(actor)).select_related("network")


def visible_attendances(actor: Actor) -> QuerySet[Attendance]:
    """Who attended the meetings the actor may see; the person's own ring holds too."""
    return (
        Attendance.objects.filter(
            visible(actor, network="meeting__network_id", ring="meeting__ring", seat="meeting__seat_id"),
            visible(actor, network="meeting__network_id", ring="person__ring", seat="meeting__seat_id"),
        )
        .select_related("person", "seat", "seat__member")
        .order_by("person__sort_key")
    )


def visible_offers(actor: Actor) -> QuerySet[HostingOffer]:
    """The hosting offers the actor may see, soonest period first."""
    return HostingOffer.objects.filter(visible(actor)).select_related(
        "seat", "seat__member", "offered_by", "made_at", "meeting"
    )

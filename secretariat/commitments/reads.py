"""Every query about decisions, commitments and progress."""

from __future__ import annotations

from django.db.models import QuerySet

from secretariat.access.reads import visible
from secretariat.access.rules import Actor

from .models import Commitment, Decision, Progress


def visible_commitments(actor: Actor) -> QuerySet[Commitment]:
    """The follow-up lines the actor may see, those without a date first, then by due day."""
    return Commitment.objects.filter(
        visible(actor), visible(actor, ring="meeting__ring", seat="meeting__seat_id")
    ).select_related("seat", "seat__member", "meeting", "entry")


def visible_decisions(actor: Actor) -> QuerySet[Decision]:
    """The numbered decisions the actor may see, newest first."""
    return Decision.objects.filter(
        visible(actor),
        visible(actor, ring="entry__ring", seat="entry__seat_id"),
        visible(actor, ring="entry__record__ring", seat="entry__record__seat_id"),
    ).select_related("entry", "entry__record", "entry__record__meeting")


def visible_progress(actor: Actor) -> QuerySet[Progress]:
    """The progress reports the actor may see, newest first."""
    return Progress.objects.filter(
        visible(actor), visible(actor, ring="commitment__ring", seat="commitment__seat_id")
    ).select_related("seat", "seat__member", "commitment")

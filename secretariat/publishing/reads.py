"""Every query about releases."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from secretariat.access.rules import Actor

from .models import Release


def visible_releases(actor: Actor) -> QuerySet[Release]:
    """Released pages for everybody; drafts and withdrawn ones for Chair and Secretariat only."""
    allowed = Q(state="released")
    for network_id in actor.network_ids:
        if actor.is_bureau(network_id):
            allowed |= Q(network_id=network_id)
    rows = Release.objects.all() if actor.kind == "system" else Release.objects.filter(allowed)
    return rows.select_related("network").prefetch_related("lines")

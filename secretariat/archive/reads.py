"""Every query about sources, readings, facts and origins."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from secretariat.access.reads import visible
from secretariat.access.rules import Actor

from .models import Fact, Origin, Reading, Source


def visible_sources(actor: Actor) -> QuerySet[Source]:
    """The old papers the actor may see, newest first."""
    return Source.objects.filter(visible(actor)).select_related("network")


def visible_readings(actor: Actor) -> QuerySet[Reading]:
    """The readings the actor may see (Chair and Secretariat), newest first."""
    return Reading.objects.filter(
        visible(actor, seat="source__seat_id"),
        visible(actor, ring="source__ring", seat="source__seat_id"),
    ).select_related("source", "meeting", "network")


def visible_facts(actor: Actor) -> QuerySet[Fact]:
    """The facts of the readings the actor may see, in the order of the paper."""
    return Fact.objects.filter(reading__in=visible_readings(actor)).select_related("reading", "match")


def visible_origins(actor: Actor) -> QuerySet[Origin]:
    """The places in sources the actor may see: the source's ring decides, not the reading's."""
    return Origin.objects.filter(
        visible(actor, ring="reading__source__ring", seat="reading__source__seat_id")
    ).select_related("reading", "reading__source")


def sources_folder() -> Path:
    """Where papers lie on the disk."""
    return Path(settings.FILES) / "sources"


def origin_of(actor: Actor, thing_ref: str) -> Origin | None:
    """The place in a source that a thing came from, if the actor may see that source. One query."""
    return visible_origins(actor).filter(thing_ref=thing_ref).first()

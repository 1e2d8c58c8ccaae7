"""Every query about the papers of meetings."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from secretariat.access.reads import visible
from secretariat.access.rules import Actor, Ring, sees

from ..models import Meeting, Paper, SymbolSeries
from ..symbols import WITH_A_FILE


def visible_papers(actor: Actor) -> QuerySet[Paper]:
    """The papers the actor may see: their own ring, their item's and their meeting's all hold.

    The paper of an item that is only proposed, and a withdrawn one, is found by those who bring it, Chair and
    Secretariat alone.
    """
    rows = Paper.objects.select_related("meeting__network", "seat__member", "item", "of").order_by("symbol")
    if actor.kind == "system":
        return rows
    inside = [n for n in actor.network_ids if Ring.BUREAU in actor.rings_in(n)]
    own = Q(seat__in=sorted(actor.seat_ids)) | Q(network__in=inside)
    is_out = Q(item__state__in=("proposed", "withdrawn")) | Q(state="withdrawn")
    return rows.filter(
        visible(actor, seat=None),
        visible(actor, network="network_id", ring="meeting__ring", seat="meeting__seat_id"),
        Q(item__isnull=True) | visible(actor, network="network_id", ring="item__ring", seat=None),
        ~is_out | own,
    )


def visible_series(actor: Actor) -> QuerySet[SymbolSeries]:
    """How far symbols were counted, for Chair and Secretariat: it tells how many papers there ever were."""
    rows = SymbolSeries.objects.order_by("stem")
    if actor.kind == "system":
        return rows
    return rows.filter(network__in=[n for n in actor.network_ids if Ring.BUREAU in actor.rings_in(n)])


def papers_in_the_book(actor: Actor, meeting: Meeting) -> QuerySet[Paper]:
    """The papers of a meeting that stand in the actor's book of it, by item, then by symbol. One query."""
    rows = visible_papers(actor).filter(meeting=meeting, state="in the book")
    return rows.order_by("item__position", "symbol")


def may_open_file(actor: Actor, paper: Paper) -> bool:
    """Whether the actor, who sees the paper, may open its file: the originator, Chair and Secretariat once it is
    delivered, everybody else once it was reviewed. No query.
    """
    if paper.state not in WITH_A_FILE:
        return False
    if paper.state != "delivered" or Ring.BUREAU in actor.rings_in(paper.network_id):
        return True
    return paper.seat_id is not None and paper.seat_id in actor.seat_ids


def is_paper_of_a_meeting(source_ref: str) -> bool:
    """Whether a paper of a meeting that is not withdrawn rests on this file of the archive; tells nobody which.
    One query.
    """
    return Paper.objects.filter(source_ref=source_ref).exclude(state="withdrawn").exists()


def shown_of(actor: Actor, paper: Paper) -> Paper | None:
    """The paper that this one revises, adds to or corrects, if the actor sees its ring. No query."""
    return paper.of if paper.of is not None and sees(actor, paper.of) else None

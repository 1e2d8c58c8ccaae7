"""Every query about the items of agendas."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from secretariat.access.reads import visible
from secretariat.access.rules import Actor, Ring
from secretariat.members.models import Network

from ..agendas import STANDING, Planned, Slot, times_of
from ..models import AgendaItem, Meeting, Paper
from .papers import visible_papers


def visible_items(actor: Actor) -> QuerySet[AgendaItem]:
    """The items the actor may see: their own ring and their meeting's both hold.

    One that is only proposed, or was withdrawn, is found by its sponsor, Chair and Secretariat alone.
    """
    rows = AgendaItem.objects.select_related("meeting__network", "seat__member", "carried_from__meeting")
    if actor.kind == "system":
        return rows
    inside = [n for n in actor.network_ids if Ring.BUREAU in actor.rings_in(n)]
    own = Q(seat__in=sorted(actor.seat_ids)) | Q(network__in=inside)
    return rows.filter(
        visible(actor, seat=None),
        visible(actor, network="network_id", ring="meeting__ring", seat="meeting__seat_id"),
    ).filter(~Q(state__in=("proposed", "withdrawn")) | own)


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item with its number on the agenda (empty while it has none), its times and its papers."""

    item: AgendaItem
    number: str
    slot: Slot
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Agenda:
    """The agenda of a meeting as one reader sees it: what stands on it, what is proposed, what was postponed,
    papers under no item, and how many items are for fewer people.
    """

    lines: tuple[ItemLine, ...]
    proposed: tuple[ItemLine, ...]
    postponed: tuple[ItemLine, ...]
    loose: tuple[Paper, ...]
    hidden: int

    @property
    def is_empty(self) -> bool:
        return not (self.lines or self.proposed or self.loose or self.hidden)


def agenda_of(actor: Actor, meeting: Meeting) -> Agenda:
    """The agenda with numbers, times and papers. Numbers and times count every item, so that all readers speak
    of the same item 4 at the same hour. Three queries, however long.
    """
    whole = list(
        AgendaItem.objects.filter(meeting=meeting, state__in=STANDING)
        .order_by("position", "pk")
        .values_list("pk", "minutes_planned", "starts_at")
    )
    slots = times_of(meeting.opens_at, [Planned(minutes, at) for _, minutes, at in whole])
    numbers = {pk: (str(n), slot) for n, ((pk, _, _), slot) in enumerate(zip(whole, slots, strict=True), 1)}
    papers: dict[int | None, list[Paper]] = {}
    for paper in visible_papers(actor).filter(meeting=meeting).exclude(state="withdrawn"):
        papers.setdefault(paper.item_id, []).append(paper)

    def line(item: AgendaItem) -> ItemLine:
        number, slot = numbers.get(item.pk, ("", Slot(None, None)))
        return ItemLine(item, number, slot, tuple(papers.get(item.pk, [])))

    rows = [line(item) for item in visible_items(actor).filter(meeting=meeting)]
    lines = tuple(row for row in rows if row.number)
    return Agenda(
        lines,
        tuple(row for row in rows if row.item.state == "proposed"),
        tuple(row for row in rows if row.item.state == "backlog"),
        tuple(papers.get(None, [])),
        len(numbers) - len(lines),
    )


def backlog(actor: Actor, network: Network) -> QuerySet[AgendaItem]:
    """What was postponed and no meeting has taken up since, oldest first. One query."""
    return (
        visible_items(actor)
        .filter(network=network, state="backlog", taken_up_as__isnull=True)
        .order_by("meeting__starts_on", "pk")
    )


def items_for_papers(actor: Actor, meeting: Meeting) -> QuerySet[AgendaItem]:
    """The items under which the actor may put a paper: those that stand, and proposals the actor sees."""
    return visible_items(actor).filter(meeting=meeting, state__in=("proposed", *STANDING))

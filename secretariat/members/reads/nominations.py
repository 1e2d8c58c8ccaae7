"""Nominations: whom a seat proposed, and what became of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from secretariat.access.rules import ADVISERS, Actor
from secretariat.toolbox import clock

from ..models import Mandate, Network, Nomination, Person, Seat
from ..rules import KEPT_AS_FILE, NOMINABLE, day_before, first_day, is_full, may_read_letter
from .people import find_people, visible_people
from .seats import visible_mandates


def is_letter(source_ref: str) -> bool:
    """Whether a nomination or a mandate rests on this paper of the archive; tells nobody which. Two queries."""
    return (
        Nomination.objects.filter(source_ref=source_ref).exists()
        or Mandate.objects.filter(nomination__contains=source_ref).exists()
    )


def letters_among(actor: Actor, source_refs: Collection[str]) -> dict[str, str]:
    """Which of these papers are letters of nomination, with whom each is about, for whoever may read them.
    Two queries.
    """
    found: dict[str, str] = {}
    mandates = visible_mandates(actor).filter(nomination__in=[f"{KEPT_AS_FILE}{ref}" for ref in source_refs])
    for mandate in mandates:
        if may_read_letter(actor, mandate.seat):
            ref = mandate.nomination.removeprefix(KEPT_AS_FILE)
            found[ref] = f"Letter of nomination: {mandate.person}, {mandate.function}, {mandate.seat}"
    for row in visible_nominations(actor).filter(source_ref__in=source_refs):
        found[row.source_ref] = f"Letter of nomination: {row.name}, {row.function}, {row.seat}"
    return found


def visible_nominations(actor: Actor) -> QuerySet[Nomination]:
    """The nominations of the seats the actor speaks for, and, for Chair and Secretariat, of their network;
    the newest first.
    """
    rows = Nomination.objects.select_related("seat__member", "seat__network", "person", "proposed_by")
    if actor.kind == "system":
        return rows
    if not actor.is_signed_in:
        return rows.none()
    own = [s.seat_id for s in actor.standings if s.function not in ADVISERS]
    networks = [n for n in actor.network_ids if actor.is_bureau(n)]
    return rows.filter(Q(seat__in=own) | Q(seat__network__in=networks))


def waiting_nominations(actor: Actor, network: Network) -> QuerySet[Nomination]:
    """The nominations of a network that wait for the Secretariat, the oldest first."""
    return visible_nominations(actor).filter(seat__network=network, state="waiting").order_by("made_at", "pk")


def answered_nominations(actor: Actor, network: Network) -> QuerySet[Nomination]:
    """The nominations of a network that were confirmed, refused or withdrawn, the newest first."""
    return visible_nominations(actor).filter(seat__network=network).exclude(state="waiting")


def held_functions(seat: Seat) -> dict[str, int]:
    """How many people a seat has in each function it may propose, in force, to come or waiting. Two queries."""
    today = clock.today(seat.network.zone)
    current = Mandate.objects.filter(seat=seat, starts_on__isnull=False, function__in=NOMINABLE)
    current = current.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today))
    held = dict(current.values_list("function").annotate(Count("pk")).order_by())
    waiting = Nomination.objects.filter(seat=seat, state="waiting")
    for function, count in waiting.values_list("function").annotate(Count("pk")).order_by():
        held[function] = held.get(function, 0) + count
    return held


@dataclass(frozen=True, slots=True)
class Room:
    """How many people of a function a seat has, and how many it may have."""

    function: str
    held: int
    most: int
    is_full: bool


def room_at(seat: Seat) -> list[Room]:
    """What a seat may still propose, function by function. A successor takes the place of who is there, so
    only waiting nominations count for whoever fills the seat. Three queries.
    """
    held = held_functions(seat)
    waiting = set(Nomination.objects.filter(seat=seat, state="waiting").values_list("function", flat=True))
    return [
        Room(function, count, most, is_full(function, count))
        for function, most in NOMINABLE.items()
        for count in [int(function in waiting) if function.endswith("coordinator") else held.get(function, 0)]
    ]


def predecessors(seat: Seat, function: str, starts_on: date) -> QuerySet[Mandate]:
    """The mandates that end when a coordinator begins on that day: of the coordinator before, and of whoever
    acted in between. Empty for any other function. One query.
    """
    rows = Mandate.objects.filter(seat=seat, starts_on__lt=starts_on).select_related("person", "seat")
    if function != "coordinator":
        return rows.none()
    return rows.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=starts_on),
        function__in=("coordinator", "acting coordinator"),
    )


def succession(seat: Seat, function: str, starts_on: date) -> tuple[date, list[Mandate]]:
    """The day on which a mandate asked for from ``starts_on`` begins, if it is entered today, and the mandates
    that end on the day before. Two queries at most.
    """
    ends = list(predecessors(seat, function, starts_on))
    today = clock.today(seat.network.zone)
    begins = first_day(starts_on, today=today, is_succeeding=bool(ends))
    # Whoever began between the two days is followed as well.
    return begins, ends if begins == starts_on else list(predecessors(seat, function, begins))


@dataclass(frozen=True, slots=True)
class NominationPage:
    """What confirming a nomination would do: who may be meant, whose mandate ends, and on which day."""

    alike: list[tuple[Person, str]]
    ends: list[Mandate]
    ends_on: date
    is_first_sign_in: bool


def nomination_page(actor: Actor, nomination: Nomination) -> NominationPage:
    """All that stands beside a nomination. Four queries.

    Whoever signs in with the very address is proposed first; names only make alike.
    """
    network = nomination.seat.network
    named = find_people(actor, network, nomination.name) if nomination.state == "waiting" else []
    found = visible_people(actor).filter(network=network, account__email=nomination.email).first()
    alike = [(person, str(word)) for person, word in named if found is None or person.pk != found.pk]
    if found is not None and nomination.state == "waiting":
        alike.insert(0, (found, "signs in with this address"))
    begins, ends = succession(nomination.seat, nomination.function, nomination.starts_on)
    is_waiting = nomination.state == "waiting"
    return NominationPage(
        alike, ends if is_waiting else [], day_before(begins), is_first_sign_in=found is None
    )

"""Who sees a thing, and by which rule; what differs from the default; what somebody sees, in numbers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.db.models import Count, QuerySet

from secretariat.access import policy
from secretariat.access.models import Account
from secretariat.access.rules import PUBLIC, Actor, Ring, SeatKind, Standing, kind_of, system_actor, verdict
from secretariat.audit.models import Deed
from secretariat.audit.reads import deeds_in
from secretariat.commitments.models import Commitment
from secretariat.commitments.reads import shown_owner
from secretariat.members.models import EmergencyOpening, Mandate, Network, Person, Seat, Suspension
from secretariat.members.reads import (
    LinkLine,
    OpeningLine,
    actors_today,
    administrators_of,
    in_force_q,
    link_line,
    opening_lines,
    openings_to_know_of,
    order_of_seat,
    visible_links,
    visible_mandates,
    visible_networks,
    visible_seats,
    visible_suspensions,
)
from secretariat.minutes.models import Entry
from secretariat.minutes.reads import is_speaker_hidden
from secretariat.publishing.models import RingChange
from secretariat.publishing.reads import ring_changes, ring_changes_of, rings_around
from secretariat.publishing.rules import narrowest
from secretariat.toolbox import clock
from secretariat.web.rings import RING_WORDS

from ..things import KINDS, Kind
from .words import words_of_right

MOST = 100
ALL = system_actor("the page of what somebody sees")
"""Against whom it is counted what somebody does not see."""
RINGS_IN_WORDS = {
    Ring.PUBLIC: "everybody",
    Ring.PARTNERS: "members, observers and funders",
    Ring.MEMBERS: "the seats of the members, Chair and Secretariat",
    Ring.BUREAU: "Chair and Secretariat",
    Ring.SEAT: "one seat's own people",
}
_OFFICE_WORDS = {
    SeatKind.MEMBER: "A member's seat",
    SeatKind.CHAIR: "The Chair",
    SeatKind.SECRETARIAT: "The Secretariat",
    SeatKind.OBSERVER: "An observer's seat",
    SeatKind.FUNDER: "A funder's seat",
}


@dataclass(frozen=True, slots=True)
class Looker:
    """Somebody who sees a thing today, as this reader may know it; ``name`` is empty where he may not, and that
    somebody cannot sign in is told to Chair and Secretariat alone.
    """

    name: str
    function: str
    can_sign_in: bool


@dataclass(frozen=True, slots=True)
class SeatSight:
    """The people of one seat who see a thing, and by which rule."""

    seat: Seat
    why: str
    people: tuple[Looker, ...]


@dataclass(frozen=True, slots=True)
class MayLine:
    """What may be done to a thing, and by which seats."""

    who: str
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sight:
    """Who sees one thing today, why, who may change it, and how that came about."""

    thing: Any
    kind: Kind
    is_for: str
    within: tuple[str, ...]
    reaches: str
    is_public: bool
    seats: tuple[SeatSight, ...]
    openings: tuple[EmergencyOpening, ...]
    may: tuple[MayLine, ...]
    changes: tuple[RingChange, ...]
    is_actor_hidden: bool


def sight_of(reader: Actor, thing: Any) -> Sight:
    """Who sees a thing that the reader sees too. The thing's own visible door is asked for everybody.

    One query for all mandates, one for each group of people who hold the same seats, and five more.
    """
    kind = KINDS[kind_of(thing)]
    network = visible_networks(reader).get(pk=thing.network_id)
    actors = actors_today(network)
    seeing = _who_passes(kind, thing, actors)
    is_hidden = _hides_a_speaker(reader, thing)
    around = rings_around(thing)
    changes = [] if is_hidden else list(ring_changes_of(reader, thing.ref)[:MOST])
    return Sight(
        thing,
        kind,
        is_for=RINGS_IN_WORDS[Ring(thing.ring)],
        within=tuple(dict.fromkeys(around)),
        reaches=narrowest((thing.ring, *around)),
        is_public=kind.door(PUBLIC).filter(pk=thing.pk).exists(),
        seats=_by_seat(reader, thing, seeing),
        openings=tuple(openings_to_know_of(reader, network)),
        may=_who_may(thing, [a for a in seeing if a.is_bureau(network.pk)] if is_hidden else seeing),
        changes=tuple(changes),
        is_actor_hidden=is_hidden,
    )


def _hides_a_speaker(reader: Actor, thing: Any) -> bool:
    """Whether naming who may change a thing would name whose words the Chatham House Rule hides."""
    if isinstance(thing, Entry):
        return is_speaker_hidden(reader, thing)
    if isinstance(thing, Commitment):
        entry_hides = thing.entry is not None and is_speaker_hidden(reader, thing.entry)
        return entry_hides or (thing.seat_id is not None and shown_owner(reader, thing) is None)
    return False


def _who_passes(kind: Kind, thing: Any, actors: Iterable[Actor]) -> list[Actor]:
    """The actors whom the visible door lets through. One query for each set of seats held together."""
    known: dict[frozenset[tuple[int, str]], bool] = {}
    passing = []
    for actor in actors:
        held = frozenset((s.seat_id, s.seat_kind.value) for s in actor.standings)
        if held not in known:
            known[held] = kind.door(actor).filter(pk=thing.pk).exists()
        if known[held]:
            passing.append(actor)
    return passing


def _by_seat(reader: Actor, thing: Any, actors: Iterable[Actor]) -> tuple[SeatSight, ...]:
    people = [actor.person_id for actor in actors if actor.person_id]
    named = set(KINDS["person"].door(reader).filter(pk__in=people).values_list("pk", flat=True))
    by_seat: dict[int, tuple[Standing, list[Looker]]] = {}
    is_bureau = reader.is_bureau(thing.network_id)
    for actor in actors:
        for standing in _that_show(actor, thing):
            name = actor.label if actor.person_id in named else ""
            is_known_out = is_bureau and actor.account_id is None
            looker = Looker(name, standing.function, not is_known_out)
            by_seat.setdefault(standing.seat_id, (standing, []))[1].append(looker)
    seats = visible_seats(reader).filter(pk__in=by_seat)
    ordered = sorted(seats, key=order_of_seat)
    return tuple(
        SeatSight(seat, _why(by_seat[seat.pk][0], thing), tuple(by_seat[seat.pk][1])) for seat in ordered
    )


def _that_show(actor: Actor, thing: Any) -> list[Standing]:
    """The mandates of an actor by each of which alone the thing would be seen."""
    door = KINDS[kind_of(thing)].door
    if len(actor.standings) == 1:
        return list(actor.standings)
    alone = [(s, replace(actor, standings=(s,), _rings={})) for s in actor.standings]
    return [standing for standing, one in alone if door(one).filter(pk=thing.pk).exists()]


def _why(standing: Standing, thing: Any) -> str:
    if thing.ring == Ring.SEAT:
        return "It is this seat's own."
    return f"{_OFFICE_WORDS[standing.seat_kind]} sees the ring “{RING_WORDS[Ring(thing.ring)]}”."


def _who_may(thing: Any, actors: Iterable[Actor]) -> tuple[MayLine, ...]:
    """Which seats may do what to the thing today: the very verdicts that the deeds ask. No query."""
    deeds_by_seats: dict[str, list[str]] = {}
    for right in policy.load().rights_on(kind_of(thing)):
        seats = {s.seat_label for a in actors if verdict(a, right, thing) for s in a.standings}
        if seats:
            deeds_by_seats.setdefault(", ".join(sorted(seats)), []).append(words_of_right(right))
    return tuple(MayLine(seats, tuple(dict.fromkeys(deeds))) for seats, deeds in deeds_by_seats.items())


@dataclass(frozen=True, slots=True)
class Differing:
    """The things of one kind that are shown to others than such things are at first."""

    kind: Kind
    default: Ring
    things: tuple[tuple[Any, str], ...]
    count: int


@dataclass(frozen=True, slots=True)
class Exceptions:
    """What differs from the default in a network."""

    differing: tuple[Differing, ...]
    openings: tuple[OpeningLine, ...]
    administrators: tuple[Account, ...]
    suspended: tuple[Suspension, ...]
    several: tuple[tuple[Person, tuple[Mandate, ...]], ...]
    links: tuple[LinkLine, ...]
    changes: tuple[RingChange, ...]


def exceptions_of(actor: Actor, network: Network) -> Exceptions:
    """What differs from the default, for Chair and Secretariat. About thirty queries, however large the network."""
    openings = [line for line in opening_lines(actor) if line.opening.network_id == network.pk]
    suspended = visible_suspensions(actor).filter(person__network=network, ended_at__isnull=True)
    return Exceptions(
        differing=tuple(d for d in (_differing(actor, network, kind) for kind in KINDS.values()) if d.count),
        openings=tuple(line for line in openings if line.state in {"waiting", "in force"}),
        administrators=tuple(administrators_of(actor, network)[:MOST]),
        suspended=tuple(suspended[:MOST]),
        several=_with_several_mandates(actor, network),
        links=_open_links(actor, network),
        changes=tuple(ring_changes(actor, network.pk)[:MOST]),
    )


def _differing(actor: Actor, network: Network, kind: Kind) -> Differing:
    default = kind.ring_at_first(actor)
    rows: QuerySet[Any] = kind.door(actor).filter(network=network).exclude(ring=default)
    shown = tuple((row, kind.url(row)) for row in rows[:MOST])
    return Differing(kind, default, shown, rows.count() if len(shown) == MOST else len(shown))


def _open_links(actor: Actor, network: Network) -> tuple[LinkLine, ...]:
    rows = visible_links(actor).filter(
        mandate__seat__network=network, revoked_at__isnull=True, expires_at__gt=clock.now()
    )
    return tuple(line for line in (link_line(row) for row in rows[:MOST]) if line.is_open)


def _with_several_mandates(actor: Actor, network: Network) -> tuple[tuple[Person, tuple[Mandate, ...]], ...]:
    today = clock.today(network.zone)
    rows = visible_mandates(actor).filter(in_force_q(today), seat__network=network)
    by_person: dict[int, list[Mandate]] = {}
    for mandate in rows.order_by("person__sort_key", "pk"):
        by_person.setdefault(mandate.person_id, []).append(mandate)
    return tuple((held[0].person, tuple(held)) for held in by_person.values() if len(held) > 1)


def pages_opened(opening: EmergencyOpening) -> QuerySet[Deed]:
    """The pages that were looked at in an opening, the newest first, for a paginator; none where it never opened.

    The caller fetched the opening through its visible door. An address tells nothing that is closed to Chair and
    Secretariat: an opening shows no seat's own. Nothing is asked of the database here.
    """
    until = opening.closed_at or opening.ends_at
    rows = deeds_in(
        opening.network_id,
        account_id=opening.administrator_id,
        since=opening.agreed_at,
        before=until + timedelta(microseconds=1) if until else None,
    ).filter(deed="members.see_in_emergency")
    return rows if opening.agreed_at is not None else rows.none()


@dataclass(frozen=True, slots=True)
class Counted:
    """How many things of one kind somebody sees, in each ring."""

    many: str
    by_ring: tuple[tuple[str, int], ...]
    total: int
    of_all: int


@dataclass(frozen=True, slots=True)
class PersonSight:
    """What somebody sees in a network: the mandates it follows from, and numbers. Nothing is opened."""

    rules: tuple[tuple[Standing, tuple[str, ...]], ...]
    can_sign_in: bool
    counts: tuple[Counted, ...]


def sight_of_person(network: Network, person: Person) -> PersonSight:
    """What a person sees today, in numbers by kind and ring; what is one seat's own is nowhere counted, for how
    much a seat keeps to itself is its own too. Two queries, and two for each kind of thing.
    """
    found = [actor for actor in actors_today(network) if actor.person_id == person.pk]
    actor = found[0] if found else replace(PUBLIC, label=person.name)
    counts = []
    for kind in KINDS.values():
        seen = kind.door(actor).filter(network=network).exclude(ring=Ring.SEAT).order_by()
        by_ring = dict(seen.values_list("ring").annotate(Count("pk", distinct=True)))
        everything = kind.door(ALL).filter(network=network).exclude(ring=Ring.SEAT).count()
        ordered = tuple((ring.value, by_ring[ring]) for ring in Ring if ring in by_ring)
        counts.append(Counted(kind.many, ordered, sum(by_ring.values()), everything))
    rules = tuple((s, _rings_shown(s)) for s in actor.standings)
    return PersonSight(rules, actor.account_id is not None, tuple(counts))


def _rings_shown(standing: Standing) -> tuple[str, ...]:
    alone = Actor(kind="person", label="", standings=(standing,))
    rings = alone.rings_in(standing.network_id)
    return tuple(ring.value for ring in Ring if ring in rings)

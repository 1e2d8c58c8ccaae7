"""Rings, actors, verdicts and the vocabulary of rights: decidable without a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Literal, Protocol

from secretariat.toolbox.errors import NotAllowed, NotVisible

from . import policy


class Ring(StrEnum):
    """Who a thing is distributed to, widest first."""

    PUBLIC = "public"
    PARTNERS = "partners"
    MEMBERS = "members"
    BUREAU = "bureau"
    SEAT = "seat"

    def is_wider_than(self, other: Ring) -> bool:
        """Whether more people see this ring than the other."""
        order = list(Ring)
        return order.index(self) < order.index(other)


RING_CHOICES = [(ring.value, ring.value) for ring in Ring]


class SeatKind(StrEnum):
    """What kind of place a seat is; it decides which rings its holders see."""

    MEMBER = "member"
    CHAIR = "chair"
    SECRETARIAT = "secretariat"
    OBSERVER = "observer"
    FUNDER = "funder"


_POINT_OF_SEAT: dict[SeatKind, str] = {
    SeatKind.MEMBER: "other_state",
    SeatKind.CHAIR: "chair",
    SeatKind.SECRETARIAT: "secretariat",
    SeatKind.OBSERVER: "observer",
    SeatKind.FUNDER: "funder",
}
"""The point of view of a seat of that kind on what is not its own; what it sees stands in the written policy."""


def _rings_at(point: str) -> frozenset[Ring]:
    """The rings that the written policy shows to a point of view; one seat's own goes by seat."""
    return frozenset(Ring(ring) for ring in policy.load().rings[point]) - {Ring.SEAT}


ADVISERS = frozenset({"local-team member", "expert"})
"""Functions that read and comment for their seat but never speak or act for it."""


@dataclass(frozen=True, slots=True)
class Standing:
    """One mandate in force today: which seat, in which network, with which function."""

    network_id: int
    network_slug: str
    seat_id: int
    seat_code: str
    seat_label: str
    seat_kind: SeatKind
    function: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts now. Built anew for each request, so a mandate that ended yesterday gives nothing today."""

    kind: Literal["public", "person", "system", "link"]
    label: str
    account_id: int | None = None
    person_id: int | None = None
    standings: tuple[Standing, ...] = ()
    is_administrator: bool = False
    opened: frozenset[int] = frozenset()
    """Row ids of the networks that an agreed emergency opens to an administrator now: to see, never to act."""
    opened_until: datetime | None = None
    """When the first of them closes (UTC)."""
    only: tuple[str, str] | None = None
    """For whoever answers by a personal link: the one deed and the reference of the one thing it is about.

    To everything else such an actor is the public. Without it a link may see what its mandate sees and do
    nothing (a calendar feed).
    """
    _rings: dict[int, frozenset[Ring]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def is_signed_in(self) -> bool:
        """Whether it is a person known by an account, rather than the public, a link or the program."""
        return self.kind == "person"

    @property
    def _counting(self) -> tuple[Standing, ...]:
        """The standings that open anything: none for whoever came by a link for one deed."""
        return self.standings if self.only is None else ()

    @property
    def seat_ids(self) -> frozenset[int]:
        """Row ids of the seats held today."""
        return frozenset(s.seat_id for s in self._counting)

    @property
    def network_ids(self) -> tuple[int, ...]:
        """Row ids of the networks in which more than the public ring is seen today: by mandate, first held
        first, then by emergency.
        """
        return tuple(dict.fromkeys([*(s.network_id for s in self._counting), *sorted(self.opened)]))

    def rings_in(self, network_id: int) -> frozenset[Ring]:
        """The rings this actor sees in a network; ``seat`` is never among them, it goes by seat.

        Source: the written policy (``policy.csv``).
        """
        if network_id not in self._rings:
            rings = _rings_at("emergency") if network_id in self.opened else _rings_at("anonymous")
            for standing in self._counting:
                if standing.network_id == network_id:
                    rings |= _rings_at(_POINT_OF_SEAT[standing.seat_kind])
            self._rings[network_id] = rings
        return self._rings[network_id]

    def holds(self, *kinds: SeatKind, network_id: int) -> bool:
        """Whether a seat of one of these kinds is held today in the network."""
        return any(s.network_id == network_id and s.seat_kind in kinds for s in self._counting)

    def is_bureau(self, network_id: int) -> bool:
        """Whether the actor sits at Chair or Secretariat of the network today."""
        return self.holds(SeatKind.CHAIR, SeatKind.SECRETARIAT, network_id=network_id)

    def acts_at(self, *kinds: SeatKind, network_id: int) -> bool:
        """Whether the actor may act for such a seat today: holds it, and not as a mere adviser."""
        return any(
            s.network_id == network_id and s.seat_kind in kinds and s.function not in ADVISERS
            for s in self._counting
        )

    def speaks_for(self, seat_id: int | None) -> bool:
        """Whether the actor may act for the seat: holds it, and not as a mere adviser."""
        return any(s.seat_id == seat_id and s.function not in ADVISERS for s in self._counting)


PUBLIC = Actor(kind="public", label="the public")


def system_actor(label: str) -> Actor:
    """A named part of the program that acts by itself, such as what it does each minute; it holds no seat."""
    return Actor(kind="system", label=label)


class Thing(Protocol):
    """What a verdict is about: anything that belongs to a network and carries a ring."""

    @property
    def network_id(self) -> int: ...
    @property
    def ring(self) -> str: ...
    @property
    def seat_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Verdict:
    """Allowed, or denied with the reason, the rule that says so and who can act instead."""

    allowed: bool
    reason: str = ""
    rule: str = ""
    who: str = ""

    def __bool__(self) -> bool:
        return self.allowed


Allowed = Verdict(allowed=True)


def Denied(reason: str, *, rule: str, who: str = "") -> Verdict:  # noqa: N802 - reads as the twin of Allowed
    """A refusal: ``reason`` is a sentence for a person, ``rule`` its name, ``who`` can act."""
    return Verdict(allowed=False, reason=reason, rule=rule, who=who)


@dataclass(frozen=True, slots=True)
class Right:
    """One deed of the vocabulary: its name, the sentence of the deed record, and the rule."""

    name: str
    sentence: str
    rule: Callable[[Actor, Thing], Verdict]


_RIGHTS: dict[str, Right] = {}


def right(
    name: str, *, sentence: str
) -> Callable[[Callable[[Actor, Thing], Verdict]], Callable[[Actor, Thing], Verdict]]:
    """Adds a deed to the vocabulary; the decorated rule answers whether an actor may do it to a thing.

    ``name`` is ``room.verb_object``; ``sentence`` is printed in the deed record with ``{actor}``,
    ``{seat}`` and ``{thing}`` filled in. Raises ValueError when a name is given twice.
    """

    def keep(rule: Callable[[Actor, Thing], Verdict]) -> Callable[[Actor, Thing], Verdict]:
        if name in _RIGHTS:
            raise ValueError(f"the right {name} is declared twice")
        _RIGHTS[name] = Right(name, sentence, rule)
        return rule

    return keep


def right_named(name: str) -> Right:
    """The right of that name. Raises LookupError when nobody declared it: an undeclared deed is a fault."""
    try:
        return _RIGHTS[name]
    except KeyError:
        raise LookupError(f"no right is declared under the name {name}") from None


def all_rights() -> tuple[Right, ...]:
    """The whole vocabulary, by name."""
    return tuple(_RIGHTS[name] for name in sorted(_RIGHTS))


def sees(actor: Actor, thing: Thing) -> bool:
    """Whether the actor sees the thing at all: the same answer as ``reads.visible`` gives in a query.

    A personal link sees, beside what is public, the one thing it is about, as far as its mandate does.
    """
    if actor.only is not None and getattr(thing, "ref", "") == actor.only[1]:
        return sees(replace(actor, only=None, _rings={}), thing)
    if thing.ring == Ring.SEAT:
        return thing.seat_id is not None and thing.seat_id in actor.seat_ids
    return thing.ring in actor.rings_in(thing.network_id)


def kind_of(thing: Thing) -> str:
    """The kind of a thing as the written policy and its public reference name it; empty without a reference."""
    return str(getattr(thing, "ref", "")).partition("-")[0]


def points_of(actor: Actor, thing: Thing) -> tuple[frozenset[str], ...]:
    """The points of view from which the actor comes to a thing, each as the columns of the policy that must
    all say yes; one is enough. An adviser acts from an adviser's place at whatever seat.
    """
    points = [frozenset({"former" if actor.kind == "person" else "anonymous"})]
    if actor.is_administrator:
        points.append(frozenset({"emergency" if thing.network_id in actor.opened else "administrator"}))
    for standing in actor.standings:
        if standing.network_id != thing.network_id:
            continue
        place = _POINT_OF_SEAT[standing.seat_kind]
        # What belongs to no seat is the network's own, and the Chair stands for the network.
        is_own = standing.seat_id == thing.seat_id or (thing.seat_id is None and place == "chair")
        if standing.function in ADVISERS:
            points.append(frozenset({"adviser"}) if is_own else frozenset({"adviser", place}))
            continue
        points.append(frozenset({place}))
        if is_own:
            own = "substitute" if standing.function == "substitute" else "coordinator"
            points.append(frozenset({own}))
    return tuple(points)


def verdict(actor: Actor, deed: str, thing: Thing) -> Verdict:
    """Whether the actor may do the deed to the thing, and why not. Costs no query of its own.

    Two locks: the rule of the right, which gives the reason, and the written policy, which no rule opens
    further. Raises LookupError for a deed that nobody declared.
    """
    if actor.kind == "system":
        return Allowed
    if not sees(actor, thing):
        return Denied("There is nothing here that you can see.", rule="access.not_visible")
    if actor.kind == "link":
        if actor.only != (deed, getattr(thing, "ref", "")):
            return Denied("A personal link opens nothing else.", rule="access.not_visible")
        # For the one deed on the one thing it is judged as whoever holds its mandate, and by no other right.
        actor = replace(actor, kind="person", only=None, _rings={})
    answer = right_named(deed).rule(actor, thing)
    written, kind = policy.load(), kind_of(thing)
    if not answer or written.allows(points_of(actor, thing), deed, kind=kind, ring=thing.ring):
        return answer
    who = ", ".join(written.who_may(deed, kind=kind, ring=thing.ring))
    return Denied("The written policy does not give this to you.", rule="access.policy", who=who)


def require(actor: Actor, deed: str, thing: Thing) -> None:
    """The door for doing: the first statement of every action.

    Raises NotVisible when the actor does not see the thing, NotAllowed (with reason, rule and who can
    act) when the rule says no. Source: own choice, so that pages, commands and tasks share one door.
    """
    answer = verdict(actor, deed, thing)
    if answer.allowed:
        return
    if answer.rule == "access.not_visible":
        raise NotVisible
    raise NotAllowed(answer.reason, rule=answer.rule, who=answer.who)


def program_only(actor: Actor, thing: Thing) -> Verdict:
    """What no person does on a page: the program itself, by its commands or when the clock says so."""
    return Denied(
        "The program does this by itself.", rule="access.program_only", who="whoever keeps the machine"
    )


def bureau_only(actor: Actor, thing: Thing) -> Verdict:
    """The commonest rule: Chair and Secretariat of the network, nobody else."""
    if actor.acts_at(SeatKind.CHAIR, SeatKind.SECRETARIAT, network_id=thing.network_id):
        return Allowed
    return Denied(
        "This is done by the Chair or the Secretariat.", rule="access.bureau_only", who="Chair or Secretariat"
    )


def secretariat_only(actor: Actor, thing: Thing) -> Verdict:
    """The Secretariat keeps the register; nobody else writes in it."""
    if actor.acts_at(SeatKind.SECRETARIAT, network_id=thing.network_id):
        return Allowed
    return Denied("This is done by the Secretariat.", rule="access.secretariat_only", who="Secretariat")


def bureau_or_own_seat(actor: Actor, thing: Thing) -> Verdict:
    """Chair and Secretariat, or whoever speaks today for the seat the thing belongs to."""
    if actor.speaks_for(thing.seat_id):
        return Allowed
    if actor.acts_at(SeatKind.CHAIR, SeatKind.SECRETARIAT, network_id=thing.network_id):
        return Allowed
    return Denied(
        "This belongs to another seat.",
        rule="access.bureau_or_own_seat",
        who="the seat itself, Chair or Secretariat",
    )

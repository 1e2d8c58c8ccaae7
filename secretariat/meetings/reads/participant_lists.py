"""The list of participants of a meeting, in its order of States: provisional, then final."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet

from secretariat.access.reads import visible
from secretariat.access.rules import Actor, Ring, SeatKind
from secretariat.members.models import Member, Seat
from secretariat.members.ordering import Order, Place, Seating, StateNames, name_of, places_in_order
from secretariat.members.reads import holders_of_seats, member_seats
from secretariat.members.rules import has_left
from secretariat.toolbox import clock
from secretariat.toolbox.errors import RuleBroken

from ..models import Delegate, Delegation, Meeting
from .delegations import DelegationPage, delegation_pages, in_rank
from .terms import terms_of

FORMS = {"en": Order.ENGLISH, "fr": Order.FRENCH, "own": Order.OWN}
"""In which language names are printed, by the word in the address."""


def visible_participants(actor: Actor) -> QuerySet[Delegate]:
    """The validated people of the meetings the actor may see; each person's own ring holds too.

    Of a closed meeting only for those in the members' ring, and for seats that have somebody validated there
    themselves: an observer outside the room does not learn who is in it.
    """
    rows = Delegate.objects.filter(state="validated").select_related(
        "person", "delegation__seat__member", "delegation__seat__network", "delegation__meeting"
    )
    if actor.kind == "system":
        return rows
    path = "delegation__meeting__"
    inner = [n for n in actor.network_ids if Ring.MEMBERS in actor.rings_in(n)]
    mine = Delegation.objects.filter(seat__in=actor.seat_ids, delegates__state="validated").values("meeting")
    is_open = Q(**{f"{path}is_closed": False}) | Q(**{f"{path}network__in": inner})
    own = Q(delegation__seat__in=actor.seat_ids)
    named = visible(actor, network=f"{path}network_id", ring="person__ring", seat=None)
    return rows.filter(
        visible(actor, network=f"{path}network_id", ring=f"{path}ring", seat=f"{path}seat_id"),
        is_open | Q(delegation__meeting__in=mine),
        named | own,
    )


def may_read_list(actor: Actor, meeting: Meeting) -> bool:
    """Whether the actor may read the list of a meeting that is visible. One query at most."""
    if not meeting.is_closed or actor.kind == "system" or Ring.MEMBERS in actor.rings_in(meeting.network_id):
        return True
    own = Delegate.objects.filter(delegation__meeting=meeting, delegation__seat__in=actor.seat_ids)
    return own.filter(state="validated").exists()


def names_of(seat: Seat) -> StateNames:
    """The names of a seat for lists and plates: those of its member, or of the body that holds it. No query for a
    seat with its member.
    """
    member = seat.member
    if member is None:
        # A body has one name; in whatever order States stand, it is filed under that.
        body = seat.institution or seat.label
        return StateNames(key=seat.ref, english=body, french=body, own=body)
    own, french = member.names.get("own", {}), member.names.get("fr", {})
    return StateNames(
        key=seat.ref,
        english=member.short_name,
        french=french.get("short", ""),
        own=own.get("short", ""),
        own_latin=own.get("latin", ""),
    )


@dataclass(frozen=True, slots=True)
class Called:
    """How a seat is printed: its name in one language without mark, and the member whose mark it bears."""

    seat: Seat
    name: str
    member: Member | None

    @property
    def marked(self) -> str:
        """The name with its mark, as paper prints it."""
        return self.name + (self.member.footnote_mark if self.member else "")


@dataclass(frozen=True, slots=True)
class ListedSeat:
    """A seat in the list with its people. ``remark`` says why there is nobody, or that some are not shown."""

    called: Called
    delegates: tuple[Delegate, ...]
    remark: str


@dataclass(frozen=True, slots=True)
class ListedKind:
    """The seats of one kind: the Chair, members, observers, funders, the Secretariat."""

    kind: SeatKind
    seats: tuple[ListedSeat, ...]


@dataclass(frozen=True, slots=True)
class ParticipantList:
    """A list of participants as one reader sees it.

    ``problem`` says why the order that was chosen cannot be kept, where that is so; it is English then.
    ``hidden``: how many validated people this reader does not see.
    """

    meeting: Meeting
    kinds: tuple[ListedKind, ...]
    order: Order
    form: Order
    drawn: Called | None
    drawn_on: date | None
    article: str
    problem: str
    hidden: int

    @property
    def is_final(self) -> bool:
        return self.meeting.list_final_at is not None

    @property
    def seats(self) -> tuple[ListedSeat, ...]:
        """All seats in the order of the list."""
        return tuple(seat for kind in self.kinds for seat in kind.seats)

    @property
    def people(self) -> int:
        """How many people stand on it."""
        return sum(len(seat.delegates) for seat in self.seats)


def seating_of(seats: Iterable[Seat], order: Order, *, drawn: str = "") -> Seating:
    """Seats in the order of States, each kind apart. Raises RuleBroken as ``members.ordering`` does. No query for
    seats with their members.
    """
    places = [Place(key=s.ref, kind=SeatKind(s.kind), names=names_of(s)) for s in seats]
    return places_in_order(places, order, drawn=drawn)


def ordering_meeting(meeting: Meeting) -> Meeting:
    """The meeting whose order of States holds: a session follows the meeting around it, unless it has its own.

    One query for a session.
    """
    around = meeting.within if meeting.within_id is not None else None
    has_own = meeting.order_of_states != "" or meeting.drawn_seat_id is not None
    return meeting if has_own or around is None else around


def participant_list(actor: Actor, meeting: Meeting, form: Order = Order.ENGLISH) -> ParticipantList:
    """The list of a meeting the actor may see, with names printed in one language; empty for whoever may not read
    it (``may_read_list``). Six queries, two more for a session.
    """
    delegates = list(visible_participants(actor).filter(delegation__meeting=meeting))
    counted = _validated_by_seat(meeting) if may_read_list(actor, meeting) else {}
    by_seat: dict[int, list[Delegate]] = {}
    for delegate in delegates:
        by_seat.setdefault(delegate.seat_id, []).append(delegate)
    members = [
        s
        for s in member_seats(meeting.network)
        if s.member and not has_left(meeting.starts_on, s.member.left_on)
    ]
    seats = {seat.ref: seat for seat in members}
    seats |= {d.delegation.seat.ref: d.delegation.seat for d in delegates}
    held = holders_of_seats(members, min(clock.today(meeting.network.zone), meeting.ends_on))
    giving = ordering_meeting(meeting)
    seating, order, problem = _ordered(seats.values(), giving)
    kinds = []
    for kind, places in _by_kind(seating):
        rows = tuple(
            ListedSeat(
                _called(seats[place.key], form),
                tuple(in_rank(by_seat.get(seats[place.key].pk, []))),
                _remark(seats[place.key], by_seat, counted, is_vacant=seats[place.key].pk not in held),
            )
            for place in places
        )
        kinds.append(ListedKind(kind, rows))
    return ParticipantList(
        meeting,
        tuple(kind for kind in kinds if kind.seats),
        order,
        form,
        _called(giving.drawn_seat, form) if giving.drawn_seat is not None and not problem else None,
        giving.drawn_at.astimezone(ZoneInfo(meeting.network.zone)).date() if giving.drawn_at else None,
        terms_of(meeting.network, meeting.starts_on).get("order_of_states").cite,
        problem,
        sum(counted.values()) - len(delegates),
    )


def _validated_by_seat(meeting: Meeting) -> dict[int, int]:
    counted: dict[int, int] = {}
    rows = Delegate.objects.filter(delegation__meeting=meeting, state="validated")
    for seat_id in rows.values_list("delegation__seat_id", flat=True):
        counted[seat_id] = counted.get(seat_id, 0) + 1
    return counted


def _called(seat: Seat, form: Order) -> Called:
    return Called(seat, name_of(names_of(seat), form), seat.member)


def _by_kind(seating: Seating) -> tuple[tuple[SeatKind, tuple[Place, ...]], ...]:
    return (
        (SeatKind.CHAIR, seating.chair),
        (SeatKind.MEMBER, seating.members),
        (SeatKind.OBSERVER, seating.observers),
        (SeatKind.FUNDER, seating.funders),
        (SeatKind.SECRETARIAT, seating.secretariat),
    )


def _ordered(seats: Iterable[Seat], giving: Meeting) -> tuple[Seating, Order, str]:
    order = Order(giving.order_of_states) if giving.order_of_states else Order.ENGLISH
    drawn = giving.drawn_seat.ref if giving.drawn_seat is not None else ""
    rows = list(seats)
    try:
        return seating_of(rows, order, drawn=drawn), order, ""
    except RuleBroken as error:
        # A list must be printed all the same: in English order, and it says that it is not the one chosen.
        return seating_of(rows, Order.ENGLISH), Order.ENGLISH, error.message


def _remark(
    seat: Seat, by_seat: dict[int, list[Delegate]], counted: dict[int, int], *, is_vacant: bool
) -> str:
    hidden = counted.get(seat.pk, 0) - len(by_seat.get(seat.pk, []))
    if hidden:
        return f"{hidden} not named in this list"
    if by_seat.get(seat.pk):
        return ""
    return "seat vacant" if is_vacant else "not announced yet"


def missing_names(meeting: Meeting, order: Order) -> str:
    """Why the States cannot stand in that order yet: whose name is missing, and what to do; empty where they can.
    One query.
    """
    members = [s for s in member_seats(meeting.network) if s.member]
    try:
        seating_of(members, order)
    except RuleBroken as error:
        return error.message
    return ""


@dataclass(frozen=True, slots=True)
class DelegationsPage:
    """All seats with their delegations in the order of States of the meeting, for Chair and Secretariat."""

    pages: tuple[tuple[Called, DelegationPage], ...]
    order: Order
    drawn: Called | None
    problem: str

    @property
    def waiting(self) -> int:
        """How many names wait for the Secretariat."""
        return sum(page.waiting for _, page in self.pages)

    @property
    def silent(self) -> int:
        """How many member seats have named nobody."""
        return sum(called.member is not None and not page.lines for called, page in self.pages)


def delegations_page(actor: Actor, meeting: Meeting) -> DelegationsPage:
    """Every seat that sends somebody or could: all seats of the network the actor sees. Six queries, two more for
    a session.
    """
    found = {page.seat.ref: page for page in delegation_pages(actor, meeting)}
    giving = ordering_meeting(meeting)
    seating, order, problem = _ordered([page.seat for page in found.values()], giving)
    drawn = _called(giving.drawn_seat, Order.ENGLISH) if giving.drawn_seat is not None else None
    pages = tuple((_called(found[place.key].seat, Order.ENGLISH), found[place.key]) for place in seating.all)
    return DelegationsPage(pages, order, drawn, problem)

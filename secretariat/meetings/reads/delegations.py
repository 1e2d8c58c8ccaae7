"""Every query about delegations: a seat's own, all of them for Chair and Secretariat, and what people need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from secretariat.access.rules import ADVISERS, Actor, Ring, SeatKind
from secretariat.members.models import Network, Person, Seat
from secretariat.members.reads import visible_mandates, visible_people, visible_seats
from secretariat.members.rules import has_left
from secretariat.toolbox import clock

from ..deadlines import Deadline
from ..delegating import NEEDS_KEPT, Limit, credentials_in_force, limit_of, may_decide
from ..models import Delegate, Delegation, Meeting, Needs
from ..models.delegations import STANDING
from ..terms import Terms
from .terms import due_or_none, terms_of


def _bureaus(actor: Actor) -> list[int]:
    return [n for n in actor.network_ids if Ring.BUREAU in actor.rings_in(n)]


def visible_delegations(actor: Actor) -> QuerySet[Delegation]:
    """The delegations: a seat's own for the seat, all for Chair and Secretariat."""
    rows = Delegation.objects.select_related("meeting__network", "seat__member")
    if actor.kind == "system":
        return rows
    return rows.filter(Q(seat__in=actor.seat_ids) | Q(meeting__network__in=_bureaus(actor)))


def visible_delegates(actor: Actor) -> QuerySet[Delegate]:
    """The people of delegations, whatever their state: a seat's own for the seat, all for Chair and Secretariat."""
    rows = Delegate.objects.select_related(
        "delegation__meeting__network", "delegation__seat__member", "person", "message_of"
    )
    if actor.kind == "system":
        return rows
    own = Q(delegation__seat__in=actor.seat_ids)
    return rows.filter(own | Q(delegation__meeting__network__in=_bureaus(actor)))


def visible_needs(actor: Actor) -> QuerySet[Needs]:
    """What people need: for whoever speaks for their seat, and for the Secretariat; not for the Chair, not in an
    emergency.
    """
    rows = Needs.objects.select_related("delegate__delegation__meeting", "delegate__delegation__seat")
    if actor.kind == "system":
        return rows
    seats = [seat for seat in actor.seat_ids if actor.speaks_for(seat)]
    offices = [n for n in actor.network_ids if actor.acts_at(SeatKind.SECRETARIAT, network_id=n)]
    return rows.filter(
        Q(delegate__delegation__seat__in=seats) | Q(delegate__delegation__meeting__network__in=offices)
    )


@dataclass(frozen=True, slots=True)
class DelegateLine:
    """Somebody of a delegation as its seat and the offices see it on a day."""

    delegate: Delegate
    needs: Needs | None
    decides: bool
    """Whether the person counts as deciding that day."""
    holds: bool
    """Whether the credentials hold that day."""


@dataclass(frozen=True, slots=True)
class DelegationPage:
    """A seat's delegation at a meeting: who comes, who was withdrawn, how many it may have, by when credentials are due."""

    meeting: Meeting
    seat: Seat
    lines: tuple[DelegateLine, ...]
    withdrawn: tuple[Delegate, ...]
    limit: Limit
    due: Deadline | None
    needs_until: date

    @property
    def is_full(self) -> bool:
        return len(self.lines) >= self.limit.most

    @property
    def has_head(self) -> bool:
        return any(line.delegate.role == "head" for line in self.lines)

    @property
    def decides(self) -> bool:
        """Whether somebody of it can decide today."""
        return any(line.decides for line in self.lines)

    @property
    def waiting(self) -> int:
        """How many names the Secretariat has not validated."""
        return sum(line.delegate.state == "named" for line in self.lines)

    @property
    def lacking(self) -> int:
        """How many heads and alternates have no credentials yet."""
        return sum(
            line.delegate.role in ("head", "alternate") and line.delegate.credential_on is None
            for line in self.lines
        )


_BY_ROLE = {"head": 0, "alternate": 1, "adviser": 2, "expert": 3, "local-team member": 4}


def in_rank(delegates: Iterable[Delegate]) -> list[Delegate]:
    """Delegates as a list names them: head, alternates, advisers, experts, local team; within one, as named."""
    return sorted(delegates, key=lambda d: (_BY_ROLE[d.role], d.pk or 0))


def _page(
    meeting: Meeting,
    seat: Seat,
    delegates: list[Delegate],
    needs: dict[int, Needs],
    limit: Limit,
    due: Deadline | None,
) -> DelegationPage:
    today = clock.today(meeting.network.zone)
    on = max(today, meeting.starts_on) if today <= meeting.ends_on else meeting.ends_on
    return DelegationPage(
        meeting,
        seat,
        tuple(
            DelegateLine(d, needs.get(d.pk), may_decide(d, on), credentials_in_force(d, on))
            for d in in_rank(delegates)
            if d.is_standing
        ),
        tuple(d for d in delegates if not d.is_standing),
        limit,
        due,
        meeting.ends_on + NEEDS_KEPT,
    )


def _limit(meeting: Meeting, terms: Terms) -> Limit:
    return limit_of(terms, meeting.kind, meeting.delegation_size)


def _needs(actor: Actor, meeting: Meeting) -> dict[int, Needs]:
    rows = visible_needs(actor).filter(delegate__delegation__meeting=meeting)
    return {row.delegate_id: row for row in rows}


def delegation_page(actor: Actor, meeting: Meeting, seat: Seat) -> DelegationPage:
    """The delegation of one seat, whether somebody is named yet or not. Four queries."""
    delegates = list(visible_delegates(actor).filter(delegation__meeting=meeting, delegation__seat=seat))
    terms = terms_of(meeting.network, meeting.starts_on)
    due = due_or_none(meeting, "credentials")
    return _page(meeting, seat, delegates, _needs(actor, meeting), _limit(meeting, terms), due)


def delegation_pages(actor: Actor, meeting: Meeting) -> list[DelegationPage]:
    """The delegations of all seats the actor may look at, whether they named somebody or not. Five queries."""
    delegates: dict[int, list[Delegate]] = {}
    for row in visible_delegates(actor).filter(delegation__meeting=meeting):
        delegates.setdefault(row.seat_id, []).append(row)
    terms, needs = terms_of(meeting.network, meeting.starts_on), _needs(actor, meeting)
    limit, due = _limit(meeting, terms), due_or_none(meeting, "credentials")
    return [
        _page(meeting, seat, delegates.get(seat.pk, []), needs, limit, due)
        for seat in seats_seen(actor, meeting.network)
        if delegates.get(seat.pk)
        or seat.member is None
        or not has_left(meeting.starts_on, seat.member.left_on)
    ]


def seats_seen(actor: Actor, network: Network) -> QuerySet[Seat]:
    """The seats whose delegation the actor may look at: the own ones, all of them for Chair and Secretariat."""
    seats = visible_seats(actor).filter(network=network)
    return seats if network.pk in _bureaus(actor) else seats.filter(pk__in=actor.seat_ids)


def people_of_seat(actor: Actor, seat: Seat) -> QuerySet[Person]:
    """The people of a seat, of today and before, from whom whom it sends is chosen. One query."""
    known = visible_mandates(actor).filter(seat=seat).order_by().values("person_id")
    return visible_people(actor).filter(pk__in=known)


def are_credentials(source_ref: str) -> bool:
    """Whether somebody's credentials rest on this file of the archive; tells nobody whose. One query."""
    return Delegate.objects.filter(source_ref=source_ref).exists()


@dataclass(frozen=True, slots=True)
class DelegationsOfMeeting:
    """What the page of a meeting tells: the seat's own delegations, and for Chair and Secretariat how far all are."""

    own: tuple[DelegationPage, ...]
    is_bureau: bool
    seats_named: int
    waiting: int
    validated: int


def delegations_of(actor: Actor, meeting: Meeting) -> DelegationsOfMeeting:
    """The delegations to a meeting as the actor sees them. Four queries; none for whoever has no part in them."""
    seats = [
        s.seat_id
        for s in actor.standings
        if s.network_id == meeting.network_id
        and s.function not in ADVISERS
        and s.seat_kind not in (SeatKind.CHAIR, SeatKind.SECRETARIAT)
    ]
    is_bureau = meeting.network_id in _bureaus(actor)
    if not seats and not is_bureau:
        return DelegationsOfMeeting((), False, 0, 0, 0)
    delegates = list(visible_delegates(actor).filter(delegation__meeting=meeting))
    own = visible_seats(actor).filter(pk__in=seats).order_by("pk")
    terms = terms_of(meeting.network, meeting.starts_on)
    due = due_or_none(meeting, "credentials")
    pages = tuple(
        _page(meeting, seat, [d for d in delegates if d.seat_id == seat.pk], {}, _limit(meeting, terms), due)
        for seat in own
    )
    standing = [d for d in delegates if d.state in STANDING] if is_bureau else []
    return DelegationsOfMeeting(
        pages,
        is_bureau,
        len({d.seat_id for d in standing}),
        sum(d.state == "named" for d in standing),
        sum(d.state == "validated" for d in standing),
    )


def deciding_seats(meeting: Meeting, on: date) -> frozenset[int]:
    """Row ids of the seats for which somebody can decide that day by credentials in force, for the quorum. It is the
    program's to count, whoever asks. One query.
    """
    rows = Delegate.objects.filter(delegation__meeting=meeting, state="validated").select_related(
        "delegation"
    )
    return frozenset(row.seat_id for row in rows if may_decide(row, on))


def meetings_whose_needs_go() -> list[Meeting]:
    """The meetings that are over so long that what people needed there is deleted. One query."""
    # A day on each side for zones; the action asks by the network's own day.
    before = clock.today() - NEEDS_KEPT + timedelta(days=1)
    rows = Meeting.objects.filter(
        delegations__delegates__needs__isnull=False, ends_on__lt=before
    ).select_related("network")
    today = {zone: clock.today(zone) for zone in {m.network.zone for m in rows}}
    return [m for m in {m.pk: m for m in rows}.values() if today[m.network.zone] > m.ends_on + NEEDS_KEPT]

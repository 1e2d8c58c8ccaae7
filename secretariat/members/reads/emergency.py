"""Emergency openings: who asked, who agreed, what is open to whom at this very instant."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import Q, QuerySet

from secretariat.access.models import Account
from secretariat.access.rules import Actor, Ring
from secretariat.toolbox import clock

from ..models import EmergencyOpening, Network
from ..rules import EMERGENCY_WAITS

Open = tuple[int, datetime]
"""A network's row id, and until when it is open."""


def visible_openings(actor: Actor) -> QuerySet[EmergencyOpening]:
    """The emergency openings the actor may know of, newest first: those of a network its Chair and
    Secretariat, one's own the administrator.
    """
    rows = EmergencyOpening.objects.select_related(
        "network", "administrator", "administrator__person", "agreed_by"
    )
    if actor.kind == "system":
        return rows
    bureaus = [n for n in actor.network_ids if Ring.BUREAU in actor.rings_in(n)]
    known = Q(network_id__in=bureaus)
    if actor.is_administrator:
        known |= Q(administrator_id=actor.account_id)
    return rows.filter(known)


def openings_to_answer(actor: Actor, network: Network) -> QuerySet[EmergencyOpening]:
    """The openings of a network that wait for a second person, the first asked for first."""
    waiting = visible_openings(actor).filter(
        network=network,
        ends_at__isnull=True,
        refused_at__isnull=True,
        closed_at__isnull=True,
        asked_at__gt=clock.now() - EMERGENCY_WAITS,
    )
    return waiting.order_by("asked_at", "pk")


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """An opening as it stands now; ``is_to_withdraw``: the reader asked for it, and nobody answered yet."""

    opening: EmergencyOpening
    state: str
    is_to_withdraw: bool


def opening_lines(actor: Actor) -> list[OpeningLine]:
    """The emergency openings the actor may know of, newest first, each as it stands now. One query."""
    now, lines = clock.now(), []
    for row in visible_openings(actor):
        state = state_of(row, now)
        is_own = row.administrator_id == actor.account_id
        lines.append(OpeningLine(row, state, is_own and state == "waiting"))
    return lines


def openings_of(account: Account) -> tuple[Open, ...]:
    """What was agreed to for an administrator and not closed since, whether or not its hour has passed: that
    is asked at each request, of ``opened_now``. One query, none for whoever is no administrator.
    """
    if not account.is_administrator:
        return ()
    agreed = EmergencyOpening.objects.filter(
        administrator=account, agreed_at__isnull=False, closed_at__isnull=True, ends_at__isnull=False
    )
    return tuple((row.network_id, row.ends_at) for row in agreed if row.ends_at is not None)


def opened_now(actor: Actor, openings: tuple[Open, ...], now: datetime) -> Actor:
    """The actor with what is open at this instant; the same actor where nothing is. No query."""
    running = [(network_id, ends_at) for network_id, ends_at in openings if now < ends_at]
    if not running:
        return actor
    return replace(
        actor,
        opened=frozenset(network_id for network_id, _ in running),
        opened_until=min(ends_at for _, ends_at in running),
        _rings={},
    )


def openings_in_force(actor: Actor) -> QuerySet[EmergencyOpening]:
    """The openings by which an administrator sees papers at this instant. Nothing is queried here."""
    return EmergencyOpening.objects.filter(
        administrator_id=actor.account_id,
        network_id__in=actor.opened,
        agreed_at__isnull=False,
        closed_at__isnull=True,
        ends_at__gt=clock.now(),
    )


def openings_to_know_of(actor: Actor, network: Network) -> QuerySet[EmergencyOpening]:
    """The openings in force in a network, for everybody who has a mandate there: that papers are open, and to
    whom, is told to those whose papers they are.
    """
    rows = EmergencyOpening.objects.filter(
        network=network, closed_at__isnull=True, ends_at__gt=clock.now()
    ).select_related("administrator", "administrator__person")
    return rows if network.pk in actor.network_ids else rows.none()


def administrators_of(actor: Actor, network: Network) -> QuerySet[Account]:
    """Who may ask for an opening of a network, for its Chair and Secretariat: the administrators who are among
    its people or nobody's, and whoever asked before; never those of another network on the same machine.
    """
    rows = Account.objects.filter(is_administrator=True).select_related("person")
    if not actor.is_bureau(network.pk):
        return rows.none()
    asked = EmergencyOpening.objects.filter(network=network).order_by().values("administrator_id")
    return rows.filter(Q(person__network=network) | Q(person__isnull=True) | Q(pk__in=asked)).order_by(
        "email"
    )


def openings_past_their_hour(now: datetime) -> QuerySet[EmergencyOpening]:
    """The openings whose time is over and whose end was not told to anybody yet."""
    return EmergencyOpening.objects.filter(closed_at__isnull=True, ends_at__lte=now)


def state_of(opening: EmergencyOpening, now: datetime) -> str:
    """What an opening is at an instant: waiting, refused, withdrawn, expired, in force or over."""
    if opening.refused_at is not None:
        return "refused"
    if opening.ends_at is None:
        if opening.closed_at is not None:
            return "withdrawn"
        return "waiting" if now < opening.asked_at + EMERGENCY_WAITS else "expired"
    return "in force" if opening.closed_at is None and now < opening.ends_at else "over"

"""Who acts: the mandates in force today behind an account."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from secretariat.access.models import Account
from secretariat.access.rules import Actor, SeatKind, Standing
from secretariat.audit.memory import remembered
from secretariat.toolbox import clock

from ..models import Mandate, Network
from .emergency import opened_now, openings_of


def in_force_q(on: date, path: str = "") -> Q:
    """The filter twin of ``rules.is_in_force``; ``path`` leads to the mandate (``mandates__``)."""
    return Q(**{f"{path}starts_on__lte": on}) & (
        Q(**{f"{path}ends_on__isnull": True}) | Q(**{f"{path}ends_on__gte": on})
    )


def actor_for_account(account: Account) -> Actor:
    """The actor behind an account, with the mandates in force today and, for an administrator, what an agreed
    emergency opens at this very instant. Two queries (an administrator three), one if remembered.
    """
    today = clock.today()
    key = ("actor", account.pk, account.email, account.is_administrator, today)
    actor, openings = remembered(key, lambda: (_actor(account, today), openings_of(account)))
    # What was agreed to may be remembered; whether its hour has passed is asked of the clock each time.
    return opened_now(actor, openings, clock.now()) if openings else actor


def _standing(mandate: Mandate) -> Standing:
    seat = mandate.seat
    return Standing(
        network_id=seat.network_id,
        network_slug=seat.network.slug,
        seat_id=seat.pk,
        seat_code=seat.code,
        seat_label=seat.label,
        seat_kind=SeatKind(seat.kind),
        function=mandate.function,
    )


def _actor(account: Account, today: date) -> Actor:
    rows = (
        Mandate.objects.filter(in_force_q(today), person__account=account)
        .select_related("person", "seat", "seat__network")
        .order_by("starts_on", "pk")
    )
    mandates = list(rows)
    person = mandates[0].person if mandates else None
    return Actor(
        kind="person",
        label=person.name if person else account.email,
        account_id=account.pk,
        person_id=person.pk if person else None,
        standings=tuple(_standing(mandate) for mandate in mandates),
        is_administrator=account.is_administrator,
    )


def holders_of_chair(network: Network) -> QuerySet[Mandate]:
    """The mandates in force today at the Chair whose holders can sign in. One query."""
    return Mandate.objects.filter(
        in_force_q(clock.today(network.zone)),
        seat__network=network,
        seat__kind=SeatKind.CHAIR,
        person__account__is_active=True,
    ).select_related("person", "person__account")


def actors_today(network: Network) -> list[Actor]:
    """Everybody with a mandate in force in a network today, as the actor each would be in it. One query.

    Whoever cannot sign in (no account, or a suspended one) is among them without an account's row id.
    """
    rows = Mandate.objects.filter(in_force_q(clock.today(network.zone)), seat__network=network)
    by_person: dict[int, list[Mandate]] = {}
    for mandate in rows.select_related("person", "person__account", "seat", "seat__network").order_by("pk"):
        by_person.setdefault(mandate.person_id, []).append(mandate)
    actors = []
    for person_id, mandates in by_person.items():
        person = mandates[0].person
        account = person.account if person.account is not None and person.account.is_active else None
        actors.append(
            Actor(
                kind="person",
                label=person.name,
                account_id=account.pk if account else None,
                person_id=person_id,
                standings=tuple(_standing(mandate) for mandate in mandates),
            )
        )
    return actors

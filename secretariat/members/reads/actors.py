"""Who acts: the mandates in force today behind an account."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from secretariat.access.models import Account
from secretariat.access.rules import Actor, SeatKind, Standing
from secretariat.audit.memory import remembered
from secretariat.toolbox import clock

from ..models import Mandate


def in_force_q(on: date, path: str = "") -> Q:
    """The filter twin of ``rules.is_in_force``; ``path`` leads to the mandate (``mandates__``)."""
    return Q(**{f"{path}starts_on__lte": on}) & (
        Q(**{f"{path}ends_on__isnull": True}) | Q(**{f"{path}ends_on__gte": on})
    )


def actor_for_account(account: Account) -> Actor:
    """The actor behind an account, with the mandates in force today. Two queries, one if remembered."""
    today = clock.today()
    key = ("actor", account.pk, account.email, account.is_administrator, today)
    return remembered(key, lambda: _actor(account, today))


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
        standings=tuple(
            Standing(
                network_id=m.seat.network_id,
                network_slug=m.seat.network.slug,
                seat_id=m.seat_id,
                seat_code=m.seat.code,
                seat_label=m.seat.label,
                seat_kind=SeatKind(m.seat.kind),
                function=m.function,
            )
            for m in mandates
        ),
        is_administrator=account.is_administrator,
    )

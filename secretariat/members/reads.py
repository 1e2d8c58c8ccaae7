"""Every query about networks, members, seats, people and mandates."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from secretariat.access.models import Account
from secretariat.access.reads import visible
from secretariat.access.rules import Actor, SeatKind, Standing
from secretariat.toolbox import clock

from .models import Mandate, Member, Network, Person, Seat


def in_force_q(on: date, path: str = "") -> Q:
    """The filter twin of ``rules.is_in_force``; ``path`` leads to the mandate (``mandates__``)."""
    return Q(**{f"{path}starts_on__lte": on}) & (
        Q(**{f"{path}ends_on__isnull": True}) | Q(**{f"{path}ends_on__gte": on})
    )


def actor_for_account(account: Account) -> Actor:
    """The actor behind an account, with the mandates in force today. One query."""
    today = clock.today()
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


def visible_networks(actor: Actor) -> QuerySet[Network]:
    """Networks are known to everybody; what is in them is not."""
    return Network.objects.all()


def visible_members(actor: Actor) -> QuerySet[Member]:
    """The members the actor may see, by short name."""
    return Member.objects.filter(visible(actor))


def visible_seats(actor: Actor) -> QuerySet[Seat]:
    """The seats the actor may see, with their members."""
    return Seat.objects.filter(visible(actor, seat="id")).select_related("member", "network")


def visible_people(actor: Actor) -> QuerySet[Person]:
    """The people the actor may see, in alphabetical order across scripts."""
    return (
        Person.objects.filter(visible(actor, seat="pk")).exclude(ring="seat")
        if actor.kind != "system"
        else Person.objects.all()
    )


def visible_mandates(actor: Actor) -> QuerySet[Mandate]:
    """The mandates of people the actor may see, with person and seat."""
    return Mandate.objects.filter(
        visible(actor, network="seat__network_id", ring="person__ring", seat="seat_id")
    ).select_related("person", "seat", "seat__member")

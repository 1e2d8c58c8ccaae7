"""Who acts: the mandates in force today behind an account."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from secretariat.access.models import Account
from secretariat.access.rules import ADVISERS, Actor, SeatKind, Standing
from secretariat.audit.memory import remembered
from secretariat.audit.reads import things_done
from secretariat.toolbox import clock

from ..models import Mandate, Network, Person, Seat
from ..rules import HOLDERS, SECOND_PERSON_RESTS, is_in_force
from .emergency import opened_now, openings_of


def in_force_q(on: date, path: str = "") -> Q:
    """The filter twin of ``rules.is_in_force``; ``path`` leads to the mandate (``mandates__``)."""
    return Q(**{f"{path}starts_on__lte": on}) & (
        Q(**{f"{path}ends_on__isnull": True}) | Q(**{f"{path}ends_on__gte": on})
    )


def actor_for_account(account: Account) -> Actor:
    """The actor behind an account, with the mandates in force at this instant, each by the day it is in its own
    network's zone, and, for an administrator, what an agreed emergency opens now. Two queries (an
    administrator four), one if remembered.
    """
    now = clock.now()
    key = ("actor", account.pk, account.email, account.is_administrator, now.date())
    near, openings, name = remembered(
        key, lambda: (_near(account, now.date()), openings_of(account), _name_of(account))
    )
    actor = _actor(account, near, name)
    # What is remembered is rows; which of them count now is asked of the clock each time.
    return opened_now(actor, openings, now) if openings else actor


def standing_of(mandate: Mandate) -> Standing:
    """A mandate as what its holder stands for. No query for a mandate with its seat and network."""
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


_ONE_DAY = timedelta(days=1)


def _near(account: Account, day: date) -> list[Mandate]:
    """The mandates that may be in force somewhere on earth while it is this day in UTC."""
    rows = Mandate.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day - _ONE_DAY),
        starts_on__lte=day + _ONE_DAY,
        person__account=account,
    )
    return list(rows.select_related("person", "seat", "seat__network").order_by("starts_on", "pk"))


def _name_of(account: Account) -> str:
    """What deeds call somebody without a mandate: an administrator by name, for those who read the record."""
    if not account.is_administrator:
        return account.email
    names = Person.objects.filter(account=account).values_list("name", flat=True)
    return names.first() or account.email


def _actor(account: Account, near: list[Mandate], name: str) -> Actor:
    mandates = [m for m in near if is_in_force(clock.today(m.seat.network.zone), m.starts_on, m.ends_on)]
    person = mandates[0].person if mandates else None
    return Actor(
        kind="person",
        label=person.name if person else name,
        account_id=account.pk,
        person_id=person.pk if person else None,
        standings=tuple(standing_of(mandate) for mandate in mandates),
        is_administrator=account.is_administrator,
    )


def holders_of_chair(network: Network) -> list[Mandate]:
    """Who hears what the Chair must know: the holders of the Chair who can sign in today or, while there is
    none, those of the Secretariat. Two queries at most.
    """
    return list(_holders_of(network, SeatKind.CHAIR)) or list(_holders_of(network, SeatKind.SECRETARIAT))


def _holders_of(network: Network, office: SeatKind) -> QuerySet[Mandate]:
    return Mandate.objects.filter(
        in_force_q(clock.today(network.zone)),
        seat__network=network,
        seat__kind=office,
        function__in=HOLDERS,
        person__account__is_active=True,
    ).select_related("person", "person__account")


def others_at_the_offices(actor: Actor, network: Network) -> list[Mandate]:
    """Everybody at Chair and Secretariat who can sign in today, but for whoever acts, each by one mandate: those
    who must hear what one of them did alone. One query.
    """
    rows = Mandate.objects.filter(
        in_force_q(clock.today(network.zone)),
        seat__network=network,
        seat__kind__in=(SeatKind.CHAIR, SeatKind.SECRETARIAT),
        function__in=HOLDERS,
        person__account__is_active=True,
    ).exclude(person__account=actor.account_id)
    by_person = {mandate.person_id: mandate for mandate in rows.select_related("person__account")}
    return list(by_person.values())


def speakers_of(seat: Seat) -> QuerySet[Mandate]:
    """The mandates in force today of those who may act for a seat and can sign in. One query."""
    return (
        Mandate.objects.filter(
            in_force_q(clock.today(seat.network.zone)), seat=seat, person__account__is_active=True
        )
        .exclude(function__in=ADVISERS)
        .select_related("person__account")
    )


def is_last_officer(person: Person, *, without: Mandate | None = None, from_day: date | None = None) -> bool:
    """Whether nobody but the person could sign in for the Secretariat: today, or from a later ``from_day`` on,
    which is the day after the mandate ``without`` is to end. One query, none where that mandate is no officer's.

    Source: own choice: without an officer nobody could let anybody in again.
    """
    if without is not None and (without.seat.kind != SeatKind.SECRETARIAT or without.function in ADVISERS):
        return False
    today = clock.today(person.network.zone)
    officers = Mandate.objects.filter(
        in_force_q(max(today, from_day or today)),
        seat__network=person.network,
        seat__kind=SeatKind.SECRETARIAT,
        person__account__is_active=True,
    ).exclude(function__in=ADVISERS)
    if without is not None:
        return not officers.exclude(pk=without.pk).exists()
    return set(officers.values_list("person_id", flat=True)) == {person.pk}


def was_just_seated_by(actor: Actor, account_id: int | None, network_id: int) -> bool:
    """Whether the actor sits at Chair or Secretariat only by mandates that this account opened within the last
    week: such a second person may be the first one again. Two queries, none where no account is named.

    Source: own choice after the rule of two persons: the week is the time in which the others, who are written
    to, can say that the mandate is wrong.
    """
    if account_id is None or actor.person_id is None:
        return False
    network = Network.objects.get(pk=network_id)
    held = Mandate.objects.filter(
        in_force_q(clock.today(network.zone)),
        person_id=actor.person_id,
        seat__network=network,
        seat__kind__in=(SeatKind.CHAIR, SeatKind.SECRETARIAT),
    ).exclude(function__in=ADVISERS)
    refs = set(held.values_list("ref", flat=True))
    since = clock.now() - SECOND_PERSON_RESTS
    return bool(refs) and refs <= things_done("members.start_mandate", refs, account_id, since)


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
                standings=tuple(standing_of(mandate) for mandate in mandates),
            )
        )
    return actors

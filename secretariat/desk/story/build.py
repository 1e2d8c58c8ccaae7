"""Makes a planned network real, through the same actions that the pages use."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import transaction

from secretariat.access.models import Account
from secretariat.access.rules import Actor, SeatKind, system_actor
from secretariat.members import actions as members
from secretariat.members.models import Mandate, Member, Network, Person, Seat
from secretariat.members.reads import actor_for_account
from secretariat.toolbox import clock

from .plan import CastPlan, NetworkPlan

BUILDER = system_actor("the story")


@dataclass(frozen=True)
class Role:
    """Somebody of the cast, as rows."""

    plan: CastPlan
    person: Person
    account: Account
    mandate: Mandate | None

    @property
    def actor(self) -> Actor:
        """The actor as the next request would see it: built anew each time. One query."""
        return actor_for_account(self.account)


@dataclass
class Cast:
    """A built network: its seats by code, members by code, people of the cast by key."""

    network: Network
    members: dict[str, Member] = field(default_factory=dict)
    seats: dict[str, Seat] = field(default_factory=dict)
    roles: dict[str, Role] = field(default_factory=dict)

    def __getattr__(self, key: str) -> Role:
        # By way of __dict__: a cast that is just being copied has no roles yet.
        roles: dict[str, Role] = self.__dict__.get("roles", {})
        try:
            return roles[key]
        except KeyError:
            raise AttributeError(key) from None


@transaction.atomic
def build_network(plan: NetworkPlan) -> Cast:
    """The network with members, seats, people, accounts (without password) and mandates."""
    network = members.create_network(
        BUILDER,
        slug=plan.slug,
        name=plan.name,
        short_name=plan.short_name,
        aliases=plan.aliases,
        founded_on=plan.founded_on,
        about=plan.about,
    )
    cast = Cast(network)
    for planned in plan.members:
        member = members.add_member(
            BUILDER,
            network=network,
            code=planned.code,
            short_name=planned.short_name,
            official_name=planned.official_name,
            footnote_mark=planned.footnote_mark,
            footnote=planned.footnote,
        )
        cast.members[planned.code.lower()] = member
        cast.seats[planned.code.lower()] = members.add_seat(
            BUILDER,
            network=network,
            code=planned.code.lower(),
            kind=SeatKind.MEMBER,
            label=f"Seat of {member}",
            member=member,
            institution=planned.institution,
        )
    for seat in plan.seats:
        cast.seats[seat.code] = members.add_seat(
            BUILDER,
            network=network,
            code=seat.code,
            kind=seat.kind,
            label=seat.label,
            institution=seat.institution,
        )
    for planned_role in plan.cast:
        cast.roles[planned_role.key] = _engage(cast, planned_role)
    return cast


def _engage(cast: Cast, plan: CastPlan) -> Role:
    person = members.add_person(BUILDER, network=cast.network, name=plan.name, email=plan.email)
    account = members.open_account(BUILDER, person=person, email=plan.email)
    if plan.is_administrator:
        account.is_administrator = True
        account.save(update_fields=["is_administrator"])
    mandate = None
    if plan.seat:
        today = clock.today()
        mandate = members.start_mandate(
            BUILDER,
            person=person,
            seat=cast.seats[plan.seat],
            function=plan.function,
            starts_on=today + timedelta(days=plan.days_from),
            ends_on=None if plan.days_to is None else today + timedelta(days=plan.days_to),
            title=plan.title,
            nomination=f"Letter of nomination for {plan.name}",
        )
    return Role(plan, person, account, mandate)

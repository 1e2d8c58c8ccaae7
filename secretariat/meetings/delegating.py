"""Delegations: how many people a seat sends, who may decide for it, and how long its needs are kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from secretariat.access.rules import ADVISERS, Actor, Allowed, Denied, SeatKind, Thing, Verdict
from secretariat.members.ordering import Order
from secretariat.toolbox.errors import NotAllowed, RuleBroken

from .terms import Parameter, Terms

ROLES = ("head", "alternate", "adviser", "expert", "local-team member")
DELEGATE_STATES = ("named", "validated", "withdrawn")
ORDERS = tuple(order.value for order in Order)
"""The orders of States, as a meeting keeps them."""

DECIDING = ("head", "alternate")
"""Who can decide for a seat. Source: the credentials of UNTOC's conference, which name the head and the alternates."""

NEEDS_KEPT = timedelta(days=14)
"""How long after the last day of a meeting anybody's diet or access needs are kept.

Source: own choice: long enough to settle a bill with the host, not a day longer.
"""
LARGEST_DELEGATION = 200


class Credentialed(Protocol):
    """Somebody of a delegation, with what says that they may decide."""

    @property
    def role(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def credential_on(self) -> date | None: ...
    @property
    def credential_until(self) -> date | None: ...
    @property
    def credential_decides(self) -> bool: ...


def credentials_in_force(delegate: Credentialed, on: date) -> bool:
    """Whether somebody's credentials hold on a day, their first and last day included; without an end, for good."""
    since, until = delegate.credential_on, delegate.credential_until
    return since is not None and since <= on and (until is None or on <= until)


def may_decide(delegate: Credentialed, on: date) -> bool:
    """Whether a delegate counts as deciding for the seat on a day: a validated head or alternate whose credentials
    hold that day and give the power to decide. Everybody else of the delegation speaks, and decides nothing.

    Source: rules of procedure of UNTOC's conference on credentials, and the Water Convention's practice that
    credentials say whether they cover decisions.
    """
    return (
        delegate.state == "validated"
        and delegate.role in DECIDING
        and delegate.credential_decides
        and credentials_in_force(delegate, on)
    )


@dataclass(frozen=True, slots=True)
class Limit:
    """How many people a delegation has at most, and what says so."""

    most: int
    words: str
    rule: str
    article: str


def limit_of(terms: Terms, kind: str, own: int | None) -> Limit:
    """The size of a delegation at a meeting of that kind; ``own`` is what was set for this meeting alone.

    Source: practice of technical meetings, to which seats send more people than to a plenary.
    """
    if own is not None:
        words = f"{own} at most, as set for this meeting"
        return Limit(own, words, "meetings.delegation_size", "")
    parameter: Parameter = terms.get("delegation_technical" if kind == "technical" else "delegation_size")
    words = f"{parameter.value_words} at most ({parameter.cite})"
    return Limit(int(parameter.value), words, parameter.rule, parameter.article)


def refuse_larger(limit: Limit, named: int, *, seat: str) -> None:
    """Raises RuleBroken, citing the article, where somebody would be one too many."""
    if named >= limit.most:
        raise RuleBroken(
            limit.rule,
            f"{seat} has named {named} already: {limit.words}. Withdraw somebody, or ask the Chair or the "
            "Secretariat to set another size for this meeting.",
            {"article": limit.article, "most": limit.most},
        )


def needs_have_gone(on: date, ends_on: date) -> bool:
    """Whether the needs of those who came to a meeting are no longer kept on a day."""
    return on > ends_on + NEEDS_KEPT


def who_names(actor: Actor, thing: Thing) -> Verdict:
    """Whoever speaks for a seat of the network: for which one, the action asks (``refuse_other_delegation``)."""
    if any(s.network_id == thing.network_id and s.function not in ADVISERS for s in actor.standings):
        return Allowed
    return Denied(
        "A delegation is named by whoever speaks for its seat.",
        rule="meetings.own_delegation",
        who="coordinator or substitute of a seat, Chair or Secretariat",
    )


def fills(actor: Actor, network_id: int, seat_id: int, *, private: bool = False) -> bool:
    """Whether the actor fills the delegation of a seat: whoever speaks for it, Chair and Secretariat. ``private`` is
    for what the Secretariat alone may know beside the seat.
    """
    kinds = (SeatKind.SECRETARIAT,) if private else (SeatKind.CHAIR, SeatKind.SECRETARIAT)
    return actor.kind == "system" or actor.speaks_for(seat_id) or actor.acts_at(*kinds, network_id=network_id)


def refuse_other_delegation(actor: Actor, network_id: int, seat_id: int, *, private: bool = False) -> None:
    """Raises NotAllowed where somebody does not fill the delegation of that seat (``fills``)."""
    if not fills(actor, network_id, seat_id, private=private):
        raise NotAllowed(
            "This is said by the seat whose delegation it is.",
            rule="meetings.own_delegation",
            who=f"whoever speaks for that seat, {'' if private else 'Chair or '}Secretariat",
        )

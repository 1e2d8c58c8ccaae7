"""What mandates mean on a day, and who may change seats and people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from secretariat.access.rules import (
    Actor,
    Allowed,
    Denied,
    SeatKind,
    Thing,
    Verdict,
    bureau_only,
    right,
    secretariat_only,
)
from secretariat.toolbox.errors import RuleBroken
from secretariat.toolbox.names import fold

FUNCTIONS = (
    "coordinator",
    "substitute",
    "acting coordinator",
    "chair",
    "officer",
    "minister",
    "expert",
    "local-team member",
    "observer",
)
"""The functions a mandate can name; local-team members and experts advise and never act for the seat."""

HOLDERS = ("coordinator", "acting coordinator", "chair", "officer", "observer")
"""Functions that fill a seat: without one of them it is vacant."""


NOMINATION_STATES = ("waiting", "confirmed", "refused", "withdrawn")
"""What becomes of a nomination: it waits for the Secretariat, or for nothing any more."""

LONGEST_EMERGENCY_HOURS = 8
"""An administrator's emergency opening lasts a working day at most: own choice; more is asked for anew."""

SHORTEST_EMERGENCY_REASON = 20
"""Characters: a reason that the Chair can judge, not a word."""


def order_of_seats(kind: str, member_name: str, label: str) -> tuple[int, str, str]:
    """The sort key of a seat: members first in English alphabetical order of their short names, diacritics
    aside, then Chair, Secretariat, observers and funders. Never by rank and never by age.

    Source: the English alphabetical order that the United Nations uses, without drawing a lot.
    """
    offices = ("member", "chair", "secretariat", "observer", "funder")
    return offices.index(kind), fold(member_name), fold(label)


def is_in_force(on: date, starts_on: date | None, ends_on: date | None) -> bool:
    """Whether a mandate from ``starts_on`` to ``ends_on`` (both included) is in force on the day.

    A mandate without a known start is only attested by an old paper: it is never in force.
    Source: the seat, person, mandate distinction of the house; days of the network's own zone.
    """
    return starts_on is not None and starts_on <= on and (ends_on is None or on <= ends_on)


@dataclass(frozen=True, slots=True)
class Span:
    """A dated stretch of a mandate."""

    starts_on: date
    ends_on: date | None


def overlapping(spans: Iterable[Span], new: Span) -> list[Span]:
    """The spans that share at least one day with the new one, in the order given."""
    far = date.max
    return [
        span
        for span in spans
        if span.starts_on <= (new.ends_on or far) and new.starts_on <= (span.ends_on or far)
    ]


right("members.create_network", sentence="{actor} founded the network {thing}")(bureau_only)
right("members.add_member", sentence="{actor} entered the member {thing}")(bureau_only)
right("members.add_member_with_seat", sentence="{actor} gave a seat to {thing}")(bureau_only)
right("members.add_seat", sentence="{actor} set up {thing}")(bureau_only)
right("members.add_person", sentence="{actor} entered {thing}")(bureau_only)
right(
    "members.add_another_person",
    sentence="{actor} said that {thing} is somebody else than those alike in name",
)(bureau_only)
right("members.add_name_form", sentence="{actor} noted another form of the name of {thing}")(bureau_only)
right("members.forget_name_form", sentence="{actor} took back a form of the name of {thing}")(bureau_only)
right("members.merge_people", sentence="{actor} said that two entries are one person: {thing}")(bureau_only)
right("members.distinguish_people", sentence="{actor} said that two people alike in name are two: {thing}")(
    bureau_only
)


@right("members.start_mandate", sentence="{actor} opened a mandate: {thing}")
def may_start_mandate(actor: Actor, seat: Thing) -> Verdict:
    """Chair and Secretariat open mandates at the members' seats; at an office only the Secretariat does.

    Source: own choice: whoever could seat himself at the Secretariat would hold its rights a minute later.
    """
    is_members = getattr(seat, "kind", "") == SeatKind.MEMBER
    return bureau_only(actor, seat) if is_members else secretariat_only(actor, seat)


right("members.end_mandate", sentence="{actor} ended a mandate: {thing}")(bureau_only)
right("members.attest_mandate", sentence="{actor} noted from a paper: {thing}")(bureau_only)
right("members.open_account", sentence="{actor} opened a sign-in for {thing}")(secretariat_only)
right("members.remove_person", sentence="{actor} took back {thing}")(bureau_only)
right("members.forget_attestation", sentence="{actor} took back what was noted from a paper: {thing}")(
    bureau_only
)


def refuse_opening_of(*, reason: str, hours: int, has_mandate: bool) -> None:
    """Raises RuleBroken where an emergency opening cannot be asked for: too short a reason, too many hours,
    or a mandate in force in the network (``has_mandate``), by which one sees what one may see already.
    """
    if len(reason.strip()) < SHORTEST_EMERGENCY_REASON:
        raise RuleBroken(
            "members.opening_reason",
            f"Say why, in at least {SHORTEST_EMERGENCY_REASON} characters: whoever agrees must be able to judge it.",
        )
    if not 1 <= hours <= LONGEST_EMERGENCY_HOURS:
        raise RuleBroken(
            "members.opening_hours",
            f"An opening lasts from one to {LONGEST_EMERGENCY_HOURS} hours; ask anew for more.",
        )
    if has_mandate:
        raise RuleBroken(
            "members.opening_needless",
            "You hold a mandate here and see what it shows; nothing needs opening.",
        )


@right("members.ask_opening", sentence="{actor} asked for an {thing}")
def may_ask_opening(actor: Actor, network: Thing) -> Verdict:
    """Only the administrator of the machine asks: everybody else has, or has not, a mandate."""
    if actor.is_administrator:
        return Allowed
    return Denied("The administrator of the machine asks for this.", rule="members.administrator_only")


def may_answer_opening(actor: Actor, opening: Thing) -> Verdict:
    """A second person answers: whoever holds the Chair or the Secretariat today and did not ask.

    Source: the rule of two persons: nobody opens closed papers for himself, ASVS 5.0, 2.3.5.
    """
    if getattr(opening, "administrator_id", None) == actor.account_id:
        return Denied(
            "You asked for this yourself; a second person answers.",
            rule="members.second_person",
            who="another holder of the Chair or the Secretariat",
        )
    offices = {SeatKind.CHAIR, SeatKind.SECRETARIAT}
    if any(
        s.network_id == opening.network_id and s.seat_kind in offices and s.function in HOLDERS
        for s in actor.standings
    ):
        return Allowed
    return Denied(
        "A holder of the Chair or the Secretariat answers this.",
        rule="members.second_person",
        who="a holder of the Chair or the Secretariat",
    )


right("members.agree_to_opening", sentence="{actor} agreed to an {thing}")(may_answer_opening)
right("members.refuse_opening", sentence="{actor} refused an {thing}")(may_answer_opening)


@right("members.close_opening", sentence="{actor} closed an {thing}")
def may_close_opening(actor: Actor, opening: Thing) -> Verdict:
    """Either side ends it: the administrator whose it is, or whoever acts for Chair or Secretariat."""
    if actor.is_administrator and getattr(opening, "administrator_id", None) == actor.account_id:
        return Allowed
    return bureau_only(actor, opening)


@right("members.see_in_emergency", sentence="{actor} looked at {thing} in an emergency opening")
def may_see_in_emergency(actor: Actor, opening: Thing) -> Verdict:
    """Only the administrator for whom it was opened, only while it is."""
    is_own = getattr(opening, "administrator_id", None) == actor.account_id
    if actor.is_administrator and is_own and opening.network_id in actor.opened:
        return Allowed
    return Denied("This opening is not yours, or over.", rule="members.opening_over")

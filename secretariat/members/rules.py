"""What mandates mean on a day, and who may change seats and people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from secretariat.access.rules import Actor, SeatKind, Thing, Verdict, bureau_only, right, secretariat_only
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

LONGEST_EMERGENCY_HOURS = 24
"""An administrator's emergency opening lasts a day at most: own choice, long enough for a night's repair."""


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

"""An agenda: kinds and states of its items, their order, their times, and who may do what. Pure: time is an
argument.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from secretariat.access.rules import (
    Actor,
    Allowed,
    Denied,
    Ring,
    SeatKind,
    Thing,
    Verdict,
    bureau_only,
    bureau_or_own_seat,
    right,
    secretariat_only,
)
from secretariat.toolbox.errors import NotAllowed, RuleBroken

ITEM_KINDS = (
    "item",
    "adoption of the agenda",
    "approval of the record",
    "open commitments",
    "next meetings",
    "any other business",
)
"""What an item is; all but the first stand on every new agenda."""

ITEM_STATES = ("proposed", "provisional", "adopted", "backlog", "withdrawn")
STANDING = ("provisional", "adopted")
"""The states of an item that stands on an agenda."""

ITEM_RINGS = (Ring.PARTNERS.value, Ring.MEMBERS.value, Ring.BUREAU.value)
"""Who an item or a paper is for: the public only by a release, and one seat's own is not the meeting's."""


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """An item as a new agenda begins with it. ``about_ref``: the record or meeting it is about."""

    title: str
    kind: str = "item"
    note: str = ""
    minutes: int = 0
    about_ref: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """What is needed to time an item: the minutes planned (0: not said) and a fixed beginning, if any."""

    minutes: int
    starts_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """When an item begins and ends, as far as that can be said; ``runs_over`` is by how many minutes the one
    before it would still be going on at its fixed beginning.
    """

    starts_at: datetime | None
    ends_at: datetime | None
    runs_over: int = 0


def times_of(opens_at: datetime | None, planned: Sequence[Planned]) -> tuple[Slot, ...]:
    """When each item begins: one after the other from the opening, a fixed beginning as it is fixed.

    After an item without planned minutes nobody can say when the next one begins, until one with a fixed
    beginning. Source: own choice, because a time that is guessed is believed.
    """
    slots: list[Slot] = []
    now = opens_at
    for item in planned:
        over = 0
        if item.starts_at is not None:
            if now is not None and now > item.starts_at:
                over = int((now - item.starts_at).total_seconds() // 60)
            now = item.starts_at
        end = now + timedelta(minutes=item.minutes) if now is not None and item.minutes else None
        slots.append(Slot(now, end, over))
        now = end
    return tuple(slots)


def moved(order: Sequence[int], item: int, to: int) -> tuple[int, ...]:
    """The row ids in their new order, ``item`` at place ``to`` (from 1); a place beyond the end is the end.

    Raises RuleBroken (``meetings.place``) for a place before the first.
    """
    if to < 1:
        raise RuleBroken("meetings.place", "The first place on an agenda is 1.")
    rest = [other for other in order if other != item]
    return (*rest[: to - 1], item, *rest[to - 1 :])


def may_bring(actor: Actor, thing: Thing) -> Verdict:
    """Whoever speaks today for a member, the Chair or the Secretariat may bring items and papers to a meeting.

    Source: the rules of procedure of the UNTOC conference (rule 9): items are proposed by the parties and the
    secretariat. Advisers read and comment, partners listen.
    """
    if actor.acts_at(SeatKind.MEMBER, SeatKind.CHAIR, SeatKind.SECRETARIAT, network_id=thing.network_id):
        return Allowed
    return Denied(
        "Items and papers are brought by the members' coordinators, the Chair and the Secretariat.",
        rule="meetings.may_bring",
        who="whoever speaks for a member",
    )


def chair_only(actor: Actor, thing: Thing) -> Verdict:
    """What the Secretariat prepares and the Chair decides."""
    if actor.acts_at(SeatKind.CHAIR, network_id=thing.network_id):
        return Allowed
    return Denied(
        "The Secretariat prepares this; the Chair decides it.", rule="meetings.chair_decides", who="the Chair"
    )


def refuse_other_seat(actor: Actor, network_id: int, seat_id: int | None) -> None:
    """Raises NotAllowed where somebody outside Chair and Secretariat brings something in another name than that
    of a seat they speak for. ``seat_id`` None: the network's own.
    """
    if actor.kind == "system" or actor.is_bureau(network_id):
        return
    if seat_id is None or not actor.speaks_for(seat_id):
        raise NotAllowed(
            "An item or a paper is brought in the name of your own seat.",
            rule="meetings.own_seat",
            who="whoever speaks for that seat",
        )


def refuse_ring(ring: str, around: Sequence[str]) -> None:
    """Raises RuleBroken (``meetings.ring``) for a ring that no item or paper may have, and for one wider than
    any of the rings ``around`` it: of its meeting, of its item.
    """
    if ring not in ITEM_RINGS:
        raise RuleBroken("meetings.ring", f"It can be for one of: {', '.join(ITEM_RINGS)}.")
    limits = [Ring(other) for other in around if Ring(ring).is_wider_than(Ring(other))]
    if limits:
        raise RuleBroken(
            "access.widening", f"It cannot be for {ring}: what it stands in is for {limits[0]} only."
        )


def refuse_adopting(
    *, on: date, first_day: date, is_adopted: bool, items: int, opens_at: datetime | None, now: datetime
) -> None:
    """Raises RuleBroken where an agenda cannot be adopted: twice, without an item, before the meeting.

    ``on``: today where the meeting is; ``items``: how many stand on it. Source: the rules of procedure of the
    UNTOC conference (rule 10): the agenda is adopted at the opening, before anything else.
    """
    if is_adopted:
        raise RuleBroken("meetings.adopted", "This agenda is adopted already.")
    if not items:
        raise RuleBroken("meetings.no_item", "There is no item on this agenda yet.")
    if (opens_at is not None and now < opens_at) or on < first_day:
        raise RuleBroken(
            "meetings.adopted_at_the_meeting",
            "An agenda is adopted by the meeting itself, first of all; until it opens, it is provisional.",
        )


right("meetings.begin_agenda", sentence="{actor} began the agenda of {thing}")(bureau_only)
right("meetings.send_agenda", sentence="{actor} noted that the provisional agenda was sent: {thing}")(
    bureau_only
)
right("meetings.adopt_agenda", sentence="{actor} noted that the agenda was adopted: {thing}")(chair_only)
right("meetings.propose_item", sentence="{actor} proposed an item: {thing}")(may_bring)
right("meetings.change_item", sentence="{actor} changed an item: {thing}")(bureau_or_own_seat)
right("meetings.place_item", sentence="{actor} gave an item its place: {thing}")(bureau_only)
right("meetings.postpone_item", sentence="{actor} postponed an item: {thing}")(bureau_only)
right("meetings.take_up_item", sentence="{actor} took up a postponed item: {thing}")(bureau_only)
right("meetings.withdraw_item", sentence="{actor} withdrew an item: {thing}")(bureau_or_own_seat)
right("meetings.purge_item", sentence="{actor} purged words that did not belong here: {thing}")(
    secretariat_only
)

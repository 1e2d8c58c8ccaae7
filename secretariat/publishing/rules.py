"""States of a release, markings, and who may let something out."""

from __future__ import annotations

from collections.abc import Iterable

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
from secretariat.toolbox.errors import RuleBroken

RELEASE_STATES = ("draft", "released", "withdrawn")
MARKINGS = {
    "public": "Public",
    "partners": "Members and partners",
    "members": "Members only",
    "bureau": "Chair and Secretariat only",
    "seat": "One seat only",
}
"""A ring as it is printed on each page of a document."""


def narrowest(rings: Iterable[str]) -> str:
    """The ring that the fewest people see, of one or more; a document is marked with it."""
    return max((Ring(ring) for ring in rings), key=list(Ring).index).value


right("publishing.draft_release", sentence="{actor} prepared the public page of {thing}")(bureau_only)


@right("publishing.release_meeting", sentence="{actor} released: {thing}")
def may_release_meeting(actor: Actor, release: Thing) -> Verdict:
    """Chair or Secretariat, but never whoever prepared the page: two people let something out.

    Source: ASVS 5.0, 2.3.5: what cannot be called back takes two.
    """
    if actor.account_id is not None and getattr(release, "drafted_by_id", None) == actor.account_id:
        return Denied(
            "You prepared this page; somebody else at Chair or Secretariat releases it.",
            rule="publishing.second_person",
            who="another person at Chair or Secretariat",
        )
    return bureau_only(actor, release)


right("publishing.withdraw_release", sentence="{actor} withdrew: {thing}")(bureau_only)
right("publishing.purge_ring_reason", sentence="{actor} purged words that did not belong here: {thing}")(
    secretariat_only
)
right("publishing.purge_release_line", sentence="{actor} purged words that did not belong here: {thing}")(
    secretariat_only
)


KINDS_WITH_A_RING = (
    "meeting",
    "record",
    "entry",
    "decision",
    "commitment",
    "source",
    "offer",
    "item",
    "paper",
)
"""The kinds of things whose ring is changed by a recorded release or narrowing."""

SHORTEST_REASON = 10
"""Characters."""


def wider_rings(ring: str, around: Iterable[str] = ()) -> tuple[Ring, ...]:
    """The rings to which a thing can be released: wider than its own, no wider than what it stands in.

    ``around``: the rings of what it stands in. The public is never among them: only a page in cleared words
    goes out to everybody. One seat's own goes to members at least, for at the bureau the seat would lose it.
    """
    limits = [Ring(other) for other in around]
    return tuple(
        wider
        for wider in (Ring.MEMBERS, Ring.PARTNERS, Ring.BUREAU)
        if wider.is_wider_than(Ring(ring))
        and not any(wider.is_wider_than(limit) for limit in limits)
        and not (ring == Ring.SEAT and wider == Ring.BUREAU)
    )


def narrower_rings(ring: str) -> tuple[Ring, ...]:
    """The rings to which a thing can be narrowed; one seat's own is none, the network would lose it."""
    return tuple(
        narrower
        for narrower in (Ring.PARTNERS, Ring.MEMBERS, Ring.BUREAU)
        if Ring(ring).is_wider_than(narrower)
    )


def refuse_ring_change(*, ring: str, allowed: Iterable[Ring], reason: str) -> None:
    """Raises RuleBroken for a ring that is none of those allowed, and for a reason that says nothing."""
    names = [str(other) for other in allowed]
    if ring not in names:
        words = f"It can be shown to: {', '.join(names)}." if names else "There is no such step from here."
        raise RuleBroken(
            "access.widening",
            f"{words} Nothing is shown to more people than what it stands in, and to everybody only in "
            "cleared words, on a public page.",
        )
    if len(reason.strip()) < SHORTEST_REASON:
        raise RuleBroken(
            "publishing.reason", "Say why, in a few words; the reason is kept beside the change."
        )


def originating_seats(thing: Thing) -> frozenset[int]:
    """The row ids of the seats a thing comes from; none for the network's own, for which the Chair speaks.

    A thing that may change its seat says itself which seats it comes from, so that no edit makes somebody its
    originator. What only the bureau sees is the bureau's, whoever said it: its seat could not even look at it.
    """
    if thing.ring == Ring.BUREAU:
        return frozenset()
    own = frozenset() if thing.seat_id is None else frozenset({thing.seat_id})
    seats: frozenset[int] = getattr(thing, "originating_seats", own)
    return seats


@right("publishing.release_ring", sentence="{actor} released to more people: {thing}")
def may_release_ring(actor: Actor, thing: Thing) -> Verdict:
    """Only the originator widens: the seat a thing comes from, or the Chair for the network's own. The
    Secretariat alone never does; under the Chatham House Rule nobody, for asking would name the speaker.

    Source: originator control, as in the marking rules of the Union's and NATO's documents.
    """
    seats = originating_seats(thing)
    is_of_a_seat = bool(seats) or (thing.seat_id is not None and thing.ring != Ring.BUREAU)
    if is_of_a_seat and getattr(thing, "is_chatham_house", False):
        return Denied(
            "It was said under the Chatham House Rule: whoever released it would show who spoke. A public "
            "page can tell it in cleared words.",
            rule="publishing.chatham_house",
        )
    if len(seats) > 1:
        return Denied(
            "It was entered for more than one seat; none of them alone shows it to more people. A public page can "
            "tell it in cleared words.",
            rule="publishing.originator",
        )
    if seats:
        if all(actor.speaks_for(seat) for seat in seats):
            return Allowed
        return Denied(
            "Only the seat it comes from shows it to more people.",
            rule="publishing.originator",
            who="the seat it comes from",
        )
    if actor.acts_at(SeatKind.CHAIR, network_id=thing.network_id):
        return Allowed
    return Denied("Only the Chair shows it to more people.", rule="publishing.originator", who="the Chair")


@right("publishing.narrow_ring", sentence="{actor} narrowed who sees: {thing}")
def may_narrow_ring(actor: Actor, thing: Thing) -> Verdict:
    """Chair, Secretariat or the seat it comes from, at once; under the Chatham House Rule only the first two."""
    is_hidden = getattr(thing, "is_chatham_house", False)
    return bureau_only(actor, thing) if is_hidden else bureau_or_own_seat(actor, thing)

"""What an actor behind a personal link is: the public, but for one deed on one thing."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from secretariat.access.rules import (
    Actor,
    Ring,
    SeatKind,
    Standing,
    all_rights,
    require,
    sees,
    verdict,
)
from secretariat.toolbox.errors import NotVisible

REPORT = "commitments.report_progress"


@dataclass(frozen=True)
class Thing:
    ref: str
    ring: str = "members"
    network_id: int = 1
    seat_id: int | None = 7


LINE = Thing("commitment-asked")


def holder(kind: SeatKind = SeatKind.MEMBER, function: str = "coordinator") -> Actor:
    standing = Standing(1, "here", 7, "ab", "Seat of Alba", kind, function)
    return Actor(kind="link", label="Ana, by personal link", standings=(standing,))


def asked(kind: SeatKind = SeatKind.MEMBER, function: str = "coordinator") -> Actor:
    return replace(holder(kind, function), only=(REPORT, LINE.ref))


def test_it_may_do_the_one_deed_to_the_one_thing() -> None:
    assert verdict(asked(), REPORT, LINE)


@pytest.mark.parametrize("kind", SeatKind)
def test_it_may_do_no_other_deed_whatever_seat_it_was_sent_to(kind: SeatKind) -> None:
    others = [right.name for right in all_rights() if right.name != REPORT]
    assert len(others) > 40
    for thing in (LINE, Thing("commitment-another"), Thing("network-here", "public", seat_id=None)):
        assert [name for name in others if verdict(asked(kind), name, thing)] == []


@pytest.mark.parametrize("ring", Ring)
def test_it_may_not_do_its_deed_to_another_thing_of_the_same_seat(ring: Ring) -> None:
    with pytest.raises(NotVisible):
        require(asked(), REPORT, Thing("commitment-another", ring))


@pytest.mark.parametrize("ring", [ring for ring in Ring if ring is not Ring.PUBLIC])
def test_it_sees_what_is_public_and_its_own_thing(ring: Ring) -> None:
    assert not sees(asked(SeatKind.CHAIR), Thing("commitment-another", ring))
    assert sees(asked(SeatKind.CHAIR), Thing("commitment-another", "public"))
    assert sees(asked(SeatKind.CHAIR), replace(LINE, ring=ring))


def test_it_sees_its_own_thing_only_as_far_as_its_mandate_does() -> None:
    assert not sees(asked(), replace(LINE, ring="bureau"))
    with pytest.raises(NotVisible):
        require(asked(), REPORT, replace(LINE, ring="bureau"))


@pytest.mark.parametrize("kind", SeatKind)
def test_no_list_and_no_office_is_open_to_it(kind: SeatKind) -> None:
    actor = asked(kind)
    assert actor.rings_in(1) == {Ring.PUBLIC}
    assert actor.seat_ids == frozenset()
    assert actor.network_ids == ()
    assert not actor.is_signed_in
    assert not actor.is_bureau(1)
    assert not actor.acts_at(kind, network_id=1)
    assert not actor.speaks_for(7)


def test_an_adviser_cannot_do_by_link_what_an_adviser_cannot_do() -> None:
    assert not verdict(asked(function="expert"), REPORT, LINE)


def test_a_line_that_went_to_another_seat_is_no_longer_answered() -> None:
    assert not verdict(asked(), REPORT, replace(LINE, seat_id=8))


@pytest.mark.parametrize("kind", SeatKind)
def test_a_link_without_a_deed_such_as_a_feed_sees_as_its_mandate_and_does_nothing(kind: SeatKind) -> None:
    feed = holder(kind)
    assert feed.rings_in(1) == replace(feed, kind="person").rings_in(1)
    assert not feed.is_signed_in
    for thing in (LINE, Thing("network-here", "public", seat_id=None)):
        assert [right.name for right in all_rights() if verdict(feed, right.name, thing)] == []

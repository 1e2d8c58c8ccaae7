"""Rings, verdicts and rights, without a table."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretariat.access.rules import (
    PUBLIC,
    Actor,
    Ring,
    SeatKind,
    Standing,
    bureau_only,
    bureau_or_own_seat,
    require,
    right,
    right_named,
    sees,
    system_actor,
    verdict,
)
from secretariat.toolbox.errors import NotAllowed, NotVisible

HERE, ELSEWHERE = 1, 2


@dataclass(frozen=True)
class Paper:
    ring: str
    network_id: int = HERE
    seat_id: int | None = None


def holder(kind: SeatKind, seat_id: int = 7, function: str = "coordinator", network_id: int = HERE) -> Actor:
    standing = Standing(network_id, "here", seat_id, "ab", "Seat of Alba", kind, function)
    return Actor(kind="person", label="Ana", account_id=1, person_id=1, standings=(standing,))


@pytest.mark.parametrize(
    ("kind", "rings"),
    [
        (SeatKind.MEMBER, {Ring.PUBLIC, Ring.PARTNERS, Ring.MEMBERS}),
        (SeatKind.CHAIR, {Ring.PUBLIC, Ring.PARTNERS, Ring.MEMBERS, Ring.BUREAU}),
        (SeatKind.SECRETARIAT, {Ring.PUBLIC, Ring.PARTNERS, Ring.MEMBERS, Ring.BUREAU}),
        (SeatKind.OBSERVER, {Ring.PUBLIC, Ring.PARTNERS}),
        (SeatKind.FUNDER, {Ring.PUBLIC, Ring.PARTNERS}),
    ],
)
def test_each_kind_of_seat_sees_its_rings_and_no_narrower_one(kind: SeatKind, rings: set[Ring]) -> None:
    actor = holder(kind)
    assert {ring for ring in Ring if sees(actor, Paper(ring))} == rings


def test_a_seat_in_one_network_gives_nothing_in_another() -> None:
    actor = holder(SeatKind.SECRETARIAT)
    assert not sees(actor, Paper(Ring.MEMBERS, network_id=ELSEWHERE))
    assert sees(actor, Paper(Ring.PUBLIC, network_id=ELSEWHERE))


def test_the_workspace_of_a_seat_is_seen_by_that_seat_alone() -> None:
    paper = Paper(Ring.SEAT, seat_id=7)
    assert sees(holder(SeatKind.MEMBER, seat_id=7), paper)
    assert not sees(holder(SeatKind.MEMBER, seat_id=8), paper)
    assert not sees(holder(SeatKind.SECRETARIAT, seat_id=9), paper)
    assert not sees(holder(SeatKind.MEMBER, seat_id=7), Paper(Ring.SEAT, seat_id=None))


def test_the_public_sees_the_public_ring_and_nothing_else() -> None:
    assert [ring for ring in Ring if sees(PUBLIC, Paper(ring, seat_id=7))] == [Ring.PUBLIC]


@given(st.sampled_from(list(Ring)), st.sampled_from(list(Ring)))
def test_of_two_rings_at_most_one_is_wider(one: Ring, other: Ring) -> None:
    assert not (one.is_wider_than(other) and other.is_wider_than(one))
    assert one.is_wider_than(other) or other.is_wider_than(one) or one is other


def test_an_adviser_never_acts_for_the_seat() -> None:
    paper = Paper(Ring.MEMBERS, seat_id=7)
    assert bureau_or_own_seat(holder(SeatKind.MEMBER), paper)
    refused = bureau_or_own_seat(holder(SeatKind.MEMBER, function="local-team member"), paper)
    assert not refused
    assert refused.who


def test_an_undeclared_deed_is_a_fault_and_no_refusal() -> None:
    with pytest.raises(LookupError, match="no right is declared"):
        verdict(holder(SeatKind.SECRETARIAT), "nowhere.do_nothing", Paper(Ring.MEMBERS))


def test_a_right_cannot_be_declared_twice() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        right("members.add_person", sentence="{actor}")(bureau_only)


def test_what_is_not_visible_is_refused_as_if_it_did_not_exist() -> None:
    with pytest.raises(NotVisible):
        require(holder(SeatKind.OBSERVER), "minutes.add_entry", Paper(Ring.MEMBERS))


def test_what_is_visible_but_not_allowed_names_the_rule_and_who_can_act() -> None:
    with pytest.raises(NotAllowed) as refused:
        require(holder(SeatKind.MEMBER), "minutes.add_entry", Paper(Ring.MEMBERS))
    assert refused.value.rule == "access.bureau_only"
    assert "Secretariat" in refused.value.who


def test_the_program_itself_may_act_and_is_named() -> None:
    require(system_actor("the program itself"), "minutes.add_entry", Paper(Ring.MEMBERS))
    assert right_named("minutes.add_entry").sentence.startswith("{actor}")


def test_an_adviser_at_an_office_reads_with_it_and_never_acts_for_it() -> None:
    adviser = holder(SeatKind.SECRETARIAT, function="expert")
    assert sees(adviser, Paper(Ring.BUREAU))
    assert not bureau_only(adviser, Paper(Ring.MEMBERS))
    assert not bureau_or_own_seat(adviser, Paper(Ring.MEMBERS))
    assert bureau_only(holder(SeatKind.SECRETARIAT, function="officer"), Paper(Ring.MEMBERS))

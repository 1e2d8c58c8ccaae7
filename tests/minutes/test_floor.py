"""The list of speakers and the order of what browsers typed, without a table."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretariat.minutes.floor import (
    SLOT_KINDS,
    Key,
    in_order,
    place_of,
    read_key,
    refuse_asking,
)
from secretariat.toolbox.errors import RuleBroken


@dataclass
class Turn:
    kind: str
    position: int


def test_a_key_names_its_desk_and_its_number_there() -> None:
    assert read_key("abcd1234-17") == Key("abcd1234", 17)


@pytest.mark.parametrize(
    "text", ["", "abcd1234", "abcd1234-0", "abcd1234-01", "ABCD1234-1", "ab-1", "abcd1234-1 "]
)
def test_what_is_no_key_is_refused(text: str) -> None:
    with pytest.raises(RuleBroken, match="which browser"):
        read_key(text)


def test_points_of_order_come_first_and_replies_last_else_as_they_asked() -> None:
    kinds = ["right of reply", "floor", "point of order", "floor", "point of order"]
    turns = [Turn(kind, place) for place, kind in enumerate(kinds, 1)]
    assert [turn.position for turn in in_order(turns)] == [3, 5, 2, 4, 1]


@given(st.lists(st.sampled_from(SLOT_KINDS)))
def test_nobody_who_asked_later_for_the_same_is_called_earlier(kinds: list[str]) -> None:
    called = in_order([Turn(kind, place) for place, kind in enumerate(kinds, 1)])
    assert sorted(turn.position for turn in called) == list(range(1, len(kinds) + 1))
    for kind in SLOT_KINDS:
        places = [turn.position for turn in called if turn.kind == kind]
        assert places == sorted(places)


def test_a_closed_list_takes_no_speaker_but_a_reply_and_a_point_of_order() -> None:
    with pytest.raises(RuleBroken, match="closed"):
        refuse_asking("floor", is_closed=True, waiting=[], seat=1)
    refuse_asking("right of reply", is_closed=True, waiting=[], seat=1)
    refuse_asking("point of order", is_closed=True, waiting=[], seat=1)


def test_a_seat_waits_once_for_each_kind() -> None:
    waiting = [("floor", 1)]
    with pytest.raises(RuleBroken, match="waits on the list already"):
        refuse_asking("floor", is_closed=False, waiting=waiting, seat=1)
    refuse_asking("floor", is_closed=False, waiting=waiting, seat=2)
    refuse_asking("right of reply", is_closed=False, waiting=waiting, seat=1)


def test_one_cannot_ask_for_something_else() -> None:
    with pytest.raises(RuleBroken, match="point of order"):
        refuse_asking("applause", is_closed=False, waiting=[], seat=1)


@given(st.permutations(range(1, 8)), st.permutations(range(1, 6)), st.data())
def test_however_two_browsers_send_each_stands_as_it_was_typed(
    one: list[int], two: list[int], data: st.DataObject
) -> None:
    waiting = {"desk-one1": list(one), "desk-two2": list(two)}
    standing: list[Key] = []
    while any(waiting.values()):
        desk = data.draw(st.sampled_from(sorted(desk for desk, left in waiting.items() if left)))
        key = Key(desk, waiting[desk].pop(0))
        place = place_of(key, [(other, position) for position, other in enumerate(standing, 1)])
        standing.insert(len(standing) if place is None else place - 1, key)
    for desk in waiting:
        numbers = [key.number for key in standing if key.desk == desk]
        assert numbers == sorted(numbers)

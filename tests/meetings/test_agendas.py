"""Order, times, symbols and refusals of an agenda, decided without a table."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretariat.meetings.agendas import Planned, Slot, moved, refuse_adopting, refuse_ring, times_of
from secretariat.meetings.rules import instant_at, refuse_hours
from secretariat.meetings.symbols import meeting_series, numbered, paper_series, refuse_step, suffix_series
from secretariat.toolbox.errors import RuleBroken

OPENS = datetime(2026, 10, 13, 7, 0, tzinfo=UTC)


def _minutes(count: int) -> datetime:
    return OPENS + timedelta(minutes=count)


def test_items_follow_one_another_from_the_opening() -> None:
    assert times_of(OPENS, [Planned(10), Planned(30), Planned(0)]) == (
        Slot(_minutes(0), _minutes(10)),
        Slot(_minutes(10), _minutes(40)),
        Slot(_minutes(40), None),
    )


def test_after_an_item_of_unknown_length_nobody_guesses_until_a_fixed_time() -> None:
    found = times_of(OPENS, [Planned(0), Planned(20), Planned(15, _minutes(120)), Planned(5)])
    assert [slot.starts_at for slot in found] == [_minutes(0), None, _minutes(120), _minutes(135)]


def test_an_item_that_runs_into_a_fixed_time_says_by_how_much() -> None:
    found = times_of(OPENS, [Planned(100), Planned(10, _minutes(90))])
    assert found[1] == Slot(_minutes(90), _minutes(100), runs_over=10)


def test_without_an_opening_there_are_no_times() -> None:
    assert times_of(None, [Planned(10), Planned(10)]) == (Slot(None, None), Slot(None, None))


@given(st.permutations(range(6)), st.integers(0, 5), st.integers(1, 9))
def test_moving_keeps_every_item_once_and_the_others_in_order(order: list[int], item: int, to: int) -> None:
    found = moved(order, item, to)
    assert sorted(found) == sorted(order)
    assert found.index(item) == min(to, len(order)) - 1
    assert [x for x in found if x != item] == [x for x in order if x != item]


def test_there_is_no_place_before_the_first() -> None:
    with pytest.raises(RuleBroken, match="first place"):
        moved([1, 2], 2, 0)


@pytest.mark.parametrize(
    ("ring", "around", "why"),
    [
        ("members", ["bureau"], "for bureau only"),
        ("partners", ["partners", "members"], "for members only"),
        ("public", ["public"], "one of"),
        ("seat", ["members"], "one of"),
    ],
)
def test_an_item_is_never_for_more_people_than_what_it_stands_in(
    ring: str, around: list[str], why: str
) -> None:
    with pytest.raises(RuleBroken, match=why):
        refuse_ring(ring, around)


def test_an_item_may_be_for_fewer_people_than_its_meeting() -> None:
    refuse_ring("bureau", ["partners"])
    refuse_ring("members", ["members"])


def _adopting(**more: object) -> None:
    facts: dict[str, object] = {
        "on": date(2026, 10, 13),
        "first_day": date(2026, 10, 13),
        "is_adopted": False,
        "items": 3,
        "opens_at": OPENS,
        "now": OPENS,
    }
    refuse_adopting(**(facts | more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "more",
    [
        {"is_adopted": True},
        {"items": 0},
        {"now": OPENS - timedelta(seconds=1)},
        {"opens_at": None, "on": date(2026, 10, 12)},
    ],
)
def test_an_agenda_is_adopted_once_by_the_meeting_itself(more: dict[str, object]) -> None:
    _adopting()
    with pytest.raises(RuleBroken):
        _adopting(**more)


def test_symbols_say_body_year_kind_and_number() -> None:
    series = meeting_series("NATC SEE", 2026, "plenary")
    assert series == "NATCSEE/2026/PL"
    assert paper_series(numbered(series, 1), "for information") == "NATCSEE/2026/PL.1/INF"
    assert suffix_series("NATCSEE/2026/PL.1/INF.3", "revision") == "NATCSEE/2026/PL.1/INF.3/Rev"
    assert meeting_series("Мрежа", 2026, "technical") == "MREZA/2026/TEC"
    with pytest.raises(RuleBroken, match="revision"):
        suffix_series("A", "copy")


@pytest.mark.parametrize(
    ("state", "to"), [("announced", "reviewed"), ("delivered", "in the book"), ("withdrawn", "delivered")]
)
def test_a_paper_leaves_out_no_step(state: str, to: str) -> None:
    with pytest.raises(RuleBroken, match="it must be"):
        refuse_step(state, to=to)


def test_a_better_file_begins_anew_at_delivered() -> None:
    for state in ("announced", "delivered", "reviewed", "in the book"):
        refuse_step(state, to="delivered")


def test_an_hour_is_told_in_the_zone_of_the_meeting_and_one_that_is_not_there_is_refused() -> None:
    assert instant_at(date(2026, 10, 13), time(9), "Europe/Podgorica") == OPENS
    assert instant_at(date(2026, 10, 25), time(2, 30), "Europe/Vienna") == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )
    with pytest.raises(RuleBroken, match=r"no 02:30 in Europe/Vienna"):
        instant_at(date(2026, 3, 29), time(2, 30), "Europe/Vienna")


@pytest.mark.parametrize(
    ("opens", "closes"),
    [
        (None, OPENS),
        (OPENS, OPENS),
        (OPENS - timedelta(days=1), None),
        (OPENS, OPENS + timedelta(days=1)),
        (datetime(2026, 10, 12, 22, 30, tzinfo=UTC), datetime(2026, 10, 13, 22, 30, tzinfo=UTC)),
    ],
)
def test_a_meeting_opens_and_closes_on_its_days(opens: datetime | None, closes: datetime | None) -> None:
    days = (date(2026, 10, 13), date(2026, 10, 13))
    refuse_hours(opens_at=OPENS, closes_at=OPENS + timedelta(hours=3), days=days, zone="Europe/Podgorica")
    with pytest.raises(RuleBroken):
        refuse_hours(opens_at=opens, closes_at=closes, days=days, zone="Europe/Podgorica")

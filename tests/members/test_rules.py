"""What a mandate means on a day, and in which order seats stand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretariat.members.rules import Span, is_in_force, order_of_seats, overlapping

FIRST, LAST = date(2024, 3, 1), date(2025, 2, 28)
DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2040, 1, 1))


@pytest.mark.parametrize(
    ("on", "answer"),
    [
        (date(2024, 2, 29), False),
        (FIRST, True),
        (date(2024, 9, 9), True),
        (LAST, True),
        (date(2025, 3, 1), False),
    ],
)
def test_a_mandate_is_in_force_from_its_first_to_its_last_day_both_included(on: date, answer: bool) -> None:
    assert is_in_force(on, FIRST, LAST) is answer


def test_a_mandate_without_an_end_stays_in_force() -> None:
    assert is_in_force(date(2999, 1, 1), FIRST, None)


@given(DAYS, st.none() | DAYS)
def test_a_mandate_that_only_a_paper_attests_is_never_in_force(on: date, ends_on: date | None) -> None:
    assert not is_in_force(on, None, ends_on)


def test_spans_that_share_one_day_overlap_and_neighbours_do_not() -> None:
    held = Span(FIRST, LAST)
    assert overlapping([held], Span(LAST, None)) == [held]
    assert overlapping([held], Span(date(2025, 3, 1), None)) == []
    assert overlapping([held], Span(date(2020, 1, 1), date(2024, 2, 29))) == []
    assert overlapping([Span(FIRST, None)], Span(date(2030, 1, 1), date(2030, 1, 1))) == [Span(FIRST, None)]


@given(DAYS, DAYS, DAYS, DAYS)
def test_two_spans_overlap_exactly_when_one_day_is_in_force_in_both(
    a: date, b: date, c: date, d: date
) -> None:
    one, other = Span(min(a, b), max(a, b)), Span(min(c, d), max(c, d))
    shared = max(one.starts_on, other.starts_on)
    is_shared = is_in_force(shared, one.starts_on, one.ends_on) and is_in_force(
        shared, other.starts_on, other.ends_on
    )
    assert (overlapping([one], other) == [one]) is is_shared


def test_states_stand_in_english_alphabetical_order_and_offices_after_them() -> None:
    seats = [
        ("secretariat", "", "Secretariat"),
        ("member", "Slovenia", "Seat of Slovenia"),
        ("funder", "", "A fund"),
        ("member", "Čatvia", "Seat of Čatvia"),
        ("chair", "", "Chair"),
        ("member", "Albania", "Seat of Albania"),
        ("member", "Croatia", "Seat of Croatia"),
        ("observer", "", "An observer"),
    ]
    ordered = [label for _, _, label in sorted(seats, key=lambda seat: order_of_seats(*seat))]
    assert ordered == [
        "Seat of Albania",
        "Seat of Čatvia",
        "Seat of Croatia",
        "Seat of Slovenia",
        "Chair",
        "Secretariat",
        "An observer",
        "A fund",
    ]


def test_a_seat_of_an_unknown_kind_is_a_fault_and_not_the_last_in_the_list() -> None:
    with pytest.raises(ValueError):
        order_of_seats("throne", "", "")

"""Markings and days in words."""

from __future__ import annotations

from datetime import date

import pytest

from secretariat.access.rules import Ring
from secretariat.publishing.rules import MARKINGS, days_in_words, narrowest


def test_every_ring_has_its_marking() -> None:
    assert list(MARKINGS) == [ring.value for ring in Ring]


@pytest.mark.parametrize(
    ("rings", "marked"),
    [
        (["members"], "members"),
        (["members", "bureau", "public"], "bureau"),
        (["seat", "bureau"], "seat"),
        (["public", "partners"], "partners"),
    ],
)
def test_a_document_is_marked_for_the_narrowest_thing_in_it(rings: list[str], marked: str) -> None:
    assert narrowest(rings) == marked


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (date(2025, 3, 27), date(2025, 3, 27), "27 March 2025"),
        (date(2025, 3, 27), date(2025, 3, 28), "27 to 28 March 2025"),
        (date(2025, 3, 31), date(2025, 4, 1), "31 March to 1 April 2025"),
        (date(2025, 12, 31), date(2026, 1, 1), "31 December 2025 to 1 January 2026"),
    ],
)
def test_days_are_written_as_a_document_writes_them(first: date, last: date, words: str) -> None:
    assert days_in_words(first, last) == words
    assert days_in_words(first, last, "autumn 2025") == "autumn 2025"

"""Days as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from secretariat.toolbox.days import days_in_words


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

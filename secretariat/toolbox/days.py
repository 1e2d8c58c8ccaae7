"""Days as people write them in English."""

from __future__ import annotations

from datetime import date


def days_in_words(first: date, last: date, words: str = "") -> str:
    """A stretch of days as documents and pages write it, such as "27 to 28 March 2025"; ``words``, where there
    are some, in its place, for a period that nobody can pin to days.

    Source: own choice of the plain English order, the month in letters, because 03/04 is two days.
    """
    if words:
        return words
    end = f"{last.day} {last:%B %Y}"
    if first == last:
        return end
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {end}"
    return (
        f"{first.day} {first:%B} to {end}"
        if first.year == last.year
        else f"{first.day} {first:%B %Y} to {end}"
    )

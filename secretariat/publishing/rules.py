"""States of a release, markings, days in words, and who may let something out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from secretariat.access.rules import Ring, bureau_only, right

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


def days_in_words(first: date, last: date, words: str = "") -> str:
    """A stretch of days as a document writes it, such as "27 to 28 March 2025"; ``words`` where no day is known."""
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


right("publishing.draft_release", sentence="{actor} prepared the public page of {thing}")(bureau_only)
right("publishing.release_meeting", sentence="{actor} released: {thing}")(bureau_only)
right("publishing.withdraw_release", sentence="{actor} withdrew: {thing}")(bureau_only)

"""Whether enough seats are in the room to open, and to decide."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from .terms import Parameter, Terms


@dataclass(frozen=True, slots=True)
class SeatPresence:
    """One member's seat: whether nobody holds it today, and whether somebody who can speak for it is here."""

    seat: str
    is_vacant: bool
    is_present: bool


@dataclass(frozen=True, slots=True)
class Threshold:
    """How many seats one step takes, with the parameter that says so, and whether as many are here."""

    parameter: Parameter
    needed: int
    is_reached: bool
    words: str


@dataclass(frozen=True, slots=True)
class Quorum:
    """The seats counted: ``total`` holds the vacant ones as well, ``present`` never does."""

    present: int
    total: int
    vacant: int
    to_open: Threshold
    to_decide: Threshold
    words: str


def quorum(terms: Terms, seats: Iterable[SeatPresence]) -> Quorum:
    """The quorum by seat, never by head: two of one delegation are one seat.

    A vacant seat counts among those of which a share is needed, and never as present, whoever sits at it.
    Source: UNTOC conference, rules of procedure, rule 41 (a third to open, more than half to decide); for vacant
    seats own choice: a network that loses its people must not become easier to open.
    """
    vacant: dict[str, bool] = {}
    here: set[str] = set()
    for seat in seats:
        vacant[seat.seat] = vacant.get(seat.seat, False) or seat.is_vacant
        if seat.is_present:
            here.add(seat.seat)
    total, empty = len(vacant), sum(vacant.values())
    present = sum(not vacant[seat] for seat in here)
    to_open = _threshold(terms.get("quorum_open"), present, total, "open")
    to_decide = _threshold(terms.get("quorum_decide"), present, total, "decide")
    words = f"{present} of {total} seats are here" + (f", {empty} vacant" if empty else "")
    return Quorum(present, total, empty, to_open, to_decide, words)


def _threshold(parameter: Parameter, present: int, total: int, step: str) -> Threshold:
    share = Fraction(parameter.value) * total
    # A share of no seats at all would be reached by nobody: one seat is the least that can meet.
    least = floor(share) + 1 if parameter.unit.startswith("more than") else ceil(share)
    needed = max(least, 1)
    words = f"{needed} of {total} seats are needed to {step}: {parameter.value_words} ({parameter.cite})"
    return Threshold(parameter, needed, present >= needed, words)

"""What a date poll says: who can come when, who has not said, and what speaks against each day.

Nothing is added up but seats that can come, and no State stands before another but in the order of States: a date is
chosen by people who look at one page, never by a figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from .free_days import Candidate, DayWarning

Word = Literal["yes", "if need be", "no"]
WORDS: tuple[Word, ...] = ("yes", "if need be", "no")


@dataclass(frozen=True, slots=True)
class PolledSeat:
    """A seat that is asked, by its public reference; ``is_host`` marks the one that offered to host."""

    ref: str
    label: str
    is_vacant: bool = False
    is_host: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What one seat said of one candidate, at an aware instant; a later answer takes the place of an earlier one."""

    seat: str
    candidate: Candidate
    word: Word
    at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One candidate: the seats under each answer in the order of States, and the warnings of that day."""

    candidate: Candidate
    can: tuple[PolledSeat, ...]
    if_need_be: tuple[PolledSeat, ...]
    cannot: tuple[PolledSeat, ...]
    unanswered: tuple[PolledSeat, ...]
    warnings: tuple[DayWarning, ...]

    @property
    def coming(self) -> int:
        """How many seats can come, gladly or if need be."""
        return len(self.can) + len(self.if_need_be)

    @property
    def suits_all(self) -> bool:
        """Whether every seat that has somebody said it can come. A vacant seat is neither asked nor waited for."""
        return self.coming > 0 and not self.cannot and not self.unanswered

    @property
    def suits_host(self) -> bool:
        """Whether the host, if there is one, has not said no."""
        return not any(seat.is_host for seat in self.cannot)

    @property
    def weighing(self) -> int:
        """How many of the warnings speak against the day."""
        return sum(warning.weighs for warning in self.warnings)


@dataclass(frozen=True, slots=True)
class PollOutcome:
    """All candidates, those that bring most seats together first.

    ``unanswered`` said nothing on any candidate, ``partly`` left some open; ``vacant`` have nobody to ask. All in the
    order of States.
    """

    lines: tuple[Line, ...]
    unanswered: tuple[PolledSeat, ...]
    partly: tuple[PolledSeat, ...]
    vacant: tuple[PolledSeat, ...]

    @property
    def suiting_all(self) -> tuple[Line, ...]:
        """The candidates on which every seat can come."""
        return tuple(line for line in self.lines if line.suits_all)

    @property
    def is_complete(self) -> bool:
        """Whether every seat that has somebody said something on every candidate."""
        return not self.unanswered and not self.partly


def outcome(
    candidates: Iterable[Candidate],
    seats: Sequence[PolledSeat],
    answers: Iterable[Answer],
    warnings: Mapping[Candidate, Sequence[DayWarning]],
) -> PollOutcome:
    """What a poll says so far; ``seats`` come in the order of States and stay in it.

    Answers of seats or for candidates that are not asked about any more are left aside, and come back with the
    candidate: nobody answers twice because a list was edited. Vacant seats are named apart, never among those who
    can come. First come the days on which most seats can come, then those with fewer who come only if need be, then
    with fewer warnings, then the earlier.
    Source: own choice after the complaints of users of other polls (edits that deleted answers, no list of who is
    silent); a day on which a seat cannot come is never hidden, since it may be the only one.
    """
    asked = tuple(dict.fromkeys(candidates))
    filled = tuple(seat for seat in seats if not seat.is_vacant)
    said = _latest(answers, {seat.ref for seat in filled}, set(asked))
    lines = [_line(candidate, filled, said, tuple(warnings.get(candidate, ()))) for candidate in asked]
    lines.sort(key=lambda line: (-line.coming, len(line.if_need_be), line.weighing, line.candidate))
    count = {seat.ref: sum((seat.ref, candidate) in said for candidate in asked) for seat in filled}
    return PollOutcome(
        lines=tuple(lines),
        unanswered=tuple(seat for seat in filled if count[seat.ref] == 0),
        partly=tuple(seat for seat in filled if 0 < count[seat.ref] < len(asked)),
        vacant=tuple(seat for seat in seats if seat.is_vacant),
    )


def _latest(
    answers: Iterable[Answer], seats: set[str], asked: set[Candidate]
) -> dict[tuple[str, Candidate], Word]:
    found: dict[tuple[str, Candidate], Answer] = {}
    for answer in answers:
        key = (answer.seat, answer.candidate)
        if (
            answer.seat in seats
            and answer.candidate in asked
            and (key not in found or found[key].at <= answer.at)
        ):
            found[key] = answer
    return {key: answer.word for key, answer in found.items()}


def _line(
    candidate: Candidate,
    seats: Sequence[PolledSeat],
    said: Mapping[tuple[str, Candidate], Word],
    warnings: tuple[DayWarning, ...],
) -> Line:
    def having(word: Word | None) -> tuple[PolledSeat, ...]:
        return tuple(seat for seat in seats if said.get((seat.ref, candidate)) == word)

    return Line(candidate, having("yes"), having("if need be"), having("no"), having(None), warnings)

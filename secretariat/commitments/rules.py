"""What a commitment lacks, when it is late, and who may say how far it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from secretariat.access.rules import Ring, bureau_only, bureau_or_own_seat, right, secretariat_only
from secretariat.members.purposes import purpose
from secretariat.toolbox.errors import RuleBroken

STATES = ("open", "under way", "done", "dropped")
STANDING = frozenset({"open", "under way"})
"""States in which something is still owed."""


def lacks(*, seat_id: int | None, due_on: date | None, state: str) -> tuple[str, ...]:
    """What must still be said of a line before anybody can be asked for it: ``owner``, ``date``, both or none.

    A finished line lacks nothing any more. Source: own choice, after the report of 2019 whose every line
    lacked one of the two.
    """
    if state not in STANDING:
        return ()
    return tuple(word for word, given in (("owner", seat_id), ("date", due_on)) if given is None)


def is_overdue(on: date, *, due_on: date | None, state: str) -> bool:
    """Whether something is owed whose day has passed; the due day itself is still in time."""
    return state in STANDING and due_on is not None and due_on < on


def next_serial(last: int | None) -> int:
    """The running number of the next decision of a year; ``last`` is the highest given so far, if any.

    Source: own choice: numbers without a gap, so that a reader sees that no decision is hidden.
    """
    return 1 if last is None else last + 1


def refuse_review(*, review_on: date | None, decided_on: date) -> None:
    """Raises RuleBroken for a day of review before the decision was taken; no day at all is allowed."""
    if review_on is not None and review_on < decided_on:
        raise RuleBroken(
            "commitments.review_on",
            f"It was decided on {decided_on.day} {decided_on:%B %Y}; it is looked at again after that day.",
        )


def refuse_widening(ring: str, within: Iterable[str]) -> None:
    """Raises RuleBroken where a line would be seen by more people than what it grew out of.

    Source: the house's rings: only a recorded release widens, never a side effect.
    """
    for other in within:
        if Ring(ring).is_wider_than(Ring(other)):
            raise RuleBroken(
                "access.widening",
                f"It grew out of something for {other}; the line may be narrower than that, never wider.",
            )


def refuse_progress(*, state: str, words: str, evidence: str, done_on: date | None, today: date) -> None:
    """Raises RuleBroken, with a sentence, for a report that says too little.

    Every report needs words; done needs evidence; a day on which it was done cannot lie ahead.
    Source: own choice: what is shown later must lead back to something that can be looked at.
    """
    if state not in STATES:
        raise RuleBroken("commitments.state", f"A line is one of: {', '.join(STATES)}.")
    if not words.strip():
        raise RuleBroken("commitments.words", "Say in a sentence how far it is; forty words are enough.")
    if state == "done" and not evidence.strip():
        raise RuleBroken(
            "commitments.evidence", "Say what shows that it is done: a document, an address, a date."
        )
    if done_on is not None and done_on > today:
        raise RuleBroken("commitments.done_on", "The day on which it was done lies ahead.")


right("commitments.follow_up_record", sentence="{actor} drew up the follow-up list of the {thing}")(
    bureau_only
)
right("commitments.note_commitment", sentence="{actor} put on the follow-up list: {thing}")(bureau_only)
right("commitments.assign_commitment", sentence="{actor} gave an owner and a date to: {thing}")(bureau_only)
right("commitments.remove_commitment", sentence="{actor} took off the follow-up list: {thing}")(bureau_only)
right("commitments.report_progress", sentence="{actor} reported on: {thing}")(bureau_or_own_seat)
right("commitments.ask_for_report", sentence="{actor} asked by a personal link how far this is: {thing}")(
    bureau_only
)
REPORT = purpose(
    "progress report", asks="how far a line of the follow-up list is", deed="commitments.report_progress"
).name
"""What the holder of the seat that owes a line can answer without signing in."""

right("commitments.number_decision", sentence="{actor} numbered {thing}")(bureau_only)
right("commitments.plan_review", sentence="{actor} said when to look again at {thing}")(bureau_only)
right("commitments.remove_decision", sentence="{actor} took back {thing}")(bureau_only)
right("commitments.purge_commitment", sentence="{actor} purged words that did not belong here: {thing}")(
    secretariat_only
)
right("commitments.purge_progress", sentence="{actor} purged words that did not belong here: {thing}")(
    secretariat_only
)

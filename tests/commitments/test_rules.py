"""What a line lacks, when it is late, and what a report must say."""

from __future__ import annotations

from datetime import date

import pytest

from secretariat.commitments.rules import (
    is_overdue,
    lacks,
    next_serial,
    refuse_progress,
    refuse_review,
    refuse_widening,
)
from secretariat.toolbox.errors import RuleBroken

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("seat_id", "due_on", "state", "missing"),
    [
        (None, None, "open", ("owner", "date")),
        (1, None, "open", ("date",)),
        (None, TODAY, "under way", ("owner",)),
        (1, TODAY, "open", ()),
        (None, None, "done", ()),
        (None, None, "dropped", ()),
    ],
)
def test_a_standing_line_says_what_it_lacks(
    seat_id: int | None, due_on: date | None, state: str, missing: tuple[str, ...]
) -> None:
    assert lacks(seat_id=seat_id, due_on=due_on, state=state) == missing


@pytest.mark.parametrize(
    ("due_on", "state", "late"),
    [
        (date(2026, 11, 23), "open", True),
        (date(2026, 11, 24), "open", False),
        (date(2026, 11, 23), "done", False),
        (None, "open", False),
    ],
)
def test_the_due_day_itself_is_in_time(due_on: date | None, state: str, late: bool) -> None:
    assert is_overdue(TODAY, due_on=due_on, state=state) is late


@pytest.mark.parametrize(
    ("state", "words", "evidence", "done_on", "rule"),
    [
        ("won", "x", "", None, "commitments.state"),
        ("under way", "  ", "", None, "commitments.words"),
        ("done", "Finished.", " ", None, "commitments.evidence"),
        ("done", "Finished.", "Report", date(2026, 11, 25), "commitments.done_on"),
    ],
)
def test_a_report_that_says_too_little_is_refused(
    state: str, words: str, evidence: str, done_on: date | None, rule: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        refuse_progress(state=state, words=words, evidence=evidence, done_on=done_on, today=TODAY)
    assert refused.value.rule == rule


def test_a_report_that_says_enough_passes() -> None:
    refuse_progress(state="done", words="Finished.", evidence="Report", done_on=TODAY, today=TODAY)
    refuse_progress(state="dropped", words="Nobody needs it.", evidence="", done_on=None, today=TODAY)


def test_decisions_are_counted_on_without_a_gap() -> None:
    assert [next_serial(last) for last in (None, 1, 41)] == [1, 2, 42]


def test_a_decision_is_not_looked_at_again_before_it_was_taken() -> None:
    refuse_review(review_on=None, decided_on=TODAY)
    refuse_review(review_on=TODAY, decided_on=TODAY)
    with pytest.raises(RuleBroken, match="24 November 2026") as refused:
        refuse_review(review_on=date(2026, 11, 23), decided_on=TODAY)
    assert refused.value.rule == "commitments.review_on"


@pytest.mark.parametrize(
    ("ring", "within", "is_refused"),
    [
        ("members", ["members", "members"], False),
        ("bureau", ["members"], False),
        ("seat", ["bureau"], False),
        ("members", ["members", "bureau"], True),
        ("public", ["partners"], True),
    ],
)
def test_a_line_is_never_wider_than_what_it_grew_out_of(
    ring: str, within: list[str], is_refused: bool
) -> None:
    if not is_refused:
        refuse_widening(ring, within)
        return
    with pytest.raises(RuleBroken) as refused:
        refuse_widening(ring, within)
    assert refused.value.rule == "access.widening"

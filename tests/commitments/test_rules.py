"""What a line lacks, when it is late, and what a report must say."""

from __future__ import annotations

from datetime import date

import pytest

from secretariat.commitments.rules import is_overdue, lacks, refuse_progress
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

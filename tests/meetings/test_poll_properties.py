"""Whatever is done to a poll, in whatever order, no answer is lost, doubled or given by anybody else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secretariat.meetings import actions
from secretariat.meetings.date_polls import (
    CLOSES,
    closing_instant,
    closing_reminder_is_due,
    days_asked,
    refuse_candidates,
    takes_answers,
)
from secretariat.meetings.models import Candidate, DatePoll, PollAnswer
from secretariat.meetings.polling import WORDS
from secretariat.meetings.reads import poll_page
from secretariat.toolbox.errors import RuleBroken
from tests.cast import Cast

UNTIL = datetime(2026, 12, 20, 17, tzinfo=UTC)
FIRST = date(2027, 3, 1)
SPEAKERS = {"coordinator": "ab", "substitute": "ab", "other": "br", "drena": "dr"}

ANSWER = st.tuples(
    st.just("answer"),
    st.sampled_from(sorted(SPEAKERS)),
    st.dictionaries(st.integers(0, 5), st.sampled_from(WORDS), min_size=1),
)
OTHER = st.tuples(st.sampled_from(["add", "close", "reopen", "ask"]), st.integers(0, 5), st.none())
Step = tuple[str, Any, Any]


def _said(poll: DatePoll) -> dict[tuple[str, date], str]:
    rows = PollAnswer.objects.filter(line__poll=poll)
    return {
        (seat, day): word
        for seat, day, word in rows.values_list("line__seat__code", "candidate__day", "word")
    }


def _do(cast: Cast, poll: DatePoll, step: Step, known: dict[tuple[str, date], str]) -> None:
    """Does one step, and notes what an honest clerk would have noted."""
    name, who, words = step
    officer = cast.officer.actor
    if name == "answer":
        days = list(Candidate.objects.filter(poll=poll))
        given = {days[at]: word for at, word in words.items() if at < len(days)}
        seat = SPEAKERS[who]
        actions.answer_poll(
            getattr(cast, who).actor,
            line=poll.lines.get(seat=cast.seats[seat]),
            answers={candidate.ref: word for candidate, word in given.items()},
        )
        known |= {(seat, candidate.day): word for candidate, word in given.items()}
    elif name == "add":
        actions.add_candidate(officer, poll=poll, days=days_asked(FIRST + timedelta(days=who)))
    elif name == "close":
        actions.close_poll(officer, poll=poll)
    elif name == "reopen":
        actions.reopen_poll(officer, poll=poll, answers_until_at=UNTIL + timedelta(days=who))
    else:
        actions.ask_seats(officer, poll=poll)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.one_of(ANSWER, ANSWER, OTHER), max_size=14))
def test_no_later_edit_closing_opening_or_new_day_loses_an_answer(cast: Cast, steps: list[Step]) -> None:
    with transaction.atomic():
        poll = actions.open_poll(
            cast.officer.actor,
            network=cast.network,
            title="Spring",
            candidates=[days_asked(FIRST), days_asked(FIRST + timedelta(days=1))],
            answers_until_at=UNTIL,
        )
        known: dict[tuple[str, date], str] = {}
        for step in steps:
            before = dict(known)
            try:
                _do(cast, poll, step, known)
            except RuleBroken:
                known = before
            assert _said(poll) == known
        page = poll_page(cast.officer.actor, poll)
        shown = {
            (row.seat.code, column.candidate.day): word
            for row in page.seats
            for column, word in zip(page.columns, row.words, strict=True)
            if word
        }
        assert shown == known
        names = [row.seat.member.short_name for row in page.seats if row.seat.member]
        assert names == sorted(names)
        transaction.set_rollback(True)


@given(
    day=st.dates(date(2024, 1, 1), date(2035, 12, 31)),
    zone=st.sampled_from(["Europe/Vienna", "Europe/Chisinau", "Europe/Istanbul", "America/New_York"]),
)
def test_a_poll_closes_at_eighteen_on_its_last_day_where_the_network_lives(day: date, zone: str) -> None:
    at = closing_instant(day, zone)
    assert at.tzinfo is UTC
    assert (at.astimezone(ZoneInfo(zone)).date(), at.astimezone(ZoneInfo(zone)).time()) == (day, CLOSES)


@given(st.integers(-20, 20), st.integers(-20, 20), st.sampled_from(["open", "closed"]), st.booleans())
def test_a_reminder_goes_only_while_answers_are_taken_and_once(
    hours_asked: int, hours_now: int, state: str, was_reminded: bool
) -> None:
    now = UNTIL + timedelta(hours=12 * hours_now)
    asked_at = UNTIL + timedelta(hours=12 * hours_asked)
    is_due = closing_reminder_is_due(
        now,
        state=state,
        answers_until_at=UNTIL,
        asked_at=asked_at,
        reminded_at=asked_at if was_reminded else None,
    )
    if is_due:
        assert takes_answers(now, state=state, answers_until_at=UNTIL)
        assert UNTIL - timedelta(days=3) <= now
        assert asked_at < now
        assert not was_reminded


@pytest.mark.parametrize(
    ("half", "last", "words"),
    [
        ("evening", None, "whole or as morning or afternoon"),
        ("morning", date(2027, 3, 2), "Half a day is on one day"),
        ("", date(2027, 2, 28), "would end before it starts"),
        ("", date(2027, 3, 20), "a fortnight at most"),
    ],
)
def test_a_candidate_that_is_no_meeting_is_refused(half: str, last: date | None, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        days_asked(FIRST, half, last)


def test_both_halves_of_a_day_are_two_candidates_and_the_same_half_is_one() -> None:
    morning, afternoon = days_asked(FIRST, "morning"), days_asked(FIRST, "afternoon")
    refuse_candidates(date(2026, 11, 24), [morning, afternoon])
    with pytest.raises(RuleBroken, match="asked about already"):
        refuse_candidates(date(2026, 11, 24), [morning], [morning, afternoon])

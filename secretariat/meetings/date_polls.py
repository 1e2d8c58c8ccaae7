"""Finding a date: what may be asked and until when, and who may ask and answer.

A part of ``rules.py`` with a name of its own. Who can come on which day is decided in ``polling``, what speaks
against a day in ``free_days``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from secretariat.access.rules import bureau_only, bureau_or_own_seat, right, secretariat_only
from secretariat.members.purposes import purpose
from secretariat.toolbox.errors import RuleBroken

from .free_days import Half
from .polling import WORDS

POLL_STATES = ("open", "closed")
HALVES: tuple[Half, ...] = ("", "morning", "afternoon")
MOST_CANDIDATES = 20
"""More than a screen of days is no question any more."""

LONGEST_MEETING = timedelta(days=13)
REMINDED_BEFORE_CLOSING = timedelta(days=3)
CLOSES = time(18)
"""The hour at which a poll closes on its last day: own choice, the end of a day in an office."""


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """What one candidate asks about: a day, half of it, or a stretch of days up to ``last`` (included)."""

    day: date
    half: Half
    last: date


def days_asked(day: date, half: str = "", last: date | None = None) -> Days:
    """The days of one candidate. Raises RuleBroken for a half that is none, days that run backwards, half a day
    that lasts longer than a day, and more than a fortnight: no meeting of coordinators lasts that long.
    """
    found = next((known for known in HALVES if known == half), None)
    if found is None:
        raise RuleBroken("meetings.half", f"A day is asked about whole or as {' or '.join(HALVES[1:])}.")
    end = last or day
    if end < day:
        raise RuleBroken("meetings.days", "The candidate would end before it starts; swap the two days.")
    if found and end != day:
        raise RuleBroken("meetings.half", "Half a day is on one day; leave its last day empty.")
    if end - day > LONGEST_MEETING:
        raise RuleBroken("meetings.days", "A candidate lasts a fortnight at most; ask about the first days.")
    return Days(day, found, end)


def refuse_candidates(on: date, asked: Iterable[Days], known: Collection[Days] = ()) -> None:
    """Raises RuleBroken where these candidates cannot be asked about beside those that are ``known``: none at all,
    too many, one twice, or a day that is over.
    """
    new = list(asked)
    if not new:
        raise RuleBroken("meetings.no_candidate", "Name at least one day to ask about.")
    if len(new) + len(known) > MOST_CANDIDATES:
        raise RuleBroken(
            "meetings.candidates", f"Ask about {MOST_CANDIDATES} days at most; nobody looks through more."
        )
    begins = [(days.day, days.half) for days in [*known, *new]]
    twice = next((begin for begin in begins if begins.count(begin) > 1), None)
    if twice is not None:
        raise RuleBroken("meetings.candidate_twice", f"{twice[0]:%-d %B %Y} is asked about already.")
    over = next((days for days in new if days.day < on), None)
    if over is not None:
        raise RuleBroken("meetings.candidate_over", f"{over.day:%-d %B %Y} is over; ask about days ahead.")


def closing_instant(day: date, zone: str) -> datetime:
    """The instant at which a poll closes that takes answers until a day, where the network lives. 18:00 is never
    left out nor told twice by a change of the clocks.
    """
    return datetime.combine(day, CLOSES, ZoneInfo(zone)).astimezone(UTC)


def takes_answers(now: datetime, *, state: str, answers_until_at: datetime) -> bool:
    """Whether a poll takes answers at an instant: it is open, and its last instant has not come."""
    return state == "open" and now < answers_until_at


def refuse_late_answer(now: datetime, *, state: str, answers_until_at: datetime) -> None:
    """Raises RuleBroken (``meetings.poll_closed``) where a poll takes no answers any more."""
    if not takes_answers(now, state=state, answers_until_at=answers_until_at):
        raise RuleBroken(
            "meetings.poll_closed",
            "This question is closed. The Chair or the Secretariat can open it again; what was said is kept.",
        )


def refuse_closing_time(now: datetime, answers_until_at: datetime) -> None:
    """Raises RuleBroken where nobody could answer before the last instant, or only in more than half a year."""
    if answers_until_at <= now:
        raise RuleBroken("meetings.poll_until", "Give the members time: choose a day ahead.")
    if answers_until_at > now + timedelta(days=183):
        raise RuleBroken(
            "meetings.poll_until", "Whoever has half a year to answer forgets it; choose an earlier day."
        )


def refuse_answers(given: Mapping[str, str], known: Collection[str]) -> None:
    """Raises RuleBroken for no answer at all, a word that is none of the three, and a candidate that is not in the
    poll; both are named by public reference.
    """
    if not given:
        raise RuleBroken("meetings.no_answer", "Say of at least one day whether it suits.")
    if not set(given) <= set(known):
        raise RuleBroken("meetings.candidate", "One of these days is not asked about any more; look again.")
    if not set(given.values()) <= set(WORDS):
        raise RuleBroken("meetings.answer", f"An answer is one of: {', '.join(WORDS)}.")


def closing_reminder_is_due(
    now: datetime,
    *,
    state: str,
    answers_until_at: datetime,
    asked_at: datetime | None,
    reminded_at: datetime | None,
) -> bool:
    """Whether those who have not answered are reminded now: once, in the last three days, where the seats were
    asked before those days began. Source: own choice: a reminder on the day after the question is a nuisance.
    """
    begins = answers_until_at - REMINDED_BEFORE_CLOSING
    return (
        takes_answers(now, state=state, answers_until_at=answers_until_at)
        and reminded_at is None
        and asked_at is not None
        and asked_at < begins <= now
    )


right("meetings.open_poll", sentence="{actor} asked which days suit: {thing}")(bureau_only)
right("meetings.add_candidate", sentence="{actor} asked about another day: {thing}")(bureau_only)
right("meetings.ask_seats", sentence="{actor} wrote to those who have not answered: {thing}")(bureau_only)
right("meetings.close_poll", sentence="{actor} closed the question of the date: {thing}")(bureau_only)
right("meetings.reopen_poll", sentence="{actor} opened the question of the date again: {thing}")(bureau_only)
right("meetings.choose_candidate", sentence="{actor} made a meeting of: {thing}")(bureau_only)
right("meetings.purge_poll", sentence="{actor} purged words that did not belong here: {thing}")(
    secretariat_only
)
right("meetings.answer_poll", sentence="{actor} said which days suit: {thing}")(bureau_or_own_seat)
right("meetings.import_events", sentence="{actor} took in a calendar of others: {thing}")(bureau_only)
right("meetings.remove_calendar", sentence="{actor} removed a calendar of others: {thing}")(bureau_only)
right("meetings.remove_event", sentence="{actor} removed an event of others: {thing}")(bureau_only)
right("meetings.note_free_days", sentence="{actor} noted free days: {thing}")(bureau_or_own_seat)
right("meetings.remove_free_days", sentence="{actor} took back free days: {thing}")(bureau_or_own_seat)

DATES = purpose(
    "date poll", asks="which days suit your seat for a meeting", deed="meetings.answer_poll", days=184
).name
"""What the holder of a member's seat can answer without signing in, as long as the poll takes answers."""

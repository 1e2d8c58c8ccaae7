"""Every query about decisions, commitments and progress."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from secretariat.access.reads import visible
from secretariat.access.rules import Actor
from secretariat.meetings.models import Meeting
from secretariat.meetings.reads import visible_meetings
from secretariat.members.models import Network, Seat
from secretariat.minutes.reads import HIDDEN, Speaker, shown_speaker

from .models import Commitment, Decision, Progress
from .rules import STANDING, is_overdue, lacks


def visible_commitments(actor: Actor) -> QuerySet[Commitment]:
    """The follow-up lines the actor may see, those without a date first, then by due day.

    A line is never wider than the meeting it was agreed at, nor than the entry it grew out of.
    """
    return Commitment.objects.filter(
        visible(actor),
        visible(actor, ring="meeting__ring", seat="meeting__seat_id"),
        Q(entry__isnull=True) | visible(actor, ring="entry__ring", seat="entry__seat_id"),
    ).select_related("seat", "seat__member", "meeting", "entry")


def visible_decisions(actor: Actor) -> QuerySet[Decision]:
    """The numbered decisions the actor may see, newest first: never wider than entry, record and meeting."""
    return Decision.objects.filter(
        visible(actor),
        visible(actor, ring="entry__ring", seat="entry__seat_id"),
        visible(actor, ring="entry__record__ring", seat="entry__record__seat_id"),
        visible(actor, ring="entry__record__meeting__ring", seat="entry__record__meeting__seat_id"),
        entry__is_removed=False,
    ).select_related("entry", "entry__record", "entry__record__meeting")


def visible_progress(actor: Actor) -> QuerySet[Progress]:
    """The progress reports the actor may see, newest first."""
    return Progress.objects.filter(
        visible(actor), visible(actor, ring="commitment__ring", seat="commitment__seat_id")
    ).select_related("seat", "seat__member", "commitment")


@dataclass(frozen=True, slots=True)
class Line:
    """A follow-up line as a list prints it: what it lacks, whether its day has passed."""

    commitment: Commitment
    lacks: tuple[str, ...]
    is_overdue: bool
    speaker: Speaker


def _lines(actor: Actor, rows: Iterable[Commitment], on: date) -> list[Line]:
    return [
        Line(
            row,
            lacks(seat_id=row.seat_id, due_on=row.due_on, state=row.state),
            is_overdue(on, due_on=row.due_on, state=row.state),
            shown_speaker(actor, row.entry) if row.entry else HIDDEN,
        )
        for row in rows
    ]


def _with_speakers(rows: QuerySet[Commitment]) -> QuerySet[Commitment]:
    return rows.select_related(
        "entry__speaker", "entry__seat", "entry__seat__member", "entry__on_behalf_of", "entry__record"
    )


def follow_up_list(
    actor: Actor,
    network: Network,
    on: date,
    *,
    show: str = "",
    seat: Seat | None = None,
    meeting: Meeting | None = None,
) -> QuerySet[Commitment]:
    """The follow-up lines of a network as a query, for a paginator: ``show`` is "" for what stands open,
    ``lacking``, ``finished`` or ``all``. What lacks an owner or a date stands first, then by due day.
    """
    rows = _with_speakers(visible_commitments(actor).filter(network=network))
    if show in {"", "lacking"}:
        rows = rows.filter(state__in=sorted(STANDING))
    if show == "lacking":
        rows = rows.filter(Q(seat__isnull=True) | Q(due_on__isnull=True))
    if show == "finished":
        rows = rows.exclude(state__in=sorted(STANDING))
    if seat is not None:
        rows = rows.filter(seat=seat)
    if meeting is not None:
        rows = rows.filter(meeting=meeting)
    return rows


def lines_of(actor: Actor, rows: Iterable[Commitment], on: date) -> list[Line]:
    """The lines of fetched commitments; no query of its own."""
    return _lines(actor, rows, on)


def lines_of_meeting(actor: Actor, meeting: Meeting, on: date) -> list[Line]:
    """The follow-up lines of one meeting, in the order of its record. One query."""
    rows = _with_speakers(visible_commitments(actor).filter(meeting=meeting))
    return _lines(actor, rows.order_by(F("entry__position").asc(nulls_last=True), "pk"), on)


def asked_of_seats(actor: Actor, on: date) -> list[Line]:
    """What the actor's own seats owe, by due day, those without a day last. One query."""
    rows = visible_commitments(actor).filter(seat_id__in=actor.seat_ids, state__in=sorted(STANDING))
    return _lines(actor, _with_speakers(rows).order_by(F("due_on").asc(nulls_last=True), "pk"), on)


def without_owner_or_date(actor: Actor, network: Network, on: date, most: int = 20) -> tuple[list[Line], int]:
    """The oldest lines that lack an owner or a date, at most ``most``, and how many there are. Two queries."""
    rows = follow_up_list(actor, network, on, show="lacking").order_by("meeting__starts_on", "pk")
    return _lines(actor, rows[:most], on), rows.count()


def overdue(actor: Actor, network: Network, on: date, most: int = 20) -> list[Line]:
    """Lines whose day has passed, the oldest first, at most ``most``. One query."""
    rows = follow_up_list(actor, network, on).filter(due_on__lt=on).order_by("due_on", "pk")
    return _lines(actor, rows[:most], on)


@dataclass(frozen=True, slots=True)
class LastTime:
    """What was said last time, for one page at the next meeting."""

    meeting: Meeting
    previous: Meeting | None
    decisions: tuple[Decision, ...]
    owed: tuple[Line, ...]
    finished: tuple[Line, ...]


def last_time(actor: Actor, meeting: Meeting, on: date) -> LastTime:
    """For a meeting: the decisions of the one before, all that was owed then and still is, and what was
    finished since. Four queries, however long the lists.
    """
    earlier = visible_meetings(actor).filter(
        network_id=meeting.network_id, starts_on__lt=meeting.starts_on, record__isnull=False
    )
    previous = earlier.order_by("-starts_on", "-pk").first()
    before = _with_speakers(visible_commitments(actor)).filter(
        network_id=meeting.network_id, meeting__starts_on__lt=meeting.starts_on
    )
    owed = before.filter(state__in=sorted(STANDING)).order_by("meeting__starts_on", "pk")
    since = previous.starts_on if previous else date.min
    finished = before.filter(done_on__gte=since).order_by("done_on", "pk")
    decisions = visible_decisions(actor).filter(entry__record__meeting=previous) if previous else []
    return LastTime(
        meeting,
        previous,
        tuple(decisions),
        tuple(_lines(actor, owed, on)),
        tuple(_lines(actor, finished, on)),
    )

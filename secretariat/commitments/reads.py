"""Every query about decisions, commitments and progress."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, F, Q, QuerySet, Value, When

from secretariat.access.reads import visible
from secretariat.access.rules import Actor, Ring
from secretariat.meetings.models import Meeting
from secretariat.meetings.reads import visible_meetings
from secretariat.members.models import Network, Seat
from secretariat.minutes.models import Entry
from secretariat.minutes.reads import NOBODY, Speaker, is_speaker_hidden, shown_speaker

from .models import Commitment, Decision, Progress
from .rules import STANDING, STATES, is_overdue, lacks

_STANDS = Q(state__in=sorted(STANDING))
_LACKS = _STANDS & (Q(seat__isnull=True) | Q(due_on__isnull=True))


def visible_commitments(actor: Actor) -> QuerySet[Commitment]:
    """The follow-up lines the actor may see, those without a date first, then by due day.

    A line is never wider than the meeting it was agreed at, nor than the entry it grew out of.
    """
    entry = visible(actor, ring="entry__ring", seat="entry__seat_id")
    record = visible(actor, ring="entry__record__ring", seat="entry__record__seat_id")
    return Commitment.objects.filter(
        visible(actor),
        visible(actor, ring="meeting__ring", seat="meeting__seat_id"),
        Q(entry__isnull=True) | (entry & record),
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
    """The progress reports the actor may see, newest first: only those on lines that they may see."""
    lines = visible_commitments(actor).order_by().values("pk")
    rows = Progress.objects.filter(visible(actor), commitment__in=lines)
    return rows.select_related("seat", "seat__member", "commitment")


def lines_of_entry(entry: Entry) -> list[Commitment]:
    """The follow-up lines of one entry, in the order in which they were put there. One query.

    For whoever writes them: what a reader may see goes through ``visible_commitments``.
    """
    return list(Commitment.objects.filter(entry=entry).select_related("seat").order_by("pk"))


def shown_owner(actor: Actor, commitment: Commitment) -> Seat | None:
    """Who owes a line, as far as the actor may know: where that is, or may be, the seat of a speaker hidden by
    the Chatham House Rule, only the bureau and the seat itself do. No query beyond the line's.

    Source: own choice, because an entry can come under the rule after its line has got an owner, and an owner
    says who spoke also where the speaker's seat was not noted or somebody else's words were passed on.
    """
    entry = commitment.entry
    if entry is None or commitment.seat_id is None or not _may_be_the_speakers(entry, commitment.seat_id):
        return commitment.seat
    is_hidden = is_speaker_hidden(actor, entry) and commitment.seat_id not in actor.seat_ids
    return None if is_hidden else commitment.seat


def _may_be_the_speakers(entry: Entry, seat_id: int) -> bool:
    """Whether a reader could take the seat for that of whoever spoke, or of whom it was said for."""
    is_passed_on = entry.on_behalf_of_id is not None or bool(entry.on_behalf_words)
    return is_passed_on or entry.seat_id in {None, seat_id}


@dataclass(frozen=True, slots=True)
class Line:
    """A follow-up line as a list prints it: its owner as the reader may know it, what it lacks, whether its
    day has passed, the newest report on it where a page asks for that.
    """

    commitment: Commitment
    owner: Seat | None
    lacks: tuple[str, ...]
    is_overdue: bool
    speaker: Speaker
    report: Progress | None = None

    @property
    def is_owner_hidden(self) -> bool:
        """Whether somebody owes it who is not named to this reader."""
        return self.owner is None and self.commitment.seat_id is not None

    @property
    def told_ring(self) -> str:
        """For whom the line is as it is told here: with an owner who tells who spoke under the Chatham House Rule, for
        the bureau. Papers are marked by it.
        """
        entry, ring = self.commitment.entry, Ring(self.commitment.ring)
        if self.owner is None or entry is None or not entry.is_chatham_house:
            return ring
        tells = _may_be_the_speakers(entry, self.owner.pk) and ring.is_wider_than(Ring.BUREAU)
        return Ring.BUREAU if tells else ring


def _lines(
    actor: Actor, rows: Iterable[Commitment], on: date, reports: Mapping[int, Progress] | None = None
) -> list[Line]:
    return [
        Line(
            row,
            shown_owner(actor, row),
            lacks(seat_id=row.seat_id, due_on=row.due_on, state=row.state),
            is_overdue(on, due_on=row.due_on, state=row.state),
            shown_speaker(actor, row.entry) if row.entry else NOBODY,
            (reports or {}).get(row.pk),
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
    """The follow-up lines of a network as a query, for a paginator. Nothing is asked of the database here.

    ``show`` is "" for what stands open, ``lacking``, ``finished``, ``all`` or one state. What lacks an owner
    or a date stands first, then by due day.
    """
    rows = _with_speakers(visible_commitments(actor).filter(network=network))
    if show in STATES:
        rows = rows.filter(state=show)
    elif show != "all":
        rows = rows.filter({"lacking": _LACKS, "finished": ~_STANDS}.get(show, _STANDS))
    if seat is not None:
        rows = rows.filter(seat=seat)
        if seat.pk not in actor.seat_ids and not actor.is_bureau(network.pk):
            # To be found under its owner would name an owner whom the page itself does not.
            may_be = Q(entry__seat=seat) | Q(entry__seat__isnull=True)
            passed_on = Q(entry__on_behalf_of__isnull=False) | ~Q(entry__on_behalf_words="")
            rows = rows.exclude(Q(entry__is_chatham_house=True) & (may_be | passed_on))
    if meeting is not None:
        rows = rows.filter(meeting=meeting)
    lacking_first = Case(When(_LACKS, then=Value(0)), default=Value(1))
    return rows.order_by(lacking_first, F("due_on").asc(nulls_last=True), "pk")


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
    """What was said last time, for one page at the next meeting: ``owed`` by somebody by a day, ``lacking``
    an owner or a day, ``finished`` since.
    """

    meeting: Meeting
    previous: Meeting | None
    decisions: tuple[Decision, ...]
    owed: tuple[Line, ...]
    lacking: tuple[Line, ...]
    finished: tuple[Line, ...]


def last_time(actor: Actor, meeting: Meeting, on: date) -> LastTime:
    """For a meeting: the decisions of the one before, all that was owed then and still is, and what was
    done or dropped since, each line with its newest report. Four queries, however long the lists.
    """
    earlier = visible_meetings(actor).filter(
        network_id=meeting.network_id, starts_on__lt=meeting.starts_on, record__isnull=False
    )
    previous = earlier.order_by("-starts_on", "-pk").first()
    since = previous.starts_on if previous else date.min
    before = _with_speakers(visible_commitments(actor)).filter(
        network_id=meeting.network_id, meeting__starts_on__lt=meeting.starts_on
    )
    dropped = Progress.objects.filter(state="dropped", at__date__gte=since).values("commitment")
    finished = Q(done_on__gte=since) | Q(state="dropped", pk__in=dropped)
    rows = list(before.filter(_STANDS | finished).order_by("meeting__starts_on", "pk"))
    lines = _lines(actor, rows, on, _newest_reports(actor, rows))
    owed = [line for line in lines if line.commitment.state in STANDING]
    decisions = visible_decisions(actor).filter(entry__record__meeting=previous) if previous else []
    return LastTime(
        meeting,
        previous,
        tuple(decisions),
        tuple(line for line in owed if not line.lacks),
        tuple(line for line in owed if line.lacks),
        tuple(line for line in lines if line.commitment.state not in STANDING),
    )


def _newest_reports(actor: Actor, rows: Iterable[Commitment]) -> dict[int, Progress]:
    reports: dict[int, Progress] = {}
    for report in visible_progress(actor).filter(commitment__in=[row.pk for row in rows]):
        reports.setdefault(report.commitment_id, report)
    return reports

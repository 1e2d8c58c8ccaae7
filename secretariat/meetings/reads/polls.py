"""Finding a date: the polls, who answered what, and what speaks against each day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from secretariat.access.reads import visible
from secretariat.access.rules import Actor, Ring, SeatKind, sees
from secretariat.members.models import Member, Network, Seat
from secretariat.members.reads import seats_with_holders
from secretariat.members.rules import has_left
from secretariat.toolbox import clock

from ..date_polls import Days, closing_reminder_is_due, takes_answers
from ..free_days import Candidate as Day
from ..free_days import DayWarning
from ..models import Candidate, DatePoll, HostingOffer, Meeting, PollAnswer, PollLine
from ..polling import WORDS, Answer, PolledSeat, PollOutcome, outcome
from .offers import visible_offers
from .outside import WarningLine, looked_at


def visible_polls(actor: Actor) -> QuerySet[DatePoll]:
    """The polls of dates the actor may see, the one that closes last first."""
    return DatePoll.objects.filter(visible(actor)).select_related(
        "network", "offer__network", "offer__seat__member", "meeting"
    )


def visible_poll_lines(actor: Actor) -> QuerySet[PollLine]:
    """What each seat is asked, and who answered for it, in the polls the actor may see."""
    rows = PollLine.objects.filter(
        visible(actor, network="poll__network_id", ring="poll__ring", seat="seat_id")
    )
    return rows.select_related(
        "poll__network", "poll__offer", "poll__meeting", "seat__network", "seat__member"
    )


def visible_candidates(actor: Actor) -> QuerySet[Candidate]:
    """The days that are asked about in the polls the actor may see."""
    rows = Candidate.objects.filter(
        visible(actor, network="poll__network_id", ring="poll__ring", seat="poll__seat_id")
    )
    return rows.select_related("poll__network")


def visible_poll_answers(actor: Actor) -> QuerySet[PollAnswer]:
    """The answers in the polls the actor may see."""
    return PollAnswer.objects.filter(
        visible(actor, network="line__poll__network_id", ring="line__poll__ring", seat="line__seat_id")
    )


def days_of(candidate: Candidate) -> Days:
    """A candidate as the plain value that rules speak of."""
    return Days(candidate.day, candidate.half, candidate.ends_on)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class PollHead:
    """A poll as a list shows it; ``offer`` and ``meeting`` only where the actor sees them."""

    poll: DatePoll
    is_open: bool
    offer: HostingOffer | None
    meeting: Meeting | None


def poll_head(actor: Actor, poll: DatePoll, now: datetime) -> PollHead:
    """A poll as it stands at an instant. No query for a row of ``visible_polls``."""
    offer, meeting = poll.offer, poll.meeting
    return PollHead(
        poll,
        takes_answers(now, state=poll.state, answers_until_at=poll.answers_until_at),
        offer if offer is not None and sees(actor, offer) else None,
        meeting if meeting is not None and sees(actor, meeting) else None,
    )


def poll_heads(actor: Actor, network: Network, now: datetime) -> list[PollHead]:
    """The polls of a network: those that take answers first, of the others those without a meeting. One query."""
    heads = [poll_head(actor, poll, now) for poll in visible_polls(actor).filter(network=network)]
    return sorted((h for h in heads if h.is_open or h.poll.meeting_id is None), key=lambda h: not h.is_open)


@dataclass(frozen=True, slots=True)
class DayAsked:
    """One day as a seat is asked about it, with what speaks against it."""

    candidate: Candidate
    warnings: tuple[WarningLine, ...]

    @property
    def day(self) -> Day:
        """The candidate as polls reckon with it: its first day, or the half of it."""
        return Day(self.candidate.day, days_of(self.candidate).half)

    @property
    def short(self) -> str:
        """The day at the head of a column: "Tue 13 Oct", "Tue 13 Oct, morning", "Tue 13 to Thu 15 Oct"."""
        first, last = self.candidate.day, self.candidate.ends_on
        if first == last:
            return f"{first:%a %-d %b}" + (f", {self.candidate.half}" if self.candidate.half else "")
        return f"{first:%a %-d}{'' if first.month == last.month else f' {first:%b}'} to {last:%a %-d %b}"

    @property
    def plain(self) -> list[DayWarning]:
        """Its warnings without the members, to be weighed."""
        return [DayWarning(w.day, "", w.kind, w.name) for w in self.warnings]

    @property
    def words(self) -> str:
        """The day in words: "Tuesday 13 October 2026, morning", a stretch by its first and last day."""
        first, last = self.candidate.day, self.candidate.ends_on
        return self.day.words if first == last else f"{self.day.words} to {Day(last).words}"


@dataclass(frozen=True, slots=True)
class SeatInPoll:
    """One seat's row: its words on each day in the order of the days, empty where it has not said one.

    ``line`` is missing for a member that joined after everybody was asked.
    """

    seat: Seat
    is_vacant: bool
    line: PollLine | None
    words: tuple[str, ...]

    @property
    def has_answered(self) -> bool:
        """Whether the seat said a word on every day."""
        return all(self.words)


@dataclass(frozen=True, slots=True)
class DayInPoll:
    """One candidate: what speaks against it, and which seats said what, in the order of States."""

    asked: DayAsked
    can: tuple[SeatInPoll, ...]
    if_need_be: tuple[SeatInPoll, ...]
    cannot: tuple[SeatInPoll, ...]
    unanswered: tuple[SeatInPoll, ...]
    suits_all: bool
    host_cannot: bool


@dataclass(frozen=True, slots=True)
class PollPage:
    """A poll: ``days`` as the outcome orders them, ``columns`` as they follow each other, the seats in the order of
    States; ``waiting`` lacks a word on some day, ``vacant`` has nobody to ask; ``own`` are the reader's to answer for.
    """

    head: PollHead
    days: tuple[DayInPoll, ...]
    columns: tuple[DayAsked, ...]
    seats: tuple[SeatInPoll, ...]
    waiting: tuple[SeatInPoll, ...]
    vacant: tuple[SeatInPoll, ...]
    gaps: tuple[tuple[str, tuple[Member, ...]], ...]
    own: tuple[SeatInPoll, ...]

    @property
    def rows(self) -> tuple[tuple[SeatInPoll, tuple[tuple[str, str], ...]], ...]:
        """Each seat with its word in each column, the day at its head beside it."""
        heads = [column.short for column in self.columns]
        return tuple((row, tuple(zip(heads, row.words, strict=True))) for row in self.seats)


def poll_page(actor: Actor, poll: DatePoll) -> PollPage:
    """Everything about one poll, the seats always in the order of States and never by who answered. Ten queries,
    however many days and seats.
    """
    now, network = clock.now(), poll.network
    candidates = list(visible_candidates(actor).filter(poll=poll))
    seats = _seats_of(actor, poll, candidates, now)
    looked = looked_at(
        actor, network, [days_of(candidate) for candidate in candidates], became=poll.meeting_id
    )
    columns = tuple(DayAsked(c, looked.warnings[days_of(c)]) for c in candidates)
    head = poll_head(actor, poll, now)
    host = head.offer.seat if head.offer is not None else None
    found = _outcome(columns, seats, host, now)
    by_day, by_ref = {column.day: column for column in columns}, {row.seat.ref: row for row in seats}

    def named(polled: Iterable[PolledSeat]) -> tuple[SeatInPoll, ...]:
        return tuple(by_ref[seat.ref] for seat in polled)

    return PollPage(
        head,
        tuple(
            DayInPoll(
                by_day[line.candidate],
                named(line.can),
                named(line.if_need_be),
                named(line.cannot),
                named(line.unanswered),
                line.suits_all,
                not line.suits_host,
            )
            for line in found.lines
        ),
        columns,
        seats,
        tuple(row for row in seats if not row.has_answered and not row.is_vacant),
        named(found.vacant),
        looked.gaps,
        tuple(row for row in seats if row.line is not None and actor.speaks_for(row.seat.pk)),
    )


def _seats_of(
    actor: Actor, poll: DatePoll, candidates: list[Candidate], now: datetime
) -> tuple[SeatInPoll, ...]:
    """The members' seats in the order of States, each with its words; one that left before it was asked is not there."""
    lines = {line.seat_id: line for line in visible_poll_lines(actor).filter(poll=poll)}
    said: dict[int, dict[int, str]] = {}
    answers = visible_poll_answers(actor).filter(line__poll=poll)
    for line_id, candidate_id, word in answers.values_list("line_id", "candidate_id", "word"):
        said.setdefault(line_id, {})[candidate_id] = word
    today, rows = clock.today(poll.network.zone), []
    for held in seats_with_holders(actor, poll.network, today):
        line, member = lines.get(held.seat.pk), held.seat.member
        is_out = member is None or has_left(today, member.left_on)
        if held.seat.kind != SeatKind.MEMBER or (line is None and is_out):
            continue
        words = said.get(line.pk, {}) if line is not None else {}
        rows.append(
            SeatInPoll(held.seat, held.is_vacant, line, tuple(words.get(c.pk, "") for c in candidates))
        )
    return tuple(rows)


def _outcome(
    columns: tuple[DayAsked, ...], seats: tuple[SeatInPoll, ...], host: Seat | None, now: datetime
) -> PollOutcome:
    answers = [
        Answer(row.seat.ref, column.day, word, now)
        for row in seats
        for column, said in zip(columns, row.words, strict=True)
        for word in WORDS
        if said == word
    ]
    polled = [PolledSeat(row.seat.ref, row.seat.label, row.is_vacant, row.seat == host) for row in seats]
    return outcome((c.day for c in columns), polled, answers, {c.day: c.plain for c in columns})


@dataclass(frozen=True, slots=True)
class PollQuestion:
    """What one seat is asked: the days, what it said so far by the reference of each, and what is not known."""

    line: PollLine
    head: PollHead
    days: tuple[DayAsked, ...]
    said: Mapping[str, str]
    gaps: tuple[tuple[str, tuple[Member, ...]], ...]

    @property
    def answers(self) -> tuple[tuple[DayAsked, str], ...]:
        """Each day of which the seat said a word, with the word."""
        return tuple(
            (day, self.said[day.candidate.ref]) for day in self.days if day.candidate.ref in self.said
        )


def poll_question(actor: Actor, line: PollLine) -> PollQuestion:
    """What a seat is asked, without what the others said. Six queries."""
    candidates = list(visible_candidates(actor).filter(poll=line.poll_id))
    looked = looked_at(actor, line.poll.network, [days_of(candidate) for candidate in candidates])
    return PollQuestion(
        line,
        poll_head(actor, line.poll, clock.now()),
        tuple(DayAsked(c, looked.warnings[days_of(c)]) for c in candidates),
        answers_of(actor, line),
        looked.gaps,
    )


def answers_of(actor: Actor, line: PollLine) -> dict[str, str]:
    """What a seat has said so far, by the reference of each candidate. One query."""
    rows = visible_poll_answers(actor).filter(line=line)
    return dict(rows.values_list("candidate__ref", "word"))


def polls_asked_of(actor: Actor, network: Network, now: datetime) -> list[PollLine]:
    """The lines of the actor's own seats that lack a word, in polls that take answers. Two queries."""
    own = [seat_id for seat_id in actor.seat_ids if actor.speaks_for(seat_id)]
    rows = visible_poll_lines(actor).filter(
        seat__in=own, poll__network=network, poll__state="open", poll__answers_until_at__gt=now
    )
    waiting = rows.prefetch_related("answers", "poll__candidates").order_by("poll__answers_until_at", "pk")
    return [row for row in waiting if len(row.answers.all()) < len(row.poll.candidates.all())]


@dataclass(frozen=True, slots=True)
class CameFrom:
    """What a meeting grew out of: the offers to host that it became, and the question by which its day was found."""

    offers: tuple[HostingOffer, ...]
    poll: DatePoll | None


def came_from(actor: Actor, meeting: Meeting) -> CameFrom:
    """What a meeting grew out of, as far as the actor sees it. Two queries."""
    offers = tuple(visible_offers(actor).filter(meeting=meeting))
    return CameFrom(offers, visible_polls(actor).filter(meeting=meeting).first())


def polls_to_remind(actor: Actor) -> list[DatePoll]:
    """The polls of all networks of which those who have not answered are reminded now. One query."""
    now = clock.now()
    rows = visible_polls(actor).filter(state="open", reminded_at=None, asked_at__isnull=False)
    return [
        poll
        for poll in rows
        if closing_reminder_is_due(
            now,
            state=poll.state,
            answers_until_at=poll.answers_until_at,
            asked_at=poll.asked_at,
            reminded_at=poll.reminded_at,
        )
    ]


def offers_to_find_a_date_for(actor: Actor, network: Network) -> QuerySet[HostingOffer]:
    """The offers of a network that became no meeting yet and that the members see: what a poll can grow out of."""
    rows = visible_offers(actor).filter(network=network, meeting=None)
    return rows.exclude(ring__in=(Ring.BUREAU, Ring.SEAT))


def polls_over(actor: Actor) -> list[DatePoll]:
    """The open polls of all networks whose last instant has come. One query."""
    return list(visible_polls(actor).filter(state="open", answers_until_at__lte=clock.now()))

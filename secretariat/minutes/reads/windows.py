"""By when a record is corrected and approved, and how long it took."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Count, Q, QuerySet

from secretariat.access.rules import Actor, SeatKind
from secretariat.meetings.deadlines import Deadline, deadline
from secretariat.meetings.reads import terms_of
from secretariat.members.models import Network, Seat
from secretariat.members.reads import member_seats, vacant_among
from secretariat.toolbox import clock
from secretariat.toolbox.zones import country_of

from ..models import Record
from ..rules import SilenceOutcome, days_between, silence_outcome
from .records import visible_records


def _due(network: Network, name: str, now: datetime) -> Deadline:
    terms = terms_of(network, clock.today(network.zone))
    return deadline(terms, name, zone=network.zone, country=country_of(network.zone), at=now)


def correction_window(network: Network, now: datetime) -> Deadline:
    """The earliest instant at which the time for corrections ends, for a record that goes out ``now``. One query."""
    return _due(network, "record_corrections", now)


def shortest_silence(network: Network, now: datetime) -> Deadline:
    """The earliest instant at which a silence that begins ``now`` may end. One query."""
    return _due(network, "silence_minimum", now)


def usual_silence(network: Network, now: datetime) -> Deadline:
    """When a silence that begins ``now`` usually ends. One query."""
    return _due(network, "silence_usual", now)


def end_of_silence(network: Network, day: date) -> datetime:
    """The instant at which a silence ends that lasts until a day: the hour of the terms, in the network's zone. One
    query.
    """
    hour = terms_of(network, clock.today(network.zone)).get("silence_expires_at").value
    return datetime.combine(day, time.fromisoformat(str(hour)), ZoneInfo(network.zone)).astimezone(UTC)


def silence_of(record: Record, now: datetime) -> SilenceOutcome:
    """What has become of a record's silence. No query."""
    return silence_outcome(until_at=record.silence_until_at, broken_at=record.silence_broken_at, now=now)


def vacant_members(network: Network) -> list[Seat]:
    """The members' seats that nobody holds today, in the order of States. Two queries."""
    return vacant_among(member_seats(network), clock.today(network.zone))


def records_past_their_silence(now: datetime) -> list[Record]:
    """The records whose silence has ended unbroken and that nobody approved yet, for the program itself. One query."""
    return list(
        Record.objects.filter(
            state="corrected", silence_until_at__lte=now, silence_broken_at__isnull=True
        ).select_related("network")
    )


@dataclass(frozen=True, slots=True)
class RecordAsk:
    """What a record asks of its reader: ``what`` is one of ``correct``, ``object``, ``answer``, ``send`` and ``gather``;
    ``by_at`` the instant until which, None where none is set; ``count`` how many corrections wait for an answer.
    """

    record: Record
    what: str
    by_at: datetime | None
    count: int = 0


def record_asks(actor: Actor, network: Network, now: datetime) -> list[RecordAsk]:
    """What the records of a network ask of the actor, the nearest instant first: of who speaks for a member's seat to
    correct and to object, of Chair and Secretariat to send round, to answer and to gather corrections. Two queries.
    """
    rows = visible_records(actor).filter(network=network).exclude(state="approved")
    waiting = Count("corrections", filter=Q(corrections__state="waiting"))
    is_member = objecting_seats(actor, network).exists()
    asks = []
    for record in rows.annotate(waiting=waiting):
        if actor.is_bureau(network.pk):
            asks += _asks_of_bureau(record, now)
        if is_member and record.state == "circulated" and _is_ahead(record.corrections_until_at, now):
            asks.append(RecordAsk(record, "correct", record.corrections_until_at))
        if is_member and record.state == "corrected" and silence_of(record, now) == "running":
            asks.append(RecordAsk(record, "object", record.silence_until_at))
    far = datetime.max.replace(tzinfo=UTC)
    return sorted(asks, key=lambda ask: ask.by_at or far)


def _is_ahead(at: datetime | None, now: datetime) -> bool:
    return at is not None and now < at


def _asks_of_bureau(record: Record, now: datetime) -> list[RecordAsk]:
    waiting: int = getattr(record, "waiting", 0)
    if record.state == "draft":
        return [RecordAsk(record, "send", None)] if record.closed_at is not None else []
    if record.state != "circulated":
        return []
    if waiting:
        return [RecordAsk(record, "answer", record.corrections_until_at, waiting)]
    return [] if _is_ahead(record.corrections_until_at, now) else [RecordAsk(record, "gather", None)]


@dataclass(frozen=True, slots=True)
class Lag:
    """How many days after the last day of its meeting a record was closed, sent round and approved; None where it
    was not, or nobody knows.
    """

    record: Record
    closed_after: int | None
    circulated_after: int | None
    approved_after: int | None


def lag_of(record: Record) -> Lag:
    """The lag of one record. No query for a record with its meeting and network."""

    def after(at: datetime | date | None) -> int | None:
        day = clock.day_of(at, record.network.zone) if isinstance(at, datetime) else at
        return days_between(record.meeting.ends_on, day)

    return Lag(record, after(record.closed_at), after(record.circulated_at), after(record.approved_on))


def lags(actor: Actor, network: Network) -> list[Lag]:
    """The lag of every record the actor sees, newest meeting first. One query."""
    return [lag_of(record) for record in visible_records(actor).filter(network=network)]


def objecting_seats(actor: Actor, network: Network) -> QuerySet[Seat]:
    """The members' seats in whose name the actor could object to a record today."""
    held = [
        s.seat_id
        for s in actor.standings
        if s.network_id == network.pk and s.seat_kind == SeatKind.MEMBER and actor.speaks_for(s.seat_id)
    ]
    return Seat.objects.filter(pk__in=held).select_related("member")

"""The letter of the day: whose morning it is, and who speaks for whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Min, Q

from secretariat.access.rules import ADVISERS
from secretariat.toolbox import clock

from ..models import DigestLine, Mandate, Seat
from ..rules import is_in_force
from ..zones import capital_zone, goes_this_morning, instant_in_words
from .actors import in_force_q


def zone_of_seat(seat: Seat) -> str:
    """The zone in which whoever sits there reads: of the member's capital, for an office of the network.

    No query for a seat with its member and network.
    """
    code = seat.member.code if seat.member is not None else ""
    return capital_zone(code, seat.network.zone)


def speakers_of_seats(seats: Iterable[Seat]) -> list[Mandate]:
    """The mandates in force today of those who may act for these seats and can sign in, each person once for each
    seat. One query.
    """
    wanted = list(seats)
    today = {seat.pk: clock.today(seat.network.zone) for seat in wanted}
    rows = (
        Mandate.objects.filter(seat__in=wanted, person__account__is_active=True)
        .exclude(function__in=ADVISERS)
        .select_related("person__account", "seat__network", "seat__member")
        .order_by("seat_id", "starts_on", "pk")
    )
    rows = rows.filter(reduce(or_, map(in_force_q, today.values()), Q(pk__in=())))
    return [m for m in rows if is_in_force(today[m.seat_id], m.starts_on, m.ends_on)]


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A line of the letter as it is printed: what is asked, by when in words, where."""

    asked: str
    by_words: str
    address: str


@dataclass(frozen=True, slots=True)
class Digest:
    """The letter of one mandate: its lines, what is due first before what has no date."""

    mandate: Mandate
    lines: tuple[DigestLine, ...]

    @property
    def zone(self) -> str:
        return zone_of_seat(self.mandate.seat)

    def told(self, base_url: str) -> list[ToldLine]:
        """The lines in words for this reader, each address whole."""
        return [
            ToldLine(
                line.asked,
                instant_in_words(line.by_at, self.zone) if line.by_at else "",
                base_url + line.address if line.address else "",
            )
            for line in self.lines
        ]


def due_digests(now: datetime) -> list[Digest]:
    """The letters of the day that are due now, each with all that waits for its mandate. Two queries."""
    oldest = dict(DigestLine.objects.order_by().values_list("mandate").annotate(Min("added_at")))
    mandates = Mandate.objects.filter(pk__in=oldest).select_related(
        "person__account", "seat__network", "seat__member"
    )
    due = {m.pk: m for m in mandates if goes_this_morning(oldest[m.pk], now, zone_of_seat(m.seat))}
    if not due:
        return []
    lines: dict[int, list[DigestLine]] = {}
    for line in DigestLine.objects.filter(mandate__in=due).select_related("account"):
        lines.setdefault(line.mandate_id, []).append(line)
    return [Digest(due[pk], tuple(found)) for pk, found in lines.items()]

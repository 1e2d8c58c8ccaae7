"""The year ahead: everything that has a day, month by month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from django.db.models import Q

from secretariat.access.rules import Actor
from secretariat.members.models import Member, Network
from secretariat.toolbox import clock

from ..free_days import Candidate as Day
from ..free_days import DayWarning, days_between, warnings_on
from ..models import Candidate, FreeSpan, Meeting, OutsideEvent
from ..presidencies import Presidency, presidency_on
from .meetings import visible_meetings
from .offers import OfferLine, offer_lines
from .outside import (
    WarningLine,
    gathered,
    known_of,
    members_by_code,
    not_known,
    visible_events,
    visible_free_spans,
)
from .polls import visible_candidates

MONTHS = 12
_TOLD = frozenset({"public", "religious", "community", "school"})
_ONE_SEASON = timedelta(days=123)
"""An offer for a longer time than that is of no month; it stands above them all."""


@dataclass(frozen=True, slots=True)
class Held:
    """A Presidency of the Council of the EU that runs or begins in a month; ``member`` where a member holds it."""

    presidency: Presidency
    member: Member | None


@dataclass(frozen=True, slots=True)
class Month:
    """One month, by what is fixed, asked about, offered and taken; ``free`` are days off, in order."""

    first: date
    meetings: tuple[Meeting, ...]
    candidates: tuple[Candidate, ...]
    offers: tuple[OfferLine, ...]
    events: tuple[OutsideEvent, ...]
    spans: tuple[FreeSpan, ...]
    held: tuple[Held, ...]
    free: tuple[WarningLine, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is fixed, asked about, offered or taken by others."""
        return not (self.meetings or self.candidates or self.offers or self.events or self.spans)


@dataclass(frozen=True, slots=True)
class YearAhead:
    """Twelve months; ``some_time`` are open offers that name no season, ``gaps`` what nobody has looked up."""

    months: tuple[Month, ...]
    some_time: tuple[OfferLine, ...]
    gaps: tuple[tuple[str, tuple[Member, ...]], ...]


def year_ahead(actor: Actor, network: Network, on: date) -> YearAhead:
    """The twelve months from the one a day lies in, as the actor may see them. Six queries.

    A meeting, event or offer stands in each month it touches.
    """
    firsts = [_month_after(on, n) for n in range(MONTHS)]
    first, last = firsts[0], _month_after(on, MONTHS) - timedelta(days=1)
    near = {"network": network, "starts_on__lte": last, "ends_on__gte": first}
    members = members_by_code(actor, network)
    meetings = list(visible_meetings(actor).filter(**near).order_by("starts_on", "pk"))
    events, spans = list(visible_events(actor).filter(**near)), list(visible_free_spans(actor).filter(**near))
    asked = list(
        visible_candidates(actor).filter(
            Q(poll__state="open", poll__answers_until_at__gt=clock.now()),
            poll__network=network,
            day__lte=last,
            ends_on__gte=first,
        )
    )
    offers = [line for line in offer_lines(actor, network, on) if line.offer.state == "open"]
    vague = [line for line in offers if not _is_of_a_season(line)]
    dated = [line for line in offers if _is_of_a_season(line)]
    months = []
    for begin in firsts:
        end = _month_after(begin, 1) - timedelta(days=1)
        months.append(
            Month(
                begin,
                tuple(m for m in meetings if m.starts_on <= end and m.ends_on >= begin),
                tuple(c for c in asked if c.day <= end and c.ends_on >= begin),
                tuple(line for line in dated if _touches(line, begin, end)),
                tuple(e for e in events if e.starts_on <= end and e.ends_on >= begin),
                tuple(s for s in spans if s.starts_on <= end and s.ends_on >= begin),
                _held_in(begin, is_first=begin == first, members=members),
                gathered(_free_in(begin, end, tuple(members)), members),
            )
        )
    known = known_of(events, spans)
    return YearAhead(tuple(months), tuple(vague), not_known(members, {first.year, last.year}, known))


def _month_after(day: date, months: int) -> date:
    at = day.year * 12 + day.month - 1 + months
    return date(at // 12, at % 12 + 1, 1)


def _is_of_a_season(line: OfferLine) -> bool:
    first, last = line.offer.earliest, line.offer.latest
    return first is not None and last is not None and last - first <= _ONE_SEASON


def _touches(line: OfferLine, begin: date, end: date) -> bool:
    first, last = line.offer.earliest, line.offer.latest
    return first is not None and last is not None and first <= end and last >= begin


def _held_in(begin: date, *, is_first: bool, members: Mapping[str, Member]) -> tuple[Held, ...]:
    held = presidency_on(begin)
    if held is None or not (is_first or held.starts_on == begin):
        return ()
    return (Held(held, members.get(held.country)),)


@lru_cache(maxsize=128)
def _free_in(begin: date, end: date, countries: tuple[str, ...]) -> tuple[DayWarning, ...]:
    """The days off of a month. Kept: a holiday of a year is reckoned once and not for every reader."""
    return tuple(
        warning
        for day in days_between(begin, end)
        for warning in warnings_on(Day(day), countries)
        if warning.kind in _TOLD
    )

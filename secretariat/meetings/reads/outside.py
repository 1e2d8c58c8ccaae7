"""Days that are taken: events of others, free days of States, and what speaks against a day because of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import QuerySet

from secretariat.access.reads import visible
from secretariat.access.rules import Actor
from secretariat.members.models import Member, Network
from secretariat.members.reads import visible_members
from secretariat.members.rules import has_left
from secretariat.toolbox import clock

from ..date_polls import Days
from ..free_days import Candidate, DayWarning, KnownDays, WarningKind, days_between, gaps, warnings_on
from ..models import FreeSpan, OutsideEvent
from .meetings import visible_meetings


def visible_events(actor: Actor) -> QuerySet[OutsideEvent]:
    """The events of others the actor may see, in order of time."""
    return OutsideEvent.objects.filter(visible(actor)).select_related("network", "seat__member")


def visible_free_spans(actor: Actor) -> QuerySet[FreeSpan]:
    """The free days of States the actor may see, in order of time."""
    return FreeSpan.objects.filter(visible(actor)).select_related("network", "seat__member")


@dataclass(frozen=True, slots=True)
class CalendarLine:
    """One calendar that came in, with its events that are not over."""

    name: str
    events: tuple[OutsideEvent, ...]


def calendars_of(actor: Actor, network: Network, on: date) -> list[CalendarLine]:
    """The calendars of others by name, each with its events from a day on. One query."""
    found: dict[str, list[OutsideEvent]] = {}
    for event in visible_events(actor).filter(network=network):
        ahead = found.setdefault(event.calendar, [])
        if event.ends_on >= on:
            ahead.append(event)
    return [CalendarLine(name, tuple(found[name])) for name in sorted(found)]


def free_spans_of(actor: Actor, network: Network, on: date) -> list[FreeSpan]:
    """The free days that States told us of and that are not over. One query."""
    return list(visible_free_spans(actor).filter(network=network, ends_on__gte=on))


def known_days(actor: Actor, network: Network, first: date, last: date) -> tuple[KnownDays, ...]:
    """What somebody entered or imported about the days between two, as warnings are made of it. Two queries."""
    near = {"network": network, "starts_on__lte": last, "ends_on__gte": first}
    return known_of(visible_events(actor).filter(**near), visible_free_spans(actor).filter(**near))


def known_of(events: Iterable[OutsideEvent], spans: Iterable[FreeSpan]) -> tuple[KnownDays, ...]:
    """Events of others and free days as warnings are made of them. No query where the member was fetched along."""
    found = []
    for event in events:
        member = event.seat.member if event.seat is not None else None
        kind: Literal["event", "school"] = "event" if member is None else "school"
        code = member.code if member is not None else ""
        found.append(KnownDays(event.starts_on, event.ends_on, str(event), code, kind))
    for span in spans:
        code = span.seat.member.code if span.seat.member is not None else ""
        found.append(KnownDays(span.starts_on, span.ends_on, span.name, code, "school"))
    return tuple(found)


_KIND_WORDS = {
    "public": "public holiday",
    "religious": "religious holiday",
    "community": "holiday of a community",
    "school": "free days",
    "presidency": "good to know",
    "event": "event",
}


@dataclass(frozen=True, slots=True)
class WarningLine:
    """One thing that speaks against a day, with all members it is true of; none where it is of nobody in particular.

    ``is_everybody`` where it is true of every member; ``weighs`` where it is more than good to know.
    """

    day: date
    kind: WarningKind
    name: str
    members: tuple[Member, ...]
    is_everybody: bool
    weighs: bool

    @property
    def kind_words(self) -> str:
        """The kind as a page says it."""
        return _KIND_WORDS.get(self.kind, "")


def gathered(warnings: Iterable[DayWarning], members: Mapping[str, Member]) -> tuple[WarningLine, ...]:
    """Warnings with the members of each put together, in the order in which they came. ``members`` by code."""
    by_name: dict[tuple[date, WarningKind, str], list[DayWarning]] = {}
    for warning in warnings:
        by_name.setdefault((warning.day, warning.kind, warning.name), []).append(warning)
    lines = []
    for (day, kind, name), rows in by_name.items():
        named = tuple(members[row.country] for row in rows if row.country in members)
        everybody = len(members) > 1 and len(named) == len(members)
        lines.append(WarningLine(day, kind, name, named, everybody, rows[0].weighs))
    return tuple(lines)


@dataclass(frozen=True, slots=True)
class DaysLookedAt:
    """What speaks against each of some days, and of which members we do not know it."""

    warnings: Mapping[Days, tuple[WarningLine, ...]]
    gaps: tuple[tuple[str, tuple[Member, ...]], ...]


def looked_at(
    actor: Actor, network: Network, asked: Collection[Days], *, became: int | None = None
) -> DaysLookedAt:
    """What speaks against the days of some candidates: of each day of a stretch, for all members. Four queries.

    ``became`` is the row id of the meeting that was made of one of them: it does not speak against itself. Calendars that are not known are told once, in ``gaps``, and not with every day.
    """
    if not asked:
        return DaysLookedAt({}, ())
    members = members_by_code(actor, network)
    first, last = min(days.day for days in asked), max(days.last for days in asked)
    known = (*_own_meetings(actor, network, first, last, became), *known_days(actor, network, first, last))
    warnings = {
        days: gathered((w for w in _on_each_day(days, members, known) if w.kind != "unknown"), members)
        for days in asked
    }
    return DaysLookedAt(warnings, not_known(members, range(first.year, last.year + 1), known))


def _own_meetings(
    actor: Actor, network: Network, first: date, last: date, became: int | None
) -> list[KnownDays]:
    """The network's own meetings: nobody wants two on one day by mistake."""
    rows = visible_meetings(actor).filter(network=network, starts_on__lte=last, ends_on__gte=first)
    return [
        KnownDays(m.starts_on, m.ends_on, m.title)
        for m in rows.filter(is_cancelled=False).exclude(pk=became or 0)
    ]


def not_known(
    members: Mapping[str, Member], years: Iterable[int], known: Iterable[KnownDays]
) -> tuple[tuple[str, tuple[Member, ...]], ...]:
    """What nobody has looked up in some years, each with the members of whom it is not known."""
    found: dict[str, list[Member]] = {}
    for gap in gaps(members, years, known):
        found.setdefault(gap.what, []).append(members[gap.country])
    return tuple((what, tuple(named)) for what, named in found.items())


def _on_each_day(
    days: Days, countries: Collection[str], known: Collection[KnownDays]
) -> Iterable[DayWarning]:
    for day in days_between(days.day, days.last):
        yield from warnings_on(Candidate(day, days.half), countries, known)


def members_by_code(actor: Actor, network: Network) -> dict[str, Member]:
    """The members of today by their code, in order of their short names. One query."""
    today = clock.today(network.zone)
    rows = visible_members(actor).filter(network=network)
    return {member.code: member for member in rows if not has_left(today, member.left_on)}

"""Every query about meetings, attendance and hosting offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from secretariat.access.reads import visible
from secretariat.access.rules import Actor
from secretariat.members.models import Network

from .models import Attendance, HostingOffer, Meeting
from .rules import offer_has_passed


def visible_meetings(actor: Actor) -> QuerySet[Meeting]:
    """The meetings the actor may see, newest first."""
    return Meeting.objects.filter(visible(actor)).select_related("network")


def visible_attendances(actor: Actor) -> QuerySet[Attendance]:
    """Who attended the meetings the actor may see; the person's own ring holds too."""
    return (
        Attendance.objects.filter(
            visible(actor, network="meeting__network_id", ring="meeting__ring", seat="meeting__seat_id"),
            visible(actor, network="meeting__network_id", ring="person__ring", seat="meeting__seat_id"),
        )
        .select_related("person", "seat", "seat__member")
        .order_by("person__sort_key")
    )


def visible_offers(actor: Actor) -> QuerySet[HostingOffer]:
    """The hosting offers the actor may see, soonest period first."""
    return HostingOffer.objects.filter(visible(actor)).select_related(
        "seat", "seat__member", "offered_by", "made_at", "meeting"
    )


@dataclass(frozen=True, slots=True)
class OfferLine:
    """An offer with what became of it; ``has_passed`` says that nobody answered and its time is over."""

    offer: HostingOffer
    has_passed: bool


def offer_lines(actor: Actor, network: Network, on: date) -> list[OfferLine]:
    """The hosting offers of a network: those that wait for an answer first. One query."""
    lines = [
        OfferLine(o, offer_has_passed(on, latest=o.latest, expires_on=o.expires_on, state=o.state))
        for o in visible_offers(actor).filter(network=network)
    ]
    return sorted(lines, key=lambda line: line.offer.state != "open")


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting in the list, with the sessions that lie within it."""

    meeting: Meeting
    sessions: tuple[Meeting, ...]


def meetings_by_year(actor: Actor, network: Network) -> list[tuple[int, list[MeetingLine]]]:
    """All visible meetings, newest year first; a session stands under its meeting where that is visible.

    One query.
    """
    meetings = list(visible_meetings(actor).filter(network=network))
    seen = {m.pk for m in meetings}
    sessions: dict[int, list[Meeting]] = {}
    for meeting in meetings:
        if meeting.within_id in seen:
            sessions.setdefault(meeting.within_id or 0, []).append(meeting)
    years: dict[int, list[MeetingLine]] = {}
    for meeting in meetings:
        if meeting.within_id not in seen:
            line = MeetingLine(meeting, tuple(sessions.get(meeting.pk, [])))
            years.setdefault(meeting.starts_on.year, []).append(line)
    return list(years.items())


def participants(actor: Actor, meeting: Meeting) -> list[Attendance]:
    """Who is named at a meeting, by member in alphabetical order, then by name. One query."""
    rows = visible_attendances(actor).filter(meeting=meeting)
    return sorted(
        rows, key=lambda a: (a.seat.member.short_name if a.seat and a.seat.member else "~", a.person.sort_key)
    )

"""Every query about meetings and attendance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from secretariat.access.reads import visible
from secretariat.access.rules import Actor
from secretariat.members.models import Network, Person

from ..models import Attendance, Meeting


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


@dataclass(frozen=True, slots=True)
class MeetingLine:
    """A meeting in the list, with the sessions that lie within it, in the order of their days."""

    meeting: Meeting
    sessions: tuple[MeetingLine, ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """Meetings to come, soonest first, and those that were, by year, newest first."""

    upcoming: tuple[MeetingLine, ...]
    years: tuple[tuple[int, tuple[MeetingLine, ...]], ...]


def calendar(actor: Actor, network: Network, on: date) -> Calendar:
    """All visible meetings; a session stands under its meeting where that is visible, else for itself.

    A meeting counts as to come until its last day is over. One query.
    """
    meetings = list(visible_meetings(actor).filter(network=network))
    seen = {m.pk for m in meetings}
    inside: dict[int, list[Meeting]] = {}
    for meeting in reversed(meetings):
        if meeting.within_id in seen:
            inside.setdefault(meeting.within_id or 0, []).append(meeting)

    def line(meeting: Meeting) -> MeetingLine:
        return MeetingLine(meeting, tuple(line(session) for session in inside.get(meeting.pk, [])))

    lines = [line(m) for m in meetings if m.within_id not in seen]
    upcoming = tuple(reversed([x for x in lines if x.meeting.ends_on >= on]))
    years: dict[int, list[MeetingLine]] = {}
    for past in lines:
        if past.meeting.ends_on < on:
            years.setdefault(past.meeting.starts_on.year, []).append(past)
    return Calendar(upcoming, tuple((year, tuple(rows)) for year, rows in years.items()))


def meetings_of_person(actor: Actor, person: Person) -> QuerySet[Attendance]:
    """Where a person is named as attending, the newest meeting first. One query."""
    rows = visible_attendances(actor).filter(person=person).select_related("meeting")
    return rows.order_by("-meeting__starts_on", "-meeting__pk")


def participants(actor: Actor, meeting: Meeting) -> list[Attendance]:
    """Who is named at a meeting, by member in alphabetical order, then by name. One query."""
    rows = visible_attendances(actor).filter(meeting=meeting)
    return sorted(
        rows, key=lambda a: (a.seat.member.short_name if a.seat and a.seat.member else "~", a.person.sort_key)
    )

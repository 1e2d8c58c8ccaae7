"""The personal calendar: what somebody may see, as iCalendar.

A calendar leaves the house: it lies with whoever keeps the reader's calendar. So a closed meeting stands in it
without title and place, a due day without the matter, and both lead back to the page that asks who reads.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, Event

from secretariat.access.rules import Actor, Ring
from secretariat.audit.reads import last_instants
from secretariat.commitments.models import Commitment
from secretariat.commitments.reads import asked_of_seats
from secretariat.meetings.models import Meeting
from secretariat.meetings.reads import visible_meetings
from secretariat.meetings.zone_data import zone_component
from secretariat.members.models import Network
from secretariat.members.reads import LinkHolder, holder_of_secret
from secretariat.toolbox.errors import NotVisible

from ..rules import FEED

MONTHS_BACK = 24
"""How far back the calendar reaches; what was before stands on the timeline."""

_OPEN = frozenset({Ring.PUBLIC, Ring.PARTNERS, Ring.MEMBERS})


def reader_of_feed(secret: str) -> LinkHolder:
    """Who reads the calendar with that secret. Raises NotVisible for every address that opens none. One query."""
    holder = holder_of_secret(secret)
    if holder is None or holder.line.link.purpose != FEED:
        raise NotVisible
    return holder


def calendar_of(actor: Actor, network: Network, on: date) -> bytes:
    """The actor's calendar: meetings from two years ago on, and the due days of the actor's own seats.

    The same bytes for the same matter: nothing in it says when it was fetched. Three queries.
    Source: RFC 5545 and RFC 7986; a calendar that states no method, so DTSTAMP is when a matter last changed.
    """
    since = on - timedelta(days=MONTHS_BACK * 31)
    meetings = list(visible_meetings(actor).filter(network=network, ends_on__gte=since).order_by("pk"))
    owed = [line.commitment for line in asked_of_seats(actor, on) if line.commitment.due_on is not None]
    changed = last_instants([*(m.ref for m in meetings), *(c.ref for c in owed)])
    calendar = Calendar()
    calendar.add("prodid", "-//Secretariat//calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("name", network.short_name)
    calendar.add("x-wr-calname", network.short_name)
    calendar.add("x-wr-timezone", network.zone)
    calendar.add("refresh-interval", timedelta(hours=6), parameters={"VALUE": "DURATION"})
    # Days begin and end where the network lives.
    calendar.add_component(zone_component(network.zone, since.year))
    for meeting in meetings:
        calendar.add_component(_meeting(meeting, network, changed.get(meeting.ref)))
    for commitment in owed:
        calendar.add_component(_due(commitment, network, changed.get(commitment.ref)))
    body: bytes = calendar.to_ical()
    return body


def _event(
    ref: str, network: Network, version: int, changed: datetime | None, first: date, last: date
) -> Event:
    event = Event()
    # The identity is the thing's own, never the reader's: two holders comparing notes see one meeting.
    event.add("uid", f"{ref}@{network.ref}")
    event.add("dtstamp", changed or datetime(first.year, first.month, first.day, tzinfo=UTC))
    event.add("sequence", max(version - 1, 0))
    event.add("dtstart", first)
    event.add("dtend", last + timedelta(days=1))
    return event


def _meeting(meeting: Meeting, network: Network, changed: datetime | None) -> Event:
    event = _event(meeting.ref, network, meeting.version, changed, meeting.starts_on, meeting.ends_on)
    if meeting.opens_at is not None and meeting.closes_at is not None:
        del event["dtstart"], event["dtend"]
        # In UTC, which every program shows in its reader's own zone, and which no clock change moves.
        event.add("dtstart", meeting.opens_at.astimezone(UTC))
        event.add("dtend", meeting.closes_at.astimezone(UTC))
    is_closed = meeting.is_closed or meeting.ring not in _OPEN
    event.add("summary", f"{network.short_name}: closed meeting" if is_closed else meeting.title)
    event.add("class", "PRIVATE" if is_closed or meeting.ring != Ring.PUBLIC else "PUBLIC")
    if not is_closed and meeting.place:
        event.add("location", meeting.place)
    if meeting.is_cancelled:
        event.add("status", "CANCELLED")
    elif meeting.period_words:
        event.add("status", "TENTATIVE")
    event.add("url", settings.BASE_URL + reverse("desk:meeting", args=[meeting.ref]))
    return event


def _due(commitment: Commitment, network: Network, changed: datetime | None) -> Event:
    day = commitment.due_on or date.max
    event = _event(commitment.ref, network, commitment.version, changed, day, day)
    event.add("summary", f"{network.short_name}: something your seat owes is due")
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")
    event.add("url", settings.BASE_URL + reverse("commitments:commitment", args=[commitment.ref]))
    return event


def etag_of(holder: LinkHolder, body: bytes) -> str:
    """The tag of a calendar as it was given: of its own bytes under its own address, quoted.

    It changes when what this reader sees does, and with nothing else: not with the deeds of others, and two
    readers of the same matter cannot tell by it that it is the same. Source: RFC 9110, 8.8.3.
    """
    return f'"{hashlib.sha256(holder.line.link.digest.encode() + body).hexdigest()[:32]}"'

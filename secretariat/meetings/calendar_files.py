"""Invitations as iCalendar files: one for each addressee, the same meeting by the same identity ever after.

A file leaves the house and lies with whoever keeps the reader's calendar. So a closed meeting has a neutral title,
no place and no words in it, and no file ever names anybody but the one it is sent to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress

from secretariat.toolbox.errors import RuleBroken

from .zone_data import zone_component

Method = Literal["REQUEST", "CANCEL"]

PRODUCT = "-//Secretariat//invitation//EN"
LONGEST_TEXT = 4000
"""Characters of one field; office calendars cut longer ones anywhere."""


@dataclass(frozen=True, slots=True)
class Happening:
    """What an invitation tells of a meeting.

    ``starts`` and ``ends`` are two days, both included, or two aware instants; ``zone`` is the IANA name of the place
    of the meeting. ``sequence`` rises with every change that is sent out. ``organiser_address`` is where answers go.
    """

    uid: str
    sequence: int
    title: str
    network: str
    is_closed: bool
    is_public: bool
    starts: date | datetime
    ends: date | datetime
    zone: str
    organiser_name: str
    organiser_address: str
    place: str = ""
    description: str = ""
    url: str = ""
    is_tentative: bool = False


@dataclass(frozen=True, slots=True)
class Addressee:
    """The one a file is made for."""

    name: str
    address: str


def invitation(happening: Happening, addressee: Addressee, *, sent_at: datetime) -> bytes:
    """The first invitation of one addressee: iCalendar with METHOD:REQUEST, to be sent as ``content_type`` says.

    ``sent_at`` is an aware instant. Raises RuleBroken: ``meetings.address`` for what is no mail address,
    ``meetings.times`` where the times do not run forward, mix days and instants, or have no zone.
    Source: RFC 5545 and RFC 5546, 3.2.2.
    """
    return _file("REQUEST", happening, addressee, sent_at)


def update(happening: Happening, addressee: Addressee, *, sent_at: datetime, after: int) -> bytes:
    """The same invitation with what has changed; it takes the place of the one with sequence ``after``.

    Raises RuleBroken as ``invitation``, and ``meetings.sequence`` where its sequence is not higher: a calendar would
    throw it away in silence. Source: RFC 5546, 2.1.4.
    """
    _refuse_stale(happening, after)
    return _file("REQUEST", happening, addressee, sent_at)


def cancel(happening: Happening, addressee: Addressee, *, sent_at: datetime, after: int) -> bytes:
    """Takes the meeting out of the addressee's calendar: METHOD:CANCEL. Raises as ``update``.

    Source: RFC 5546, 3.2.5.
    """
    _refuse_stale(happening, after)
    return _file("CANCEL", happening, addressee, sent_at)


def content_type(method: Method) -> str:
    """The type of the mail's part that carries the file; without the method in it a mail program shows an attachment
    and no buttons. Source: RFC 6047, 2.4.
    """
    return f"text/calendar; method={method}; charset=utf-8; component=VEVENT"


def neutral_title(network: str) -> str:
    """What a closed meeting is called outside the house."""
    return f"{network}: closed meeting"


def _refuse_stale(happening: Happening, after: int) -> None:
    if happening.sequence <= after:
        raise RuleBroken(
            "meetings.sequence",
            f"Sequence {happening.sequence} does not replace {after}, which was sent already; it must be higher.",
        )


def _file(method: Method, happening: Happening, addressee: Addressee, sent_at: datetime) -> bytes:
    _refuse_times(happening)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if isinstance(happening.starts, datetime):
        calendar.add_component(zone_component(happening.zone, happening.starts.year))
    calendar.add_component(_event(method, happening, addressee, sent_at))
    body: bytes = calendar.to_ical()
    return body


def _event(method: Method, happening: Happening, addressee: Addressee, sent_at: datetime) -> Event:
    event = Event()
    event.add("uid", happening.uid)
    event.add("dtstamp", sent_at.astimezone(UTC).replace(microsecond=0))
    event.add("sequence", happening.sequence)
    if isinstance(happening.starts, datetime) and isinstance(happening.ends, datetime):
        event.add("dtstart", _local(happening.starts, happening.zone))
        event.add("dtend", _local(happening.ends, happening.zone))
    else:
        event.add("dtstart", happening.starts)
        event.add("dtend", happening.ends + timedelta(days=1))
    event.add("organizer", _person(happening.organiser_name, happening.organiser_address))
    event.add("attendee", _invited(method, addressee))
    event.add("class", _class(happening))
    if method == "CANCEL":
        event.add("status", "CANCELLED")
    else:
        event.add("status", "TENTATIVE" if happening.is_tentative else "CONFIRMED")
    if happening.is_closed:
        event.add("summary", neutral_title(_clean(happening.network)))
    else:
        event.add("summary", _clean(happening.title))
        for name, words in (("location", happening.place), ("description", happening.description)):
            if _clean(words):
                event.add(name, _clean(words))
    if happening.url:
        # The page behind the address asks who reads, so a closed meeting may lead there too.
        event.add("url", happening.url)
    return event


def _class(happening: Happening) -> str:
    if happening.is_closed:
        return "CONFIDENTIAL"
    return "PUBLIC" if happening.is_public else "PRIVATE"


def _invited(method: Method, addressee: Addressee) -> vCalAddress:
    person = _person(addressee.name, addressee.address)
    person.params["CUTYPE"] = "INDIVIDUAL"
    person.params["ROLE"] = "REQ-PARTICIPANT"
    if method == "REQUEST":
        person.params["PARTSTAT"] = "NEEDS-ACTION"
        person.params["RSVP"] = "TRUE"
    return person


def _person(name: str, address: str) -> vCalAddress:
    person = vCalAddress(f"mailto:{_mail_address(address)}")
    if _clean(name):
        person.params["CN"] = _clean(name).replace("\n", " ")
    return person


def _mail_address(address: str) -> str:
    said = address.strip()
    if not re.fullmatch(r"[^\s@<>\"(),:;\\\x00-\x1f\x7f]{1,64}@[^\s@<>\"(),:;\\\x00-\x1f\x7f]{1,253}", said):
        raise RuleBroken(
            "meetings.address", f"“{said[:80]}” is no mail address an invitation can be sent to."
        )
    return said


def _local(moment: datetime, zone: str) -> datetime:
    """The instant in the zone of the meeting, or in UTC in the hour that happens twice there in a night of autumn.

    Source: RFC 5545, 3.3.5, takes such a local time for the first of the two, and widely used programs for the second.
    """
    local = moment.astimezone(ZoneInfo(zone)).replace(microsecond=0)
    is_twofold = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
    return local.astimezone(UTC) if is_twofold else local


def _refuse_times(happening: Happening) -> None:
    timed = [isinstance(day, datetime) for day in (happening.starts, happening.ends)]
    if timed[0] != timed[1]:
        raise RuleBroken(
            "meetings.times", "A meeting begins and ends either by the day or by the hour, not by both."
        )
    for moment in (happening.starts, happening.ends):
        if isinstance(moment, datetime) and moment.tzinfo is None:
            raise RuleBroken(
                "meetings.times", "A time without a zone is an hour wrong somewhere; name the zone."
            )
    if happening.ends < happening.starts or (timed[0] and happening.ends == happening.starts):
        raise RuleBroken("meetings.times", "The meeting ends before it begins.")


def _clean(words: str) -> str:
    """Words without control characters, line ends kept, cut at ``LONGEST_TEXT``."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n")
    return re.sub(r"[\x00-\x09\x0b-\x1f\x7f]", " ", lines).strip()[:LONGEST_TEXT]

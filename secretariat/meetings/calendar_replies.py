"""Answers to invitations as calendars send them back, alone or inside a mail."""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import Message
from email.utils import parseaddr
from typing import Literal

from icalendar import Calendar, Event, vCalAddress, vDDDTypes

from secretariat.toolbox.errors import RuleBroken, SourceUnreadable

from .calendar_text import decoded, parsed

Partstat = Literal["accepted", "declined", "tentative", "delegated", "needs-action"]

LARGEST_REPLY = 1 << 20
"""Bytes of a mail with an answer: a calendar file has 2 kB, the rest is what mail programs add."""

_MOST_PARTS = 50
_LARGEST_SEQUENCE = (1 << 31) - 1
_LONGEST_UID = 255
_TYPES = ("text/calendar", "application/ics")


@dataclass(frozen=True, slots=True)
class Reply:
    """What an addressee's calendar answered.

    ``attendee`` is the address that was invited, in small letters; ``sent_by`` who pressed the button in that name,
    if somebody else; ``mail_from`` the sender of the mail around it. All three are only claims: who may answer for
    whom is decided by whoever takes the answer in.
    """

    uid: str
    attendee: str
    partstat: Partstat
    sequence: int
    dtstamp: datetime
    sent_by: str = ""
    mail_from: str = ""


def read_reply(raw: bytes) -> Reply:
    """The answer in a calendar file, or in the mail that carries one.

    Raises SourceUnreadable where nothing of the kind can be read, RuleBroken (``meetings.not_a_reply``) for a calendar
    that is no answer to an invitation: a new proposal of a time, somebody's own invitation, several at once.
    Source: RFC 5546, 3.2.3, and RFC 6047 for the mail.
    """
    if len(raw) > LARGEST_REPLY:
        raise SourceUnreadable(
            f"The answer is larger than {LARGEST_REPLY >> 20} MB, which no calendar's answer is."
        )
    if re.match(rb"\s*(\xef\xbb\xbf)?\s*BEGIN:VCALENDAR", raw, re.IGNORECASE):
        return _reply_of(parsed(decoded(raw)), "")
    text, sender = _calendar_in_mail(raw)
    return _reply_of(parsed(text), sender)


def supersedes(new: tuple[int, datetime], old: tuple[int, datetime]) -> bool:
    """Whether an answer takes the place of another of the same addressee, each by its sequence and the instant it was
    made: it answers a later change, or came later.

    Source: RFC 5546, 2.1.5: SEQUENCE first, then DTSTAMP; mails overtake each other.
    """
    return new > old


def _calendar_in_mail(raw: bytes) -> tuple[str, str]:
    """The text of the calendar part of a mail, and the address of its sender."""
    try:
        mail = email.message_from_bytes(raw)
        parts = _leaves(mail)
    except RecursionError:
        raise SourceUnreadable("The mail nests deeper than any mail does.") from None
    for part in parts:
        if part.get_content_type() in _TYPES or (part.get_filename() or "").casefold().endswith(".ics"):
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                return decoded(body, part.get_content_charset() or "utf-8"), _sender(mail)
    raise SourceUnreadable(
        "The mail carries no calendar's answer; answer by the button or the link in the invitation."
    )


def _sender(mail: Message) -> str:
    """The address in From; empty where there is none, or more than one: mail servers vouch for one alone."""
    found = mail.get_all("From", [])
    return _address(parseaddr(str(found[0]))[1]) if len(found) == 1 else ""


def _leaves(mail: Message) -> list[Message]:
    parts = []
    for count, part in enumerate(mail.walk()):
        if count >= _MOST_PARTS:
            raise SourceUnreadable(f"The mail has more than {_MOST_PARTS} parts.")
        if not part.is_multipart():
            parts.append(part)
    return parts


def _reply_of(calendar: Calendar, sender: str) -> Reply:
    method = str(calendar.get("method", "")).strip().upper()
    if method == "COUNTER":
        raise _no_reply("This proposes another time; the date is found by the poll and not in a calendar")
    if method != "REPLY":
        raise _no_reply(
            f"This is no answer to an invitation but {method[:20] or 'a calendar without a method'}"
        )
    events = calendar.walk("VEVENT")
    if len(events) != 1 or not isinstance(events[0], Event):
        raise _no_reply(f"This answers {len(events)} things at once; one is answered at a time")
    event = events[0]
    if event.get("recurrence-id") is not None:
        raise _no_reply("This answers one of several days, and no invitation here has several")
    attendee = event.get("attendee")
    if not isinstance(attendee, vCalAddress):
        raise _no_reply("This does not name the one person who answers")
    return Reply(
        uid=_uid(event),
        attendee=_required_address(str(attendee)),
        partstat=_partstat(str(attendee.params.get("PARTSTAT", "NEEDS-ACTION"))),
        sequence=_sequence(event.get("sequence", 0)),
        dtstamp=_stamp(event),
        sent_by=_address(str(attendee.params.get("SENT-BY", ""))),
        mail_from=sender,
    )


def _no_reply(what: str) -> RuleBroken:
    return RuleBroken("meetings.not_a_reply", f"{what}. Answer by the button or the link in the invitation.")


def _uid(event: Event) -> str:
    uid = str(event.get("uid", ""))
    if not 0 < len(uid) <= _LONGEST_UID or not uid.isprintable():
        raise SourceUnreadable("The answer does not say which invitation it belongs to.")
    return uid


def _partstat(word: str) -> Partstat:
    match word.strip().casefold():
        case "accepted" | "declined" | "tentative" | "delegated" | "needs-action" as known:
            return known
    raise SourceUnreadable(f"The calendar answered “{word[:30]}”, which is none of the answers there are.")


def _sequence(value: object) -> int:
    try:
        number = int(str(value))
    except ValueError:
        number = -1
    if not 0 <= number <= _LARGEST_SEQUENCE:
        raise SourceUnreadable("The answer does not say which version of the invitation it belongs to.")
    return number


def _stamp(event: Event) -> datetime:
    value = event.get("dtstamp")
    # A value that could not be read is kept as something else, which raises when it is asked for its day.
    stamp = value.dt if isinstance(value, vDDDTypes) else None
    if not isinstance(stamp, datetime) or stamp.utcoffset() != timedelta():
        raise SourceUnreadable("The answer does not say when it was made (DTSTAMP in UTC).")
    return stamp


def _required_address(uri: str) -> str:
    address = _address(uri)
    if not address:
        raise SourceUnreadable("The answer does not name the mail address that was invited.")
    return address


def _address(uri: str) -> str:
    """The mail address in small letters; empty where there is none."""
    said = re.sub(r"^mailto:", "", uri.strip(), flags=re.IGNORECASE).casefold()
    return said if re.fullmatch(r"[^\s@<>\"\x00-\x1f\x7f]{1,64}@[^\s@<>\"\x00-\x1f\x7f]{1,253}", said) else ""

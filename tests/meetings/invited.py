"""A meeting to which seats are invited, for the tests of invitations, letters and replies."""

from __future__ import annotations

from datetime import UTC, date, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage as Mail

from django.core.mail import EmailMessage
from icalendar import Calendar

from secretariat.meetings import actions
from secretariat.meetings.models import Invitation, Invitee, Meeting
from secretariat.members.models import Seat
from secretariat.members.reads import member_seats
from tests.cast import Cast

OPENS = datetime(2027, 3, 25, 8, 0, tzinfo=UTC)
CLOSES = datetime(2027, 3, 29, 15, 0, tzinfo=UTC)
"""Over the night in which summer time begins: nine o'clock before it and five o'clock after it in Podgorica."""


def meeting_of(cast: Cast, *, is_closed: bool = False, with_hours: bool = True, **more: object) -> Meeting:
    """A plenary in spring, with hours in the zone of its place."""
    fields: dict[str, object] = {"title": "Twelfth meeting of coordinators", "place": "Bečići"} | more
    meeting = actions.create_meeting(
        cast.officer.actor,
        network=cast.network,
        starts_on=date(2027, 3, 25),
        ends_on=date(2027, 3, 29),
        is_closed=is_closed,
        **fields,  # type: ignore[arg-type]
    )
    if with_hours:
        Meeting.objects.filter(pk=meeting.pk).update(
            opens_at=OPENS, closes_at=CLOSES, zone="Europe/Podgorica"
        )
        meeting.refresh_from_db()
    return meeting


def invitation_of(cast: Cast, meeting: Meeting | None = None, **more: object) -> Invitation:
    """A draft to every member's seat, in plain words."""
    fields: dict[str, object] = {
        "kind": "plenary",
        "seats": member_seats(cast.network),
        "middle": "The host offers a walk along the bay.",
        "enclosures": "Provisional agenda",
    } | more
    return actions.draft_invitation(
        cast.officer.actor,
        meeting=meeting or meeting_of(cast),
        **fields,  # type: ignore[arg-type]
    )


def sent_invitation(cast: Cast, meeting: Meeting | None = None, **more: object) -> Invitation:
    invitation = invitation_of(cast, meeting, **more)
    actions.send_invitation(cast.officer.actor, invitation=invitation)
    invitation.refresh_from_db()
    return invitation


def invitee_of(invitation: Invitation, seat: Seat) -> Invitee:
    return Invitee.objects.select_related("invitation", "seat").get(invitation=invitation, seat=seat)


def mails_to(outbox: list[EmailMessage], address: str) -> list[Mail]:
    """The mails to an address as they go over the wire, parsed anew."""
    found = [mail for mail in outbox if mail.to == [address]]
    return [message_from_bytes(mail.message().as_bytes(), policy=policy.default) for mail in found]


def text_of(mail: Mail) -> str:
    """The words of a mail."""
    body = mail.get_body(("plain",))
    assert body is not None
    words = body.get_content()
    assert isinstance(words, str)
    return words


def calendar_bytes(mail: Mail) -> bytes:
    """The calendar part of a mail."""
    (part,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    body = part.get_payload(decode=True)
    assert isinstance(body, bytes)
    return body


def calendar_of(mail: Mail) -> Calendar:
    found = Calendar.from_ical(calendar_bytes(mail).decode())
    assert isinstance(found, Calendar)
    return found

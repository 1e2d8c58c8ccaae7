"""What a mail brings along: the files of a numbered letter, and the name under which a mail that comes back is known."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from secretariat.meetings.calendar_files import content_type
from secretariat.meetings.courtesies import AGENDA
from secretariat.meetings.models import Letter
from secretariat.meetings.reads import letter_sent_as
from secretariat.members.models import Notice
from secretariat.members.reads import reader_of
from secretariat.publishing.letters import letter_data
from secretariat.publishing.typeset import agenda_pdf, letter_pdf
from secretariat.toolbox.ids import slug

from ..agenda.printed import agenda_data
from ..agenda.reads import agenda_page


@dataclass(frozen=True, slots=True)
class Enclosed:
    """The letter a mail carries, and the digests (SHA-256, in hex) of its file and of the agenda that go out with it."""

    letter: Letter
    digest: str
    agenda_digest: str = ""


def message_id(ref: str) -> str:
    """The name of a mail among all mails, by the reference of its letter: when it comes back, it says which it was.

    Source: RFC 5322, 3.6.4; a second try of the same mail has the same name, so that a mailbox sees one.
    """
    _, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return f"<{ref}@{address.rpartition('@')[2] or 'localhost'}>"


def enclose(message: EmailMultiAlternatives, notice: Notice) -> Enclosed | None:
    """Puts the files of a numbered letter into its mail: the calendar file as another form of its words, so that mail
    programs show the buttons, the letter as PDF and, where the invitation says so, the agenda. None for a mail that
    brings nothing. One query, and those of an agenda.

    Raises NotVisible where the words of the letter were purged, RuleBroken for a sign that no typeface has.
    Source: RFC 6047, 2.4: a part of the type text/calendar with the method in its type.
    """
    letter = letter_sent_as(notice.letter_ref) if notice.letter_ref else None
    if letter is None:
        return None
    pdf = letter_pdf(letter_data(letter))
    if letter.calendar:
        method = content_type("CANCEL" if letter.kind == "cancellation" else "REQUEST")
        # Django adds the charset itself; given twice, a strict reader takes the part for broken.
        message.attach_alternative(letter.calendar, method.replace("; charset=utf-8", ""))
    message.attach(f"{slug(letter.content['ref'])}.pdf", pdf, "application/pdf")
    agenda = _agenda(letter)
    if agenda:
        message.attach(
            f"{AGENDA[letter.invitee.invitation.language].lower().replace(' ', '-')}.pdf",
            agenda,
            "application/pdf",
        )
    return Enclosed(
        letter, hashlib.sha256(pdf).hexdigest(), hashlib.sha256(agenda).hexdigest() if agenda else ""
    )


def _agenda(letter: Letter) -> bytes:
    """The agenda that a first letter brings, as far as its addressee may see it; empty where it brings none.

    A meeting that was closed since the draft keeps its agenda at home.
    """
    invitation = letter.invitee.invitation
    if letter.kind != "invitation" or not invitation.with_agenda or invitation.meeting.is_closed:
        return b""
    reader = reader_of(letter.mandate)
    page = agenda_page(reader, invitation.meeting, letter.made_at)
    return agenda_pdf(agenda_data(reader, page, letter.made_at))

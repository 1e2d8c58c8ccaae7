"""What a mail brings along: the files of a numbered letter, and the name under which a mail that comes back is known."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from secretariat.meetings.calendar_files import content_type
from secretariat.meetings.models import Letter
from secretariat.meetings.reads import letter_sent_as
from secretariat.members.models import Notice
from secretariat.publishing.letters import letter_data
from secretariat.publishing.typeset import letter_pdf
from secretariat.toolbox.ids import slug


@dataclass(frozen=True, slots=True)
class Enclosed:
    """The letter a mail carries, and the digest (SHA-256, in hex) of the file that goes out with it."""

    letter: Letter
    digest: str


def message_id(ref: str) -> str:
    """The name of a mail among all mails, by the reference of its letter: when it comes back, it says which it was.

    Source: RFC 5322, 3.6.4; a second try of the same mail has the same name, so that a mailbox sees one.
    """
    _, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return f"<{ref}@{address.rpartition('@')[2] or 'localhost'}>"


def enclose(message: EmailMultiAlternatives, notice: Notice) -> Enclosed | None:
    """Puts the files of a numbered letter into its mail: the calendar file as another form of its words, so that mail
    programs show the buttons, and the letter as PDF. None for a mail that brings nothing. One query.

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
    return Enclosed(letter, hashlib.sha256(pdf).hexdigest())

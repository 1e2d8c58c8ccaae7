"""The post: queued letters go out here, away from any request, as far as a mail server takes them."""

from __future__ import annotations

import logging
import ssl
from smtplib import (
    SMTPAuthenticationError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPServerDisconnected,
)

from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from secretariat.access.rules import Actor
from secretariat.meetings.actions import note_letter
from secretariat.members.actions import claim_notice, note_problem, refuse_notice, send_notice
from secretariat.members.models import Notice
from secretariat.members.reads import waiting_notices, words_to_send
from secretariat.toolbox.errors import SecretariatError

from .enclosures import Enclosed, enclose, message_id

log = logging.getLogger("secretariat.desk")

MOST_AT_ONCE = 200
"""Letters a tick looks at: the rest wait a minute for the next one."""


def send_letters(actor: Actor, connection: BaseEmailBackend) -> int:
    """Sends what waits and may go; how many letters went. A server that does not answer ends the round, a
    letter that it does not take is left for later, and the reason is kept with it.

    Sent and then stopped by a power cut before that is written down, a letter goes twice: better than never.
    Source: own choice, after RFC 5321, 4.5.4.1.
    """
    sent = 0
    try:
        for notice in waiting_notices(actor)[:MOST_AT_ONCE]:
            if refuse_notice(actor, notice=notice) or not claim_notice(notice):
                continue
            try:
                enclosed = _hand_over(notice, connection)
            except SecretariatError as error:
                # A file of this one letter cannot be made; the others go.
                log.error("a letter (%s) could not be made: %s", notice.kind, type(error).__name__)
                note_problem(notice, error.message)
            except OSError as error:
                # Never with the address: who is written to is nobody's business who reads a log.
                log.error("a letter (%s) could not be sent: %s", notice.kind, type(error).__name__)
                note_problem(notice, what_went_wrong(error))
                if not isinstance(error, SMTPException) or isinstance(error, SMTPServerDisconnected):
                    break
            else:
                send_notice(actor, notice=notice)
                if enclosed is not None:
                    note_letter(
                        actor,
                        letter=enclosed.letter,
                        digest=enclosed.digest,
                        agenda_digest=enclosed.agenda_digest,
                    )
                sent += 1
    finally:
        connection.close()
    return sent


def what_went_wrong(error: OSError) -> str:
    """A failure to send in words for the Secretariat: who did not do what, with the server's own answer.

    Source: RFC 5321, 4.2: a reply is a number and a text for people.
    """
    if isinstance(error, SMTPRecipientsRefused):
        number, text = next(iter(error.recipients.values()), (0, b""))
        return f"The mail server takes no letters for this address ({_answer(number, text)})."
    if isinstance(error, SMTPAuthenticationError):
        return "The mail server does not accept the name and password that are set for it here."
    if isinstance(error, SMTPResponseException):
        return f"The mail server did not take the letter ({_answer(error.smtp_code, error.smtp_error)})."
    if isinstance(error, SMTPServerDisconnected):
        return "The mail server broke off in the middle."
    if isinstance(error, SMTPException):
        return "The mail server cannot do what is asked of it here."
    if isinstance(error, ssl.SSLError):
        return "The mail server has no seal (TLS) that can be trusted."
    if isinstance(error, TimeoutError):
        return "The mail server does not answer: nothing came back in time."
    return f"The mail server does not answer: {(error.strerror or 'it cannot be reached').lower()}."


def _answer(number: int, text: bytes | str) -> str:
    words = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{number} {' '.join(words.split())}".strip()


def _hand_over(notice: Notice, connection: BaseEmailBackend) -> Enclosed | None:
    message = EmailMultiAlternatives(
        subject=notice.subject,
        body=words_to_send(notice),
        to=[notice.account.email],
        headers={
            "Auto-Submitted": "auto-generated",
            "Message-ID": message_id(notice.letter_ref or notice.ref),
        },
        connection=connection,
    )
    enclosed = enclose(message, notice)
    connection.open()  # the first letter of a round opens it for all; a message that opens it would close it
    message.send()
    return enclosed

"""Mail that a mail server sends back because it could not deliver ours; pure, and nothing in it is believed but facts.

Source: RFC 3464 (delivery status), RFC 3462 (multipart/report).
"""

from __future__ import annotations

import email
import re
from dataclasses import dataclass
from email.message import Message
from email.policy import default
from email.utils import parseaddr

from secretariat.toolbox.errors import SourceUnreadable

_MOST_PARTS = 100
_REF = re.compile(r"<((?:letter|notice)-[a-z0-9]+)@[^<>\s]+>")
LONGEST_SAID = 20_000
"""Characters of a mail's words that are kept to be read on a page; the whole of it is kept beside them."""


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a report of delivery says: of which of our mails, to which address, and what became of it.

    ``ref`` is empty where the report does not quote the name of the mail; ``action`` is a word of RFC 3464 (``failed``,
    ``delayed`` ...); ``why`` the mail server's own words.
    """

    ref: str
    recipient: str
    action: str
    why: str


@dataclass(frozen=True, slots=True)
class Said:
    """A mail as a page may show it: sender and subject as it claims them, and its words as plain text."""

    sender: str
    subject: str
    words: str


def read_bounce(raw: bytes) -> Bounce | None:
    """The report of delivery that a mail is; None for every other mail.

    Of several recipients the first that failed is told: our mails have one. Raises SourceUnreadable for a mail that
    nests deeper, or has more parts, than any mail does.
    """
    mail = _parsed(raw)
    if mail.get_content_type() != "multipart/report":
        return None
    parts = _parts(mail)
    status = next((p for p in parts if p.get_content_type() == "message/delivery-status"), None)
    if status is None:
        return None
    groups = [
        group for group in _groups(status) if group.get("Final-Recipient") or group.get("Original-Recipient")
    ]
    if not groups:
        return None
    told = next((g for g in groups if _word(g, "Action") == "failed"), groups[0])
    return Bounce(
        ref=_quoted_ref(parts),
        recipient=_recipient(told),
        action=_word(told, "Action"),
        why=" ".join(str(told.get("Diagnostic-Code") or told.get("Status") or "").split())[:400],
    )


def _parsed(raw: bytes) -> Message:
    try:
        return email.message_from_bytes(raw)
    except RecursionError:
        raise SourceUnreadable("The mail nests deeper than any mail does.") from None


def _parts(mail: Message) -> list[Message]:
    try:
        parts = [part for part, _ in zip(mail.walk(), range(_MOST_PARTS + 1), strict=False)]
    except RecursionError:
        raise SourceUnreadable("The mail nests deeper than any mail does.") from None
    if len(parts) > _MOST_PARTS:
        raise SourceUnreadable(f"The mail has more than {_MOST_PARTS} parts.")
    return parts


def _groups(status: Message) -> list[Message]:
    """The groups of fields of a report: one of the mail, and one for each recipient."""
    body = status.get_payload()
    return [group for group in body if isinstance(group, Message)] if isinstance(body, list) else []


def _word(group: Message, field: str) -> str:
    return str(group.get(field, "")).strip().casefold()


def _recipient(group: Message) -> str:
    field = str(group.get("Final-Recipient") or group.get("Original-Recipient") or "")
    return field.rpartition(";")[2].strip().strip("<>").casefold()


def _quoted_ref(parts: list[Message]) -> str:
    """The reference in the name of our mail, which the report quotes whole or by its head."""
    for part in parts:
        found = _REF.search(str(part.get("Message-ID", "")))
        if found:
            return found[1]
        if part.get_content_type() == "text/rfc822-headers":
            head = part.get_payload(decode=True)
            found = _REF.search(head.decode("utf-8", "replace")) if isinstance(head, bytes) else None
            if found:
                return found[1]
    return ""


def said_in(raw: bytes) -> Said:
    """What a mail says, for a page that shows it as plain text. It reads whatever can be read and raises nothing."""
    try:
        mail = email.message_from_bytes(raw, policy=default)
        parts = [part for part, _ in zip(mail.walk(), range(_MOST_PARTS), strict=False)]
        sender, subject = parseaddr(str(mail.get("From", "")))[1], str(mail.get("Subject", ""))
    except (RecursionError, ValueError, LookupError, AttributeError):
        # The library of mail gives up on some headers of liars; the mail is kept whole all the same.
        return Said("", "", "")
    for part in parts:
        if part.get_content_type() == "text/plain" and not part.is_multipart():
            body = part.get_payload(decode=True)
            if isinstance(body, bytes):
                return Said(sender, subject, _readable(body))
    return Said(sender, subject, "")


def _readable(body: bytes) -> str:
    text = body.decode("utf-8", "replace").replace("\r\n", "\n")
    return re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", " ", text)[:LONGEST_SAID]

"""States and answers of invitations, and what follows from them; pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Literal

from secretariat.access.rules import (
    Actor,
    Allowed,
    Denied,
    Thing,
    Verdict,
    bureau_only,
    program_only,
    right,
    secretariat_only,
)
from secretariat.members.purposes import purpose
from secretariat.toolbox.errors import RuleBroken

from .calendar_replies import Partstat
from .courtesies import INVITATION_KINDS, LANGUAGES

INVITATION_STATES = ("draft", "sent", "cancelled")
ANSWERS = ("takes part", "not sure yet", "does not take part")
"""What a seat can say to an invitation, in its own words."""

VIA = ("page", "personal link", "mail", "told to the Secretariat")
LETTER_KINDS = ("invitation", "update", "cancellation")
ASK = "invitation"
"""The purpose of the personal link by which an invitation is answered without a sign-in."""

REMIND_BEFORE = timedelta(days=5)
"""How long before the last day those who have not answered are reminded: own choice, a working week."""

CLOCKS_DIFFER = timedelta(days=1)
"""How far ahead the clock of somebody's calendar may be."""

LetterState = Literal["on its way", "sent", "undelivered", "not sent", "to hand over"]

_BY_PARTSTAT: dict[Partstat, str] = {
    "accepted": "takes part",
    "tentative": "not sure yet",
    "declined": "does not take part",
}


def answer_of(partstat: Partstat) -> str:
    """What a calendar's answer means here. Raises RuleBroken (``meetings.answer``) for one that answers nothing, or
    passes the invitation on: whom a seat sends is said in its delegation.
    """
    try:
        return _BY_PARTSTAT[partstat]
    except KeyError:
        raise RuleBroken(
            "meetings.answer",
            f"The calendar said “{partstat}”, which does not say whether the seat takes part.",
        ) from None


def refuse_words(*, kind: str, language: str, answer: str | None = None) -> None:
    """Raises RuleBroken for a kind, a language or an answer that there is not."""
    if kind not in INVITATION_KINDS:
        raise RuleBroken(
            "meetings.letter_kind", f"There are no words for an invitation of the kind “{kind}”."
        )
    if language not in LANGUAGES:
        raise RuleBroken("meetings.letter_language", f"There are no words for letters in “{language}”.")
    if answer is not None:
        refuse_answer(answer)


def refuse_answer(answer: str) -> None:
    """Raises RuleBroken (``meetings.answer``) for an answer that there is not."""
    if answer not in ANSWERS:
        raise RuleBroken("meetings.answer", f"“{answer}” is no answer; choose one of: {', '.join(ANSWERS)}.")


def refuse_early_answer(*, sequence: int, sent: int, stamp: datetime, now: datetime) -> None:
    """Raises RuleBroken (``meetings.early_answer``) for a calendar's answer to a file that was not ``sent`` yet, or
    made more than a day from ``now``. The newest answer counts, so one from the future would outdo all that come.
    Source: RFC 5546, 2.1.5, which trusts both numbers; the day is our own choice, for clocks that are set wrong.
    """
    if sequence > sent or stamp > now + CLOCKS_DIFFER:
        raise RuleBroken(
            "meetings.early_answer",
            "The calendar answers a version of the invitation that was not sent yet, or on a day to come.",
        )


def refuse_reply_by(reply_by: date, *, today: date, starts_on: date) -> None:
    """Raises RuleBroken (``meetings.reply_by``) for a last day that is over, or later than the meeting's first."""
    if reply_by < today:
        raise RuleBroken("meetings.reply_by", "The last day for answers is over already; name a later one.")
    if reply_by > starts_on:
        raise RuleBroken("meetings.reply_by", "The last day for answers lies after the meeting begins.")


def last_day_for_answers(due_on: date | None, *, today: date, starts_on: date) -> date:
    """The last day for answers that a draft begins with: the one of the terms of reference, or, where that is over
    or unknown, the day before the meeting, today at the earliest.
    """
    if due_on is not None and due_on > today:
        return due_on
    return max(today, starts_on - timedelta(days=1))


def reminder_is_due(
    *, today: date, reply_by: date, has_answered: bool, was_reminded: bool, written_on: date
) -> bool:
    """Whether a seat is reminded today: once, from five days before the last day, never on the day it was written to
    and never after. Source: own choice.
    """
    if has_answered or was_reminded or written_on >= today:
        return False
    return reply_by - REMIND_BEFORE <= today <= reply_by


@right("meetings.reply_to_invitation", sentence="{actor} answered an invitation: {thing}")
def may_reply(actor: Actor, invitee: Thing) -> Verdict:
    """Whoever speaks for the seat that was invited; an adviser reads the letter and does not answer it."""
    if actor.speaks_for(invitee.seat_id):
        return Allowed
    return Denied(
        "An invitation is answered by whoever speaks for the seat.",
        rule="meetings.own_invitation",
        who="coordinator or substitute of the seat",
    )


right("meetings.draft_invitation", sentence="{actor} drafted an invitation to {thing}")(bureau_only)
right("meetings.change_invitation", sentence="{actor} changed a drafted {thing}")(bureau_only)
right("meetings.drop_invitation", sentence="{actor} dropped a drafted {thing}")(bureau_only)
right("meetings.send_invitation", sentence="{actor} sent the {thing}")(bureau_only)
right("meetings.send_update", sentence="{actor} told all who were invited of a change: {thing}")(bureau_only)
right("meetings.resend_letter", sentence="{actor} wrote once more to one seat: {thing}")(bureau_only)
right("meetings.note_reply", sentence="{actor} noted the answer of a seat: {thing}")(bureau_only)
right("meetings.purge_invitation", sentence="{actor} purged words that did not belong here: {thing}")(
    secretariat_only
)
right("meetings.remind_of_invitation", sentence="A seat was reminded of an invitation: {thing}")(program_only)
right("meetings.note_letter", sentence="A numbered letter was handed to the mail server: {thing}")(
    program_only
)
right("meetings.note_bounce", sentence="A numbered letter came back: {thing}")(program_only)
right("meetings.take_in_mail", sentence="A mail came in that nobody could place: {thing}")(program_only)
right("meetings.settle_mail", sentence="{actor} settled a mail that nobody could place: {thing}")(
    secretariat_only
)

purpose(
    ASK,
    asks="whether a seat takes part in a meeting",
    deed="meetings.reply_to_invitation",
    days=180,  # an invitation is written months ahead, and its answer may change until the meeting
)

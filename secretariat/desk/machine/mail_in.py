"""Mail that comes in: a calendar's answer to an invitation, a letter that came back, or what nobody can place.

Nothing in a mail is ever carried out but these two: a seat's answer, matched by the identity of the meeting and the
address that was invited, and the note that a letter came back. Everything else is kept for the Secretariat.
Who sent a mail is a claim. What is believed is only what the mail server in front lets through.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from secretariat.access.rules import Actor, system_actor
from secretariat.meetings.actions import note_bounce, reply_to_invitation, take_in_mail
from secretariat.meetings.bounces import Bounce, read_bounce, said_in
from secretariat.meetings.calendar_replies import Reply, read_reply
from secretariat.meetings.inviting import answer_of
from secretariat.meetings.models import Invitee
from secretariat.meetings.reads import invitee_answering, letter_sent_as
from secretariat.members.models import Network
from secretariat.members.reads import speakers_of_seats
from secretariat.members.rules import is_in_force
from secretariat.toolbox import clock
from secretariat.toolbox.errors import RuleBroken, SourceUnreadable

MAIL: Actor = system_actor("the mail that comes in")
Outcome = Literal["answer taken in", "known already", "letter came back", "kept for the Secretariat"]


class Unplaceable(Exception):
    """A mail fits nothing here; ``why`` says it in a sentence for the Secretariat."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of one mail, and the sentence about it."""

    outcome: Outcome
    words: str


def place_mail(network: Network, raw: bytes) -> Placed:
    """Takes in one mail as it came from the mail server; the same mail a second time changes nothing.

    Raises RuleBroken for one larger than is kept: the mail server then tells its sender.
    """
    try:
        bounce = read_bounce(raw)
        if bounce is not None:
            return _came_back(bounce)
        return _answered(_reply_in(raw))
    except (Unplaceable, SourceUnreadable) as error:
        return _kept(network, raw, error.why if isinstance(error, Unplaceable) else error.message)


def _reply_in(raw: bytes) -> Reply:
    try:
        return read_reply(raw)
    except RuleBroken as error:
        raise Unplaceable(error.message) from error


def _answered(reply: Reply) -> Placed:
    found = invitee_answering(reply.uid, reply.attendee)
    if found is None:
        raise Unplaceable(f"No invitation of ours was sent to {reply.attendee} for what this answers.")
    invitee, letter = found
    _refuse_other_sender(reply, invitee)
    mandate = letter.mandate
    if not is_in_force(clock.today(mandate.seat.network.zone), mandate.starts_on, mandate.ends_on):
        raise Unplaceable(
            f"The mandate of {letter.name} has ended; whoever holds the seat now answers for it."
        )
    try:
        is_new = reply_to_invitation(
            MAIL,
            invitee=invitee,
            reply=answer_of(reply.partstat),
            words=f"sent by {reply.sent_by}" if reply.sent_by else "",
            by=mandate.person,
            sequence=reply.sequence,
            stamp=reply.dtstamp,
        )
    except RuleBroken as error:
        raise Unplaceable(error.message) from error
    if not is_new:
        return Placed(
            "known already", f"An answer of {invitee.seat} that was taken in before, or was overtaken."
        )
    return Placed("answer taken in", f"The answer of {invitee.seat} is taken in.")


def _refuse_other_sender(reply: Reply, invitee: Invitee) -> None:
    """Raises Unplaceable unless the mail came from whoever was invited, or from somebody who says so (SENT-BY) and may
    answer for the seat on its page. SENT-BY is written by the sender: believed alone, it would let anybody who
    knows an address and the identity of a meeting answer for every seat from a mailbox of their own.
    """
    sender = reply.mail_from
    if not sender:
        raise Unplaceable(f"It answers for {reply.attendee}, and does not tell who sent it.")
    if reply.sent_by and reply.sent_by != reply.attendee:
        accounts = [mandate.person.account for mandate in speakers_of_seats([invitee.seat])]
        if not any(account and account.email.casefold() == reply.sent_by for account in accounts):
            raise Unplaceable(
                f"It answers for {reply.attendee}, but was sent by {reply.sent_by}, who does not speak for the seat."
            )
    if sender not in {reply.attendee, reply.sent_by}:
        raise Unplaceable(f"It answers for {reply.attendee}, but came from {sender}.")


def _came_back(bounce: Bounce) -> Placed:
    letter = letter_sent_as(bounce.ref) if bounce.ref.startswith("letter-") else None
    if letter is None or letter.address.casefold() != bounce.recipient:
        raise Unplaceable(
            f"A mail server reports on a mail to {bounce.recipient or 'somebody'}, which is no numbered letter of ours: "
            f"{bounce.action or 'no word'}. {bounce.why}"
        )
    if bounce.action != "failed":
        raise Unplaceable(
            f"A mail server says of letter {letter.number}: {bounce.action or 'no word'}. {bounce.why}"
        )
    if not note_bounce(MAIL, letter=letter, why=bounce.why):
        return Placed("known already", f"Letter {letter.number} is known to have come back.")
    return Placed("letter came back", f"Letter {letter.number} came back; the Secretariat sees it.")


def _kept(network: Network, raw: bytes, why: str) -> Placed:
    said = said_in(raw)
    mail = take_in_mail(
        MAIL, network=network, raw=raw, sender=said.sender, subject=said.subject, words=said.words, why=why
    )
    if mail is None:
        return Placed("known already", "A mail that waits for the Secretariat already.")
    return Placed("kept for the Secretariat", why)

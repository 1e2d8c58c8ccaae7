"""Every write about answers to invitations, reminders, letters that went out or came back, and mail to be placed."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db import transaction
from django.template.loader import render_to_string

from secretariat.access.rules import Actor, require, system_actor
from secretariat.audit.actions import record_deed
from secretariat.members.actions import make_link, queue_notice
from secretariat.members.models import Network, Person
from secretariat.members.reads import holder_of_seat, mailbox_of, mark_of, open_links, zone_of_seat
from secretariat.members.zones import end_of_day, instant_in_words
from secretariat.toolbox import clock
from secretariat.toolbox.errors import RuleBroken

from ..calendar_replies import supersedes
from ..courtesies import network_in_words
from ..inviting import ASK, refuse_answer, refuse_early_answer, reminder_is_due
from ..models import Invitee, Letter, UnplacedMail
from ..reads.letters import held_in_words

_POST = system_actor("the invitations")
LARGEST_MAIL = 5 << 20
"""Bytes of a mail that is kept: larger ones are left to the mail server, which tells their sender."""


@transaction.atomic
def reply_to_invitation(
    actor: Actor,
    *,
    invitee: Invitee,
    reply: str,
    words: str = "",
    by: Person | None = None,
    sequence: int | None = None,
    stamp: datetime | None = None,
) -> bool:
    """Answers for a seat that was invited: on its page, by a personal link, or by the mail of its calendar. A later
    answer takes the place of an earlier one; each is a deed.

    ``by``, ``sequence`` and ``stamp`` are given for a mail alone: whose answer it is, which calendar file it answers
    and when it was made. False, and nothing changes, for a mail that was taken in before or was overtaken.
    Raises RuleBroken for an unknown answer, a draft, a meeting that is over or cancelled, and a mail that answers
    what was not sent yet or was made on a day to come: no later answer could take its place.
    """
    require(actor, "meetings.reply_to_invitation", invitee)
    row = _standing(invitee)
    refuse_answer(reply)
    now = clock.now()
    is_mail = stamp is not None
    if sequence is not None and stamp is not None:
        refuse_early_answer(sequence=sequence, sent=row.invitation.sequence, stamp=stamp, now=now)
    new = (row.invitation.sequence if sequence is None else sequence, stamp or now)
    if is_mail and row.reply_stamp is not None and not supersedes(new, (row.reply_sequence, row.reply_stamp)):
        return False
    via = "mail" if is_mail else "personal link" if actor.kind == "link" else "page"
    person_id = by.pk if by is not None else actor.person_id
    before = {"reply": row.reply, "words": row.words}
    _keep(row, reply, words, via=via, person_id=person_id, at=now, sequence=new[0], stamp=new[1])
    record_deed(
        actor,
        "meetings.reply_to_invitation",
        row,
        before=before,
        after={"reply": reply, "words": row.words, "via": via},
        label=f"{row.seat}: {reply}",
    )
    return True


def _standing(invitee: Invitee) -> Invitee:
    rows = Invitee.objects.select_for_update(of=("self",))
    row = rows.select_related("invitation__meeting__network", "seat").get(pk=invitee.pk)
    meeting = row.invitation.meeting
    if row.invitation.state == "draft":
        raise RuleBroken("meetings.invitation_draft", "This invitation was not sent yet.")
    if row.invitation.state == "cancelled" or meeting.is_cancelled:
        raise RuleBroken("meetings.cancelled", "This meeting is cancelled; there is nothing to answer.")
    if meeting.ends_on < clock.today(meeting.network.zone):
        raise RuleBroken("meetings.over", "This meeting is over; there is nothing to answer any more.")
    return row


def _keep(
    row: Invitee,
    reply: str,
    words: str,
    *,
    via: str,
    person_id: int | None,
    at: datetime,
    sequence: int,
    stamp: datetime,
) -> None:
    row.reply, row.words, row.via = reply, " ".join(words.split())[:400], via
    row.replied_at, row.replied_by_id = at, person_id
    row.reply_sequence, row.reply_stamp = sequence, stamp
    row.save()


@transaction.atomic
def note_reply(actor: Actor, *, invitee: Invitee, reply: str, words: str = "") -> None:
    """Notes what a seat told the Secretariat by telephone or letter. Raises as ``reply_to_invitation``."""
    require(actor, "meetings.note_reply", invitee.invitation)
    row = _standing(invitee)
    refuse_answer(reply)
    now = clock.now()
    before = {"reply": row.reply, "words": row.words}
    _keep(
        row,
        reply,
        words,
        via="told to the Secretariat",
        person_id=None,
        at=now,
        sequence=row.invitation.sequence,
        stamp=now,
    )
    after = {"reply": reply, "words": row.words}
    record_deed(
        actor, "meetings.note_reply", row.invitation, before=before, after=after, label=f"{row.seat}: {reply}"
    )


@transaction.atomic
def remind_of_invitation(actor: Actor, *, invitee: Invitee) -> bool:
    """Reminds the holder of a seat that has not answered, once, when the last day is near; False where it is not, or
    where nobody who can sign in holds the seat. The address of the first letter stays good.
    """
    require(actor, "meetings.remind_of_invitation", invitee.invitation)
    row = (
        Invitee.objects.select_for_update(of=("self",))
        .select_related("invitation__meeting__network", "seat")
        .get(pk=invitee.pk)
    )
    invitation, network = row.invitation, row.invitation.meeting.network
    today = clock.today(network.zone)
    last = Letter.objects.filter(invitee=row).order_by("-pk").first()
    if last is None or not reminder_is_due(
        today=today,
        reply_by=invitation.reply_by,
        has_answered=row.reply != "",
        was_reminded=row.reminded_at is not None,
        written_on=clock.day_of(last.made_at, network.zone),
    ):
        return False
    holder = holder_of_seat(row.seat, today)
    account = mailbox_of(holder) if holder is not None else None
    if holder is None or account is None or holder.pk != last.mandate_id:
        return False
    links = [line.link for line in open_links(_POST, ASK, [row.ref]) if line.link.mandate_id == holder.pk]
    link = links[0] if links else make_link(_POST, mandate=holder, purpose=ASK, thing_ref=row.ref)
    row.reminded_at = clock.now()
    row.save(update_fields=["reminded_at"])
    context = {
        "person": holder.person,
        "seat": row.seat,
        "network_named": network_in_words(network.name, "en"),
        "held": held_in_words(invitation.meeting, "en"),
        "by": instant_in_words(end_of_day(invitation.reply_by, network.zone), zone_of_seat(holder.seat)),
        "address": mark_of(link),
    }
    queue_notice(
        _POST,
        account=account,
        mandate=holder,
        kind=ASK,
        subject=f"{network.short_name}: an invitation waits for your answer",
        body=render_to_string("meetings/letters/invitation_reminder.txt", context),
    )
    record_deed(actor, "meetings.remind_of_invitation", invitation, label=f"{row.seat}")
    return True


@transaction.atomic
def note_letter(actor: Actor, *, letter: Letter, digest: str, agenda_digest: str = "") -> None:
    """Keeps that a mail server took a numbered letter, and the digests (SHA-256, in hex) of the letter's file and of the
    agenda that went out.
    """
    require(actor, "meetings.note_letter", letter)
    row = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    row.sent_at, row.letter_digest, row.agenda_digest = clock.now(), digest, agenda_digest
    row.save(update_fields=["sent_at", "letter_digest", "agenda_digest"])
    after = {"letter": digest, "calendar": row.calendar_digest, "agenda": agenda_digest}
    record_deed(actor, "meetings.note_letter", row, after=after)


@transaction.atomic
def note_bounce(actor: Actor, *, letter: Letter, why: str) -> bool:
    """Keeps that a letter came back, in the words of the mail server; False where that is known already."""
    require(actor, "meetings.note_bounce", letter)
    row = Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)
    if row.bounced_at is not None:
        return False
    row.bounced_at, row.bounce = (
        clock.now(),
        " ".join(why.split())[:400] or "The mail server did not say why.",
    )
    row.save(update_fields=["bounced_at", "bounce"])
    record_deed(actor, "meetings.note_bounce", row, after={"why": row.bounce})
    return True


@transaction.atomic
def take_in_mail(
    actor: Actor, *, network: Network, raw: bytes, sender: str, subject: str, words: str, why: str
) -> UnplacedMail | None:
    """Keeps a mail that could not be placed, whole, and ``why``; nothing in it is carried out. None where it was taken
    in before. Raises RuleBroken (``meetings.mail_too_large``) for one larger than 5 MB.
    """
    require(actor, "meetings.take_in_mail", network)
    if len(raw) > LARGEST_MAIL:
        raise RuleBroken("meetings.mail_too_large", "A mail larger than 5 MB is not taken in.")
    mail, is_new = UnplacedMail.objects.get_or_create(
        network=network,
        digest=hashlib.sha256(raw).hexdigest(),
        defaults={
            "received_at": clock.now(),
            "sender": sender[:320],
            "subject": " ".join(subject.split())[:240],
            "why": why[:400],
            "words": words,
            "raw": raw,
        },
    )
    if not is_new:
        return None
    record_deed(actor, "meetings.take_in_mail", mail, after={"why": mail.why})
    return mail


@transaction.atomic
def settle_mail(actor: Actor, *, mail: UnplacedMail, settlement: str) -> None:
    """Says what became of a mail that nobody could place, and wipes its words: what matters in them was entered where
    it belongs. Raises RuleBroken without a word on it, and where it is settled already.
    """
    require(actor, "meetings.settle_mail", mail)
    row = UnplacedMail.objects.select_for_update(of=("self",)).get(pk=mail.pk)
    if row.settled_at is not None:
        raise RuleBroken("meetings.mail_settled", "This mail is settled already.")
    if not settlement.strip():
        raise RuleBroken("meetings.mail_settlement", "Say in a few words what became of it.")
    row.settled_at, row.settlement = clock.now(), " ".join(settlement.split())[:240]
    row.words, row.raw, row.subject = "", b"", ""
    row.save()
    record_deed(actor, "meetings.settle_mail", row, after={"settlement": row.settlement})

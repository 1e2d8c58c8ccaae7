"""Writing one numbered letter: frozen in the register, with its calendar file, its link and its mail."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Max
from django.template.loader import render_to_string

from secretariat.access.rules import Actor, SeatKind, system_actor
from secretariat.audit.wiping import wipe_deeds_of
from secretariat.members.actions import forget_letters, make_link, queue_notice
from secretariat.members.models import Mandate, Network, Seat
from secretariat.members.reads import address_of, mailbox_of, mark_of
from secretariat.toolbox import clock

from .. import calendar_files
from ..courtesies import Occasion, network_in_words
from ..days_in_letters import Language, day_in_words
from ..inviting import ASK
from ..models import Invitation, Invitee, Letter
from ..reads.letters import addressee_of, content_of, happening_of, held_in_words, signatory, words_of
from ..rules import PURGED

_POST = system_actor("the invitations")


@dataclass(frozen=True, slots=True)
class Written:
    """A letter, and the address of its answer where nobody mails it."""

    letter: Letter
    address: str


class Writer:
    """Writes the letters of one occasion, one after the other, each with the next number of the year.

    Within the transaction of an action that holds the invitation's row. Eight queries for each letter and its mail.
    """

    def __init__(self, actor: Actor, invitation: Invitation, occasion: Occasion) -> None:
        network = invitation.network
        self.actor, self.invitation, self.occasion = actor, invitation, occasion
        self.now, self.today = clock.now(), clock.today(network.zone)
        self.signed = signatory(actor, network, invitation.language)
        self.secretariat = (
            Seat.objects.filter(network=network, kind=SeatKind.SECRETARIAT).order_by("pk").first()
        )
        # Two who send at once must not take one number: whoever comes second waits here.
        Network.objects.select_for_update().get(pk=network.pk)
        last = Letter.objects.filter(network=network, year=self.today.year).aggregate(Max("serial"))
        self.serial: int = last["serial__max"] or 0

    def write(self, invitee: Invitee, mandate: Mandate, *, after: int | None = None) -> Written:
        """The next letter: to the holder of a mandate; ``after`` is the sequence of the calendar file it replaces."""
        self.serial += 1
        calendar = self._calendar(mandate, after)
        letter = Letter(
            network=self.invitation.network,
            invitee=invitee,
            kind=self.occasion,
            year=self.today.year,
            serial=self.serial,
            mandate=mandate,
            name=mandate.person.name,
            address=addressee_of(mandate).address,
            calendar=calendar.decode(),
            calendar_digest=hashlib.sha256(calendar).hexdigest() if calendar else "",
            sequence=self.invitation.sequence,
            made_at=self.now,
        )
        letter.content = content_of(
            self.invitation,
            self.occasion,
            mandate,
            number=letter.number,
            on=self.today,
            signed=self.signed,
            secretariat=self.secretariat,
        )
        address = self._mail(letter, mandate)
        return Written(letter, address)

    def _calendar(self, mandate: Mandate, after: int | None) -> bytes:
        """The calendar file; none for somebody without an address, who could not answer it."""
        happening = happening_of(self.invitation.meeting, self.invitation.sequence)
        addressee = addressee_of(mandate)
        if not addressee.address:
            return b""
        if self.occasion == "cancellation":
            return calendar_files.cancel(happening, addressee, sent_at=self.now, after=after or 0)
        if self.occasion == "update":
            return calendar_files.update(happening, addressee, sent_at=self.now, after=after or 0)
        return calendar_files.invitation(happening, addressee, sent_at=self.now)

    def _mail(self, letter: Letter, mandate: Mandate) -> str:
        """Saves the letter with its mail; gives the address of the answer where it is to be handed over."""
        is_asked = self.occasion != "cancellation"
        link = None
        if is_asked:
            link = make_link(self.actor, mandate=mandate, purpose=ASK, thing_ref=letter.invitee.ref)
        account = mailbox_of(mandate)
        if account is not None:
            letter.notice = queue_notice(
                _POST,
                account=account,
                mandate=mandate,
                kind=ASK,
                subject=self._subject(),
                body=self._body(letter, mark_of(link) if link else ""),
                letter_ref=letter.ref,
            )
        letter.save()
        is_shown = link is not None and (account is None or settings.SHOWS_LINKS)
        return address_of(link) if link is not None and is_shown else ""

    def _subject(self) -> str:
        network, meeting = self.invitation.network, self.invitation.meeting
        if meeting.is_closed:
            return calendar_files.neutral_title(network.short_name)
        return f"{network.short_name}: {words_of(self.invitation, self.occasion).subject}"

    def _body(self, letter: Letter, address: str) -> str:
        invitation, meeting = self.invitation, self.invitation.meeting
        language: Language = "fr" if invitation.language == "fr" else "en"
        words = words_of(invitation, self.occasion)
        context = {
            "salutation": words.salutation,
            "paragraphs": words.paragraphs,
            "occasion": self.occasion,
            "is_closed": meeting.is_closed,
            "held": held_in_words(meeting, language),
            "reply_by": day_in_words(invitation.reply_by, language),
            "network": invitation.network,
            "network_named": network_in_words(invitation.network.name, language),
            "number": letter.content["ref"],
            "signature": self.signed.office,
            "address": address,
        }
        return render_to_string(f"meetings/letters/letter_{language}.txt", context)


def wipe_letters_of(actor: Actor, invitations: Iterable[Invitation], reason: str) -> None:
    """Wipes every word of these invitations, of their letters and their deeds, within the transaction of a purge. Who
    was written to, when, under which number and with which digest stays, and so does each answer.

    Raises RuleBroken without a reason. Six queries for each invitation, and those of the wiping.
    """
    for invitation in invitations:
        wipe_deeds_of(actor, thing=invitation, reason=reason)
        invitation.middle, invitation.enclosures = (PURGED if invitation.middle else ""), ""
        invitation.version += 1
        invitation.save(update_fields=["middle", "enclosures", "version"])
        letters = Letter.objects.filter(invitee__invitation=invitation)
        forget_letters(list(letters.values_list("ref", flat=True)))
        letters.update(content={}, calendar="")
        invitation.invitees.update(words="")

"""Every write about hosting offers."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse

from secretariat.access.models import Account
from secretariat.access.rules import Actor, Ring, require, system_actor
from secretariat.audit.actions import record_deed
from secretariat.audit.wiping import wipe_deeds_of
from secretariat.members.actions import queue_notice
from secretariat.members.models import Mandate, Network, Person, Seat
from secretariat.members.reads import holder_of_seat, officers_of
from secretariat.members.rules import refuse_other_network
from secretariat.toolbox import clock
from secretariat.toolbox.errors import Conflict, RuleBroken

from ..models import HostingOffer, Meeting
from ..rules import (
    FIRMNESS,
    OFFER_STATES,
    PURGED,
    has_lapsed,
    refuse_standing_until,
    reminder_is_due,
)

_CALENDAR = system_actor("the calendar of the network")
"""Who writes the letters: the program does, when the day comes."""


@transaction.atomic
def note_offer(
    actor: Actor,
    *,
    network: Network,
    seat: Seat | None = None,
    offered_by: Person | None = None,
    made_at: Meeting | None = None,
    place: str = "",
    period_words: str = "",
    earliest: date | None = None,
    latest: date | None = None,
    parent_event: str = "",
    theme: str = "",
    firmness: str = "tentative",
    expires_on: date | None = None,
    ring: str = "members",
) -> HostingOffer:
    """Notes a seat's offer to host, as vague as it was made. The seat itself or the bureau may note it.

    Raises RuleBroken for a seat, a person or a meeting of another network, an unknown firmness, a period
    that runs backwards, and the ring ``seat`` where no seat is named: nobody could read it.
    """
    require(actor, "meetings.note_offer", seat or network)
    refuse_other_network(network.pk, seat, offered_by, made_at)
    if ring == Ring.SEAT and seat is None:
        raise RuleBroken("meetings.ring", "Say for which seat it is; without one nobody could read it.")
    if firmness not in FIRMNESS:
        raise RuleBroken("meetings.firmness", f"An offer is one of: {', '.join(FIRMNESS)}.")
    if earliest and latest and latest < earliest:
        raise RuleBroken("meetings.days", "The period would end before it starts; swap the two days.")
    offer = HostingOffer.objects.create(
        network=network,
        seat=seat,
        offered_by=offered_by,
        made_at=made_at,
        place=place,
        period_words=period_words,
        earliest=earliest,
        latest=latest,
        parent_event=parent_event,
        theme=theme,
        firmness=firmness,
        expires_on=expires_on,
        # Whoever names a day that is near knows that it is near.
        reminded_at=clock.now() if reminder_is_due(clock.today(network.zone), expires_on) else None,
        ring=ring,
    )
    record_deed(actor, "meetings.note_offer", offer, after={"place": place, "period": period_words})
    return offer


@transaction.atomic
def answer_offer(
    actor: Actor,
    *,
    offer: HostingOffer,
    version: int,
    state: str,
    meeting: Meeting | None = None,
    expires_on: date | None = None,
) -> HostingOffer:
    """Says what became of an offer: taken up (with the meeting it became), withdrawn, lapsed, or open again;
    ``expires_on`` is the new day until which it stands, where there is one.

    Raises Conflict when somebody answered meanwhile, RuleBroken for an open offer whose day is over.
    """
    require(actor, "meetings.answer_offer", offer)
    if state not in OFFER_STATES:
        raise RuleBroken("meetings.offer_state", f"An offer is one of: {', '.join(OFFER_STATES)}.")
    if (state == "taken up") != (meeting is not None):
        raise RuleBroken("meetings.taken_up", "An offer is taken up by naming the meeting that it became.")
    refuse_other_network(offer.network_id, meeting)
    row = HostingOffer.objects.select_for_update(of=("self",)).select_related("network").get(pk=offer.pk)
    if row.version != version:
        raise Conflict("Somebody answered this offer while you did.", ours=state, theirs=row.state)
    before = {"state": row.state, "expires_on": row.expires_on}
    row.state, row.meeting = state, meeting
    if expires_on is not None:
        row.expires_on, row.reminded_at = expires_on, None
    if state == "open":
        refuse_standing_until(clock.today(row.network.zone), row.expires_on)
    row.version += 1
    row.save(update_fields=["state", "meeting", "expires_on", "reminded_at", "version"])
    after = {"state": state, "expires_on": row.expires_on}
    record_deed(actor, "meetings.answer_offer", row, before=before, after=after)
    return row


@transaction.atomic
def remind_of_offer(actor: Actor, *, offer: HostingOffer) -> bool:
    """Asks the holder of the seat by letter, once, whether an offer that runs out still stands; false where it was
    asked already, or answered. Where nobody at the seat can be written to, the Secretariat is.

    The letter names neither place nor theme: it may be read on its way. Four queries, and the letters.
    """
    require(actor, "meetings.remind_of_offer", offer)
    rows = HostingOffer.objects.select_for_update(of=("self",)).select_related("network", "seat__network")
    row = rows.get(pk=offer.pk)
    today = clock.today(row.network.zone)
    if row.state != "open" or row.reminded_at is not None or not reminder_is_due(today, row.expires_on):
        return False
    written = _asked_of(row, today)
    for account, mandate in written:
        queue_notice(
            _CALENDAR,
            account=account,
            mandate=mandate,
            kind="offer runs out",
            subject=f"{row.network.short_name}: does the offer to host still stand?",
            body=render_to_string(
                "meetings/letters/offer_runs_out.txt",
                {
                    "person": mandate.person,
                    "offer": row,
                    "is_own": mandate.seat_id == row.seat_id,
                    "address": settings.BASE_URL + reverse("meetings:offer", args=[row.ref]),
                },
            ),
        )
    row.reminded_at = clock.now()
    row.save(update_fields=["reminded_at"])
    record_deed(actor, "meetings.remind_of_offer", row, after={"asked": [m.ref for _, m in written]})
    return True


def _asked_of(offer: HostingOffer, on: date) -> list[tuple[Account, Mandate]]:
    holder = holder_of_seat(offer.seat, on) if offer.seat is not None else None
    account = holder.person.account if holder is not None else None
    if holder is not None and account is not None and account.is_active:
        return [(account, holder)]
    officers = officers_of(offer.network)
    return [(m.person.account, m) for m in officers if m.person.account is not None]


@transaction.atomic
def lapse_offer(actor: Actor, *, offer: HostingOffer) -> bool:
    """Notes that an open offer lapsed because the day it stood until is over; false where it is not, or no longer.

    Its seat or the bureau opens it again with a new day.
    """
    require(actor, "meetings.lapse_offer", offer)
    row = HostingOffer.objects.select_for_update(of=("self",)).select_related("network").get(pk=offer.pk)
    if row.state != "open" or not has_lapsed(clock.today(row.network.zone), row.expires_on):
        return False
    row.state = "lapsed"
    row.version += 1
    row.save(update_fields=["state", "version"])
    record_deed(actor, "meetings.lapse_offer", row, before={"state": "open"}, after={"state": "lapsed"})
    return True


@transaction.atomic
def remove_offer(actor: Actor, *, offer: HostingOffer) -> None:
    """Takes an offer back that was noted by mistake. Raises RuleBroken once it was answered."""
    require(actor, "meetings.remove_offer", offer)
    if offer.state != "open":
        raise RuleBroken(
            "meetings.stands_on_it", "This offer was answered; it stays in the memory of the network."
        )
    record_deed(actor, "meetings.remove_offer", offer, before={"offer": str(offer)})
    HostingOffer.objects.filter(pk=offer.pk).delete()


@transaction.atomic
def purge_offer(actor: Actor, *, offer: HostingOffer, reason: str) -> HostingOffer:
    """Wipes the words of an offer for good, in its deeds too; whose it is, its days and its answer stay.

    ``reason`` says why and names nobody. Raises RuleBroken without a reason. Source: as for a meeting.
    """
    require(actor, "meetings.purge_offer", offer)
    row = HostingOffer.objects.select_for_update().get(pk=offer.pk)
    wipe_deeds_of(actor, thing=row, reason=reason)
    row.place, row.period_words, row.parent_event, row.theme = PURGED, "", "", ""
    row.version += 1
    row.save(update_fields=["place", "period_words", "parent_event", "theme", "version"])
    record_deed(actor, "meetings.purge_offer", row, label=f"{row.ref} ({reason.strip()})")
    return row

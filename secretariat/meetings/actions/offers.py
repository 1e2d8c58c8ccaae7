"""Every write about hosting offers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.urls import reverse

from secretariat.access.rules import Actor, Ring, SeatKind, require, system_actor
from secretariat.audit.actions import record_deed
from secretariat.audit.wiping import wipe_deeds_of
from secretariat.members.actions import take_back_lines, tell_seats
from secretariat.members.models import Mandate, Network, Person, Seat
from secretariat.members.rules import refuse_other_network
from secretariat.members.zones import end_of_day
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
    # What waits for the morning is settled by now.
    take_back_lines(row.ref)
    after = {"state": state, "expires_on": row.expires_on}
    record_deed(actor, "meetings.answer_offer", row, before=before, after=after)
    return row


@transaction.atomic
def remind_of_offer(actor: Actor, *, offer: HostingOffer) -> bool:
    """Asks whoever speaks for the seat, once, whether an offer that runs out still stands; false where it was asked
    already, or answered. Where nobody at the seat can be written to, the Secretariat is.

    It is a line of the next morning's letter, or a letter of its own where the morning would be too late; neither
    names place nor theme. Six queries, and one for each mandate that is told.
    """
    require(actor, "meetings.remind_of_offer", offer)
    rows = HostingOffer.objects.select_for_update(of=("self",)).select_related("network", "seat__network")
    row = rows.get(pk=offer.pk)
    today = clock.today(row.network.zone)
    if row.state != "open" or row.reminded_at is not None or not reminder_is_due(today, row.expires_on):
        return False
    offices = Seat.objects.filter(network=row.network, kind=SeatKind.SECRETARIAT).select_related("network")
    told = _ask_of([row.seat] if row.seat is not None else [], row, today, _STANDS) or _ask_of(
        offices, row, today, _NOBODY_TO_ASK
    )
    row.reminded_at = clock.now()
    row.save(update_fields=["reminded_at"])
    record_deed(actor, "meetings.remind_of_offer", row, after={"asked": [mandate.ref for mandate in told]})
    return True


_STANDS = "Say whether your seat's offer to host a meeting stands on, and until when."
_NOBODY_TO_ASK = "Say what became of an offer to host that runs out: nobody at its seat can be written to."


def _ask_of(seats: Iterable[Seat], offer: HostingOffer, today: date, asked: str) -> list[Mandate]:
    last = offer.expires_on or today
    return tell_seats(
        _CALENDAR,
        seats=seats,
        kind="offer runs out",
        asked=asked,
        by_at=end_of_day(last, offer.network.zone),
        address=reverse("meetings:offer", args=[offer.ref]),
        thing=offer,
        is_urgent=last <= today + timedelta(days=1),
    )


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
    take_back_lines(row.ref)
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

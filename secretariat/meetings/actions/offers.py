"""Every write about hosting offers."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from secretariat.access.rules import Actor, Ring, require
from secretariat.audit.actions import record_deed
from secretariat.audit.wiping import wipe_deeds_of
from secretariat.members.models import Network, Person, Seat
from secretariat.members.rules import refuse_other_network
from secretariat.toolbox.errors import Conflict, RuleBroken

from ..models import HostingOffer, Meeting
from ..rules import FIRMNESS, OFFER_STATES, PURGED


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
        ring=ring,
    )
    record_deed(actor, "meetings.note_offer", offer, after={"place": place, "period": period_words})
    return offer


@transaction.atomic
def answer_offer(
    actor: Actor, *, offer: HostingOffer, version: int, state: str, meeting: Meeting | None = None
) -> HostingOffer:
    """Says what became of an offer: taken up (with the meeting it became), withdrawn, lapsed, or open again.

    Raises Conflict when somebody answered meanwhile.
    """
    require(actor, "meetings.answer_offer", offer)
    if state not in OFFER_STATES:
        raise RuleBroken("meetings.offer_state", f"An offer is one of: {', '.join(OFFER_STATES)}.")
    if (state == "taken up") != (meeting is not None):
        raise RuleBroken("meetings.taken_up", "An offer is taken up by naming the meeting that it became.")
    refuse_other_network(offer.network_id, meeting)
    row = HostingOffer.objects.select_for_update().get(pk=offer.pk)
    if row.version != version:
        raise Conflict("Somebody answered this offer while you did.", ours=state, theirs=row.state)
    before = row.state
    row.state, row.meeting = state, meeting
    row.version += 1
    row.save(update_fields=["state", "meeting", "version"])
    record_deed(actor, "meetings.answer_offer", row, before={"state": before}, after={"state": state})
    return row


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

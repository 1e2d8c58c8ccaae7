"""Every query about hosting offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from secretariat.access.reads import visible
from secretariat.access.rules import Actor, sees
from secretariat.members.models import Network, Person

from ..models import HostingOffer, Meeting
from ..rules import offer_has_passed


def visible_offers(actor: Actor) -> QuerySet[HostingOffer]:
    """The hosting offers the actor may see, soonest period first."""
    return HostingOffer.objects.filter(visible(actor)).select_related(
        "seat", "seat__member", "offered_by", "made_at", "meeting"
    )


@dataclass(frozen=True, slots=True)
class OfferLine:
    """An offer with what became of it; ``has_passed`` says that nobody answered and its time is over.

    ``offered_by``, ``made_at`` and ``became`` stand only where the actor sees them: an offer may be known
    more widely than the meeting at which it was made.
    """

    offer: HostingOffer
    has_passed: bool
    offered_by: Person | None
    made_at: Meeting | None
    became: Meeting | None


def offer_line(actor: Actor, offer: HostingOffer, on: date) -> OfferLine:
    """One offer as it stands on a day. No query for a row of ``visible_offers``."""
    by, made_at, became = offer.offered_by, offer.made_at, offer.meeting
    return OfferLine(
        offer,
        offer_has_passed(on, latest=offer.latest, expires_on=offer.expires_on, state=offer.state),
        by if by is not None and sees(actor, by) else None,
        made_at if made_at is not None and sees(actor, made_at) else None,
        became if became is not None and sees(actor, became) else None,
    )


def offer_lines(actor: Actor, network: Network, on: date) -> list[OfferLine]:
    """The hosting offers of a network: those that wait for an answer first. One query."""
    lines = [offer_line(actor, offer, on) for offer in visible_offers(actor).filter(network=network)]
    return sorted(lines, key=lambda line: line.offer.state != "open")

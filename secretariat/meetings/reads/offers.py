"""Every query about hosting offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from secretariat.access.reads import visible
from secretariat.access.rules import Actor, sees
from secretariat.members.models import Network, Person
from secretariat.toolbox import clock

from ..models import HostingOffer, Meeting
from ..rules import REMINDED_BEFORE, has_lapsed, offer_has_passed, reminder_is_due


def visible_offers(actor: Actor) -> QuerySet[HostingOffer]:
    """The hosting offers the actor may see, soonest period first."""
    return HostingOffer.objects.filter(visible(actor)).select_related(
        "network", "seat", "seat__member", "offered_by", "made_at", "meeting"
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


_ONE_DAY = timedelta(days=1)


def offers_running_out(actor: Actor) -> list[HostingOffer]:
    """The open offers of all networks that run out soon and of which nobody was asked yet. One query."""
    last = clock.today() + REMINDED_BEFORE + _ONE_DAY
    rows = visible_offers(actor).filter(state="open", reminded_at=None, expires_on__lte=last)
    return [o for o in rows if reminder_is_due(clock.today(o.network.zone), o.expires_on)]


def offers_run_out(actor: Actor) -> list[HostingOffer]:
    """The open offers of all networks whose last day is over where their network lives. One query."""
    rows = visible_offers(actor).filter(state="open", expires_on__lte=clock.today() + _ONE_DAY)
    return [o for o in rows if has_lapsed(clock.today(o.network.zone), o.expires_on)]

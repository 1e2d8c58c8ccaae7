"""Every write about days that are taken: calendars of others, free days that a State told us of."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from secretariat.access.rules import Actor, SeatKind, require
from secretariat.audit.actions import record_deed
from secretariat.members.models import Network, Seat
from secretariat.members.rules import refuse_other_network
from secretariat.toolbox.errors import RuleBroken

from .. import calendar_import
from ..models import FreeSpan, OutsideEvent


@transaction.atomic
def import_events(
    actor: Actor,
    *,
    network: Network,
    calendar: str,
    events: Iterable[calendar_import.OutsideEvent],
    seat: Seat | None = None,
) -> int:
    """Takes in the events of one calendar file, and gives how many; what came in under that name before goes.

    ``calendar`` is what it is called from now on; ``seat`` is set where it holds the free days of one State.
    Raises RuleBroken for a calendar without a name, one without an event (a mistake would empty what is there), and
    a seat that is no member's. Four queries, and one for each five hundred events.
    """
    require(actor, "meetings.import_events", network)
    name, found = " ".join(calendar.split()), list(events)
    refuse_other_network(network.pk, seat)
    if not name:
        raise RuleBroken("meetings.calendar", "Say what this calendar is called.")
    if not found:
        raise RuleBroken("meetings.calendar", "There is no event in these days; what is there already stays.")
    _refuse_office(seat)
    gone, _ = OutsideEvent.objects.filter(network=network, calendar=name).delete()
    OutsideEvent.objects.bulk_create(
        (
            OutsideEvent(
                network=network,
                seat=seat,
                calendar=name,
                uid=event.uid,
                title=event.title,
                place=event.place,
                starts_on=event.first,
                ends_on=event.last,
            )
            for event in found
        ),
        batch_size=500,
    )
    record_deed(
        actor,
        "meetings.import_events",
        network,
        before={"events": gone},
        after={"calendar": name, "events": len(found), "seat": seat.ref if seat is not None else ""},
        label=name,
    )
    return len(found)


def _refuse_office(seat: Seat | None) -> None:
    if seat is not None and seat.kind != SeatKind.MEMBER:
        raise RuleBroken("meetings.free_days", "Free days are those of a State; choose a member's seat.")


@transaction.atomic
def remove_calendar(actor: Actor, *, network: Network, calendar: str) -> int:
    """Removes every event that came in under that name, and gives how many. Raises RuleBroken where none did."""
    require(actor, "meetings.remove_calendar", network)
    gone, _ = OutsideEvent.objects.filter(network=network, calendar=calendar).delete()
    if not gone:
        raise RuleBroken("meetings.calendar", "There is no calendar of that name any more.")
    record_deed(actor, "meetings.remove_calendar", network, before={"events": gone}, label=calendar)
    return gone


@transaction.atomic
def remove_event(actor: Actor, *, event: OutsideEvent) -> None:
    """Removes one event of others; the next import of its calendar brings it back. Its title, which nobody of the
    network wrote, does not live on in the deed.
    """
    require(actor, "meetings.remove_event", event)
    label = f"{event.ref} of {event.calendar}"
    record_deed(actor, "meetings.remove_event", event, before={"event": str(event)}, label=label)
    OutsideEvent.objects.filter(pk=event.pk).delete()


@transaction.atomic
def note_free_days(
    actor: Actor, *, seat: Seat, name: str, starts_on: date, ends_on: date | None = None
) -> FreeSpan:
    """Notes days on which a State is away, as its seat or the bureau says. ``ends_on`` defaults to the first day.

    Raises RuleBroken for no name, days that run backwards, and a seat that is no member's.
    """
    require(actor, "meetings.note_free_days", seat)
    _refuse_office(seat)
    words, last = " ".join(name.split()), ends_on or starts_on
    if not words:
        raise RuleBroken("meetings.free_days", "Say what these days are, such as winter holidays of schools.")
    if last < starts_on:
        raise RuleBroken("meetings.days", "The free days would end before they start; swap the two days.")
    span = FreeSpan.objects.create(
        network_id=seat.network_id, seat=seat, name=words, starts_on=starts_on, ends_on=last
    )
    record_deed(actor, "meetings.note_free_days", span, after={"from": starts_on, "to": last})
    return span


@transaction.atomic
def remove_free_days(actor: Actor, *, span: FreeSpan) -> None:
    """Takes free days back that were noted by mistake, or are off."""
    require(actor, "meetings.remove_free_days", span)
    record_deed(actor, "meetings.remove_free_days", span, before={"span": str(span)})
    FreeSpan.objects.filter(pk=span.pk).delete()

"""Opening and ending mandates, and noting those that only a paper shows."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.db.models import QuerySet

from secretariat.access.rules import Actor, require
from secretariat.audit.actions import record_deed
from secretariat.toolbox import clock
from secretariat.toolbox.errors import RuleBroken

from ..models import Mandate, Person, Seat
from ..reads import is_last_officer
from ..rules import (
    FUNCTIONS,
    HOLDERS,
    SOLE,
    Span,
    for_another,
    overlapping,
    refuse_last_day,
    refuse_other_network,
    refuse_the_last,
)
from .telling import tell_of_end, tell_of_mandate

ONE_DAY = timedelta(days=1)


@transaction.atomic
def start_mandate(
    actor: Actor,
    *,
    person: Person,
    seat: Seat,
    function: str,
    starts_on: date,
    ends_on: date | None = None,
    title: str = "",
    nomination: str = "",
) -> Mandate:
    """Opens a mandate from a day to a day, both included; whoever speaks for the seat and the others at Chair and
    Secretariat are told.

    Raises RuleBroken for an unknown function, another network, an end before the start, and when another
    coordinator or Chair of the seat is in force on one of its days: there is one at a time. Raises NotAllowed for
    oneself.
    """
    require(actor, "members.start_mandate", seat)
    for_another(actor, person_id=person.pk, deed="opens a mandate for")
    if function not in FUNCTIONS:
        raise RuleBroken("members.function", f"There is no function “{function}”; choose one of the list.")
    refuse_other_network(seat.network_id, person)
    if ends_on is not None and ends_on < starts_on:
        raise RuleBroken("members.mandate_dates", "The mandate would end before it starts.")
    if function in SOLE:
        _lock_seat(seat)
        _refuse_overlap(Mandate.objects.filter(seat=seat, function=function), Span(starts_on, ends_on))
    mandate = Mandate.objects.create(
        person=person,
        seat=seat,
        function=function,
        starts_on=starts_on,
        ends_on=ends_on,
        title=title,
        nomination=nomination,
    )
    tell_of_mandate(actor, mandate)
    record_deed(
        actor,
        "members.start_mandate",
        mandate,
        after={"person": person.ref, "seat": seat.ref, "starts_on": starts_on, "ends_on": ends_on},
    )
    return mandate


def _lock_seat(seat: Seat) -> None:
    """Before its mandates, always: at an empty seat there is no mandate that two at once would wait for."""
    Seat.objects.select_for_update().get(pk=seat.pk)


def _refuse_overlap(others: QuerySet[Mandate], new: Span) -> None:
    rows = others.select_for_update(of=("self",)).filter(starts_on__isnull=False)
    rows = rows.select_related("person", "seat")
    held = {Span(m.starts_on, m.ends_on): m for m in rows if m.starts_on is not None}
    clash = overlapping(held, new)
    if clash:
        other = held[clash[0]]
        until = f"until {other.ends_on:%-d %B %Y}" if other.ends_on else "without an end"
        raise RuleBroken(
            "members.mandates_overlap",
            f"{other.person} is {other.function} at {other.seat} from {other.starts_on:%-d %B %Y} {until}. "
            "End that mandate first, or choose other days.",
            {"mandate": other.ref},
        )


@transaction.atomic
def end_mandate(actor: Actor, *, mandate: Mandate, ends_on: date) -> Mandate:
    """Ends a mandate; ``ends_on`` is its last day. Rights are gone on the first request of the next day.

    Raises RuleBroken for a mandate known only from a paper or over already, a day before it began or before
    yesterday, a later day than it has, and the last officer's; NotAllowed for one's own.
    """
    require(actor, "members.end_mandate", mandate)
    for_another(actor, person_id=mandate.person_id, deed="ends a mandate of")
    _lock_seat(mandate.seat)
    row = _locked(mandate, ends_on)
    is_last = is_last_officer(row.person, without=row, from_day=ends_on + ONE_DAY)
    refuse_the_last(row.person, is_last=is_last)
    before = row.ends_on
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    tell_of_end(actor, row)
    record_deed(actor, "members.end_mandate", row, before={"ends_on": before}, after={"ends_on": ends_on})
    return row


def _locked(mandate: Mandate, ends_on: date) -> Mandate:
    rows = Mandate.objects.select_for_update(of=("self",)).select_related("person__network", "seat__network")
    row = rows.get(pk=mandate.pk)
    if row.starts_on is None:
        raise RuleBroken(
            "members.attested", "This mandate is only known from a paper; there is nothing to end."
        )
    today = clock.today(row.seat.network.zone)
    refuse_last_day(today, ends_on, starts_on=row.starts_on, ended_on=row.ends_on)
    return row


@transaction.atomic
def dismiss_person(actor: Actor, *, mandate: Mandate, ends_on: date) -> Mandate:
    """A seat lets one of its own people go: substitute, expert or local-team member; ``ends_on`` is the last day.

    Raises RuleBroken for whoever fills the seat (the Secretariat ends that mandate), and for the days that
    ``end_mandate`` refuses: a seat shortens what was confirmed, and never draws it out.
    """
    require(actor, "members.dismiss_person", mandate.seat)
    row = _locked(mandate, ends_on)
    if row.function in HOLDERS:
        raise RuleBroken("members.holder", f"{row.person} fills the seat; the Secretariat ends that mandate.")
    before = row.ends_on
    row.ends_on = ends_on
    row.save(update_fields=["ends_on"])
    record_deed(actor, "members.dismiss_person", row, before={"ends_on": before}, after={"ends_on": ends_on})
    return row


@transaction.atomic
def attest_mandate(
    actor: Actor,
    *,
    person: Person,
    seat: Seat,
    function: str,
    on: date,
    title: str = "",
    nomination: str = "",
) -> Mandate:
    """Notes that a paper shows somebody in office on a day. It is history and gives no right.

    The earliest attested day of the same person, seat and function is kept; no second line is made.
    """
    require(actor, "members.attest_mandate", seat)
    mandate, is_new = Mandate.objects.get_or_create(
        person=person,
        seat=seat,
        function=function,
        starts_on=None,
        defaults={"attested_on": on, "title": title, "nomination": nomination},
    )
    if not is_new and mandate.attested_on is not None and on < mandate.attested_on:
        mandate.attested_on = on
        mandate.save(update_fields=["attested_on"])
    record_deed(actor, "members.attest_mandate", mandate, after={"attested_on": on})
    return mandate


@transaction.atomic
def forget_attestation(actor: Actor, *, mandate: Mandate, back_to: date | None = None) -> None:
    """Takes back a mandate known only from a paper, or, with ``back_to``, only that a paper attests it
    earlier than that day. Raises RuleBroken for a mandate that was really opened.
    """
    require(actor, "members.forget_attestation", mandate)
    if mandate.starts_on is not None:
        raise RuleBroken("members.attested", "This mandate was opened with a date; end it instead.")
    before = {"attested_on": mandate.attested_on}
    record_deed(actor, "members.forget_attestation", mandate, before=before, after={"attested_on": back_to})
    rows = Mandate.objects.filter(pk=mandate.pk)
    if back_to is None:
        rows.delete()
    else:
        rows.update(attested_on=back_to)

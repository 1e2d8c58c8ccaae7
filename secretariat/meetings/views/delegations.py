"""Pages of delegations: a seat's own, all of them, and the small steps on each name."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from secretariat.access.doors import opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import Actor, require
from secretariat.members.models import Seat
from secretariat.members.reads import find_people
from secretariat.web.respond import form_page, respond, thanked

from .. import actions
from ..delegating import fills, refuse_other_delegation
from ..forms.delegations import ChangeDelegateForm, MessageForm, NameForm, NeedsForm, ValidateForm
from ..models import Delegate, Meeting
from ..reads import visible_meetings
from ..reads.delegations import (
    delegation_page,
    people_of_seat,
    seats_seen,
    visible_delegates,
    visible_needs,
)
from ..reads.participant_lists import delegations_page


def _here(request: HttpRequest, ref: str, seat_ref: str) -> tuple[Actor, Meeting, Seat]:
    actor = actor_of(request)
    meeting = one_or_hidden(visible_meetings(actor), ref=ref)
    return actor, meeting, one_or_hidden(seats_seen(actor, meeting.network), ref=seat_ref)


@opens_to("mandate")
def delegation(request: HttpRequest, ref: str, seat_ref: str) -> HttpResponse:
    """The delegation of one seat: who comes, what is asked still, by when."""
    actor, meeting, seat = _here(request, ref, seat_ref)
    context = {
        "page": delegation_page(actor, meeting, seat),
        "meeting": meeting,
        "seat": seat,
        "fills": fills(actor, meeting.network_id, seat.pk) and meeting.list_final_at is None,
        "sees_needs": fills(actor, meeting.network_id, seat.pk, private=True),
    }
    return respond(request, "meetings/delegation.html", context)


@opens_to("mandate")
def name_delegate(request: HttpRequest, ref: str, seat_ref: str) -> HttpResponse:
    """Names somebody of the delegation of a seat."""
    actor, meeting, seat = _here(request, ref, seat_ref)
    require(actor, "meetings.name_delegate", meeting)
    refuse_other_delegation(actor, meeting.network_id, seat.pk)
    page = delegation_page(actor, meeting, seat)
    initial = {"role": "adviser" if page.has_head else "head"}
    form = NameForm(request.POST or None, people=people_of_seat(actor, seat), initial=initial)

    def done() -> HttpResponse:
        row = actions.name_delegate(actor, meeting=meeting, seat=seat, **form.cleaned_data)
        words = f"{row} is named; the Secretariat validates the name."
        return thanked(request, words, "meetings:delegation", ref, seat_ref)

    context = {"meeting": meeting, "seat": seat, "page": page, "title": "Name somebody", "label": "Name"}
    return form_page(request, "meetings/delegate_step.html", form, done, context)


def _step(request: HttpRequest, ref: str) -> tuple[Actor, Delegate, dict[str, Any]]:
    """The delegate a step is about, for whoever fills that delegation."""
    actor = actor_of(request)
    row = one_or_hidden(visible_delegates(actor), ref=ref)
    return actor, row, {"meeting": row.delegation.meeting, "seat": row.delegation.seat, "delegate": row}


def _back(request: HttpRequest, row: Delegate, words: str) -> HttpResponse:
    return thanked(request, words, "meetings:delegation", row.delegation.meeting.ref, row.delegation.seat.ref)


@opens_to("mandate")
def change_delegate(request: HttpRequest, ref: str) -> HttpResponse:
    """Changes as what somebody comes."""
    actor, row, context = _step(request, ref)
    require(actor, "meetings.change_delegate", row.delegation.meeting)
    refuse_other_delegation(actor, row.network_id, row.seat_id)
    names = ("role", "function", "languages", "version")
    form = ChangeDelegateForm(request.POST or None, initial={name: getattr(row, name) for name in names})

    def done() -> HttpResponse:
        changed = actions.change_delegate(actor, delegate=row, **form.cleaned_data)
        again = "" if changed.state == row.state else " The Secretariat validates it anew."
        return _back(request, changed, f"Changed.{again}")

    context |= {"title": f"Change: {row}", "label": "Save"}
    return form_page(request, "meetings/delegate_step.html", form, done, context)


@opens_to("mandate")
def give_message(request: HttpRequest, ref: str) -> HttpResponse:
    """What a delegate passes on in the name of somebody who stays away."""
    actor, row, context = _step(request, ref)
    require(actor, "meetings.give_message", row.delegation.meeting)
    refuse_other_delegation(actor, row.network_id, row.seat_id)
    initial = {
        "of": row.message_of.ref if row.message_of else None,
        "message": row.message,
        "version": row.version,
    }
    people = people_of_seat(actor, row.delegation.seat)
    form = MessageForm(request.POST or None, people=people, initial=initial)

    def done() -> HttpResponse:
        changed = actions.give_message(actor, delegate=row, **form.cleaned_data)
        words = f"{row} passes it on." if changed.message else "The message is taken back."
        return _back(request, changed, words)

    context |= {"title": f"A message that {row} passes on", "label": "Save"}
    return form_page(request, "meetings/delegate_step.html", form, done, context)


@opens_to("mandate")
def note_needs(request: HttpRequest, ref: str) -> HttpResponse:
    """What somebody needs: for the seat and the Secretariat alone."""
    actor, row, context = _step(request, ref)
    require(actor, "meetings.note_needs", row.delegation.meeting)
    refuse_other_delegation(actor, row.network_id, row.seat_id, private=True)
    needs = visible_needs(actor).filter(delegate=row).first()
    initial = {name: getattr(needs, name) for name in ("diet", "access", "interpretation")} if needs else {}
    form = NeedsForm(request.POST or None, initial=initial)

    def done() -> HttpResponse:
        kept = actions.note_needs(actor, delegate=row, **form.cleaned_data)
        return _back(request, row, "Noted." if kept else "Nothing is noted.")

    context |= {"title": f"What {row} needs", "label": "Save", "is_private": True}
    return form_page(request, "meetings/delegate_step.html", form, done, context)


@opens_to("mandate")
@require_POST
def withdraw_delegate(request: HttpRequest, ref: str) -> HttpResponse:
    """Takes a name off a delegation."""
    actor, row, _ = _step(request, ref)
    actions.withdraw_delegate(actor, delegate=row)
    return _back(request, row, f"{row} is withdrawn.")


@opens_to("bureau")
def validate_delegate(request: HttpRequest, ref: str) -> HttpResponse:
    """The Secretariat validates a name; where somebody alike is here already it says who it is."""
    actor, row, context = _step(request, ref)
    require(actor, "meetings.validate_delegate", row.delegation.meeting)
    alike = find_people(actor, row.delegation.meeting.network, row.name) if row.person is None else []
    if not alike:
        context |= {"title": f"Validate: {row}", "label": "Validate"}
        if request.method != "POST":
            return respond(request, "meetings/delegate_step.html", context)
        actions.validate_delegate(actor, delegate=row)
        return _back(request, row, f"{row} is validated and stands on the list.")
    form = ValidateForm(request.POST or None, alike=alike, name=row.name)

    def done() -> HttpResponse:
        valid = actions.validate_delegate(actor, delegate=row, **form.answer())
        return _back(request, valid, f"{valid} is validated and stands on the list.")

    context |= {"title": f"Validate: {row}", "label": "Validate"}
    return form_page(request, "meetings/delegate_step.html", form, done, context)


@opens_to("bureau")
def delegations(request: HttpRequest, ref: str) -> HttpResponse:
    """All delegations to a meeting in the order of States, for Chair and Secretariat."""
    actor = actor_of(request)
    meeting = one_or_hidden(visible_meetings(actor), ref=ref)
    require(actor, "meetings.arrange_delegations", meeting)
    context = {"page": delegations_page(actor, meeting), "meeting": meeting}
    return respond(request, "meetings/delegations.html", context)

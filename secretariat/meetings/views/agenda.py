"""Pages on which an item comes to an agenda, changes and goes; the agenda's own page is the desk's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from secretariat.access.doors import opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import require
from secretariat.toolbox import clock
from secretariat.toolbox.errors import RuleBroken
from secretariat.web.respond import act_and_say, form_page, respond, thanked

from .. import actions
from ..forms import ChangeItemForm, ItemForm, MaybeWhyForm, PlaceForm, TakeUpForm, WhyForm
from ..models import AgendaItem, Meeting
from ..reads import agenda_of, visible_items, visible_meetings

STEP = "meetings/step.html"


def _meeting(request: HttpRequest, ref: str) -> Meeting:
    return one_or_hidden(visible_meetings(actor_of(request)), ref=ref)


def _item(request: HttpRequest, ref: str) -> AgendaItem:
    return one_or_hidden(visible_items(actor_of(request)), ref=ref)


@opens_to("mandate")
def propose_item(request: HttpRequest, ref: str) -> HttpResponse:
    """Proposes an item for the agenda of a meeting."""
    actor, meeting = actor_of(request), _meeting(request, ref)
    require(actor, "meetings.propose_item", meeting)
    form = ItemForm(request.POST or None, actor=actor, meeting=meeting)

    def done() -> HttpResponse:
        item = actions.propose_item(actor, meeting=meeting, **form.cleaned_data)
        words = f"Proposed: {item}." if item.state == "proposed" else f"On the agenda: {item}."
        return thanked(request, words, "meetings:item", item.ref)

    context = {"meeting": meeting, "title": "Propose an item", "label": "Propose"}
    return form_page(request, STEP, form, done, context)


@opens_to("mandate")
def item(request: HttpRequest, ref: str) -> HttpResponse:
    """One item: its note, its papers, what can be done with it."""
    actor, row = actor_of(request), _item(request, ref)
    agenda = agenda_of(actor, row.meeting)
    line = next(
        (x for x in (*agenda.lines, *agenda.proposed, *agenda.postponed) if x.item.pk == row.pk), None
    )
    context: dict[str, Any] = {"item": row, "meeting": row.meeting, "line": line}
    if row.state == "backlog":
        context["form"] = TakeUpForm(actor=actor, item=row, on=clock.today(row.meeting.own_zone))
    return respond(request, "meetings/item.html", context)


@opens_to("mandate")
def change_item(request: HttpRequest, ref: str) -> HttpResponse:
    """Changes the words, the minutes or the hour of an item."""
    actor, row = actor_of(request), _item(request, ref)
    require(actor, "meetings.change_item", row)
    form = ChangeItemForm(request.POST or None, item=row)

    def done() -> HttpResponse:
        actions.change_item(actor, item=row, **form.cleaned_data)
        return thanked(request, "The item is changed.", "meetings:item", row.ref)

    context = {"meeting": row.meeting, "item": row, "title": f"Change: {row}", "label": "Save"}
    return form_page(request, STEP, form, done, context)


@opens_to("bureau")
@require_POST
def move_item(request: HttpRequest, ref: str) -> HttpResponse:
    """Gives an item its place: one up, one down, or by number."""
    actor, row = actor_of(request), _item(request, ref)
    require(actor, "meetings.place_item", row)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        messages.error(request, "; ".join(str(e) for errors in form.errors.values() for e in errors))
    else:
        try:
            moved = actions.place_item(
                actor, item=row, to=form.cleaned_data["to"], why=form.cleaned_data["why"]
            )
        except RuleBroken as error:
            messages.error(request, error.message)
        else:
            messages.success(request, f"Now item {moved.position}: {moved}.")
    return redirect("desk:agenda", row.meeting.ref)


@opens_to("bureau")
def postpone_item(request: HttpRequest, ref: str) -> HttpResponse:
    """Takes an item off the agenda into the backlog."""
    actor, row = actor_of(request), _item(request, ref)
    require(actor, "meetings.postpone_item", row)
    form = WhyForm(request.POST or None)

    def done() -> HttpResponse:
        actions.postpone_item(actor, item=row, why=form.cleaned_data["why"])
        return thanked(request, "It waits in the backlog now.", "desk:agenda", row.meeting.ref)

    context = {"meeting": row.meeting, "item": row, "title": f"Postpone: {row}", "label": "Postpone"}
    return form_page(request, STEP, form, done, context)


@opens_to("mandate")
def withdraw_item(request: HttpRequest, ref: str) -> HttpResponse:
    """Takes an item back for good."""
    actor, row = actor_of(request), _item(request, ref)
    require(actor, "meetings.withdraw_item", row)
    form = MaybeWhyForm(request.POST or None, is_adopted=row.meeting.agenda_adopted_at is not None)

    def done() -> HttpResponse:
        actions.withdraw_item(actor, item=row, why=form.cleaned_data["why"])
        return thanked(request, "The item is withdrawn.", "desk:agenda", row.meeting.ref)

    context = {"meeting": row.meeting, "item": row, "title": f"Withdraw: {row}", "label": "Withdraw"}
    return form_page(request, STEP, form, done, context)


@opens_to("bureau")
def take_up_item(request: HttpRequest, ref: str) -> HttpResponse:
    """Puts a postponed item on the agenda of another meeting."""
    actor, row = actor_of(request), _item(request, ref)
    require(actor, "meetings.take_up_item", row)
    form = TakeUpForm(request.POST or None, actor=actor, item=row, on=clock.today(row.meeting.own_zone))

    def done() -> HttpResponse:
        new = actions.take_up_item(actor, item=row, meeting=form.cleaned_data["meeting"])
        return thanked(request, f"Taken up as item {new.position}.", "desk:agenda", new.meeting.ref)

    context = {"meeting": row.meeting, "item": row, "title": f"Take up: {row}", "label": "Take up"}
    return form_page(request, STEP, form, done, context)


@opens_to("bureau")
@require_POST
def send_agenda(request: HttpRequest, ref: str) -> HttpResponse:
    """Notes that the provisional agenda went out."""
    meeting = _meeting(request, ref)
    return _step(
        request, meeting, lambda: actions.send_agenda(actor_of(request), meeting=meeting), "Noted: sent."
    )


@opens_to("bureau")
@require_POST
def adopt_agenda(request: HttpRequest, ref: str) -> HttpResponse:
    """Notes that the meeting adopted its agenda."""
    meeting = _meeting(request, ref)
    words = "The agenda is adopted; every change from now on is shown."
    return _step(request, meeting, lambda: actions.adopt_agenda(actor_of(request), meeting=meeting), words)


def _step(request: HttpRequest, meeting: Meeting, act: Callable[[], object], words: str) -> HttpResponse:
    act_and_say(request, act, words)
    return redirect("desk:agenda", meeting.ref)

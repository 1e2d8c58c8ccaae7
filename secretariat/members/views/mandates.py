"""Opening and ending mandates."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from secretariat.access.doors import fresh, opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import require
from secretariat.toolbox import clock
from secretariat.toolbox.errors import RuleBroken
from secretariat.web.respond import respond

from .. import actions
from ..forms import EndForm, MandateForm
from ..reads import (
    visible_mandates,
    visible_seats,
)


@opens_to("bureau")
@fresh
def start_mandate(request: HttpRequest, ref: str) -> HttpResponse:
    """Opens a mandate at a seat."""
    actor = actor_of(request)
    row = one_or_hidden(visible_seats(actor), ref=ref)
    require(actor, "members.start_mandate", row)
    form = MandateForm(request.POST or None, actor=actor, seat=row)
    if request.method == "POST" and form.is_valid():
        try:
            actions.start_mandate(actor, seat=row, **form.cleaned_data)
        except RuleBroken as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "The mandate is opened.")
            return redirect("members:seat", row.ref)
    context = {"form": form, "title": f"Open a mandate: {row}"}
    return respond(request, "members/form.html", context, status=422 if form.is_bound else 200)


@opens_to("bureau")
@fresh
def end_mandate(request: HttpRequest, ref: str) -> HttpResponse:
    """Ends a mandate on a day."""
    actor = actor_of(request)
    row = one_or_hidden(visible_mandates(actor).select_related("seat__network"), ref=ref)
    require(actor, "members.end_mandate", row)
    form = EndForm(request.POST or None, initial={"ends_on": clock.today(row.seat.network.zone)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_mandate(actor, mandate=row, ends_on=form.cleaned_data["ends_on"])
        except RuleBroken as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "The mandate is ended; its rights end with that day.")
            return redirect("members:seat", row.seat.ref)
    context = {"form": form, "title": f"End the mandate: {row}"}
    return respond(request, "members/form.html", context, status=422 if form.is_bound else 200)


@opens_to("mandate")
@fresh
def dismiss(request: HttpRequest, ref: str) -> HttpResponse:
    """A seat lets one of its own people go."""
    actor = actor_of(request)
    row = one_or_hidden(visible_mandates(actor).select_related("seat__network"), ref=ref)
    require(actor, "members.dismiss_person", row.seat)
    form = EndForm(request.POST or None, initial={"ends_on": clock.today(row.seat.network.zone)})
    if request.method == "POST" and form.is_valid():
        try:
            actions.dismiss_person(actor, mandate=row, ends_on=form.cleaned_data["ends_on"])
        except RuleBroken as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{row.person} is let go; rights end with that day.")
            return redirect("members:seat", row.seat.ref)
    context = {"form": form, "title": f"Let go: {row}", "button": "Let go"}
    return respond(request, "members/form.html", context, status=422 if form.is_bound else 200)

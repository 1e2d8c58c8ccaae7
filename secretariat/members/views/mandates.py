"""Opening and ending mandates."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from secretariat.access.doors import fresh, opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import require
from secretariat.toolbox import clock
from secretariat.web.respond import form_page, thanked

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

    def done() -> HttpResponse:
        actions.start_mandate(actor, seat=row, **form.cleaned_data)
        return thanked(request, "The mandate is opened.", "members:seat", row.ref)

    return form_page(request, "members/form.html", form, done, {"title": f"Open a mandate: {row}"})


@opens_to("bureau")
@fresh
def end_mandate(request: HttpRequest, ref: str) -> HttpResponse:
    """Ends a mandate on a day."""
    actor = actor_of(request)
    row = one_or_hidden(visible_mandates(actor).select_related("seat__network"), ref=ref)
    require(actor, "members.end_mandate", row)
    form = EndForm(request.POST or None, initial={"ends_on": clock.today(row.seat.network.zone)})

    def done() -> HttpResponse:
        actions.end_mandate(actor, mandate=row, ends_on=form.cleaned_data["ends_on"])
        words = "The mandate is ended; its rights end with that day."
        return thanked(request, words, "members:seat", row.seat.ref)

    return form_page(request, "members/form.html", form, done, {"title": f"End the mandate: {row}"})


@opens_to("mandate")
@fresh
def dismiss(request: HttpRequest, ref: str) -> HttpResponse:
    """A seat lets one of its own people go."""
    actor = actor_of(request)
    row = one_or_hidden(visible_mandates(actor).select_related("seat__network"), ref=ref)
    require(actor, "members.dismiss_person", row.seat)
    form = EndForm(request.POST or None, initial={"ends_on": clock.today(row.seat.network.zone)})

    def done() -> HttpResponse:
        actions.dismiss_person(actor, mandate=row, ends_on=form.cleaned_data["ends_on"])
        words = f"{row.person} is let go; rights end with that day."
        return thanked(request, words, "members:seat", row.seat.ref)

    context = {"title": f"Let go: {row}", "button": "Let go"}
    return form_page(request, "members/form.html", form, done, context)

"""Pages about hosting offers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from secretariat.access.doors import opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import require
from secretariat.members.reads import network_here, visible_seats
from secretariat.toolbox import clock
from secretariat.toolbox.errors import RuleBroken
from secretariat.toolbox.periods import Period, parse_period
from secretariat.web.respond import respond

from .. import actions
from ..forms import AnswerForm, OfferForm
from ..reads import offer_line, visible_offers
from ..rules import offering_seats, ring_of_offer


@opens_to("mandate")
def add_offer(request: HttpRequest) -> HttpResponse:
    """An offer to host, noted by the seat itself or by the bureau; the words of the period are shown back."""
    actor, network = actor_of(request), network_here(actor_of(request))
    if not offering_seats(actor, network.pk):
        require(actor, "meetings.note_offer", network)
    form = OfferForm(request.POST or None, actor=actor, network_id=network.pk, initial=_own_seat(request))
    if request.method == "POST" and form.is_valid():
        period = parse_period(form.cleaned_data["period_words"], clock.today(network.zone))
        offer = actions.note_offer(
            actor,
            network=network,
            ring=ring_of_offer(actor.rings_in(network.pk)),
            **form.cleaned_data,
            earliest=period.earliest if period else None,
            latest=period.latest if period else None,
        )
        messages.success(request, f"Noted: {offer}. {_understood(period)}")
        return redirect("meetings:list")
    context = {"form": form, "title": "Offer to host a meeting"}
    return respond(request, "meetings/form.html", context, status=422 if form.is_bound else 200)


def _understood(period: Period | None) -> str:
    if period is None or period.earliest is None or period.latest is None:
        return "The time is kept in these words; no days follow from them."
    return f"Understood as {period.earliest:%-d %B %Y} to {period.latest:%-d %B %Y}."


def _own_seat(request: HttpRequest) -> dict[str, str]:
    actor = actor_of(request)
    held = [s for s in actor.standings if s.seat_kind == "member" and actor.speaks_for(s.seat_id)]
    if not held:
        return {}
    own = visible_seats(actor).filter(pk=held[0].seat_id).first()
    return {"seat": own.ref} if own is not None else {}


@opens_to("mandate")
def offer(request: HttpRequest, ref: str) -> HttpResponse:
    """One offer, and the form in which its seat or the bureau says what became of it."""
    actor = actor_of(request)
    row = one_or_hidden(visible_offers(actor).select_related("network"), ref=ref)
    if request.method == "POST":
        require(actor, "meetings.answer_offer", row)
    form = AnswerForm(
        request.POST or None, actor=actor, network_id=row.network_id, initial={"version": row.version}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.answer_offer(actor, offer=row, **form.cleaned_data)
        except RuleBroken as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Thank you: the answer is noted.")
            return redirect("meetings:offer", row.ref)
    today = clock.today(row.network.zone)
    context = {"offer": row, "line": offer_line(actor, row, today), "form": form}
    return respond(request, "meetings/offer.html", context, status=422 if form.is_bound else 200)

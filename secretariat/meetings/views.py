"""Pages about meetings and hosting offers; the page of one meeting is the desk's."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from secretariat.access.doors import opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import require
from secretariat.members.models import Network
from secretariat.members.reads import main_network, visible_seats
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotVisible, RuleBroken
from secretariat.toolbox.periods import parse_period
from secretariat.web.respond import respond

from . import actions
from .forms import AnswerForm, MeetingForm, OfferForm
from .models import Meeting
from .reads import meetings_by_year, offer_lines, visible_meetings, visible_offers


def _network(request: HttpRequest) -> Network:
    network = main_network(actor_of(request))
    if network is None:
        raise NotVisible
    return network


@opens_to("mandate")
def meetings(request: HttpRequest) -> HttpResponse:
    """All meetings by year, and the offers to host the next ones."""
    actor, network = actor_of(request), _network(request)
    context = {
        "years": meetings_by_year(actor, network),
        "offers": offer_lines(actor, network, clock.today(network.zone)),
        "here": network,
    }
    return respond(request, "meetings/list.html", context)


@opens_to("bureau")
def add_meeting(request: HttpRequest) -> HttpResponse:
    """A new meeting."""
    actor, network = actor_of(request), _network(request)
    require(actor, "meetings.create_meeting", network)
    form = MeetingForm(request.POST or None, actor=actor, network_id=network.pk)
    if request.method == "POST" and form.is_valid():
        try:
            meeting = actions.create_meeting(actor, network=network, **form.cleaned_data)
        except RuleBroken as error:
            form.add_error(None, error.message)
        else:
            return redirect("desk:meeting", meeting.ref)
    context = {"form": form, "title": "Enter a meeting"}
    return respond(request, "meetings/form.html", context, status=422 if form.is_bound else 200)


def _initial(meeting: Meeting) -> dict[str, Any]:
    names = [name for name in MeetingForm.base_fields if name not in {"within", "host_seat"}]
    initial: dict[str, Any] = {name: getattr(meeting, name) for name in names}
    initial["within"] = meeting.within.ref if meeting.within else None
    initial["host_seat"] = meeting.host_seat.ref if meeting.host_seat else None
    return initial


@opens_to("bureau")
def change_meeting(request: HttpRequest, ref: str) -> HttpResponse:
    """Changes the facts of a meeting; the version before the person's eyes is sent along."""
    actor = actor_of(request)
    meeting = one_or_hidden(visible_meetings(actor).select_related("within", "host_seat"), ref=ref)
    require(actor, "meetings.change_meeting", meeting)
    form = MeetingForm(
        request.POST or None,
        actor=actor,
        network_id=meeting.network_id,
        meeting=meeting,
        initial=_initial(meeting),
    )
    if request.method == "POST" and form.is_valid():
        version = int(request.POST.get("version") or 0)
        fields = form.cleaned_data | {
            "ends_on": form.cleaned_data["ends_on"] or form.cleaned_data["starts_on"]
        }
        try:
            actions.change_meeting(actor, meeting=meeting, version=version, **fields)
        except RuleBroken as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "The meeting is changed.")
            return redirect("desk:meeting", meeting.ref)
    context = {"form": form, "title": f"Change: {meeting}", "version": meeting.version}
    return respond(request, "meetings/form.html", context, status=422 if form.is_bound else 200)


@opens_to("mandate")
def add_offer(request: HttpRequest) -> HttpResponse:
    """An offer to host, noted by the seat itself or by the bureau."""
    actor, network = actor_of(request), _network(request)
    form = OfferForm(request.POST or None, actor=actor, network_id=network.pk, initial=_own_seat(request))
    if request.method == "POST" and form.is_valid():
        period = parse_period(form.cleaned_data["period_words"], clock.today(network.zone))
        offer = actions.note_offer(
            actor,
            network=network,
            **form.cleaned_data,
            earliest=period.earliest if period else None,
            latest=period.latest if period else None,
        )
        messages.success(request, f"Noted: {offer}.")
        return redirect("meetings:list")
    context = {"form": form, "title": "Offer to host a meeting"}
    return respond(request, "meetings/form.html", context, status=422 if form.is_bound else 200)


def _own_seat(request: HttpRequest) -> dict[str, str]:
    held = [s for s in actor_of(request).standings if s.seat_kind == "member"]
    if not held:
        return {}
    return {"seat": one_or_hidden(visible_seats(actor_of(request)), pk=held[0].seat_id).ref}


@opens_to("mandate")
def offer(request: HttpRequest, ref: str) -> HttpResponse:
    """One offer, and the form in which its seat or the bureau says what became of it."""
    actor = actor_of(request)
    row = one_or_hidden(visible_offers(actor), ref=ref)
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
    context = {"offer": row, "form": form}
    return respond(request, "meetings/offer.html", context, status=422 if form.is_bound else 200)

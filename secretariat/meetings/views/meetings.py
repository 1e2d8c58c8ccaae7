"""Pages about meetings; the page of one meeting is the desk's."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from secretariat.access.doors import opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import require
from secretariat.members.reads import network_here, visible_people
from secretariat.toolbox import clock
from secretariat.toolbox.days import days_in_words
from secretariat.toolbox.errors import RuleBroken
from secretariat.toolbox.periods import parse_period
from secretariat.web.respond import form_page, respond, thanked

from .. import actions
from ..forms import ChangeForm, MeetingForm, WhyForm
from ..models import Meeting
from ..reads import calendar, meetings_of_person, offer_lines, poll_heads, sees_terms, visible_meetings
from ..rules import lies_within, offering_seats


@opens_to("mandate")
def meetings(request: HttpRequest) -> HttpResponse:
    """Meetings to come, those that were by year, and the offers to host the next ones."""
    actor, network = actor_of(request), network_here(actor_of(request))
    today = clock.today(network.zone)
    context = {
        "calendar": calendar(actor, network, today),
        "offers": offer_lines(actor, network, today),
        "polls": poll_heads(actor, network, clock.now()),
        "may_offer": bool(offering_seats(actor, network.pk)),
        "may_see_terms": sees_terms(actor, network.pk),
        "here": network,
    }
    return respond(request, "meetings/list.html", context)


@opens_to("mandate")
def attended(request: HttpRequest, ref: str) -> HttpResponse:
    """The meetings where a person is named; the person's own page loads the list from here."""
    actor = actor_of(request)
    person = one_or_hidden(visible_people(actor), ref=ref)
    context = {"person": person, "attendances": meetings_of_person(actor, person)}
    return respond(request, "meetings/attended.html", context, part="attended")


@opens_to("bureau")
def add_meeting(request: HttpRequest) -> HttpResponse:
    """A new meeting."""
    actor, network = actor_of(request), network_here(actor_of(request))
    require(actor, "meetings.create_meeting", network)
    today = clock.today(network.zone)
    form = MeetingForm(
        request.POST or None,
        actor=actor,
        network_id=network.pk,
        on=today,
        own_zone=network.zone,
        initial=_within(request),
    )
    if request.method == "POST" and form.is_valid():
        try:
            meeting = actions.create_meeting(actor, network=network, **form.cleaned_data)
        except RuleBroken as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Entered: {meeting}, {_days(meeting)}.")
            _warn(request, meeting)
            return redirect("desk:meeting", meeting.ref)
    context = {"form": form, "title": "Enter a meeting"}
    return respond(request, "meetings/form.html", context, status=422 if form.is_bound else 200)


def _within(request: HttpRequest) -> dict[str, Any]:
    """What a session of a larger meeting begins with: that meeting's place, days and readers."""
    around = visible_meetings(actor_of(request)).filter(ref=request.GET.get("within", "")).first()
    if around is None:
        return {}
    names = ("kind", "is_closed", "ring", "starts_on", "ends_on", "place", "country", "zone")
    return {"within": around.ref} | {name: getattr(around, name) for name in names}


def _days(meeting: Meeting) -> str:
    return days_in_words(meeting.starts_on, meeting.ends_on)


def _warn(request: HttpRequest, meeting: Meeting) -> None:
    around = meeting.within
    if around and not lies_within((meeting.starts_on, meeting.ends_on), (around.starts_on, around.ends_on)):
        messages.warning(
            request, f"It is not within the days of “{around}” ({_days(around)}). Both stay as entered."
        )


def _initial(meeting: Meeting) -> dict[str, Any]:
    names = set(ChangeForm.base_fields) - {"within", "host_seat", "opens", "closes"}
    initial: dict[str, Any] = {name: getattr(meeting, name) for name in names}
    for name, at in (("opens", meeting.opens_at), ("closes", meeting.closes_at)):
        initial[name] = at.astimezone(ZoneInfo(meeting.own_zone)).time() if at else None
    initial["within"] = meeting.within.ref if meeting.within else None
    initial["host_seat"] = meeting.host_seat.ref if meeting.host_seat else None
    period = parse_period(meeting.period_words, meeting.starts_on)
    if period and (period.earliest, period.latest) == (meeting.starts_on, meeting.ends_on):
        # The days follow from the words; left in place they would hold a changed word back.
        initial |= {"starts_on": None, "ends_on": None}
    return initial


@opens_to("bureau")
def change_meeting(request: HttpRequest, ref: str) -> HttpResponse:
    """Changes the facts of a meeting; the version before the person's eyes is sent along."""
    actor = actor_of(request)
    meeting = one_or_hidden(visible_meetings(actor).select_related("within", "host_seat"), ref=ref)
    require(actor, "meetings.change_meeting", meeting)
    form = ChangeForm(
        request.POST or None,
        actor=actor,
        network_id=meeting.network_id,
        on=clock.today(meeting.network.zone),
        own_zone=meeting.network.zone,
        meeting=meeting,
        initial=_initial(meeting),
    )
    if request.method == "POST" and form.is_valid():
        fields = form.cleaned_data
        fields["ends_on"] = fields["ends_on"] or fields["starts_on"]
        try:
            changed = actions.change_meeting(actor, meeting=meeting, **fields)
        except RuleBroken as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"The meeting is changed: {changed}, {_days(changed)}.")
            _warn(request, changed)
            return redirect("desk:meeting", meeting.ref)
    context = {"form": form, "title": f"Change: {meeting}"}
    return respond(request, "meetings/form.html", context, status=422 if form.is_bound else 200)


@opens_to("bureau")
def cancel_meeting(request: HttpRequest, ref: str) -> HttpResponse:
    """Cancels a meeting, which stays where it stood with the reason beside it."""
    actor = actor_of(request)
    meeting = one_or_hidden(visible_meetings(actor), ref=ref)
    require(actor, "meetings.cancel_meeting", meeting)
    form = WhyForm(request.POST or None)

    def done() -> HttpResponse:
        actions.cancel_meeting(actor, meeting=meeting, why=form.cleaned_data["why"])
        return thanked(request, "The meeting is cancelled; its page says why.", "desk:meeting", meeting.ref)

    context = {"meeting": meeting, "title": f"Cancel: {meeting}", "label": "Cancel the meeting"}
    return form_page(request, "meetings/step.html", form, done, context)

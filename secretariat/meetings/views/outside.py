"""Pages about days that are taken: the year ahead, calendars of others, free days of members."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from secretariat.access.doors import opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import require
from secretariat.members.reads import network_here
from secretariat.toolbox import clock
from secretariat.web.respond import form_page, respond, thanked

from .. import actions
from ..forms import CalendarForm, FreeDaysForm
from ..reads import calendars_of, free_spans_of, visible_events, visible_free_spans, year_ahead
from ..rules import telling_seats


@opens_to("mandate")
def ahead(request: HttpRequest) -> HttpResponse:
    """The year ahead, month by month: what is fixed, what is offered, what is taken."""
    actor, network = actor_of(request), network_here(actor_of(request))
    year = year_ahead(actor, network, clock.today(network.zone))
    return respond(request, "meetings/ahead.html", {"year": year, "here": network})


@opens_to("mandate")
def outside(request: HttpRequest) -> HttpResponse:
    """What came in from calendars of others, and the free days that members told of."""
    actor, network = actor_of(request), network_here(actor_of(request))
    today = clock.today(network.zone)
    context = {
        "here": network,
        "calendars": calendars_of(actor, network, today),
        "spans": free_spans_of(actor, network, today),
        "may_tell": actor.is_bureau(network.pk) or bool(telling_seats(actor, network.pk)),
    }
    return respond(request, "meetings/outside.html", context)


@opens_to("bureau")
def import_events(request: HttpRequest) -> HttpResponse:
    """Takes a calendar file in."""
    actor, network = actor_of(request), network_here(actor_of(request))
    require(actor, "meetings.import_events", network)
    form = CalendarForm(
        request.POST or None,
        request.FILES or None,
        actor=actor,
        network=network,
        on=clock.today(network.zone),
    )

    def done() -> HttpResponse:
        data = form.cleaned_data
        count = actions.import_events(
            actor, network=network, calendar=data["calendar"], events=data["events"], seat=data["seat"]
        )
        if form.left_out:
            words = f"Left out: {len(form.left_out)}, because they look like data about a person."
            messages.warning(request, words)
        return thanked(request, f"Taken in: {count} events of the next two years.", "meetings:outside")

    return form_page(request, "meetings/import_events.html", form, done, {"title": "Take a calendar in"})


@opens_to("bureau")
@require_POST
def remove_calendar(request: HttpRequest) -> HttpResponse:
    """Removes all events of one calendar."""
    actor, network = actor_of(request), network_here(actor_of(request))
    require(actor, "meetings.remove_calendar", network)
    count = actions.remove_calendar(actor, network=network, calendar=request.POST.get("calendar", ""))
    return thanked(request, f"Removed: {count} events.", "meetings:outside")


@opens_to("bureau")
@require_POST
def remove_event(request: HttpRequest, ref: str) -> HttpResponse:
    """Removes one event of others."""
    actor = actor_of(request)
    actions.remove_event(actor, event=one_or_hidden(visible_events(actor), ref=ref))
    return thanked(request, "Removed.", "meetings:outside")


@opens_to("mandate")
def add_free_days(request: HttpRequest) -> HttpResponse:
    """Days on which a State is away, told by its seat or noted by the bureau."""
    actor, network = actor_of(request), network_here(actor_of(request))
    if not telling_seats(actor, network.pk):
        require(actor, "meetings.import_events", network)
    form = FreeDaysForm(request.POST or None, actor=actor, network=network)

    def done() -> HttpResponse:
        actions.note_free_days(actor, **form.cleaned_data)
        return thanked(
            request, "Noted: these days are shown wherever a date is looked for.", "meetings:outside"
        )

    return form_page(request, "meetings/form.html", form, done, {"title": "Tell of free days"})


@opens_to("mandate")
@require_POST
def remove_free_days(request: HttpRequest, ref: str) -> HttpResponse:
    """Takes free days back."""
    actor = actor_of(request)
    actions.remove_free_days(actor, span=one_or_hidden(visible_free_spans(actor), ref=ref))
    return thanked(request, "Taken back.", "meetings:outside")

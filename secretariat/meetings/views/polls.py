"""Pages on which a date is found."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from secretariat.access.doors import opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import require
from secretariat.members.reads import network_here
from secretariat.web.respond import form_page, respond, thanked

from .. import actions
from ..forms import CandidateForm, DatesForm, OpenPollForm, UntilForm
from ..models import DatePoll
from ..reads import (
    looked_at,
    poll_page,
    poll_question,
    visible_candidates,
    visible_offers,
    visible_poll_lines,
    visible_polls,
)


@opens_to("bureau")
def add_poll(request: HttpRequest) -> HttpResponse:
    """The days to ask about: looked at first, with what speaks against each, then opened."""
    actor, network = actor_of(request), network_here(actor_of(request))
    require(actor, "meetings.open_poll", network)
    form = OpenPollForm(request.POST or None, actor=actor, network=network, initial=_from_offer(request))
    if request.POST.get("do") == "look" and form.is_valid():
        return respond(request, "meetings/add_poll.html", {"form": form, **_looked(request, form)})

    def done() -> HttpResponse:
        poll = actions.open_poll(
            actor,
            network=network,
            title=form.cleaned_data["title"],
            candidates=form.asked.values(),
            answers_until_at=form.answers_until_at,
            offer=form.cleaned_data["offer"],
        )
        return thanked(request, _OPENED, "meetings:poll", poll.ref)

    return form_page(
        request, "meetings/add_poll.html", form, done, {"rows": [(row, ()) for row in form.rows]}
    )


_OPENED = "The question is open. Nobody was written to yet: look at the days, then ask the seats."


def _looked(request: HttpRequest, form: OpenPollForm) -> dict[str, Any]:
    """The days of a form with what speaks against each."""
    looked = looked_at(actor_of(request), form.network, list(form.asked.values()))
    rows = [(row, looked.warnings[row.asked] if row.asked else ()) for row in form.rows]
    return {"rows": rows, "gaps": looked.gaps, "has_looked": True}


def _from_offer(request: HttpRequest) -> dict[str, Any]:
    """What an offer says already: where it would be, and the first day of its period."""
    ref = request.GET.get("offer", "")
    offer = visible_offers(actor_of(request)).filter(ref=ref, meeting=None).first() if ref else None
    if offer is None:
        return {}
    title = f"Meeting in {offer.place}" if offer.place else ""
    return {"offer": offer.ref, "title": title, "day_1": offer.earliest}


@opens_to("mandate")
def poll(request: HttpRequest, ref: str) -> HttpResponse:
    """One poll: each day with what speaks against it and who can come, each seat with what it said."""
    row = one_or_hidden(visible_polls(actor_of(request)), ref=ref)
    return respond(request, "meetings/poll.html", {"poll": row, "page": poll_page(actor_of(request), row)})


@opens_to("mandate")
def answer_poll(request: HttpRequest, ref: str) -> HttpResponse:
    """Which days suit a seat: by whoever speaks for it, or noted by the bureau."""
    actor = actor_of(request)
    line = one_or_hidden(visible_poll_lines(actor), ref=ref)
    require(actor, "meetings.answer_poll", line)
    question = poll_question(actor, line)
    data = request.POST if request.method == "POST" else None
    form = DatesForm(data, days=question.days, said=question.said)

    def done() -> HttpResponse:
        actions.answer_poll(actor, line=line, **form.cleaned_data)
        words = "Thank you: it is noted which days suit. You can change it until the question closes."
        return thanked(request, words, "meetings:poll", line.poll.ref)

    return form_page(request, "meetings/answer_poll.html", form, done, {"question": question})


def _poll_for(request: HttpRequest, ref: str, deed: str) -> DatePoll:
    row = one_or_hidden(visible_polls(actor_of(request)), ref=ref)
    require(actor_of(request), deed, row)
    return row


@opens_to("bureau")
def add_candidate(request: HttpRequest, ref: str) -> HttpResponse:
    """One more day to ask about."""
    row = _poll_for(request, ref, "meetings.add_candidate")
    form = CandidateForm(request.POST or None)

    def done() -> HttpResponse:
        actions.add_candidate(actor_of(request), poll=row, days=form.cleaned_data["days"])
        words = "Asked about, too. What was said of the other days stays; ask the seats about the new one."
        return thanked(request, words, "meetings:poll", row.ref)

    return form_page(request, "meetings/poll_form.html", form, done, {"poll": row, "title": "Another day"})


@opens_to("bureau")
def reopen_poll(request: HttpRequest, ref: str) -> HttpResponse:
    """Takes answers again, or longer."""
    row = _poll_for(request, ref, "meetings.reopen_poll")
    form = UntilForm(request.POST or None, network=row.network)

    def done() -> HttpResponse:
        actions.reopen_poll(actor_of(request), poll=row, answers_until_at=form.answers_until_at)
        return thanked(request, "Open again; what was said is kept.", "meetings:poll", row.ref)

    return form_page(
        request, "meetings/poll_form.html", form, done, {"poll": row, "title": "Take answers longer"}
    )


@opens_to("bureau")
@require_POST
def close_poll(request: HttpRequest, ref: str) -> HttpResponse:
    """Takes no more answers."""
    actions.close_poll(actor_of(request), poll=one_or_hidden(visible_polls(actor_of(request)), ref=ref))
    return thanked(request, "Closed. It can be opened again, and nothing is lost.", "meetings:poll", ref)


@opens_to("bureau")
@require_POST
def ask_seats(request: HttpRequest, ref: str) -> HttpResponse:
    """Writes to the seats that have not said a word on every day; addresses to hand over are shown this once."""
    row = one_or_hidden(visible_polls(actor_of(request)), ref=ref)
    asked = actions.ask_seats(actor_of(request), poll=row)
    return respond(request, "meetings/asked_seats.html", {"poll": row, "asked": asked})


@opens_to("bureau")
@require_POST
def choose_candidate(request: HttpRequest, ref: str) -> HttpResponse:
    """Makes a meeting of a candidate."""
    actor = actor_of(request)
    candidate = one_or_hidden(visible_candidates(actor), ref=ref)
    row = one_or_hidden(visible_polls(actor), pk=candidate.poll_id)
    meeting = actions.choose_candidate(actor, poll=row, candidate=candidate)
    messages.success(request, f"Entered: {meeting}. Its page says what comes next.")
    return redirect("desk:meeting", meeting.ref)

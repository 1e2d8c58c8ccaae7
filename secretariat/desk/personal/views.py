"""Pages of one's own: an answer by a personal link, the calendar feed, the links that were sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from secretariat.access.doors import opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import PUBLIC
from secretariat.commitments.forms import ProgressForm
from secretariat.commitments.models import Progress
from secretariat.commitments.rules import REPORT
from secretariat.meetings.date_polls import DATES
from secretariat.meetings.forms import DatesForm
from secretariat.meetings.forms.invitations import ReplyForm
from secretariat.meetings.inviting import ASK
from secretariat.meetings.reads import is_open_to_answers, poll_question, words_of
from secretariat.meetings.rules import PURGED
from secretariat.members.actions import keep_own_link, revoke_link
from secretariat.members.models import Mandate
from secretariat.members.reads import network_here, open_links, own_mandates, visible_links, zone_of_seat
from secretariat.members.zones import end_of_day
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotVisible, RuleBroken
from secretariat.web.respond import respond

from ..rules import FEED
from . import answers, feeds


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """How one purpose is answered on a page: what is asked, the facts and the fields as templates, and what makes
    the form and says until when the answer can be changed.
    """

    title: str
    facts: str
    fields: str
    filled: Callable[[QueryDict | None, answers.Asked], tuple[forms.Form, dict[str, Any]]]


def _report(data: QueryDict | None, asked: answers.Asked) -> tuple[forms.Form, dict[str, Any]]:
    given = answers.given_by(asked)
    until = asked.holder.line.link.expires_at
    return ProgressForm(data, initial=_as_given(given)), {"given": given, "until": until, "is_open": True}


def _dates(data: QueryDict | None, asked: answers.Asked) -> tuple[forms.Form, dict[str, Any]]:
    question = poll_question(asked.holder.reader, asked.thing)
    until = min(asked.holder.line.link.expires_at, asked.thing.poll.answers_until_at)
    more = {"question": question, "until": until, "is_open": question.head.is_open}
    return DatesForm(data, days=question.days, said=question.said), more


def _invited(data: QueryDict | None, asked: answers.Asked) -> tuple[forms.Form, dict[str, Any]]:
    invitee, link = asked.thing, asked.holder.line.link
    ends = end_of_day(invitee.invitation.meeting.ends_on, invitee.invitation.meeting.own_zone)
    more = {
        "words": words_of(invitee.invitation, "invitation"),
        "zone": zone_of_seat(link.mandate.seat),
        "reply_by": end_of_day(invitee.invitation.reply_by, link.mandate.seat.network.zone),
        "until": min(link.expires_at, ends),
        "is_open": is_open_to_answers(invitee.invitation),
    }
    return ReplyForm(data, initial={"reply": invitee.reply or None, "words": invitee.words}), more


PAGES: dict[str, AnswerPage] = {
    REPORT: AnswerPage("How far is it?", "desk/_report_asked.html", "desk/_fields.html", _report),
    ASK: AnswerPage(
        "Does your delegation take part?", "meetings/_invitation_asked.html", "desk/_fields.html", _invited
    ),
    DATES: AnswerPage("Which days suit?", "meetings/_dates_asked.html", "meetings/_dates_form.html", _dates),
}
"""The page of each purpose that is answered on one."""


def _stranger(request: HttpRequest) -> None:
    """Makes the request one of nobody: a link opens what it is for, whoever is signed in at the same machine."""
    request.actor = PUBLIC  # type: ignore[attr-defined]


@opens_to("public")
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """What a personal link asks, and the form that answers it; one and the same page for every dead link."""
    _stranger(request)
    try:
        asked = answers.asked_by(token)
        asking = PAGES[asked.holder.line.link.purpose]
        form, more = asking.filled(request.POST or None, asked)
        if form.is_bound and form.is_valid() and _taken(form, asked):
            return _unreferred(redirect("desk:answer", token))
    except NotVisible:
        return _unreferred(respond(request, "desk/answer_gone.html", status=404))
    link = asked.holder.line.link
    context = {
        "asked": asked,
        "asking": asking,
        "form": form,
        "link": link,
        "mandate": link.mandate,
        "network": link.mandate.seat.network,
        **more,
    }
    page = respond(request, "desk/answer.html", context, status=422 if form.is_bound else 200)
    # Under "no-referrer" a browser says that a form comes from nowhere, and the form's own check must refuse
    # that. This policy tells others as little: at most the host, and never the address with its secret.
    page.headers["Referrer-Policy"] = "strict-origin"
    return page


def _as_given(given: Progress | None) -> dict[str, object]:
    """What was answered, to be changed rather than typed anew."""
    if given is None or given.words == PURGED:
        return {}
    day = given.commitment.done_on if given.state == "done" else None
    return {"words": given.words, "evidence": given.evidence, "state": given.state, "done_on": day}


def _taken(form: forms.Form, asked: answers.Asked) -> bool:
    try:
        answers.take_answer(asked, form.cleaned_data)
    except RuleBroken as error:
        form.add_error(None, error.message)
        return False
    return True


def _unreferred(response: HttpResponse) -> HttpResponse:
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


@opens_to("public")
def feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """One's calendar, for the program that keeps it. Asked anew each time: who may see, and what."""
    _stranger(request)
    holder = feeds.reader_of_feed(token)
    network = holder.line.link.mandate.seat.network
    body = feeds.calendar_of(holder.reader, network, clock.today(network.zone))
    tag = feeds.etag_of(holder, body)
    if tag in (part.strip() for part in request.headers.get("If-None-Match", "").split(",")):
        response = HttpResponse(status=304)
    else:
        response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
        response.headers["Content-Disposition"] = 'inline; filename="calendar.ics"'
    response.headers["ETag"] = tag
    return _unreferred(response)


@opens_to("mandate")
def my_feed(request: HttpRequest) -> HttpResponse:
    """My calendar feed, one for each mandate: give it an address, give it a new one, take it back.

    The address itself is shown once, in the answer to the form that made it.
    """
    actor = actor_of(request)
    mandates = own_mandates(actor)
    made: dict[str, str] = {}
    if request.method == "POST":
        mandate = next((m for m in mandates if m.ref == request.POST.get("mandate")), None)
        if mandate is None:
            raise NotVisible
        is_renewed = request.POST.get("do") != "revoke"
        secret = keep_own_link(actor, mandate=mandate, purpose=FEED, is_renewed=is_renewed)
        if is_renewed:
            made[mandate.ref] = settings.BASE_URL + reverse("desk:feed", args=[secret])
        else:
            messages.success(request, "Taken back: that address shows nothing any more.")
            return redirect("desk:my_feed")
    return respond(request, "desk/my_feed.html", {"feeds": _feeds(request, mandates, made)})


def _feeds(request: HttpRequest, mandates: list[Mandate], made: dict[str, str]) -> list[dict[str, object]]:
    lines = open_links(actor_of(request), FEED, [m.ref for m in mandates])
    known = {line.link.thing_ref: line.link for line in lines if line.link.mandate_id}
    return [{"mandate": m, "link": known.get(m.ref), "address": made.get(m.ref, "")} for m in mandates]


@opens_to("bureau")
def links(request: HttpRequest) -> HttpResponse:
    """The personal links of the network: to whom, what for, until when, answered or not."""
    network = network_here(actor_of(request))
    return respond(request, "desk/links.html", {"links": answers.sent_links(actor_of(request), network)})


@opens_to("bureau")
@require_POST
def revoke(request: HttpRequest, ref: str) -> HttpResponse:
    """Takes a personal link back."""
    actor = actor_of(request)
    if revoke_link(actor, link=one_or_hidden(visible_links(actor), ref=ref)):
        messages.success(request, "Taken back: that address opens nothing any more.")
    else:
        messages.info(request, "That address opened nothing any more already; nothing was changed.")
    return redirect("desk:links")

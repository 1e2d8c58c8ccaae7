"""Pages of the terms of reference."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from secretariat.access.doors import opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import Actor, require
from secretariat.members.reads import network_here
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotVisible, RuleBroken
from secretariat.web.respond import act_and_say, form_page, respond, thanked

from .. import actions
from ..forms import TermForm
from ..models import Term
from ..reads import sees_terms, terms_of, terms_page, visible_terms


@opens_to("mandate")
def terms(request: HttpRequest) -> HttpResponse:
    """All parameters with their articles, what was prepared and what was before."""
    actor = actor_of(request)
    network = network_here(actor)
    if not sees_terms(actor, network.pk):
        raise NotVisible
    lines = terms_page(actor, network, clock.today(network.zone))
    return respond(request, "meetings/terms.html", {"lines": lines, "here": network})


@opens_to("bureau")
def prepare_term(request: HttpRequest, parameter: str) -> HttpResponse:
    """Prepares what an article sets for one parameter."""
    actor = actor_of(request)
    network = network_here(actor)
    require(actor, "meetings.prepare_term", network)
    today = clock.today(network.zone)
    try:
        now = terms_of(network, today).get(parameter)
    except RuleBroken:
        raise NotVisible from None
    value = now.value_words if isinstance(now.value, bool) else str(now.value)
    initial = {"value": value, "article": now.article if now.is_set else "", "since_on": today}
    form = TermForm(request.POST or None, initial=initial)

    def done() -> HttpResponse:
        actions.prepare_term(actor, network=network, parameter=parameter, **form.cleaned_data)
        return thanked(request, "Prepared; the Chair decides it.", "meetings:terms")

    return form_page(request, "meetings/term.html", form, done, {"parameter": now})


@opens_to("bureau")
@require_POST
def decide_term(request: HttpRequest, ref: str) -> HttpResponse:
    """Decides what was prepared."""
    return _step(request, ref, lambda actor, term: actions.decide_term(actor, term=term), "Decided.")


@opens_to("bureau")
@require_POST
def withdraw_term(request: HttpRequest, ref: str) -> HttpResponse:
    """Takes back what was prepared."""
    return _step(request, ref, lambda actor, term: actions.withdraw_term(actor, term=term), "Taken back.")


def _step(request: HttpRequest, ref: str, act: Callable[[Actor, Term], object], words: str) -> HttpResponse:
    actor = actor_of(request)
    row = one_or_hidden(visible_terms(actor), ref=ref)
    act_and_say(request, lambda: act(actor, row), words)
    return redirect("meetings:terms")

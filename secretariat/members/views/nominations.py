"""Whom seats propose, and what the Secretariat answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from secretariat.access.doors import fresh, opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import Actor, require
from secretariat.toolbox.errors import RuleBroken
from secretariat.web.respond import HAND_IT_OVER, respond, thanked, told

from .. import actions
from ..forms import ConfirmForm, ReasonForm
from ..models import Nomination
from ..reads import (
    answered_nominations,
    network_here,
    nomination_page,
    visible_nominations,
    waiting_nominations,
)

MOST_ANSWERED = 200


@opens_to("mandate")
def nominations(request: HttpRequest) -> HttpResponse:
    """Those that wait, the oldest first, and those that were answered."""
    actor, network = actor_of(request), network_here(actor_of(request))
    context = {
        "waiting": waiting_nominations(actor, network),
        "answered": answered_nominations(actor, network)[:MOST_ANSWERED],
    }
    return respond(request, "members/nominations.html", context)


@opens_to("mandate")
def nomination(request: HttpRequest, ref: str) -> HttpResponse:
    """One nomination: what it would do, and the answers to it."""
    return _page(request, _one(request, ref))


def _one(request: HttpRequest, ref: str) -> Nomination:
    return one_or_hidden(visible_nominations(actor_of(request)), ref=ref)


def _page(
    request: HttpRequest,
    row: Nomination,
    confirm: ConfirmForm | None = None,
    refuse: ReasonForm | None = None,
    problem: str = "",
) -> HttpResponse:
    page = nomination_page(actor_of(request), row)
    context = {
        "row": row,
        "page": page,
        "confirm": confirm or ConfirmForm(alike=page.alike),
        "refuse": refuse or ReasonForm(asks="Why it is refused"),
        "problem": problem,
    }
    is_sent_back = bool(confirm or refuse or problem)
    return respond(request, "members/nomination.html", context, status=422 if is_sent_back else 200)


@opens_to("bureau")
@fresh
@require_POST
def confirm(request: HttpRequest, ref: str) -> HttpResponse:
    """Confirms a nomination; says who it is where somebody alike is here."""
    actor, row = actor_of(request), _one(request, ref)
    require(actor, "members.confirm_nomination", row)
    form = ConfirmForm(request.POST, alike=nomination_page(actor, row).alike)
    if not form.is_valid():
        return _page(request, row, confirm=form)
    try:
        mandate = actions.confirm_nomination(actor, nomination=row, person=form.chosen, unlike=form.unlike)
    except RuleBroken as error:
        return _page(request, row, confirm=form, problem=error.message)
    entered = f"{mandate.person} is entered as {mandate.function}"
    words = told(f"{entered}; the letter goes out now.", f"{entered}. {HAND_IT_OVER}")
    return thanked(request, words, "members:seat", mandate.seat.ref)


@opens_to("bureau")
@require_POST
def refuse(request: HttpRequest, ref: str) -> HttpResponse:
    """Refuses a nomination, with the reason the seat reads."""
    row = _one(request, ref)
    require(actor_of(request), "members.refuse_nomination", row)
    form = ReasonForm(request.POST, asks="Why it is refused")
    if not form.is_valid():
        return _page(request, row, refuse=form)
    return _answered(request, row, actor_of(request), why=form.cleaned_data["reason"])


def _answered(request: HttpRequest, row: Nomination, actor: Actor, *, why: str) -> HttpResponse:
    try:
        actions.refuse_nomination(actor, nomination=row, why=why)
    except RuleBroken as error:
        return _page(request, row, problem=error.message)
    messages.success(request, "The nomination is refused; the seat reads why.")
    return redirect("members:nominations")


@opens_to("mandate")
@require_POST
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """The seat takes its own nomination back."""
    actor, row = actor_of(request), _one(request, ref)
    try:
        actions.withdraw_nomination(actor, nomination=row)
    except RuleBroken as error:
        return _page(request, row, problem=error.message)
    messages.success(request, "The nomination is withdrawn.")
    return redirect("members:nominations")

"""Pages on which rights can be seen, and the steps that change who sees."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from secretariat.access.doors import fresh, opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import Actor, Ring, Verdict, kind_of, require, sees, verdict
from secretariat.audit.reads import told
from secretariat.members import actions as members
from secretariat.members.reads import network_here, opening_lines, visible_openings, visible_people
from secretariat.publishing import actions as publishing
from secretariat.publishing.reads import rings_around
from secretariat.publishing.rules import KINDS_WITH_A_RING, narrower_rings, wider_rings
from secretariat.toolbox.errors import NotVisible, RuleBroken
from secretariat.web.respond import respond
from secretariat.web.rings import RING_WORDS

from ..things import find_thing
from .forms import OpeningForm, RingForm
from .reads import exceptions_of, pages_opened, sight_of, sight_of_person

PAGES_A_PAGE = 100


@opens_to("mandate")
def thing(request: HttpRequest, ref: str) -> HttpResponse:
    """Who sees a thing today, and why; who may change it; how its ring came about."""
    actor = actor_of(request)
    row = find_thing(actor, ref)
    sight = sight_of(actor, row)
    context = {
        "sight": sight,
        "url": sight.kind.url(row),
        "may_release": _step(actor, "publishing.release_ring", row, wider_rings(row.ring, rings_around(row))),
        "may_narrow": _step(actor, "publishing.narrow_ring", row, narrower_rings(row.ring)),
    }
    return respond(request, "desk/rights/thing.html", context)


def _step(actor: Actor, deed: str, row: Any, rings: Iterable[Ring]) -> Verdict | None:
    """The verdict on a step that leads somewhere; None for what has no such step."""
    return verdict(actor, deed, row) if kind_of(row) in KINDS_WITH_A_RING and any(rings) else None


def _with_a_ring(actor: Actor, ref: str) -> Any:
    row = find_thing(actor, ref)
    if kind_of(row) not in KINDS_WITH_A_RING:
        raise NotVisible
    return row


@opens_to("mandate")
@fresh
def release(request: HttpRequest, ref: str) -> HttpResponse:
    """Shows a thing to more people: its originator's step alone."""
    row = _with_a_ring(actor_of(request), ref)
    require(actor_of(request), "publishing.release_ring", row)
    rings = wider_rings(row.ring, rings_around(row))
    return _change(request, row, rings, publishing.release_ring, "Show it to more people")


@opens_to("mandate")
@fresh
def narrow(request: HttpRequest, ref: str) -> HttpResponse:
    """Shows a thing to fewer people, from the next request on."""
    row = _with_a_ring(actor_of(request), ref)
    require(actor_of(request), "publishing.narrow_ring", row)
    return _change(request, row, narrower_rings(row.ring), publishing.narrow_ring, "Show it to fewer people")


def _change(
    request: HttpRequest, row: Any, rings: Iterable[Ring], step: Callable[..., Any], title: str
) -> HttpResponse:
    actor = actor_of(request)
    form = RingForm(request.POST or None, rings=rings, initial={"was": row.ring})
    if request.method == "POST" and form.is_valid():
        try:
            changed = step(actor, thing=row, **form.cleaned_data)
        except RuleBroken as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"Shown to {RING_WORDS[Ring(changed.ring)]} from now on.")
            return redirect("rights:thing", row.ref) if sees(actor, changed) else redirect("desk:home")
    context = {"form": form, "thing": row, "title": title}
    return respond(request, "desk/rights/ring.html", context, status=422 if form.is_bound else 200)


@opens_to("bureau")
def exceptions(request: HttpRequest) -> HttpResponse:
    """What differs from the default in the network."""
    actor, network = actor_of(request), network_here(actor_of(request))
    context = {"exceptions": exceptions_of(actor, network), "here": network}
    return respond(request, "desk/rights/exceptions.html", context)


@opens_to("bureau")
def person(request: HttpRequest, ref: str) -> HttpResponse:
    """What a person sees, in numbers; nothing is opened."""
    actor = actor_of(request)
    row = one_or_hidden(visible_people(actor).select_related("network"), ref=ref)
    require(actor, "desk.see_rights", row)
    context = {"person": row, "sight": sight_of_person(row.network, row)}
    return respond(request, "desk/rights/person.html", context)


@opens_to("person")
@fresh
def openings(request: HttpRequest) -> HttpResponse:
    """Emergency openings: asked for by the administrator, answered by Chair or Secretariat."""
    actor, network = actor_of(request), network_here(actor_of(request))
    require(actor, "members.see_openings", network)
    form = OpeningForm(request.POST or None)
    if request.method == "POST":
        require(actor, "members.ask_opening", network)
        if form.is_valid():
            try:
                members.ask_opening(actor, network=network, **form.cleaned_data)
            except RuleBroken as error:
                form.add_error(None, error.message)
            else:
                messages.success(
                    request, "Asked. Nothing is open until somebody at Chair or Secretariat agrees."
                )
                return redirect("rights:openings")
    context = {"form": form, "openings": opening_lines(actor), "here": network, **_looked_into(request)}
    return respond(request, "desk/rights/openings.html", context, status=422 if form.is_bound else 200)


def _looked_into(request: HttpRequest) -> dict[str, Any]:
    """The pages of the opening that the address names, if it names one."""
    ref = request.GET.get("opened", "")
    if not ref:
        return {}
    opening = one_or_hidden(visible_openings(actor_of(request)), ref=ref)
    page = Paginator(pages_opened(opening), PAGES_A_PAGE).get_page(request.GET.get("page"))
    return {"looked_into": opening, "page": page, "deeds": told(page.object_list)}


def _answer(request: HttpRequest, ref: str, step: Callable[..., Any], words: str) -> HttpResponse:
    actor = actor_of(request)
    step(actor, opening=one_or_hidden(visible_openings(actor), ref=ref))
    messages.success(request, words)
    return redirect("rights:openings")


@opens_to("person")
@require_POST
@fresh
def agree(request: HttpRequest, ref: str) -> HttpResponse:
    """The second person agrees."""
    return _answer(request, ref, members.agree_to_opening, "Agreed. The Chair is told; the record is kept.")


@opens_to("person")
@require_POST
@fresh
def refuse(request: HttpRequest, ref: str) -> HttpResponse:
    """The second person says no."""
    return _answer(request, ref, members.refuse_opening, "Refused.")


@opens_to("person")
@require_POST
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Whoever asked takes it back before it is answered."""
    return _answer(request, ref, members.withdraw_opening, "Withdrawn; you can ask anew.")


@opens_to("person")
@require_POST
def close(request: HttpRequest, ref: str) -> HttpResponse:
    """Either side ends it."""
    return _answer(request, ref, members.close_opening, "Closed. The Chair is told.")

"""People and the forms of their names."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from secretariat.access.doors import opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import Actor, require, verdict
from secretariat.toolbox import clock
from secretariat.toolbox.errors import RuleBroken
from secretariat.web.respond import respond

from .. import actions
from ..forms import NameFormForm, OtherPersonForm, PersonForm
from ..models import Network, Person
from ..reads import (
    activation_of,
    alike_people,
    is_only_mailed,
    network_here,
    people_list,
    person_page,
    visible_people,
)


@opens_to("mandate")
def people(request: HttpRequest) -> HttpResponse:
    """Everybody, by name; found in any script."""
    words = request.GET.get("name", "")
    network = network_here(actor_of(request))
    rows = people_list(actor_of(request), network, words)
    return respond(
        request, "members/people.html", {"people": rows, "words": words, "here": network}, part="rows"
    )


@opens_to("mandate")
def person(request: HttpRequest, ref: str) -> HttpResponse:
    """One person: forms of the name, mandates, who may be the same."""
    actor = actor_of(request)
    row = one_or_hidden(visible_people(actor).select_related("network"), ref=ref)
    may_send = verdict(actor, "members.send_activation", row)
    activation = activation_of(actor, row) if may_send else None
    context = {
        "person": row,
        "page": person_page(actor, row, clock.today(row.network.zone)),
        "alike": alike_people(actor, row) if verdict(actor, "members.merge_people", row) else [],
        "name_form": NameFormForm(),
        "activation": activation,
        "may_be_shown": activation is not None and not is_only_mailed(activation),
    }
    return respond(request, "members/person.html", context)


@opens_to("bureau")
def add_person(request: HttpRequest) -> HttpResponse:
    """A new person; people alike are shown first, and a person says whether this is one of them."""
    actor, network = actor_of(request), network_here(actor_of(request))
    require(actor, "members.add_person", network)
    form = PersonForm(request.POST or None, actor=actor, network=network)
    if request.method == "POST" and form.is_valid():
        try:
            who = _enter(actor, network, form)
        except RuleBroken as error:
            form.add_error("name", error.message)
        else:
            messages.success(request, f"{who} is entered.")
            return redirect("members:person", who.ref)
    return respond(request, "members/add_person.html", {"form": form}, status=422 if form.is_bound else 200)


def _enter(actor: Actor, network: Network, form: PersonForm) -> Person:
    """What was said about the name: one who is here already, somebody else, or simply somebody new."""
    data = {key: form.cleaned_data[key] for key in ("name", "honorific", "email")}
    if form.chosen is not None:
        actions.add_name_form(actor, person=form.chosen, name=data["name"])
        return form.chosen
    if form.alike:
        unlike = [person for person, _ in form.alike]
        return actions.add_another_person(actor, network=network, unlike=unlike, **data)
    return actions.add_person(actor, network=network, **data)


@opens_to("bureau")
def add_name(request: HttpRequest, ref: str) -> HttpResponse:
    """Another form of a person's name."""
    actor = actor_of(request)
    row = one_or_hidden(visible_people(actor), ref=ref)
    require(actor, "members.add_name_form", row)
    form = NameFormForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.add_name_form(actor, person=row, name=form.cleaned_data["name"])
        except RuleBroken as error:
            form.add_error("name", error.message)
        else:
            return redirect("members:person", row.ref)
    context = {"form": form, "title": f"Another form of {row}'s name"}
    return respond(request, "members/form.html", context, status=422 if form.is_bound else 200)


@opens_to("bureau")
def merge(request: HttpRequest, ref: str) -> HttpResponse:
    """Two entries, one person: both shown, a person says so; or says that they are two."""
    actor = actor_of(request)
    row = one_or_hidden(visible_people(actor).select_related("network"), ref=ref)
    require(actor, "members.merge_people", row)
    form = OtherPersonForm(request.POST or request.GET or None, actor=actor, person=row)
    other = form.cleaned_data["other"] if form.is_valid() else None
    answer = request.POST.get("answer")
    if other is not None and answer in {"one", "two"}:
        try:
            words = _say(actor, row, other, are_one=answer == "one")
        except RuleBroken as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, words)
            return redirect("members:person", row.ref)
    today = clock.today(row.network.zone)
    sides = [(p, person_page(actor, p, today)) for p in (row, other)] if other is not None else []
    context = {"form": form, "person": row, "other": other, "sides": sides}
    return respond(request, "members/merge.html", context, status=422 if request.method == "POST" else 200)


def _say(actor: Actor, row: Person, other: Person, *, are_one: bool) -> str:
    if are_one:
        actions.merge_people(actor, keep=row, other=other)
        return f"{row} is now one entry."
    actions.distinguish_people(actor, one=row, other=other)
    return f"{row} and {other} are two people; nobody is asked again."

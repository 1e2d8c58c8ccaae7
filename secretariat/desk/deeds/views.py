"""Pages of the record of deeds: histories, the head of today, proofs, and the wiping of words."""

from __future__ import annotations

from pathlib import Path

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from secretariat.access.doors import fresh, opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import require
from secretariat.audit import verify
from secretariat.audit.actions import wipe_words
from secretariat.audit.heads import grouped
from secretariat.audit.reads import check_head, signed_head
from secretariat.audit.rules import canonical
from secretariat.members.reads import network_here, visible_people
from secretariat.toolbox.errors import RuleBroken
from secretariat.web.respond import respond

from ..purging.views import tell_traces
from . import reads
from .forms import HistoryForm, OldHeadForm, WipeForm

DEEDS_A_PAGE = 50


@opens_to("mandate")
def history(request: HttpRequest, ref: str) -> HttpResponse:
    """Who did what to a thing, in plain sentences."""
    found = reads.history(actor_of(request), ref)
    page = Paginator(found.rows, DEEDS_A_PAGE).get_page(request.GET.get("page"))
    context = {"history": found, "page": page, "deeds": found.told(page.object_list)}
    return respond(request, "desk/history.html", context)


@opens_to("bureau")
def deeds(request: HttpRequest) -> HttpResponse:
    """The history of the network, by room, person and day."""
    actor, network = actor_of(request), network_here(actor_of(request))
    rooms, people = reads.rooms_with_deeds(), reads.who_acted(actor, network)
    form = HistoryForm(request.GET or None, rooms=rooms, people=people)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = reads.network_deeds(actor, network, reads.Filters(**chosen))
    page = Paginator(rows, DEEDS_A_PAGE).get_page(request.GET.get("page"))
    lines = reads.told_to_bureau(actor, page.object_list)
    context = {"form": form, "page": page, "deeds": lines, "zone": network.zone}
    return respond(request, "desk/deeds.html", context, part="deeds")


@opens_to("mandate")
def head(request: HttpRequest) -> HttpResponse:
    """The head of today to keep, and a place to hold an old one against the record."""
    form = OldHeadForm(request.POST or None, request.FILES or None)
    checked = check_head(form.cleaned_data["head"]) if request.method == "POST" and form.is_valid() else None
    now = checked.now if checked else signed_head()
    context = {"form": form, "checked": checked, "now": now, "root": grouped(now.root)}
    is_wrong = request.method == "POST" and checked is None
    return respond(request, "desk/head.html", context, status=422 if is_wrong else 200)


@opens_to("mandate")
def head_file(request: HttpRequest) -> HttpResponse:
    """The head of today as a file to keep."""
    now = signed_head()
    name = f"head-of-deeds-{now.at[:10]}-{now.size}.json"
    return _file(canonical(now.document) + b"\n", name, "application/json")


@opens_to("mandate")
def proof(request: HttpRequest, number: int) -> HttpResponse:
    """The proof that a deed stands in the record, as a file."""
    content = reads.deed_proof(actor_of(request), number)
    return _file(content + b"\n", f"deed-{number}-proof.json", "application/json")


@opens_to("public")
def verifier(request: HttpRequest) -> HttpResponseBase:
    """The program that checks heads, proofs and exports without this one."""
    return FileResponse(
        Path(verify.__file__).open("rb"),
        as_attachment=True,
        filename="verify.py",
        content_type="text/plain; charset=utf-8",
    )


@opens_to("bureau")
@fresh
def wipe(request: HttpRequest, ref: str) -> HttpResponse:
    """Wipes the words of the deeds that name a person; what was done, when and by whom stays proved."""
    actor = actor_of(request)
    person = one_or_hidden(visible_people(actor), ref=ref)
    require(actor, "audit.wipe_words", person)
    listed = reads.numbers_about(actor, person)
    form = WipeForm(request.POST or None, listed=listed)
    if request.method == "POST" and form.is_valid():
        try:
            chosen = form.cleaned_data
            count = wipe_words(actor, thing=person, numbers=chosen["numbers"], reason=chosen["reason"])
        except RuleBroken as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"The words of {count} deeds are wiped. Chain and tree stand.")
            tell_traces(request)
            return redirect("desk:history", person.ref)
    page = Paginator(listed, DEEDS_A_PAGE).get_page(request.GET.get("page"))
    deeds = reads.told_by_number(list(page))
    context = {"form": form, "person": person, "page": page, "deeds": deeds}
    return respond(request, "desk/wipe.html", context, status=422 if form.is_bound else 200)


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=kind, headers=disposition)

"""The page on which the Secretariat purges what should never have been entered."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from secretariat.access.doors import fresh, opens_to
from secretariat.access.reads import actor_of
from secretariat.access.rules import require
from secretariat.web.respond import respond

from .forms import PurgeForm
from .purging import leave_no_trace_in_the_index, may_hold_the_same, purge_for


@fresh
@opens_to("bureau")
def purge(request: HttpRequest, ref: str) -> HttpResponse:
    """Says what is wiped and what else may hold it, asks why, and wipes it."""
    actor = actor_of(request)
    kind, thing = purge_for(actor, ref)
    require(actor, kind.deed, kind.judged(thing))
    form = PurgeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        kind.carry_out(actor, thing, form.cleaned_data["reason"])
        leave_no_trace_in_the_index()
        messages.success(
            request, f"Purged: the {kind.word}. That it was, by whom and why, stays in the record."
        )
        return redirect(kind.back(thing))
    context = {"form": form, "kind": kind, "thing": thing, "others": may_hold_the_same(actor, thing)}
    return respond(request, "desk/purge.html", context, status=422 if form.is_bound else 200)

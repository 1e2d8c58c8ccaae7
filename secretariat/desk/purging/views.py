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
from .kinds import may_hold_the_same, purge_for
from .traces import erase_traces


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
        messages.success(
            request, f"Purged: the {kind.word}. That it was, by whom and why, stays in the record."
        )
        tell_traces(request)
        return redirect(kind.back(thing))
    context = {"form": form, "kind": kind, "thing": thing, "others": may_hold_the_same(actor, thing)}
    return respond(request, "desk/purge.html", context, status=422 if form.is_bound else 200)


def tell_traces(request: HttpRequest) -> None:
    """Erases what the store may still hold of words that are gone, and says so where it could not yet."""
    if not erase_traces():
        messages.warning(
            request,
            "Somebody was reading just now, so old pages of the store still hold the words, where no page shows "
            "them. They go by themselves, in the first minute in which nobody reads.",
        )

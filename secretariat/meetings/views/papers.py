"""Pages about the papers of a meeting; what brings in or opens a file is the desk's."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from secretariat.access.doors import opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import Actor, require
from secretariat.web.respond import act_and_say, form_page, respond, thanked

from .. import actions
from ..forms import ChangePaperForm, PaperForm
from ..models import Paper
from ..reads import due_or_none, may_open_file, sees_terms, shown_of, visible_meetings, visible_papers

STEP = "meetings/step.html"


@opens_to("mandate")
def announce_paper(request: HttpRequest, ref: str) -> HttpResponse:
    """Announces a paper, which gets its symbol thereby."""
    actor = actor_of(request)
    meeting = one_or_hidden(visible_meetings(actor), ref=ref)
    require(actor, "meetings.announce_paper", meeting)
    asked = {name: request.GET.get(name) for name in ("item", "of")}
    form = PaperForm(request.POST or None, actor=actor, meeting=meeting, initial=asked)

    def done() -> HttpResponse:
        paper = actions.announce_paper(actor, meeting=meeting, **form.cleaned_data)
        return thanked(request, f"Its symbol is {paper.symbol}.", "meetings:paper", paper.ref)

    context = {"meeting": meeting, "title": "Announce a paper", "label": "Announce"}
    return form_page(request, STEP, form, done, context)


@opens_to("mandate")
def paper(request: HttpRequest, ref: str) -> HttpResponse:
    """One paper: what it is, how far it is, what can be done with it."""
    actor = actor_of(request)
    row = one_or_hidden(visible_papers(actor), ref=ref)
    context = {
        "paper": row,
        "meeting": row.meeting,
        "may_open": may_open_file(actor, row),
        "of": shown_of(actor, row),
        "later": visible_papers(actor).filter(of=row),
        "due": due_or_none(row.meeting, "papers_for_decision") if sees_terms(actor, row.network_id) else None,
    }
    return respond(request, "meetings/paper.html", context)


@opens_to("mandate")
def change_paper(request: HttpRequest, ref: str) -> HttpResponse:
    """Changes the title, the language or the item of a paper."""
    actor = actor_of(request)
    row = one_or_hidden(visible_papers(actor), ref=ref)
    require(actor, "meetings.change_paper", row)
    form = ChangePaperForm(request.POST or None, actor=actor, paper=row)

    def done() -> HttpResponse:
        actions.change_paper(actor, paper=row, **form.cleaned_data)
        return thanked(request, "The paper is changed.", "meetings:paper", row.ref)

    context = {"meeting": row.meeting, "paper": row, "title": f"Change: {row.symbol}", "label": "Save"}
    return form_page(request, STEP, form, done, context)


@opens_to("bureau")
@require_POST
def review_paper(request: HttpRequest, ref: str) -> HttpResponse:
    """Notes that a paper was looked through: whoever may see it opens it now."""
    return _step(
        request, ref, lambda a, p: actions.review_paper(a, paper=p), "Reviewed; it opens to its readers."
    )


@opens_to("bureau")
@require_POST
def put_in_book(request: HttpRequest, ref: str) -> HttpResponse:
    """Puts a reviewed paper into the book."""
    return _step(request, ref, lambda a, p: actions.put_in_book(a, paper=p), "It stands in the book now.")


@opens_to("mandate")
@require_POST
def withdraw_paper(request: HttpRequest, ref: str) -> HttpResponse:
    """Takes a paper back."""
    return _step(request, ref, lambda a, p: actions.withdraw_paper(a, paper=p), "The paper is withdrawn.")


def _step(request: HttpRequest, ref: str, act: Callable[[Actor, Paper], Paper], words: str) -> HttpResponse:
    actor = actor_of(request)
    row = one_or_hidden(visible_papers(actor), ref=ref)
    act_and_say(request, lambda: act(actor, row), words)
    still_there = visible_papers(actor).filter(pk=row.pk).exists()
    return redirect("meetings:paper", row.ref) if still_there else redirect("desk:agenda", row.meeting.ref)

"""Pages of the follow-up list."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from secretariat.access.doors import opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import Actor, require
from secretariat.meetings.reads import visible_meetings
from secretariat.members.reads import network_here
from secretariat.minutes.reads import visible_records
from secretariat.toolbox import clock
from secretariat.toolbox.errors import RuleBroken
from secretariat.web.respond import respond, wants_fragment

from . import actions
from .forms import AssignForm, FilterForm, NewLineForm, ProgressForm, ReviewForm
from .models import Commitment
from .reads import (
    follow_up_list,
    last_time,
    lines_of,
    visible_commitments,
    visible_decisions,
    visible_progress,
)

LINES_A_PAGE = 50


@opens_to("mandate")
def follow_up(request: HttpRequest) -> HttpResponse:
    """The follow-up list: what stands open first, and what it lacks."""
    actor, network = actor_of(request), network_here(actor_of(request))
    today = clock.today(network.zone)
    form = FilterForm(request.GET or None, actor=actor, network_id=network.pk)
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = follow_up_list(actor, network, today, **chosen)
    page = Paginator(rows, LINES_A_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "lines": lines_of(actor, page.object_list, today), "here": network}
    return respond(request, "commitments/list.html", context, part="lines")


@opens_to("bureau")
def add(request: HttpRequest) -> HttpResponse:
    """A line entered by hand."""
    actor, network = actor_of(request), network_here(actor_of(request))
    require(actor, "commitments.note_commitment", network)
    form = NewLineForm(request.POST or None, actor=actor, network_id=network.pk)
    if request.method == "POST" and form.is_valid():
        line = actions.note_commitment(actor, kind="commitment", **form.cleaned_data)
        return redirect("commitments:commitment", line.ref)
    return respond(request, "commitments/add.html", {"form": form}, status=422 if form.is_bound else 200)


@opens_to("bureau")
@require_POST
def follow_up_record(request: HttpRequest, ref: str) -> HttpResponse:
    """Puts what a record proposes, asks, offers, promises and decides on the list; shows that meeting's lines."""
    record = one_or_hidden(visible_records(actor_of(request)), ref=ref)
    lines = actions.follow_up_record(actor_of(request), record=record)
    words = (
        f"New on the follow-up list: {len(lines)}."
        if lines
        else "All of it is on the follow-up list already."
    )
    messages.success(request, words)
    query = urlencode({"meeting": record.meeting.ref, "show": "all"})
    return redirect(f"{reverse('commitments:list')}?{query}")


def _assign_form(actor: Actor, row: Commitment, data: QueryDict | None = None) -> AssignForm:
    initial = {"version": row.version, "seat": row.seat.ref if row.seat else None, "due_on": row.due_on}
    # Several of these forms may stand open in one list, so each names its fields after its line.
    return AssignForm(data, actor=actor, network_id=row.network_id, initial=initial, auto_id=f"{row.ref}-%s")


@opens_to("mandate")
def commitment(request: HttpRequest, ref: str) -> HttpResponse:
    """One line: owner, day, progress with evidence, where it came from."""
    actor = actor_of(request)
    row = one_or_hidden(
        visible_commitments(actor).select_related(
            "network", "entry__speaker", "entry__seat__member", "entry__on_behalf_of", "entry__decision"
        ),
        ref=ref,
    )
    context = {
        "line": lines_of(actor, [row], clock.today(row.network.zone))[0],
        "progress": visible_progress(actor).filter(commitment=row),
        "form": ProgressForm(),
        "assign_form": _assign_form(actor, row),
    }
    return respond(request, "commitments/commitment.html", context)


@opens_to("bureau")
def assign(request: HttpRequest, ref: str) -> HttpResponse:
    """Gives a line its owner and its day; asked from within a list, the line comes back in its place."""
    actor = actor_of(request)
    row = one_or_hidden(visible_commitments(actor), ref=ref)
    require(actor, "commitments.assign_commitment", row)
    form = _assign_form(actor, row, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            actions.assign_commitment(actor, commitment=row, **form.cleaned_data)
        except RuleBroken as error:
            form.add_error(None, error.message)
        else:
            return _assigned(request, row)
    context = {"form": form, "commitment": row}
    answer = respond(
        request, "commitments/assign.html", context, part="assign_form", status=422 if form.is_bound else 200
    )
    if form.is_bound and wants_fragment(request):
        # The form asked to be replaced by its line; with a mistake in it, it is replaced by itself.
        answer.headers["HX-Retarget"] = f"#assign-{row.ref}"
        answer.headers["HX-Reswap"] = "outerHTML"
    return answer


def _assigned(request: HttpRequest, row: Commitment) -> HttpResponse:
    if not wants_fragment(request):
        messages.success(request, "Noted: who owes it, and by when.")
        return redirect("commitments:commitment", row.ref)
    actor, network = actor_of(request), network_here(actor_of(request))
    rows = follow_up_list(actor, network, clock.today(network.zone), show="all").filter(pk=row.pk)
    line = lines_of(actor, rows, clock.today(network.zone))[0]
    return respond(request, "commitments/_line.html", {"line": line, "is_fresh": True})


@opens_to("mandate")
def report(request: HttpRequest, ref: str) -> HttpResponse:
    """A report on how far a line is, by the seat that owes it or the bureau."""
    actor = actor_of(request)
    row = one_or_hidden(visible_commitments(actor), ref=ref)
    require(actor, "commitments.report_progress", row)
    form = ProgressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.report_progress(actor, commitment=row, **form.cleaned_data)
        except RuleBroken as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Thank you: the report is kept.")
            return redirect(reverse("commitments:commitment", args=[row.ref]) + "#progress")
    return respond(
        request,
        "commitments/report.html",
        {"form": form, "commitment": row},
        status=422 if form.is_bound else 200,
    )


@opens_to("bureau")
@require_POST
def ask(request: HttpRequest, ref: str) -> HttpResponse:
    """Asks whoever holds the seat, by a personal link, how far a line is."""
    actor = actor_of(request)
    row = one_or_hidden(visible_commitments(actor), ref=ref)
    asked = actions.ask_for_report(actor, commitment=row)
    return respond(request, "commitments/asked.html", {"asked": asked, "commitment": row})


@opens_to("mandate")
def said_last_time(request: HttpRequest, ref: str) -> HttpResponse:
    """What we said last time: one page for the next meeting, to be printed."""
    actor = actor_of(request)
    meeting = one_or_hidden(visible_meetings(actor), ref=ref)
    page = last_time(actor, meeting, clock.today(meeting.network.zone))
    return respond(request, "commitments/last_time.html", {"page": page})


@opens_to("mandate")
def decisions(request: HttpRequest) -> HttpResponse:
    """All numbered decisions, newest first."""
    rows = visible_decisions(actor_of(request)).filter(network=network_here(actor_of(request)))
    page = Paginator(rows, LINES_A_PAGE).get_page(request.GET.get("page"))
    return respond(request, "commitments/decisions.html", {"page": page})


@opens_to("bureau")
def review(request: HttpRequest, ref: str) -> HttpResponse:
    """Says on which day a decision is looked at again."""
    actor = actor_of(request)
    row = one_or_hidden(visible_decisions(actor), ref=ref)
    require(actor, "commitments.plan_review", row)
    form = ReviewForm(request.POST or None, initial={"review_on": row.review_on})
    if form.is_bound and form.is_valid():
        try:
            actions.plan_review(actor, decision=row, **form.cleaned_data)
        except RuleBroken as error:
            form.add_error("review_on", error.message)
        else:
            return redirect(f"{reverse('commitments:decisions')}#{row.ref}")
    context = {"form": form, "decision": row}
    return respond(request, "commitments/review.html", context, status=422 if form.is_bound else 200)

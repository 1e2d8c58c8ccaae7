"""Pages of the record of a meeting as a whole."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from secretariat.access.doors import fresh, opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import require
from secretariat.meetings.reads import visible_meetings
from secretariat.toolbox.errors import RuleBroken
from secretariat.web.respond import respond

from .. import actions
from ..forms import ApprovalForm
from ..models import Record
from ..reads import (
    entries_of,
    visible_records,
    visible_removed_entries,
)


@opens_to("mandate")
def record(request: HttpRequest, ref: str) -> HttpResponse:
    """The record: entries in order, each with who said it and where it came from."""
    actor = actor_of(request)
    row = one_or_hidden(visible_records(actor), ref=ref)
    context = {
        "record": row,
        "lines": entries_of(actor, row),
        "removed": visible_removed_entries(actor).filter(record=row),
        "approval": ApprovalForm(),
    }
    return respond(request, "minutes/record.html", context)


@opens_to("bureau")
@require_POST
def open_record(request: HttpRequest, ref: str) -> HttpResponse:
    """Opens the record of a meeting."""
    meeting = one_or_hidden(visible_meetings(actor_of(request)), ref=ref)
    return redirect("minutes:record", actions.open_record(actor_of(request), meeting=meeting).ref)


def _record(request: HttpRequest, ref: str) -> Record:
    return one_or_hidden(visible_records(actor_of(request)), ref=ref)


@opens_to("bureau")
@require_POST
def circulate(request: HttpRequest, ref: str) -> HttpResponse:
    """Marks the record as sent round."""
    row = actions.circulate_record(actor_of(request), record=_record(request, ref))
    return redirect("minutes:record", row.ref)


@opens_to("bureau")
@fresh
@require_POST
def approve(request: HttpRequest, ref: str) -> HttpResponse:
    """Keeps the day of approval."""
    draft = _record(request, ref)
    require(actor_of(request), "minutes.approve_record", draft)
    form = ApprovalForm(request.POST)
    if not form.is_valid():
        raise RuleBroken("minutes.approved_on", "Say on which day the record was approved.")
    row = actions.approve_record(actor_of(request), record=draft, **form.cleaned_data)
    return redirect("minutes:record", row.ref)

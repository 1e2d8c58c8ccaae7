"""Pages of the record of a meeting as a whole."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from secretariat.access.doors import fresh, opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import require
from secretariat.meetings.reads import visible_meetings
from secretariat.toolbox import clock
from secretariat.toolbox.errors import RuleBroken
from secretariat.web.respond import form_page, respond, thanked

from .. import actions
from ..forms import ApprovalForm, CirculationForm
from ..models import Record
from ..reads import (
    correction_window,
    entries_of,
    later_corrections,
    silence_of,
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
        "approval": ApprovalForm(actor=actor, record=row),
        "later": later_corrections(actor, row),
        "silence": silence_of(row, clock.now()),
    }
    return respond(request, "minutes/record.html", context)


@opens_to("bureau")
@require_POST
def open_record(request: HttpRequest, ref: str) -> HttpResponse:
    """Opens the record of a meeting."""
    meeting = one_or_hidden(visible_meetings(actor_of(request)), ref=ref)
    return redirect("minutes:record", actions.open_record(actor_of(request), meeting=meeting).ref)


def record_named(request: HttpRequest, ref: str) -> Record:
    """The record an address names, for whoever sees it. Raises NotVisible. One query."""
    return one_or_hidden(visible_records(actor_of(request)), ref=ref)


@opens_to("bureau")
@require_POST
def close(request: HttpRequest, ref: str) -> HttpResponse:
    """Notes that the meeting is closed; its draft report is ready."""
    row = actions.close_record(actor_of(request), record=record_named(request, ref))
    return thanked(
        request,
        "The meeting is closed. Its draft report is ready to be sent round.",
        "minutes:round",
        row.ref,
    )


@opens_to("bureau")
def circulate(request: HttpRequest, ref: str) -> HttpResponse:
    """Sends the draft round, with the day until which the seats may correct it."""
    actor, row = actor_of(request), record_named(request, ref)
    require(actor, "minutes.circulate_record", row)
    form = CirculationForm(request.POST or None, shortest=correction_window(row.network, clock.now()))

    def done() -> HttpResponse:
        day = form.cleaned_data["until_on"]
        until = clock.day_begins_at(day + timedelta(days=1), row.network.zone) if day else None
        sent = actions.circulate_record(actor, record=row, corrections_until_at=until)
        return thanked(request, "Sent round: every seat that sees it is told.", "minutes:round", sent.ref)

    return form_page(request, "minutes/circulate.html", form, done, {"record": row})


@opens_to("bureau")
@fresh
@require_POST
def approve(request: HttpRequest, ref: str) -> HttpResponse:
    """Keeps the day of approval."""
    draft = record_named(request, ref)
    require(actor_of(request), "minutes.approve_record", draft)
    form = ApprovalForm(request.POST, actor=actor_of(request), record=draft)
    if not form.is_valid():
        raise RuleBroken("minutes.approved_on", "Say on which day the record was approved.")
    row = actions.approve_record(actor_of(request), record=draft, **form.cleaned_data)
    return redirect("minutes:record", row.ref)

"""Pages of the round a record makes: corrections, the corrigendum, silence, and how long it all took."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from secretariat.access.doors import fresh, opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import Ring, require
from secretariat.members.reads import network_here
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotAllowed, RuleBroken
from secretariat.web.respond import form_page, respond, thanked

from .. import actions
from ..forms import CorrectionForm, LaterCorrectionForm, ObjectionForm, RefusalForm, SilenceForm
from ..models import Correction, Entry
from ..reads import (
    approving_meeting,
    correcting_seat,
    corrections_of,
    end_of_silence,
    lag_of,
    lags,
    objecting_seats,
    shortest_silence,
    silence_of,
    usual_silence,
    vacant_members,
    visible_corrections,
    visible_entries,
)
from ..rules import refuse_late_correction
from .records import record_named


def _entry(request: HttpRequest, ref: str) -> Entry:
    return one_or_hidden(visible_entries(actor_of(request)).select_related("record__network"), ref=ref)


def _correction(request: HttpRequest, ref: str) -> Correction:
    return one_or_hidden(visible_corrections(actor_of(request)), ref=ref)


@opens_to("mandate")
def round_(request: HttpRequest, ref: str) -> HttpResponse:
    """Where a record is on its way to approval: what is asked, of whom, by when."""
    actor, row = actor_of(request), record_named(request, ref)
    context = {
        "record": row,
        "lines": corrections_of(actor, row),
        "silence": silence_of(row, clock.now()),
        "lag": lag_of(row),
        "approving": approving_meeting(actor, row),
        "now": clock.now(),
        "versions": [r for r in (Ring.MEMBERS, Ring.PARTNERS) if not r.is_wider_than(Ring(row.ring))],
        "own_seats": {s.seat_id for s in actor.standings if actor.speaks_for(s.seat_id)},
        "may_break": objecting_seats(actor, row.network).exists(),
    }
    return respond(request, "minutes/round.html", context)


@opens_to("mandate")
def correct(request: HttpRequest, ref: str) -> HttpResponse:
    """A seat asks for its words to read otherwise."""
    actor, row = actor_of(request), _entry(request, ref)
    require(actor, "minutes.correct_entry", row)
    seat = correcting_seat(actor, row)
    if seat is None:
        raise NotAllowed(
            "You speak for no seat here.",
            rule="minutes.own_statement",
            who="coordinator or substitute of the seat",
        )
    form = CorrectionForm(request.POST or None, initial={"words": row.text})
    if not form.is_bound:
        record = row.record
        refuse_late_correction(state=record.state, until_at=record.corrections_until_at, now=clock.now())

    def done() -> HttpResponse:
        actions.correct_entry(actor, entry=row, seat=seat, **form.cleaned_data)
        return thanked(request, "Asked for. Chair or Secretariat answer it.", "minutes:round", row.record.ref)

    return form_page(request, "minutes/correct.html", form, done, {"entry": row, "seat": seat})


@opens_to("mandate")
@require_POST
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Takes back what one's own seat asked for."""
    row = actions.withdraw_correction(actor_of(request), correction=_correction(request, ref))
    return thanked(request, "Withdrawn.", "minutes:round", row.record.ref)


@opens_to("bureau")
@require_POST
def accept(request: HttpRequest, ref: str) -> HttpResponse:
    """Takes a correction into the record."""
    row = actions.accept_correction(actor_of(request), correction=_correction(request, ref))
    return thanked(request, "Accepted: the record reads as asked.", "minutes:round", row.record.ref)


@opens_to("bureau")
def refuse(request: HttpRequest, ref: str) -> HttpResponse:
    """Refuses a correction with the reason."""
    actor, row = actor_of(request), _correction(request, ref)
    require(actor, "minutes.refuse_correction", row.record)
    form = RefusalForm(request.POST or None)

    def done() -> HttpResponse:
        actions.refuse_correction(actor, correction=row, **form.cleaned_data)
        return thanked(request, "Refused; the seat reads why.", "minutes:round", row.record.ref)

    return form_page(request, "minutes/refuse.html", form, done, {"correction": row})


@opens_to("bureau")
@require_POST
def corrigendum(request: HttpRequest, ref: str) -> HttpResponse:
    """Ends the round of corrections in one corrigendum."""
    is_early = request.POST.get("is_early") == "yes"
    row = actions.issue_corrigendum(actor_of(request), record=record_named(request, ref), is_early=is_early)
    return thanked(
        request, "The corrigendum is issued; the record waits for approval.", "minutes:round", row.ref
    )


@opens_to("bureau")
@fresh
def silence(request: HttpRequest, ref: str) -> HttpResponse:
    """The Chair puts a corrected record under silence."""
    actor, row = actor_of(request), record_named(request, ref)
    require(actor, "minutes.open_silence", row)
    now = clock.now()
    usual = usual_silence(row.network, now)
    hint = f"Not before the earliest end, {shortest_silence(row.network, now).words}."
    form = SilenceForm(request.POST or None, hint=hint, initial={"until_on": usual.on})

    def done() -> HttpResponse:
        until = end_of_silence(row.network, form.cleaned_data["until_on"])
        actions.open_silence(
            actor, record=row, until_at=until, despite_vacant=form.cleaned_data["despite_vacant"]
        )
        return thanked(request, "The silence runs; every seat is told.", "minutes:round", row.ref)

    return form_page(
        request, "minutes/silence.html", form, done, {"record": row, "vacant": vacant_members(row.network)}
    )


@opens_to("mandate")
@fresh
def object_(request: HttpRequest, ref: str) -> HttpResponse:
    """A member's seat breaks the silence, in writing."""
    actor, row = actor_of(request), record_named(request, ref)
    require(actor, "minutes.object_to_record", row)
    seats = objecting_seats(actor, row.network)
    form = ObjectionForm(
        request.POST or None, actor=actor, seats=seats, initial={"seat": getattr(seats.first(), "ref", None)}
    )
    if not form.is_bound and silence_of(row, clock.now()) != "running":
        raise RuleBroken("minutes.no_silence", "No silence runs for this record; speak at the next meeting.")

    def done() -> HttpResponse:
        actions.object_to_record(actor, record=row, **form.cleaned_data)
        return thanked(request, "The silence is broken; everybody is told.", "minutes:round", row.ref)

    return form_page(request, "minutes/object.html", form, done, {"record": row})


@opens_to("bureau")
@fresh
def later(request: HttpRequest, ref: str) -> HttpResponse:
    """Notes a correction of an approved record to which a later meeting agreed."""
    actor, row = actor_of(request), _entry(request, ref)
    require(actor, "minutes.note_later_correction", row)
    seat = correcting_seat(actor, row)
    if seat is None:
        raise NotAllowed("You hold no office here.", rule="access.bureau_only", who="Chair or Secretariat")
    form = LaterCorrectionForm(
        request.POST or None, actor=actor, record=row.record, initial={"words": row.text}
    )
    if not form.is_bound and row.record.state != "approved":
        raise RuleBroken(
            "minutes.not_approved", "This record is not approved yet; ask for a correction instead."
        )

    def done() -> HttpResponse:
        actions.note_later_correction(actor, entry=row, seat=seat, **form.cleaned_data)
        return thanked(request, "Noted beside the entry.", "minutes:record", row.record.ref)

    return form_page(request, "minutes/later.html", form, done, {"entry": row})


@opens_to("mandate")
def lag(request: HttpRequest) -> HttpResponse:
    """How long each report took: from the meeting to the draft to the approval."""
    actor = actor_of(request)
    return respond(request, "minutes/lag.html", {"lags": lags(actor, network_here(actor))})

"""Pages on which people come to a seat: proposed by the seat, or seated by the Secretariat, with the letter."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, cast

from django.contrib import messages
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpRequest, HttpResponse

from secretariat.access.doors import fresh, opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import Actor, require
from secretariat.meetings.actions.delegations import Credentials, note_credentials
from secretariat.meetings.delegating import refuse_other_delegation
from secretariat.meetings.models import Delegate
from secretariat.meetings.reads import due_or_none
from secretariat.meetings.reads.delegations import visible_delegates
from secretariat.members import actions as members
from secretariat.members.actions import Letter
from secretariat.members.reads import room_at, seat_page, visible_seats
from secretariat.toolbox import clock
from secretariat.web.respond import HAND_IT_OVER, form_page, thanked, told

from .forms import CredentialsForm, LetterForm, NewcomerForm, ProposalForm
from .letters import Paper, with_letter


@opens_to("mandate")
def propose(request: HttpRequest, ref: str) -> HttpResponse:
    """A seat proposes one of its people, with the letter of nomination."""
    actor = actor_of(request)
    seat = one_or_hidden(visible_seats(actor), ref=ref)
    require(actor, "members.nominate_person", seat)
    room = room_at(seat)
    form = ProposalForm(request.POST or None, request.FILES or None, room=room)

    def done() -> HttpResponse:
        facts = form.facts()
        row = with_letter(
            actor,
            seat.network,
            words=form.cleaned_data["letter"],
            paper=_paper(form),
            tell=partial(messages.warning, request),
            act=lambda letter: members.nominate_person(actor, seat=seat, letter=letter, **facts),
        )
        words = f"{row.name} is proposed; the Secretariat confirms it or says why not."
        return thanked(request, words, "members:nomination", row.ref)

    return form_page(request, "desk/propose.html", form, done, {"seat": seat, "room": room})


@opens_to("bureau")
@fresh
def seat_newcomer(request: HttpRequest, ref: str) -> HttpResponse:
    """The Secretariat seats somebody in one step: person, function, days, letter, sign-in."""
    actor = actor_of(request)
    seat = one_or_hidden(visible_seats(actor), ref=ref)
    require(actor, "members.seat_newcomer", seat)
    today = clock.today(seat.network.zone)
    form = NewcomerForm(request.POST or None, request.FILES or None, actor=actor, seat=seat)

    def done() -> HttpResponse:
        facts = form.facts()
        mandate = with_letter(
            actor,
            seat.network,
            words=form.cleaned_data["letter"],
            paper=_paper(form),
            tell=partial(messages.warning, request),
            act=lambda letter: members.seat_newcomer(actor, seat=seat, letter=letter, **facts),
        )
        entered = f"{mandate.person} is entered as {mandate.function}"
        words = told(f"{entered}, and written to.", f"{entered}. {HAND_IT_OVER}")
        return thanked(request, words, "members:seat", seat.ref)

    context = {"seat": seat, "page": seat_page(actor, seat, today)}
    return form_page(request, "desk/seat_newcomer.html", form, done, context)


@opens_to("mandate")
def credentials(request: HttpRequest, ref: str) -> HttpResponse:
    """A seat hands in the credentials of somebody of its delegation; late ones are taken in and marked."""
    actor = actor_of(request)
    row = one_or_hidden(visible_delegates(actor), ref=ref)
    meeting, seat = row.delegation.meeting, row.delegation.seat
    require(actor, "meetings.note_credentials", meeting)
    refuse_other_delegation(actor, meeting.network_id, seat.pk)
    form = CredentialsForm(request.POST or None, request.FILES or None, initial=_noted(row))
    due = due_or_none(meeting, "credentials")

    def done() -> HttpResponse:
        facts = form.facts()
        taken = with_letter(
            actor,
            meeting.network,
            words=form.cleaned_data["letter"],
            paper=_paper(form),
            tell=partial(messages.warning, request),
            act=lambda note: _taken_in(actor, row, note, facts),
        )
        late = f" They came late: they were due by {due.words}." if taken.credential_is_late and due else ""
        words = f"The credentials of {taken} are here.{late}"
        return thanked(request, words, "meetings:delegation", meeting.ref, seat.ref)

    context = {"delegate": row, "meeting": meeting, "seat": seat, "due": due}
    return form_page(request, "desk/credentials.html", form, done, context)


def _noted(row: Delegate) -> dict[str, Any]:
    return {
        "issuer": row.credential_issuer,
        "dated_on": row.credential_on,
        "valid_until": row.credential_until,
        "decides": row.credential_decides,
        "letter": row.credential_words,
    }


def _taken_in(actor: Actor, row: Delegate, note: Letter, facts: dict[str, Any]) -> Delegate:
    credentials_told = Credentials(**facts, words=note.words, source_ref=note.source_ref)
    return note_credentials(actor, delegate=row, credentials=credentials_told)


def _paper(form: LetterForm | CredentialsForm) -> Paper | None:
    upload = cast(TemporaryUploadedFile | None, form.cleaned_data["paper"])
    return Paper(str(upload.name), Path(upload.temporary_file_path())) if upload else None

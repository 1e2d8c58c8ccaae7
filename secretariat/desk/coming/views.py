"""Pages on which people come to a seat: proposed by the seat, or seated by the Secretariat, with the letter."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import cast

from django.contrib import messages
from django.core.files.uploadedfile import TemporaryUploadedFile
from django.http import HttpRequest, HttpResponse

from secretariat.access.doors import fresh, opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import require
from secretariat.members import actions as members
from secretariat.members.reads import room_at, seat_page, visible_seats
from secretariat.toolbox import clock
from secretariat.web.respond import HAND_IT_OVER, form_page, thanked, told

from .forms import LetterForm, NewcomerForm, ProposalForm
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


def _paper(form: LetterForm) -> Paper | None:
    upload = cast(TemporaryUploadedFile | None, form.cleaned_data["paper"])
    return Paper(str(upload.name), Path(upload.temporary_file_path())) if upload else None

"""Members and their seats."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from secretariat.access.doors import opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import SeatKind, require
from secretariat.toolbox import clock
from secretariat.web.respond import form_page, respond, thanked

from .. import actions
from ..forms import MemberForm, NamesForm
from ..reads import (
    network_here,
    seat_page,
    seats_with_holders,
    visible_members,
    visible_nominations,
    visible_seats,
)


@opens_to("mandate")
def members(request: HttpRequest) -> HttpResponse:
    """All seats with their holders today."""
    actor, network = actor_of(request), network_here(actor_of(request))
    context = {
        "lines": seats_with_holders(actor, network, clock.today(network.zone)),
        "here": network,
        "is_secretariat": actor.acts_at(SeatKind.SECRETARIAT, network_id=network.pk),
    }
    return respond(request, "members/list.html", context)


@opens_to("bureau")
def add_member(request: HttpRequest) -> HttpResponse:
    """A new member with its seat."""
    actor, network = actor_of(request), network_here(actor_of(request))
    require(actor, "members.add_member_with_seat", network)
    form = MemberForm(request.POST or None)

    def done() -> HttpResponse:
        seat = actions.add_member_with_seat(actor, network=network, **form.cleaned_data)
        words = f"{seat.member} is entered; its seat is vacant until you open a mandate."
        return thanked(request, words, "members:seat", seat.ref)

    return form_page(request, "members/form.html", form, done, {"title": "Enter a member"})


@opens_to("mandate")
def member(request: HttpRequest, ref: str) -> HttpResponse:
    """One member: names, seats, holders and their history."""
    actor = actor_of(request)
    row = one_or_hidden(visible_members(actor).select_related("network"), ref=ref)
    today = clock.today(row.network.zone)
    seats = [seat_page(actor, seat, today) for seat in visible_seats(actor).filter(member=row)]
    return respond(request, "members/member.html", {"member": row, "seats": seats})


@opens_to("bureau")
def note_names(request: HttpRequest, ref: str) -> HttpResponse:
    """The names of a State in French and in its own language."""
    actor = actor_of(request)
    row = one_or_hidden(visible_members(actor), ref=ref)
    require(actor, "members.note_names", row)
    own, french = row.names.get("own", {}), row.names.get("fr", {})
    initial = {"french": french.get("short"), "own": own.get("short"), "own_latin": own.get("latin")}
    form = NamesForm(request.POST or None, initial=initial)

    def done() -> HttpResponse:
        actions.note_names(actor, member=row, names=actions.OtherNames(**form.cleaned_data))
        return thanked(request, "The names are noted.", "members:member", ref)

    return form_page(request, "members/form.html", form, done, {"title": f"Other names of {row}"})


@opens_to("mandate")
def seat(request: HttpRequest, ref: str) -> HttpResponse:
    """One seat: who holds it, who held it."""
    actor = actor_of(request)
    row = one_or_hidden(visible_seats(actor), ref=ref)
    page = seat_page(actor, row, clock.today(row.network.zone))
    waiting = visible_nominations(actor).filter(seat=row, state="waiting")
    return respond(request, "members/seat.html", {"page": page, "seat": row, "waiting": waiting})

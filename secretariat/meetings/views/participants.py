"""Pages of the list of participants: the list itself, its order of States, the lot, and making it final."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from secretariat.access.doors import opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import require
from secretariat.members.ordering import Order
from secretariat.toolbox.errors import NotVisible
from secretariat.web.respond import form_page, respond, thanked

from .. import actions
from ..forms.delegations import ArrangeForm
from ..reads import visible_meetings
from ..reads.participant_lists import FORMS, may_read_list, participant_list


@opens_to("mandate")
def participants(request: HttpRequest, ref: str) -> HttpResponse:
    """The list of participants as the reader may see it; of a closed meeting only for those in the room."""
    actor = actor_of(request)
    meeting = one_or_hidden(visible_meetings(actor).select_related("within", "drawn_seat__member"), ref=ref)
    if not may_read_list(actor, meeting):
        raise NotVisible
    names = request.GET.get("names", "en")
    found = participant_list(actor, meeting, FORMS.get(names, Order.ENGLISH))
    context = {"list": found, "meeting": meeting, "names": names if names in FORMS else "en"}
    return respond(request, "meetings/participants.html", context)


@opens_to("bureau")
def arrange_delegations(request: HttpRequest, ref: str) -> HttpResponse:
    """Chooses the order of States and the size of delegations."""
    actor = actor_of(request)
    meeting = one_or_hidden(visible_meetings(actor), ref=ref)
    require(actor, "meetings.arrange_delegations", meeting)
    initial = {"order": meeting.order_of_states or "english", "delegation_size": meeting.delegation_size}
    form = ArrangeForm(request.POST or None, initial=initial)

    def done() -> HttpResponse:
        actions.arrange_delegations(actor, meeting=meeting, **form.cleaned_data)
        return thanked(request, "Arranged.", "meetings:delegations", ref)

    context = {"meeting": meeting, "title": "Order of States and size of delegations", "label": "Save"}
    return form_page(request, "meetings/delegate_step.html", form, done, context)


@opens_to("bureau")
@require_POST
def draw_lot(request: HttpRequest, ref: str) -> HttpResponse:
    """Draws the lot for the order of States."""
    actor = actor_of(request)
    row = actions.draw_lot(actor, meeting=one_or_hidden(visible_meetings(actor), ref=ref))
    assert row.drawn_seat is not None
    words = f"The lot fell on {row.drawn_seat.member}: it comes first, the others follow."
    return thanked(request, words, "meetings:delegations", ref)


@opens_to("bureau")
@require_POST
def settle_participants(request: HttpRequest, ref: str) -> HttpResponse:
    """Makes the list final: the validated names become who was there."""
    actor = actor_of(request)
    count = actions.settle_participants(actor, meeting=one_or_hidden(visible_meetings(actor), ref=ref))
    words = f"The list is final; {count} {'person is' if count == 1 else 'people are'} noted as attendance."
    return thanked(request, words, "meetings:participants", ref)

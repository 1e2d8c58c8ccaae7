"""Pages of invitations: drafting, sending, the answers of seats, the register of letters, mail to be placed."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from secretariat.access.doors import opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import Actor, require
from secretariat.members.models import Seat
from secretariat.members.reads import network_here, visible_seats, zone_of_seat
from secretariat.members.zones import end_of_day
from secretariat.web.respond import form_page, respond, thanked, told

from .. import actions
from ..actions import Sending
from ..forms.invitations import ChangeInvitationForm, InvitationForm, ReplyForm, SettleForm
from ..models import Invitation, Invitee, Meeting
from ..reads import (
    invitation_page,
    letter_line,
    register_of_letters,
    visible_invitations,
    visible_invitees,
    visible_letters,
    visible_mails,
    visible_meetings,
    words_of,
)

LETTERS_A_PAGE = 50


def _seats(actor: Actor, meeting: Meeting) -> QuerySet[Seat]:
    """The seats that can be invited: the members in the order of their names, then the others."""
    seats = visible_seats(actor).filter(network_id=meeting.network_id)
    return seats.order_by(F("member__short_name").asc(nulls_last=True), "label")


@opens_to("bureau")
def invite(request: HttpRequest, ref: str) -> HttpResponse:
    """Drafts an invitation to a meeting or session; all members are ticked to begin with."""
    actor = actor_of(request)
    meeting = one_or_hidden(visible_meetings(actor), ref=ref)
    require(actor, "meetings.draft_invitation", meeting)
    seats = _seats(actor, meeting)
    initial = {
        "kind": meeting.kind,
        "language": "en",
        "seats": [seat.ref for seat in seats if seat.member_id is not None],
    }
    form = InvitationForm(request.POST or None, seats=seats, initial=initial)

    def done() -> HttpResponse:
        invitation = actions.draft_invitation(actor, meeting=meeting, **form.cleaned_data)
        return thanked(
            request,
            "Drafted. Nothing is sent yet: read the letter, then send it.",
            "meetings:invitation",
            invitation.ref,
        )

    context = {"meeting": meeting, "title": "Invite to this meeting"}
    return form_page(request, "meetings/invite.html", form, done, context)


@opens_to("bureau")
def change_invitation(request: HttpRequest, ref: str) -> HttpResponse:
    """Changes a draft."""
    actor = actor_of(request)
    invitation = one_or_hidden(visible_invitations(actor), ref=ref)
    require(actor, "meetings.change_invitation", invitation)
    names = ("kind", "language", "middle", "enclosures", "with_agenda", "reply_by", "version")
    initial: dict[str, Any] = {name: getattr(invitation, name) for name in names}
    initial["seats"] = [line.invitee.seat.ref for line in invitation_page(invitation).lines]
    form = ChangeInvitationForm(
        request.POST or None, seats=_seats(actor, invitation.meeting), initial=initial
    )

    def done() -> HttpResponse:
        actions.change_invitation(actor, invitation=invitation, **form.cleaned_data)
        return thanked(request, "The draft is changed.", "meetings:invitation", ref)

    context = {"meeting": invitation.meeting, "title": "Change the draft"}
    return form_page(request, "meetings/invite.html", form, done, context)


@opens_to("bureau")
def invitation(request: HttpRequest, ref: str) -> HttpResponse:
    """An invitation: its words, the invited seats in the order of States, what was written to each, the answers."""
    return _page(request, one_or_hidden(visible_invitations(actor_of(request)), ref=ref))


def _page(request: HttpRequest, row: Invitation, sending: Sending | None = None) -> HttpResponse:
    context = {
        "page": invitation_page(row),
        "invitation": row,
        "meeting": row.meeting,
        "words": words_of(row, "invitation"),
        "sending": sending,
        "reply_by": end_of_day(row.reply_by, row.network.zone),
    }
    return respond(request, "meetings/invitation.html", context)


def _sent(request: HttpRequest, row: Invitation, sending: Sending) -> HttpResponse:
    """The page after sending; where a letter is to be handed over it is shown at once, with its address, this once."""
    if sending.by_hand:
        return _page(request, one_or_hidden(visible_invitations(actor_of(request)), pk=row.pk), sending)
    count = len(sending.letters)
    words = "One letter" if count == 1 else f"{count} letters"
    goes = told(
        "go out within a minute" if count != 1 else "goes out within a minute", "wait for a mail server"
    )
    return thanked(request, f"{words} written; {goes}.", "meetings:invitation", row.ref)


@opens_to("bureau")
@require_POST
def send_invitation(request: HttpRequest, ref: str) -> HttpResponse:
    """Sends an invitation: at first to all, later to newcomers."""
    actor = actor_of(request)
    row = one_or_hidden(visible_invitations(actor), ref=ref)
    return _sent(request, row, actions.send_invitation(actor, invitation=row))


@opens_to("bureau")
@require_POST
def send_update(request: HttpRequest, ref: str) -> HttpResponse:
    """Tells all who were written to that the meeting has changed, or is cancelled."""
    actor = actor_of(request)
    row = one_or_hidden(visible_invitations(actor), ref=ref)
    return _sent(request, row, actions.send_update(actor, invitation=row))


@opens_to("bureau")
@require_POST
def drop_invitation(request: HttpRequest, ref: str) -> HttpResponse:
    """Drops a draft."""
    actor = actor_of(request)
    row = one_or_hidden(visible_invitations(actor), ref=ref)
    actions.drop_invitation(actor, invitation=row)
    return thanked(request, "The draft is dropped; nobody was written to.", "desk:meeting", row.meeting.ref)


@opens_to("mandate")
def invitee(request: HttpRequest, ref: str) -> HttpResponse:
    """The invitation of one seat: what is asked, by when in the reader's zone, and the answer."""
    actor = actor_of(request)
    row = one_or_hidden(visible_invitees(actor), ref=ref)
    if request.method == "POST":
        require(actor, "meetings.reply_to_invitation", row)
    initial = {"reply": row.reply or None, "words": row.words}
    form = ReplyForm(request.POST or None, initial=initial)

    def done() -> HttpResponse:
        actions.reply_to_invitation(actor, invitee=row, **form.cleaned_data)
        return thanked(request, "Thank you; the Secretariat sees your answer.", "meetings:invitee", ref)

    seat = Seat(network=row.invitation.network, member=row.seat.member)
    context = {
        "invitee": row,
        "meeting": row.invitation.meeting,
        "letters": [letter_line(letter) for letter in visible_letters(actor).filter(invitee=row)],
        "words": words_of(row.invitation, "invitation"),
        "zone": zone_of_seat(seat),
        "reply_by": end_of_day(row.invitation.reply_by, row.invitation.network.zone),
    }
    return form_page(request, "meetings/invitee.html", form, done, context)


@opens_to("bureau")
def note_reply(request: HttpRequest, ref: str) -> HttpResponse:
    """Notes what a seat told the Secretariat."""
    actor = actor_of(request)
    row: Invitee = one_or_hidden(visible_invitees(actor), ref=ref)
    require(actor, "meetings.note_reply", row.invitation)
    form = ReplyForm(request.POST or None)

    def done() -> HttpResponse:
        actions.note_reply(actor, invitee=row, **form.cleaned_data)
        return thanked(request, f"Noted for {row.seat}.", "meetings:invitation", row.invitation.ref)

    return form_page(request, "meetings/note_reply.html", form, done, {"invitee": row})


@opens_to("bureau")
@require_POST
def resend_letter(request: HttpRequest, ref: str) -> HttpResponse:
    """Writes once more to one seat."""
    actor = actor_of(request)
    row = one_or_hidden(visible_invitees(actor), ref=ref)
    return _sent(request, row.invitation, actions.resend_letter(actor, invitee=row))


@opens_to("mandate")
def letters(request: HttpRequest) -> HttpResponse:
    """The register of numbered letters: all for Chair and Secretariat, a seat's own for the seat."""
    actor, network = actor_of(request), network_here(actor_of(request))
    page = Paginator(register_of_letters(actor, network), LETTERS_A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": [letter_line(letter) for letter in page], "network": network}
    return respond(request, "meetings/letters.html", context)


@opens_to("bureau")
def mails(request: HttpRequest) -> HttpResponse:
    """The mail that nobody could place."""
    actor, network = actor_of(request), network_here(actor_of(request))
    rows = visible_mails(actor).filter(network=network)
    context = {
        "waiting": rows.filter(settled_at__isnull=True),
        "settled": rows.filter(settled_at__isnull=False)[:LETTERS_A_PAGE],
        "network": network,
    }
    return respond(request, "meetings/mails.html", context)


@opens_to("bureau")
def mail(request: HttpRequest, ref: str) -> HttpResponse:
    """One mail that nobody could place, as plain text, and what became of it."""
    actor = actor_of(request)
    row = one_or_hidden(visible_mails(actor), ref=ref)
    if request.method == "POST":
        require(actor, "meetings.settle_mail", row)
    form = SettleForm(request.POST or None)

    def done() -> HttpResponse:
        actions.settle_mail(actor, mail=row, **form.cleaned_data)
        return thanked(request, "Settled.", "meetings:mails")

    return form_page(request, "meetings/mail.html", form, done, {"mail": row})


@opens_to("bureau")
def mail_file(request: HttpRequest, ref: str) -> HttpResponse:
    """The whole mail as it came in, to be kept or opened elsewhere; never shown by the browser."""
    row = one_or_hidden(visible_mails(actor_of(request)), ref=ref, settled_at=None)
    response = HttpResponse(bytes(row.raw), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{row.ref}.eml"'
    return response

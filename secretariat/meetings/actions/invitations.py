"""Every write about invitations and the letters that carry them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from secretariat.access.rules import Actor, require
from secretariat.audit.actions import record_deed
from secretariat.members.models import Seat
from secretariat.members.reads import holders_of_seats
from secretariat.members.rules import refuse_other_network
from secretariat.toolbox import clock
from secretariat.toolbox.errors import Conflict, RuleBroken

from ..inviting import last_day_for_answers, refuse_reply_by, refuse_words
from ..models import Invitation, Invitee, Letter, Meeting
from ..reads.invitations import InviteeLine, invitation_page, sequence_of
from ..reads.terms import due_or_none
from .letters import Writer, wipe_letters_of

_CHANGEABLE = ("kind", "language", "middle", "enclosures", "with_agenda", "reply_by")


@dataclass(frozen=True, slots=True)
class ByHand:
    """A letter that no mail carries, with the address at which it is answered, shown this once."""

    letter: Letter
    address: str


@dataclass(frozen=True, slots=True)
class Sending:
    """What was sent: the letters, those to hand over, and the seats that nobody holds today."""

    letters: tuple[Letter, ...]
    by_hand: tuple[ByHand, ...]
    vacant: tuple[Seat, ...]


@transaction.atomic
def draft_invitation(
    actor: Actor,
    *,
    meeting: Meeting,
    kind: str,
    seats: Iterable[Seat],
    language: str = "en",
    reply_by: date | None = None,
    middle: str = "",
    enclosures: str = "",
    with_agenda: bool = False,
) -> Invitation:
    """Drafts an invitation of these seats to a meeting; nothing is sent. ``kind`` and ``language`` choose the fixed
    courtesies, ``middle`` are its own paragraphs, ``enclosures`` lines;
    ``with_agenda`` lets each letter bring the agenda as its addressee may see it. ``reply_by`` is, where none is named, the last
    day by the terms of reference, or the day before the meeting.

    Raises RuleBroken for a meeting that is over, cancelled or without known days, for no seat, one of another network
    or one that is invited already, and as ``inviting.refuse_words`` and ``refuse_reply_by``.
    """
    require(actor, "meetings.draft_invitation", meeting)
    today = clock.today(meeting.network.zone)
    _refuse_meeting(meeting, today)
    if reply_by is None:
        due = due_or_none(meeting, "invitation_replies")
        reply_by = last_day_for_answers(due.on if due else None, today=today, starts_on=meeting.starts_on)
    invitation = Invitation(
        network=meeting.network,
        meeting=meeting,
        kind=kind,
        language=language,
        middle=middle.strip(),
        enclosures=enclosures.strip(),
        with_agenda=with_agenda,
        reply_by=reply_by,
    )
    _check(invitation, today)
    invitation.save()
    _address(invitation, list(seats))
    record_deed(actor, "meetings.draft_invitation", meeting, after=_values(invitation))
    return invitation


def _refuse_meeting(meeting: Meeting, today: date) -> None:
    if meeting.is_cancelled:
        raise RuleBroken("meetings.cancelled", "This meeting is cancelled; nobody is invited to it.")
    if meeting.ends_on < today:
        raise RuleBroken("meetings.over", "This meeting is over; nobody is invited to it any more.")
    if meeting.period_words:
        raise RuleBroken(
            "meetings.days",
            f"Its days are not known yet ({meeting.period_words}); find them before you invite.",
        )


def _check(invitation: Invitation, today: date) -> None:
    refuse_words(kind=invitation.kind, language=invitation.language)
    refuse_reply_by(invitation.reply_by, today=today, starts_on=invitation.meeting.starts_on)
    if invitation.with_agenda and invitation.meeting.is_closed:
        raise RuleBroken(
            "meetings.closed_agenda",
            "The agenda of a closed meeting goes by no mail; delegations read it on the page of the meeting.",
        )


def _address(invitation: Invitation, seats: list[Seat]) -> None:
    if not seats:
        raise RuleBroken("meetings.invitees", "Name at least one seat that is invited.")
    refuse_other_network(invitation.network_id, *seats)
    taken = Invitee.objects.filter(invitation__meeting=invitation.meeting, seat__in=seats)
    for other in taken.exclude(invitation=invitation).select_related("seat"):
        raise RuleBroken("meetings.invited_already", f"{other.seat} is invited to this meeting already.")
    Invitee.objects.filter(invitation=invitation).exclude(seat__in=seats).delete()
    known = set(Invitee.objects.filter(invitation=invitation).values_list("seat", flat=True))
    Invitee.objects.bulk_create(
        Invitee(invitation=invitation, seat=seat) for seat in seats if seat.pk not in known
    )


def _values(invitation: Invitation) -> dict[str, object]:
    seats = Invitee.objects.filter(invitation=invitation).values_list("seat__code", flat=True)
    values: dict[str, object] = {name: str(getattr(invitation, name)) for name in _CHANGEABLE}
    return values | {"seats": ", ".join(sorted(seats))}


@transaction.atomic
def change_invitation(
    actor: Actor, *, invitation: Invitation, version: int, seats: Iterable[Seat], **fields: object
) -> Invitation:
    """Changes a draft: its seats and any of kind, language, middle, enclosures and reply_by.

    ``version`` is the one the person had before them. Raises Conflict when somebody changed it meanwhile, RuleBroken
    once it was sent and as for a new one.
    """
    require(actor, "meetings.change_invitation", invitation)
    row = _locked(invitation)
    _refuse_sent(row)
    before = _values(row)
    if row.version != version:
        theirs = "\n".join(f"{name}: {before[name]}" for name in sorted(fields))
        ours = "\n".join(f"{name}: {value}" for name, value in sorted(fields.items()))
        raise Conflict("Somebody changed this invitation while you did.", ours=ours, theirs=theirs)
    for name, value in fields.items():
        if name not in _CHANGEABLE:
            raise TypeError(f"an invitation has no {name} to change")
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    _check(row, clock.today(row.network.zone))
    row.version += 1
    row.save()
    _address(row, list(seats))
    record_deed(actor, "meetings.change_invitation", row, before=before, after=_values(row))
    return row


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("network", "meeting__network")
    return rows.get(pk=invitation.pk)


def _refuse_sent(row: Invitation) -> None:
    if row.state != "draft":
        raise RuleBroken(
            "meetings.invitation_sent", "This invitation was sent; what was sent is not changed."
        )


@transaction.atomic
def drop_invitation(actor: Actor, *, invitation: Invitation) -> None:
    """Drops a draft. Raises RuleBroken once it was sent."""
    require(actor, "meetings.drop_invitation", invitation)
    row = _locked(invitation)
    _refuse_sent(row)
    record_deed(actor, "meetings.drop_invitation", row, before=_values(row))
    row.delete()


@transaction.atomic
def send_invitation(actor: Actor, *, invitation: Invitation) -> Sending:
    """Writes to whoever holds each invited seat at this moment and was not written to: a numbered letter, frozen in
    the register, with the calendar file, by the next round of the post. Sent once more, it reaches newcomers alone.

    A vacant seat blocks nothing; it stays open until somebody holds it. Whoever has no sign-in gets no mail: the letter
    is handed over, and the address for the answer is given back, this once.
    Raises RuleBroken where nobody is to be written to, and for a meeting that is over or cancelled.
    """
    require(actor, "meetings.send_invitation", invitation)
    row = _locked(invitation)
    _refuse_meeting(row.meeting, clock.today(row.network.zone))
    page = invitation_page(row)
    if not page.to_write:
        raise RuleBroken(
            "meetings.nobody_to_write_to", "Whoever holds an invited seat today was written to already."
        )
    if row.state == "draft":
        row.state, row.sent_at, row.sequence = "sent", clock.now(), sequence_of(row.meeting)
        row.save(update_fields=["state", "sent_at", "sequence"])
    sending = _write(actor, row, page.to_write, page.vacant)
    record_deed(
        actor,
        "meetings.send_invitation",
        row,
        after={"letters": ", ".join(letter.ref for letter in sending.letters)},
    )
    return sending


def _write(
    actor: Actor, row: Invitation, lines: Iterable[InviteeLine], vacant: Iterable[InviteeLine]
) -> Sending:
    writer = Writer(actor, row, "invitation")
    letters, by_hand = [], []
    for line in lines:
        if line.holder is None:
            continue
        written = writer.write(line.invitee, line.holder)
        letters.append(written.letter)
        if written.address:
            by_hand.append(ByHand(written.letter, written.address))
    return Sending(tuple(letters), tuple(by_hand), tuple(line.invitee.seat for line in vacant))


@transaction.atomic
def send_update(actor: Actor, *, invitation: Invitation) -> Sending:
    """Tells everybody who was written to that the meeting has changed, or is cancelled: a numbered letter each, and a
    calendar file with a higher sequence that replaces the first, or takes the meeting out.

    Who took over a seat since gets the invitation itself by ``send_invitation``. Raises RuleBroken for a draft, and
    where nothing has changed since the last letter.
    """
    require(actor, "meetings.send_update", invitation)
    row = _locked(invitation)
    if row.state == "draft":
        raise RuleBroken("meetings.invitation_draft", "Nobody was invited yet; send the invitation first.")
    sequence, page = sequence_of(row.meeting), invitation_page(row)
    if not page.has_changed or sequence <= row.sequence:
        raise RuleBroken("meetings.nothing_changed", "Nothing has changed since the last letter went out.")
    is_off = row.meeting.is_cancelled
    row.sequence, row.state = sequence, "cancelled" if is_off else "sent"
    row.save(update_fields=["sequence", "state"])
    writer = Writer(actor, row, "cancellation" if is_off else "update")
    letters, by_hand = [], []
    for line in page.lines:
        if line.holder is None or line.is_to_write:
            continue
        written = writer.write(line.invitee, line.holder, after=line.letters[0].letter.sequence)
        letters.append(written.letter)
        if written.address:
            by_hand.append(ByHand(written.letter, written.address))
    record_deed(
        actor,
        "meetings.send_update",
        row,
        after={"sequence": sequence, "letters": ", ".join(letter.ref for letter in letters)},
    )
    return Sending(tuple(letters), tuple(by_hand), tuple(line.invitee.seat for line in page.vacant))


@transaction.atomic
def resend_letter(actor: Actor, *, invitee: Invitee) -> Sending:
    """Writes once more to whoever holds one invited seat today: a new line of the register, a new number.

    Raises RuleBroken for a draft, a vacant seat, and a meeting that is over or cancelled.
    """
    require(actor, "meetings.resend_letter", invitee.invitation)
    row = _locked(invitee.invitation)
    if row.state == "draft":
        raise RuleBroken("meetings.invitation_draft", "Nobody was invited yet; send the invitation first.")
    _refuse_meeting(row.meeting, clock.today(row.network.zone))
    seat = Seat.objects.select_related("member", "network").get(pk=invitee.seat_id)
    holder = holders_of_seats([seat], clock.today(row.network.zone)).get(seat.pk)
    if holder is None:
        raise RuleBroken("meetings.vacant", f"{seat} is vacant; there is nobody to write to.")
    sending = _write(actor, row, [InviteeLine(invitee, holder, ())], [])
    record_deed(
        actor, "meetings.resend_letter", row, after={"letter": sending.letters[0].ref}, label=f"{seat}"
    )
    return sending


@transaction.atomic
def purge_invitation(actor: Actor, *, invitation: Invitation, reason: str) -> Invitation:
    """Wipes for good what was written in an invitation and in its letters, in its deeds too; who was written to, when,
    under which number and with which digest stays, and so does each answer.

    Raises RuleBroken without a reason. Source: own choice, as for a meeting.
    """
    require(actor, "meetings.purge_invitation", invitation)
    row = _locked(invitation)
    wipe_letters_of(actor, [row], reason)
    record_deed(actor, "meetings.purge_invitation", row, label=f"{row.ref} ({reason.strip()})")
    return row

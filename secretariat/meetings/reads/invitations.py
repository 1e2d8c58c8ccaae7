"""Every query about invitations, letters and the mail that came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from secretariat.access.rules import ADVISERS, Actor, Ring, SeatKind
from secretariat.members.models import Mandate, Network, Seat
from secretariat.members.reads import holders_of_seats
from secretariat.members.rules import order_of_seats
from secretariat.toolbox import clock

from ..courtesies import Occasion
from ..inviting import LetterState
from ..models import Invitation, Invitee, Letter, Meeting, UnplacedMail
from .letters import words_of


def _bureaus(actor: Actor) -> list[int]:
    return [n for n in actor.network_ids if Ring.BUREAU in actor.rings_in(n)]


def visible_invitations(actor: Actor) -> QuerySet[Invitation]:
    """The invitations as a whole: for Chair and Secretariat."""
    rows = Invitation.objects.select_related("network", "meeting__network")
    return rows if actor.kind == "system" else rows.filter(network__in=_bureaus(actor))


def visible_invitees(actor: Actor) -> QuerySet[Invitee]:
    """The invitations of single seats with their answers: for the seat once it was written to, and for Chair and
    Secretariat.
    """
    rows = Invitee.objects.select_related("invitation__meeting__network", "seat__member", "replied_by")
    if actor.kind == "system":
        return rows
    own = Q(seat__in=actor.seat_ids) & ~Q(invitation__state="draft")
    return rows.filter(own | Q(invitation__network__in=_bureaus(actor)))


def visible_letters(actor: Actor) -> QuerySet[Letter]:
    """The register of letters, newest first: a seat's own for the seat, all for Chair and Secretariat."""
    rows = Letter.objects.select_related("network", "invitee__seat__member", "invitee__invitation", "notice")
    if actor.kind == "system":
        return rows
    return rows.filter(Q(invitee__seat__in=actor.seat_ids) | Q(network__in=_bureaus(actor)))


def visible_mails(actor: Actor) -> QuerySet[UnplacedMail]:
    """The mail that nobody could place, newest first: for Chair and Secretariat."""
    rows = UnplacedMail.objects.select_related("network")
    return rows if actor.kind == "system" else rows.filter(network__in=_bureaus(actor))


def letter_state(letter: Letter) -> LetterState:
    """What became of a letter. No query for a row with its notice.

    ``to hand over`` is one that no mail carries, because its addressee has no sign-in here.
    """
    notice = letter.notice
    if letter.bounced_at is not None:
        return "undelivered"
    if letter.sent_at is not None:
        return "sent"
    if notice is None:
        return "to hand over"
    if notice.refused_at is not None:
        return "not sent"
    return "undelivered" if notice.problem else "on its way"


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter as the register shows it; ``why`` says what went wrong, where something did."""

    letter: Letter
    state: LetterState

    @property
    def why(self) -> str:
        notice = self.letter.notice
        return self.letter.bounce or (notice.refusal or notice.problem if notice is not None else "")


def letter_line(letter: Letter) -> LetterLine:
    """A letter with its state."""
    return LetterLine(letter, letter_state(letter))


@dataclass(frozen=True, slots=True)
class InviteeLine:
    """An invited seat: who holds it today, what was written to it (newest first), and what it answered.

    ``is_to_write``: its present holder was not written to: a newcomer, or nobody could be written to before.
    """

    invitee: Invitee
    holder: Mandate | None
    letters: tuple[LetterLine, ...]

    @property
    def is_to_write(self) -> bool:
        if self.holder is None:
            return False
        last = self.letters[0] if self.letters else None
        return last is None or last.letter.mandate_id != self.holder.pk or last.state == "not sent"

    @property
    def is_older_than_change(self) -> bool:
        """Whether the answer was given before the newest change was sent."""
        invitee = self.invitee
        return invitee.reply != "" and invitee.reply_sequence < invitee.invitation.sequence


def invitee_lines(invitation: Invitation) -> list[InviteeLine]:
    """The seats of an invitation in the order of States, never by answer. Three queries."""
    invitees = list(
        Invitee.objects.filter(invitation=invitation).select_related(
            "invitation", "seat__member", "seat__network", "replied_by"
        )
    )
    holders = holders_of_seats([i.seat for i in invitees], clock.today(invitation.network.zone))
    written: dict[int, list[LetterLine]] = {}
    for letter in (
        Letter.objects.filter(invitee__invitation=invitation).select_related("notice").order_by("-pk")
    ):
        written.setdefault(letter.invitee_id, []).append(letter_line(letter))
    lines = [InviteeLine(i, holders.get(i.seat_id), tuple(written.get(i.pk, ()))) for i in invitees]
    return sorted(lines, key=lambda line: seat_order(line.invitee.seat))


def seat_order(seat: Seat) -> tuple[int, str, str]:
    """The sort key of a seat with its member: the order of States."""
    return order_of_seats(seat.kind, seat.member.short_name if seat.member else "", seat.label)


@dataclass(frozen=True, slots=True)
class InvitationPage:
    """An invitation with its seats; ``has_changed``: the meeting is other than what was last sent."""

    invitation: Invitation
    lines: tuple[InviteeLine, ...]
    has_changed: bool

    @property
    def to_write(self) -> tuple[InviteeLine, ...]:
        return tuple(line for line in self.lines if line.is_to_write)

    @property
    def vacant(self) -> tuple[InviteeLine, ...]:
        return tuple(line for line in self.lines if line.holder is None)


def invitation_page(invitation: Invitation) -> InvitationPage:
    """The page of an invitation. Three queries."""
    lines = invitee_lines(invitation)
    newest = max((line.letters[0].letter for line in lines if line.letters), key=lambda x: x.pk, default=None)
    return InvitationPage(invitation, tuple(lines), has_changed(invitation, newest))


def has_changed(invitation: Invitation, newest: Letter | None) -> bool:
    """Whether the meeting is other than the newest letter of its invitation told: its title, days, hours or place are,
    or it is cancelled. No query for an invitation with its meeting and network.

    Source: own choice: a new theme or agenda is no reason to write to ten capitals.
    """
    if invitation.state != "sent" or newest is None or not newest.content:
        return False
    if invitation.meeting.is_cancelled:
        return True
    told: str = newest.content["text"].partition("\n")[0]
    occasion: Occasion = "update" if newest.kind == "update" else "invitation"
    return told != words_of(invitation, occasion).paragraphs[0]


def sequence_of(meeting: Meeting) -> int:
    """The number of the version of a meeting in calendar files: it only ever rises."""
    return max(meeting.version - 1, 0)


def is_open_to_answers(invitation: Invitation) -> bool:
    """Whether an invitation can be answered now: it was sent, and its meeting is neither cancelled nor over. No query for
    one with its meeting and network.
    """
    meeting = invitation.meeting
    is_over = meeting.ends_on < clock.today(meeting.network.zone)
    return invitation.state == "sent" and not meeting.is_cancelled and not is_over


@dataclass(frozen=True, slots=True)
class InvitationsOfMeeting:
    """What the page of a meeting tells: all invitations for Chair and Secretariat, for a seat its own."""

    invitations: tuple[Invitation, ...]
    own: tuple[Invitee, ...]
    is_open: bool
    """Whether somebody can be invited yet: its days are known, not over, and it is not cancelled."""
    changed: frozenset[int]
    """The row ids of the invitations whose newest letters tell another title, day, hour or place."""


def invitations_of(actor: Actor, meeting: Meeting) -> InvitationsOfMeeting:
    """The invitations to a meeting as the actor sees them. Two queries, one more where there is one."""
    own = visible_invitees(actor).filter(
        invitation__meeting=meeting, invitation__state__in=("sent", "cancelled"), seat__in=actor.seat_ids
    )
    invitations = tuple(visible_invitations(actor).filter(meeting=meeting).order_by("pk"))
    newest: dict[int, Letter] = {}
    if invitations:
        letters = Letter.objects.filter(invitee__invitation__in=invitations).select_related("invitee")
        newest = {letter.invitee.invitation_id: letter for letter in letters.order_by("pk")}
    return InvitationsOfMeeting(
        invitations,
        tuple(own.order_by("pk")),
        not meeting.is_cancelled
        and not meeting.period_words
        and meeting.ends_on >= clock.today(meeting.network.zone),
        frozenset(i.pk for i in invitations if has_changed(i, newest.get(i.pk))),
    )


def asked_to_answer(actor: Actor, network: Network, on: date) -> list[Invitee]:
    """The invitations that wait for an answer of a seat the actor speaks for, the soonest first. One query."""
    seats = [s.seat_id for s in actor.standings if s.function not in ADVISERS]
    if not seats:
        return []
    rows = visible_invitees(actor).filter(
        seat__in=seats,
        reply="",
        invitation__network=network,
        invitation__state="sent",
        invitation__meeting__ends_on__gte=on,
    )
    return list(rows.filter(letters__isnull=False).distinct().order_by("invitation__reply_by", "pk"))


def unanswered_invitees(today: date) -> list[Invitee]:
    """The invited seats that have not answered and were not reminded, of meetings to come. One query."""
    # A day more for zones in which ``today`` has not come; the action asks by the network's own day.
    since = today - timedelta(days=1)
    rows = Invitee.objects.filter(
        reply="", reminded_at__isnull=True, invitation__state="sent", invitation__reply_by__gte=since
    )
    return list(
        rows.select_related("invitation__meeting__network", "seat__network", "seat__member").order_by("pk")
    )


@dataclass(frozen=True, slots=True)
class PostAlarms:
    """What the Secretariat must look at: letters that came back and were not written anew, mail to be placed."""

    came_back: tuple[Letter, ...]
    unplaced: int


def post_alarms(actor: Actor, network: Network) -> PostAlarms:
    """The alarms of the post, for the Secretariat; none for everybody else. Two queries, none for others.

    A letter is no alarm any more once a newer one was written to the seat, or the seat has answered since.
    """
    if not actor.acts_at(SeatKind.SECRETARIAT, network_id=network.pk):
        return PostAlarms((), 0)
    newer = Letter.objects.filter(invitee=OuterRef("invitee"), pk__gt=OuterRef("pk"))
    back = visible_letters(actor).filter(network=network, bounced_at__isnull=False).filter(~Exists(newer))
    back = back.filter(Q(invitee__replied_at__isnull=True) | Q(invitee__replied_at__lt=F("bounced_at")))
    unplaced = visible_mails(actor).filter(network=network, settled_at__isnull=True).count()
    return PostAlarms(tuple(back.order_by("pk")), unplaced)


def register_of_letters(actor: Actor, network: Network) -> QuerySet[Letter]:
    """The register of letters that the actor may see, newest first."""
    return visible_letters(actor).filter(network=network)


def invitee_answering(uid: str, address: str) -> tuple[Invitee, Letter] | None:
    """The invited seat that a calendar's answer belongs to, with the newest letter to that address: by the identity of
    the meeting in the file and the address that was invited. One query.
    """
    meeting_ref, _, network_ref = uid.partition("@")
    letter = (
        Letter.objects.filter(
            invitee__invitation__meeting__ref=meeting_ref, network__ref=network_ref, address__iexact=address
        )
        .select_related(
            "mandate__person",
            "mandate__seat__network",
            "invitee__invitation__meeting__network",
            "invitee__seat",
        )
        .order_by("-pk")
        .first()
    )
    return None if letter is None else (letter.invitee, letter)


def letter_sent_as(ref: str) -> Letter | None:
    """The letter with that reference, for whoever must know what became of it. One query."""
    rows = Letter.objects.filter(ref=ref).select_related(
        "network",
        "notice",
        "invitee__seat",
        "invitee__invitation__meeting__network",
        "mandate__person",
        "mandate__seat__network",
    )
    return rows.first()

"""Invitations, the seats they are addressed to, the numbered letters that went out, and mail that came back."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from secretariat.access.rules import Ring
from secretariat.members.models import Mandate, Network, Notice, Person, Seat
from secretariat.toolbox.ids import new_ref

from ..courtesies import INVITATION_KINDS, LANGUAGES
from ..inviting import ANSWERS, INVITATION_STATES, LETTER_KINDS, VIA
from .meetings import Meeting


def invitation_ref() -> str:
    return new_ref("invitation")


def invitee_ref() -> str:
    return new_ref("invitee")


def letter_ref() -> str:
    return new_ref("letter")


def mail_ref() -> str:
    return new_ref("mail")


def invitation_kinds() -> list[tuple[str, str]]:
    return [(kind, kind) for kind in INVITATION_KINDS]


def languages() -> list[tuple[str, str]]:
    return list(LANGUAGES.items())


def invitation_states() -> list[tuple[str, str]]:
    return [(state, state) for state in INVITATION_STATES]


def answers() -> list[tuple[str, str]]:
    return [(answer, answer) for answer in ANSWERS]


def ways() -> list[tuple[str, str]]:
    return [(way, way) for way in VIA]


def letter_kinds() -> list[tuple[str, str]]:
    return [(kind, kind) for kind in LETTER_KINDS]


class Invitation(models.Model):
    """An invitation to a meeting or session, for some of the seats. Chair and Secretariat see the whole of it."""

    ref = models.CharField(max_length=40, unique=True, default=invitation_ref)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="invitations")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitations")
    kind = models.CharField(max_length=16, choices=invitation_kinds)
    language = models.CharField(max_length=2, choices=languages, default="en")
    middle = models.TextField(blank=True, help_text="its own paragraphs, between the fixed words")
    enclosures = models.TextField(blank=True, help_text="what is enclosed, a line each")
    with_agenda = models.BooleanField(
        default=False, help_text="whether each letter brings the agenda, as its addressee may see it"
    )
    reply_by = models.DateField(help_text="the last day for answers, in the network's zone")
    state = models.CharField(max_length=10, choices=invitation_states, default="draft")
    sequence = models.PositiveIntegerField(
        default=0, help_text="of the newest calendar file that was sent; rises with every change"
    )
    sent_at = models.DateTimeField(null=True, blank=True, help_text="first")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="draft", sent_at__isnull=True) | ~Q(state="draft"),
                name="drafted_invitation_was_not_sent",
            ),
        )

    def __str__(self) -> str:
        return f"invitation to {self.meeting}"

    @property
    def ring(self) -> str:
        return Ring.BUREAU

    @property
    def seat_id(self) -> int | None:
        return None


class Invitee(models.Model):
    """A seat that is invited, with its answer. The seat sees it, and so do Chair and Secretariat.

    ``reply_sequence`` and ``reply_stamp`` say which calendar file was answered and when, so that a mail which was
    overtaken by another changes nothing.
    """

    ref = models.CharField(max_length=40, unique=True, default=invitee_ref)
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, related_name="invitees")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    reply = models.CharField(max_length=20, choices=answers, blank=True)
    replied_at = models.DateTimeField(null=True, blank=True)
    replied_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    via = models.CharField(max_length=24, choices=ways, blank=True)
    words = models.CharField(max_length=400, blank=True, help_text="what the seat adds")
    reply_sequence = models.PositiveIntegerField(default=0)
    reply_stamp = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("invitation", "seat"), name="seat_is_invited_once"),
            models.CheckConstraint(
                condition=Q(reply="", replied_at__isnull=True) | (~Q(reply="") & Q(replied_at__isnull=False)),
                name="invitee_answered_at_an_instant",
            ),
        )

    def __str__(self) -> str:
        return f"{self.seat}, {self.invitation}"

    @property
    def network_id(self) -> int:
        return self.invitation.network_id

    @property
    def ring(self) -> str:
        return Ring.SEAT


class Letter(models.Model):
    """A line of the register of letters: what was written to whom, frozen as it was made. It is never changed, but
    for what became of it; writing once more makes a new line.

    ``content`` holds every word of the letter, from which the same file is made at any time; ``calendar`` is the
    calendar file as it was sent. The digests (SHA-256, in hex) are those of the files that went out: the letter, the calendar and, where it
    was enclosed, the agenda.
    """

    ref = models.CharField(max_length=40, unique=True, default=letter_ref)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="letters")
    invitee = models.ForeignKey(Invitee, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=12, choices=letter_kinds)
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    mandate = models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160, help_text="of whom it is to, as it was then")
    address = models.EmailField(blank=True)
    content = models.JSONField()
    calendar = models.TextField(blank=True)
    sequence = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    notice = models.OneToOneField(
        Notice, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="the mail"
    )
    sent_at = models.DateTimeField(null=True, blank=True, help_text="when a mail server took it")
    letter_digest = models.CharField(max_length=64, blank=True)
    calendar_digest = models.CharField(max_length=64, blank=True)
    agenda_digest = models.CharField(max_length=64, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    bounce = models.CharField(max_length=400, blank=True, help_text="why it came back")

    class Meta:
        ordering = (F("year").desc(), F("serial").desc())
        constraints = (
            models.UniqueConstraint(fields=("network", "year", "serial"), name="letter_number_once_a_year"),
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | ~Q(letter_digest=""), name="sent_letter_has_its_digest"
            ),
            models.CheckConstraint(
                condition=Q(bounced_at__isnull=True, bounce="")
                | (Q(bounced_at__isnull=False) & ~Q(bounce="")),
                name="letter_came_back_with_a_reason",
            ),
        )

    def __str__(self) -> str:
        return f"letter {self.number} to {self.name}"

    @property
    def number(self) -> str:
        """Its number in the register: "2027/L.14"."""
        return f"{self.year}/L.{self.serial}"

    @property
    def ring(self) -> str:
        return Ring.SEAT

    @property
    def seat_id(self) -> int | None:
        return self.invitee.seat_id


class UnplacedMail(models.Model):
    """A mail that came in and that nobody could place: kept whole, never carried out, until somebody settles it."""

    ref = models.CharField(max_length=40, unique=True, default=mail_ref)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    sender = models.CharField(max_length=320, blank=True)
    subject = models.CharField(max_length=240, blank=True)
    why = models.CharField(max_length=400, help_text="why it could not be placed")
    words = models.TextField(blank=True, help_text="what it says, as plain text")
    raw = models.BinaryField(blank=True)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the mail, in hex")
    settled_at = models.DateTimeField(null=True, blank=True)
    settlement = models.CharField(max_length=240, blank=True)

    class Meta:
        ordering = ("-received_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("network", "digest"), name="mail_is_taken_in_once"),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settlement="")
                | (Q(settled_at__isnull=False) & ~Q(settlement="")),
                name="mail_is_settled_in_words",
            ),
        )

    def __str__(self) -> str:
        return f"mail of {self.received_at:%-d %B %Y}"

    @property
    def ring(self) -> str:
        return Ring.BUREAU

    @property
    def seat_id(self) -> int | None:
        return None

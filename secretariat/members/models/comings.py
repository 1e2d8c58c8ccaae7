"""How people come and go: nominations, activation, suspension, letters to send, links, emergency openings."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from secretariat.access.models import Account
from secretariat.access.rules import Ring
from secretariat.toolbox.ids import new_ref

from ..rules import LONGEST_EMERGENCY_HOURS, NOMINATION_STATES
from .seats import Mandate, Network, Person, Seat


def nomination_ref() -> str:
    return new_ref("nomination")


def activation_ref() -> str:
    return new_ref("activation")


def suspension_ref() -> str:
    return new_ref("suspension")


def notice_ref() -> str:
    return new_ref("notice")


def link_ref() -> str:
    return new_ref("link")


def opening_ref() -> str:
    return new_ref("opening")


def person_of(account: Account) -> Person | None:
    """The person who signs in with an account; none for one that only keeps the machine. One query."""
    person: Person | None = getattr(account, "person", None)
    return person


def nomination_states() -> list[tuple[str, str]]:
    return [(state, state) for state in NOMINATION_STATES]


class Nomination(models.Model):
    """A seat says who is to sit or work at it. It gives no right until the Secretariat confirms it."""

    ref = models.CharField(max_length=40, unique=True, default=nomination_ref)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="nominations")
    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="nominations"
    )
    name = models.CharField(max_length=160)
    email = models.EmailField()
    function = models.CharField(max_length=40)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    letter = models.CharField(
        max_length=240, blank=True, help_text="the letter or note that says so, in words"
    )
    source_ref = models.CharField(max_length=40, blank=True, help_text="of the letter kept in the archive")
    state = models.CharField(max_length=12, choices=nomination_states, default="waiting")
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.TextField(blank=True, help_text="why it was refused or withdrawn")
    mandate = models.OneToOneField(
        Mandate, on_delete=models.PROTECT, null=True, blank=True, related_name="nominated_by"
    )

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="nomination_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at__isnull=True)
                | (~Q(state="waiting") & Q(answered_at__isnull=False)),
                name="nomination_waits_or_is_answered",
            ),
            models.CheckConstraint(
                condition=Q(state="confirmed", mandate__isnull=False, person__isnull=False)
                | (~Q(state="confirmed") & Q(mandate__isnull=True)),
                name="nomination_gives_a_mandate_only_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""), name="nomination_refused_with_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(letter="") | ~Q(source_ref=""), name="nomination_has_a_letter"
            ),
            models.UniqueConstraint(
                fields=("seat", "email", "function"),
                condition=Q(state="waiting"),
                name="nomination_waits_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}, {self.function}, {self.seat}"

    @property
    def network_id(self) -> int:
        return self.seat.network_id

    @property
    def ring(self) -> str:
        """A nomination is between the seat and the bureau; ``reads.visible_nominations`` says so in a query."""
        return Ring.BUREAU


class Activation(models.Model):
    """The one activation link of an account. The row holds no secret: the link is signed over ``serial``,
    so that a newer one, its use and a suspension each end it.
    """

    ref = models.CharField(max_length=40, unique=True, default=activation_ref)
    account = models.OneToOneField(Account, on_delete=models.CASCADE, related_name="activation")
    serial = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    shown_at = models.DateTimeField(null=True, blank=True, help_text="when an officer copied the link")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="activation_expires_after_it_was_made"
            ),
        )

    def __str__(self) -> str:
        return f"activation of {self.account}"

    @property
    def person(self) -> Person:
        """Whose sign-in it opens; no sign-in is opened for nobody."""
        person = person_of(self.account)
        assert person is not None
        return person


class Suspension(models.Model):
    """Somebody may not come in for the time being; the mandates stay what they are."""

    ref = models.CharField(max_length=40, unique=True, default=suspension_ref)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="suspensions")
    reason = models.TextField()
    since_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    why_ended = models.TextField(blank=True)

    class Meta:
        ordering = ("-since_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("person",), condition=Q(ended_at__isnull=True), name="suspended_once_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="suspension_has_a_reason"),
        )

    def __str__(self) -> str:
        return f"suspension of {self.person}"


class Notice(models.Model):
    """A letter by e-mail that waits to be sent, was sent, or was refused and never goes.

    ``mandate`` is empty where the letter is about the account itself. ``attempts`` and ``problem`` tell of a
    mail server that did not take it; such a letter waits on.
    """

    ref = models.CharField(max_length=40, unique=True, default=notice_ref)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="notices")
    mandate = models.ForeignKey(
        Mandate, on_delete=models.PROTECT, null=True, blank=True, related_name="notices"
    )
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    letter_ref = models.CharField(
        max_length=40, blank=True, help_text="of the numbered letter that goes with it, whose files it brings"
    )
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=200, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    problem = models.TextField(blank=True)

    class Meta:
        ordering = ("queued_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(sent_at__isnull=True) | Q(refused_at__isnull=True),
                name="notice_is_sent_or_refused",
            ),
            models.CheckConstraint(
                condition=Q(refused_at__isnull=True) | ~Q(refusal=""), name="notice_refused_with_a_reason"
            ),
        )
        indexes = (
            models.Index(
                fields=("queued_at",),
                condition=Q(sent_at__isnull=True, refused_at__isnull=True),
                name="notice_waits",
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} to {person_of(self.account) or self.account}"

    @property
    def network_id(self) -> int:
        """Of the mandate, or of the person whose account it is; 0 for an account of no network."""
        if self.mandate is not None:
            return self.mandate.network_id
        person = person_of(self.account)
        return person.network_id if person is not None else 0

    @property
    def ring(self) -> str:
        """Who gets letters is for Chair and Secretariat; what they say is for nobody else at all."""
        return Ring.BUREAU

    @property
    def seat_id(self) -> int | None:
        return None


class PersonalLink(models.Model):
    """A signed address by which one mandate's holder answers one thing; only the secret's digest is kept."""

    ref = models.CharField(max_length=40, unique=True, default=link_ref)
    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the secret, in hex")
    purpose = models.CharField(max_length=40)
    thing_ref = models.CharField(max_length=60)
    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="personal_links")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="personal_link_expires_after_it_was_made"
            ),
        )

    def __str__(self) -> str:
        return f"{self.purpose} for {self.mandate.person}"

    @property
    def network_id(self) -> int:
        return self.mandate.network_id


class EmergencyOpening(models.Model):
    """The administrator's way to the papers: asked with a reason, agreed by somebody else, ended by the clock."""

    ref = models.CharField(max_length=40, unique=True, default=opening_ref)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="emergency_openings")
    administrator = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="emergency_openings")
    reason = models.TextField()
    hours = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="emergency_has_a_reason"),
            models.CheckConstraint(
                condition=Q(hours__gte=1, hours__lte=LONGEST_EMERGENCY_HOURS), name="emergency_is_short"
            ),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True, agreed_by__isnull=True, ends_at__isnull=True)
                | Q(agreed_at__isnull=False, agreed_by__isnull=False, ends_at__gt=F("agreed_at")),
                name="emergency_opened_by_a_second_person_until_an_hour",
            ),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True) | Q(refused_at__isnull=True),
                name="emergency_agreed_or_refused",
            ),
        )

    def __str__(self) -> str:
        return f"emergency opening of {self.network}"

    @property
    def ring(self) -> str:
        return Ring.BUREAU

    @property
    def seat_id(self) -> int | None:
        return None

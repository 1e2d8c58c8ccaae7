"""Delegations: whom a seat sends to a meeting, with what credentials, and what they need."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from secretariat.access.rules import Ring
from secretariat.members.models import Person, Seat
from secretariat.toolbox.ids import new_ref

from ..delegating import DELEGATE_STATES, ROLES
from .meetings import Meeting

STANDING = ("named", "validated")
"""The states of those who still belong to a delegation."""


def delegation_ref() -> str:
    return new_ref("delegation")


def delegate_ref() -> str:
    return new_ref("delegate")


def needs_ref() -> str:
    return new_ref("needs")


def roles() -> list[tuple[str, str]]:
    return [(role, role) for role in ROLES]


def delegate_states() -> list[tuple[str, str]]:
    return [(state, state) for state in DELEGATE_STATES]


class Delegation(models.Model):
    """The people of one seat at one meeting. The seat sees it, and so do Chair and Secretariat."""

    ref = models.CharField(max_length=40, unique=True, default=delegation_ref)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="delegations")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("meeting", "seat"), name="one_delegation_of_a_seat"),)

    def __str__(self) -> str:
        return f"{self.seat}, {self.meeting}"

    @property
    def network_id(self) -> int:
        return self.meeting.network_id

    @property
    def ring(self) -> str:
        return Ring.SEAT


class Delegate(models.Model):
    """Somebody of a delegation: a person of the network, or a name that is not known here yet.

    Credentials are empty (``credential_on``) until they are here. ``message`` is what this delegate passes on in
    the name of somebody who stays away.
    """

    ref = models.CharField(max_length=40, unique=True, default=delegate_ref)
    delegation = models.ForeignKey(Delegation, on_delete=models.CASCADE, related_name="delegates")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=160, blank=True, help_text="until the person is known here")
    role = models.CharField(max_length=20, choices=roles)
    function = models.CharField(max_length=160, blank=True)
    languages = models.CharField(max_length=120, blank=True, help_text="in which the person works")
    state = models.CharField(max_length=10, choices=delegate_states, default="named")
    validated_at = models.DateTimeField(null=True, blank=True)
    credential_issuer = models.CharField(max_length=160, blank=True)
    credential_words = models.CharField(max_length=240, blank=True, help_text="the note: its number and day")
    source_ref = models.CharField(max_length=40, blank=True, help_text="the note, where it came as a file")
    credential_on = models.DateField(null=True, blank=True)
    credential_until = models.DateField(null=True, blank=True)
    credential_decides = models.BooleanField(default=False)
    credential_at = models.DateTimeField(null=True, blank=True, help_text="when they came in")
    credential_is_late = models.BooleanField(default=False)
    message = models.TextField(blank=True)
    message_of = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="") | (Q(person__isnull=True) & ~Q(name="")),
                name="delegate_is_a_person_or_a_name",
            ),
            models.CheckConstraint(
                condition=~Q(state="validated") | Q(person__isnull=False, validated_at__isnull=False),
                name="validated_delegate_is_a_person",
            ),
            models.CheckConstraint(
                condition=Q(credential_on__isnull=True, credential_at__isnull=True, credential_decides=False)
                | Q(credential_on__isnull=False, credential_at__isnull=False),
                name="credentials_have_a_day",
            ),
            models.CheckConstraint(
                condition=Q(credential_until__isnull=True)
                | Q(credential_on__isnull=False, credential_until__gte=F("credential_on")),
                name="credentials_end_after_they_start",
            ),
            models.UniqueConstraint(
                fields=("delegation",),
                condition=Q(role="head", state__in=STANDING),
                name="one_head_of_a_delegation",
            ),
            models.UniqueConstraint(
                fields=("delegation", "person"),
                condition=Q(state__in=STANDING, person__isnull=False),
                name="person_once_in_a_delegation",
            ),
        )

    def __str__(self) -> str:
        return self.person.name if self.person is not None else self.name

    @property
    def network_id(self) -> int:
        return self.delegation.network_id

    @property
    def seat_id(self) -> int:
        return self.delegation.seat_id

    @property
    def ring(self) -> str:
        return Ring.SEAT

    @property
    def is_standing(self) -> bool:
        """Whether somebody still belongs to the delegation."""
        return self.state in STANDING


class Needs(models.Model):
    """What somebody needs at a meeting. Seen by those who speak for the seat and by the Secretariat alone; in no
    export and no search; deleted for good when the meeting is over (``delegating.NEEDS_KEPT``).
    """

    ref = models.CharField(max_length=40, unique=True, default=needs_ref)
    delegate = models.OneToOneField(Delegate, on_delete=models.CASCADE, related_name="needs")
    diet = models.CharField(max_length=240, blank=True)
    access = models.CharField(max_length=240, blank=True)
    interpretation = models.CharField(max_length=120, blank=True, help_text="into which language")

    class Meta:
        verbose_name_plural = "needs"
        constraints = (
            models.CheckConstraint(
                condition=~Q(diet="") | ~Q(access="") | ~Q(interpretation=""), name="needs_say_something"
            ),
        )

    def __str__(self) -> str:
        return f"needs of a delegate, {self.delegate.delegation}"

    @property
    def network_id(self) -> int:
        return self.delegate.network_id

    @property
    def seat_id(self) -> int:
        return self.delegate.seat_id

    @property
    def ring(self) -> str:
        return Ring.SEAT

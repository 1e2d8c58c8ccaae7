"""Meetings inside meetings, who attended, and offers to host the next one."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from secretariat.access.rules import RING_CHOICES, Ring
from secretariat.members.models import Network, Person, Seat
from secretariat.toolbox.ids import new_ref

from .rules import FIRMNESS, KINDS, OFFER_STATES


def meeting_ref() -> str:
    return new_ref("meeting")


def offer_ref() -> str:
    return new_ref("offer")


def kinds() -> list[tuple[str, str]]:
    return [(kind, kind) for kind in KINDS]


def firmness_words() -> list[tuple[str, str]]:
    return [(word, word) for word in FIRMNESS]


def offer_states() -> list[tuple[str, str]]:
    return [(state, state) for state in OFFER_STATES]


class Meeting(models.Model):
    """A meeting, or a session inside one."""

    ref = models.CharField(max_length=40, unique=True, default=meeting_ref)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="meetings")
    ring = models.CharField(max_length=10, choices=RING_CHOICES, default=Ring.MEMBERS)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=240)
    kind = models.CharField(max_length=16, choices=kinds, default="plenary")
    is_closed = models.BooleanField(default=True)
    within = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    period_words = models.CharField(
        max_length=80, blank=True, help_text="where the day is not known: June 2022"
    )
    place = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=6, blank=True, help_text="ISO 3166-1 alpha-2")
    host_seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="hosted"
    )
    organiser = models.CharField(max_length=240, blank=True)
    chair = models.CharField(max_length=240, blank=True)
    chair_seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    secretariat = models.CharField(max_length=240, blank=True)
    secretariat_seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    theme = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-starts_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="meeting_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(within__isnull=True) | ~Q(within=F("id")), name="meeting_is_not_within_itself"
            ),
        )

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """One person at one meeting: present, excused or spoken for."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendances")
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    function = models.CharField(max_length=240, blank=True)
    is_present = models.BooleanField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("meeting", "person"), name="person_once_at_a_meeting"),
        )

    def __str__(self) -> str:
        return f"{self.person} at {self.meeting}"


class HostingOffer(models.Model):
    """A seat's offer to hold a meeting, as vague as it was made."""

    ref = models.CharField(max_length=40, unique=True, default=offer_ref)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="hosting_offers")
    ring = models.CharField(max_length=10, choices=RING_CHOICES, default=Ring.MEMBERS)
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="hosting_offers"
    )
    offered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="offers_made"
    )
    place = models.CharField(max_length=120, blank=True)
    period_words = models.CharField(max_length=80, blank=True)
    earliest = models.DateField(null=True, blank=True)
    latest = models.DateField(null=True, blank=True)
    parent_event = models.CharField(max_length=240, blank=True)
    theme = models.CharField(max_length=240, blank=True)
    firmness = models.CharField(max_length=12, choices=firmness_words, default="tentative")
    expires_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=offer_states, default="open")
    meeting = models.ForeignKey(
        Meeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="came_from",
        help_text="what it became",
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = (F("earliest").asc(nulls_last=True), "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(earliest__isnull=True) | Q(latest__isnull=True) | Q(latest__gte=F("earliest")),
                name="offer_period_runs_forward",
            ),
            models.CheckConstraint(
                condition=~Q(state="taken up") | Q(meeting__isnull=False), name="offer_taken_up_has_a_meeting"
            ),
        )

    def __str__(self) -> str:
        where = self.place or "a meeting"
        return f"{where}, {self.period_words}" if self.period_words else where

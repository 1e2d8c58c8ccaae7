"""Meetings inside meetings, and who attended."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from secretariat.access.rules import RING_CHOICES, Ring
from secretariat.members.models import Network, Person, Seat
from secretariat.toolbox.ids import new_ref

from ..rules import KINDS


def meeting_ref() -> str:
    return new_ref("meeting")


def kinds() -> list[tuple[str, str]]:
    return [(kind, kind) for kind in KINDS]


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

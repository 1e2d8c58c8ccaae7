"""The record of one meeting."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from secretariat.access.rules import RING_CHOICES, Ring
from secretariat.meetings.models import Meeting
from secretariat.members.models import Network, Seat
from secretariat.toolbox.ids import new_ref

from ..rules import RECORD_STATES


def record_ref() -> str:
    return new_ref("record")


def record_states() -> list[tuple[str, str]]:
    return [(state, state) for state in RECORD_STATES]


class Record(models.Model):
    """The minutes of one meeting."""

    ref = models.CharField(max_length=40, unique=True, default=record_ref)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="records")
    ring = models.CharField(max_length=10, choices=RING_CHOICES, default=Ring.MEMBERS)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="record")
    state = models.CharField(max_length=12, choices=record_states, default="draft")
    approved_on = models.DateField(null=True, blank=True)
    approved_at = models.ForeignKey(
        Meeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="records_approved",
        help_text="the meeting that approved it; none where it was approved by silence or nobody says",
    )
    closed_at = models.DateTimeField(null=True, blank=True, help_text="when its meeting was closed")
    circulated_at = models.DateTimeField(null=True, blank=True)
    corrections_until_at = models.DateTimeField(null=True, blank=True)
    silence_until_at = models.DateTimeField(
        null=True, blank=True, help_text="approved at this instant unless a seat objects before it"
    )
    silence_broken_by = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    silence_broken_at = models.DateTimeField(null=True, blank=True)
    silence_words = models.TextField(blank=True, help_text="why the seat objected")
    version = models.PositiveIntegerField(default=1)
    approved_head = models.JSONField(
        null=True, blank=True, help_text="the signed head of the record of deeds when it was approved"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved_on__isnull=False),
                name="approved_record_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(corrections_until_at__isnull=True) | Q(circulated_at__isnull=False),
                name="correction_window_opens_with_circulation",
            ),
            models.CheckConstraint(
                condition=Q(silence_broken_at__isnull=True, silence_broken_by__isnull=True)
                | Q(
                    silence_broken_at__isnull=False,
                    silence_broken_by__isnull=False,
                    silence_until_at__gt=F("silence_broken_at"),
                ),
                name="silence_is_broken_by_a_seat_before_it_ends",
            ),
        )

    def __str__(self) -> str:
        return f"Record of {self.meeting}"

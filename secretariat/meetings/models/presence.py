"""Which seats are in the room, from when to when."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from secretariat.members.models import Seat

from .meetings import Meeting


class Presence(models.Model):
    """One stay of a seat in the room; open while somebody who can speak for it is there."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="presences")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="presences")
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("meeting", "from_at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gte=F("from_at")),
                name="presence_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=("meeting", "seat"),
                condition=Q(until_at__isnull=True),
                name="seat_is_here_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.seat} at {self.meeting}"

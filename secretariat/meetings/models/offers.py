"""Offers to host the next meeting."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from secretariat.access.rules import RING_CHOICES, Ring
from secretariat.members.models import Network, Person, Seat
from secretariat.toolbox.ids import new_ref

from ..rules import FIRMNESS, OFFER_STATES, PURGED
from .meetings import Meeting


def offer_ref() -> str:
    return new_ref("offer")


def firmness_words() -> list[tuple[str, str]]:
    return [(word, word) for word in FIRMNESS]


def offer_states() -> list[tuple[str, str]]:
    return [(state, state) for state in OFFER_STATES]


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
    reminded_at = models.DateTimeField(
        null=True, blank=True, help_text="when its seat was asked whether it still stands"
    )
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

    @property
    def is_purged(self) -> bool:
        """Whether its words were purged."""
        return self.place == PURGED

    def __str__(self) -> str:
        where = self.place or "a meeting"
        return f"{where}, {self.period_words}" if self.period_words else where

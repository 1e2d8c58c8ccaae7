"""The network's own terms of reference, parameter by parameter."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from secretariat.access.rules import RING_CHOICES, Ring
from secretariat.members.models import Network
from secretariat.toolbox.ids import new_ref

TERM_STATES = ("prepared", "decided")


def term_ref() -> str:
    return new_ref("term")


def term_states() -> list[tuple[str, str]]:
    return [(state, state) for state in TERM_STATES]


class Term(models.Model):
    """One parameter as an article sets it, from a day on; what was before it stays."""

    ref = models.CharField(max_length=40, unique=True, default=term_ref)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="terms")
    ring = models.CharField(max_length=10, choices=RING_CHOICES, default=Ring.MEMBERS)
    parameter = models.CharField(max_length=60)
    value = models.CharField(max_length=200)
    article = models.CharField(max_length=60)
    since_on = models.DateField()
    state = models.CharField(max_length=10, choices=term_states, default="prepared")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("parameter", "-since_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("network", "parameter", "since_on"),
                condition=Q(state="decided"),
                name="term_decided_once_for_a_day",
            ),
            models.CheckConstraint(condition=Q(ring=Ring.MEMBERS), name="term_is_for_members"),
        )

    def __str__(self) -> str:
        return f"{self.parameter}: {self.value} ({self.article})"

    @property
    def seat_id(self) -> int | None:
        """No seat's own: the terms are the network's."""
        return None

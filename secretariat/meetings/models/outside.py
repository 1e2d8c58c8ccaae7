"""Days that are taken before anybody asks: events of others, and free days that a State told us of."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from secretariat.access.rules import RING_CHOICES, Ring
from secretariat.members.models import Network, Seat
from secretariat.toolbox.ids import new_ref


def event_ref() -> str:
    return new_ref("event")


def free_span_ref() -> str:
    return new_ref("freespan")


class OutsideEvent(models.Model):
    """An event of somebody else, taken from a calendar file; each repetition is a row of its own.

    ``seat`` is set where the calendar holds the school holidays or other free days of one State.
    """

    ref = models.CharField(max_length=40, unique=True, default=event_ref)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="outside_events")
    ring = models.CharField(max_length=10, choices=RING_CHOICES, default=Ring.MEMBERS)
    seat = models.ForeignKey(
        Seat,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="whose free day it is",
    )
    calendar = models.CharField(max_length=120, help_text="what the file was called when it came in")
    uid = models.CharField(max_length=255, blank=True, help_text="of the event in its calendar")
    title = models.CharField(max_length=240)
    place = models.CharField(max_length=240, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ("starts_on", "title", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="outside_event_runs_forward"
            ),
            models.CheckConstraint(condition=~Q(calendar=""), name="outside_event_is_of_a_calendar"),
        )
        indexes = (models.Index(fields=("network", "calendar"), name="outside_events_of_a_calendar"),)

    def __str__(self) -> str:
        return self.title or "an event without a title"


class FreeSpan(models.Model):
    """Days on which a State is away, as it told the Secretariat: school holidays, a national week."""

    ref = models.CharField(max_length=40, unique=True, default=free_span_ref)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="free_spans")
    ring = models.CharField(max_length=10, choices=RING_CHOICES, default=Ring.MEMBERS)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="free_spans")
    name = models.CharField(max_length=120)
    starts_on = models.DateField()
    ends_on = models.DateField()

    class Meta:
        ordering = ("starts_on", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="free_span_runs_forward"),
            models.CheckConstraint(condition=~Q(name=""), name="free_span_has_a_name"),
        )

    def __str__(self) -> str:
        # What deeds call it: the days, and none of the words that somebody wrote.
        return f"free days of {self.seat}, {self.starts_on:%-d %B %Y} to {self.ends_on:%-d %B %Y}"

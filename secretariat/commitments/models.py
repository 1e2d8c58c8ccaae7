"""Decisions, the follow-up list and the progress reported on it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from secretariat.access.rules import RING_CHOICES, Ring, SeatKind
from secretariat.meetings.models import Meeting
from secretariat.meetings.rules import PURGED
from secretariat.members.models import Network, Seat
from secretariat.minutes.models import Entry
from secretariat.toolbox.ids import new_ref

from .rules import STATES


def commitment_ref() -> str:
    return new_ref("commitment")


def decision_ref() -> str:
    return new_ref("decision")


def progress_ref() -> str:
    return new_ref("progress")


def states() -> list[tuple[str, str]]:
    return [(state, state) for state in STATES]


class Decision(models.Model):
    """An entry agreed by the meeting, with a number and a day on which it is looked at again."""

    ref = models.CharField(max_length=40, unique=True, default=decision_ref)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="decisions")
    ring = models.CharField(max_length=10, choices=RING_CHOICES, default=Ring.MEMBERS)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="decision")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveSmallIntegerField()
    review_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ("-year", "-serial")
        constraints = (
            models.UniqueConstraint(fields=("network", "year", "serial"), name="decision_number_once"),
        )

    def __str__(self) -> str:
        return f"Decision {self.number}"

    @property
    def number(self) -> str:
        """As printed: year and running number, such as 2019/3."""
        return f"{self.year}/{self.serial}"


class Commitment(models.Model):
    """One line of the follow-up list; the seat that owes it may still be missing."""

    ref = models.CharField(max_length=40, unique=True, default=commitment_ref)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="commitments")
    ring = models.CharField(max_length=10, choices=RING_CHOICES, default=Ring.MEMBERS)
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="commitments")
    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    kind = models.CharField(max_length=12, help_text="the kind of entry it grew out of")
    words = models.TextField()
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=states, default="open")
    done_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = (F("due_on").asc(nulls_first=True), "pk")
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_on__isnull=False), name="done_has_its_day"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="commitment_says_something"),
        )

    @property
    def is_purged(self) -> bool:
        """Whether its words were purged."""
        return self.words == PURGED

    def __str__(self) -> str:
        return self.words if len(self.words) <= 80 else self.words[:79].rstrip() + "…"

    @property
    def originating_seats(self) -> frozenset[int]:
        """The row ids of the seats the words come from: those of the entry it grew out of, or else the member that
        owes it. To whom it is assigned does not make it theirs: an office that takes it over gains no say. No query
        where entry and seat were fetched along.
        """
        if self.entry is not None:
            return self.entry.originating_seats
        return frozenset({self.seat.pk}) if self.seat and self.seat.kind == SeatKind.MEMBER else frozenset()

    @property
    def is_chatham_house(self) -> bool:
        """Whether it grew out of words whose speaker is hidden. No query where the entry was fetched along."""
        return self.entry is not None and self.entry.is_chatham_house


class Progress(models.Model):
    """A seat's own report on what it owes, with evidence."""

    ref = models.CharField(max_length=40, unique=True, default=progress_ref)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    ring = models.CharField(max_length=10, choices=RING_CHOICES, default=Ring.MEMBERS)
    commitment = models.ForeignKey(Commitment, on_delete=models.PROTECT, related_name="progress")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    actor_label = models.CharField(max_length=200)
    words = models.TextField()
    evidence = models.TextField(blank=True, help_text="a document, an address, a date: what shows it")
    state = models.CharField(max_length=12, choices=states)

    class Meta:
        ordering = ("-at", "-pk")
        verbose_name_plural = "progress"

    @property
    def is_purged(self) -> bool:
        """Whether its words were purged."""
        return self.words == PURGED

    def __str__(self) -> str:
        return self.words if len(self.words) <= 80 else self.words[:79].rstrip() + "…"

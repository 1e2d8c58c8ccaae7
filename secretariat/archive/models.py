"""Stored sources, their readings, the facts proposed, and where each accepted thing came from."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from secretariat.access.models import Account
from secretariat.access.rules import RING_CHOICES, Ring
from secretariat.meetings.models import Meeting
from secretariat.members.models import Network, Person, Seat
from secretariat.toolbox.ids import new_ref

from .rules import FACT_STATES, READING_STATES, SOURCE_STATES


def source_ref() -> str:
    return new_ref("source")


def reading_ref() -> str:
    return new_ref("reading")


def reading_states() -> list[tuple[str, str]]:
    return [(state, state) for state in READING_STATES]


def source_states() -> list[tuple[str, str]]:
    return [(state, state) for state in SOURCE_STATES]


def fact_states() -> list[tuple[str, str]]:
    return [(state, state) for state in FACT_STATES]


class Source(models.Model):
    """An old paper as it was handed in: never changed, found again by its digest."""

    ref = models.CharField(max_length=40, unique=True, default=source_ref)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="sources")
    ring = models.CharField(max_length=10, choices=RING_CHOICES, default=Ring.MEMBERS)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=200, help_text="the file's own name, cleaned")
    stored_name = models.CharField(max_length=80, unique=True, help_text="random; under the files folder")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField(help_text="bytes")
    key_id = models.CharField(
        max_length=16, blank=True, help_text="the key the file is sealed to; empty: kept in clear"
    )
    state = models.CharField(max_length=8, choices=source_states, default="kept")
    held_because = models.TextField(blank=True, help_text="why nobody may open it yet")
    findings = models.JSONField(default=list, help_text="what it does beside holding words: kind, detail")
    media_type = models.CharField(max_length=100, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("-added_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("network", "ring", "sha256"), name="source_once_in_ring"),
            models.CheckConstraint(
                condition=Q(state="kept", held_because="") | ~Q(state="kept") & ~Q(held_because=""),
                name="shut_source_says_why",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Reading(models.Model):
    """What the machine understood of a source: proposals until a person accepts them."""

    ref = models.CharField(max_length=40, unique=True, default=reading_ref)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    ring = models.CharField(max_length=10, choices=RING_CHOICES, default=Ring.BUREAU)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="readings")
    state = models.CharField(max_length=12, choices=reading_states, default="waiting")
    progress_percent = models.PositiveSmallIntegerField(default=0)
    is_stop_asked = models.BooleanField(default=False)
    problem = models.TextField(blank=True, help_text="why it could not be read, and what to do")
    text = models.TextField(blank=True, help_text="the text all spans point into; never changed")
    warnings = models.JSONField(default=list)
    built = models.JSONField(
        default=list, help_text="[kind, reference] of what the acceptance made, in order"
    )
    meeting = models.OneToOneField(
        Meeting, on_delete=models.SET_NULL, null=True, blank=True, related_name="reading"
    )
    accepted_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="accepted") | Q(accepted_at__isnull=False),
                name="accepted_reading_has_its_instant",
            ),
            models.CheckConstraint(condition=Q(progress_percent__lte=100), name="progress_is_a_percentage"),
        )

    def __str__(self) -> str:
        return f"Reading of {self.source}"

    @property
    def seat_id(self) -> int | None:
        return None


class Fact(models.Model):
    """One thing a reading proposes; ``value`` in the words of the reading format, ``corrected`` by a person."""

    reading = models.ForeignKey(Reading, on_delete=models.CASCADE, related_name="facts")
    key = models.CharField(max_length=40, help_text="header.place, person.p1, entry.3, output.0, ahead.1")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, help_text="header, person, entry, output, ahead")
    value = models.JSONField()
    corrected = models.JSONField(null=True, blank=True)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=10, choices=fact_states, default="proposed")
    match = models.ForeignKey(
        Person,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="the person it may be",
    )
    match_is_confirmed = models.BooleanField(
        null=True, help_text="true: the same; false: somebody else; empty: not said"
    )
    version = models.PositiveIntegerField(default=1, help_text="how often it was settled, and one")

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("reading", "key"), name="fact_key_once_in_a_reading"),
            models.CheckConstraint(
                condition=Q(start__isnull=True) | Q(end__gt=F("start")), name="fact_span_runs_forward"
            ),
        )

    def __str__(self) -> str:
        return f"{self.key} of {self.reading_id}"

    @property
    def span(self) -> tuple[int, int] | None:
        """The place in the reading's text, [start, end) in code points."""
        return None if self.start is None or self.end is None else (self.start, self.end)

    @property
    def current(self) -> dict[str, object]:
        """The value as a person left it, or as it was read."""
        value: dict[str, object] = self.value if self.corrected is None else self.corrected
        return value


class Origin(models.Model):
    """Where an accepted thing stands in the source: the way back from what is shown to what was said."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    reading = models.ForeignKey(Reading, on_delete=models.PROTECT, related_name="origins")
    thing_kind = models.CharField(max_length=20)
    thing_ref = models.CharField(max_length=40, db_index=True)
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()

    class Meta:
        ordering = ("start",)
        constraints = (
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="origin_span_runs_forward"),
        )

    def __str__(self) -> str:
        return f"{self.thing_ref} in {self.reading_id}"

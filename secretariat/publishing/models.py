"""Releases: what was cleared for the public, in words frozen on the day of the release."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from secretariat.access.models import Account
from secretariat.access.rules import RING_CHOICES, Ring
from secretariat.meetings.models import Meeting
from secretariat.meetings.rules import PURGED
from secretariat.members.models import Network
from secretariat.minutes.models import Entry
from secretariat.toolbox.ids import new_ref

from .rules import RELEASE_STATES


def release_ref() -> str:
    return new_ref("release")


def sentence_ref() -> str:
    return new_ref("sentence")


def change_ref() -> str:
    return new_ref("change")


def release_states() -> list[tuple[str, str]]:
    return [(state, state) for state in RELEASE_STATES]


class Release(models.Model):
    """The public page of one meeting: its own words, cleared, never a window into the closed record."""

    ref = models.CharField(max_length=40, unique=True, default=release_ref)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="releases")
    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="release")
    state = models.CharField(max_length=10, choices=release_states, default="draft")
    title = models.CharField(max_length=240)
    when_words = models.CharField(max_length=80)
    place = models.CharField(max_length=120, blank=True)
    summary = models.TextField(blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    drafted_by = models.ForeignKey(
        Account,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="somebody else lets it out",
    )

    class Meta:
        ordering = ("-meeting__starts_on",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="released") | Q(released_at__isnull=False), name="release_has_its_instant"
            ),
        )

    def __str__(self) -> str:
        return f"Public page: {self.title}"

    @property
    def ring(self) -> str:
        return Ring.PUBLIC if self.state == "released" else Ring.BUREAU

    @property
    def seat_id(self) -> int | None:
        return None


class ReleasedLine(models.Model):
    """One cleared sentence, in its own words; the link back to the entry is for those who may see it."""

    ref = models.CharField(max_length=40, unique=True, default=sentence_ref)
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="released_lines")
    words = models.TextField()

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return self.words[:80]


class RingChange(models.Model):
    """A thing was shown to more people, or to fewer: from which ring to which, by whom, and why."""

    ref = models.CharField(max_length=40, unique=True, default=change_ref)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    thing_kind = models.CharField(max_length=20)
    thing_ref = models.CharField(max_length=40, db_index=True)
    before = models.CharField(max_length=10, choices=RING_CHOICES)
    after = models.CharField(max_length=10, choices=RING_CHOICES)
    reason = models.TextField()
    actor_label = models.CharField(max_length=200)
    seat_label = models.CharField(max_length=240, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(condition=~Q(reason=""), name="ring_change_has_a_reason"),
            models.CheckConstraint(condition=~Q(before=models.F("after")), name="ring_change_changes"),
        )

    @property
    def is_purged(self) -> bool:
        """Whether its words were purged."""
        return self.reason == PURGED

    def __str__(self) -> str:
        return f"{self.before} to {self.after}: {self.reason}"

    @property
    def is_release(self) -> bool:
        """Whether more people see the thing since."""
        return Ring(self.after).is_wider_than(Ring(self.before))

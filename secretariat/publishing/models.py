"""Releases: what was cleared for the public, in words frozen on the day of the release."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from secretariat.access.rules import Ring
from secretariat.meetings.models import Meeting
from secretariat.members.models import Network
from secretariat.minutes.models import Entry
from secretariat.toolbox.ids import new_ref

from .rules import RELEASE_STATES


def release_ref() -> str:
    return new_ref("release")


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

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, null=True, related_name="released_lines")
    words = models.TextField()

    class Meta:
        ordering = ("position",)

    def __str__(self) -> str:
        return self.words[:80]

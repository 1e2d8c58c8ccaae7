"""The ordered entries of a record, each with all its revisions."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from secretariat.access.models import Account
from secretariat.access.rules import RING_CHOICES, Ring
from secretariat.meetings.models import AgendaItem
from secretariat.meetings.rules import PURGED
from secretariat.members.models import Network, Person, Seat
from secretariat.toolbox.ids import new_ref

from ..rules import ENTRY_KINDS
from .records import Record


def entry_ref() -> str:
    return new_ref("entry")


def entry_kinds() -> list[tuple[str, str]]:
    return [(kind, kind) for kind in ENTRY_KINDS]


class Entry(models.Model):
    """One thing said or done; the newest revision. Removed entries keep their row and their history."""

    ref = models.CharField(max_length=40, unique=True, default=entry_ref)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    ring = models.CharField(max_length=10, choices=RING_CHOICES, default=Ring.MEMBERS)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="entries")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=entry_kinds)
    text = models.TextField()
    speaker = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="entries"
    )
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="entries")
    origin = models.ForeignKey(
        Seat,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="the first seat it was entered for: no edit takes its say from it",
    )
    speaker_words = models.CharField(
        max_length=200, blank=True, help_text="a speaker without a name, as written"
    )
    on_behalf_of = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    on_behalf_words = models.CharField(max_length=200, blank=True)
    about = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="answers"
    )
    is_chatham_house = models.BooleanField(
        default=False, help_text="the statement is kept, the speaker is hidden"
    )
    item = models.ForeignKey(
        AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="entries"
    )
    said_at = models.DateTimeField(
        null=True, blank=True, help_text="when it was typed, by the clock of the rapporteur's browser"
    )
    revision = models.PositiveIntegerField(default=1)
    is_removed = models.BooleanField(default=False)

    class Meta:
        ordering = ("record", "position", "pk")
        verbose_name_plural = "entries"
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="entry_says_something"),)

    @property
    def originating_seats(self) -> frozenset[int]:
        """The row ids of the seats it comes from: the first it was entered for and the one it stands under now."""
        return frozenset(seat for seat in (self.origin_id, self.seat_id) if seat is not None)

    @property
    def is_purged(self) -> bool:
        """Whether its words were purged."""
        return self.text == PURGED

    def __str__(self) -> str:
        return self.text if len(self.text) <= 80 else self.text[:79].rstrip() + "…"


class EntryRevision(models.Model):
    """An entry as it stood after one change, whole."""

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="revisions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    account = models.ForeignKey(Account, on_delete=models.SET_NULL, null=True, related_name="+")
    actor_label = models.CharField(max_length=200)
    kind = models.CharField(max_length=12)
    text = models.TextField()
    values = models.JSONField(default=dict)

    class Meta:
        ordering = ("-number",)
        constraints = (
            models.UniqueConstraint(fields=("entry", "number"), name="revision_number_once_for_an_entry"),
        )

    def __str__(self) -> str:
        return f"{self.entry_id} revision {self.number}"

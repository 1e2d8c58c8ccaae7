"""What a meeting needs while it goes on: what browsers sent, who wants the floor, what the room's screen shows."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from secretariat.meetings.models import AgendaItem
from secretariat.members.models import Person, Seat
from secretariat.toolbox.ids import new_ref

from ..floor import SLOT_KINDS
from .entries import Entry
from .records import Record


def slot_ref() -> str:
    return new_ref("slot")


def slot_kinds() -> list[tuple[str, str]]:
    return [(kind, kind) for kind in SLOT_KINDS]


class Sending(models.Model):
    """What a rapporteur's browser sent under one key: its newest state that was taken in, and the entry it became.

    It outlives the entry, so that a letter delayed on its way never brings back what was taken back meanwhile.
    """

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="sendings")
    client_key = models.CharField(max_length=60, help_text="the browser's desk and the entry's number there")
    version = models.PositiveIntegerField(
        help_text="how often the rapporteur had written it when it was sent"
    )
    revision = models.PositiveIntegerField(default=0, help_text="the entry's revision that this made")
    entry = models.OneToOneField(
        Entry, on_delete=models.CASCADE, null=True, blank=True, related_name="sending"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("record", "client_key"), name="sending_once_for_a_key"),
        )

    def __str__(self) -> str:
        return f"{self.client_key} version {self.version}"


class SpeakerSlot(models.Model):
    """One asking for the floor: waiting, speaking, or over. Struck off is over without having begun."""

    ref = models.CharField(max_length=40, unique=True, default=slot_ref)
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="slots")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=16, choices=slot_kinds, default="floor")
    position = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("record", "position", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(started_at__isnull=True)
                | Q(ended_at__isnull=True)
                | Q(ended_at__gte=F("started_at")),
                name="slot_ends_after_it_starts",
            ),
            models.UniqueConstraint(
                fields=("record",),
                condition=Q(started_at__isnull=False, ended_at__isnull=True),
                name="one_speaks_at_a_time",
            ),
            models.UniqueConstraint(
                fields=("record", "seat", "kind"),
                condition=Q(started_at__isnull=True, ended_at__isnull=True),
                name="seat_waits_once_for_a_kind",
            ),
        )

    def __str__(self) -> str:
        return f"{self.seat} ({self.kind})"


class Screen(models.Model):
    """What the second screen in the room shows beside the speaker, and how the list of speakers is kept."""

    record = models.OneToOneField(Record, on_delete=models.CASCADE, related_name="screen")
    entry = models.ForeignKey(
        Entry,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="the text being agreed",
    )
    item = models.ForeignKey(AgendaItem, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    is_chatham_house = models.BooleanField(default=False, help_text="nobody is named while it lasts")
    list_closed_at = models.DateTimeField(null=True, blank=True)
    seconds_each = models.PositiveIntegerField(null=True, blank=True, help_text="how long one may speak")
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"Screen of {self.record}"

"""Items of an agenda, also those that wait in the backlog for another meeting."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from secretariat.access.rules import RING_CHOICES, Ring
from secretariat.members.models import Network, Seat
from secretariat.toolbox.ids import new_ref

from ..agendas import ITEM_KINDS, ITEM_RINGS, ITEM_STATES
from ..rules import PURGED
from .meetings import Meeting


def item_ref() -> str:
    return new_ref("item")


def item_kinds() -> list[tuple[str, str]]:
    return [(kind, kind) for kind in ITEM_KINDS]


def item_states() -> list[tuple[str, str]]:
    return [(state, state) for state in ITEM_STATES]


class AgendaItem(models.Model):
    """One item of a meeting's agenda. ``seat`` is its sponsor; without one it is the network's own."""

    ref = models.CharField(max_length=40, unique=True, default=item_ref)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    ring = models.CharField(max_length=10, choices=RING_CHOICES, default=Ring.MEMBERS)
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="its sponsor"
    )
    kind = models.CharField(max_length=24, choices=item_kinds, default="item")
    position = models.PositiveSmallIntegerField(
        default=0, help_text="its place on the agenda, from 1; 0 while it has none"
    )
    title = models.CharField(max_length=240)
    note = models.TextField(blank=True, help_text="the explanatory note")
    minutes_planned = models.PositiveSmallIntegerField(default=0)
    starts_at = models.DateTimeField(
        null=True, blank=True, help_text="where it begins at a fixed time, and not when the one before ends"
    )
    state = models.CharField(max_length=12, choices=item_states, default="provisional")
    is_closed = models.BooleanField(default=False, help_text="a closed item inside an open meeting")
    about_ref = models.CharField(max_length=40, blank=True, help_text="what it is about: a record, a meeting")
    carried_from = models.OneToOneField(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="taken_up_as",
        help_text="the postponed item that it takes up",
    )
    changed_at = models.DateTimeField(
        null=True, blank=True, help_text="the last change after the agenda was adopted"
    )
    change_words = models.CharField(max_length=240, blank=True, help_text="what was changed then, and why")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(ring__in=ITEM_RINGS), name="item_is_for_more_than_one_seat"),
            models.CheckConstraint(
                condition=~Q(state__in=("provisional", "adopted")) | Q(position__gt=0),
                name="item_on_the_agenda_has_its_place",
            ),
            models.CheckConstraint(
                condition=Q(changed_at__isnull=True) | ~Q(change_words=""), name="changed_item_says_what"
            ),
        )

    @property
    def is_purged(self) -> bool:
        """Whether its words were purged."""
        return self.title == PURGED

    def __str__(self) -> str:
        return self.title

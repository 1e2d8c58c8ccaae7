"""Papers of a meeting, and the counters behind their symbols."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from secretariat.access.rules import RING_CHOICES, Ring
from secretariat.members.models import Network, Seat
from secretariat.toolbox.ids import new_ref

from ..agendas import ITEM_RINGS
from ..rules import PURGED
from ..symbols import PAPER_KINDS, PAPER_STATES
from .agenda import AgendaItem
from .meetings import Meeting


def paper_ref() -> str:
    return new_ref("paper")


def paper_kinds() -> list[tuple[str, str]]:
    return [(kind, kind) for kind in PAPER_KINDS]


def paper_states() -> list[tuple[str, str]]:
    return [(state, state) for state in PAPER_STATES]


class Paper(models.Model):
    """One paper of a meeting. ``seat`` is its originator; without one it is the network's own.

    A paper is never deleted: withdrawn, it keeps its symbol, so that nobody else gets it.
    """

    ref = models.CharField(max_length=40, unique=True, default=paper_ref)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="papers")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="papers"
    )
    ring = models.CharField(max_length=10, choices=RING_CHOICES, default=Ring.MEMBERS)
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="its originator"
    )
    symbol = models.CharField(max_length=120)
    of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="later",
        help_text="the paper that it revises, adds to or corrects",
    )
    kind = models.CharField(max_length=24, choices=paper_kinds, default="for information")
    title = models.CharField(max_length=240)
    language = models.CharField(max_length=8, default="en")
    state = models.CharField(max_length=12, choices=paper_states, default="announced")
    source_ref = models.CharField(max_length=40, blank=True, help_text="the file, in the archive")
    file_name = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    pages = models.PositiveIntegerField(default=0)
    delivered_at = models.DateTimeField(null=True, blank=True)
    is_late = models.BooleanField(default=False, help_text="delivered after its day")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("network", "symbol"), name="symbol_once_in_a_network"),
            models.CheckConstraint(condition=Q(ring__in=ITEM_RINGS), name="paper_is_for_more_than_one_seat"),
            models.CheckConstraint(
                condition=~Q(state__in=("delivered", "reviewed", "in the book"))
                | Q(delivered_at__isnull=False) & ~Q(source_ref=""),
                name="delivered_paper_has_its_file",
            ),
        )

    @property
    def is_purged(self) -> bool:
        """Whether its words were purged."""
        return self.title == PURGED

    def __str__(self) -> str:
        return f"{self.symbol} {self.title}"


class SymbolSeries(models.Model):
    """How far one series of symbols has been counted; it never goes back, whatever is removed."""

    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="+")
    stem = models.CharField(max_length=120)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("network", "stem"), name="symbol_series_once_in_a_network"),
        )

    def __str__(self) -> str:
        return f"{self.stem}: {self.last}"

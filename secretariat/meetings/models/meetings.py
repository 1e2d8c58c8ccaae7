"""Meetings inside meetings, and who attended."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from secretariat.access.rules import RING_CHOICES, Ring
from secretariat.members.models import Network, Person, Seat
from secretariat.toolbox.ids import new_ref

from ..delegating import ORDERS
from ..rules import KINDS, PURGED


def meeting_ref() -> str:
    return new_ref("meeting")


def kinds() -> list[tuple[str, str]]:
    return [(kind, kind) for kind in KINDS]


def orders() -> list[tuple[str, str]]:
    return [(order, order) for order in ORDERS]


class Meeting(models.Model):
    """A meeting, or a session inside one."""

    ref = models.CharField(max_length=40, unique=True, default=meeting_ref)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="meetings")
    ring = models.CharField(max_length=10, choices=RING_CHOICES, default=Ring.MEMBERS)
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=240)
    kind = models.CharField(max_length=16, choices=kinds, default="plenary")
    is_closed = models.BooleanField(default=True)
    within = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    starts_on = models.DateField()
    ends_on = models.DateField()
    period_words = models.CharField(
        max_length=80, blank=True, help_text="where the day is not known: June 2022"
    )
    place = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=6, blank=True, help_text="ISO 3166-1 alpha-2")
    host_seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="hosted"
    )
    organiser = models.CharField(max_length=240, blank=True)
    chair = models.CharField(max_length=240, blank=True)
    chair_seat = models.ForeignKey(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    secretariat = models.CharField(max_length=240, blank=True)
    secretariat_seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    theme = models.TextField(blank=True)
    opens_at = models.DateTimeField(null=True, blank=True, help_text="the instant at which it opens")
    closes_at = models.DateTimeField(null=True, blank=True, help_text="the instant at which it closes")
    zone = models.CharField(
        max_length=60, blank=True, help_text="the zone of its place; empty: the network's own"
    )
    is_cancelled = models.BooleanField(default=False)
    cancelled_because = models.CharField(max_length=240, blank=True)
    agenda_sent_at = models.DateTimeField(null=True, blank=True, help_text="the provisional agenda")
    agenda_adopted_at = models.DateTimeField(null=True, blank=True)
    symbol = models.CharField(
        max_length=80, blank=True, help_text="what the symbols of its papers begin with, once it has one"
    )
    order_of_states = models.CharField(
        max_length=10, choices=orders, blank=True, help_text="empty: English alphabetical"
    )
    drawn_seat = models.ForeignKey(
        Seat,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="by lot: it comes first",
    )
    drawn_at = models.DateTimeField(null=True, blank=True)
    delegation_size = models.PositiveIntegerField(
        null=True, blank=True, help_text="of this meeting alone; empty: as the terms of reference say"
    )
    list_final_at = models.DateTimeField(null=True, blank=True, help_text="the list of participants")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-starts_on", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="meeting_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=Q(within__isnull=True) | ~Q(within=F("id")), name="meeting_is_not_within_itself"
            ),
            models.CheckConstraint(
                condition=Q(closes_at__isnull=True) | Q(opens_at__isnull=False, closes_at__gt=F("opens_at")),
                name="meeting_closes_after_it_opens",
            ),
            models.CheckConstraint(
                condition=Q(is_cancelled=False) | ~Q(cancelled_because=""), name="cancelled_meeting_says_why"
            ),
            models.CheckConstraint(
                condition=Q(drawn_seat__isnull=True, drawn_at__isnull=True)
                | Q(drawn_seat__isnull=False, drawn_at__isnull=False),
                name="lot_was_drawn_at_an_instant",
            ),
        )

    @property
    def is_purged(self) -> bool:
        """Whether its words were purged."""
        return self.title == PURGED

    def __str__(self) -> str:
        return self.title

    @property
    def own_zone(self) -> str:
        """The zone its hours are told in: that of its place, or the network's."""
        return self.zone or self.network.zone


class Attendance(models.Model):
    """One person at one meeting: present, excused or spoken for."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendances")
    seat = models.ForeignKey(
        Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="attendances"
    )
    function = models.CharField(max_length=240, blank=True)
    is_present = models.BooleanField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("meeting", "person"), name="person_once_at_a_meeting"),
        )

    def __str__(self) -> str:
        return f"{self.person} at {self.meeting}"

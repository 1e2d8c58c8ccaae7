"""What a seat asks to have put right in a record that was sent round."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from secretariat.access.rules import Ring
from secretariat.meetings.models import Meeting
from secretariat.members.models import Network, Person, Seat
from secretariat.toolbox.ids import new_ref

from ..rules import CORRECTION_STATES
from .entries import Entry
from .records import Record


def correction_ref() -> str:
    return new_ref("correction")


def correction_states() -> list[tuple[str, str]]:
    return [(state, state) for state in CORRECTION_STATES]


class Correction(models.Model):
    """One entry as a seat wants it to read; accepted it stands in the corrigendum, refused with the reason.

    ``agreed_at`` names the later meeting that agreed to it: such a correction stands beside an approved record,
    whose own words no longer change.
    """

    ref = models.CharField(max_length=40, unique=True, default=correction_ref)
    network = models.ForeignKey(Network, on_delete=models.PROTECT, related_name="corrections")
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="corrections")
    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="corrections")
    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="+", help_text="who asks")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    before = models.TextField(help_text="the entry as it stood")
    words = models.TextField(help_text="the entry as it should read")
    why = models.TextField(blank=True)
    state = models.CharField(max_length=12, choices=correction_states, default="waiting")
    answer = models.TextField(blank=True, help_text="why it was refused")
    answered_at = models.DateTimeField(null=True, blank=True)
    number = models.PositiveSmallIntegerField(null=True, blank=True, help_text="in the corrigendum")
    agreed_at = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="corrections_agreed"
    )

    class Meta:
        ordering = ("record", "entry__position", "made_at", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(words=""), name="correction_says_something"),
            models.CheckConstraint(
                condition=Q(state="waiting", answered_at__isnull=True)
                | (~Q(state="waiting") & Q(answered_at__isnull=False)),
                name="correction_waits_or_is_answered",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""), name="correction_refused_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(state="accepted"),
                name="only_an_accepted_correction_is_numbered",
            ),
            models.UniqueConstraint(
                fields=("entry", "seat"),
                condition=Q(state="waiting"),
                name="one_correction_of_an_entry_waits_for_a_seat",
            ),
            models.UniqueConstraint(fields=("record", "number"), name="correction_number_once_in_a_record"),
        )

    def __str__(self) -> str:
        return f"correction to {self.entry}"

    @property
    def ring(self) -> str:
        """Between the seat that asks and the bureau; ``reads.visible_corrections`` says so in a query, and shows
        those of the corrigendum to all who see the entry.
        """
        return Ring.BUREAU

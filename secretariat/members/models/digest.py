"""What is told in the one letter of the day."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from secretariat.access.models import Account

from .seats import Mandate


class DigestLine(models.Model):
    """Something asked of a mandate that can wait for the morning. It goes with the letter that tells it.

    ``asked`` is a sentence of the program, never words that somebody wrote. ``by_at`` is empty where no date is
    set, ``address`` (a path on this server) where there is nothing to open.
    """

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="digest_lines")
    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="digest_lines")
    kind = models.CharField(max_length=40)
    asked = models.CharField(max_length=200)
    by_at = models.DateTimeField(null=True, blank=True)
    address = models.CharField(max_length=200, blank=True)
    thing_ref = models.CharField(max_length=60, blank=True)
    added_at = models.DateTimeField()

    class Meta:
        ordering = ("mandate_id", F("by_at").asc(nulls_last=True), "added_at", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(asked=""), name="digest_line_asks_something"),
            models.CheckConstraint(
                condition=Q(address="") | Q(address__startswith="/"), name="digest_line_leads_to_this_server"
            ),
        )
        indexes = (models.Index(fields=("thing_ref",), name="digest_line_of_a_thing"),)

    def __str__(self) -> str:
        return self.asked

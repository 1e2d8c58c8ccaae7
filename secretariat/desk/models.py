"""The search index: folded words of things that live in other rooms. Can be thrown away and rebuilt."""

from __future__ import annotations

from django.db import models


class SearchRow(models.Model):
    """One searchable thing; ``folded`` is its text across scripts and without diacritics.

    On SQLite a full-text table beside it (migration 0002) is kept in step by triggers; on PostgreSQL an
    index on the same column. Whether a reader may see the thing is asked of its own room, never here.
    """

    kind = models.CharField(max_length=12)
    thing_id = models.PositiveBigIntegerField()
    folded = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("kind", "thing_id"), name="search_row_once_for_a_thing"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id}"

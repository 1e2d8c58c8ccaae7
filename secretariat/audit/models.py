"""The one table of deeds. Rows are written by ``actions.record_deed`` and by nothing else."""

from __future__ import annotations

from django.db import models


class Deed(models.Model):
    """One recorded act. The database refuses to delete it, and to change anything but wipe its words."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    deed = models.CharField(max_length=80)
    thing_kind = models.CharField(max_length=40)
    thing_ref = models.CharField(max_length=60, db_index=True)
    network_id = models.PositiveBigIntegerField(null=True, db_index=True)
    account_id = models.PositiveBigIntegerField(null=True)
    before = models.CharField(max_length=64, blank=True)
    after = models.CharField(max_length=64, blank=True)
    salt = models.CharField(max_length=32, null=True)
    words = models.JSONField(null=True)
    words_digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)
    nodes = models.TextField(help_text="the hashes of the tree that this deed completed, in hexadecimal")
    wiped_by = models.PositiveBigIntegerField(
        null=True, help_text="the number of the deed that wiped the words"
    )

    def __str__(self) -> str:
        return f"{self.number} {self.deed}"

    class Meta:
        ordering = ("number",)

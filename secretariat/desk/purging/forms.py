"""Clean input of a purge."""

from __future__ import annotations

from django import forms

from secretariat.web.fields import HouseForm


class PurgeForm(HouseForm):
    """Why something is purged."""

    reason = forms.CharField(
        max_length=120,
        help_text="Kept in the record for good, so it names nobody: “data of a case”, “a personal number”.",
    )

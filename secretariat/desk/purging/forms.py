"""Clean input of a purge."""

from __future__ import annotations

from django import forms

from secretariat.web.fields import HouseForm, words_choice

REASONS = (
    "data of a victim",
    "data of a suspect or accused person",
    "data of a case",
    "a personal number or document",
    "something of somebody’s health or private life",
    "asked for by the person it is about",
    "classified information",
    "entered here by mistake",
)
"""Why something is purged. Own choice of a list: the reason stays for good, and in words of one’s own it would
sooner or later say again what was just purged.
"""


class PurgeForm(HouseForm):
    """Why something is purged."""

    reason = forms.ChoiceField(
        choices=[("", "—"), *words_choice(REASONS)],
        help_text="Kept in the record for good; it is chosen from a list, so that it tells nothing of anybody.",
    )

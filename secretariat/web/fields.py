"""Fields that forms of several rooms share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet


class Day(forms.DateInput):
    """The browser's own calendar, in the order year-month-day."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


def day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    """A day, chosen from the browser's calendar or typed as year-month-day."""
    return forms.DateField(label=label, required=required, help_text=help_text, widget=Day())


def choice_by_ref(label: str, *, required: bool = True, help_text: str = "", empty: str = "") -> Any:
    """A choice among rows, known to the browser by public reference; ``offer`` fills it for one actor."""
    return forms.ModelChoiceField(
        queryset=None,
        to_field_name="ref",
        label=label,
        required=required,
        help_text=help_text,
        empty_label=empty or "—",
    )


def offer(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """Fills a choice with the rows an actor may see; what is not offered cannot be chosen."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def words_choice(words: tuple[str, ...]) -> list[tuple[str, str]]:
    """Choices that are their own labels."""
    return [(word, word) for word in words]

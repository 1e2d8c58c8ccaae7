"""Clean input about a release."""

from __future__ import annotations

from typing import Any

from django import forms

from secretariat.minutes.models import Entry
from secretariat.minutes.reads import EntryLine
from secretariat.web.fields import HouseForm


class ReleaseForm(HouseForm):
    title = forms.CharField(max_length=240)
    when_words = forms.CharField(max_length=80, label="When")
    place = forms.CharField(max_length=120, required=False)
    summary = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="For everybody; in words that were cleared.",
    )
    others = forms.CharField(
        required=False,
        label="Other sentences",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Sentences that stem from no entry of the record; each on a line of its own.",
    )

    def __init__(self, *args: Any, lines: list[EntryLine], words: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            entry = line.entry
            shown = entry.text if len(entry.text) < 140 else f"{entry.text[:139]}…"
            self.fields[_name(entry)] = forms.CharField(
                label=f"{entry.position}. {entry.kind}",
                required=False,
                initial=words.get(entry.pk, ""),
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=f"Closed words: {shown}",
            )

    def facts(self) -> list[forms.BoundField]:
        """The fields about the meeting as a whole."""
        return [self[name] for name in self.base_fields if name != "others"]

    def sentences(self) -> list[forms.BoundField]:
        """One field for each entry, in the order of the record, then the sentences of none."""
        return [*(self[_name(line.entry)] for line in self.lines), self["others"]]

    def cleared(self) -> list[tuple[Entry | None, str]]:
        """The sentences cleared for the public with their entries, in the order of the record; last those
        that stem from none.
        """
        cleared: list[tuple[Entry | None, str]] = [
            (line.entry, self.cleaned_data[_name(line.entry)]) for line in self.lines
        ]
        return cleared + [(None, words) for words in self.cleaned_data["others"].splitlines()]


def _name(entry: Entry) -> str:
    return f"line-{entry.pk}"

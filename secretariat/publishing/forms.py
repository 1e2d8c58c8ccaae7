"""Clean input about a release."""

from __future__ import annotations

from typing import Any

from django import forms

from secretariat.minutes.reads import EntryLine


class ReleaseForm(forms.Form):
    title = forms.CharField(max_length=240)
    when_words = forms.CharField(max_length=80, label="When")
    place = forms.CharField(max_length=120, required=False)
    summary = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="For everybody; in words that were cleared.",
    )

    def __init__(self, *args: Any, lines: list[EntryLine], words: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        for line in lines:
            entry = line.entry
            shown = entry.text if len(entry.text) < 140 else f"{entry.text[:139]}…"
            self.fields[f"line-{entry.pk}"] = forms.CharField(
                label=f"{entry.position}. {entry.kind}",
                required=False,
                initial=words.get(entry.pk, ""),
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text=f"Closed words: {shown}",
            )

    def cleared(self) -> list[tuple[Any, str]]:
        """The sentences cleared for the public, in the order of the record, with their entries."""
        return [(line.entry, self.cleaned_data[f"line-{line.entry.pk}"]) for line in self.lines]

"""Clean input of the record's pages: what of a history is asked for, an old head, what is wiped and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from secretariat.audit.heads import OldHead, read_head
from secretariat.members.models import Person
from secretariat.toolbox.errors import RuleBroken
from secretariat.web.fields import HouseForm, PastedArea, choice_by_ref, day_field, offer, words_choice

_MOST_BYTES = 10_000


class HistoryForm(forms.Form):
    """What of the network's history is shown."""

    room = forms.ChoiceField(label="Room", required=False)
    person = choice_by_ref("Done by", required=False, empty="anybody")
    day = day_field("On", required=False)

    def __init__(
        self, *args: Any, rooms: Sequence[tuple[str, str]], people: QuerySet[Person], **kw: Any
    ) -> None:
        super().__init__(*args, **kw)
        room = self.fields["room"]
        assert isinstance(room, forms.ChoiceField)
        room.choices = [("", "all rooms"), *rooms]
        offer(self, "person", people)


class OldHeadForm(HouseForm):
    """A head that somebody kept, as its file or as words; ``head`` of the cleaned data is what it says."""

    file = forms.FileField(label="The file you kept", required=False)
    words = forms.CharField(
        label="Or its text, or the line of a printed record",
        required=False,
        max_length=_MOST_BYTES,
        widget=PastedArea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text="The line that begins with “size” and ends with the root; spaces do not matter.",
    )

    def clean(self) -> dict[str, Any]:
        """Reads the head, from the file where there is one."""
        data = super().clean() or {}
        file, text = data.get("file"), data.get("words", "")
        if file:
            text = file.read(_MOST_BYTES).decode("utf-8", "replace")
        if not text.strip():
            raise forms.ValidationError("Choose the file that you kept, or type what a printed record says.")
        try:
            head: OldHead = read_head(text)
        except RuleBroken as error:
            raise forms.ValidationError(error.message) from error
        return {**data, "head": head}


class NumbersField(forms.CharField):
    """Numbers of deeds as people write them, such as ``12, 40-43``; cleaned, the first and last of each stretch."""

    _STRETCH = re.compile(r"([0-9]{1,12})(?:\s*[-–]\s*([0-9]{1,12}))?")

    def clean(self, value: Any) -> tuple[tuple[int, int], ...]:
        """The stretches; raises ValidationError for what is no number."""
        stretches = []
        for part in filter(None, re.split(r"[,;]|\s*\n", super().clean(value))):
            found = self._STRETCH.fullmatch(part.strip())
            if found is None:
                raise forms.ValidationError(f"“{part.strip()}” is no number of a deed. Write “12, 40-43”.")
            stretches.append((int(found[1]), int(found[2] or found[1])))
        return tuple(stretches)


WIPE_REASONS = (
    "asked to be forgotten",
    "left the network",
    "named here by mistake",
    "asked for by an authority that protects data",
)
"""Why the words of deeds are wiped: a list, as for a purge."""


class WipeForm(HouseForm):
    """Which of the deeds that name somebody keep their words, and why the others lose theirs.

    All but the few named, so that the form stays as small for a thousand deeds as for one. ``newest`` is the
    last deed that was shown: a deed done since keeps its words. ``numbers`` of the cleaned data are the deeds
    to wipe.
    """

    spared = NumbersField(
        label="Deeds that keep their words",
        required=False,
        help_text="Their numbers, such as “12, 40-43”. All others on the list, on every page of it, lose theirs.",
    )
    newest = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        choices=[("", "—"), *words_choice(WIPE_REASONS)],
        help_text="Kept in the record for good; it is chosen from a list, so that it tells nothing of anybody.",
    )

    def __init__(self, *args: Any, listed: Sequence[int], **kw: Any) -> None:
        super().__init__(*args, **kw)
        self.listed = listed
        self.fields["newest"].initial = max(listed, default=0)

    def clean(self) -> dict[str, Any]:
        """Works out which deeds are wiped; a number that names none of the list is a slip of the pen."""
        data = super().clean() or {}
        if self.errors:
            return data
        stretches: tuple[tuple[int, int], ...] = data["spared"]
        shown = [number for number in self.listed if number <= data["newest"]]
        for first, last in stretches:
            if not any(first <= number <= last for number in shown):
                words = f"{first}-{last}" if last != first else f"{first}"
                self.add_error("spared", f"No deed on the list has the number {words}.")
        numbers = [n for n in shown if not any(first <= n <= last for first, last in stretches)]
        if not numbers:
            self.add_error(None, "Every deed on the list would keep its words: nothing is left to wipe.")
        return {**data, "numbers": numbers}

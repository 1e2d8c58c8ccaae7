"""Clean input of the desk's own pages: what of a history is asked for, an old head, what is wiped and why."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from secretariat.audit.heads import OldHead, read_head
from secretariat.audit.reads import DeedLine
from secretariat.members.models import Person
from secretariat.toolbox.errors import RuleBroken
from secretariat.web.fields import HouseForm, choice_by_ref, day_field, offer

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
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text="“size … root …”, spaces do not matter.",
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


class WipeForm(HouseForm):
    """Which deeds lose their words, and why."""

    numbers = forms.TypedMultipleChoiceField(
        label="Deeds whose words are wiped", coerce=int, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        max_length=120,
        help_text="Kept in the record for good, so it names nobody: “asked to be forgotten”, “left the network”.",
    )

    def __init__(self, *args: Any, lines: Sequence[DeedLine], **kw: Any) -> None:
        super().__init__(*args, **kw)
        numbers = self.fields["numbers"]
        assert isinstance(numbers, forms.TypedMultipleChoiceField)
        numbers.choices = [
            (line.number, f"{line.sentence} ({line.at:%d.%m.%Y}, deed {line.number})") for line in lines
        ]
        numbers.initial = [line.number for line in lines]


class PurgeForm(HouseForm):
    """Why something is purged."""

    reason = forms.CharField(
        max_length=120,
        help_text="Kept in the record for good, so it names nobody: “data of a case”, “a personal number”.",
    )

"""Fields that forms of several rooms share."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet

from secretariat.audit.declared import declare
from secretariat.toolbox.markings import marking_in
from secretariat.toolbox.wrong_data import Doubt, doubts

NOT_HERE = "Nothing about a victim, a suspect or a single case belongs here."
_MARKED = (
    "This bears the marking “{marking}”. Secretariat is not accredited for classified information of RESTRICTED "
    "and above, so nothing of it was kept. Send it by the channel your State has approved for it; what is not "
    "classified can be written here in your own words, without the marking."
)
_ASKED = "This looks like {kinds}. Take it out; or, if it is about no victim, suspect or case, say so below."


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


def offer_own(form: forms.Form, name: str, rows: QuerySet[Any]) -> None:
    """As ``offer``; where there is one to choose from, such as one's own seat, it stands there already. One query."""
    offer(form, name, rows)
    found = list(rows[:2])
    if len(found) == 1:
        form.fields[name].initial = found[0].ref


def words_choice(words: tuple[str, ...]) -> list[tuple[str, str]]:
    """Choices that are their own labels."""
    return [(word, word) for word in words]


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked about one field: its text, the places in doubt, and the box that says to keep it."""

    text: str
    ranges: tuple[tuple[int, int], ...]
    name: str
    token: str


def is_free_text(field: forms.Field) -> bool:
    """Whether people write into a field what they like: words, not an address, a code or a choice."""
    return type(field) is forms.CharField and not isinstance(
        field.widget, forms.PasswordInput | forms.HiddenInput
    )


class PastedArea(forms.Textarea):
    """A box for what a machine printed and a person copies here; nobody writes of people in it."""


class HouseForm(forms.Form):
    """A form whose words are looked through before they are saved: every form with free text is one.

    What looks like data of a victim, suspect or case comes back with the words marked and a question; a box
    of its own lets the person keep exactly these words, and the deed tells that it was ticked. A
    classification marking is refused. ``questions`` holds what is asked, by field.
    """

    questions: dict[str, Question]
    one_of: tuple[str, ...] = ()
    """Fields of which one is needed, whichever: none of them alone is optional."""

    def full_clean(self) -> None:
        """Cleans as every form does, then looks through what was written."""
        self.questions = {}
        super().full_clean()
        if not self.is_bound:
            return
        for name, field in self.fields.items():
            written = self.cleaned_data.get(name)
            if is_free_text(field) and isinstance(written, str) and written:
                self._look_through(name, written)

    def _look_through(self, name: str, written: str) -> None:
        marking = marking_in(written)
        if marking:
            self.add_error(name, _MARKED.format(marking=marking))
            return
        found = doubts(written)
        if not found:
            return
        kinds = " and ".join(dict.fromkeys(doubt.kind for doubt in found))
        box = self.add_prefix(f"keep-{name}")
        if self.data.get(box) == _token(found):
            declare(f"“{self[name].label}” holds {kinds}; said to be about no victim, suspect or case")
            return
        self.questions[name] = Question(written, tuple((d.start, d.end) for d in found), box, _token(found))
        self.add_error(name, _ASKED.format(kinds=kinds))

    def __getitem__(self, name: str) -> forms.BoundField:
        bound = super().__getitem__(name)
        widget = bound.field.widget
        if (
            name in self.base_fields
            and isinstance(widget, forms.Textarea)
            and not isinstance(widget, PastedArea)
        ):
            words = bound.field.help_text
            bound.help_text = f"{words} {NOT_HERE}".strip()
        return bound


def _token(found: tuple[Doubt, ...]) -> str:
    """Stands for exactly these words: other ones in their place are asked about anew."""
    return hashlib.sha256("\n".join(doubt.words for doubt in found).encode()).hexdigest()[:32]

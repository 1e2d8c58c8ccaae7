"""Clean input about papers and the facts read from them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from secretariat.meetings.rules import FIRMNESS
from secretariat.minutes.rules import ENTRY_KINDS
from secretariat.web.fields import HouseForm, day_field, words_choice
from secretariat.web.rings import ring_choice

from .models import Fact
from .rules import SOURCE_RINGS


class PapersInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class PapersField(forms.FileField):
    """One or many files; each is checked by the archive itself, not here."""

    widget = PapersInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        if not any(files):
            raise forms.ValidationError("Choose at least one file.")
        return [file for file in files if file]


class TakeInForm(forms.Form):
    papers = PapersField(
        label="Papers",
        help_text="Text, Word (.docx) or PDF; one or many; at most 100 MB each. No case files, and nothing that bears a classification marking.",
    )
    ring = forms.ChoiceField(
        choices=ring_choice(SOURCE_RINGS),
        initial="members",
        label="Who may see what is in them",
        help_text="members: every member's seat; partners: observers and funders too; "
        "Chair and Secretariat: these two alone. The public sees nothing of a paper.",
    )


_PRESENT = [
    ("true", "present"),
    ("false", "not present, spoken for or excused"),
    ("", "the paper does not say"),
]


class FactForm(HouseForm):
    """The correction of one fact: the fields its kind has, as the reading format names them."""

    def __init__(self, data: Any = None, *, fact: Fact, people: dict[str, str]) -> None:
        super().__init__(data, initial=_initial(fact), auto_id=f"fact-{fact.pk}-%s")
        self.fact = fact
        add = {
            "header": self._add_header,
            "person": self._add_person,
            "entry": self._add_entry,
            "output": self._add_output,
            "ahead": self._add_ahead,
        }
        self._speakers = [("", "nobody named"), *people.items()]
        add[fact.kind]()

    def _add_words(self, *fields: tuple[str, str], required: str = "") -> None:
        for name, label in fields:
            self.fields[name] = forms.CharField(label=label, max_length=240, required=name == required)

    def _add_header(self) -> None:
        if self.fact.key == "header.closed":
            choices = [("true", "closed"), ("false", "open")]
            self.fields["value"] = forms.TypedChoiceField(
                label="Closed", choices=choices, coerce=lambda word: word == "true"
            )
        elif self.fact.key in {"header.starts_on", "header.ends_on"}:
            self.fields["value"] = day_field("The day")
        else:
            self.fields["value"] = forms.CharField(label="As it should read", max_length=300)

    def _add_person(self) -> None:
        self._add_words(
            ("name", "Name"),
            ("honorific", "Honorific"),
            ("function", "Office"),
            ("member", "Country or organisation"),
            required="name",
        )
        self.fields["present"] = forms.TypedChoiceField(
            label="Was there",
            required=False,
            choices=_PRESENT,
            coerce=lambda word: word == "true",
            empty_value=None,
        )

    def _add_entry(self) -> None:
        self.fields["kind"] = forms.ChoiceField(label="Kind", choices=words_choice(ENTRY_KINDS))
        self.fields["text"] = forms.CharField(label="Words", widget=forms.Textarea(attrs={"rows": 4}))
        self.fields["speaker"] = forms.ChoiceField(label="Speaker", choices=self._speakers, required=False)
        self._add_words(("seat", "Or the country or group"))
        self.fields["on_behalf_of"] = forms.ChoiceField(
            label="On behalf of", choices=self._speakers, required=False
        )
        self._add_words(("due", "By when, in words"))

    def _add_output(self) -> None:
        self._add_words(("kind", "Kind"), ("title", "Title"), ("addressee", "Addressee"), required="kind")

    def _add_ahead(self) -> None:
        self._add_words(("place", "Place"), ("when", "When, in words"), ("within", "Beside another event"))
        for name, label in (("earliest", "Not before"), ("latest", "Not after")):
            self.fields[name] = day_field(label, required=False)
        self.fields["offered_by"] = forms.ChoiceField(
            label="Offered by", choices=self._speakers, required=False
        )
        self.fields["firmness"] = forms.ChoiceField(label="How firm", choices=words_choice(FIRMNESS))

    def corrected(self) -> dict[str, Any]:
        """The whole value of the fact as it stands after the correction; empty words become None."""
        return {**self.fact.current, **{name: _plain(value) for name, value in self.cleaned_data.items()}}


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return None if value == "" else value


def _initial(fact: Fact) -> dict[str, Any]:
    words = {True: "true", False: "false", None: ""}
    return {
        key: words[value] if isinstance(value, bool) or (value is None and key == "present") else value
        for key, value in fact.current.items()
    }

"""Clean input about who comes to a seat: the letter, whom it names, from when."""

from __future__ import annotations

from typing import Any

from django import forms

from secretariat.access.rules import Actor
from secretariat.members.models import Seat
from secretariat.members.reads import Room, find_people, visible_people
from secretariat.members.rules import functions_at
from secretariat.web.fields import HouseForm, choice_by_ref, day_field, offer, words_choice


class LetterForm(HouseForm):
    """What every letter of nomination says."""

    name = forms.CharField(max_length=160, help_text="In the person's own spelling.")
    email = forms.EmailField(label="E-mail", help_text="The person's own; the sign-in link is made for it.")
    function = forms.ChoiceField()
    starts_on = day_field("First day")
    ends_on = day_field("Last day", required=False)
    letter = forms.CharField(
        max_length=240,
        required=False,
        label="The letter of nomination, in words",
        help_text="Its number and day, such as: Note 12/2026 of 3 November 2026.",
    )
    paper = forms.FileField(
        required=False,
        label="Or the letter itself, as a file",
        help_text="Word, PDF or text. Only Chair and Secretariat see it.",
    )
    one_of = ("letter", "paper")

    def offer_functions(self, functions: tuple[str, ...]) -> None:
        """Fills the choice of functions."""
        field = self.fields["function"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = words_choice(functions)

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("letter") and not self.cleaned_data.get("paper"):
            self.add_error("letter", "Name the letter of nomination, or add it as a file.")
        return self.cleaned_data

    def facts(self) -> dict[str, Any]:
        """What the action asks beside seat and letter."""
        return {key: self.cleaned_data[key] for key in ("name", "email", "function", "starts_on", "ends_on")}


class ProposalForm(LetterForm):
    """Whom a seat proposes; functions that are full are not offered."""

    def __init__(self, *args: Any, room: list[Room], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_functions(tuple(r.function for r in room if not r.is_full))


class NewcomerForm(LetterForm):
    """Whom the Secretariat seats: somebody who is here already, or somebody new."""

    person = choice_by_ref("Who is here already", required=False, empty="Somebody new")
    is_new = forms.BooleanField(required=False, label="Somebody else than those alike in name")
    title = forms.CharField(max_length=240, required=False, help_text="The office as its holder writes it.")
    field_order = ("person", "name", "is_new", "email", "function", "title", "starts_on", "ends_on", "letter")

    def __init__(self, *args: Any, actor: Actor, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offer_functions(functions_at(seat.kind))
        offer(self, "person", visible_people(actor).filter(network_id=seat.network_id))
        self.fields["name"].required = False
        self.fields["name"].help_text = "Of somebody new, in the person's own spelling."
        name = "" if self.data.get("person") else self.data.get("name", "")
        self.alike = find_people(actor, seat.network, name) if name else []
        if not self.alike:
            del self.fields["is_new"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        person, name = cleaned.get("person"), cleaned.get("name")
        if bool(person) == bool(name):
            self.add_error("name", "Choose somebody who is here already, or write the name of somebody new.")
        elif self.alike and not cleaned.get("is_new"):
            words = "; ".join(f"{p} ({word})" for p, word in self.alike)
            self.add_error(
                "name", f"Alike: {words}. Choose that person above, or say that it is somebody else."
            )
        return cleaned

    def facts(self) -> dict[str, Any]:
        more = {"person": self.cleaned_data["person"], "title": self.cleaned_data["title"]}
        return super().facts() | more | {"unlike": [person for person, _ in self.alike]}


class CredentialsForm(HouseForm):
    """What somebody's credentials say, and the note that says it."""

    issuer = forms.CharField(
        max_length=160, label="Given by", help_text="Such as: Ministry of Foreign Affairs."
    )
    dated_on = day_field("Day of the note")
    valid_until = day_field("Valid until", required=False, help_text="Left empty: without an end.")
    decides = forms.BooleanField(required=False, label="They give the power to decide")
    letter = forms.CharField(
        max_length=240,
        required=False,
        label="The note, in words",
        help_text="Its number and day, such as: Note 12/2026 of 3 November 2026.",
    )
    paper = forms.FileField(
        required=False,
        label="Or the note itself, as a file",
        help_text="Word, PDF or text. Only Chair and Secretariat see it.",
    )
    one_of = ("letter", "paper")

    def clean(self) -> dict[str, Any]:
        if not self.cleaned_data.get("letter") and not self.cleaned_data.get("paper"):
            self.add_error("letter", "Name the note, or add it as a file.")
        return self.cleaned_data

    def facts(self) -> dict[str, Any]:
        """What the note says beside itself."""
        return {key: self.cleaned_data[key] for key in ("issuer", "dated_on", "valid_until", "decides")}

"""Clean input about delegations, what people need, and the list of participants."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet

from secretariat.members.models import Person
from secretariat.web.fields import HouseForm, choice_by_ref, offer, words_choice

from ..delegating import LARGEST_DELEGATION, ROLES

ORDER_WORDS = (
    ("english", "English alphabetical"),
    ("french", "French alphabetical"),
    ("own name", "By each State's own name"),
)


class DelegateForm(HouseForm):
    """As what somebody of a delegation comes."""

    role = forms.ChoiceField(choices=words_choice(ROLES), label="Comes as")
    function = forms.CharField(
        max_length=160, required=False, help_text="As the list of participants prints it."
    )
    languages = forms.CharField(
        max_length=120, required=False, label="Works in", help_text="Such as: English, French."
    )


class ChangeDelegateForm(DelegateForm):
    """The same, with the version that the person had before them."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class NameForm(DelegateForm):
    """Whom a seat sends: one of its people, or a name that is not known here yet."""

    person = choice_by_ref("One of our people", required=False, empty="Somebody else")
    name = forms.CharField(
        max_length=160, required=False, label="Or a name", help_text="In the person's own spelling."
    )
    field_order = ("person", "name", "role", "function", "languages")
    one_of = ("person", "name")

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", people)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if bool(cleaned.get("person")) == bool(cleaned.get("name")) and "name" not in self.errors:
            self.add_error("name", "Choose one of your people, or write the name of somebody else.")
        return cleaned


class MessageForm(HouseForm):
    """What a delegate passes on in the name of somebody who stays away."""

    of = choice_by_ref("In the name of", required=False, help_text="Who stays away.")
    message = forms.CharField(
        max_length=4000,
        required=False,
        label="The message",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Left empty, it is taken back.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "of", people)


class NeedsForm(HouseForm):
    """What somebody needs. All of it left empty: nothing, and what stood here is deleted."""

    diet = forms.CharField(max_length=240, required=False, label="Food", help_text="Such as: no meat.")
    access = forms.CharField(
        max_length=240, required=False, label="Getting around", help_text="Such as: a room without steps."
    )
    interpretation = forms.CharField(
        max_length=120, required=False, label="Interpretation", help_text="Into which language."
    )


class ValidateForm(HouseForm):
    """Who it is that a name means, asked only where somebody alike is here already."""

    who = forms.ChoiceField(
        widget=forms.RadioSelect,
        label="Is it one of them?",
        error_messages={"required": "Somebody of this or a like name is here already. Say who it is."},
    )

    def __init__(self, *args: Any, alike: Sequence[tuple[Person, str]], name: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.alike = {person.ref: person for person, _ in alike}
        who = self.fields["who"]
        assert isinstance(who, forms.ChoiceField)
        same = [(person.ref, f"The same: {person} ({word})") for person, word in alike]
        who.choices = [*same, ("new", f"Somebody else: {name}")]

    def answer(self) -> dict[str, Any]:
        """The person who is the same, or those from whom the new one differs."""
        person = self.alike.get(self.cleaned_data["who"])
        return {"person": person, "unlike": () if person else tuple(self.alike.values())}


class ArrangeForm(HouseForm):
    """The order of States of a meeting, and how many people a delegation has."""

    order = forms.ChoiceField(choices=ORDER_WORDS, label="Order of States")
    delegation_size = forms.IntegerField(
        min_value=1,
        max_value=LARGEST_DELEGATION,
        required=False,
        label="People in a delegation, at most",
        help_text="Left empty: as the terms of reference say.",
    )

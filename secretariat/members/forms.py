"""Clean input about people and mandates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from secretariat.access.models import Account
from secretariat.access.rules import Actor
from secretariat.web.fields import HouseForm, choice_by_ref, day_field, offer, words_choice

from .models import Network, Person, Seat
from .reads import find_people, visible_people
from .rules import FUNCTIONS

SOMEBODY_ELSE = "somebody else"


class PersonForm(HouseForm):
    """A person to enter; where somebody alike is there already, the form asks who it is.

    ``alike`` holds the people to choose from; ``chosen`` the one who is the same, if a person said so.
    """

    name = forms.CharField(
        max_length=160, help_text="In the person's own spelling; other forms are added later."
    )
    honorific = forms.CharField(max_length=40, required=False)
    email = forms.EmailField(required=False, label="E-mail")
    who = forms.ChoiceField(
        widget=forms.RadioSelect,
        label="Is it one of them?",
        error_messages={
            "required": "Somebody of this or a like name is here already. Say who it is.",
            "invalid_choice": "Say who it is.",
        },
    )

    def __init__(self, *args: Any, actor: Actor, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.alike = find_people(actor, network, self.data["name"]) if self.data.get("name") else []
        if not self.alike:
            del self.fields["who"]
            return
        who = self.fields["who"]
        assert isinstance(who, forms.ChoiceField)
        same = [(person.ref, f"The same: {person} ({word})") for person, word in self.alike]
        who.choices = [*same, (SOMEBODY_ELSE, "Somebody else")]

    @property
    def chosen(self) -> Person | None:
        """The person of ``alike`` who was said to be the same."""
        return next((p for p, _ in self.alike if p.ref == self.cleaned_data.get("who")), None)


class MemberForm(HouseForm):
    """A member together with its coordinator's seat: neither is of use without the other."""

    short_name = forms.CharField(
        max_length=80, help_text="As in running text, in lists and on name plates: Slovenia."
    )
    official_name = forms.CharField(
        max_length=160, help_text="As in letters and at the head of its page: Republic of Slovenia."
    )
    code = forms.RegexField(
        r"^[A-Za-z]{2}$",
        help_text="Two letters: SI.",
        label="Country code",
        error_messages={"invalid": "A country code has two letters, such as SI."},
    )
    institution = forms.CharField(max_length=200, help_text="Where the coordinator sits.")
    footnote_mark = forms.CharField(max_length=4, required=False, help_text="Where one is agreed: *")
    footnote = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def clean_code(self) -> str:
        """The code in capitals, as the standard writes it."""
        return str(self.cleaned_data["code"]).upper()


class NamesForm(HouseForm):
    """The names of a State under which it stands in other orders of States."""

    french = forms.CharField(max_length=80, required=False, label="Short name in French")
    own = forms.CharField(
        max_length=80, required=False, label="Short name in its own language", help_text="In its own letters."
    )
    own_latin = forms.CharField(
        max_length=80,
        required=False,
        label="That name in Latin letters",
        help_text="Where its own letters are others, as the State itself writes it, such as Bulgaria.",
    )


class MandateForm(HouseForm):
    person = choice_by_ref("Person", empty="Choose a person")
    function = forms.ChoiceField(choices=words_choice(FUNCTIONS))
    title = forms.CharField(max_length=240, required=False, help_text="The office as its holder writes it.")
    starts_on = day_field("First day")
    ends_on = day_field("Last day", required=False)
    nomination = forms.CharField(max_length=240, help_text="The letter or note that says so, with its date.")

    def __init__(self, *args: Any, actor: Actor, seat: Seat, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "person", visible_people(actor).filter(network_id=seat.network_id))


class AccountForm(forms.Form):
    email = forms.EmailField(label="E-mail", help_text="The address the person signs in with.")


class EndForm(forms.Form):
    ends_on = day_field("Last day", help_text="Rights end with this day.")


class NameFormForm(HouseForm):
    name = forms.CharField(max_length=160, label="Another form of the name")


class OtherPersonForm(forms.Form):
    other = choice_by_ref("The other entry", empty="Choose an entry")

    def __init__(self, *args: Any, actor: Actor, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "other", visible_people(actor).filter(network_id=person.network_id).exclude(pk=person.pk))


class ConfirmForm(forms.Form):
    """Who it is that a nomination means, asked only where somebody alike is here already."""

    who = forms.ChoiceField(
        widget=forms.RadioSelect,
        label="Is it one of them?",
        error_messages={"required": "Somebody of this or a like name is here already. Say who it is."},
    )

    def __init__(self, *args: Any, alike: list[tuple[Person, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.alike = [person for person, _ in alike]
        who = self.fields["who"]
        assert isinstance(who, forms.ChoiceField)
        same = [(person.ref, f"The same: {person} ({word})") for person, word in alike]
        who.choices = [*same, (SOMEBODY_ELSE, "Somebody else")]
        if not alike:
            del self.fields["who"]

    @property
    def chosen(self) -> Person | None:
        """The one of those alike who was said to be meant."""
        return next((p for p in self.alike if p.ref == self.cleaned_data.get("who")), None)

    @property
    def unlike(self) -> list[Person]:
        """Those alike who were said to be others."""
        return self.alike if self.chosen is None else []


class ReasonForm(HouseForm):
    """Why something is refused, or somebody shut out or let in again."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)

    def __init__(self, *args: Any, asks: str, required: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = asks
        self.fields["reason"].required = required


class FirstPasswordForm(forms.Form):
    """The first password, twice; or none, where a passkey follows."""

    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text="At least 15 characters; four or five words that mean something to you alone are best.",
    )
    again = forms.CharField(
        label="The same once more",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account
        for field in self.fields.values():
            field.required = not self.wants_passkey

    def clean_password(self) -> str:
        """The password, held against the rules of the house; empty where a passkey is to do."""
        password = str(self.cleaned_data["password"])
        if self.wants_passkey:
            return ""
        validate_password(password, self.account)
        return password

    def clean(self) -> dict[str, Any]:
        password = self.cleaned_data.get("password")
        if password and password != self.cleaned_data.get("again"):
            self.add_error("again", "The two are not the same.")
        return self.cleaned_data

    @property
    def wants_passkey(self) -> bool:
        """Whether the button was pressed that goes on without a password."""
        return self.data.get("how") == "passkey"

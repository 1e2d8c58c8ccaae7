"""Clean input about invitations, answers and mail that nobody could place."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from secretariat.members.models import Seat
from secretariat.web.fields import HouseForm, day_field, words_choice

from ..courtesies import INVITATION_KINDS, LANGUAGES
from ..inviting import ANSWERS


class InvitationForm(HouseForm):
    """What an invitation has of its own; its courtesies follow from kind and language."""

    kind = forms.ChoiceField(
        choices=words_choice(INVITATION_KINDS), help_text="Kind and language choose the fixed courtesies."
    )
    language = forms.ChoiceField(choices=list(LANGUAGES.items()))
    seats: Any = forms.ModelMultipleChoiceField(
        queryset=None,
        to_field_name="ref",
        label="Invited",
        widget=forms.CheckboxSelectMultiple,
        help_text="Whoever holds a seat when the letter is sent is written to; a vacant seat stays open.",
    )
    reply_by = day_field(
        "Answers until", required=False, help_text="Left empty: the day that the terms of reference give."
    )
    middle = forms.CharField(
        label="Paragraphs of its own",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="They stand between the fixed opening and the fixed close. A new line begins a new paragraph.",
    )
    with_agenda = forms.BooleanField(
        required=False,
        label="Enclose the agenda",
        help_text="Each letter brings what its addressee may see of it. That of a closed meeting goes by no mail.",
    )
    enclosures = forms.CharField(
        label="Other enclosures",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="What goes with the letter, a line each, such as Practical note for delegations.",
    )

    def __init__(self, *args: Any, seats: QuerySet[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["seats"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = seats


class ChangeInvitationForm(InvitationForm):
    """The same for a draft, with the version that the person had before them."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reply_by"].required = True
        self.fields["reply_by"].help_text = ""


class ReplyForm(HouseForm):
    """What a seat answers."""

    reply = forms.ChoiceField(label="Our delegation", choices=words_choice(ANSWERS), widget=forms.RadioSelect)
    words = forms.CharField(
        label="A word to the Secretariat",
        required=False,
        max_length=400,
        help_text="Who comes is said in the delegation, not here.",
    )


class SettleForm(HouseForm):
    """What became of a mail that nobody could place."""

    settlement = forms.CharField(
        label="What became of it",
        max_length=240,
        help_text="Such as: noted as the answer of its seat. Its words are wiped then.",
    )

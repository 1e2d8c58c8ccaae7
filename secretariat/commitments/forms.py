"""Clean input about commitments."""

from __future__ import annotations

from typing import Any

from django import forms

from secretariat.access.rules import Actor
from secretariat.meetings.reads import visible_meetings
from secretariat.members.reads import visible_seats
from secretariat.web.fields import HouseForm, choice_by_ref, day_field, offer, words_choice

from .rules import STATES


class AssignForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    seat = choice_by_ref("Owner", required=False, empty="nobody yet")
    due_on = day_field("By when", required=False)

    def __init__(self, *args: Any, actor: Actor, network_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "seat", visible_seats(actor).filter(network_id=network_id))


class ProgressForm(HouseForm):
    words = forms.CharField(
        label="How far is it",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A sentence or two are enough.",
    )
    evidence = forms.CharField(
        label="What shows it",
        required=False,
        help_text="A document, an address, a date. Needed when it is done.",
    )
    state = forms.ChoiceField(choices=words_choice(STATES), initial="under way")
    done_on = day_field("Done on", required=False, help_text="Today, if left empty.")


class NewLineForm(HouseForm):
    meeting = choice_by_ref("Agreed at", empty="Choose a meeting")
    words = forms.CharField(label="What is to be done", widget=forms.Textarea(attrs={"rows": 3}))
    seat = choice_by_ref("Owner", required=False, empty="nobody yet")
    due_on = day_field("By when", required=False)

    def __init__(self, *args: Any, actor: Actor, network_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "seat", visible_seats(actor).filter(network_id=network_id))
        offer(self, "meeting", visible_meetings(actor).filter(network_id=network_id))


class ReviewForm(forms.Form):
    review_on = day_field("Looked at again on", required=False, help_text="Empty: no day is set.")


class FilterForm(forms.Form):
    """What the list is narrowed to; every part may be empty."""

    show = forms.ChoiceField(
        required=False,
        choices=[
            ("", "what stands open"),
            ("lacking", "what lacks owner or date"),
            ("finished", "what is finished"),
            ("all", "everything"),
            *words_choice(STATES),
        ],
    )
    seat = choice_by_ref("Owner", required=False, empty="all seats")
    meeting = choice_by_ref("Meeting", required=False, empty="all meetings")

    def __init__(self, *args: Any, actor: Actor, network_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "seat", visible_seats(actor).filter(network_id=network_id))
        offer(self, "meeting", visible_meetings(actor).filter(network_id=network_id))

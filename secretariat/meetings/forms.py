"""Clean input about meetings and hosting offers."""

from __future__ import annotations

from typing import Any

from django import forms

from secretariat.access.rules import RING_CHOICES, Actor
from secretariat.members.reads import visible_seats
from secretariat.web.fields import choice_by_ref, day_field, offer, words_choice

from .models import Meeting
from .reads import visible_meetings
from .rules import FIRMNESS, KINDS


class MeetingForm(forms.Form):
    title = forms.CharField(max_length=240)
    kind = forms.ChoiceField(choices=words_choice(KINDS))
    is_closed = forms.BooleanField(required=False, initial=True, label="A closed meeting")
    ring = forms.ChoiceField(
        choices=RING_CHOICES, initial="members", help_text="Who may see that it takes place."
    )
    starts_on = day_field("First day")
    ends_on = day_field("Last day", required=False, help_text="Leave empty for one day.")
    period_words = forms.CharField(
        max_length=80,
        required=False,
        label="In words",
        help_text="Where the day is not known, such as June 2022.",
    )
    place = forms.CharField(max_length=120, required=False)
    country = forms.CharField(max_length=6, required=False, help_text="Two letters, such as ME.")
    within = choice_by_ref("Within a larger meeting", required=False)
    host_seat = choice_by_ref("Host", required=False)
    organiser = forms.CharField(max_length=240, required=False)
    chair = forms.CharField(max_length=240, required=False)
    secretariat = forms.CharField(max_length=240, required=False)
    theme = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(
        self, *args: Any, actor: Actor, network_id: int, meeting: Meeting | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        others = visible_meetings(actor).filter(network_id=network_id)
        offer(self, "within", others.exclude(pk=meeting.pk) if meeting else others)
        offer(self, "host_seat", visible_seats(actor).filter(network_id=network_id))


class OfferForm(forms.Form):
    seat = choice_by_ref("Offered by", required=False)
    place = forms.CharField(max_length=120, required=False)
    period_words = forms.CharField(
        max_length=80,
        label="When",
        help_text="As vague as it was said: 2027, in October, the first half of 2027.",
    )
    parent_event = forms.CharField(max_length=240, required=False, label="Beside another event")
    theme = forms.CharField(max_length=240, required=False)
    firmness = forms.ChoiceField(choices=words_choice(FIRMNESS), initial="intended")
    expires_on = day_field("Stands until", required=False)

    def __init__(self, *args: Any, actor: Actor, network_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "seat", visible_seats(actor).filter(network_id=network_id))


class AnswerForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(
        choices=words_choice(("taken up", "withdrawn", "lapsed", "open")), label="What became of it"
    )
    meeting = choice_by_ref("The meeting it became", required=False)

    def __init__(self, *args: Any, actor: Actor, network_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "meeting", visible_meetings(actor).filter(network_id=network_id))

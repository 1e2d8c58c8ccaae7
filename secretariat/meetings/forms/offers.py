"""Clean input about hosting offers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from secretariat.access.rules import Actor
from secretariat.members.reads import visible_seats
from secretariat.toolbox import clock
from secretariat.web.fields import HouseForm, choice_by_ref, day_field, offer, words_choice

from ..reads import visible_meetings
from ..rules import FIRMNESS, OFFER_STATES, offering_seats


class OfferForm(HouseForm):
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
        seats = visible_seats(actor).filter(network_id=network_id)
        if not actor.is_bureau(network_id):
            # The bureau notes what any seat offered, even a guest without one; others speak for themselves.
            seats = seats.filter(pk__in=offering_seats(actor, network_id))
            self.fields["seat"].required = True
        offer(self, "seat", seats)

    def clean_expires_on(self) -> date | None:
        """The day an offer stands until."""
        return _ahead(self.cleaned_data["expires_on"])


def _ahead(day: date | None) -> date | None:
    """A day that is over already can only be a slip of the finger."""
    if day is not None and day < clock.today():
        raise forms.ValidationError("This day is over already; leave it empty, or choose one ahead.")
    return day


class AnswerForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    state = forms.ChoiceField(
        choices=words_choice((*OFFER_STATES[1:], OFFER_STATES[0])), label="What became of it"
    )
    meeting = choice_by_ref("The meeting it became", required=False)
    expires_on = day_field(
        "Stands until", required=False, help_text="Where it stands longer than said before: the new day."
    )

    def __init__(self, *args: Any, actor: Actor, network_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "meeting", visible_meetings(actor).filter(network_id=network_id))

    def clean_expires_on(self) -> date | None:
        """The new day an offer stands until."""
        return _ahead(self.cleaned_data["expires_on"])

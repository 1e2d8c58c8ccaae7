"""Clean input of the rapporteur's desk; what a script sends is looked through like any form."""

from __future__ import annotations

from typing import Any

from django import forms

from secretariat.access.rules import RING_CHOICES, Actor, Ring
from secretariat.meetings.reads import visible_items
from secretariat.members.models import Seat
from secretariat.members.reads import visible_people, visible_seats
from secretariat.minutes.actions import Heard
from secretariat.minutes.floor import SLOT_KINDS
from secretariat.minutes.models import Record
from secretariat.minutes.reads import visible_entries, visible_slots
from secretariat.minutes.rules import ENTRY_KINDS
from secretariat.toolbox import clock
from secretariat.web.fields import HouseForm, choice_by_ref, day_field, offer, words_choice

from .taking import Owed

_MOST_CHARACTERS = 20_000


def _several(label: str) -> Any:
    return forms.ModelMultipleChoiceField(queryset=None, to_field_name="ref", label=label, required=False)


class SendingForm(HouseForm):
    """One entry as a browser sends it: its key, how often it was written, and what was heard."""

    key = forms.RegexField(r"^[a-z0-9]{8,40}-[1-9][0-9]{0,8}\Z", label="Key")
    version = forms.IntegerField(min_value=1, max_value=1_000_000, label="Version")
    kind = forms.ChoiceField(choices=words_choice(ENTRY_KINDS), label="Kind")
    text = forms.CharField(max_length=_MOST_CHARACTERS, label="What was said or done")
    speaker = choice_by_ref("Speaker", required=False)
    seat = choice_by_ref("For the seat", required=False)
    speaker_words = forms.CharField(max_length=200, required=False, label="Speaker in words")
    on_behalf_of = choice_by_ref("On behalf of", required=False)
    on_behalf_words = forms.CharField(max_length=200, required=False, label="On behalf of, in words")
    ring = forms.ChoiceField(choices=RING_CHOICES, required=False, label="For")
    is_chatham_house = forms.BooleanField(required=False, label="Keep the statement, hide the speaker")
    item = choice_by_ref("Agenda item", required=False)
    said_at = forms.DateTimeField(required=False, label="Said at")
    owners = _several("Owners")
    due_on = day_field("Due on", required=False)

    def __init__(self, data: dict[str, Any], *, actor: Actor, record: Record) -> None:
        super().__init__(data)
        people = visible_people(actor).filter(network_id=record.network_id)
        seats = visible_seats(actor).filter(network_id=record.network_id)
        offer(self, "speaker", people)
        offer(self, "on_behalf_of", people)
        offer(self, "seat", seats)
        offer(self, "owners", seats)
        offer(self, "item", visible_items(actor).filter(meeting_id=record.meeting_id))
        ring = self.fields["ring"]
        assert isinstance(ring, forms.ChoiceField)
        ring.choices = [c for c in RING_CHOICES if not Ring(c[0]).is_wider_than(Ring(record.ring))]

    @property
    def heard(self) -> Heard:
        """What was heard, as the minutes take it in."""
        names = [f for f in Heard.__dataclass_fields__ if f in self.cleaned_data]
        values = {name: self.cleaned_data[name] for name in names}
        at = values["said_at"]
        # No browser's clock puts a sentence into the future.
        values["said_at"] = min(at, clock.now()) if at else None
        return Heard(**values)

    @property
    def owed(self) -> Owed:
        """Who owes it and by when, in the order in which the owners were typed."""
        typed = {ref: place for place, ref in enumerate(self.data.get("owners") or ())}
        seats: list[Seat] = sorted(self.cleaned_data["owners"], key=lambda seat: typed.get(seat.ref, 0))
        return Owed(tuple(seats), self.cleaned_data["due_on"])


class FloorForm(forms.Form):
    """One act about the floor, the room or its screen: ``do`` says which, the rest what it is about."""

    DOES = ("ask", "give", "end", "list", "here", "screen")

    do = forms.ChoiceField(choices=words_choice(DOES))
    seat = choice_by_ref("Seat", required=False)
    person = choice_by_ref("Person", required=False)
    kind = forms.ChoiceField(choices=words_choice(SLOT_KINDS), required=False)
    slot = choice_by_ref("Turn", required=False)
    entry = choice_by_ref("Text", required=False)
    item = choice_by_ref("Agenda item", required=False)
    is_on = forms.BooleanField(required=False)
    seconds = forms.IntegerField(min_value=10, max_value=7200, required=False)

    def __init__(self, data: dict[str, Any], *, actor: Actor, record: Record) -> None:
        super().__init__(data)
        offer(self, "seat", visible_seats(actor).filter(network_id=record.network_id))
        offer(self, "person", visible_people(actor).filter(network_id=record.network_id))
        offer(self, "slot", visible_slots(actor).filter(record=record))
        offer(self, "entry", visible_entries(actor).filter(record=record))
        offer(self, "item", visible_items(actor).filter(meeting_id=record.meeting_id))

    def clean(self) -> dict[str, Any]:
        """Refuses an act without what it is about."""
        data = super().clean() or {}
        about = {"ask": "seat", "here": "seat", "give": "slot", "end": "slot"}.get(data.get("do", ""), "")
        if about and not data.get(about) and about not in self.errors:
            self.add_error(about, "Say which.")
        return data

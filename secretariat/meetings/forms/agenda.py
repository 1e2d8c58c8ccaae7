"""Clean input about agendas: items, their places, why something changes."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from secretariat.access.rules import Actor
from secretariat.members.reads import visible_seats
from secretariat.toolbox.errors import RuleBroken
from secretariat.web.fields import HouseForm, choice_by_ref, offer, offer_own

from ..agendas import ITEM_RINGS
from ..models import AgendaItem, Meeting
from ..reads import visible_meetings
from ..rules import instant_at, offering_seats

LONGEST_ITEM = 600
"""Minutes: a working day."""


def rings_within(*around: str) -> list[tuple[str, str]]:
    """The rings that an item or a paper can have within these; the narrowest at least, which the action then judges."""
    order = ("public", *ITEM_RINGS, "seat")
    widest = max((order.index(ring) for ring in around), default=0)
    found = [ring for ring in ITEM_RINGS if order.index(ring) >= widest] or [ITEM_RINGS[-1]]
    return [(ring, ring) for ring in found]


class Hour(forms.TimeInput):
    """The browser's own clock, hours and minutes."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


def hour_field(label: str, help_text: str = "") -> forms.TimeField:
    """An hour of the day, which may be left out."""
    return forms.TimeField(label=label, required=False, help_text=help_text, widget=Hour())


class ItemForm(HouseForm):
    """An item as a seat, Chair or Secretariat propose it."""

    title = forms.CharField(max_length=240)
    note = forms.CharField(
        label="Explanatory note",
        help_text="What it is about, and what the meeting is asked to do.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    seat = choice_by_ref("Sponsor")
    minutes_planned = forms.IntegerField(
        label="Minutes",
        min_value=0,
        max_value=LONGEST_ITEM,
        initial=15,
        help_text="0 where nobody can say yet.",
    )
    is_closed = forms.BooleanField(required=False, label="A closed item, without partners in the room")
    ring = forms.ChoiceField(help_text="Who may see the item.")

    def __init__(self, *args: Any, actor: Actor, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = visible_seats(actor).filter(network_id=meeting.network_id)
        if actor.is_bureau(meeting.network_id):
            for name in ("seat", "note"):
                self.fields[name].required = False
            self.fields["seat"].help_text = "Leave empty for an item of the network itself."
        else:
            seats = seats.filter(pk__in=offering_seats(actor, meeting.network_id))
        offer_own(self, "seat", seats)
        ring = self.fields["ring"]
        assert isinstance(ring, forms.ChoiceField)
        ring.choices = rings_within(meeting.ring)
        ring.initial = "members" if ("members", "members") in ring.choices else ring.choices[0][0]


class WhyForm(HouseForm):
    """Why something is done; the page shows it."""

    why = forms.CharField(max_length=240, label="Why")


class MaybeWhyForm(WhyForm):
    """The same, asked only once the agenda is adopted."""

    def __init__(self, *args: Any, is_adopted: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["why"]
        field.required = is_adopted
        field.label = "What is changed, and why"
        field.help_text = "The agenda is adopted; it shows these words." if is_adopted else ""
        if not is_adopted:
            field.widget = forms.HiddenInput()


class ChangeItemForm(MaybeWhyForm):
    """An item as it stands, with the version that the person had before them."""

    title = forms.CharField(max_length=240)
    note = forms.CharField(label="Explanatory note", required=False, widget=forms.Textarea(attrs={"rows": 4}))
    minutes_planned = forms.IntegerField(label="Minutes", min_value=0, max_value=LONGEST_ITEM)
    day = forms.ChoiceField(label="Begins on", required=False)
    hour = hour_field("Begins at", "Only where it is fixed; else it follows the item before.")
    is_closed = forms.BooleanField(required=False, label="A closed item, without partners in the room")
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("title", "note", "minutes_planned", "day", "hour", "is_closed", "why")

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        self.meeting = item.meeting
        at = item.starts_at and item.starts_at.astimezone(ZoneInfo(self.meeting.own_zone))
        names = ("title", "note", "minutes_planned", "is_closed", "version")
        initial = {name: getattr(item, name) for name in names}
        if at:
            initial |= {"day": at.date().isoformat(), "hour": at.time()}
        super().__init__(
            *args, initial=initial, is_adopted=self.meeting.agenda_adopted_at is not None, **kwargs
        )
        day = self.fields["day"]
        assert isinstance(day, forms.ChoiceField)
        day.choices = [(d.isoformat(), f"{d:%A %-d %B}") for d in _days(self.meeting)]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        hour, day = data.pop("hour", None), data.pop("day", "")
        data["starts_at"] = None
        if hour is not None:
            on = date.fromisoformat(day) if day else self.meeting.starts_on
            try:
                data["starts_at"] = instant_at(on, hour, self.meeting.own_zone)
            except RuleBroken as error:
                self.add_error("hour", error.message)
        return data


def _days(meeting: Meeting) -> list[date]:
    return [
        meeting.starts_on + timedelta(n)
        for n in range(min((meeting.ends_on - meeting.starts_on).days, 30) + 1)
    ]


class PlaceForm(HouseForm):
    """A place on the agenda."""

    to = forms.IntegerField(min_value=1, max_value=500)
    why = forms.CharField(max_length=240, required=False)


class TakeUpForm(forms.Form):
    """The meeting that takes up a postponed item."""

    meeting = choice_by_ref("Meeting")

    def __init__(self, *args: Any, actor: Actor, item: AgendaItem, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ahead = visible_meetings(actor).filter(
            network_id=item.network_id, ends_on__gte=on, is_cancelled=False
        )
        offer(self, "meeting", ahead.exclude(pk=item.meeting_id).order_by("starts_on", "pk"))

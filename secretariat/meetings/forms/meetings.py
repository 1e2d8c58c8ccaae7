"""Clean input about meetings."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from secretariat.access.rules import RING_CHOICES, Actor, Ring
from secretariat.members.reads import visible_seats
from secretariat.toolbox.errors import RuleBroken
from secretariat.toolbox.periods import parse_period
from secretariat.toolbox.zones import zones
from secretariat.web.fields import HouseForm, choice_by_ref, day_field, offer, words_choice

from ..models import Meeting
from ..reads import visible_meetings
from ..rules import KINDS, instant_at
from .agenda import hour_field

RINGS = [choice for choice in RING_CHOICES if choice[0] not in {Ring.PUBLIC, Ring.SEAT}]
"""A meeting belongs to the network, never to one seat alone; and nobody alone shows one to everybody."""


class MeetingForm(HouseForm):
    """A meeting with its days, or with a period in words where nobody knows the days."""

    title = forms.CharField(max_length=240)
    kind = forms.ChoiceField(choices=words_choice(KINDS))
    is_closed = forms.BooleanField(required=False, initial=True, label="A closed meeting")
    ring = forms.ChoiceField(choices=RINGS, initial="members", help_text="Who may see that it takes place.")
    starts_on = day_field(
        "First day", required=False, help_text="Leave both days empty where only a period is known."
    )
    ends_on = day_field("Last day", required=False, help_text="Leave empty for one day.")
    period_words = forms.CharField(
        max_length=80,
        required=False,
        label="Period in words",
        help_text="Where the days are not known, such as June 2022; pages show these words instead.",
    )
    opens = hour_field("Opens at", "On the first day.")
    closes = hour_field("Closes at", "On the last day.")
    zone = forms.ChoiceField(required=False, help_text="In which these hours are told.")
    place = forms.CharField(max_length=120, required=False)
    country = forms.CharField(max_length=6, required=False, help_text="Two letters, such as ME.")
    within = choice_by_ref("Within a larger meeting", required=False)
    host_seat = choice_by_ref("Host", required=False)
    organiser = forms.CharField(max_length=240, required=False)
    chair = forms.CharField(max_length=240, required=False)
    secretariat = forms.CharField(max_length=240, required=False)
    theme = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(
        self,
        *args: Any,
        actor: Actor,
        network_id: int,
        on: date,
        own_zone: str,
        meeting: Meeting | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.own_zone = own_zone
        self.on = on
        zone = self.fields["zone"]
        assert isinstance(zone, forms.ChoiceField)
        zone.choices = [("", "The network’s own"), *((name, name.replace("_", " ")) for name in zones())]
        others = visible_meetings(actor).filter(network_id=network_id)
        offer(self, "within", others.exclude(pk=meeting.pk) if meeting else others)
        offer(self, "host_seat", visible_seats(actor).filter(network_id=network_id))

    def clean(self) -> dict[str, Any]:
        data = self._with_days(super().clean() or self.cleaned_data)
        opens, closes = data.pop("opens", None), data.pop("closes", None)
        first, zone = data.get("starts_on"), data.get("zone") or self.own_zone
        for name, day, at in (("opens", first, opens), ("closes", data.get("ends_on") or first, closes)):
            data[f"{name}_at"] = None
            if day is None or at is None:
                continue
            try:
                data[f"{name}_at"] = instant_at(day, at, zone)
            except RuleBroken as error:
                self.add_error(name, error.message)
        return data

    def _with_days(self, data: dict[str, Any]) -> dict[str, Any]:
        if data.get("starts_on") or self.errors:
            return data
        words = data.get("period_words", "")
        period = parse_period(words, self.on)
        if data.get("ends_on") or period is None or period.earliest is None or period.latest is None:
            why = f"Nobody can say which days “{words}” are. " if words else ""
            self.add_error("starts_on", f"{why}Give the first day, or a period such as June 2022.")
        else:
            data |= {"starts_on": period.earliest, "ends_on": period.latest}
        return data


class ChangeForm(MeetingForm):
    """The same, with the version that the person had before them. Who sees the meeting is not changed beside
    other things: that is a recorded step of its own.
    """

    ring = None  # type: ignore[assignment]
    version = forms.IntegerField(widget=forms.HiddenInput)

"""Clean input about days that are taken."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms

from secretariat.access.rules import Actor, SeatKind
from secretariat.members.models import Network
from secretariat.members.reads import visible_seats
from secretariat.toolbox.errors import SourceUnreadable
from secretariat.toolbox.markings import marking_in
from secretariat.toolbox.wrong_data import doubts
from secretariat.web.fields import HouseForm, choice_by_ref, day_field, offer

from ..calendar_import import LARGEST_CALENDAR, OutsideEvent, read_events
from ..rules import telling_seats

AHEAD = timedelta(days=2 * 366)
"""How far ahead a calendar is read: nobody looks for a date later than that."""


class CalendarForm(HouseForm):
    """A calendar file of others, by the name it is kept under."""

    calendar = forms.CharField(
        max_length=120,
        label="What it is called",
        help_text="The same name again replaces what came in before.",
    )
    file = forms.FileField(label="The calendar file", help_text="In the form iCalendar (.ics), 4 MB at most.")
    seat = choice_by_ref(
        "Free days of one member",
        required=False,
        empty="no, these are events of others",
        help_text="Where it holds school holidays, say whose.",
    )

    def __init__(self, *args: Any, actor: Actor, network: Network, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.network, self.on = network, on
        self.left_out: list[OutsideEvent] = []
        offer(self, "seat", visible_seats(actor).filter(network=network, kind=SeatKind.MEMBER))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("file") is None:
            return data
        raw = data["file"].read(LARGEST_CALENDAR + 1)
        try:
            found = read_events(raw, first=self.on, last=self.on + AHEAD, zone=self.network.zone)
        except SourceUnreadable as error:
            self.add_error("file", error.message)
            return data
        data["events"] = self._looked_through(found)
        return data

    def _looked_through(self, found: tuple[OutsideEvent, ...]) -> list[OutsideEvent]:
        """The events without those that must not be kept; a classified one shuts out the whole file."""
        kept: list[OutsideEvent] = []
        for event in found:
            words = f"{event.title}\n{event.place}"
            marking = marking_in(words)
            if marking:
                self.add_error(
                    "file", f"An event bears the marking “{marking}”; nothing of this file was kept."
                )
                return []
            (self.left_out if doubts(words) else kept).append(event)
        return kept


class FreeDaysForm(HouseForm):
    """Days on which a State is away."""

    seat = choice_by_ref("Whose")
    name = forms.CharField(
        max_length=120, label="What they are", help_text="Such as winter holidays of schools."
    )
    starts_on = day_field("First day")
    ends_on = day_field("Last day", required=False, help_text="Leave empty for one day.")

    def __init__(self, *args: Any, actor: Actor, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = visible_seats(actor).filter(network=network, kind=SeatKind.MEMBER)
        if not actor.is_bureau(network.pk):
            seats = seats.filter(pk__in=telling_seats(actor, network.pk))
        offer(self, "seat", seats)

"""Clean input about finding a date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import forms

from secretariat.access.rules import Actor
from secretariat.members.models import Network
from secretariat.toolbox.errors import RuleBroken
from secretariat.web.fields import HouseForm, choice_by_ref, day_field, offer, words_choice

from ..date_polls import HALVES, Days, closing_instant, days_asked
from ..polling import WORDS
from ..reads import DayAsked, offers_to_find_a_date_for

ROWS = tuple(range(1, 7))
"""How many days are asked about at once; more are added to the poll afterwards."""
_HALF_CHOICES = [(half, half or "the whole day") for half in HALVES]


class UntilForm(HouseForm):
    """Until when answers are taken: the close of a day where the network lives."""

    until_on = day_field("Answers until", help_text="That day at 18:00, where the network lives.")

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.network = network

    @property
    def answers_until_at(self) -> datetime:
        """The first instant that comes too late."""
        return closing_instant(self.cleaned_data["until_on"], self.network.zone)


@dataclass(frozen=True, slots=True)
class Row:
    """The three fields of one candidate."""

    number: int
    day: forms.BoundField
    half: forms.BoundField
    last: forms.BoundField
    asked: Days | None


class OpenPollForm(UntilForm):
    """What the meeting would be called, the days asked about, and until when."""

    title = forms.CharField(max_length=240, label="What the meeting would be called")
    offer = choice_by_ref("From an offer to host", required=False, empty="from none")

    field_order = ("title", "offer", "until_on")

    def __init__(self, *args: Any, actor: Actor, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, network=network, **kwargs)
        offer(self, "offer", offers_to_find_a_date_for(actor, network))
        for number in ROWS:
            self.fields[f"day_{number}"] = day_field("Day", required=number == 1)
            self.fields[f"half_{number}"] = forms.ChoiceField(
                choices=_HALF_CHOICES, required=False, label="Part of the day"
            )
            self.fields[f"last_{number}"] = day_field(
                "Last day", required=False, help_text="Leave empty for one day."
            )
        self.asked: dict[int, Days] = {}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for number in ROWS:
            day, last = data.get(f"day_{number}"), data.get(f"last_{number}")
            if isinstance(day, date):
                try:
                    self.asked[number] = days_asked(day, data.get(f"half_{number}") or "", last)
                except RuleBroken as error:
                    self.add_error(f"day_{number}", error.message)
            elif last and f"day_{number}" not in self.errors:
                self.add_error(f"day_{number}", "Give the first day, too.")
        return data

    @property
    def rows(self) -> list[Row]:
        """The candidates, each with its three fields."""
        return [
            Row(n, self[f"day_{n}"], self[f"half_{n}"], self[f"last_{n}"], self.asked.get(n)) for n in ROWS
        ]


class CandidateForm(HouseForm):
    """One more day to ask about."""

    day = day_field("Day")
    half = forms.ChoiceField(choices=_HALF_CHOICES, required=False, label="Part of the day")
    last = day_field("Last day", required=False, help_text="Leave empty for one day.")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("day") and not self.errors:
            try:
                data["days"] = days_asked(data["day"], data.get("half") or "", data.get("last"))
            except RuleBroken as error:
                self.add_error("day", error.message)
        return data


class DatesForm(forms.Form):
    """Which days suit one seat: a word for each, or none yet."""

    def __init__(self, data: Any, *, days: tuple[DayAsked, ...], said: Mapping[str, str]) -> None:
        super().__init__(data)
        self.days = days
        for day in days:
            self.fields[day.candidate.ref] = forms.ChoiceField(
                choices=words_choice(WORDS),
                required=False,
                label=day.words,
                widget=forms.RadioSelect,
                initial=said.get(day.candidate.ref, ""),
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        return {"answers": {ref: word for ref, word in data.items() if word}}

    @property
    def rows(self) -> list[tuple[forms.BoundField, DayAsked]]:
        """Each day with its field."""
        return [(self[day.candidate.ref], day) for day in self.days]

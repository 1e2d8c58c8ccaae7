"""Clean input about rings and emergency openings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from secretariat.access.rules import Ring
from secretariat.members.rules import LONGEST_EMERGENCY_HOURS
from secretariat.web.fields import HouseForm
from secretariat.web.rings import ring_choice


class RingForm(HouseForm):
    """To whom a thing is shown from now on, and why; ``was`` is what the person had before them."""

    ring = forms.ChoiceField(label="Shown to")
    reason = forms.CharField(
        label="Why",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Kept beside the change, for all who see it.",
    )
    was = forms.ChoiceField(choices=ring_choice(Ring), widget=forms.HiddenInput)

    def __init__(self, *args: Any, rings: Iterable[Ring], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ring"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = ring_choice(rings)


class OpeningForm(HouseForm):
    reason = forms.CharField(
        label="Why",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What is broken, and what must be looked at. Whoever agrees must be able to judge it.",
    )
    hours = forms.IntegerField(
        label="For how many hours", min_value=1, max_value=LONGEST_EMERGENCY_HOURS, initial=1
    )

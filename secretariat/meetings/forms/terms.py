"""Clean input about the terms of reference."""

from __future__ import annotations

from django import forms

from secretariat.web.fields import HouseForm, day_field


class TermForm(HouseForm):
    """What an article sets, from a day on."""

    value = forms.CharField(max_length=200)
    article = forms.CharField(
        max_length=60, help_text="Its number in the terms of reference, such as 5.3 or 12(2)."
    )
    since_on = day_field("Holds from")

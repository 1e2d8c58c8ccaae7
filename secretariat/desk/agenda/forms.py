"""Clean input about the file of a paper."""

from __future__ import annotations

from django import forms


class DeliverForm(forms.Form):
    """The file of a paper."""

    file = forms.FileField(
        help_text="A PDF stands in the book as it is; a Word file or a text can be read, but not be bound."
    )

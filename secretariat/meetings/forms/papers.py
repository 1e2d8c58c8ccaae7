"""Clean input about the papers of a meeting."""

from __future__ import annotations

from typing import Any

from django import forms

from secretariat.access.rules import Actor
from secretariat.members.reads import visible_seats
from secretariat.web.fields import HouseForm, choice_by_ref, offer, offer_own, words_choice

from ..models import Meeting, Paper
from ..reads import items_for_papers, visible_papers
from ..rules import offering_seats
from ..symbols import PAPER_KINDS, SUFFIXES
from .agenda import rings_within

LANGUAGES = (
    ("en", "English"), ("fr", "French"), ("sq", "Albanian"), ("bs", "Bosnian"), ("bg", "Bulgarian"),
    ("hr", "Croatian"), ("el", "Greek"), ("hu", "Hungarian"), ("mk", "Macedonian"), ("me", "Montenegrin"),
    ("ro", "Romanian"), ("ru", "Russian"), ("sr", "Serbian"), ("sl", "Slovenian"), ("tr", "Turkish"),
    ("uk", "Ukrainian"),
)  # fmt: skip


class PaperForm(HouseForm):
    """A paper as it is announced; a later one says which paper it belongs to, and how."""

    title = forms.CharField(max_length=240)
    kind = forms.ChoiceField(choices=words_choice(PAPER_KINDS))
    item = choice_by_ref("Under the item", required=False)
    seat = choice_by_ref("Brought by")
    ring = forms.ChoiceField(help_text="Who may see the paper.")
    language = forms.ChoiceField(choices=LANGUAGES, initial="en")
    of = choice_by_ref("Belongs to an earlier paper", required=False)
    suffix = forms.ChoiceField(
        choices=[("", "—"), *words_choice(tuple(SUFFIXES))], required=False, label="And is its"
    )

    def __init__(self, *args: Any, actor: Actor, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = visible_seats(actor).filter(network_id=meeting.network_id)
        earlier = visible_papers(actor).filter(meeting=meeting).exclude(state="withdrawn")
        if actor.is_bureau(meeting.network_id):
            self.fields["seat"].required = False
            self.fields["seat"].help_text = "Leave empty for a paper of the network itself."
        else:
            seats = seats.filter(pk__in=offering_seats(actor, meeting.network_id))
            earlier = earlier.filter(seat__in=seats)
        offer_own(self, "seat", seats)
        offer(self, "item", items_for_papers(actor, meeting))
        offer(self, "of", earlier)
        ring = self.fields["ring"]
        assert isinstance(ring, forms.ChoiceField)
        ring.choices = rings_within(meeting.ring)
        ring.initial = "members" if ("members", "members") in ring.choices else ring.choices[0][0]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if bool(data.get("of")) != bool(data.get("suffix")):
            self.add_error("suffix", "Say both: which paper it belongs to, and what it is to it.")
        return data


class ChangePaperForm(HouseForm):
    """What is said of a paper, with the version that the person had before them."""

    title = forms.CharField(max_length=240)
    item = choice_by_ref("Under the item", required=False)
    language = forms.ChoiceField(choices=LANGUAGES)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, paper: Paper, **kwargs: Any) -> None:
        initial = {name: getattr(paper, name) for name in ("title", "language", "version")}
        initial["item"] = paper.item.ref if paper.item else None
        kwargs["initial"] = initial
        super().__init__(*args, **kwargs)
        offer(self, "item", items_for_papers(actor, paper.meeting))

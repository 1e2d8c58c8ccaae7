"""Clean input about entries of a record."""

from __future__ import annotations

from typing import Any

from django import forms

from secretariat.access.rules import RING_CHOICES, Actor, Ring
from secretariat.members.reads import visible_people, visible_seats
from secretariat.web.fields import HouseForm, choice_by_ref, day_field, offer, words_choice

from .models import Entry, Record
from .reads import visible_entries
from .rules import ENTRY_KINDS


class EntryForm(HouseForm):
    kind = forms.ChoiceField(choices=words_choice(ENTRY_KINDS), initial="statement")
    text = forms.CharField(
        label="What was said or done", widget=forms.Textarea(attrs={"rows": 4, "autofocus": True})
    )
    speaker = choice_by_ref("Speaker", required=False)
    seat = choice_by_ref("For the seat", required=False)
    speaker_words = forms.CharField(
        max_length=200, required=False, label="Speaker in words", help_text="Where there is no name."
    )
    on_behalf_of = choice_by_ref(
        "On behalf of", required=False, help_text="Whose words these are, if not the speaker's."
    )
    on_behalf_words = forms.CharField(
        max_length=200, required=False, label="On behalf of, in words", help_text="Where there is no name."
    )
    about = choice_by_ref(
        "Answers the entry", required=False, help_text="For support and reservations: which proposal."
    )
    ring = forms.ChoiceField(choices=RING_CHOICES)
    is_chatham_house = forms.BooleanField(required=False, label="Keep the statement, hide the speaker")

    def __init__(
        self, *args: Any, actor: Actor, record: Record, entry: Entry | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "speaker", visible_people(actor).filter(network_id=record.network_id))
        offer(self, "on_behalf_of", visible_people(actor).filter(network_id=record.network_id))
        offer(self, "seat", visible_seats(actor).filter(network_id=record.network_id))
        others = visible_entries(actor).filter(record=record, kind__in=["proposal", "request", "offer"])
        offer(self, "about", others.exclude(pk=entry.pk) if entry else others)
        ring = self.fields["ring"]
        assert isinstance(ring, forms.ChoiceField)
        ring.choices = [c for c in RING_CHOICES if not Ring(c[0]).is_wider_than(Ring(record.ring))]


class ApprovalForm(forms.Form):
    approved_on = day_field("Approved on")

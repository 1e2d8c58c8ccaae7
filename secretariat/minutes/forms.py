"""Clean input about entries of a record."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from secretariat.access.rules import RING_CHOICES, Actor, Ring
from secretariat.meetings.deadlines import Deadline
from secretariat.meetings.models import Meeting
from secretariat.meetings.reads import visible_meetings
from secretariat.members.models import Seat
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


def _later_meetings(actor: Actor, record: Record) -> QuerySet[Meeting]:
    """The meetings after that of a record: they approve it, and agree to what is corrected later."""
    return visible_meetings(actor).filter(network_id=record.network_id, starts_on__gt=record.meeting.ends_on)


class ApprovalForm(forms.Form):
    approved_on = day_field("Approved on")
    meeting = choice_by_ref("By the meeting", required=False, empty="not said")

    def __init__(self, *args: Any, actor: Actor, record: Record, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "meeting", _later_meetings(actor, record))


class CirculationForm(forms.Form):
    until_on = day_field("Corrections until", required=False)

    def __init__(self, *args: Any, shortest: Deadline, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[
            "until_on"
        ].help_text = f"Empty: {shortest.words}. A longer time may be given, never a shorter one."


LONGEST_ENTRY = 20_000
"""Signs of an entry as a seat asks for it: six printed pages. Everybody who follows the round loads them."""


class CorrectionForm(HouseForm):
    words = forms.CharField(
        max_length=LONGEST_ENTRY,
        label="The entry as it should read",
        widget=forms.Textarea(attrs={"rows": 5, "autofocus": True}),
    )
    why = forms.CharField(
        max_length=2_000,
        label="Why",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Chair and Secretariat read it.",
    )


class LaterCorrectionForm(CorrectionForm):
    """A correction of an approved record, to which a later meeting agreed."""

    agreed_at = choice_by_ref("Agreed by the meeting")
    agreed_on = day_field("On")

    def __init__(self, *args: Any, actor: Actor, record: Record, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "agreed_at", _later_meetings(actor, record))


class RefusalForm(HouseForm):
    answer = forms.CharField(
        max_length=2_000,
        label="Why it is refused",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="The seat that asked reads it.",
    )


class SilenceForm(forms.Form):
    until_on = day_field("Silence until")
    despite_vacant = forms.BooleanField(
        required=False,
        label="Go on although a seat is vacant",
        help_text="A vacant seat never consents; the record says so.",
    )

    def __init__(self, *args: Any, hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until_on"].help_text = hint


class ObjectionForm(HouseForm):
    seat = choice_by_ref("In the name of")
    words = forms.CharField(
        max_length=LONGEST_ENTRY,
        label="What the seat objects to",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Every member reads it.",
    )

    def __init__(self, *args: Any, actor: Actor, seats: QuerySet[Seat], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer(self, "seat", seats)

"""What was said, and what it promises: one sending of a rapporteur's browser, in two rooms at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction

from secretariat.access.rules import Actor, Ring
from secretariat.commitments import actions as commitments
from secretariat.commitments.reads import lines_of_entry
from secretariat.members.models import Seat
from secretariat.minutes.actions import Heard, Taken, take_in_entry
from secretariat.minutes.models import Entry, Record
from secretariat.minutes.rules import FOLLOWED_UP
from secretariat.toolbox.errors import RuleBroken

OWED = FOLLOWED_UP - {"decision"}
"""Kinds that can be given an owner and a day while they are typed. A decision gets both with its number."""


@dataclass(frozen=True, slots=True)
class Owed:
    """Who owes what was said (nobody yet, one seat, or one line each for several), and by when."""

    seats: tuple[Seat, ...] = ()
    due_on: date | None = None

    @property
    def lines(self) -> list[tuple[Seat | None, date | None]]:
        """The lines of the follow-up list that come of it."""
        if not self.seats:
            return [(None, self.due_on)] if self.due_on else []
        return [(seat, self.due_on) for seat in dict.fromkeys(self.seats)]


@transaction.atomic
def take_down(
    actor: Actor, *, record: Record, client_key: str, version: int, heard: Heard | None, owed: Owed
) -> Taken:
    """Takes in an entry as its room does, and puts on the follow-up list what it promises; both or neither.

    Sent again it changes nothing in either room. Raises what both rooms raise, and RuleBroken for an owner of
    something nobody follows up, or of what is one seat's own.
    """
    if heard is not None and owed.lines:
        _refuse_owing(heard)
    taken = take_in_entry(actor, record=record, client_key=client_key, version=version, heard=heard)
    if taken.entry is not None and taken.became != "same":
        _owe(actor, taken.entry, owed if heard is not None else Owed())
    return taken


def _refuse_owing(heard: Heard) -> None:
    if heard.kind not in OWED:
        raise RuleBroken(
            "desk.owed",
            f"A {heard.kind} has no owner here; owners and dates go with: {', '.join(sorted(OWED))}. What a "
            "decision asks of somebody is typed as a commitment below it.",
        )
    if heard.ring == Ring.SEAT:
        raise RuleBroken("desk.owed", "What is one seat's own is not put on the follow-up list.")


def _owe(actor: Actor, entry: Entry, owed: Owed) -> None:
    """Brings the lines of an entry to what was typed last. A line that was worked on already is not taken away."""
    there = lines_of_entry(entry)
    wanted = [(seat.pk if seat else None, due, entry.text) for seat, due in owed.lines]
    if [(line.seat_id, line.due_on, line.words) for line in there] == wanted:
        return
    for line in there:
        commitments.remove_commitment(actor, commitment=line)
    for seat, due_on in owed.lines:
        commitments.note_commitment(
            actor,
            meeting=entry.record.meeting,
            words=entry.text,
            kind=entry.kind,
            entry=entry,
            seat=seat,
            due_on=due_on,
            ring=entry.ring,
        )

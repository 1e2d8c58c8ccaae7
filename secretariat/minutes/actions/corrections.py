"""Every write about corrections: asked for by a seat, answered with a reason, gathered in one corrigendum."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Max

from secretariat.access.rules import Actor, require
from secretariat.audit.actions import record_deed
from secretariat.meetings.models import Meeting
from secretariat.members.models import Seat
from secretariat.members.rules import refuse_other_network
from secretariat.toolbox import clock
from secretariat.toolbox.errors import Conflict, NotAllowed, RuleBroken

from ..models import Correction, Entry, Record
from ..rules import refuse_late_correction, refuse_unanswered
from .entries import write_words


def _said(words: str, entry: Entry) -> str:
    words = words.strip()
    if not words:
        raise RuleBroken("minutes.text", "Write the entry as it should read.")
    if words == entry.text:
        raise RuleBroken(
            "minutes.same_words", "These are the words of the record already; change them first."
        )
    return words


@transaction.atomic
def correct_entry(actor: Actor, *, entry: Entry, seat: Seat, words: str, why: str = "") -> Correction:
    """Asks for an entry to read otherwise, in the name of a ``seat`` that the actor speaks for: the entry's own, or
    an office. A seat that has one waiting changes it.

    Raises RuleBroken outside the window and for words that change nothing, NotAllowed in a seat's name that the
    actor does not speak for. Source: summary records, where a delegation corrects its own statements alone.
    """
    require(actor, "minutes.correct_entry", entry)
    refuse_other_network(entry.network_id, seat)
    if actor.kind != "system" and not actor.speaks_for(seat.pk):
        raise NotAllowed(
            f"You do not speak for {seat}.", rule="minutes.own_statement", who="coordinator or substitute"
        )
    record = Record.objects.select_for_update().get(pk=entry.record_id)
    now = clock.now()
    refuse_late_correction(state=record.state, until_at=record.corrections_until_at, now=now)
    row = Entry.objects.get(pk=entry.pk)
    if row.is_removed:
        raise RuleBroken("minutes.removed", "This entry was removed from the record.")
    asked, _ = Correction.objects.update_or_create(
        entry=row,
        seat=seat,
        state="waiting",
        defaults={
            "network_id": row.network_id,
            "record": record,
            "person_id": actor.person_id,
            "made_at": now,
            "before": row.text,
            "words": _said(words, row),
            "why": why.strip(),
        },
    )
    record_deed(actor, "minutes.correct_entry", asked, before={"text": row.text}, after={"text": asked.words})
    return asked


def _waiting(correction: Correction) -> Correction:
    row = (
        Correction.objects.select_for_update(of=("self",))
        .select_related("entry__record", "seat")
        .get(pk=correction.pk)
    )
    if row.state != "waiting":
        raise Conflict(f"This correction was {row.state} meanwhile.", ours="", theirs=row.answer or row.state)
    return row


@transaction.atomic
def withdraw_correction(actor: Actor, *, correction: Correction) -> Correction:
    """Takes back what one's own seat asked for. Raises Conflict once it was answered, NotAllowed for another seat."""
    require(actor, "minutes.withdraw_correction", correction.entry)
    row = _waiting(correction)
    if actor.kind != "system" and not actor.speaks_for(row.seat_id):
        raise NotAllowed(
            "Another seat asked for this correction.", rule="minutes.own_statement", who=row.seat.label
        )
    row.state, row.answered_at = "withdrawn", clock.now()
    row.save(update_fields=["state", "answered_at"])
    record_deed(actor, "minutes.withdraw_correction", row)
    return row


@transaction.atomic
def accept_correction(actor: Actor, *, correction: Correction) -> Correction:
    """Takes a correction into the record: the entry reads as asked, in a revision of its own.

    Raises Conflict when it was answered meanwhile, or when the entry has changed since it was asked for: the two
    texts are then shown, and nothing is written over.
    """
    require(actor, "minutes.accept_correction", correction.record)
    row = _waiting(correction)
    if row.entry.text != row.before:
        raise Conflict(
            "The entry changed since this correction was asked for. Refuse it with a word to the seat, which can "
            "then ask anew.",
            ours=row.words,
            theirs=row.entry.text,
        )
    write_words(actor, row.entry, row.words)
    row.state, row.answered_at = "accepted", clock.now()
    row.save(update_fields=["state", "answered_at"])
    record_deed(
        actor, "minutes.accept_correction", row, before={"text": row.before}, after={"text": row.words}
    )
    return row


@transaction.atomic
def refuse_correction(actor: Actor, *, correction: Correction, answer: str) -> Correction:
    """Refuses a correction with the reason, which its seat reads. Raises RuleBroken without one, Conflict when it
    was answered meanwhile.
    """
    require(actor, "minutes.refuse_correction", correction.record)
    row = _waiting(correction)
    if not answer.strip():
        raise RuleBroken("minutes.refused_why", "Say why; the seat that asked reads it.")
    row.state, row.answer, row.answered_at = "refused", answer.strip(), clock.now()
    row.save(update_fields=["state", "answer", "answered_at"])
    record_deed(actor, "minutes.refuse_correction", row, after={"answer": row.answer})
    return row


@transaction.atomic
def issue_corrigendum(actor: Actor, *, record: Record, is_early: bool = False) -> Record:
    """Ends the round of corrections: numbers the accepted ones in the order of the entries, once, and marks the
    record corrected. Before the window is over only ``is_early``, when every seat has said what it had to say.

    Raises RuleBroken while a correction waits for its answer, before the end of the window, and for a record
    that is not circulated. Source: one corrigendum to a summary record, after its window.
    """
    require(actor, "minutes.issue_corrigendum", record)
    row = Record.objects.select_for_update().get(pk=record.pk)
    if row.state != "circulated":
        raise RuleBroken(
            "minutes.state", f"This record is {row.state}; its corrections are gathered while circulated."
        )
    until = row.corrections_until_at
    if until is not None and clock.now() < until and not is_early:
        raise RuleBroken(
            "minutes.window_open", "The window for corrections is still open; the seats were promised it."
        )
    refuse_unanswered(is_any_waiting=Correction.objects.filter(record=row, state="waiting").exists())
    accepted = list(Correction.objects.filter(record=row, state="accepted").order_by("entry__position", "pk"))
    for number, correction in enumerate(accepted, 1):
        correction.number = number
    Correction.objects.bulk_update(accepted, ["number"])
    row.state = "corrected"
    row.version += 1
    row.save(update_fields=["state", "version"])
    record_deed(
        actor,
        "minutes.issue_corrigendum",
        row,
        before={"state": "circulated"},
        after={"state": row.state, "corrections": len(accepted)},
    )
    return row


@transaction.atomic
def note_later_correction(
    actor: Actor, *, entry: Entry, seat: Seat, words: str, agreed_at: Meeting, agreed_on: date, why: str = ""
) -> Correction:
    """Notes that a later meeting agreed to a correction of an approved record. The entry keeps its words; the
    correction stands beside it, with its number and the meeting.

    Raises RuleBroken for a record that is not approved, for a meeting that was before it, for a day that lies
    ahead and for words that change nothing.
    """
    require(actor, "minutes.note_later_correction", entry)
    refuse_other_network(entry.network_id, seat, agreed_at)
    record = Record.objects.select_for_update().select_related("meeting", "network").get(pk=entry.record_id)
    if record.state != "approved":
        raise RuleBroken(
            "minutes.not_approved", "This record is not approved yet; ask for a correction instead."
        )
    if agreed_at.pk == record.meeting_id or agreed_at.starts_on < record.meeting.starts_on:
        raise RuleBroken("minutes.later_meeting", "Only a later meeting agrees to a correction.")
    if not agreed_at.starts_on <= agreed_on <= clock.today(record.network.zone):
        raise RuleBroken("minutes.later_day", "Give the day on which that meeting agreed to it.")
    last = Correction.objects.filter(record=record).aggregate(last=Max("number"))["last"] or 0
    row = Entry.objects.get(pk=entry.pk)
    now = clock.now()
    noted = Correction.objects.create(
        network_id=row.network_id,
        record=record,
        entry=row,
        seat=seat,
        made_at=now,
        before=row.text,
        words=_said(words, row),
        why=why.strip(),
        state="accepted",
        answered_at=now,
        number=last + 1,
        agreed_at=agreed_at,
    )
    record_deed(
        actor,
        "minutes.note_later_correction",
        noted,
        before={"text": row.text},
        after={"text": noted.words, "agreed_on": agreed_on, "meeting": agreed_at.ref},
    )
    return noted

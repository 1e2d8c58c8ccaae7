"""Every write about a record as a whole: opened, closed, sent round, approved by a meeting or by silence."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse

from secretariat.access.rules import Actor, SeatKind, require
from secretariat.audit.actions import keep_signed_head, record_deed
from secretariat.meetings.deadlines import refuse_shorter
from secretariat.meetings.models import Meeting
from secretariat.members.actions import tell_seats
from secretariat.members.models import Seat
from secretariat.members.reads import member_seats
from secretariat.members.rules import refuse_other_network
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotAllowed, RuleBroken

from ..models import Entry, EntryRevision, Record
from ..reads import correction_window, shortest_silence, silence_of, vacant_members
from ..rules import refuse_day_of_approval


@transaction.atomic
def open_record(actor: Actor, *, meeting: Meeting) -> Record:
    """Opens the record of a meeting, in the meeting's own ring. Raises RuleBroken when it has one."""
    require(actor, "minutes.open_record", meeting)
    if Record.objects.filter(meeting=meeting).exists():
        raise RuleBroken("minutes.one_record", "This meeting has its record already.")
    record = Record.objects.create(
        network=meeting.network, meeting=meeting, ring=meeting.ring, seat=meeting.seat
    )
    record_deed(actor, "minutes.open_record", record)
    return record


@transaction.atomic
def remove_record(actor: Actor, *, record: Record) -> None:
    """Takes a draft back with all its entries. Raises RuleBroken once something stands on it."""
    require(actor, "minutes.remove_record", record)
    row = Record.objects.select_for_update().get(pk=record.pk)
    if row.state != "draft":
        raise RuleBroken(
            "minutes.stands_on_it", f"This record is {row.state}; it is not taken back any more."
        )
    record_deed(actor, "minutes.remove_record", row)
    try:
        EntryRevision.objects.filter(entry__record=row).delete()
        Entry.objects.filter(record=row).delete()
        row.delete()
    except ProtectedError as error:
        kinds = sorted({str(found._meta.verbose_name) for found in error.protected_objects})
        raise RuleBroken(
            "minutes.stands_on_it", f"This record cannot be taken back: {', '.join(kinds)} stand on it."
        ) from error


@transaction.atomic
def close_record(actor: Actor, *, record: Record) -> Record:
    """Notes that the meeting is closed: its draft report is ready from this instant on, and its lag is told from it.

    Raises RuleBroken for a record that is empty or was closed before. Writing goes on until it is sent round.
    """
    require(actor, "minutes.close_record", record)
    row = Record.objects.select_for_update().get(pk=record.pk)
    if row.closed_at is not None:
        raise RuleBroken("minutes.closed", "This meeting was closed already.")
    _refuse_empty(row)
    row.closed_at = clock.now()
    row.version += 1
    row.save(update_fields=["closed_at", "version"])
    record_deed(actor, "minutes.close_record", row, after={"closed_at": row.closed_at})
    return row


def _refuse_empty(record: Record) -> None:
    if not Entry.objects.filter(record=record, is_removed=False).exists():
        raise RuleBroken("minutes.empty", "There is nothing to send round yet: the record has no entry.")


@transaction.atomic
def circulate_record(actor: Actor, *, record: Record, corrections_until_at: datetime | None = None) -> Record:
    """Sends the draft round: until ``corrections_until_at`` each seat may ask for corrections of what it said. By
    default the window lasts as long as the terms of reference say. Every seat that sees the record is told.

    Raises RuleBroken when it is empty or no draft any more, and for a window shorter than the terms say.
    """
    require(actor, "minutes.circulate_record", record)
    row = (
        Record.objects.select_for_update(of=("self",)).select_related("network", "meeting").get(pk=record.pk)
    )
    if row.state != "draft":
        raise RuleBroken("minutes.state", f"This record is {row.state} already.")
    _refuse_empty(row)
    now = clock.now()
    window = correction_window(row.network, now)
    until = corrections_until_at or window.at
    refuse_shorter(
        window, until, what="This window for corrections", who="Give the seats the time they were promised"
    )
    row.state, row.circulated_at, row.corrections_until_at = "circulated", now, until
    row.closed_at = row.closed_at or now
    row.version += 1
    row.save(update_fields=["state", "circulated_at", "corrections_until_at", "closed_at", "version"])
    record_deed(
        actor,
        "minutes.circulate_record",
        row,
        before={"state": "draft"},
        after={"state": row.state, "corrections_until_at": until},
    )
    _tell_members(
        actor,
        row,
        kind="draft record",
        asked="Read the draft record; correct what your seat said.",
        by_at=until,
    )
    return row


@transaction.atomic
def approve_record(
    actor: Actor, *, record: Record, approved_on: date, meeting: Meeting | None = None
) -> Record:
    """Keeps the day on which the record was approved, by which ``meeting`` where one says so, and the signed head of
    the deeds with this one; from then on it is not edited.

    Raises RuleBroken for a day before its meeting or ahead, for a meeting that was before it or not on that day,
    while its corrections are not gathered, while silence runs, and without a later meeting once a seat has objected.
    """
    require(actor, "minutes.approve_record", record)
    row = _locked(record)
    if row.state == "approved":
        raise RuleBroken("minutes.state", "This record is approved already.")
    today = clock.today(row.network.zone)
    refuse_day_of_approval(approved_on, began_on=row.meeting.starts_on, today=today)
    if meeting is not None:
        refuse_other_network(row.network_id, meeting)
        if not meeting.starts_on <= approved_on <= meeting.ends_on or meeting.pk == row.meeting_id:
            raise RuleBroken(
                "minutes.approved_at",
                f"{meeting} did not sit on that day; choose the later meeting that approved it.",
            )
    if row.state == "circulated":
        raise RuleBroken(
            "minutes.not_corrected",
            "Gather its corrections first: the seats were promised a window, and a record is approved as it will stand.",
        )
    if silence_of(row, clock.now()) == "running":
        raise RuleBroken(
            "minutes.silence_runs", "The record is under silence; it is approved when that ends."
        )
    _refuse_over_objection(row, approved_on, meeting)
    before, row.approved_at = row.state, meeting
    _approve(row, approved_on)
    record_deed(
        actor,
        "minutes.approve_record",
        row,
        before={"state": before},
        after={"state": "approved", "approved_on": approved_on, "meeting": meeting.ref if meeting else ""},
    )
    _print_head(row)
    return row


def _refuse_over_objection(row: Record, approved_on: date, meeting: Meeting | None) -> None:
    """What a seat objected to in writing is approved by a meeting that could hear it, never by an office alone."""
    if silence_of(row, clock.now()) != "broken" or row.silence_broken_at is None:
        return
    objected_on = clock.day_of(row.silence_broken_at, row.network.zone)
    if meeting is None or approved_on < objected_on:
        raise RuleBroken(
            "minutes.objected",
            "A seat objected in writing: only a meeting held since then approves this record.",
        )


def _tell_members(actor: Actor, row: Record, *, kind: str, asked: str, by_at: datetime | None = None) -> None:
    """A letter at once to every member's seat that sees the record: each has a right to be asked in time."""
    tell_seats(
        actor,
        seats=member_seats(row.network),
        kind=kind,
        asked=asked,
        by_at=by_at,
        address=reverse("minutes:record", args=[row.ref]),
        thing=row,
        is_urgent=True,
    )


def _locked(record: Record) -> Record:
    rows = Record.objects.select_for_update(of=("self",)).select_related("meeting", "network")
    return rows.get(pk=record.pk)


def _approve(row: Record, approved_on: date) -> None:
    row.state, row.approved_on = "approved", approved_on
    row.version += 1
    row.save(update_fields=["state", "approved_on", "approved_at", "version"])


def _print_head(row: Record) -> None:
    # Printed in the report, so that everybody who has it holds a witness of all deeds until now.
    row.approved_head = keep_signed_head().document
    row.save(update_fields=["approved_head"])


@transaction.atomic
def open_silence(actor: Actor, *, record: Record, until_at: datetime, despite_vacant: bool = False) -> Record:
    """Puts a corrected record under silence: it is approved at ``until_at`` unless a member's seat objects before.

    Every member's seat is told. Raises RuleBroken for a record that is not corrected, after a seat objected (the
    next meeting takes it up, and the objection stays to be read), for a silence shorter than
    the terms of reference say, and while a seat is vacant, which cannot be silent: the Chair may go on
    ``despite_vacant``, and the deed says so. Source: the silence procedure of the OSCE's rules.
    """
    require(actor, "minutes.open_silence", record)
    row = _locked(record)
    now = clock.now()
    if row.state != "corrected":
        raise RuleBroken(
            "minutes.not_corrected", "Gather its corrections first; a record is approved as it will stand."
        )
    if silence_of(row, now) in {"running", "kept"}:
        raise RuleBroken("minutes.silence_runs", "This record is under silence already.")
    if silence_of(row, now) == "broken":
        raise RuleBroken(
            "minutes.objected", "A seat objected in writing; the next meeting takes this record up."
        )
    shortest = shortest_silence(row.network, now)
    refuse_shorter(
        shortest, until_at, what="This silence", who="The next meeting can approve the record instead"
    )
    vacant = [str(seat) for seat in vacant_members(row.network)]
    if vacant and not despite_vacant:
        raise RuleBroken(
            "minutes.vacant_seat",
            f"{', '.join(vacant)}: nobody is there to object, and a vacant seat never consents. Wait for a "
            "newcomer, or let the Chair decide to go on without.",
        )
    row.silence_until_at = until_at
    row.version += 1
    row.save()
    record_deed(
        actor,
        "minutes.open_silence",
        row,
        after={"until_at": until_at, "vacant": vacant if despite_vacant else []},
    )
    _tell_members(
        actor,
        row,
        kind="silence",
        asked="A record is approved unless a seat objects in writing before this instant.",
        by_at=until_at,
    )
    return row


@transaction.atomic
def object_to_record(actor: Actor, *, record: Record, seat: Seat, words: str) -> Record:
    """Breaks the silence in the name of a member's ``seat``, at once: the record then waits for the next meeting, and
    everybody is told.

    Raises RuleBroken where no silence runs (also from its last instant on) and without words, NotAllowed in a
    seat's name that the actor does not speak for.
    """
    require(actor, "minutes.object_to_record", record)
    row = _locked(record)
    refuse_other_network(row.network_id, seat)
    if seat.kind != SeatKind.MEMBER or (actor.kind != "system" and not actor.speaks_for(seat.pk)):
        raise NotAllowed(f"You do not speak for {seat}.", rule="minutes.members_object", who=str(seat))
    now = clock.now()
    if silence_of(row, now) != "running":
        raise RuleBroken("minutes.no_silence", "No silence runs for this record; speak at the next meeting.")
    if not words.strip():
        raise RuleBroken(
            "minutes.objection", "Write what the seat objects to; an objection is made in writing."
        )
    row.silence_broken_at, row.silence_broken_by, row.silence_words = now, seat, words.strip()
    row.version += 1
    row.save()
    record_deed(actor, "minutes.object_to_record", row, after={"seat": seat.ref, "words": row.silence_words})
    _tell_members(
        actor,
        row,
        kind="silence",
        asked="A seat objected: the record is not approved; the next meeting takes it up.",
    )
    return row


@transaction.atomic
def end_silence(actor: Actor, *, record: Record) -> bool:
    """Approves a record whose silence was kept, at its instant, however late the program comes to it; False where
    there is nothing to do. Safe to run twice: the row is locked, and approved once.
    """
    require(actor, "minutes.end_silence", record)
    row = _locked(record)
    if row.state != "corrected" or row.silence_until_at is None or silence_of(row, clock.now()) != "kept":
        return False
    _approve(row, clock.day_of(row.silence_until_at, row.network.zone))
    record_deed(
        actor,
        "minutes.end_silence",
        row,
        before={"state": "corrected"},
        after={"state": "approved", "approved_on": row.approved_on},
    )
    _print_head(row)
    _tell_members(
        actor, row, kind="silence", asked="A record was approved by silence; nothing more is asked."
    )
    return True

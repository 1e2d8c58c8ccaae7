"""Every write about a record as a whole."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import ProtectedError

from secretariat.access.rules import Actor, require
from secretariat.audit.actions import keep_signed_head, record_deed
from secretariat.meetings.models import Meeting
from secretariat.toolbox import clock
from secretariat.toolbox.errors import RuleBroken

from ..models import Entry, EntryRevision, Record


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
def circulate_record(actor: Actor, *, record: Record) -> Record:
    """Marks the draft as sent round. Raises RuleBroken when it is empty or no draft any more."""
    require(actor, "minutes.circulate_record", record)
    row = Record.objects.select_for_update().get(pk=record.pk)
    if row.state != "draft":
        raise RuleBroken("minutes.state", f"This record is {row.state} already.")
    if not Entry.objects.filter(record=row, is_removed=False).exists():
        raise RuleBroken("minutes.empty", "There is nothing to send round yet: the record has no entry.")
    row.state = "circulated"
    row.save(update_fields=["state"])
    record_deed(actor, "minutes.circulate_record", row, before={"state": "draft"}, after={"state": row.state})
    return row


@transaction.atomic
def approve_record(actor: Actor, *, record: Record, approved_on: date) -> Record:
    """Keeps the day on which the record was approved, and the signed head of the deeds with this one; from then
    on it is not edited.
    """
    require(actor, "minutes.approve_record", record)
    row = Record.objects.select_for_update().select_related("meeting", "network").get(pk=record.pk)
    if row.state == "approved":
        raise RuleBroken("minutes.state", "This record is approved already.")
    if approved_on < row.meeting.starts_on:
        raise RuleBroken("minutes.approved_on", "A record cannot be approved before its meeting.")
    if approved_on > clock.today(row.network.zone):
        raise RuleBroken(
            "minutes.approved_on", "The day of approval lies ahead; give the day it was approved."
        )
    before = row.state
    row.state, row.approved_on = "approved", approved_on
    row.save(update_fields=["state", "approved_on"])
    record_deed(
        actor,
        "minutes.approve_record",
        row,
        before={"state": before},
        after={"state": "approved", "approved_on": approved_on},
    )
    # Printed in the report, so that everybody who has it holds a witness of all deeds until now.
    row.approved_head = keep_signed_head().document
    row.save(update_fields=["approved_head"])
    return row

"""Every write about decisions, commitments and progress."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.template.loader import render_to_string

from secretariat.access.rules import Actor, Ring, require, system_actor
from secretariat.audit.actions import record_deed
from secretariat.audit.wiping import wipe_deeds_of
from secretariat.meetings.models import Meeting
from secretariat.meetings.rules import PURGED
from secretariat.members.actions import make_link, queue_notice
from secretariat.members.models import Mandate, Seat
from secretariat.members.reads import address_of, holder_of_seat, mailbox_of, mark_of, reader_of
from secretariat.members.rules import refuse_other_network
from secretariat.minutes.models import Entry, Record
from secretariat.minutes.rules import FOLLOWED_UP
from secretariat.toolbox import clock
from secretariat.toolbox.errors import Conflict, RuleBroken

from .models import Commitment, Decision, Progress
from .reads import visible_commitments
from .rules import REPORT, STANDING, next_serial, refuse_progress, refuse_review, refuse_widening

_FOLLOW_UP = system_actor("the follow-up list")
"""Who writes the letters: the program does, whoever asked for them."""


@transaction.atomic
def follow_up_record(actor: Actor, *, record: Record) -> list[Commitment]:
    """Puts what a record proposes, asks, offers, promises and decides on the follow-up list.

    One line for each such entry that has none yet; decisions are numbered. Safe to call again: it adds
    only what is new. Gives the new lines, in the order of the record. What is one seat's own stays off the
    list. An offer or a promise is owed by the seat that made it, unless the Chatham House Rule hides it.
    """
    require(actor, "commitments.follow_up_record", record)
    lines: list[Commitment] = []
    entries = (
        Entry.objects.filter(
            record=record, kind__in=sorted(FOLLOWED_UP), is_removed=False, commitments__isnull=True
        )
        .exclude(ring=Ring.SEAT)
        .select_related("record__meeting", "seat")
    )
    for entry in entries.order_by("position"):
        lines.append(
            note_commitment(
                actor,
                meeting=entry.record.meeting,
                words=entry.text,
                kind=entry.kind,
                entry=entry,
                seat=entry.seat
                if entry.kind in {"offer", "commitment"} and not entry.is_chatham_house
                else None,
                ring=entry.ring,
            )
        )
        if entry.kind == "decision" and not Decision.objects.filter(entry=entry).exists():
            number_decision(actor, entry=entry)
    record_deed(actor, "commitments.follow_up_record", record, after={"lines": [line.ref for line in lines]})
    return lines


@transaction.atomic
def note_commitment(
    actor: Actor,
    *,
    meeting: Meeting,
    words: str,
    kind: str,
    entry: Entry | None = None,
    seat: Seat | None = None,
    due_on: date | None = None,
    ring: str | None = None,
) -> Commitment:
    """Puts one line on the follow-up list; an owner and a date may still be missing, and are asked for.

    ``ring`` defaults to the entry's, or else the meeting's. Raises RuleBroken for no words, a kind that
    nobody follows up, an entry of another meeting, a seat of another network, a wider ring.
    """
    require(actor, "commitments.note_commitment", meeting)
    if not words.strip():
        raise RuleBroken("commitments.words", "Say what is to be done.")
    if kind not in FOLLOWED_UP:
        raise RuleBroken(
            "commitments.kind", f"What is followed up is one of: {', '.join(sorted(FOLLOWED_UP))}."
        )
    if entry is not None and entry.record.meeting_id != meeting.pk:
        raise RuleBroken("commitments.entry", "That was said at another meeting.")
    refuse_other_network(meeting.network_id, seat)
    sources = [meeting.ring] if entry is None else [entry.ring, meeting.ring]
    ring = ring or sources[0]
    refuse_widening(ring, sources)
    commitment = Commitment.objects.create(
        network_id=meeting.network_id,
        ring=ring,
        meeting=meeting,
        entry=entry,
        kind=kind,
        words=words.strip(),
        seat=seat,
        due_on=due_on,
    )
    record_deed(
        actor,
        "commitments.note_commitment",
        commitment,
        after={"words": commitment.words, "seat": seat.ref if seat else "", "due_on": due_on},
    )
    return commitment


@transaction.atomic
def assign_commitment(
    actor: Actor, *, commitment: Commitment, version: int, seat: Seat | None, due_on: date | None
) -> Commitment:
    """Gives a line its owner and its day. Raises Conflict when somebody did so meanwhile, RuleBroken when
    the seat is another network's or what is owed is done already.
    """
    require(actor, "commitments.assign_commitment", commitment)
    row = Commitment.objects.select_for_update(of=("self",)).select_related("seat").get(pk=commitment.pk)
    refuse_other_network(row.network_id, seat)
    if row.version != version:
        raise Conflict(
            "Somebody gave this line an owner or a date while you did.",
            ours=_owed(seat, due_on),
            theirs=_owed(row.seat, row.due_on),
        )
    if row.state in {"done", "dropped"}:
        raise RuleBroken(
            "commitments.finished", f"This line is {row.state}; open it again with a report first."
        )
    before = {"seat": row.seat.ref if row.seat else "", "due_on": row.due_on}
    row.seat, row.due_on = seat, due_on
    row.version += 1
    row.save(update_fields=["seat", "due_on", "version"])
    record_deed(
        actor,
        "commitments.assign_commitment",
        row,
        before=before,
        after={"seat": seat.ref if seat else "", "due_on": due_on},
    )
    return row


def _owed(seat: Seat | None, due_on: date | None) -> str:
    owner = seat.label if seat else "no owner"
    return f"{owner}, {due_on:%-d %B %Y}" if due_on else f"{owner}, no date"


@transaction.atomic
def report_progress(
    actor: Actor,
    *,
    commitment: Commitment,
    words: str,
    state: str,
    evidence: str = "",
    done_on: date | None = None,
) -> Progress:
    """Reports how far a line is, in the words of the seat that owes it, and moves its state.

    ``done_on``: the day it was done, today if not given; asked only when ``state`` is done. Raises
    RuleBroken for an unknown state, for no words, for a day still to come, and for done without evidence.
    """
    require(actor, "commitments.report_progress", commitment)
    row = (
        Commitment.objects.select_for_update(of=("self",))
        .select_related("seat", "network")
        .get(pk=commitment.pk)
    )
    # Asked again of the locked row: the line may have gone to another seat since the caller fetched it,
    # and nobody reports in the name of a seat that is not theirs.
    require(actor, "commitments.report_progress", row)
    today = clock.today(row.network.zone)
    refuse_progress(state=state, words=words, evidence=evidence, done_on=done_on, today=today)
    progress = Progress.objects.create(
        network_id=row.network_id,
        ring=row.ring,
        commitment=row,
        seat=row.seat,
        at=clock.now(),
        actor_label=actor.label,
        words=words.strip(),
        evidence=evidence.strip(),
        state=state,
    )
    before = row.state
    row.state = state
    row.done_on = (done_on or today) if state == "done" else None
    row.version += 1
    row.save(update_fields=["state", "done_on", "version"])
    record_deed(
        actor,
        "commitments.report_progress",
        row,
        before={"state": before},
        after={"state": state, "progress": progress.ref},
    )
    return progress


@dataclass(frozen=True, slots=True)
class Asked:
    """Who was asked; ``address`` only where no letter could go and the link is to be handed over."""

    mandate: Mandate
    address: str


@transaction.atomic
def ask_for_report(actor: Actor, *, commitment: Commitment) -> Asked:
    """Sends the holder of the seat that owes a line a personal link, to say how far it is without signing in.

    The letter names neither the matter nor the meeting: it may be read on its way. Somebody without a sign-in
    gets no letter from here; then, and where ``settings.SHOWS_LINKS``, the address is given back, this once.
    Raises RuleBroken for a line that nobody
    owes or that is finished, for a vacant seat, and when the holder may not see the line.
    """
    require(actor, "commitments.ask_for_report", commitment)
    rows = Commitment.objects.select_for_update(of=("self",)).select_related("seat", "network")
    row = rows.get(pk=commitment.pk)
    if row.seat is None or row.state not in STANDING:
        raise RuleBroken("commitments.nobody_owes", "Nobody owes this line; there is nobody to ask.")
    mandate = holder_of_seat(row.seat, clock.today(row.network.zone))
    if mandate is None:
        raise RuleBroken("commitments.vacant", f"{row.seat} is vacant; there is nobody to ask.")
    if not visible_commitments(reader_of(mandate)).filter(pk=row.pk).exists():
        raise RuleBroken("commitments.hidden", f"This line is not open to {mandate.person}; ask in person.")
    link = make_link(actor, mandate=mandate, purpose=REPORT, thing_ref=row.ref)
    account = mailbox_of(mandate)
    if account is not None:
        context = {"person": mandate.person, "network": row.network, "link": link, "address": mark_of(link)}
        queue_notice(
            _FOLLOW_UP,
            account=account,
            mandate=mandate,
            kind=REPORT,
            subject=f"{row.network.short_name}: something your seat owes",
            body=render_to_string("commitments/letters/ask_for_report.txt", context),
        )
    record_deed(actor, "commitments.ask_for_report", row, after={"link": link.ref})
    is_shown = account is None or settings.SHOWS_LINKS
    return Asked(mandate, address_of(link) if is_shown else "")


@transaction.atomic
def remove_commitment(actor: Actor, *, commitment: Commitment) -> None:
    """Takes a line off the list that was put there by mistake. Raises RuleBroken once it has an owner, a
    date or a report: from then on it is dropped with a reason, not removed.
    """
    require(actor, "commitments.remove_commitment", commitment)
    row = Commitment.objects.select_for_update().get(pk=commitment.pk)
    if row.version > 1 or Progress.objects.filter(commitment=row).exists():
        raise RuleBroken(
            "commitments.stands_on_it",
            f"“{row}” was worked on already. Report it as dropped, with the reason; it stays in the memory.",
        )
    record_deed(actor, "commitments.remove_commitment", row, before={"words": row.words})
    row.delete()


@transaction.atomic
def number_decision(actor: Actor, *, entry: Entry, review_on: date | None = None) -> Decision:
    """Gives a decision the next number of the year of its meeting, without a gap.

    ``review_on``: the day on which it is looked at again. Raises RuleBroken when the entry is no decision,
    has its number, or would be looked at again before it was taken. Three queries and the deed.
    """
    require(actor, "commitments.number_decision", entry)
    if entry.kind != "decision":
        raise RuleBroken("commitments.no_decision", "Only what the meeting decided gets a number.")
    if Decision.objects.filter(entry=entry).exists():
        raise RuleBroken("commitments.numbered", "This decision has its number already.")
    decided_on = entry.record.meeting.starts_on
    refuse_review(review_on=review_on, decided_on=decided_on)
    of_the_year = Decision.objects.filter(network_id=entry.network_id, year=decided_on.year)
    last = of_the_year.aggregate(Max("serial"))["serial__max"]
    decision = Decision.objects.create(
        network_id=entry.network_id,
        ring=entry.ring,
        entry=entry,
        year=decided_on.year,
        serial=next_serial(last),
        review_on=review_on,
    )
    record_deed(actor, "commitments.number_decision", decision, after={"number": decision.number})
    return decision


@transaction.atomic
def plan_review(actor: Actor, *, decision: Decision, review_on: date | None) -> Decision:
    """Says on which day a decision is looked at again, or that none is set.

    Raises RuleBroken for a day before it was taken.
    """
    require(actor, "commitments.plan_review", decision)
    rows = Decision.objects.select_for_update(of=("self",)).select_related("entry__record__meeting")
    found = rows.get(pk=decision.pk)
    refuse_review(review_on=review_on, decided_on=found.entry.record.meeting.starts_on)
    before = found.review_on
    found.review_on = review_on
    found.save(update_fields=["review_on"])
    record_deed(
        actor,
        "commitments.plan_review",
        found,
        before={"review_on": before},
        after={"review_on": review_on},
    )
    return found


@transaction.atomic
def remove_decision(actor: Actor, *, decision: Decision) -> None:
    """Takes back a number given by mistake. Raises RuleBroken unless it is the newest of its year:
    a gap in the numbers would look like a decision that was hidden.
    """
    require(actor, "commitments.remove_decision", decision)
    later = Decision.objects.filter(
        network_id=decision.network_id, year=decision.year, serial__gt=decision.serial
    )
    if later.exists():
        raise RuleBroken(
            "commitments.numbers_stand", "Later decisions are numbered already; this number stays."
        )
    record_deed(actor, "commitments.remove_decision", decision, before={"number": decision.number})
    Decision.objects.filter(pk=decision.pk).delete()


@transaction.atomic
def purge_commitment(actor: Actor, *, commitment: Commitment, reason: str) -> Commitment:
    """Wipes the words of a line for good, in every deed too; owner, days and state stay.

    ``reason`` says why and names nobody. Raises RuleBroken without a reason. Source: as for an entry.
    """
    require(actor, "commitments.purge_commitment", commitment)
    row = Commitment.objects.select_for_update(of=("self",)).get(pk=commitment.pk)
    wipe_deeds_of(actor, thing=row, reason=reason)
    row.words = PURGED
    row.save(update_fields=["words"])
    record_deed(actor, "commitments.purge_commitment", row, label=f"{row.ref} ({reason.strip()})")
    return row


@transaction.atomic
def purge_progress(actor: Actor, *, progress: Progress, reason: str) -> Progress:
    """Wipes the words and the evidence of a report for good; that it was made stays.

    ``reason`` says why and names nobody. Raises RuleBroken without a reason. Source: as for an entry.
    """
    require(actor, "commitments.purge_progress", progress)
    row = Progress.objects.select_for_update(of=("self",)).get(pk=progress.pk)
    wipe_deeds_of(actor, thing=row, reason=reason)
    row.words, row.evidence = PURGED, ""
    row.save(update_fields=["words", "evidence"])
    record_deed(actor, "commitments.purge_progress", row, label=f"{row.ref} ({reason.strip()})")
    return row

"""Carries out the plan of an acceptance through the actions of the rooms, and takes it back the same way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import F

from secretariat.access.rules import Actor
from secretariat.commitments import actions as commitments
from secretariat.commitments.models import Commitment, Decision
from secretariat.meetings import actions as meetings
from secretariat.meetings.models import Attendance, HostingOffer, Meeting
from secretariat.meetings.reads import visible_meetings
from secretariat.members import actions as members
from secretariat.members.models import Mandate, Member, NameForm, Network, Person, Seat
from secretariat.members.reads import member_by_words, visible_seats
from secretariat.minutes import actions as minutes
from secretariat.minutes.models import Entry, Record
from secretariat.toolbox.errors import RuleBroken
from secretariat.toolbox.names import fold

from .acceptance import Plan, PlannedEntry, PlannedMeeting, PlannedPerson, Span, function_of
from .models import Origin, Reading

Built = list[tuple[str, str]]


@dataclass
class Entered:
    """What an acceptance made: the meeting, and kind and reference of everything, in order."""

    meeting: Meeting
    built: Built = field(default_factory=list)


@dataclass
class _Desk:
    """What the steps of one acceptance share."""

    actor: Actor
    reading: Reading
    network: Network
    ring: str
    member_of: Callable[[str], Member | None]
    seats: Mapping[int, Seat]
    entered: Entered
    origins: list[Origin] = field(default_factory=list)
    people: dict[str, tuple[Person, Seat | None]] = field(default_factory=dict)

    def keep(self, kind: str, ref: str, span: Span | None) -> None:
        self.entered.built.append((kind, ref))
        self.point(kind, ref, span)

    def point(self, kind: str, ref: str, span: Span | None) -> None:
        if span is not None:
            self.origins.append(
                Origin(
                    network=self.network,
                    reading=self.reading,
                    thing_kind=kind,
                    thing_ref=ref,
                    start=span[0],
                    end=span[1],
                )
            )

    def seat_of(self, words: str) -> Seat | None:
        member = self.member_of(words) if words else None
        return self.seats.get(member.pk) if member else None


def enter(actor: Actor, reading: Reading, plan: Plan, matches: Mapping[str, Person]) -> Entered:
    """Makes everything the plan holds. ``matches``: the known people that people of the reading are.

    Costs a handful of queries for each thing it makes; runs inside the caller's transaction.
    """
    network, ring = reading.network, reading.source.ring
    seats = {s.member_id: s for s in visible_seats(actor).filter(network=network) if s.member_id is not None}
    built: Built = []
    meeting = _enter_meeting(actor, network, ring, plan.meeting, built)
    desk = _Desk(actor, reading, network, ring, member_by_words(network), seats, Entered(meeting, built))
    desk.point("meeting", meeting.ref, plan.meeting.span)
    for person in plan.people:
        _enter_person(desk, person, matches.get(person.ref))
    record = minutes.open_record(actor, meeting=meeting)
    desk.keep("record", record.ref, None)
    spans: dict[int, Span] = {}
    for planned in plan.entries:
        entry = _enter_entry(desk, record, planned)
        spans[entry.pk] = planned.span
        desk.keep("entry", entry.ref, planned.span)
    for offer in plan.offers:
        _, seat = desk.people.get(offer.offered_by, (None, None))
        row = meetings.note_offer(
            actor,
            network=network,
            seat=seat or desk.seat_of(offer.offered_by),
            offered_by=desk.people.get(offer.offered_by, (None, None))[0],
            made_at=meeting,
            place=offer.place,
            period_words=offer.when,
            earliest=offer.earliest,
            latest=offer.latest,
            parent_event=offer.within,
            firmness=offer.firmness,
            ring=ring,
        )
        desk.keep("offer", row.ref, offer.span)
    for line in commitments.follow_up_record(actor, record=record):
        desk.keep("commitment", line.ref, spans.get(line.entry_id or 0))
    desk.entered.built += [
        ("decision", ref)
        for ref in Decision.objects.filter(entry__record=record).values_list("ref", flat=True)
    ]
    Origin.objects.bulk_create(desk.origins)
    return desk.entered


def _enter_meeting(
    actor: Actor, network: Network, ring: str, planned: PlannedMeeting, built: Built
) -> Meeting:
    offices = {s.kind: s for s in visible_seats(actor).filter(network=network, member__isnull=True)}
    parent = _parent(actor, network, ring, planned, built) if planned.within else None
    meeting = meetings.create_meeting(
        actor,
        network=network,
        title=planned.title,
        starts_on=planned.starts_on,
        ends_on=planned.ends_on,
        is_closed=planned.is_closed,
        ring=ring,
        within=parent,
        place=planned.place,
        country=planned.country,
        organiser=planned.organiser,
        chair=planned.chair,
        chair_seat=offices.get("chair") if planned.chair else None,
        secretariat=planned.secretariat,
        secretariat_seat=offices.get("secretariat") if planned.secretariat else None,
    )
    built.append(("meeting", meeting.ref))
    return meeting


def _parent(actor: Actor, network: Network, ring: str, planned: PlannedMeeting, built: Built) -> Meeting:
    """The larger meeting: one of that title on those days if it is known, else a new one."""
    near = visible_meetings(actor).filter(
        network=network, starts_on__lte=planned.ends_on, ends_on__gte=planned.starts_on
    )
    for known in near:
        if fold(known.title) == fold(planned.within):
            return known
    parent = meetings.create_meeting(
        actor,
        network=network,
        title=planned.within,
        kind="conference",
        is_closed=False,
        ring=ring,
        starts_on=planned.starts_on,
        ends_on=planned.ends_on,
        place=planned.place,
        country=planned.country,
    )
    built.append(("meeting", parent.ref))
    return parent


def _enter_person(desk: _Desk, planned: PlannedPerson, known: Person | None) -> None:
    actor, meeting = desk.actor, desk.entered.meeting
    if known is None:
        person = members.add_person(
            actor, network=desk.network, name=planned.name, honorific=planned.honorific, ring="members"
        )
        desk.keep("person", person.ref, planned.span)
    else:
        person = known
        desk.point("person", person.ref, planned.span)
        if not NameForm.objects.filter(person=person, name=planned.name).exists():
            members.add_name_form(actor, person=person, name=planned.name)
            desk.keep("name form", f"{person.ref} {planned.name}", None)
    seat = desk.seat_of(planned.member)
    desk.people[planned.ref] = (person, seat)
    if seat is not None and planned.function:
        _attest(desk, person, seat, planned)
    meetings.note_attendance(
        actor,
        meeting=meeting,
        person=person,
        seat=seat,
        function=planned.function,
        is_present=planned.is_present,
    )
    desk.keep("attendance", person.ref, None)


def _attest(desk: _Desk, person: Person, seat: Seat, planned: PlannedPerson) -> None:
    """Notes the office a paper names; keeps what it was before, so that it can be put back exactly."""
    function, on = function_of(planned.function), desk.entered.meeting.starts_on
    known = Mandate.objects.filter(person=person, seat=seat, function=function, starts_on=None).first()
    mandate = members.attest_mandate(
        desk.actor,
        person=person,
        seat=seat,
        function=function,
        on=on,
        title=planned.function,
        nomination=f"from the paper {desk.reading.source}",
    )
    if known is None:
        desk.keep("mandate", mandate.ref, None)
    elif known.attested_on is not None and on < known.attested_on:
        desk.keep("attested", f"{known.ref} {known.attested_on}", None)


def _enter_entry(desk: _Desk, record: Record, planned: PlannedEntry) -> Entry:
    speaker, seat = desk.people.get(planned.speaker, (None, None))
    on_behalf, _ = desk.people.get(planned.on_behalf_of, (None, None))
    seat = seat or desk.seat_of(planned.seat_words)
    return minutes.add_entry(
        desk.actor,
        record=record,
        kind=planned.kind,
        text=planned.text,
        speaker=speaker,
        seat=seat,
        speaker_words="" if speaker or seat else planned.seat_words,
        on_behalf_of=on_behalf,
        on_behalf_words="" if on_behalf else planned.on_behalf_of,
    )


def take_back(actor: Actor, reading: Reading, built: Built) -> None:
    """Takes back what an acceptance made, newest first, through the same rooms.

    Raises RuleBroken, naming what it is, when something was built on it since.
    """
    refs: dict[str, list[str]] = {}
    for kind, ref in reversed(built):
        refs.setdefault(kind, []).append(ref)
    record = Record.objects.select_related("meeting").filter(ref__in=refs.get("record", [])).first()
    if record is not None:
        _refuse_if_worked_on(record, refs)
    Origin.objects.filter(reading=reading).delete()
    for line in Commitment.objects.filter(ref__in=refs.get("commitment", [])).order_by("-pk"):
        commitments.remove_commitment(actor, commitment=line)
    for decision in Decision.objects.filter(ref__in=refs.get("decision", [])).order_by("-year", "-serial"):
        commitments.remove_decision(actor, decision=decision)
    for offer in HostingOffer.objects.filter(ref__in=refs.get("offer", [])):
        meetings.remove_offer(actor, offer=offer)
    if record is not None:
        minutes.remove_record(actor, record=record)
    newest_first = F("within_id").desc(nulls_last=True)
    for meeting in Meeting.objects.filter(ref__in=refs.get("meeting", [])).order_by(newest_first):
        if not Meeting.objects.filter(within=meeting).exclude(ref__in=refs["meeting"]).exists():
            meetings.remove_meeting(actor, meeting=meeting)
    _take_back_from_people(actor, refs)


def _take_back_from_people(actor: Actor, refs: Mapping[str, list[str]]) -> None:
    for mandate in Mandate.objects.filter(ref__in=refs.get("mandate", [])):
        members.forget_attestation(actor, mandate=mandate, back_to=_attested_elsewhere(mandate))
    for ref, _, day in (words.partition(" ") for words in refs.get("attested", [])):
        for mandate in Mandate.objects.filter(ref=ref):
            members.forget_attestation(actor, mandate=mandate, back_to=date.fromisoformat(day))
    for ref, _, name in (words.partition(" ") for words in refs.get("name form", [])):
        for person in Person.objects.filter(ref=ref):
            members.forget_name_form(actor, person=person, name=name)
    for person in Person.objects.filter(ref__in=refs.get("person", [])):
        if not person.attendances.exists() and not person.mandates.exists() and not person.entries.exists():
            members.remove_person(actor, person=person)


def _attested_elsewhere(mandate: Mandate) -> date | None:
    """The first day on which another meeting shows the same person in the same office, if one does."""
    others = Attendance.objects.filter(person_id=mandate.person_id, seat_id=mandate.seat_id)
    days = others.values_list("meeting__starts_on", "function").order_by("meeting__starts_on")
    return next((on for on, words in days if words and function_of(words) == mandate.function), None)


def _refuse_if_worked_on(record: Record, refs: Mapping[str, list[str]]) -> None:
    entered = set(refs.get("entry", []))
    entries = Entry.objects.filter(record=record)
    worked_on = [e for e in entries if e.revision > 1 or e.is_removed or e.ref not in entered]
    sessions = Meeting.objects.filter(within=record.meeting).exclude(ref__in=refs.get("meeting", []))
    there = set(record.meeting.attendances.values_list("person__ref", flat=True))
    for is_true, words in (
        (bool(worked_on), f"The record was worked on since (“{worked_on[0] if worked_on else ''}”)."),
        (record.meeting.version > 1, f"{record.meeting} was changed since."),
        (sessions.exists(), f"Other sessions were entered within {record.meeting}."),
        (there != set(refs.get("attendance", [])), f"Who was at {record.meeting} was changed since."),
    ):
        if is_true:
            raise RuleBroken(
                "archive.stands_on_it", f"{words} What was built on an acceptance is not taken back."
            )

"""A meeting's record as the typesetter takes it: the whole report, a version for fewer readers, an excerpt of one
decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from secretariat.access.rules import Actor, Ring, SeatKind, Standing, sees
from secretariat.audit.heads import SignedHead
from secretariat.audit.reads import signed_head
from secretariat.commitments.models import Commitment, Decision
from secretariat.commitments.reads import Line, lines_of_meeting, visible_decisions
from secretariat.meetings.models import Attendance, HostingOffer, Meeting
from secretariat.meetings.reads import participants, visible_offers
from secretariat.members.models import Seat
from secretariat.members.reads import visible_members, visible_seats
from secretariat.minutes.models import Record
from secretariat.minutes.reads import (
    CorrectionLine,
    EntryLine,
    Speaker,
    entries_of,
    hidden_entry_count,
    later_corrections,
    record_of,
)
from secretariat.toolbox import clock
from secretariat.toolbox.days import days_in_words
from secretariat.toolbox.errors import NotVisible

from .. import typeset
from ..rules import MARKINGS, narrowest

VERSIONS = {Ring.PARTNERS: SeatKind.OBSERVER, Ring.MEMBERS: SeatKind.MEMBER}
"""The rings for which Chair and Secretariat take out a version, with a seat whose holder would read just that."""


def reader_of_version(network_id: int, ring: Ring) -> Actor:
    """Somebody who sees a network up to a ring and no seat's own: in their eyes a version is made for that ring.

    Raises KeyError for a ring that has no version. No query.
    """
    standing = Standing(network_id, "", 0, "", "", VERSIONS[ring], "observer")
    return Actor(kind="person", label=f"the version for {ring}", standings=(standing,))


def report_data(actor: Actor, meeting: Meeting) -> typeset.ReportData:
    """The report of a meeting as this actor may have it, ready to be typeset.

    Entries the actor may not see are left out, and the report says how many. It is marked for whoever may
    see the narrowest thing in it, so a version for the bureau is never passed on as one for members.
    Raises NotVisible when there is no record the actor may see. About ten queries, however long the record.
    """
    record = record_of(actor, meeting)
    if record is None:
        raise NotVisible
    network = meeting.network
    today = clock.today(network.zone)
    numbers = {d.entry_id: d for d in visible_decisions(actor).filter(entry__record=record)}
    lines = entries_of(actor, record)
    follow_ups = lines_of_meeting(actor, meeting, today)
    offers = list(visible_offers(actor).filter(made_at=meeting))
    rings = [record.ring, *(_ring(line) for line in lines)]
    rings += [line.told_ring for line in follow_ups] + [offer.ring for offer in offers]
    around = meeting.within if meeting.within is not None and sees(actor, meeting.within) else None
    rings += [around.ring] if around is not None else []
    seats = {s.kind: s for s in visible_seats(actor).filter(network=network, member__isnull=True)}
    now = clock.now()
    return typeset.ReportData(
        ref=record.ref,
        title=meeting.title,
        network_name=network.name,
        chair=_letterhead("The Chair", meeting.chair, seats.get("chair")),
        secretariat=_letterhead("The Secretariat", meeting.secretariat, seats.get("secretariat")),
        marking=MARKINGS[narrowest(rings)],
        state_word=_state(record),
        meeting=typeset.MeetingFacts(
            dates=days_in_words(meeting.starts_on, meeting.ends_on, meeting.period_words),
            place=meeting.place,
            within=around.title if around is not None else "",
            organiser=meeting.organiser,
        ),
        delegations=_delegations(participants(actor, meeting), spoken_for(lines)),
        left_out=_left_out(hidden_entry_count(actor, record)),
        entries=tuple(_entry(line, numbers) for line in lines),
        decisions=tuple(_decision(line, numbers) for line in lines if line.entry.pk in numbers),
        follow_ups=tuple(_follow_up(line) for line in follow_ups),
        offers=tuple(_offer(offer) for offer in offers),
        corrections=tuple(_correction(line) for line in later_corrections(actor, record)),
        deed_head=_head(record),
        generated=f"Typeset on {now.day} {now:%B %Y} at {now:%H:%M} UTC",
        footnotes=tuple(
            typeset.Footnote(mark=m.footnote_mark, text=m.footnote)
            for m in visible_members(actor).filter(network=network).exclude(footnote="")
        ),
        made_at=now,
    )


def excerpt_data(actor: Actor, decision: Decision) -> typeset.ReportData:
    """What those who are bound by one decision get of the record: the decision, whoever owes what from it, and
    nothing else that was said. It is marked for whoever may see the narrowest thing in it.

    Raises NotVisible where the actor does not see the record. Two queries more than a report.
    """
    whole = report_data(actor, decision.entry.record.meeting)
    number = decision.entry.position
    entries = tuple(entry for entry in whole.entries if entry.number == number)
    if not entries:
        raise NotVisible
    owed = [
        line
        for line in lines_of_meeting(actor, decision.entry.record.meeting, clock.today(decision.network.zone))
        if line.commitment.entry_id == decision.entry_id
    ]
    rings = [decision.ring, *(line.told_ring for line in owed)]
    rings += [
        _ring(line) for line in entries_of(actor, decision.entry.record) if line.entry.pk == decision.entry_id
    ]
    return replace(
        whole,
        ref=decision.ref,
        title=f"Decision {decision.number}",
        marking=MARKINGS[narrowest(rings)],
        meeting=replace(whole.meeting, within=decision.entry.record.meeting.title),
        delegations=(),
        left_out="",
        entries=entries,
        decisions=(),
        follow_ups=tuple(_follow_up(line) for line in owed),
        offers=(),
        corrections=tuple(c for c in whole.corrections if c.entry_number == number),
        words=replace(whole.words, record="Excerpt from the record"),
    )


def _correction(line: CorrectionLine) -> typeset.Correction:
    row = line.correction
    return typeset.Correction(
        number=str(row.number),
        entry_number=row.entry.position,
        text=row.words,
        agreed=str(line.meeting or "a later meeting"),
    )


def _ring(line: EntryLine) -> str:
    """The ring of an entry as it is printed here: with a speaker whom only the bureau may know, the bureau's."""
    is_told = line.entry.is_chatham_house and not line.speaker.is_hidden
    return narrowest([line.entry.ring, Ring.BUREAU]) if is_told else line.entry.ring


def _letterhead(office: str, words: str, seat: Seat | None) -> typeset.Letterhead:
    return typeset.Letterhead(office=office, name=words or (seat.institution if seat else "") or "not named")


def _state(record: Record) -> str:
    if record.state == "approved" and record.approved_on is not None:
        return f"Approved on {record.approved_on.day} {record.approved_on:%B %Y}"
    words = {
        "draft": "Draft",
        "circulated": "Circulated for correction",
        "corrected": "Corrected, not approved yet",
    }
    return words[record.state]


def _head(record: Record) -> str:
    """The head of the record of deeds as an approved record prints it: the one of its approval or, where it was
    approved before heads were signed, the one of today. A draft prints none: it is no witness of anything.
    """
    if record.state != "approved":
        return ""
    kept = record.approved_head
    return (SignedHead(**kept) if kept else signed_head()).in_words


def _left_out(count: int) -> str:
    if not count:
        return ""
    return (
        "One entry is restricted and not in this version."
        if count == 1
        else f"{count} entries are restricted and not in this version."
    )


def spoken_for(lines: list[EntryLine]) -> dict[int, str]:
    """Who passed on the words of somebody absent: person's row id, name of who spoke. No query.

    A speaker whom the reader may not know is not in the lines, so nobody is named through the absent.
    """
    return {
        line.speaker.on_behalf_of.pk: line.speaker.person.name
        for line in lines
        if line.speaker.on_behalf_of is not None and line.speaker.person is not None
    }


def _delegations(rows: list[Attendance], spoken_for: dict[int, str]) -> tuple[typeset.Delegation, ...]:
    by_member: dict[str, list[typeset.Participant]] = {}
    for row in rows:
        member = (
            str(row.seat.member)
            if row.seat and row.seat.member
            else (row.seat.label if row.seat else "Others")
        )
        words = {True: "present", False: "not present", None: ""}[row.is_present]
        if row.is_present is False and row.person_id in spoken_for:
            words = f"represented by {spoken_for[row.person_id]}"
        by_member.setdefault(member, []).append(
            typeset.Participant(name=row.person.name, function=row.function, attendance=words)
        )
    return tuple(typeset.Delegation(member=name, people=tuple(people)) for name, people in by_member.items())


def speaker_in_words(speaker: Speaker) -> str:
    """Who spoke, on one line: name and member, or the words, or that it is not told."""
    if speaker.is_hidden:
        return "Said under the Chatham House Rule"
    seat = (str(speaker.seat.member) if speaker.seat.member else speaker.seat.label) if speaker.seat else ""
    name = speaker.person.name if speaker.person else speaker.words
    return f"{name} ({seat})" if name and seat else name or seat


def _entry(line: EntryLine, numbers: dict[int, Decision]) -> typeset.ReportEntry:
    entry, speaker = line.entry, line.speaker
    behalf = speaker.on_behalf_of.name if speaker.on_behalf_of else speaker.on_behalf_words
    decision = numbers.get(entry.pk)
    return typeset.ReportEntry(
        number=entry.position,
        kind=entry.kind,
        kind_word=entry.kind.capitalize(),
        speaker_line=speaker_in_words(speaker),
        on_behalf_line=f"on behalf of {behalf}" if behalf else "",
        text=entry.text,
        ring_word=MARKINGS[_ring(line)] if _ring(line) != entry.record.ring else "",
        decision_number=decision.number if decision else "",
    )


def _decision(line: EntryLine, numbers: dict[int, Decision]) -> typeset.Decision:
    decision = numbers[line.entry.pk]
    return typeset.Decision(
        number=decision.number,
        text=line.entry.text,
        entry_number=line.entry.position,
        review=_day(decision.review_on),
    )


def _day(day: date | None) -> str:
    return f"{day.day} {day:%B %Y}" if day else ""


def _follow_up(line: Line) -> typeset.FollowUp:
    seat = line.owner
    return typeset.FollowUp(
        what=line.commitment.words,
        who=(str(seat.member) if seat.member else seat.label)
        if seat
        else ""
        if "owner" in line.lacks
        else "–",
        by_when=_when_owed(line.commitment),
    )


def _when_owed(commitment: Commitment) -> str:
    """The due day; what is finished lacks none any more and says what became of it."""
    if commitment.state == "done":
        return f"done on {_day(commitment.done_on)}"
    return "dropped" if commitment.state == "dropped" else _day(commitment.due_on)


def _offer(offer: HostingOffer) -> typeset.HostingOffer:
    seat = offer.seat
    return typeset.HostingOffer(
        who=(str(seat.member) if seat.member else seat.label) if seat else "not named",
        when=offer.period_words,
        where=offer.place,
        within=offer.parent_event,
        firmness=offer.firmness,
    )

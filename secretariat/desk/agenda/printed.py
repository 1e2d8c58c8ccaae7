"""An agenda and a book as the typesetter takes them: only what their reader may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from secretariat.access.rules import Actor, sees
from secretariat.meetings.models import Meeting, Paper
from secretariat.meetings.reads import ItemLine
from secretariat.members.models import Member, Seat
from secretariat.members.reads import visible_members
from secretariat.publishing import typeset
from secretariat.publishing.rules import MARKINGS, narrowest
from secretariat.toolbox import clock
from secretariat.toolbox.days import days_in_words

from .reads import AgendaPage


def agenda_data(actor: Actor, page: AgendaPage, made_at: datetime) -> typeset.AgendaData:
    """The agenda as this reader may have it, ready to be typeset; marked for whoever may see the narrowest thing
    in it. One query.
    """
    meeting = page.meeting
    return typeset.AgendaData(
        network_name=meeting.network.name,
        marking=MARKINGS[narrowest(_rings(actor, page))],
        ref=meeting.symbol or meeting.ref,
        title=meeting.title,
        state_word=state_word(meeting),
        meeting=_facts(actor, meeting),
        left_out=_left_out(page.agenda.hidden),
        sessions=_sessions(page),
        footnotes=_footnotes(visible_members(actor).filter(network=meeting.network).exclude(footnote="")),
        made_at=made_at,
    )


def state_word(meeting: Meeting) -> str:
    """Whether an agenda is provisional or adopted, in words."""
    if meeting.is_cancelled:
        return "Meeting cancelled"
    if meeting.agenda_adopted_at is None:
        return "Provisional agenda"
    on = clock.day_of(meeting.agenda_adopted_at, meeting.own_zone)
    return f"Adopted on {days_in_words(on, on)}"


def _rings(actor: Actor, page: AgendaPage) -> list[str]:
    rings = [page.meeting.ring, *(line.item.ring for line in page.agenda.lines)]
    rings += [paper.ring for line in page.agenda.lines for paper in line.papers]
    rings += [line.told_ring for line in page.owed]
    rings += [ring for r in page.records.values() for ring in (r.ring, r.meeting.ring)]
    around = page.meeting.within
    rings += [around.ring] if around is not None and sees(actor, around) else []
    return rings + [line.offer.ring for line in page.offers] + [poll.ring for poll in page.polls]


def _facts(actor: Actor, meeting: Meeting) -> typeset.MeetingFacts:
    around = meeting.within
    return typeset.MeetingFacts(
        dates=days_in_words(meeting.starts_on, meeting.ends_on, meeting.period_words),
        place=meeting.place,
        within=around.title if around is not None and sees(actor, around) else "",
        organiser=meeting.organiser,
    )


def _left_out(hidden: int) -> str:
    if not hidden:
        return ""
    return (
        "One item for fewer readers is left out."
        if hidden == 1
        else f"{hidden} items for fewer readers are left out."
    )


def _footnotes(members: Iterable[Member]) -> tuple[typeset.Footnote, ...]:
    return tuple(typeset.Footnote(mark=m.footnote_mark, text=m.footnote) for m in members)


def _sessions(page: AgendaPage) -> tuple[typeset.AgendaSession, ...]:
    """The items by the day on which they begin; one that nobody can time stands with those before it."""
    zone = ZoneInfo(page.meeting.own_zone)
    days: list[tuple[str, list[typeset.AgendaItem]]] = []
    for line in page.agenda.lines:
        at = line.slot.starts_at
        title = f"{at.astimezone(zone):%A %-d %B %Y}" if at else days[-1][0] if days else "Items"
        if not days or days[-1][0] != title:
            days.append((title, []))
        days[-1][1].append(_item(page, line, zone))
    place = page.meeting.own_zone.rpartition("/")[2].replace("_", " ")
    told = any(line.slot.starts_at for line in page.agenda.lines)
    return tuple(
        typeset.AgendaSession(title=title, time=f"{place} time" if told else "", items=tuple(items))
        for title, items in days
    )


def _item(page: AgendaPage, line: ItemLine, zone: ZoneInfo) -> typeset.AgendaItem:
    item, slot = line.item, line.slot
    times = [f"{at.astimezone(zone):%H:%M}" for at in (slot.starts_at, slot.ends_at) if at]
    words = [item.note, *_about(page, line)]
    if item.changed_at:
        words.append(f"Changed after the adoption: {item.change_words}")
    return typeset.AgendaItem(
        number=line.number,
        title=item.title,
        time=" to ".join(times),
        sponsor=seat_name(item.seat),
        ring_word=MARKINGS[item.ring] if item.ring != page.meeting.ring else "",
        purpose="closed" if item.is_closed else "",
        text="\n".join(word for word in words if word),
        papers=tuple(
            typeset.AgendaPaper(symbol=p.symbol, title=p.title, note=paper_note(p)) for p in line.papers
        ),
    )


def _about(page: AgendaPage, line: ItemLine) -> list[str]:
    kind = line.item.kind
    if kind == "approval of the record":
        record = page.records.get(line.item.about_ref)
        return [f"Record of: {record.meeting}"] if record else []
    if kind == "open commitments":
        return [_owed(x.commitment.words, seat_name(x.owner), x.commitment.due_on) for x in page.owed]
    if kind == "next meetings":
        offers = [f"Offer to host: {seat_name(x.offer.seat)}, {x.offer}" for x in page.offers]
        return offers + [f"A date is being looked for: {poll}" for poll in page.polls]
    return []


def _owed(words: str, owner: str, due_on: object) -> str:
    due = f"by {due_on:%-d %B %Y}" if due_on else "no date"
    return f"{owner or 'No owner'}, {due}: {words}"


def seat_name(seat: Seat | None) -> str:
    """A seat as documents print it, with the mark of its footnote."""
    if seat is None:
        return ""
    return f"{seat.member.short_name}{seat.member.footnote_mark}" if seat.member else seat.label


def paper_note(paper: Paper) -> str:
    """What is said of a paper beside its title."""
    words = [paper.kind] if paper.kind == "for decision" else []
    return ", ".join([*words, "late"] if paper.is_late else words)

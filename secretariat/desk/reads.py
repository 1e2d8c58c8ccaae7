"""Every query of pages that join rooms: the desk, the dossier of a meeting, the timeline, search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count, QuerySet
from django.db.models.expressions import RawSQL
from django.urls import reverse

from secretariat.access.reads import one_or_hidden
from secretariat.access.rules import Actor
from secretariat.archive.models import Reading
from secretariat.archive.reads import visible_origins, visible_readings, visible_sources
from secretariat.commitments.models import Commitment
from secretariat.commitments.reads import (
    Line,
    asked_of_seats,
    lines_of,
    lines_of_meeting,
    overdue,
    shown_owner,
    visible_commitments,
    visible_decisions,
    visible_progress,
    without_owner_or_date,
)
from secretariat.meetings.models import Attendance, HostingOffer, Meeting
from secretariat.meetings.models.invitations import Invitee
from secretariat.meetings.models.polls import PollLine
from secretariat.meetings.reads import (
    Agenda,
    CameFrom,
    DueLine,
    OfferLine,
    agenda_of,
    came_from,
    deadlines_of,
    offer_line,
    offer_lines,
    participants,
    polls_asked_of,
    visible_items,
    visible_meetings,
    visible_offers,
    visible_papers,
)
from secretariat.meetings.reads.delegations import DelegationsOfMeeting, delegations_of
from secretariat.meetings.reads.invitations import (
    InvitationsOfMeeting,
    PostAlarms,
    asked_to_answer,
    invitations_of,
    post_alarms,
)
from secretariat.members.models import EmergencyOpening, Member, Network, Seat
from secretariat.members.reads import openings_to_answer, visible_members, visible_people
from secretariat.minutes.models import Record
from secretariat.minutes.reads import (
    EntryLine,
    RecordAsk,
    Speaker,
    entries_of,
    record_asks,
    record_of,
    visible_entries,
)
from secretariat.publishing.models import Release
from secretariat.publishing.reads import spoken_for, visible_releases
from secretariat.toolbox import clock
from secretariat.toolbox.days import days_in_words

from .rules import Matter, ThreadNode, answer_word, thread_of
from .search import match_expression, snippet, tsquery_expression, words_of

MOST_ASKS = 20
_AFTERWARDS = timedelta(days=45)
"""How long after a meeting its page still tells what falls due: until its record is corrected."""


@dataclass(frozen=True, slots=True)
class Home:
    """What the first page shows: what is asked of the reader, and what is near."""

    asked: tuple[Line, ...]
    offers: tuple[OfferLine, ...]
    lacking: tuple[Line, ...]
    lacking_count: int
    late: tuple[Line, ...]
    readings: tuple[Reading, ...]
    next_meetings: tuple[Meeting, ...]
    last_meeting: Meeting | None
    post: PostAlarms
    openings: tuple[EmergencyOpening, ...] = ()
    invited: tuple[Invitee, ...] = ()
    polls: tuple[PollLine, ...] = ()
    records: tuple[RecordAsk, ...] = ()


def home(actor: Actor, network: Network, on: date) -> Home:
    """What is asked of the actor, by when. At most eighteen queries, however long the lists."""
    is_bureau = actor.is_bureau(network.pk)
    offers = [line for line in offer_lines(actor, network, on) if line.offer.state == "open"]
    if not is_bureau:
        offers = [line for line in offers if line.offer.seat_id in actor.seat_ids]
    lacking, count = without_owner_or_date(actor, network, on, MOST_ASKS) if is_bureau else ([], 0)
    readings = _old_papers_read(actor, network) if is_bureau else ()
    meetings = visible_meetings(actor).filter(network=network)
    return Home(
        asked=tuple(asked_of_seats(actor, on)[:MOST_ASKS]),
        offers=tuple(offers[:MOST_ASKS]),
        lacking=tuple(lacking),
        lacking_count=count,
        late=tuple(overdue(actor, network, on, MOST_ASKS)) if is_bureau else (),
        readings=tuple(readings),
        next_meetings=tuple(
            meetings.filter(ends_on__gte=on, is_cancelled=False).order_by("starts_on", "pk")[:3]
        ),
        last_meeting=meetings.filter(ends_on__lt=on, record__isnull=False).first(),
        openings=tuple(openings_to_answer(actor, network)) if is_bureau else (),
        invited=tuple(asked_to_answer(actor, network, on)[:MOST_ASKS]),
        polls=tuple(polls_asked_of(actor, network, clock.now())[:MOST_ASKS]),
        records=tuple(record_asks(actor, network, clock.now())[:MOST_ASKS]),
        post=post_alarms(actor, network),
    )


def _old_papers_read(actor: Actor, network: Network) -> QuerySet[Reading]:
    """Readings that wait for a person, but for those of papers that are brought to a meeting ahead."""
    brought = visible_papers(actor).order_by().values("source_ref")
    rows = visible_readings(actor).filter(network=network, state="read")
    return rows.exclude(source__ref__in=brought)[:MOST_ASKS]


@dataclass(frozen=True, slots=True)
class Answer:
    """Who welcomed, or otherwise answered, a matter in the room; ``word`` says how."""

    word: str
    line: EntryLine


@dataclass(frozen=True, slots=True)
class Topic:
    """One followed-up line of a meeting with its thread, who answered it in the room and, where it was
    decided, under which number.
    """

    line: Line
    thread: tuple[ThreadNode, ...]
    answers: tuple[Answer, ...]
    decision_number: str


@dataclass(frozen=True, slots=True)
class Attendant:
    """Somebody named at a meeting, and who spoke for him or her (a name, empty for nobody)."""

    attendance: Attendance
    spoken_for_by: str


@dataclass(frozen=True, slots=True)
class Delegation:
    """The people of one seat at a meeting."""

    seat: Seat | None
    people: tuple[Attendant, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that belongs to one meeting."""

    meeting: Meeting
    within: Meeting | None
    sessions: tuple[Meeting, ...]
    delegations: tuple[Delegation, ...]
    people_count: int
    member_count: int
    absent_count: int
    record: Record | None
    openers: tuple[EntryLine, ...]
    topics: tuple[Topic, ...]
    offers: tuple[HostingOffer, ...]
    release: Release | None
    agenda: Agenda
    deadlines: tuple[DueLine, ...]
    """What falls due by the terms of reference, while the meeting is ahead or its record is being made."""
    invitations: InvitationsOfMeeting
    came_from: CameFrom
    sent: DelegationsOfMeeting
    """Whom seats send, as the reader may know it."""


def dossier_by_ref(actor: Actor, ref: str) -> Dossier:
    """The dossier of the meeting with that reference. Raises NotVisible. Twenty-three queries."""
    meeting = one_or_hidden(visible_meetings(actor), ref=ref)
    return dossier(actor, meeting, clock.today(meeting.network.zone))


def dossier(actor: Actor, meeting: Meeting, on: date) -> Dossier:
    """Everything the actor may see of a meeting. Twenty-two queries, however much there is."""
    record = record_of(actor, meeting)
    entries = entries_of(actor, record) if record else []
    answers: dict[int, list[Answer]] = {}
    for line in entries:
        if line.entry.about_id is not None:
            answers.setdefault(line.entry.about_id, []).append(Answer(answer_word(line.entry.kind), line))
    release = visible_releases(actor).filter(meeting=meeting).first()
    lines = lines_of_meeting(actor, meeting, on)
    threads = threads_of(actor, lines, release)
    attended, spoken = participants(actor, meeting), spoken_for(entries)
    by_seat: dict[int, list[Attendant]] = {}
    for row in attended:
        by_seat.setdefault(row.seat_id or 0, []).append(Attendant(row, spoken.get(row.person_id, "")))
    numbers = {d.entry_id: d.number for d in visible_decisions(actor).filter(entry__record__meeting=meeting)}
    return Dossier(
        meeting=meeting,
        within=visible_meetings(actor).filter(pk=meeting.within_id).first() if meeting.within_id else None,
        sessions=tuple(visible_meetings(actor).filter(within=meeting)),
        delegations=tuple(Delegation(rows[0].attendance.seat, tuple(rows)) for rows in by_seat.values()),
        people_count=len(attended),
        member_count=len({row.seat.member_id for row in attended if row.seat and row.seat.member_id}),
        absent_count=sum(row.is_present is False for row in attended),
        record=record,
        openers=tuple(line for line in entries if line.entry.kind == "opening"),
        topics=tuple(
            Topic(
                line,
                threads[line.commitment.pk],
                tuple(answers.get(line.commitment.entry_id or 0, ())),
                numbers.get(line.commitment.entry_id or 0, ""),
            )
            for line in lines
        ),
        offers=tuple(visible_offers(actor).filter(made_at=meeting)),
        release=release,
        agenda=agenda_of(actor, meeting),
        deadlines=()
        if meeting.is_cancelled or on > meeting.ends_on + _AFTERWARDS
        else deadlines_of(actor, meeting, clock.now()),
        invitations=invitations_of(actor, meeting),
        came_from=came_from(actor, meeting),
        sent=delegations_of(actor, meeting),
    )


def threads_of(
    actor: Actor, lines: Sequence[Line], release: Release | None
) -> dict[int, tuple[ThreadNode, ...]]:
    """The threads of follow-up lines of one meeting, by row id. Three queries, however many lines."""
    pks = [line.commitment.pk for line in lines]
    refs = [line.commitment.ref for line in lines]
    # What was put on the list by hand has no place of its own in a paper, but the entry it is of may have.
    refs += [line.commitment.entry.ref for line in lines if line.commitment.entry]
    reports = dict(
        visible_progress(actor)
        .filter(commitment__in=pks)
        .order_by()
        .values_list("commitment")
        .annotate(Count("pk"))
    )
    sourced = set(visible_origins(actor).filter(thing_ref__in=refs).values_list("thing_ref", flat=True))
    entry_pks = [line.commitment.entry_id for line in lines if line.commitment.entry_id]
    recorded = set(visible_entries(actor).filter(pk__in=entry_pks).values_list("pk", flat=True))
    shown = (
        {line.entry_id for line in release.lines.all()} if release and release.state == "released" else set()
    )
    return {
        line.commitment.pk: thread_of(
            _matter(line, reports.get(line.commitment.pk, 0), sourced, recorded, shown, release)
        )
        for line in lines
    }


def _matter(
    line: Line,
    reports: int,
    sourced: set[str],
    recorded: set[int],
    shown: set[int | None],
    release: Release | None,
) -> Matter:
    commitment = line.commitment
    entry = commitment.entry if commitment.entry_id in recorded else None
    is_shown = release is not None and commitment.entry_id is not None and commitment.entry_id in shown
    return Matter(
        said_on=commitment.meeting.starts_on if entry else None,
        said_by=_who(line.speaker) if entry else "",
        said_member=line.speaker.seat.member if entry and line.speaker.seat else None,
        said_url=_origin(
            [commitment.ref, entry.ref] if entry and not line.speaker.is_hidden else [], sourced
        ),
        record_state=entry.record.state if entry else "",
        approved_on=entry.record.approved_on if entry else None,
        record_url=reverse("minutes:entry", args=[entry.ref]) if entry else "",
        owner=_seat(line.owner),
        owner_member=line.owner.member if line.owner else None,
        due_on=commitment.due_on,
        state=commitment.state,
        reports=reports,
        done_on=commitment.done_on,
        commitment_url=reverse("commitments:commitment", args=[commitment.ref]),
        shown_on=_day_of(release) if is_shown and release else None,
        shown_url=reverse("desk:public_meeting", args=[release.ref]) if is_shown and release else "",
    )


def _day_of(release: Release) -> date | None:
    """The day of a release where the network lives."""
    at = release.released_at
    return clock.day_of(at, release.network.zone) if at else None


def _origin(refs: Sequence[str], sourced: set[str]) -> str:
    found = next((ref for ref in refs if ref in sourced), "")
    return reverse("archive:origin", args=[found]) if found else ""


def _seat(seat: Seat | None) -> str:
    return "" if seat is None else str(seat.member) if seat.member else seat.label


def _who(speaker: Speaker) -> str:
    if speaker.is_hidden:
        return "Chatham House Rule"
    behalf = f", for {speaker.on_behalf_of.name}" if speaker.on_behalf_of else ""
    return (_seat(speaker.seat) or (speaker.person.name if speaker.person else speaker.words)) + behalf


def thread_of_commitment(actor: Actor, commitment: Commitment, on: date) -> tuple[ThreadNode, ...]:
    """The thread of one follow-up line. Four queries."""
    line = lines_of(actor, [commitment], on)[0]
    release = visible_releases(actor).filter(meeting=commitment.meeting).first()
    return threads_of(actor, [line], release)[commitment.pk]


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found: what it is, its title, a stretch of its words with the hits marked, where it is."""

    word: str
    title: str
    text: str
    ranges: list[tuple[int, int]]
    url: str
    ring: str


HITS_A_KIND = 20


def search(actor: Actor, query: str) -> list[Hit]:
    """What the actor may see and the words of the query are in, in any script and spelling.

    One query for each of the nine kinds of things, however much there is; each goes through the visible
    door of its room. A query without a word finds nothing and never raises.
    """
    expression = match_expression(query)
    if not expression:
        return []
    words = words_of(query)
    hits: list[Hit] = []
    for kind, rows, show in _searchable(actor):
        for row in rows.filter(pk__in=_matching(kind, expression, query))[:HITS_A_KIND]:
            hits.append(show(row, words))
    return hits


def _matching(kind: str, expression: str, query: str) -> RawSQL:
    if connection.vendor == "postgresql":
        return RawSQL(
            "SELECT thing_id FROM desk_searchrow WHERE kind = %s"
            " AND to_tsvector('simple', folded) @@ to_tsquery('simple', %s)",
            (kind, tsquery_expression(query)),
        )
    return RawSQL(
        "SELECT r.thing_id FROM desk_search s JOIN desk_searchrow r ON r.id = s.rowid"
        " WHERE s.folded MATCH %s AND r.kind = %s",
        (expression, kind),
    )


Show = Callable[[Any, Sequence[str]], Hit]


def _searchable(actor: Actor) -> list[tuple[str, QuerySet[Any], Show]]:
    def hit(word: str, title: str, text: str, url: str, ring: str, words: Sequence[str]) -> Hit:
        stretch, ranges = snippet(text, words)
        return Hit(word, title, stretch, ranges, url, ring)

    return [
        ("person", visible_people(actor).prefetch_related("name_forms"), lambda r, w: hit("person", r.name, ", ".join(f.name for f in r.name_forms.all()), reverse("members:person", args=[r.ref]), r.ring, w)),
        ("member", visible_members(actor), lambda r, w: hit("member", str(r), r.official_name, reverse("members:member", args=[r.ref]), r.ring, w)),
        ("meeting", visible_meetings(actor), lambda r, w: hit("meeting", r.title, f"{r.title}, {r.place} {r.theme}", reverse("desk:meeting", args=[r.ref]), r.ring, w)),
        ("entry", visible_entries(actor), lambda r, w: hit(r.kind, f"{r.record.meeting}, entry {r.position}", r.text, reverse("minutes:entry", args=[r.ref]), r.ring, w)),
        ("commitment", visible_commitments(actor), lambda r, w: hit("commitment", f"{r.meeting}", r.words, reverse("commitments:commitment", args=[r.ref]), r.ring, w)),
        ("offer", visible_offers(actor), lambda r, w: hit("offer to host", str(r), f"{r.place} {r.period_words} {r.parent_event} {r.theme}", reverse("meetings:offer", args=[r.ref]), r.ring, w)),
        ("item", visible_items(actor), lambda r, w: hit("agenda item", r.title, f"{r.title}. {r.note}", reverse("meetings:item", args=[r.ref]), r.ring, w)),
        ("paper", visible_papers(actor), lambda r, w: hit("paper of a meeting", f"{r.symbol} {r.title}", f"{r.symbol} {r.title}", reverse("meetings:paper", args=[r.ref]), r.ring, w)),
        ("reading", _read_sources(actor), lambda r, w: hit("paper", r.source.name, r.text, reverse("archive:source", args=[r.source.ref]), r.source.ring, w)),
    ]  # fmt: skip


def _read_sources(actor: Actor) -> QuerySet[Reading]:
    """The texts of papers whose source the actor may see: the source's ring decides, as on its page."""
    return Reading.objects.filter(source__in=visible_sources(actor)).select_related("source")


@dataclass(frozen=True, slots=True)
class Moment:
    """One point of the network's timeline: ``on`` gives its place, ``when`` is how it is told, which may be
    as vague as it was known or cleared.
    """

    on: date
    when: str
    word: str
    title: str
    words: str
    url: str
    ring: str
    named: Member | None = None
    """The member whose name stands in ``words``, for its footnote."""


def timeline(actor: Actor, network: Network, on: date) -> list[tuple[int, list[Moment]]]:
    """The network's life by year, newest first: meetings, what was decided, done and shown, and what became
    of each offer to host, as far as the actor may see them. Six queries, however long the life.
    """
    moments: list[Moment] = []
    for m in visible_meetings(actor).filter(network=network):
        url = reverse("desk:meeting", args=[m.ref])
        moments.append(Moment(m.starts_on, _days(m), "meeting", m.title, m.place, url, m.ring))
    for decision in visible_decisions(actor).filter(network=network):
        entry, at = decision.entry, decision.entry.record.meeting
        url, title = reverse("minutes:entry", args=[entry.ref]), f"{decision.number} {entry.text}"
        moments.append(Moment(at.starts_on, _days(at), "decision", title, at.title, url, entry.ring))
    for release in (
        visible_releases(actor).filter(network=network, state="released").select_related("meeting")
    ):
        for line in release.lines.all():
            url, place = reverse("desk:public_meeting", args=[release.ref]), release.title
            at_day = release.meeting.starts_on
            moments.append(Moment(at_day, release.when_words, "shown", line.words, place, url, "public"))
    for done in visible_commitments(actor).filter(network=network, state="done", done_on__isnull=False):
        url, day = reverse("commitments:commitment", args=[done.ref]), done.done_on or date.min
        when, owner = days_in_words(day, day), shown_owner(actor, done)
        moments.append(
            Moment(
                day, when, "done", done.words, _seat(owner), url, done.ring, owner.member if owner else None
            )
        )
    for offer in visible_offers(actor).filter(network=network):
        moments += _offer_moment(offer_line(actor, offer, on))
    years: dict[int, list[Moment]] = {}
    for moment in sorted(moments, key=lambda m: (m.on, m.word), reverse=True):
        years.setdefault(moment.on.year, []).append(moment)
    return list(years.items())


def _days(meeting: Meeting) -> str:
    return days_in_words(meeting.starts_on, meeting.ends_on, meeting.period_words)


def _offer_moment(line: OfferLine) -> list[Moment]:
    """An offer at the end of its time or, where that was never said, at the meeting it was made at, if the
    reader may see that; without any day it has no place in a timeline.
    """
    offer, made_at = line.offer, line.made_at
    at = offer.latest or offer.expires_on or offer.earliest or (made_at.starts_on if made_at else None)
    if at is None:
        return []
    word, words = f"offer {offer.state}", _seat(offer.seat)
    if offer.state == "open":
        answer = "never answered" if line.has_passed else "no answer yet"
        word, words = "offer", ", ".join(part for part in (words, answer) if part)
    when = offer.period_words or (days_in_words(at, at) if at != (made_at and made_at.starts_on) else "")
    url = reverse("meetings:offer", args=[offer.ref])
    return [
        Moment(
            at,
            when,
            word,
            offer.place or "A meeting",
            words,
            url,
            offer.ring,
            offer.seat.member if offer.seat else None,
        )
    ]

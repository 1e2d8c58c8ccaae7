"""What somebody who begins is given: the welcome pack of a seat, the handover pack of a Chair.

Both are read live, through the same doors as every page, and are shown as a page and as a PDF. A pack is a
title, some sentences and parts; a part is a sentence and rows. Nothing in it ranks States: what goes by seat
stands in the order of States.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q
from django.urls import reverse

from secretariat.access.rules import Actor, Ring
from secretariat.archive.reads import visible_readings
from secretariat.audit.reads import head
from secretariat.commitments.models import Decision
from secretariat.commitments.reads import (
    Line,
    asked_of_seats,
    follow_up_list,
    lines_of,
    visible_commitments,
    visible_decisions,
)
from secretariat.commitments.rules import STANDING
from secretariat.meetings.models import Meeting
from secretariat.meetings.reads import OfferLine, offer_lines, visible_meetings
from secretariat.members.models import Mandate, Member, Network, Seat
from secretariat.members.reads import (
    SeatLine,
    order_of_seat,
    own_mandates,
    seats_with_holders,
    visible_mandates,
    visible_members,
)
from secretariat.members.rules import may_know_address
from secretariat.minutes.models import Record
from secretariat.minutes.reads import visible_records
from secretariat.publishing.reads import visible_releases
from secretariat.publishing.rules import MARKINGS, narrowest
from secretariat.publishing.typeset import Footnote, PackData, PackPart
from secretariat.toolbox import clock
from secretariat.toolbox.days import days_in_words

from ..rules import promises

MOST_DATES, MOST_RECORDS, MOST_DECISIONS, MOST_FINISHED = 10, 5, 10, 20
ENDING_WITHIN, NEWCOMER_FOR = timedelta(days=90), timedelta(days=30)

HOW_WE_WORK = (
    "What is said in the room is recorded, what is recorded is promised, what is promised is done, what is "
    "done is shown. Every step leads back to the one before.",
    "A promise has an owner and a day. Say in a sentence how far it is; when it is done, say what shows it.",
    "A thing is seen by its ring: everybody, partners, members, Chair and Secretariat, or one seat alone. It "
    "is shown more widely only by a recorded release, in words cleared for it.",
    "Rights go with the mandate: they begin with its first day and are gone after its last.",
    "Under the Chatham House Rule what was said is kept, and who said it is not told.",
    "No data on victims, suspects or cases belongs here. No State is ranked and no vote is counted.",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells in words, where the first leads, its ring, and the members named in it."""

    cells: tuple[str, ...]
    url: str = ""
    ring: str = Ring.PUBLIC
    named: tuple[Member, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a pack; ``nothing`` is said where it has no rows, ``key`` is its place on the page."""

    key: str
    title: str
    rows: tuple[Row, ...]
    lead: str = ""
    head: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()
    nothing: str = ""

    @property
    def labelled(self) -> tuple[tuple[Row, tuple[tuple[str, str], ...]], ...]:
        """The rows, each with its cells after the first under the words of their columns: for a phone."""
        return tuple((row, tuple(zip(self.head[1:], row.cells[1:], strict=True))) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Pack:
    """A whole pack, for a page and for paper."""

    ref: str
    title: str
    for_whom: str
    text: str
    parts: tuple[Part, ...]
    widest: str = Ring.PUBLIC
    """The ring it is marked for whatever stands in it: the whole may be closed where each part is not."""

    @property
    def ring(self) -> str:
        """The ring of the narrowest thing in it."""
        return narrowest([self.widest, *(row.ring for part in self.parts for row in part.rows)])


def welcome_pack(actor: Actor, network: Network, on: date) -> Pack:
    """What a newcomer begins with: what the own seats promised, next dates, key records, contacts, how we work.

    As far as the actor may see it. Nine queries, however much there is.
    """
    standings = [s for s in actor.standings if s.network_id == network.pk]
    seats = " and ".join(dict.fromkeys(s.seat_label for s in standings)) or "nobody's seat"
    functions = " and ".join(dict.fromkeys(s.function for s in standings))
    open_lines = [line for line in asked_of_seats(actor, on) if line.commitment.network_id == network.pk]
    finished = visible_commitments(actor).filter(network=network, seat_id__in=actor.seat_ids)
    finished = finished.exclude(state__in=sorted(STANDING)).select_related(
        "entry__speaker", "entry__seat__member", "entry__on_behalf_of", "entry__record"
    )
    offers = [o for o in offer_lines(actor, network, on) if o.offer.seat_id in actor.seat_ids]
    return Pack(
        ref=f"{network.slug}/welcome/{standings[0].seat_code if standings else 'nobody'}",
        title=f"Welcome to {network.short_name}",
        for_whom=f"For {actor.label}, {functions}, {seats}",
        text="\n".join([network.about, _OF_THE_SEAT if promises(actor) else _OF_A_PARTNER]),
        parts=_as_asked(
            actor,
            _owed("open", "What your seat promised and is open", open_lines, nothing="Nothing stands open."),
            _owed(
                "finished",
                "What your seat promised and is finished",
                lines_of(actor, finished.order_by("-done_on", "-pk")[:MOST_FINISHED], on),
                nothing="Nothing is finished yet.",
                when="What became of it",
            ),
            _offers("Offers to host by your seat", offers, nothing="Your seat has offered to host nothing."),
            _dates(actor, network, on),
            _records(actor, network),
            _decisions(
                "Decisions in force, the newest first",
                visible_decisions(actor).filter(network=network)[:MOST_DECISIONS],
            ),
            _people(actor, "Contacts", seats_with_holders(actor, network, on)),
            Part("how", "How we work", tuple(Row((words,)) for words in HOW_WE_WORK)),
        ),
    )


_OF_THE_SEAT = (
    "This is what your seat stands for today, read at the moment you opened it. Whoever held the seat before you left "
    "it here; nothing of it has to be asked for."
)
_OF_A_PARTNER = (
    "This is what the network shows to those who accompany it, read at the moment you opened it. Nothing is asked of "
    "you; what was agreed among the members stays with them until it is released."
)


def _as_asked(actor: Actor, *parts: Part) -> tuple[Part, ...]:
    """The parts as they stand; for a seat that promises nothing only what is not empty, and how we work."""
    if promises(actor):
        return parts
    return tuple(part for part in parts if part.rows)


def is_newcomer(actor: Actor, on: date) -> bool:
    """Whether somebody sits at a seat for at most thirty days: their desk points to the welcome pack. One query."""
    begun = (m.starts_on for m in own_mandates(actor))
    return any(day is not None and on - day <= NEWCOMER_FOR for day in begun)


def handover_pack(actor: Actor, network: Network, on: date) -> Pack:
    """What a new Chair takes over: calendar, open decisions and commitments by seat, offers that wait, last
    records, who sits where, mandates that end soon, drafts under way.

    For Chair and Secretariat; the view and the reads ask. Twelve queries, however much there is.
    """
    lines = lines_of(actor, follow_up_list(actor, network, on), on)
    open_decisions = visible_decisions(actor).filter(
        Q(entry__commitments__state__in=sorted(STANDING)) | Q(review_on__gte=on), network=network
    )
    offers = [o for o in offer_lines(actor, network, on) if o.offer.state == "open"]
    seats = seats_with_holders(actor, network, on)
    return Pack(
        ref=f"{network.slug}/handover",
        widest=Ring.BUREAU,
        title=f"Handover of the Chair of {network.short_name}",
        for_whom="For the Chair who begins, from the Chair who ends and the Secretariat",
        text="Everything that is under way on this day, read at the moment it was opened. What goes by seat "
        "stands in the order of States.",
        parts=(
            _dates(actor, network, on),
            _decisions(
                "Decisions that are open",
                open_decisions.distinct(),
                nothing="No decision waits for anything.",
            ),
            _owed_by_seat(lines),
            _offers("Offers to host that wait for an answer", offers, nothing="No offer waits."),
            _records(actor, network),
            _people(actor, "Who sits where", seats),
            _ending(actor, network, on),
            _drafts(actor, network),
        ),
    )


def _day(day: date | None, empty: str = "no date") -> str:
    return days_in_words(day, day, "") if day else empty


def _name(seat: Seat | None) -> str:
    return "" if seat is None else str(seat.member) if seat.member else seat.label


def _named(*seats: Seat | None) -> tuple[Member, ...]:
    return tuple(seat.member for seat in seats if seat is not None and seat.member is not None)


def _by_when(line: Line) -> str:
    commitment = line.commitment
    if commitment.state == "done":
        return f"done on {_day(commitment.done_on)}"
    if commitment.state == "dropped":
        return "dropped"
    return _day(commitment.due_on) + (", overdue" if line.is_overdue else "")


def _line_url(line: Line) -> str:
    return reverse("commitments:commitment", args=[line.commitment.ref])


def _owed(key: str, title: str, lines: Iterable[Line], *, nothing: str, when: str = "By when") -> Part:
    rows = tuple(
        Row(
            (line.commitment.words, _by_when(line), line.commitment.meeting.title),
            _line_url(line),
            line.commitment.ring,
        )
        for line in lines
    )
    return Part(key, title, rows, head=("What", when, "Agreed at"), widths=(5, 2, 3), nothing=nothing)


def _owed_by_seat(lines: Sequence[Line]) -> Part:
    def place(line: Line) -> tuple[bool, tuple[int, str, str], date]:
        seat = line.owner
        order = order_of_seat(seat) if seat else (0, "", "")
        return seat is None, order, line.commitment.due_on or date.max

    rows = tuple(
        Row(
            (
                _name(line.owner) or ("not named here" if line.is_owner_hidden else "nobody yet"),
                line.commitment.words,
                _by_when(line),
            ),
            _line_url(line),
            line.commitment.ring,
            _named(line.owner),
        )
        for line in sorted(lines, key=place)
    )
    return Part(
        "owed",
        "What is owed, by seat",
        rows,
        lead="In the order of States; what nobody owes yet stands last.",
        head=("Owed by", "What", "By when"),
        widths=(2, 5, 2),
        nothing="Nothing stands open.",
    )


def _offers(title: str, lines: Iterable[OfferLine], *, nothing: str) -> Part:
    rows = tuple(
        Row(
            (
                _name(line.offer.seat) or "not named",
                line.offer.place or "a meeting",
                line.offer.period_words or _day(line.offer.earliest),
                "its time has passed" if line.has_passed else f"{line.offer.firmness}, {line.offer.state}",
            ),
            reverse("meetings:offer", args=[line.offer.ref]),
            line.offer.ring,
            _named(line.offer.seat),
        )
        for line in lines
    )
    return Part(
        "offers",
        title,
        rows,
        head=("By", "Where", "When", "How firm"),
        widths=(2, 2, 2, 2),
        nothing=nothing,
    )


def _dates(actor: Actor, network: Network, on: date) -> Part:
    ahead = visible_meetings(actor).filter(network=network, ends_on__gte=on)
    rows = tuple(_meeting(meeting) for meeting in ahead.order_by("starts_on", "pk")[:MOST_DATES])
    return Part(
        "dates",
        "Next dates",
        rows,
        head=("When", "What", "Where"),
        widths=(3, 4, 2),
        nothing="No meeting ahead is open to you.",
    )


def _meeting(meeting: Meeting) -> Row:
    when = days_in_words(meeting.starts_on, meeting.ends_on, meeting.period_words)
    url = reverse("desk:meeting", args=[meeting.ref])
    return Row((when, meeting.title, meeting.place or "not said yet"), url, meeting.ring)


def _records(actor: Actor, network: Network) -> Part:
    rows = visible_records(actor).filter(network=network)[:MOST_RECORDS]
    return Part(
        "records",
        "The last records",
        tuple(_record(record) for record in rows),
        head=("Record of", "Held", "Stands"),
        widths=(4, 3, 3),
        nothing="No record is open to you yet.",
    )


def _record(record: Record) -> Row:
    meeting = record.meeting
    held = days_in_words(meeting.starts_on, meeting.ends_on, meeting.period_words)
    state = f"approved on {_day(record.approved_on)}" if record.approved_on else record.state
    return Row((meeting.title, held, state), reverse("minutes:record", args=[record.ref]), record.ring)


def _decisions(title: str, rows: Iterable[Decision], nothing: str = "No decision is numbered yet.") -> Part:
    return Part(
        "decisions",
        title,
        tuple(
            Row(
                (
                    decision.number,
                    decision.entry.text,
                    _day(decision.review_on, "no day set"),
                ),
                reverse("minutes:entry", args=[decision.entry.ref]),
                narrowest([decision.ring, decision.entry.ring]),
            )
            for decision in rows
        ),
        head=("No.", "What was decided", "Looked at again"),
        widths=(1, 5, 2),
        nothing=nothing,
    )


def _people(actor: Actor, title: str, lines: Iterable[SeatLine]) -> Part:
    rows: list[Row] = []
    for line in lines:
        if line.holder is None and not promises(actor):
            continue  # who sits there is not open to a partner, and a row for each seat would say only that
        seat, url = line.seat, reverse("members:seat", args=[line.seat.ref])
        substitutes = [m for m in line.others if m.function == "substitute"]
        held = [m for m in [line.holder, *substitutes] if m is not None]
        for mandate in held:
            address = mandate.person.email or "no address noted"
            if not may_know_address(actor, seat.network_id):
                address = "not told here"
            who = (mandate.person.name, mandate.function, address)
            rows.append(Row((_name(seat), *who), url, mandate.person.ring, _named(seat)))
        if line.holder is None:
            since = f"vacant since {_day(line.vacant_since)}" if line.vacant_since else "vacant"
            words = since if line.is_vacant else "not named here"
            rows.append(Row((_name(seat), words, "", ""), url, seat.ring, _named(seat)))
    return Part(
        "people",
        title,
        tuple(rows),
        lead="In the order of States; a vacant seat is shown, and never counts as consent."
        if promises(actor)
        else "As far as the network names them to partners; for anything else write to the Secretariat.",
        head=("Seat", "Who", "As", "Address"),
        widths=(4, 4, 3, 5),
        nothing="Nobody is open to you.",
    )


def _ending(actor: Actor, network: Network, on: date) -> Part:
    rows = visible_mandates(actor).filter(
        seat__network=network, starts_on__lte=on, ends_on__gte=on, ends_on__lte=on + ENDING_WITHIN
    )

    def row(mandate: Mandate) -> Row:
        cells = (_day(mandate.ends_on), mandate.person.name, f"{mandate.function}, {_name(mandate.seat)}")
        url = reverse("members:seat", args=[mandate.seat.ref])
        return Row(cells, url, mandate.person.ring, _named(mandate.seat))

    return Part(
        "ending",
        "Mandates that end within three months",
        tuple(row(mandate) for mandate in rows.order_by("ends_on", "pk")),
        head=("Ends", "Who", "As"),
        widths=(2, 3, 4),
        nothing="No mandate ends within three months.",
    )


def _drafts(actor: Actor, network: Network) -> Part:
    rows = [
        Row(
            (f"Record of {record.meeting.title}", record.state),
            reverse("minutes:record", args=[record.ref]),
            record.ring,
        )
        for record in visible_records(actor).filter(network=network).exclude(state="approved")
    ]
    releases = visible_releases(actor).filter(network=network, state="draft").select_related("meeting")
    for release in releases:
        url = reverse("publishing:release", args=[release.meeting.ref])
        rows.append(Row((f"Public page: {release.title}", "prepared, not released"), url, Ring.BUREAU))
    for reading in visible_readings(actor).filter(network=network, state="read"):
        url = reverse("archive:review", args=[reading.ref])
        rows.append(Row((f"Old paper: {reading.source.name}", "read, to be checked"), url, reading.ring))
    return Part(
        "drafts",
        "Drafts under way",
        tuple(rows),
        head=("What", "Stands"),
        widths=(5, 3),
        nothing="Nothing is under way.",
    )


def paper_of(actor: Actor, network: Network, pack: Pack) -> PackData:
    """A pack as the typesetter takes it, marked for the narrowest thing in it. Two queries."""
    number, digest = head()
    now = clock.now()
    return PackData(
        network_name=network.name,
        marking=MARKINGS[pack.ring],
        ref=pack.ref,
        title=pack.title,
        for_whom=pack.for_whom,
        text=pack.text,
        parts=tuple(
            PackPart(
                title=part.title,
                lead=part.lead,
                head=part.head,
                widths=part.widths,
                rows=tuple(row.cells for row in part.rows),
                nothing=part.nothing,
            )
            for part in pack.parts
        ),
        deed_head=f"{number} {digest}",
        generated=f"Typeset on {now.day} {now:%B %Y} at {now:%H:%M} UTC",
        footnotes=tuple(
            Footnote(mark=m.footnote_mark, text=m.footnote)
            for m in visible_members(actor).filter(network=network).exclude(footnote="")
        ),
        made_at=now,
    )

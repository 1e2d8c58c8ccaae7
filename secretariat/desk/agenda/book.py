"""The book of a meeting for one reader: its papers bound into one file, kept until one of them changes.

A book is kept sealed under the digest of all that stands in it, so that one that is unchanged is not built again,
and one that holds another paper is another file. It can be thrown away at any time.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Final

from django.conf import settings

from secretariat.access.rules import Actor
from secretariat.archive.models import Source
from secretariat.archive.reads import keyring, opened_source, visible_sources
from secretariat.audit.rules import canonical
from secretariat.meetings.models import Meeting, Paper
from secretariat.meetings.reads import papers_in_the_book
from secretariat.members.reads import visible_seats
from secretariat.publishing import typeset
from secretariat.publishing.rules import MARKINGS, narrowest
from secretariat.toolbox.vault import SealBroken, seal, unseal

from .printed import agenda_data, paper_note, seat_name, state_word
from .reads import KEEPER, agenda_page

KEPT_FOR: Final = timedelta(days=30)
"""After that a book that nobody asked for again goes; it is built anew when somebody does."""
_OTHER: Final = "Other papers"


@dataclass(frozen=True, slots=True)
class Plan:
    """What stands in a book, without the bytes: its frame, its agenda, its papers part by part with their files,
    and the digest of all of it.
    """

    frame: typeset.BookData
    agenda: typeset.AgendaData
    parts: tuple[tuple[str, tuple[tuple[Paper, Source], ...]], ...]
    digest: str


def plan_of(actor: Actor, meeting: Meeting, now: datetime) -> Plan:
    """What stands in the actor's book of a meeting: the papers that are in the book and that the actor may see,
    but for one whose file was purged or waits to be looked through. At most seventeen queries.
    """
    page = agenda_page(actor, meeting, now)
    agenda = agenda_data(actor, page, now)
    papers = list(papers_in_the_book(actor, meeting))
    files = {
        s.ref: s for s in visible_sources(KEEPER).filter(ref__in=[p.source_ref for p in papers], state="kept")
    }
    numbers = {line.item.pk: f"{line.number}. {line.item.title}" for line in page.agenda.lines}
    parts = _parts([p for p in papers if p.source_ref in files], files, numbers)
    bound = [paper for _, found in parts for paper, _ in found]
    frame = typeset.BookData(
        network_name=meeting.network.name,
        marking=MARKINGS[narrowest([_ring_of(agenda), *(paper.ring for paper in bound)])],
        ref=agenda.ref,
        title=meeting.title,
        state_word=state_word(meeting),
        for_whom=_for_whom(actor, meeting),
        meeting=agenda.meeting,
        left_out=agenda.left_out,
        agenda_ref=agenda.ref,
        footnotes=agenda.footnotes,
        made_at=now,
    )
    return Plan(frame, agenda, parts, _digest(frame, agenda, parts))


def _ring_of(agenda: typeset.AgendaData) -> str:
    return next(ring for ring, words in MARKINGS.items() if words == agenda.marking)


def _for_whom(actor: Actor, meeting: Meeting) -> str:
    seats = visible_seats(actor).filter(pk__in=sorted(actor.seat_ids), network=meeting.network_id)
    seat = seats.select_related("member").order_by("pk").first()
    if seat is None:
        return ""
    return f"Book of the delegation of {seat_name(seat)}" if seat.member else f"Book of: {seat.label}"


def _parts(
    papers: list[Paper], files: Mapping[str, Source], numbers: Mapping[int, str]
) -> tuple[tuple[str, tuple[tuple[Paper, Source], ...]], ...]:
    """The papers under their items in the order of the agenda, those under none at the end."""
    by_title: dict[str, list[tuple[Paper, Source]]] = {title: [] for title in (*numbers.values(), _OTHER)}
    for paper in papers:
        title = numbers.get(paper.item_id or 0, _OTHER)
        by_title[title].append((paper, files[paper.source_ref]))
    return tuple((title, tuple(found)) for title, found in by_title.items() if found)


def _digest(
    frame: typeset.BookData,
    agenda: typeset.AgendaData,
    parts: tuple[tuple[str, tuple[tuple[Paper, Source], ...]], ...],
) -> str:
    said: dict[str, object] = {
        "program": version("secretariat"),
        "frame": _without_instant(frame),
        "agenda": _without_instant(agenda),
        "parts": [
            [title, [[p.symbol, p.title, paper_note(p), source.sha256] for p, source in found]]
            for title, found in parts
        ],
    }
    return hashlib.sha256(canonical(said)).hexdigest()


def _without_instant(data: typeset.BookData | typeset.AgendaData) -> dict[str, object]:
    facts = asdict(data)
    # When it was made is no part of what it says; a book of yesterday is as good as one of today.
    del facts["made_at"]
    facts.pop("agenda", None)
    return facts


def book_of(actor: Actor, meeting: Meeting, now: datetime) -> bytes:
    """The actor's book of a meeting as PDF, from memory where nothing in it has changed. Queries of ``plan_of``.

    Raises SourceUnreadable naming the paper where a file is damaged or locked by a password.
    """
    plan = plan_of(actor, meeting, now)
    kept = folder() / plan.digest
    if kept.exists():
        try:
            found = unseal(kept.read_bytes(), keyring())
        except SealBroken:
            # Sealed to a key that is gone, or damaged: it is built anew.
            kept.unlink(missing_ok=True)
        else:
            os.utime(kept)
            return found
    book = typeset.book_pdf(_whole(plan))
    _keep(kept, book, now)
    return book


def _whole(plan: Plan) -> typeset.BookData:
    return replace(
        plan.frame,
        agenda=typeset.agenda_pdf(plan.agenda),
        parts=tuple(
            typeset.BookPart(title=title, papers=tuple(_paper(paper, source) for paper, source in found))
            for title, found in plan.parts
        ),
    )


def _paper(paper: Paper, source: Source) -> typeset.BookPaper:
    with opened_source(source) as path:
        pdf = path.read_bytes()
    return typeset.BookPaper(symbol=paper.symbol, title=paper.title, state=paper_note(paper), pdf=pdf)


def folder() -> Path:
    """Where books are kept: beside the papers, and in no backup."""
    return settings.HOME / "books"


def _keep(path: Path, book: bytes, now: datetime) -> None:
    path.parent.mkdir(exist_ok=True, mode=0o700)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    part.write_bytes(seal(book, keyring()))
    part.rename(path)
    oldest = (now - KEPT_FOR).timestamp()
    for other in path.parent.iterdir():
        if other != path and other.stat().st_mtime < oldest:
            other.unlink(missing_ok=True)


def forget_books() -> None:
    """Throws all kept books away: words that were purged may stand in any of them."""
    if folder().exists():
        for path in folder().iterdir():
            path.unlink(missing_ok=True)

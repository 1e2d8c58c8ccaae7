"""Every write about the papers of a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from secretariat.access.rules import Actor, require
from secretariat.audit.actions import record_deed
from secretariat.audit.wiping import wipe_deeds_of
from secretariat.members.models import Network, Seat
from secretariat.members.rules import refuse_other_network
from secretariat.toolbox import clock
from secretariat.toolbox.errors import Conflict, RuleBroken

from ..agendas import refuse_other_seat, refuse_ring
from ..deadlines import refuse_late
from ..models import AgendaItem, Meeting, Paper, SymbolSeries
from ..reads import due_or_none
from ..rules import PURGED
from ..symbols import PAPER_KINDS, meeting_series, numbered, paper_series, refuse_step, suffix_series

_CHANGEABLE = frozenset({"title", "language", "item"})


@dataclass(frozen=True, slots=True)
class Delivered:
    """A file as it lies in the archive: its reference there, its own name, its digest (SHA-256), and its pages
    where it is a PDF (else 0).
    """

    source_ref: str
    name: str
    sha256: str
    pages: int


@transaction.atomic
def announce_paper(
    actor: Actor,
    *,
    meeting: Meeting,
    title: str,
    kind: str = "for information",
    item: AgendaItem | None = None,
    seat: Seat | None = None,
    ring: str = "members",
    language: str = "en",
    of: Paper | None = None,
    suffix: str = "",
) -> Paper:
    """Announces a paper and gives it its symbol, which no other paper ever gets.

    ``seat`` is its originator; without one it is the network's own, and brought by Chair or Secretariat. ``of``
    with ``suffix`` (revision, addendum, corrigendum): a later paper to one that is here; its kind is that one's.
    Raises NotAllowed for a seat the actor does not speak for, also that of the paper continued, RuleBroken without a title, for an unknown kind, a
    ring wider than the meeting's, the item's or that of the paper it belongs to, and an item of another meeting.
    """
    require(actor, "meetings.announce_paper", meeting)
    row = Meeting.objects.select_for_update(of=("self",)).select_related("network").get(pk=meeting.pk)
    if row.is_cancelled:
        raise RuleBroken("meetings.cancelled", "This meeting is cancelled; no paper is brought to it.")
    refuse_other_network(row.network_id, seat)
    refuse_other_seat(actor, row.network_id, seat.pk if seat else None)
    if of is not None:
        # A revision in a State's symbol would be taken for that State's own.
        refuse_other_seat(actor, row.network_id, of.seat_id)
    kind = of.kind if of is not None else kind
    if not title.strip() or kind not in PAPER_KINDS:
        raise RuleBroken("meetings.paper", f"A paper needs a title and is one of: {', '.join(PAPER_KINDS)}.")
    _refuse_elsewhere(row, item, of)
    refuse_ring(ring, [row.ring, *(other.ring for other in (item, of) if other is not None)])
    paper = Paper.objects.create(
        network_id=row.network_id,
        meeting=row,
        item=item,
        ring=ring,
        seat=seat,
        symbol=_symbol(row, kind, of, suffix),
        of=of,
        kind=kind,
        title=" ".join(title.split()),
        language=language,
    )
    record_deed(actor, "meetings.announce_paper", paper, after=_values(paper))
    return paper


def _refuse_elsewhere(meeting: Meeting, item: AgendaItem | None, of: Paper | None) -> None:
    if any(other is not None and other.meeting_id != meeting.pk for other in (item, of)):
        raise RuleBroken("meetings.paper_elsewhere", "A paper lies under an item of its own meeting.")
    if of is not None and of.state == "withdrawn":
        raise RuleBroken("meetings.paper_state", "A withdrawn paper is not continued.")


def _symbol(meeting: Meeting, kind: str, of: Paper | None, suffix: str) -> str:
    if of is not None:
        return _next(meeting.network, suffix_series(of.symbol, suffix))
    if not meeting.symbol:
        series = meeting_series(meeting.network.short_name, meeting.starts_on.year, meeting.kind)
        meeting.symbol = _next(meeting.network, series)
        meeting.save(update_fields=["symbol"])
    return _next(meeting.network, paper_series(meeting.symbol, kind))


def _next(network: Network, stem: str) -> str:
    """The next symbol of a series. Counted in a row of its own, so that removing a thing frees no number."""
    series, _ = SymbolSeries.objects.select_for_update().get_or_create(network=network, stem=stem)
    series.last += 1
    series.save(update_fields=["last"])
    return numbered(stem, series.last)


@transaction.atomic
def change_paper(actor: Actor, *, paper: Paper, version: int, **fields: Any) -> Paper:
    """Changes the title, the language or the item of a paper; its symbol and its ring stay.

    Raises Conflict when somebody changed it meanwhile, RuleBroken without a title, for an item of another
    meeting, for one narrower than the paper, and for a withdrawn paper.
    """
    require(actor, "meetings.change_paper", paper)
    unknown = set(fields) - _CHANGEABLE
    if unknown:
        raise TypeError(f"a paper has no {', '.join(sorted(unknown))} to change")
    row = _paper(paper)
    before = _values(row)
    if row.version != version:
        raise Conflict(
            "Somebody changed this paper while you did.",
            ours="\n".join(f"{name}: {value}" for name, value in sorted(fields.items())),
            theirs="\n".join(f"{name}: {before[name]}" for name in sorted(fields)),
        )
    for name, value in fields.items():
        setattr(row, name, value)
    row.title = " ".join(row.title.split())
    if not row.title:
        raise RuleBroken("meetings.paper", "A paper needs a title.")
    _refuse_elsewhere(row.meeting, row.item, None)
    refuse_ring(row.ring, [row.item.ring] if row.item else [])
    row.version += 1
    row.save()
    record_deed(actor, "meetings.change_paper", row, before=before, after=_values(row))
    return row


def _paper(paper: Paper) -> Paper:
    row = (
        Paper.objects.select_for_update(of=("self",))
        .select_related("meeting__network", "item")
        .get(pk=paper.pk)
    )
    if row.state == "withdrawn":
        raise RuleBroken("meetings.paper_state", "This paper is withdrawn; its symbol stays its own.")
    return row


@transaction.atomic
def deliver_paper(actor: Actor, *, paper: Paper, file: Delivered) -> Paper:
    """Takes the file of a paper, or a better one in its place; it is looked at anew before others open it.

    After its day it is late, and says so. Raises RuleBroken for a paper for decision that its seat brings after
    the day the terms give: the refusal cites the article, and Chair or Secretariat can still take it in.
    """
    require(actor, "meetings.deliver_paper", paper)
    row, now = _paper(paper), clock.now()
    refuse_step(row.state, to="delivered")
    due = due_or_none(row.meeting, "papers_for_decision")
    if due and row.kind == "for decision" and actor.kind != "system" and not actor.is_bureau(row.network_id):
        refuse_late(
            due, now, what=f"The paper {row.symbol}", who="Chair or Secretariat can still take it in, as late"
        )
    before = _values(row)
    row.source_ref, row.file_name, row.sha256, row.pages = file.source_ref, file.name, file.sha256, file.pages
    row.state, row.delivered_at, row.is_late = "delivered", now, due is not None and now >= due.at
    row.version += 1
    row.save()
    record_deed(actor, "meetings.deliver_paper", row, before=before, after=_values(row))
    return row


@transaction.atomic
def review_paper(actor: Actor, *, paper: Paper) -> Paper:
    """Notes that the Secretariat looked a paper through: from now on all open it who may see it.

    Raises RuleBroken unless it was delivered.
    """
    require(actor, "meetings.review_paper", paper)
    row = _paper(paper)
    refuse_step(row.state, to="reviewed")
    row.state = "reviewed"
    row.version += 1
    row.save()
    record_deed(actor, "meetings.review_paper", row, before={"state": "delivered"}, after=_values(row))
    return row


@transaction.atomic
def put_in_book(actor: Actor, *, paper: Paper) -> Paper:
    """Puts a reviewed paper into the book of every delegation that may see it.

    Raises RuleBroken unless it was reviewed, and for a file that is no PDF: only pages can be bound.
    """
    require(actor, "meetings.put_in_book", paper)
    row = _paper(paper)
    refuse_step(row.state, to="in the book")
    if not row.pages:
        raise RuleBroken(
            "meetings.book_needs_pages",
            f"{row.file_name} is no PDF. Print it to PDF and deliver that; a book is bound from pages.",
        )
    row.state = "in the book"
    row.version += 1
    row.save()
    record_deed(actor, "meetings.put_in_book", row, before={"state": "reviewed"}, after=_values(row))
    return row


@transaction.atomic
def withdraw_paper(actor: Actor, *, paper: Paper) -> Paper:
    """Takes a paper back, out of every book. Its row stays, so that its symbol is never given again.

    Raises RuleBroken where it is withdrawn already.
    """
    require(actor, "meetings.withdraw_paper", paper)
    row = _paper(paper)
    before = _values(row)
    row.state = "withdrawn"
    row.version += 1
    row.save()
    record_deed(actor, "meetings.withdraw_paper", row, before=before, after=_values(row))
    return row


@transaction.atomic
def purge_paper(actor: Actor, *, paper: Paper, reason: str) -> Paper:
    """Wipes what is said of a paper for good, in its deeds too, and withdraws it. Its file is the archive's, and
    is purged there; its symbol stays, and is never given again.

    ``reason`` says why and names nobody. Raises RuleBroken without it.
    """
    require(actor, "meetings.purge_paper", paper)
    row = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
    wipe_deeds_of(actor, thing=row, reason=reason)
    row.title, row.file_name, row.state = PURGED, "", "withdrawn"
    row.version += 1
    row.save()
    record_deed(actor, "meetings.purge_paper", row, label=f"{row.ref} ({reason.strip()})")
    return row


def _values(paper: Paper) -> dict[str, object]:
    names = (
        "symbol",
        "title",
        "kind",
        "item",
        "language",
        "ring",
        "state",
        "source_ref",
        "sha256",
        "is_late",
    )
    return {name: str(getattr(paper, name)) for name in names}

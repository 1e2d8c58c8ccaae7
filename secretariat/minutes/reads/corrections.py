"""Every query about corrections."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from secretariat.access.rules import Actor, SeatKind, sees
from secretariat.meetings.models import Meeting
from secretariat.members.models import Seat

from ..models import Correction, Entry, Record
from ..rules import word_changes
from .entries import is_speaker_hidden, visible_entries


def visible_corrections(actor: Actor) -> QuerySet[Correction]:
    """The corrections the actor may see: those asked for by the seats the actor speaks for, for Chair and
    Secretariat all of their network, and those of a corrigendum for everybody who sees the entry. Never more than
    the entry shows.
    """
    rows = Correction.objects.select_related("entry__record", "seat__member", "record", "agreed_at")
    if actor.kind == "system":
        return rows
    bureaus = [n for n in actor.network_ids if actor.is_bureau(n)]
    own = [s.seat_id for s in actor.standings if actor.speaks_for(s.seat_id)]
    open_to = Q(network__in=bureaus) | Q(seat__in=own) | Q(number__isnull=False)
    return rows.filter(open_to, entry__in=visible_entries(actor).order_by().values("pk"))


@dataclass(frozen=True, slots=True)
class CorrectionLine:
    """A correction as a page prints it: what changes in pieces, the seat that asked, none where the Chatham House
    Rule hides whose words they are, and the later meeting that agreed to it, none where the reader does not see it.
    """

    correction: Correction
    seat: Seat | None
    pieces: tuple[tuple[str, str], ...]
    meeting: Meeting | None


def correction_line(actor: Actor, correction: Correction) -> CorrectionLine:
    """One correction as this actor may read it. No query for a row of ``visible_corrections``."""
    is_hidden = is_speaker_hidden(actor, correction.entry) and not actor.speaks_for(correction.seat_id)
    pieces = word_changes(correction.before, correction.words)
    agreed_at = correction.agreed_at
    meeting = agreed_at if agreed_at is not None and sees(actor, agreed_at) else None
    return CorrectionLine(correction, None if is_hidden else correction.seat, pieces, meeting)


def corrections_of(actor: Actor, record: Record) -> list[CorrectionLine]:
    """What was asked for in a record, as far as the actor may know: in the order of the entries. One query."""
    return [correction_line(actor, row) for row in visible_corrections(actor).filter(record=record)]


def later_corrections(actor: Actor, record: Record) -> list[CorrectionLine]:
    """What later meetings agreed to correct in an approved record, as far as the actor may know. One query."""
    rows = visible_corrections(actor).filter(record=record, agreed_at__isnull=False)
    return [correction_line(actor, row) for row in rows]


def correcting_seat(actor: Actor, entry: Entry) -> Seat | None:
    """The seat in whose name the actor asks for a correction of an entry: the entry's own where the actor speaks for
    it, else an office held in the network. One query.
    """
    held = [s for s in actor.standings if s.network_id == entry.network_id and actor.speaks_for(s.seat_id)]
    own = [s.seat_id for s in held if s.seat_id == entry.seat_id]
    offices = [s.seat_id for s in held if s.seat_kind in {SeatKind.CHAIR, SeatKind.SECRETARIAT}]
    wanted = (own + offices)[:1]
    return Seat.objects.filter(pk__in=wanted).select_related("member").first() if wanted else None

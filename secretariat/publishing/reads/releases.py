"""Every query about releases, and a meeting's report as the typesetter takes it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet

from secretariat.access.rules import Actor, Ring
from secretariat.commitments.models import Commitment, Decision
from secretariat.meetings.models import AgendaItem, Meeting, Paper
from secretariat.minutes.models import Entry, Record
from secretariat.minutes.reads import EntryLine, entries_of, record_of
from secretariat.toolbox.days import days_in_words

from ..models import Release, ReleasedLine, RingChange


def visible_releases(actor: Actor) -> QuerySet[Release]:
    """Released pages for everybody; drafts and withdrawn ones for Chair and Secretariat only."""
    allowed = Q(state="released")
    for network_id in actor.network_ids:
        if Ring.BUREAU in actor.rings_in(network_id):
            allowed |= Q(network_id=network_id)
    rows = Release.objects.all() if actor.kind == "system" else Release.objects.filter(allowed)
    return rows.select_related("network").prefetch_related("lines")


def visible_sentences(actor: Actor) -> QuerySet[ReleasedLine]:
    """The cleared sentences of the pages that the actor sees, with their page and its meeting."""
    pages = visible_releases(actor).order_by().values("pk")
    return ReleasedLine.objects.filter(release__in=pages).select_related("release__meeting")


def rings_around(thing: Model) -> tuple[str, ...]:
    """The rings of what a thing stands in, beyond which nobody sees it. At most two queries."""
    if isinstance(thing, Record):
        return (thing.meeting.ring,)
    if isinstance(thing, AgendaItem):
        return (thing.meeting.ring,)
    if isinstance(thing, Paper):
        return (thing.meeting.ring, *((thing.item.ring,) if thing.item is not None else ()))
    if isinstance(thing, Entry):
        return (thing.record.ring, *rings_around(thing.record))
    if isinstance(thing, Decision):
        return (thing.entry.ring, *rings_around(thing.entry))
    if isinstance(thing, Commitment):
        entry = (thing.entry.ring, thing.entry.record.ring) if thing.entry is not None else ()
        return (thing.meeting.ring, *entry)
    return ()


def ring_changes_of(actor: Actor, thing_ref: str) -> QuerySet[RingChange]:
    """The releases and narrowings of a thing that the caller has been allowed to see, newest first."""
    return RingChange.objects.filter(thing_ref=thing_ref)


def visible_ring_changes(actor: Actor) -> QuerySet[RingChange]:
    """The releases and narrowings in every network of which the actor sees what only its bureau does."""
    networks = [n for n in actor.network_ids if Ring.BUREAU in actor.rings_in(n)]
    return RingChange.objects.filter(network__in=networks).select_related("network")


def ring_changes(actor: Actor, network_id: int) -> QuerySet[RingChange]:
    """All releases and narrowings of a network, newest first, for whoever sees what only its bureau does."""
    rows = RingChange.objects.filter(network_id=network_id)
    return rows if Ring.BUREAU in actor.rings_in(network_id) else rows.none()


@dataclass(frozen=True, slots=True)
class Draft:
    """What the page that prepares a release begins with: ``words`` by the entry's row id, ``others`` for the
    sentences that stem from no entry the actor sees.
    """

    release: Release | None
    lines: list[EntryLine]
    facts: dict[str, str]
    words: dict[int, str]


def draft_of(actor: Actor, meeting: Meeting) -> Draft:
    """A release as it was last prepared; for the first time the meeting's own facts and its decisions.

    Only decisions are proposed, in the record's own ring and not under the Chatham House Rule: all else that
    was said becomes public only in words somebody writes for it. Four queries, however long the record.
    Source: own choice, because a decision is made to be carried out, a speech is made in confidence.
    """
    release = visible_releases(actor).filter(meeting=meeting).first()
    record = record_of(actor, meeting)
    lines = entries_of(actor, record) if record else []
    if release is None:
        days = days_in_words(meeting.starts_on, meeting.ends_on, meeting.period_words)
        facts = {"title": meeting.title, "when_words": days, "place": meeting.place}
        return Draft(None, lines, facts, {x.entry.pk: x.entry.text for x in lines if _is_proposed(x.entry)})
    facts = {name: getattr(release, name) for name in ("title", "when_words", "place", "summary")}
    asked = {line.entry.pk for line in lines}
    kept = list(release.lines.all())
    facts["others"] = "\n".join(line.words for line in kept if line.entry_id not in asked)
    return Draft(
        release, lines, facts, {line.entry_id: line.words for line in kept if line.entry_id in asked}
    )


def _is_proposed(entry: Entry) -> bool:
    is_as_open = not Ring(entry.record.ring).is_wider_than(Ring(entry.ring))
    return entry.kind == "decision" and is_as_open and not entry.is_chatham_house

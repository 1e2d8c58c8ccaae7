"""What can be purged, by the beginning of its reference: its door, its deed, and what else may hold the same words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from secretariat.access.rules import Actor
from secretariat.archive.actions import purge_source
from secretariat.archive.reads import origin_of, visible_sources
from secretariat.commitments.actions import purge_commitment, purge_progress
from secretariat.commitments.reads import visible_commitments, visible_progress
from secretariat.meetings.actions import purge_item, purge_meeting, purge_offer, purge_paper, purge_poll
from secretariat.meetings.actions.delegations import purge_delegate
from secretariat.meetings.actions.invitations import purge_invitation
from secretariat.meetings.reads import (
    visible_items,
    visible_meetings,
    visible_offers,
    visible_papers,
    visible_polls,
)
from secretariat.meetings.reads.delegations import visible_delegates
from secretariat.meetings.reads.invitations import visible_invitations
from secretariat.minutes.actions import purge_entry
from secretariat.minutes.reads import visible_entries, visible_records, visible_removed_entries
from secretariat.publishing.actions import purge_release_line, purge_ring_reason
from secretariat.publishing.reads import visible_ring_changes, visible_sentences
from secretariat.toolbox.errors import NotVisible


@dataclass(frozen=True, slots=True)
class Purge:
    """One kind of thing that can be purged; ``goes`` says in words what is wiped with it."""

    word: str
    deed: str
    goes: str
    door: Callable[[Actor], QuerySet[Any]]
    carry_out: Callable[[Actor, Any, str], object]
    back: Callable[[Any], str]
    judged: Callable[[Any], Any] = lambda thing: thing
    """What the right is asked of: the thing, or what it is a part of."""


def _entries(actor: Actor) -> QuerySet[Any]:
    return visible_entries(actor) | visible_removed_entries(actor)


PURGES: dict[str, Purge] = {
    "entry": Purge(
        "entry of a record",
        "minutes.purge_entry",
        "its words in every revision, a speaker or a mandate given in words, and the words of its deeds",
        _entries,
        lambda actor, thing, reason: purge_entry(actor, entry=thing, reason=reason),
        lambda thing: reverse("minutes:entry", args=[thing.ref]),
    ),
    "sentence": Purge(
        "sentence of a public page",
        "publishing.purge_release_line",
        "its place on the page and the words of the page's deeds; the rest of the page stays as it is",
        visible_sentences,
        lambda actor, thing, reason: purge_release_line(actor, line=thing, reason=reason),
        lambda thing: reverse("publishing:release", args=[thing.release.meeting.ref]),
        lambda thing: thing.release,
    ),
    "meeting": Purge(
        "meeting",
        "meetings.purge_meeting",
        "its title, its place, its theme, whom it names in words, and the words of its deeds and its record's; "
        "its days, its seats and who attended stay",
        visible_meetings,
        lambda actor, thing, reason: purge_meeting(
            actor, meeting=thing, reason=reason, called_after=visible_records(actor).filter(meeting=thing)
        ),
        lambda thing: reverse("desk:meeting", args=[thing.ref]),
    ),
    "offer": Purge(
        "offer to host",
        "meetings.purge_offer",
        "its words and the words of its deeds; whose it is, its days and its answer stay",
        visible_offers,
        lambda actor, thing, reason: purge_offer(actor, offer=thing, reason=reason),
        lambda thing: reverse("meetings:offer", args=[thing.ref]),
    ),
    "item": Purge(
        "agenda item",
        "meetings.purge_item",
        "its title, its note, why it was changed, and the words of its deeds; its place, its times and its papers stay",
        visible_items,
        lambda actor, thing, reason: purge_item(actor, item=thing, reason=reason),
        lambda thing: reverse("desk:agenda", args=[thing.meeting.ref]),
    ),
    "paper": Purge(
        "paper of a meeting",
        "meetings.purge_paper",
        "its title, the name of its file and the words of its deeds, and it is withdrawn from every book; its symbol "
        "stays, and its file is purged in the archive",
        visible_papers,
        lambda actor, thing, reason: purge_paper(actor, paper=thing, reason=reason),
        lambda thing: reverse("desk:agenda", args=[thing.meeting.ref]),
    ),
    "poll": Purge(
        "question of a date",
        "meetings.purge_poll",
        "its title and the words of its deeds; the days, and which seat said what, stay",
        visible_polls,
        lambda actor, thing, reason: purge_poll(actor, poll=thing, reason=reason),
        lambda thing: reverse("meetings:poll", args=[thing.ref]),
    ),
    "invitation": Purge(
        "invitation",
        "meetings.purge_invitation",
        "its own words, the words of its letters and of its deeds, and what seats added to their answers; who was "
        "written to, under which number, and each answer stay",
        visible_invitations,
        lambda actor, thing, reason: purge_invitation(actor, invitation=thing, reason=reason),
        lambda thing: reverse("meetings:invitation", args=[thing.ref]),
    ),
    "delegate": Purge(
        "name of a delegation",
        "meetings.purge_delegate",
        "the name, the function, the words of the credentials, the message, what the person needs, and the words of "
        "its deeds; the person and a note that came as a file stay",
        visible_delegates,
        lambda actor, thing, reason: purge_delegate(actor, delegate=thing, reason=reason),
        lambda thing: reverse("desk:meeting", args=[thing.delegation.meeting.ref]),
        lambda thing: thing.delegation.meeting,
    ),
    "change": Purge(
        "reason for a change of who sees something",
        "publishing.purge_ring_reason",
        "its words; who changed what, and when, stays",
        visible_ring_changes,
        lambda actor, thing, reason: purge_ring_reason(actor, change=thing, reason=reason),
        lambda thing: reverse("rights:exceptions"),
        lambda thing: thing.network,
    ),
    "commitment": Purge(
        "follow-up line",
        "commitments.purge_commitment",
        "its words and the words of its deeds; its owner, days and reports stay",
        visible_commitments,
        lambda actor, thing, reason: purge_commitment(actor, commitment=thing, reason=reason),
        lambda thing: reverse("commitments:commitment", args=[thing.ref]),
    ),
    "progress": Purge(
        "progress report",
        "commitments.purge_progress",
        "its words, its evidence and the words of its deeds",
        visible_progress,
        lambda actor, thing, reason: purge_progress(actor, progress=thing, reason=reason),
        lambda thing: reverse("commitments:commitment", args=[thing.commitment.ref]),
    ),
    "source": Purge(
        "paper",
        "archive.purge_source",
        "its file, its text, all facts read from it and the words of its deeds; what was entered from it stays",
        visible_sources,
        lambda actor, thing, reason: purge_source(actor, source=thing, reason=reason),
        lambda thing: reverse("archive:list"),
    ),
}


def purge_for(actor: Actor, ref: str) -> tuple[Purge, Any]:
    """What is purged and how. Raises NotVisible, also for a kind that cannot be purged. One query."""
    purge = PURGES.get(ref.partition("-")[0])
    thing = purge.door(actor).filter(ref=ref).first() if purge else None
    if purge is None or thing is None:
        raise NotVisible
    return purge, thing


def may_hold_the_same(actor: Actor, thing: Any) -> list[tuple[str, str]]:
    """Other things that may hold the same words, with where each is purged: first what stems from them on a
    public page or says the same there, then lines that grew out of an entry, reports on a line, the paper it
    was read from, and why its ring was changed. Five queries at most.
    """
    kind = thing.ref.partition("-")[0]
    found: list[Any] = []
    if kind in {"entry", "commitment"}:
        entry, words = (thing, thing.text) if kind == "entry" else (thing.entry, thing.words)
        same = Q(words__icontains=words) if entry is None else Q(words__icontains=words) | Q(entry=entry)
        found += visible_sentences(actor).filter(same, release__network_id=thing.network_id)
    if kind == "entry":
        found += visible_commitments(actor).filter(entry=thing)
    if kind == "commitment":
        found += visible_progress(actor).filter(commitment=thing)
    origin = origin_of(actor, thing.ref) if kind in {"entry", "commitment"} else None
    if origin is not None:
        found.append(origin.reading.source)
    found += visible_ring_changes(actor).filter(thing_ref=thing.ref)
    return [(str(other)[:120], reverse("desk:purge", args=[other.ref])) for other in found]

"""Every write about releases: the only way anything closed becomes public, and only in cleared words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from django.db import transaction
from django.db.models import Model

from secretariat.access.rules import Actor, Ring, kind_of, require
from secretariat.archive.models import Source
from secretariat.audit.actions import record_deed
from secretariat.audit.wiping import wipe_deeds_of
from secretariat.commitments.models import Commitment, Decision
from secretariat.meetings.models import AgendaItem, HostingOffer, Meeting, Paper
from secretariat.meetings.rules import PURGED
from secretariat.members.reads import was_just_seated_by
from secretariat.minutes.models import Entry, Record
from secretariat.toolbox import clock
from secretariat.toolbox.errors import Conflict, NotAllowed, RuleBroken
from secretariat.web.rings import RING_WORDS

from .models import Release, ReleasedLine, RingChange
from .reads import rings_around
from .rules import narrower_rings, refuse_ring_change, wider_rings


@transaction.atomic
def draft_release(
    actor: Actor,
    *,
    meeting: Meeting,
    title: str,
    when_words: str,
    place: str = "",
    summary: str = "",
    lines: Sequence[tuple[Entry | None, str]] = (),
    version: int | None = None,
) -> Release:
    """Prepares, or prepares anew, the public page of a meeting; nothing is public yet.

    ``lines``: cleared sentences in order, each with the entry it stems from (for those who may see it).
    The page holds these words and never the record's. Raises RuleBroken without title or time, for an
    entry of another meeting, and while the page is released: withdraw it first. ``version`` is the one the
    person had before them (None: not asked); raises Conflict when somebody prepared the page meanwhile.
    """
    require(actor, "publishing.draft_release", meeting)
    if not title.strip() or not when_words.strip():
        raise RuleBroken("publishing.title", "A public page needs a title and a time.")
    if any(entry is not None and entry.record.meeting_id != meeting.pk for entry, _ in lines):
        raise RuleBroken("publishing.line", "A sentence stems from the record of another meeting.")
    release = Release.objects.select_for_update().filter(meeting=meeting).first()
    if release is not None and release.state == "released":
        raise RuleBroken("publishing.released", "This page is public; withdraw it, then change it.")
    if release is None:
        release = Release(network=meeting.network, meeting=meeting, version=0)
    elif version is not None and version != release.version:
        raise Conflict(
            "Somebody prepared this page while you did. Both are kept below.",
            ours=_in_words(title, [words for _, words in lines]),
            theirs=_in_words(release.title, release.lines.values_list("words", flat=True)),
        )
    release.version += 1
    release.drafted_by_id = actor.account_id
    release.state, release.title, release.when_words = "draft", title.strip(), when_words.strip()
    release.place, release.summary, release.released_at = place.strip(), summary.strip(), None
    release.save()
    ReleasedLine.objects.filter(release=release).delete()
    kept = [(entry, words.strip()) for entry, words in lines if words.strip()]
    ReleasedLine.objects.bulk_create(
        [
            ReleasedLine(release=release, position=n, entry=entry, words=words)
            for n, (entry, words) in enumerate(kept, 1)
        ]
    )
    record_deed(
        actor,
        "publishing.draft_release",
        release,
        after={"title": release.title, "lines": [w for _, w in kept]},
    )
    return release


def _in_words(title: str, lines: Iterable[str]) -> str:
    return "\n".join([title, *(f"- {words}" for words in lines if words.strip())])


@transaction.atomic
def release_meeting(actor: Actor, *, release: Release, version: int | None = None) -> Release:
    """Lets the prepared page out, exactly as it was looked at: ``version`` is what the person saw, that of
    ``release`` if not given. Raises RuleBroken unless it is a draft, Conflict when it was prepared anew,
    NotAllowed for whoever prepared it, and whom that person seated this week: two people let something out.
    """
    require(actor, "publishing.release_meeting", release)
    row = Release.objects.select_for_update().get(pk=release.pk)
    # Asked again of the locked row: the actor may have prepared it anew in another window.
    require(actor, "publishing.release_meeting", row)
    if was_just_seated_by(actor, row.drafted_by_id, row.network_id):
        raise NotAllowed(
            "Whoever prepared this page seated you this week; somebody else releases it.",
            rule="publishing.second_person",
            who="another person at Chair or Secretariat",
        )
    words = list(row.lines.values_list("words", flat=True))
    if row.version != (release.version if version is None else version):
        raise Conflict(
            "Somebody prepared this page anew since you looked at it. Look again, then release it.",
            ours="(release what I saw)",
            theirs=_in_words(row.title, words),
        )
    if row.state != "draft":
        raise RuleBroken("publishing.state", f"This page is {row.state}; prepare it first.")
    row.state, row.released_at = "released", clock.now()
    row.save(update_fields=["state", "released_at"])
    record_deed(
        actor,
        "publishing.release_meeting",
        row,
        before={"state": "draft"},
        after={"state": "released", "title": row.title, "summary": row.summary, "lines": words},
    )
    return row


@transaction.atomic
def withdraw_release(actor: Actor, *, release: Release) -> Release:
    """Takes a public page back; what others copied meanwhile cannot be called back. Raises RuleBroken
    unless it is released.
    """
    require(actor, "publishing.withdraw_release", release)
    row = Release.objects.select_for_update().get(pk=release.pk)
    if row.state != "released":
        raise RuleBroken("publishing.state", f"This page is {row.state}; there is nothing to withdraw.")
    row.state, row.released_at = "withdrawn", None
    row.save(update_fields=["state", "released_at"])
    record_deed(
        actor, "publishing.withdraw_release", row, before={"state": "released"}, after={"state": row.state}
    )
    return row


@transaction.atomic
def purge_release_line(actor: Actor, *, line: ReleasedLine, reason: str) -> Release:
    """Takes one sentence off a public page for good, whatever the page's state, and wipes the page's deeds.

    The page stays as it is without the sentence, in a new version: whoever has it open to prepare or to
    release it meets a Conflict. ``reason`` says why and names nobody. Gives the page. Raises RuleBroken
    without a reason or where the sentence went meanwhile. Source: own choice, because to everybody the line
    "something was purged here" would say that there was something to see.
    """
    require(actor, "publishing.purge_release_line", line.release)
    page = Release.objects.select_for_update().get(pk=line.release_id)
    wipe_deeds_of(actor, thing=page, reason=reason)
    if not ReleasedLine.objects.filter(pk=line.pk).delete()[0]:
        raise RuleBroken("publishing.gone", "This page was prepared anew meanwhile; look at it again.")
    page.version += 1
    page.save(update_fields=["version"])
    record_deed(actor, "publishing.purge_release_line", page, label=f"{page.ref} ({reason.strip()})")
    return page


@transaction.atomic
def purge_ring_reason(actor: Actor, *, change: RingChange, reason: str) -> RingChange:
    """Wipes why a ring was changed, for good; that it was, from what to what, when and by whom stays.

    ``reason`` says why it is wiped and names nobody. Raises RuleBroken without it. The deed of the change holds
    no word of it, only a salted digest.
    """
    require(actor, "publishing.purge_ring_reason", change.network)
    if not reason.strip():
        raise RuleBroken("audit.reason", "Say why this is purged; the record keeps the reason.")
    row = RingChange.objects.select_for_update().get(pk=change.pk)
    row.reason = PURGED
    row.save(update_fields=["reason"])
    label = f"{row.ref} ({reason.strip()})"
    record_deed(actor, "publishing.purge_ring_reason", change.network, label=label)
    return row


Ringed = TypeVar(
    "Ringed", Meeting, Record, Entry, Decision, Commitment, Source, HostingOffer, AgendaItem, Paper
)
"""What carries a ring of its own that a recorded step changes."""


@transaction.atomic
def release_ring(actor: Actor, *, thing: Ringed, ring: str, reason: str, was: str = "") -> Ringed:
    """Shows a thing to more people: the one way in which a ring widens, and only its originator's.

    ``was``: the ring the person saw (not asked if empty); raises Conflict when somebody changed it meanwhile.
    Raises RuleBroken for a ring that is no wider, wider than what the thing stands in, or the public's, and
    for no reason.
    """
    require(actor, "publishing.release_ring", thing)
    row = _locked(thing, was, wanted=ring)
    # Asked again of the locked row: narrowed meanwhile to the bureau, it is the Chair's to release.
    require(actor, "publishing.release_ring", row)
    before, after = _set_ring(actor, row, ring, reason, allowed=wider_rings(row.ring, rings_around(row)))
    record_deed(actor, "publishing.release_ring", row, before=before, after=after)
    return row


@transaction.atomic
def narrow_ring(actor: Actor, *, thing: Ringed, ring: str, reason: str, was: str = "") -> Ringed:
    """Shows a thing to fewer people, from the very next request on; what others copied cannot be called back.

    Raises Conflict and RuleBroken as ``release_ring`` does.
    """
    require(actor, "publishing.narrow_ring", thing)
    row = _locked(thing, was, wanted=ring)
    require(actor, "publishing.narrow_ring", row)
    before, after = _set_ring(actor, row, ring, reason, allowed=narrower_rings(row.ring))
    record_deed(actor, "publishing.narrow_ring", row, before=before, after=after)
    return row


def _locked(thing: Ringed, was: str, *, wanted: str) -> Ringed:
    row: Ringed = type(thing)._default_manager.select_for_update().get(pk=thing.pk)
    if was and row.ring != was:
        raise Conflict(
            "Somebody changed who sees this while you did.",
            ours=f"for {RING_WORDS[Ring(wanted)]}",
            theirs=f"for {RING_WORDS[Ring(row.ring)]}",
        )
    return row


def _set_ring(
    actor: Actor, row: Model, ring: str, reason: str, *, allowed: Iterable[Ring]
) -> tuple[dict[str, str], dict[str, str]]:
    """Changes the ring to one of those allowed and keeps why; gives what its deed says of before and after."""
    refuse_ring_change(ring=ring, allowed=allowed, reason=reason)
    before: str = row.ring  # type: ignore[attr-defined]
    row.ring = ring  # type: ignore[attr-defined]
    row.save(update_fields=["ring"])
    network_id: int = row.network_id  # type: ignore[attr-defined]
    RingChange.objects.create(
        network_id=network_id,
        thing_kind=kind_of(row),  # type: ignore[arg-type]
        thing_ref=row.ref,  # type: ignore[attr-defined]
        before=before,
        after=ring,
        reason=reason.strip(),
        actor_label=actor.label,
        seat_label=", ".join(s.seat_label for s in actor.standings if s.network_id == network_id),
        at=clock.now(),
    )
    return {"ring": before}, {"ring": ring, "reason": reason.strip()}

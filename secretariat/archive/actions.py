"""Every write of the archive: taking papers in, keeping readings, settling facts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Sum

from secretariat.access.rules import Actor, require
from secretariat.audit.actions import record_deed
from secretariat.audit.wiping import wipe_deeds_of
from secretariat.meetings.models import Meeting
from secretariat.meetings.reads import is_paper_of_a_meeting
from secretariat.meetings.reads.delegations import are_credentials
from secretariat.members.models import Network, Person
from secretariat.members.reads import find_people, is_letter
from secretariat.toolbox import clock
from secretariat.toolbox.errors import Conflict, RuleBroken, SourceUnreadable

from . import store
from .acceptance import AcceptedFact, plan
from .checking import CHANGED, Checked, check_paper, virus_found
from .entering import enter, take_back
from .models import Fact, Origin, Reading, Source
from .reads import keyring, people_of, sources_folder, sure_matches
from .rules import FACT_STATES, NOT_LOOKED_THROUGH, SOURCE_RINGS, facts_of, settled_in_words


@transaction.atomic
def take_in_source(
    actor: Actor,
    *,
    network: Network,
    name: str,
    path: Path,
    ring: str = "members",
    checked: Checked | None = None,
    sealed: store.Kept | None = None,
    account_id: int | None = None,
) -> tuple[Source, bool]:
    """Keeps a paper as it was handed in, with a reading waiting to be made; and whether it is new here.

    It opens to people once it was read and bears no marking (``keep_reading``). The same bytes twice in a
    ring are recognised and kept once. ``checked`` and ``sealed`` are what ``prepared`` gave of this very
    file; without them it is looked through and sealed here, and other writers wait for that. ``account_id``: whose day
    it counts to where the program keeps it for somebody; else the actor's own. Raises SourceUnreadable for a
    file that is refused, RuleBroken for a ring no old paper may have and for more than a day's quota; nothing
    is left behind then.
    """
    require(actor, "archive.take_in_source", network)
    if ring not in SOURCE_RINGS:
        raise RuleBroken("archive.ring", f"A paper is taken in for one of: {', '.join(SOURCE_RINGS)}.")
    if sealed is None:
        sha256, size = store.digest(path, most_bytes=settings.UPLOAD_MAX_BYTES)
    else:
        sha256, size = sealed.sha256, sealed.size
    known = Source.objects.filter(network=network, ring=ring, sha256=sha256).first()
    if known is not None:
        record_deed(actor, "archive.take_in_source", known, label=f"{known} (already here)")
        return known, False
    account_id = actor.account_id if account_id is None else account_id
    _keep_quota(account_id, size)
    checked = checked or check_paper(path, name)
    if checked.sha256 != sha256:
        raise SourceUnreadable(CHANGED)
    kept = _put_away(path, sealed, sha256=sha256, size=size)
    try:
        source = Source.objects.create(
            network=network,
            ring=ring,
            name=store.clean_name(name),
            stored_name=kept.stored_name,
            sha256=sha256,
            size=size,
            key_id=kept.key_id,
            media_type=checked.media_type,
            state="held" if checked.held_because else "unread",
            held_because=checked.held_because or NOT_LOOKED_THROUGH,
            findings=[{"kind": f.kind, "detail": f.detail} for f in checked.findings],
            added_at=clock.now(),
            added_by_id=account_id,
        )
        Reading.objects.create(network=network, source=source)
        after = {"sha256": sha256, "size": size, "ring": ring}
        record_deed(actor, "archive.take_in_source", source, after=after)
    except BaseException:
        (sources_folder() / kept.stored_name).unlink(missing_ok=True)
        raise
    return source, True


def _put_away(path: Path, sealed: store.Kept | None, *, sha256: str, size: int) -> store.Kept:
    if sealed is None:
        return store.keep(path, sources_folder(), keyring(), sha256=sha256, size=size)
    store.put_in_place(sealed, sources_folder())
    return sealed


def _keep_quota(account_id: int | None, size: int) -> None:
    """Raises RuleBroken when a person handed in more than a day may bring. One query."""
    if account_id is None:
        return
    since = clock.now() - timedelta(days=1)
    mine = Source.objects.filter(added_by_id=account_id, added_at__gt=since)
    before: int = mine.aggregate(bytes=Sum("size"))["bytes"] or 0
    if before + size > settings.UPLOAD_DAY_BYTES:
        raise RuleBroken(
            "archive.quota",
            f"You handed in {before // 2**20} MB since this hour yesterday; with this file it would be more "
            f"than the {settings.UPLOAD_DAY_BYTES // 2**20} MB of a day. Go on tomorrow, or ask whoever runs "
            "this machine to raise it.",
        )


@transaction.atomic
def begin_reading(actor: Actor, *, reading: Reading) -> bool:
    """Claims a waiting (or failed, or stopped) reading; False when somebody else reads it already, and while
    its paper is held.
    """
    require(actor, "archive.begin_reading", reading)
    free = Reading.objects.filter(pk=reading.pk, state__in=["waiting", "failed", "stopped"])
    claimed = free.exclude(source__state="held").update(
        state="reading", progress_percent=0, problem="", is_stop_asked=False, started_at=clock.now()
    )
    if claimed:
        record_deed(actor, "archive.begin_reading", reading)
    return bool(claimed)


def note_progress(reading: Reading, percent: int) -> bool:
    """Keeps how far a reading is; False when a person asked to stop. No deed: it is nobody's act."""
    Reading.objects.filter(pk=reading.pk, state="reading").update(progress_percent=max(0, min(99, percent)))
    return not Reading.objects.filter(pk=reading.pk, is_stop_asked=True).exists()


@transaction.atomic
def stop_reading(actor: Actor, *, reading: Reading) -> None:
    """Asks a running reading to stop; one that only waits is stopped at once."""
    require(actor, "archive.stop_reading", reading)
    Reading.objects.filter(pk=reading.pk, state="waiting").update(state="stopped")
    Reading.objects.filter(pk=reading.pk, state="reading").update(is_stop_asked=True)
    record_deed(actor, "archive.stop_reading", reading)


@transaction.atomic
def fail_reading(actor: Actor, *, reading: Reading, problem: str, state: str = "failed") -> bool:
    """Keeps why a paper could not be read, in a sentence that says what to do.

    False when it was read meanwhile, such as by somebody who tried again: that reading stays.
    """
    require(actor, "archive.fail_reading", reading)
    unread = Reading.objects.filter(pk=reading.pk).exclude(state__in=["read", "accepted"])
    failed = unread.update(state=state, problem=problem, progress_percent=0)
    if failed:
        record_deed(actor, "archive.fail_reading", reading, after={"problem": problem})
    return bool(failed)


@transaction.atomic
def keep_reading(actor: Actor, *, reading: Reading, result: Mapping[str, Any]) -> Reading:
    """Keeps what the machine understood, each fact a proposal, and opens the paper; ``result`` in the reading
    format. Whoever calls it has looked for a marking in the text: ``refuse_classified``.

    For each person named, the likest known person is proposed, and nothing is assumed. Raises RuleBroken
    when it was read meanwhile: facts that somebody settles are not thrown away by a late reading.
    """
    require(actor, "archive.keep_reading", reading)
    row = (
        Reading.objects.select_for_update(of=("self",)).select_related("source", "network").get(pk=reading.pk)
    )
    if row.state in {"read", "accepted"}:
        raise RuleBroken("archive.read", "This paper was read meanwhile; that reading stays.")
    Fact.objects.filter(reading=row).delete()
    row.text, row.warnings = result["text"], result["source"]["warnings"]
    row.state, row.progress_percent, row.problem = "read", 100, ""
    row.save(update_fields=["text", "warnings", "state", "progress_percent", "problem"])
    Source.objects.filter(pk=row.source_id).update(media_type=result["source"]["media_type"])
    Source.objects.filter(pk=row.source_id, state="unread").update(state="kept", held_because="")
    facts = []
    for position, (key, value, span) in enumerate(facts_of(result)):
        fact = Fact(reading=row, key=key, position=position, kind=key.partition(".")[0], value=value)
        fact.start, fact.end = span or (None, None)
        if fact.kind == "person":
            alike = find_people(actor, row.network, str(value["name"]))
            fact.match = alike[0][0] if alike else None
        facts.append(fact)
    Fact.objects.bulk_create(facts)
    record_deed(actor, "archive.keep_reading", row, after={"facts": len(facts)})
    return row


def _open_reading(reading_id: int) -> Reading:
    row = Reading.objects.select_for_update(of=("self",)).get(pk=reading_id)
    if row.state != "read":
        raise RuleBroken("archive.settled", "This reading is not open for review.")
    return row


@transaction.atomic
def settle_fact(
    actor: Actor,
    *,
    fact: Fact,
    state: str,
    version: int | None = None,
    corrected: Mapping[str, Any] | None = None,
    match: Person | None = None,
    match_is_confirmed: bool | None = None,
) -> Fact:
    """Accepts, corrects or refuses one fact, or opens it again.

    ``corrected`` replaces the value (None keeps what stands). For a person, ``match_is_confirmed`` says
    True: the same as ``match`` (or as the one proposed), False: somebody else.
    ``version`` is the one the person saw: raises Conflict when somebody settled the fact meanwhile. None is
    for who saw nothing, such as a story that is built.
    """
    require(actor, "archive.settle_fact", fact.reading)
    if state not in FACT_STATES:
        raise RuleBroken("archive.fact_state", f"A fact is one of: {', '.join(FACT_STATES)}.")
    reading = _open_reading(fact.reading_id)
    row = Fact.objects.select_for_update(of=("self",)).select_related("match").get(pk=fact.pk)
    if version is not None and row.version != version:
        people = people_of(actor, reading)
        said = _match_words(match or row.match, match_is_confirmed)
        stands = _match_words(row.match, row.match_is_confirmed)
        raise Conflict(
            "Somebody settled this fact while you did.",
            ours=settled_in_words(row.key, state, corrected, people, match=said),
            theirs=settled_in_words(row.key, row.state, row.current, people, match=stands),
        )
    before = {"state": row.state, "value": str(row.current)}
    row.state = state
    row.version += 1
    if corrected is not None:
        row.corrected = dict(corrected)
    if match is not None:
        if match.network_id != reading.network_id:
            raise RuleBroken("members.same_network", f"{match} belongs to another network.")
        row.match = match
    if match_is_confirmed is not None:
        if match_is_confirmed and row.match is None:
            raise RuleBroken("archive.match", "Choose the person this is.")
        row.match_is_confirmed = match_is_confirmed
    row.save()
    record_deed(
        actor,
        "archive.settle_fact",
        reading,
        before=before,
        after={"state": state, "value": str(row.current)},
        label=f"{reading}: {row.key}",
    )
    return row


def _match_words(match: Person | None, is_confirmed: bool | None) -> str:
    if match is None or is_confirmed is None:
        return ""
    return f"the same as {match.name}" if is_confirmed else f"somebody else than {match.name}"


@transaction.atomic
def settle_rest(actor: Actor, *, reading: Reading, state: str) -> int:
    """Settles every fact nobody settled yet, and gives how many.

    A person of the very same name and member as the one proposed is taken to be the same, because the
    page showed it so; anybody else becomes somebody new until a person says otherwise.
    """
    require(actor, "archive.settle_rest", reading)
    if state not in FACT_STATES:
        raise RuleBroken("archive.fact_state", f"A fact is one of: {', '.join(FACT_STATES)}.")
    row = _open_reading(reading.pk)
    facts = list(
        Fact.objects.select_for_update(of=("self",))
        .filter(reading=row, state="proposed")
        .select_related("match")
    )
    sure = sure_matches(actor, row, facts) if state == "accepted" else frozenset()
    for fact in facts:
        fact.state = state
        fact.version += 1
        if state == "accepted" and fact.match is not None and fact.match_is_confirmed is None:
            fact.match_is_confirmed = fact.pk in sure
    Fact.objects.bulk_update(facts, ["state", "version", "match_is_confirmed"])
    record_deed(actor, "archive.settle_rest", row, after={"state": state, "facts": len(facts)})
    return len(facts)


@transaction.atomic
def accept_reading(actor: Actor, *, reading: Reading) -> Meeting:
    """Enters what was read and accepted: meeting, people, record, offers, follow-up list, each with its
    place in the source. Refused facts build nothing.

    Raises RuleBroken while facts are unsettled, and when the day of the meeting is missing; all or nothing.
    """
    require(actor, "archive.accept_reading", reading)
    row = _open_reading(reading.pk)
    facts = list(Fact.objects.filter(reading=row).select_related("match"))
    unsettled = sum(fact.state == "proposed" for fact in facts)
    if unsettled:
        raise RuleBroken(
            "archive.unsettled",
            f"{unsettled} facts are neither accepted nor refused yet. Settle them, or accept all.",
        )
    accepted = [fact for fact in facts if fact.state == "accepted"]
    planned = plan(row.text, [AcceptedFact(f.key, f.current, f.span) for f in accepted])
    matches = {f.key.partition(".")[2]: f.match for f in accepted if f.match_is_confirmed and f.match}
    entered = enter(actor, row, planned, matches)
    row.state, row.accepted_at, row.meeting, row.built = (
        "accepted",
        clock.now(),
        entered.meeting,
        entered.built,
    )
    row.save(update_fields=["state", "accepted_at", "meeting", "built"])
    record_deed(actor, "archive.accept_reading", row, after={"built": [ref for _, ref in entered.built]})
    return entered.meeting


@transaction.atomic
def undo_acceptance(actor: Actor, *, reading: Reading) -> Reading:
    """Takes back all that an acceptance entered; its facts are open for review again, as settled.

    Raises RuleBroken, naming what it is, once something was built on it; nothing is taken back then.
    """
    require(actor, "archive.undo_acceptance", reading)
    row = Reading.objects.select_for_update(of=("self",)).get(pk=reading.pk)
    if row.state != "accepted":
        raise RuleBroken(
            "archive.not_accepted", "This reading is not entered; there is nothing to take back."
        )
    built = [(kind, ref) for kind, ref in row.built]
    row.state, row.accepted_at, row.meeting, row.built = "read", None, None, []
    row.save(update_fields=["state", "accepted_at", "meeting", "built"])
    take_back(actor, row, built)
    record_deed(actor, "archive.undo_acceptance", row, before={"built": [ref for _, ref in built]})
    return row


@transaction.atomic
def remove_source(actor: Actor, *, source: Source) -> None:
    """Takes a paper back with its readings.

    Raises RuleBroken while an accepted reading stands on it, for the letter of a nomination or a mandate, and for
    the file of a paper of a meeting.
    """
    require(actor, "archive.remove_source", source)
    if Reading.objects.filter(source=source, state="accepted").exists():
        raise RuleBroken(
            "archive.accepted", "An accepted reading stands on this paper; take that back first."
        )
    if Reading.objects.filter(source=source, state="reading").exists():
        raise Conflict("This paper is being read just now; stop that first.", ours="remove", theirs="reading")
    if is_letter(source.ref):
        raise RuleBroken(
            "archive.letter", "A nomination or a mandate rests on this letter; it stays as long as they do."
        )
    if are_credentials(source.ref):
        raise RuleBroken(
            "archive.credentials", "Somebody's credentials rest on this note; it stays as long as they do."
        )
    if is_paper_of_a_meeting(source.ref):
        raise RuleBroken(
            "archive.meeting_paper",
            "This is the file of a paper of a meeting; withdraw or purge that paper first.",
        )
    record_deed(actor, "archive.remove_source", source, before={"sha256": source.sha256})
    _let_go(source)


def _let_go(source: Source) -> None:
    """Deletes a paper with its readings; its file goes once that is committed."""
    stored = sources_folder() / source.stored_name
    Reading.objects.filter(source=source).delete()
    Source.objects.filter(pk=source.pk).delete()
    # Robust: the deed is done; a file that cannot go now has no row and is swept later.
    transaction.on_commit(lambda: stored.unlink(missing_ok=True), robust=True)


@transaction.atomic
def reseal_source(actor: Actor, *, source: Source, sealed: store.Kept | None = None) -> None:
    """Seals one paper to the newest key under a new name. Raises SourceUnreadable when it is damaged.

    ``sealed``: the same paper, sealed aside already; without it that is done here, and other writers wait.
    """
    require(actor, "archive.reseal_source", source)
    row = Source.objects.select_for_update(of=("self",)).get(pk=source.pk)
    ring, folder, old = keyring(), sources_folder(), row.stored_name
    before = store.Kept(old, row.sha256, row.size, row.key_id)
    if row.key_id == (sealed.key_id if sealed else ring.key_id):
        return
    if sealed is not None:
        kept = _put_away(folder / old, sealed, sha256=row.sha256, size=row.size)
    else:
        with store.opened(before, folder, ring, settings.HOME) as plain:
            kept = store.keep(plain, folder, ring, sha256=row.sha256, size=row.size)
    try:
        row.stored_name, row.key_id = kept.stored_name, kept.key_id
        row.save(update_fields=["stored_name", "key_id"])
        record_deed(
            actor,
            "archive.reseal_source",
            row,
            before={"key": before.key_id},
            after={"key": kept.key_id},
        )
    except BaseException:
        (folder / kept.stored_name).unlink(missing_ok=True)
        raise
    transaction.on_commit(lambda: (folder / old).unlink(missing_ok=True), robust=True)


@transaction.atomic
def clear_source(actor: Actor, *, source: Source) -> None:
    """Lets a held paper be read: the scanner found nothing in it. It opens to people once it was read."""
    require(actor, "archive.clear_source", source)
    held = Source.objects.filter(pk=source.pk, state="held")
    if held.update(state="unread", held_because=NOT_LOOKED_THROUGH):
        record_deed(actor, "archive.clear_source", source)


@transaction.atomic
def refuse_source(actor: Actor, *, source: Source, virus: str) -> None:
    """Removes a held paper in which the scanner found a virus; the deed keeps its name."""
    require(actor, "archive.refuse_source", source)
    record_deed(
        actor,
        "archive.refuse_source",
        source,
        before={"sha256": source.sha256},
        after={"problem": virus_found(virus)},
    )
    _let_go(source)


@transaction.atomic
def refuse_classified(actor: Actor, *, source: Source, marking: str) -> None:
    """Removes a paper in which a classification marking was found, read or not; the deed keeps the marking."""
    require(actor, "archive.refuse_classified", source)
    record_deed(
        actor,
        "archive.refuse_classified",
        source,
        before={"sha256": source.sha256},
        after={"marking": marking},
    )
    _let_go(source)


@transaction.atomic
def vouch_for_source(actor: Actor, *, source: Source) -> Source:
    """Opens a paper that the machine cannot read, such as a scan, because a person says it bears no marking.

    Raises RuleBroken before its reading has failed, and while the virus scanner has not looked at it.
    """
    require(actor, "archive.vouch_for_source", source)
    row = Source.objects.select_for_update(of=("self",)).get(pk=source.pk)
    if row.state != "unread":
        raise RuleBroken("archive.held", row.held_because or f"{row} is open already.")
    if not Reading.objects.filter(source=row, state="failed").exists():
        raise RuleBroken("archive.unread", "Have this paper read first; vouch only for what cannot be read.")
    row.state, row.held_because = "kept", ""
    row.save(update_fields=["state", "held_because"])
    record_deed(actor, "archive.vouch_for_source", row)
    return row


@transaction.atomic
def purge_source(actor: Actor, *, source: Source, reason: str) -> None:
    """Removes a paper for good: file, text, facts and the way back from what was entered, in every deed too.

    What was entered from it stays and is purged on its own. ``reason`` says why and names nobody. Raises
    RuleBroken without a reason, Conflict while the paper is being read. Source: as for an entry.
    """
    require(actor, "archive.purge_source", source)
    readings = list(Reading.objects.select_for_update(of=("self",)).filter(source=source))
    if any(reading.state == "reading" for reading in readings):
        raise Conflict("This paper is being read just now; stop that first.", ours="purge", theirs="reading")
    wipe_deeds_of(actor, thing=source, reason=reason)
    for reading in readings:
        wipe_deeds_of(actor, thing=reading, reason=reason)
    record_deed(actor, "archive.purge_source", source, label=f"{source.ref} ({reason.strip()})")
    Origin.objects.filter(reading__in=readings).delete()
    _let_go(source)

"""Kinds of entries, what follows from a kind, and who may write in a record."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime
from difflib import SequenceMatcher
from typing import Literal

from secretariat.access.rules import (
    Actor,
    Allowed,
    Denied,
    SeatKind,
    Thing,
    Verdict,
    bureau_only,
    bureau_or_own_seat,
    program_only,
    right,
    secretariat_only,
)
from secretariat.toolbox.errors import NotAllowed, RuleBroken

ENTRY_KINDS = (
    "opening",
    "statement",
    "proposal",
    "support",
    "reservation",
    "request",
    "offer",
    "commitment",
    "information",
    "decision",
    "closing",
)
FOLLOWED_UP = frozenset({"proposal", "request", "offer", "commitment", "decision"})
"""Kinds that somebody must come back to; each becomes a line of the follow-up list."""

RECORD_STATES = ("draft", "circulated", "corrected", "approved")
"""What becomes of a record: written, sent round for corrections, corrected in one go, approved."""

CORRECTION_STATES = ("waiting", "accepted", "refused", "withdrawn")
SilenceOutcome = Literal["none", "running", "broken", "kept"]


def refuse_writing(*, state: str, approved_on: date | None) -> None:
    """Raises RuleBroken (``minutes.approved``, ``minutes.circulated``) where nobody writes in the record any more:
    from the moment it was sent round it changes by corrections alone.

    Source: records are corrected within their window and then stand; what is found later is a correction
    that a meeting agrees to.
    """
    if state == "draft":
        return
    if state != "approved":
        raise RuleBroken(
            "minutes.circulated",
            f"This record is {state}: the seats have its words before them. It changes by a correction, which "
            "everybody can follow; ask for one beside the entry.",
        )
    day = f" on {approved_on.day} {approved_on:%B %Y}" if approved_on else ""
    raise RuleBroken(
        "minutes.approved",
        f"This record was approved{day}; an approved record is not edited. The next meeting can agree to a "
        "correction, which Chair or Secretariat then note beside the entry.",
    )


def refuse_late_correction(*, state: str, until_at: datetime | None, now: datetime) -> None:
    """Raises RuleBroken where a seat cannot ask for a correction: before the record is sent round, and from the
    instant its window ends.

    Source: the corrections of summary records at Geneva: within a window, in one corrigendum, then no more.
    """
    if state == "draft":
        raise RuleBroken(
            "minutes.not_circulated", "This record was not sent round yet; tell whoever writes it."
        )
    if state != "circulated" or (until_at is not None and until_at <= now):
        raise RuleBroken(
            "minutes.corrections_over",
            "The time for corrections is over. A later meeting can agree to one; ask Chair or Secretariat.",
        )


def refuse_unanswered(*, is_any_waiting: bool) -> None:
    """Raises RuleBroken (``minutes.corrections_wait``) while a correction waits: nothing is gathered or approved over
    a seat that has no answer.
    """
    if is_any_waiting:
        raise RuleBroken(
            "minutes.corrections_wait", "A correction waits for its answer; accept or refuse it first."
        )


def refuse_day_of_approval(approved_on: date, *, began_on: date, today: date) -> None:
    """Raises RuleBroken (``minutes.approved_on``) for a day before the meeting of the record, or ahead."""
    if approved_on < began_on:
        raise RuleBroken("minutes.approved_on", "A record cannot be approved before its meeting.")
    if approved_on > today:
        raise RuleBroken(
            "minutes.approved_on", "The day of approval lies ahead; give the day it was approved."
        )


def silence_outcome(
    *, until_at: datetime | None, broken_at: datetime | None, now: datetime
) -> SilenceOutcome:
    """What has become of a silence that ends at ``until_at``: ``broken`` by an objection before that instant,
    ``kept`` from that instant on, ``running`` until then, ``none`` where there is none.

    An objection at the very instant comes too late. Source: the silence procedure of the OSCE's rules, by which
    the objection is told in writing before the expiry.
    """
    if until_at is None:
        return "none"
    if broken_at is not None and broken_at < until_at:
        return "broken"
    return "kept" if until_at <= now else "running"


def days_between(earlier: date | None, later: date | None) -> int | None:
    """Whole days from one to the other, none where one is not known. The lag of a report is told in these."""
    return (later - earlier).days if earlier is not None and later is not None else None


def refuse_naming(actor: Actor, entry: Thing) -> None:
    """Raises NotAllowed where the actor may not take the Chatham House mark off an entry: that tells everybody who
    spoke, so it is for the Chair or the seat the words come from. The Secretariat alone never does.

    Source: the Chatham House Rule; originator control, as for a wider ring.
    """
    if actor.kind == "system" or actor.acts_at(SeatKind.CHAIR, network_id=entry.network_id):
        return
    seats: frozenset[int] = getattr(entry, "originating_seats", frozenset())
    if not seats or not all(actor.speaks_for(seat) for seat in seats):
        raise NotAllowed(
            "It was said under the Chatham House Rule; only the Chair takes the mark off, for then everybody "
            "reads who spoke.",
            rule="minutes.chatham_house",
            who="the Chair",
        )


def refuse_own_seat(actor: Actor, seat_id: int | None) -> None:
    """Raises RuleBroken where somebody makes an entry, once it is there, their own seat's: whose words they are
    decides who may show them to more people. Source: own choice, after originator control.
    """
    if seat_id is not None and actor.speaks_for(seat_id):
        raise RuleBroken(
            "minutes.own_seat",
            "Nobody makes an entry their own seat's afterwards. Somebody else at Chair or Secretariat corrects it.",
        )


MOST_LIKENESS = 50_000
"""Pairs of equal words in two texts up to which a change is told word by word. Two pages about one thing have some
20,000; a hundred thousand times one word against an entry has millions, and would keep the server busy for hours.
"""


def word_changes(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """What changed between two texts, as pieces in order: ``same``, ``del`` or ``ins`` with their words.

    Joining the same and inserted pieces gives the new text, the same and deleted ones the old one. What both begin
    and end with is the same; of the rest, texts beyond ``MOST_LIKENESS`` are told as one piece each.
    Source: the standard library's longest matching blocks, over words and the spaces between them.
    """
    old, new = re.split(r"(\s+)", before), re.split(r"(\s+)", after)
    first = _alike(old, new)
    last = _alike(old[first:][::-1], new[first:][::-1])
    head, tail = "".join(new[:first]), "".join(new[len(new) - last :])
    middle = _changed_words(old[first : len(old) - last], new[first : len(new) - last])
    return _joined([("same", head), *middle, ("same", tail)])


def _alike(old: list[str], new: list[str]) -> int:
    """How many words two lists begin with in common."""
    differing = (place for place, (a, b) in enumerate(zip(old, new, strict=False)) if a != b)
    return next(differing, min(len(old), len(new)))


def _changed_words(old: list[str], new: list[str]) -> list[tuple[str, str]]:
    said, now = Counter(old), Counter(new)
    if sum(count * now[word] for word, count in said.items() if word.strip()) > MOST_LIKENESS:
        return [("del", "".join(old)), ("ins", "".join(new))]
    pieces: list[tuple[str, str]] = []
    # Spaces are like each other everywhere and tell nothing; a match grows over them all the same.
    for tag, a, b, c, d in SequenceMatcher(str.isspace, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(("same", "".join(new[c:d])))
            continue
        pieces += [("del", "".join(old[a:b])), ("ins", "".join(new[c:d]))]
    return pieces


def _joined(pieces: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """The pieces without empty ones, neighbours of one kind as one."""
    found: list[tuple[str, str]] = []
    for kind, words in pieces:
        if words and found and found[-1][0] == kind:
            found[-1] = (kind, found[-1][1] + words)
        elif words:
            found.append((kind, words))
    return tuple(found)


def changed_values(
    before: Mapping[str, object], after: Mapping[str, object], hide: Collection[str] = ()
) -> tuple[str, ...]:
    """Sentences on what else changed between two revisions, besides the text; ``hide`` names what is not told."""
    words = {"is_chatham_house": "Chatham House mark", "on_behalf_of": "on behalf of", "about": "answers"}
    return tuple(
        f"{words.get(key, key)}: {before.get(key) or 'none'} → {after.get(key) or 'none'}"
        for key in sorted(after)
        if key != "text" and key not in hide and before.get(key) != after.get(key)
    )


right("minutes.open_record", sentence="{actor} opened the {thing}")(bureau_only)
right("minutes.remove_record", sentence="{actor} took back the {thing}")(bureau_only)
right("minutes.add_entry", sentence="{actor} entered: {thing}")(bureau_only)
right("minutes.edit_entry", sentence="{actor} changed: {thing}")(bureau_only)
right("minutes.move_entry", sentence="{actor} moved: {thing}")(bureau_only)
right("minutes.remove_entry", sentence="{actor} removed: {thing}")(bureau_only)
right("minutes.circulate_record", sentence="{actor} circulated the {thing}")(bureau_only)
right("minutes.approve_record", sentence="{actor} declared approved the {thing}")(bureau_only)
right("minutes.purge_entry", sentence="{actor} purged words that did not belong here: {thing}")(
    secretariat_only
)

right("minutes.take_in_entry", sentence="{actor} took down: {thing}")(bureau_only)
right("minutes.ask_floor", sentence="{actor} put a seat on the list of speakers: {thing}")(bureau_only)
right("minutes.give_floor", sentence="{actor} gave the floor: {thing}")(bureau_only)
right("minutes.end_floor", sentence="{actor} noted who has spoken or no longer wants to: {thing}")(
    bureau_only
)
right("minutes.set_list", sentence="{actor} set how the list of speakers is kept: {thing}")(bureau_only)
right("minutes.show_on_screen", sentence="{actor} set what the screen in the room shows: {thing}")(
    bureau_only
)
right("minutes.close_record", sentence="{actor} closed the meeting of the {thing}")(bureau_only)
right("minutes.correct_entry", sentence="{actor} asked for a correction: {thing}")(bureau_or_own_seat)
right("minutes.withdraw_correction", sentence="{actor} withdrew a correction: {thing}")(bureau_or_own_seat)
right("minutes.accept_correction", sentence="{actor} accepted a {thing}")(bureau_only)
right("minutes.refuse_correction", sentence="{actor} refused a {thing}")(bureau_only)
right("minutes.issue_corrigendum", sentence="{actor} issued the corrigendum to the {thing}")(bureau_only)
right(
    "minutes.note_later_correction", sentence="{actor} noted a correction that a meeting agreed to: {thing}"
)(bureau_only)


@right("minutes.open_silence", sentence="{actor} put under silence the {thing}")
def may_open_silence(actor: Actor, record: Thing) -> Verdict:
    """The Chair: the Secretariat prepares, the Chair decides."""
    if actor.acts_at(SeatKind.CHAIR, network_id=record.network_id):
        return Allowed
    return Denied(
        "Only the Chair puts a record under silence.", rule="minutes.chair_decides", who="the Chair"
    )


@right("minutes.object_to_record", sentence="{actor} objected to the {thing}")
def may_object(actor: Actor, record: Thing) -> Verdict:
    """Whoever speaks for a member's seat: its head or named alternate, never an adviser."""
    if actor.acts_at(SeatKind.MEMBER, network_id=record.network_id):
        return Allowed
    return Denied(
        "Silence is broken by a member's seat.",
        rule="minutes.members_object",
        who="coordinator or substitute of a member",
    )


right("minutes.end_silence", sentence="The silence ended for the {thing}")(program_only)

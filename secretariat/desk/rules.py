"""The thread: said → recorded → promised → done → shown, decided from plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from secretariat.access.rules import (
    Actor,
    Allowed,
    Denied,
    SeatKind,
    Thing,
    Verdict,
    bureau_only,
    program_only,
    right,
    secretariat_only,
)
from secretariat.members.purposes import purpose

Step = Literal["said", "recorded", "promised", "done", "shown"]
State = Literal["past", "now", "open"]


@dataclass(frozen=True, slots=True)
class ThreadNode:
    """One node of a thread: the step, whether it lies behind, is where the matter stands, or is still open."""

    step: Step
    state: State
    on: date | None = None
    who: str = ""
    words: str = ""
    url: str = ""
    named: object = None
    """The member whose name stands in ``who``, for its footnote."""


@dataclass(frozen=True, slots=True)
class Matter:
    """What is known of one matter, from the sentence in the room to the sentence shown; all may be empty."""

    said_on: date | None
    said_by: str
    said_url: str
    record_state: str
    approved_on: date | None
    record_url: str
    owner: str
    due_on: date | None
    state: str
    reports: int
    done_on: date | None
    commitment_url: str
    shown_on: date | None
    shown_url: str
    said_member: object = None
    owner_member: object = None
    """The members whose names stand in ``said_by`` and ``owner``, for their footnotes."""


def thread_of(matter: Matter) -> tuple[ThreadNode, ...]:
    """The five nodes of a matter, in order.

    A step is ``past`` when it has happened; the first that has not is ``now`` when something about it is
    known or asked, and every later one ``open``. Source: the chain of the house.
    """
    is_promised = bool(matter.owner) and matter.due_on is not None
    lacking = [word for word, given in (("no owner", matter.owner), ("no date", matter.due_on)) if not given]
    owes = (
        f"due from {matter.owner}" if not lacking else ", ".join([w for w in [matter.owner, *lacking] if w])
    )
    if matter.state == "dropped":
        owes = "dropped, with the reason"
    reports = "" if not matter.reports else "1 report" if matter.reports == 1 else f"{matter.reports} reports"
    recorded = f"record {matter.record_state}" if matter.record_state else ""
    steps: list[tuple[Step, bool, date | None, str, str, str]] = [
        ("said", matter.said_on is not None, matter.said_on, matter.said_by, "", matter.said_url),
        ("recorded", bool(matter.record_state), matter.approved_on, "", recorded, matter.record_url),
        ("promised", is_promised, matter.due_on if is_promised else None, owes, "", matter.commitment_url),
        ("done", matter.done_on is not None, matter.done_on, "", reports, matter.commitment_url if reports else ""),
        ("shown", matter.shown_on is not None, matter.shown_on, "", "", matter.shown_url),
    ]  # fmt: skip
    named = {"said": matter.said_member, "promised": matter.owner_member}
    nodes: list[ThreadNode] = []
    # A dropped line waits for nothing any more: no step is next.
    is_reached = matter.state == "dropped"
    for step, happened, on, who, words, url in steps:
        state: State = "past" if happened else "open" if is_reached else "now"
        is_reached = is_reached or not happened
        nodes.append(ThreadNode(step, state, on, who, words, url, named.get(step)))
    return tuple(nodes)


_ANSWERS = {"support": "welcomed", "reservation": "reserved", "decision": "decided"}


def answer_word(kind: str) -> str:
    """How an entry answers another, by its kind, such as ``welcomed``; who did it may follow.

    Source: own choice, in the words that minutes themselves use.
    """
    return _ANSWERS.get(kind, f"answered ({kind})")


right("desk.read_handover", sentence="{actor} opened the handover of {thing}")(bureau_only)
right("desk.rebuild_index", sentence="{actor} rebuilt the search index of {thing}")(bureau_only)
right("desk.export_network", sentence="{actor} exported what they see of {thing}")(bureau_only)
right("desk.see_rights", sentence="{actor} looked at what {thing} can see")(secretariat_only)
right("desk.import_export", sentence="{actor} imported an export into {thing}")(program_only)
right("desk.restore_store", sentence="{actor} restored {thing} from a backup")(program_only)
right("desk.rotate_keys", sentence="{actor} sealed {thing} to a new key")(program_only)


@right("desk.export_seat", sentence="{actor} exported everything of {thing}")
def own_seat_only(actor: Actor, thing: Thing) -> Verdict:
    """A seat leaves with its own memory, and nobody else takes it: its own workspace is in it."""
    if actor.speaks_for(thing.seat_id):
        return Allowed
    return Denied(
        "Only whoever speaks for a seat takes its papers out.", rule="desk.own_seat_only", who="the seat"
    )


def promises(actor: Actor) -> bool:
    """Whether somebody sits where the network asks for something: at a member's seat or an office. An observer and a
    funder look on and may offer; nothing is owed by their seats unless somebody says so.
    """
    askable = {SeatKind.MEMBER, SeatKind.CHAIR, SeatKind.SECRETARIAT}
    return any(standing.seat_kind in askable for standing in actor.standings)


FEED = purpose("calendar feed", asks="the meetings and due days you may see", days=366).name
"""The address of one's own calendar: it only reads, and is renewed once a year by whoever uses it."""

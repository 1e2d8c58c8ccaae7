"""The list of speakers and the keys of a rapporteur's browser: decidable without a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from secretariat.toolbox.errors import RuleBroken

SLOT_KINDS = ("floor", "point of order", "right of reply")
FOLLOW = {"point of order": 0, "floor": 1, "right of reply": 2}
"""Who comes before whom: a point of order interrupts, a reply waits until the list has been heard."""

ON_SCREEN = frozenset({"proposal", "commitment", "decision"})
"""What the room works on, and therefore sees as it is taken down; no statement, no note."""

KIND_KEYS = {
    "opening": "b",
    "statement": "s",
    "proposal": "p",
    "support": "u",
    "reservation": "v",
    "request": "r",
    "offer": "o",
    "commitment": "c",
    "information": "i",
    "decision": "d",
    "closing": "e",
}
"""The one key by which a rapporteur names the kind of an entry."""

_KEY = re.compile(r"([a-z0-9]{8,40})-([1-9][0-9]{0,8})")


@dataclass(frozen=True, slots=True)
class Key:
    """What a browser calls one entry: its own desk, and the how-manyth it typed there."""

    desk: str
    number: int


def read_key(text: str) -> Key:
    """The key as desk and number. Raises RuleBroken (``minutes.client_key``) for anything that is no such key."""
    found = _KEY.fullmatch(text)
    if found is None:
        raise RuleBroken(
            "minutes.client_key", "This entry does not say which browser typed it, and as which."
        )
    return Key(found[1], int(found[2]))


def place_of(key: Key, others: Iterable[tuple[Key, int]]) -> int | None:
    """The position an entry takes so that what one browser typed stands as it was typed; None for the end.

    ``others`` are the standing entries that came from browsers, each with its position (from 1). What arrives late
    goes before the first of its own desk that was typed after it; where another rapporteur wrote in between is
    left alone. Source: own choice, because only each browser knows its own order, and no two clocks agree.
    """
    later = [position for other, position in others if other.desk == key.desk and other.number > key.number]
    return min(later, default=None)


class Asks(Protocol):
    """One who waits for the floor; ``position`` counts up as they ask."""

    kind: str
    position: int


Waiting = TypeVar("Waiting", bound=Asks)


def in_order(slots: Iterable[Waiting]) -> list[Waiting]:
    """Who waits, in the order in which they are called: points of order first, replies last, else as they asked.

    Source: rules of procedure of the UNTOC conference, rules 42 to 44 (in the order they signify; a point of order
    is decided at once; a reply when the list has been heard).
    """
    return sorted(slots, key=lambda slot: (FOLLOW[slot.kind], slot.position))


def refuse_asking(kind: str, *, is_closed: bool, waiting: Sequence[tuple[str, int]], seat: int) -> None:
    """Raises RuleBroken where a seat cannot be put on the list: unknown kind (``minutes.slot_kind``), the list is
    closed to all but points of order and replies (``minutes.list_closed``), it waits already (``minutes.waits``).

    ``waiting`` holds the kind and the seat (row id) of everybody who waits.
    Source: as for ``in_order``: a closed list takes no new speaker, a right of reply stays open to every State.
    """
    if kind not in SLOT_KINDS:
        raise RuleBroken("minutes.slot_kind", f"One asks for: {', '.join(SLOT_KINDS)}.")
    if is_closed and kind == "floor":
        raise RuleBroken(
            "minutes.list_closed",
            "The list of speakers is closed. A point of order and a right of reply can still be asked for, and the "
            "Chair can open the list again.",
        )
    if (kind, seat) in waiting:
        raise RuleBroken("minutes.waits", "This seat waits on the list already.")

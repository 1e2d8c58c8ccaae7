"""Entries while neighbours may still join them, and who has the floor meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, replace

from secretariat.archive.reading.model import EntryKind
from secretariat.archive.reading.people import Someone


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry while neighbours may still join it."""

    kind: EntryKind
    start: int
    end: int
    persons: tuple[Someone, ...] = ()
    seat: str | None = None
    behalf: Someone | str | None = None
    due: str | None = None


@dataclass(slots=True)
class Turn:
    """Who has the floor, what the turn has said so far, and the list it has announced."""

    persons: tuple[Someone, ...] = ()
    seat: str | None = None
    behalf: Someone | str | None = None
    announced: EntryKind | None = None
    level: int | None = None  # depth of the announced list

    @property
    def open(self) -> bool:
        """True while somebody has the floor."""
        return bool(self.persons) or self.seat is not None


RUNS: frozenset[EntryKind] = frozenset(
    {"statement", "information", "support", "reservation", "opening", "closing"}
)


class Drafts:
    """The entries found so far; while not ``closed``, the last one may still grow."""

    def __init__(self) -> None:
        self.all: list[Draft] = []
        self.closed = True

    def put(self, draft: Draft, *, joins: bool = True) -> None:
        """Adds an entry; where it ``joins``, the one before it grows if speaker and kind go on."""
        last = self.all[-1] if joins and self.all and not self.closed else None
        self.closed = draft.kind == "decision"
        if last is not None and _same_turn(last, draft) and draft.kind in RUNS:
            if last.kind == draft.kind:
                self.all[-1] = replace(last, end=draft.end)
                return
            if {last.kind, draft.kind} == {"statement", "information"}:
                greater = draft.kind if draft.end - draft.start > last.end - last.start else last.kind
                self.all[-1] = replace(last, kind=greater, end=draft.end)
                return
        self.all.append(draft)


def _same_turn(a: Draft, b: Draft) -> bool:
    return a.persons == b.persons and a.seat == b.seat and a.behalf == b.behalf

"""The written policy: who sees and who may, read from ``policy.csv``, one row for each thing, ring and act.

The file is what a ministry reads, what the program obeys and what the tests check, cell by cell. Its columns
are points of view; its rows name a kind of thing, a ring, and either ``see`` or a right. A cell is ``yes``,
``no`` (sees it, may not do this) or ``.`` (there is nothing here that this reader can see).
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

FILE = Path(__file__).with_name("policy.csv")
SEE = "see"

POINTS: dict[str, str] = {
    "anonymous": "the public",
    "suspended": "somebody whose sign-in is suspended",
    "former": "somebody whose mandate has ended",
    "observer": "an observer",
    "funder": "a funder",
    "coordinator": "whoever holds the seat it belongs to",
    "substitute": "the substitute at that seat",
    "adviser": "an expert or local-team member of that seat",
    "other_state": "another State",
    "chair": "the Chair",
    "past_chair": "a former Chair",
    "secretariat": "the Secretariat",
    "administrator": "the administrator of the machine",
    "emergency": "the administrator during an emergency opening",
}
"""The points of view: the columns of the file, each with its words."""

Cell = Literal["yes", "no", "."]
_CELLS: Mapping[str, Cell] = {"yes": "yes", "no": "no", ".": "."}


class PolicyBroken(ValueError):
    """The file cannot be obeyed: it says why, with the line."""


@dataclass(frozen=True, slots=True)
class Policy:
    """All cells, by kind of thing, ring, act and point of view."""

    cells: Mapping[tuple[str, str, str], Mapping[str, Cell]]
    rings: Mapping[str, frozenset[str]]

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of things the file speaks of."""
        return frozenset(kind for kind, _, _ in self.cells)

    @property
    def rights(self) -> frozenset[str]:
        """The rights the file speaks of."""
        return frozenset(act for _, _, act in self.cells if act != SEE)

    def rights_on(self, kind: str) -> tuple[str, ...]:
        """The rights that are asked of a kind of thing, by name."""
        return tuple(sorted({act for found, _, act in self.cells if found == kind and act != SEE}))

    def allows(self, points: Iterable[Collection[str]], right: str, *, kind: str, ring: str) -> bool:
        """Whether one of these points of view may do this. A point of several columns needs a yes in each.

        A kind for which the file has no row with this right is judged by those it has. Source: own choice:
        the file is the upper bound; the rule of a right may refuse more, never allow more.
        """
        rows = self._rows(right, kind, ring)
        return any(all(row[column] == "yes" for column in point) for point in points for row in rows)

    def who_may(self, right: str, *, kind: str, ring: str) -> tuple[str, ...]:
        """The points of view with a yes, in words, in the order of the file."""
        rows = self._rows(right, kind, ring)
        return tuple(words for column, words in POINTS.items() if any(row[column] == "yes" for row in rows))

    def _rows(self, right: str, kind: str, ring: str) -> list[Mapping[str, Cell]]:
        exact = self.cells.get((kind, ring, right))
        if exact is not None:
            return [exact]
        return [row for (_, found, act), row in self.cells.items() if (found, act) == (ring, right)]


@cache
def load(file: Path = FILE) -> Policy:
    """The policy in a file; the house's own is read once.

    Raises PolicyBroken for a missing or unknown column, a cell that is no word of the file, a row given
    twice, and a ring that one kind shows to other points of view than another: a ring means one thing.
    """
    with file.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        wanted = ["kind", "ring", "action", *POINTS]
        if reader.fieldnames != wanted:
            raise PolicyBroken(f"{file.name} needs the columns {', '.join(wanted)}")
        cells: dict[tuple[str, str, str], Mapping[str, Cell]] = {}
        for row in reader:
            key = (row["kind"], row["ring"], row["action"])
            if key in cells:
                raise PolicyBroken(f"{file.name}, line {reader.line_num}: {' '.join(key)} stands there twice")
            cells[key] = {column: _cell(row[column], file, reader.line_num) for column in POINTS}
    return Policy(cells, _rings_of(cells, file))


def _cell(word: str, file: Path, line: int) -> Cell:
    try:
        return _CELLS[word]
    except KeyError:
        raise PolicyBroken(f"{file.name}, line {line}: “{word}” is none of yes, no and .") from None


def _rings_of(
    cells: Mapping[tuple[str, str, str], Mapping[str, Cell]], file: Path
) -> dict[str, frozenset[str]]:
    """For each point of view the rings it sees."""
    sights: dict[str, tuple[str, frozenset[str]]] = {}
    for (kind, ring, act), row in cells.items():
        seen = frozenset(column for column, cell in row.items() if cell != ".")
        if act == SEE and "no" in row.values():
            raise PolicyBroken(f"{file.name}: a thing is seen or it is not: {kind}, {ring}")
        first, known = sights.setdefault(ring, (f"{kind}, {act}", seen))
        if known != seen:
            raise PolicyBroken(f"{file.name}: {ring} is shown to others for {kind}, {act} than for {first}")
    return {
        column: frozenset(ring for ring, (_, seen) in sights.items() if column in seen) for column in POINTS
    }

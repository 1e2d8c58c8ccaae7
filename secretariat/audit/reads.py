"""Reading and proving the record of deeds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from secretariat.access.rules import Actor, right_named
from secretariat.toolbox.errors import RuleBroken

from .models import Deed
from .rules import GENESIS, HEADS_FILE, Fault, Link, chain_faults


@dataclass(frozen=True, slots=True)
class DeedLine:
    """One deed as a page shows it: number, instant and a plain sentence."""

    number: int
    at: datetime
    sentence: str
    digest: str


def deeds_of(thing_ref: str, actor: Actor, *, called: str = "") -> list[DeedLine]:
    """The history of one thing that the caller has already been allowed to see, newest first. One query.

    ``actor`` is asked for so that the call reads as what it is; the caller fetched the thing through
    its ``visible_…`` door. ``called`` is the name to tell every deed by: what the thing was called on the
    day of a deed may have been closed to whoever reads it now, so a reader without all rings gets the
    name it has today. Empty tells each deed by the name of its day.
    """
    rows = Deed.objects.filter(thing_ref=thing_ref)
    if actor.kind != "system":
        rows = rows.filter(network_id__in=actor.network_ids)
    return [_line(row, called) for row in rows.order_by("-number")[:200]]


def _line(row: Deed, called: str) -> DeedLine:
    words = row.words or {"actor": "somebody (wiped)", "seat": "", "thing": "something (wiped)"}
    if called:
        words = words | {"thing": called}
    return DeedLine(row.number, row.at, right_named(row.deed).sentence.format(**words), row.digest)


def head() -> tuple[int, str]:
    """Number and digest of the newest deed; (0, zeros) before the first. One query."""
    last = Deed.objects.order_by("-number").values_list("number", "digest").first()
    return last or (0, GENESIS)


def kept_heads() -> dict[int, str]:
    """The heads kept in the file beside the database. Raises RuleBroken when the file is damaged."""
    path = settings.HOME / HEADS_FILE
    heads: dict[int, str] = {}
    if not path.exists():
        return heads
    for position, line in enumerate(path.read_text(encoding="ascii").splitlines(), 1):
        number, _, digest = line.partition(" ")
        if not number.isdigit() or len(digest) != 64:
            raise RuleBroken(
                "audit.heads_file", f"Line {position} of {HEADS_FILE} is damaged; restore it from a backup."
            )
        heads[int(number)] = digest
    return heads


def verify_chain() -> tuple[int, list[Fault]]:
    """How many deeds there are, and every place where the chain does not hold. One streamed query."""
    count = 0

    def links() -> Iterator[Link]:
        nonlocal count

        for row in Deed.objects.order_by("number").iterator(chunk_size=2000):
            count += 1
            yield Link(
                row.number, row.at, row.deed, row.thing_kind, row.thing_ref, row.before, row.after,
                row.words_digest, row.previous, row.digest, row.salt, row.words,
            )  # fmt: skip

    faults = chain_faults(links(), kept_heads())
    return count, faults

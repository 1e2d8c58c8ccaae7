"""How deeds are chained: digests over digests, never over words, so that words can be shredded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

GENESIS = "0" * 64
"""What the first deed names as the digest before it."""

HEADS_FILE = "deed-heads.txt"
"""Beside the database: one line per deed with its number and digest."""

FaultKind = Literal["changed", "missing", "foreign", "reordered", "cut off"]


def digest_of(value: object) -> str:
    """SHA-256 (hex) of a value's canonical JSON: sorted keys, no spaces, UTF-8.

    Source: RFC 8785 in spirit; own choice of Python's serialiser, because only strings, whole numbers,
    lists and mappings of them are ever digested here.
    """
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def words_digest(salt: str, words: Mapping[str, object]) -> str:
    """Digest of a deed's words under its salt; without the salt a short name could be guessed from it."""
    return digest_of([salt, dict(words)])


@dataclass(frozen=True, slots=True)
class Link:
    """What one deed brings to the chain; ``words`` and ``salt`` are None once shredded."""

    number: int
    at: datetime
    deed: str
    thing_kind: str
    thing_ref: str
    before: str
    after: str
    words_digest: str
    previous: str
    digest: str
    salt: str | None
    words: Mapping[str, object] | None


def link_digest(
    *,
    number: int,
    at: datetime,
    deed: str,
    thing_kind: str,
    thing_ref: str,
    before: str,
    after: str,
    words_digest: str,
    previous: str,
) -> str:
    """The digest of one deed: over its number, instant (UTC, microseconds), name, thing and digests."""
    return digest_of(
        [number, at.isoformat(), deed, thing_kind, thing_ref, before, after, words_digest, previous]
    )


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where the chain does not hold: the deed's number, what is wrong, a sentence."""

    number: int
    kind: FaultKind
    message: str


def chain_faults(links: Iterable[Link], kept_heads: Mapping[int, str]) -> list[Fault]:
    """Every place where the record was altered; an empty list says that it holds.

    ``links`` in the order of the table (oldest first); ``kept_heads`` maps deed numbers to digests that
    were kept outside the database, which is how a record cut off at its end, or rewritten and chained
    anew, is still found. Source: own choice, after RFC 9162's idea that a log proves itself against a
    head somebody else holds.
    """
    faults: list[Fault] = []
    previous = GENESIS
    expected = 1
    last = 0
    for link in links:
        if link.number != expected:
            kind: FaultKind = "missing" if link.number > expected else "reordered"
            faults.append(
                Fault(link.number, kind, f"deed {expected} should stand where deed {link.number} is")
            )
        elif link.previous != previous:
            faults.append(
                Fault(link.number, "foreign", f"deed {link.number} does not follow the one before it")
            )
        faults += _own_faults(link)
        kept = kept_heads.get(link.number)
        if kept is not None and kept != link.digest:
            faults.append(
                Fault(
                    link.number,
                    "changed",
                    f"deed {link.number} differs from the head kept outside the database",
                )
            )
        previous, expected, last = link.digest, link.number + 1, max(last, link.number)
    newest = max(kept_heads, default=0)
    if newest > last:
        faults.append(Fault(newest, "cut off", f"deeds {last + 1} to {newest} were recorded and are gone"))
    return faults


def _own_faults(link: Link) -> list[Fault]:
    recomputed = link_digest(
        number=link.number,
        at=link.at,
        deed=link.deed,
        thing_kind=link.thing_kind,
        thing_ref=link.thing_ref,
        before=link.before,
        after=link.after,
        words_digest=link.words_digest,
        previous=link.previous,
    )
    if recomputed != link.digest:
        return [Fault(link.number, "changed", f"deed {link.number} was changed after it was recorded")]
    if link.words is not None and words_digest(link.salt or "", link.words) != link.words_digest:
        return [Fault(link.number, "changed", f"the words of deed {link.number} were changed")]
    return []

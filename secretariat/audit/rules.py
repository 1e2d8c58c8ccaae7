"""How deeds are chained and put into a tree: digests over digests, never over words, so that words can be
shredded.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from secretariat.access.rules import bureau_only, right

from .tree import Growth, leaf_hash

GENESIS = "0" * 64
"""What the first deed names as the digest before it."""

HEADS_FILE = "deed-heads.txt"
"""Beside the database: one line per deed with its number, its digest and the root of the tree with it."""

SIGNED_HEADS_FILE = "signed-heads.jsonl"
"""Beside the database: heads that were signed, one JSON document a line."""

WIPE = "audit.wipe_words"
"""The deed that wipes the words of other deeds; it says which, and nothing else may."""

WORDS_STAY = frozenset(
    {
        WIPE,
        "members.suspend_account",
        "members.restore_account",
        "members.remove_factors",
        "members.show_activation",
        "members.stop_notice",
        "members.ask_opening",
        "members.agree_to_opening",
        "members.refuse_opening",
        "members.withdraw_opening",
        "members.close_opening",
        "members.see_in_emergency",
    }
)
"""Deeds whose words are never wiped: who opened or shut another's way in, who looked in an emergency, and who
wiped what. Source: GDPR, article 17 (3) (b) and (e): what shows who was answerable may be kept.
"""

# One encoder for all: making one anew costs as much as encoding a deed.
_encode = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode
_HASH = re.compile("[0-9a-f]{64}")

FaultKind = Literal["changed", "missing", "foreign", "reordered", "cut off", "wiped", "head"]

right(WIPE, sentence="{actor} wiped the words of {thing}")(bureau_only)


def canonical(value: object) -> bytes:
    """A value's canonical JSON: sorted keys, no spaces, UTF-8.

    Source: RFC 8785 in spirit; own choice of Python's serialiser, because only strings, whole numbers,
    lists and mappings of them are ever digested here.
    """
    return _encode(value).encode()


def digest_of(value: object) -> str:
    """SHA-256 (hex) of a value's canonical JSON. Source: as ``canonical``."""
    return hashlib.sha256(canonical(value)).hexdigest()


def words_digest(salt: str, words: Mapping[str, object]) -> str:
    """Digest of a deed's words under its salt; without the salt a short name could be guessed from it."""
    return digest_of([salt, dict(words)])


@dataclass(frozen=True, slots=True)
class Link:
    """What one deed brings to the chain; ``words`` and ``salt`` are None once shredded.

    ``nodes`` are the hashes of the tree that were kept with it (hexadecimal, one after the other), None
    where they are not at hand; ``wiped_by`` is the number of the deed that wiped its words.
    """

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
    network_id: int | None = None
    account_id: int | None = None
    nodes: str | None = None
    wiped_by: int | None = None

    @property
    def facts(self) -> dict[str, object]:
        """What stands in the tree for ever, as the export and the leaf give it."""
        return {
            "number": self.number,
            "at": self.at.isoformat(),
            "deed": self.deed,
            "thing_kind": self.thing_kind,
            "thing_ref": self.thing_ref,
            "network": self.network_id,
            "account": self.account_id,
            "before": self.before,
            "after": self.after,
            "words_digest": self.words_digest,
            "previous": self.previous,
            "digest": self.digest,
        }

    @property
    def leaf(self) -> bytes:
        """The hash of the deed as a leaf of the tree: over all its facts, also network and account."""
        return leaf_hash(canonical(self.facts))


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
    """One place where the record does not hold: the deed's number, what is wrong, a sentence."""

    number: int
    kind: FaultKind
    message: str


def wiped_digest(numbers: Iterable[int]) -> str:
    """What a deed that wipes words keeps of which: the digest of their numbers. Without a salt, because
    numbers tell nobody's name, and the deed must be proved although its own words may be wiped one day.
    """
    return digest_of({"wiped": sorted(numbers)})


@dataclass(slots=True)
class _Reading:
    """What is remembered between one deed and the next while the record is gone through."""

    kept_heads: Mapping[int, str]
    kept_roots: Mapping[int, frozenset[str]]
    growth: Growth = field(default_factory=Growth)
    kept: Growth = field(default_factory=Growth)
    faults: list[Fault] = field(default_factory=list)
    previous: str = GENESIS
    expected: int = 1
    last: int = 0
    wiped: dict[int, list[int]] = field(default_factory=dict)
    wipers: dict[int, str] = field(default_factory=dict)

    def say(self, number: int, kind: FaultKind, message: str) -> None:
        """Notes one place where the record does not hold."""
        self.faults.append(Fault(number, kind, message))

    def take(self, link: Link) -> None:
        """Reads the next deed and notes what is wrong with it."""
        number = link.number
        if number != self.expected:
            kind: FaultKind = "missing" if number > self.expected else "reordered"
            self.say(number, kind, f"deed {self.expected} should stand where deed {number} is")
        elif link.previous != self.previous:
            self.say(number, "foreign", f"deed {number} does not follow the one before it")
        leaf = link.leaf
        self.growth.append(leaf)
        tree_fault = self._tree_fault(link, leaf.hex())
        own = _own_fault(link) or tree_fault
        if own:
            self.say(number, "changed", own)
        kept = self.kept_heads.get(number)
        if kept is not None and kept != link.digest:
            self.say(number, "changed", f"deed {number} differs from the head kept outside the database")
        self.compare_root(number)
        if link.deed == WIPE:
            self.wipers[number] = link.after
        if link.wiped_by is not None:
            self.wiped.setdefault(link.wiped_by, []).append(number)
        self.previous, self.expected, self.last = link.digest, number + 1, max(self.last, number)

    def _tree_fault(self, link: Link, leaf: str) -> str:
        """What is wrong with the hashes kept with a deed. They are held against those kept with the deeds
        before, so that one changed deed is named and not all that stand above it in the tree.
        """
        if link.nodes is None:
            return ""
        kept_leaf = link.nodes[:64] if _HASH.match(link.nodes) else leaf
        made = b"".join(self.kept.append(bytes.fromhex(kept_leaf))).hex()
        if kept_leaf != leaf or link.nodes != made:
            return f"deed {link.number} is not the one that was put into the tree"
        return ""

    def compare_root(self, number: int) -> None:
        """Holds the tree so far against the roots kept for its size."""
        roots = self.kept_roots.get(self.growth.size)
        # Where a deed was found wrong already, the root above it says nothing new.
        if roots is not None and not self.faults and roots != {self.growth.root.hex()}:
            self.say(
                number,
                "head",
                f"the tree of the first {self.growth.size} deeds has another root than was kept",
            )

    def close(self) -> list[Fault]:
        """Says what only the whole record shows, and gives every fault noted."""
        for number, after in self.wipers.items():
            if after != wiped_digest(self.wiped.pop(number, ())):
                self.say(number, "wiped", f"deed {number} did not wipe the words of just those deeds it says")
        for by, numbers in self.wiped.items():
            said = f"deed {numbers[0]} says that deed {by} wiped its words, which did no such thing"
            self.say(numbers[0], "wiped", said)
        newest = max([*self.kept_heads, *self.kept_roots], default=0)
        if newest > self.last:
            self.say(newest, "cut off", f"deeds {self.last + 1} to {newest} were recorded and are gone")
        return self.faults


def chain_faults(
    links: Iterable[Link],
    kept_heads: Mapping[int, str],
    kept_roots: Mapping[int, frozenset[str]] | None = None,
) -> list[Fault]:
    """Every place where the record was altered; an empty list says that it holds.

    ``links`` in the order of the table (oldest first); ``kept_heads`` maps deed numbers to digests,
    ``kept_roots`` sizes of the tree to roots (hexadecimal) that were kept outside the database, which is how a
    record cut off at its end, or rewritten and chained anew, is still found.
    Source: own choice of the chain; RFC 9162, section 2.1, for the tree and its heads.
    """
    reading = _Reading(kept_heads, kept_roots or {})
    reading.compare_root(0)
    for link in links:
        reading.take(link)
    return reading.close()


def _own_fault(link: Link) -> str:
    """What is wrong with a deed by itself, empty where nothing is."""
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
        return f"deed {link.number} was changed after it was recorded"
    if link.words is None:
        if link.wiped_by is None:
            return f"the words of deed {link.number} are gone and no deed says who wiped them"
        return "" if link.salt is None else f"deed {link.number} kept its salt when its words were wiped"
    if words_digest(link.salt or "", link.words) != link.words_digest:
        return f"the words of deed {link.number} were changed"
    return "" if link.wiped_by is None else f"the words of deed {link.number} were wiped and are back"

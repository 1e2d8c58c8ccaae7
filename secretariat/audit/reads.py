"""Reading and proving the record of deeds."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from os import SEEK_END
from threading import Lock
from typing import Any

from django.conf import settings
from django.db.models import Max, Q, QuerySet

from secretariat.access.rules import Actor, right_named
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotVisible, RuleBroken
from secretariat.toolbox.names import fold

from .heads import OldHead, SignedHead, head_of_json, our_key, sign
from .memory import remembered
from .models import Deed
from .rules import GENESIS, HEADS_FILE, SIGNED_HEADS_FILE, WORDS_STAY, Fault, Link, chain_faults
from .tree import Growth, consistency_ranges, inclusion_ranges, is_consistent, parts_of, peaks_of, proof

_WIPED = {"actor": "somebody (wiped)", "seat": "", "thing": "something (wiped)", "ring": ""}


@dataclass(frozen=True, slots=True)
class DeedLine:
    """One deed as a page shows it: number, instant and a plain sentence; ``is_wiped`` when its words are gone."""

    number: int
    at: datetime
    sentence: str
    digest: str
    thing_ref: str
    is_wiped: bool


def deeds_of(thing_ref: str, actor: Actor, *, parts: QuerySet[Any] | None = None) -> QuerySet[Deed]:
    """The deeds done to one thing that the caller has already been allowed to see, newest first, for a
    paginator; ``told`` makes sentences of them. Nothing is asked of the database here.

    ``parts``: the references of its parts that have no page of their own, as a query of one column.

    ``actor`` is asked for so that the call reads as what it is; the caller fetched the thing through
    its ``visible_…`` door.
    """
    rows = Deed.objects.filter(thing_ref=thing_ref)
    if parts is not None:
        rows = Deed.objects.filter(Q(thing_ref=thing_ref) | Q(thing_ref__in=parts))
    if actor.kind != "system":
        rows = rows.filter(network_id__in=actor.network_ids)
    return rows.order_by("-number")


def deeds_in(
    network_id: int,
    *,
    room: str = "",
    account_id: int | None = None,
    since: datetime | None = None,
    before: datetime | None = None,
) -> QuerySet[Deed]:
    """The deeds of one network, newest first, for a paginator: of one room, of one account, from an instant on
    and before another. Nothing is asked of the database here.
    """
    rows = Deed.objects.filter(network_id=network_id)
    if room:
        rows = rows.filter(deed__startswith=f"{room}.")
    if account_id is not None:
        rows = rows.filter(account_id=account_id)
    if since is not None:
        rows = rows.filter(at__gte=since)
    if before is not None:
        rows = rows.filter(at__lt=before)
    return rows.order_by("-number")


def accounts_in(network_id: int) -> list[int]:
    """The row ids of all accounts that ever acted in a network. One query."""
    rows = Deed.objects.filter(network_id=network_id).order_by()
    return [found for found in rows.values_list("account_id", flat=True).distinct() if found is not None]


def things_done(deed: str, refs: Collection[str], account_id: int, since: datetime) -> set[str]:
    """Those of some things to which an account did a deed at or after an instant, by reference. One query."""
    rows = Deed.objects.filter(deed=deed, thing_ref__in=refs, account_id=account_id, at__gte=since)
    return set(rows.order_by().values_list("thing_ref", flat=True))


def was_done(deed: str, thing_ref: str) -> bool:
    """Whether a deed was ever done to a thing; for the program itself, which asks on nobody's behalf. One query."""
    return Deed.objects.filter(deed=deed, thing_ref=thing_ref).exists()


def numbers_naming(network_id: int, *, refs: frozenset[str], names: frozenset[str]) -> tuple[int, ...]:
    """The numbers of a network's deeds whose words are not wiped, done to one of these things or naming somebody
    by one of these names (in any script and spelling that folds alike) as what they were about; oldest first.

    Who acted is not searched: that somebody did a deed is what the record is for. The words lie sealed and
    spelled in many ways, so that no index finds them: one streamed query over all deeds of the network, once
    for each state of the record however many pages are looked at.
    """

    def read() -> tuple[int, ...]:
        wanted = [f" {_letters(fold(name))} " for name in names if _letters(fold(name))]
        rows = Deed.objects.filter(network_id=network_id, words__isnull=False).order_by("number")
        found = []
        for number, ref, words in rows.values_list("number", "thing_ref", "words").iterator(chunk_size=2000):
            text = f" {_letters(fold(str((words or _WIPED)['thing'])))} "
            if ref in refs or any(name in text for name in wanted):
                found.append(number)
        return tuple(found)

    return remembered(("audit.numbers_naming", network_id, refs, names), read)


def deeds_with_words(network_id: int, numbers: Collection[int]) -> Iterator[Deed]:
    """Those of some deeds of a network whose words are not wiped, oldest first. One query for each five hundred."""
    asked = sorted(numbers)
    rows = Deed.objects.filter(network_id=network_id, words__isnull=False).order_by("number")
    for start in range(0, len(asked), 500):
        yield from rows.filter(number__in=asked[start : start + 500])


def wipeable(actor: Actor, network_id: int, numbers: Collection[int]) -> tuple[int, ...]:
    """Those of some deeds whose words the actor may wipe: not what the actor did, nor what always keeps its
    words; oldest first. One query for each five hundred.
    """
    return tuple(
        row.number
        for row in deeds_with_words(network_id, numbers)
        if row.deed not in WORDS_STAY and (row.account_id is None or row.account_id != actor.account_id)
    )


def deeds_numbered(numbers: Collection[int]) -> list[Deed]:
    """The deeds of these numbers, at most some hundred, oldest first. One query."""
    return list(Deed.objects.filter(number__in=numbers).order_by("number"))


def _letters(text: str) -> str:
    """A text with everything between words as one space, so that a name is found before a comma too."""
    return " ".join(re.findall(r"\w+", text))


def deed_numbered(number: int) -> Deed | None:
    """The deed of that number. One query."""
    return Deed.objects.filter(number=number).first()


def things_done_to(deeds: Collection[str], *, after: int) -> list[str]:
    """The references of the things to which one of these deeds was done since the deed numbered ``after``; for
    the program itself, which asks on nobody's behalf. One query.
    """
    rows = Deed.objects.filter(number__gt=after, deed__in=deeds).order_by()
    return list(rows.values_list("thing_ref", flat=True).distinct())


def last_instants(thing_refs: Iterable[str]) -> dict[str, datetime]:
    """When each of these things, which the caller has already been allowed to see, was last changed by a deed;
    a thing without a deed is not among them. One query.
    """
    rows = Deed.objects.filter(thing_ref__in=list(thing_refs)).order_by()
    return dict(rows.values_list("thing_ref").annotate(Max("at")))


def told(
    rows: Iterable[Deed],
    called: Callable[[Deed], str] | None = None,
    knows: Callable[[int], bool] | None = None,
) -> list[DeedLine]:
    """Deeds as sentences. ``called`` gives the name to tell a deed's thing by: what it was called on the day of
    the deed may be closed to whoever reads it now. Empty (or no ``called``) tells it by the name of its day.
    ``knows`` says whether the reader may know the person of an account; who is not known is told by the seat.
    """
    return [_line(row, called(row) if called else "", knows) for row in rows]


def _line(row: Deed, called: str, knows: Callable[[int], bool] | None = None) -> DeedLine:
    words = row.words or _WIPED
    if called and row.words:
        words = words | {"thing": called}
    if knows and row.words and row.account_id is not None and not knows(row.account_id):
        words = words | {"actor": f"Somebody at {words['seat']}" if words["seat"] else "Somebody"}
    sentence = right_named(row.deed).sentence.format(**words)
    if words.get("declared"):
        sentence += f" ({words['declared']})"
    return DeedLine(row.number, row.at, sentence, row.digest, row.thing_ref, row.words is None)


def head() -> tuple[int, str]:
    """Number and digest of the newest deed; (0, zeros) before the first. One query."""
    last = Deed.objects.order_by("-number").values_list("number", "digest").first()
    return last or (0, GENESIS)


def growth_at(size: int) -> Growth:
    """The tree of the first ``size`` deeds, ready to grow on; ``root`` gives its root. One query."""
    return Growth(size, _hashes(peaks_of(size)))


def _hashes(places: Sequence[tuple[int, int]]) -> list[bytes]:
    """Kept hashes of the tree by the number of the deed they were kept with, and level. One query."""
    numbers = {number for number, _ in places}
    kept = dict(Deed.objects.filter(number__in=numbers).values_list("number", "nodes")) if numbers else {}
    found = [kept.get(number, "")[level * 64 : level * 64 + 64] for number, level in places]
    if any(len(digits) != 64 for digits in found):
        raise RuleBroken(
            "audit.tree",
            "The record of deeds is damaged, so nothing is added to it; run: secretariat verify.",
        )
    return [bytes.fromhex(digits) for digits in found]


def _proof(ranges: Sequence[tuple[int, int]]) -> list[bytes]:
    places = [place for start, end in ranges for place in parts_of(start, end)]
    found = dict(zip(places, _hashes(places), strict=True))
    return proof(ranges, lambda end, level: found[end, level])


def inclusion_proof(number: int, size: int) -> tuple[bytes, list[bytes]]:
    """The leaf of a deed and the hashes that lead from it to the root of the first ``size`` deeds.

    Raises NotVisible where there is no such deed. Two queries.
    """
    if not 1 <= number <= size:
        raise NotVisible
    return _hashes([(number, 0)])[0], _proof(inclusion_ranges(number - 1, size))


def consistency_proof(old: int, size: int) -> list[bytes]:
    """The hashes that show that the first ``old`` deeds are the beginning of the first ``size``. One query.

    Raises ValueError when ``old`` is the larger.
    """
    return _proof(consistency_ranges(old, size))


def signed_head() -> SignedHead:
    """The head of the record as it is now, signed. Two queries."""
    growth = growth_at(head()[0])
    return sign(growth.size, growth.root.hex(), clock.now())


@dataclass(frozen=True, slots=True)
class HeadLine:
    """A head as the file beside the database keeps it; ``root`` is empty in lines of before the tree."""

    number: int
    digest: str
    root: str


_LONGEST_LINE = 4096
"""Bytes from the end in which the newest signed head stands; a line of one is some four hundred."""
_HEAD_LINE = re.compile(r"([0-9]{1,15}) ([0-9a-f]{64})(?: ([0-9a-f]{64}))?")


def newest_instant() -> datetime | None:
    """When the newest deed was done; None before the first. One query."""
    return Deed.objects.order_by("-number").values_list("at", flat=True).first()


def _kept_lines(name: str) -> Iterator[tuple[int, str]]:
    """The whole lines of a file beside the database, counted from 1; a power cut may leave the last by half."""
    path = settings.HOME / name
    if path.exists():
        whole, _, _ = path.read_text(encoding="utf-8", errors="replace").rpartition("\n")
        yield from enumerate(whole.splitlines(), 1)


def _head_lines() -> Iterator[HeadLine]:
    for position, line in _kept_lines(HEADS_FILE):
        found = _HEAD_LINE.fullmatch(line)
        if not found:
            raise RuleBroken(
                "audit.heads_file", f"Line {position} of {HEADS_FILE} is damaged; restore it from a backup."
            )
        yield HeadLine(int(found[1]), found[2], found[3] or "")


def kept_heads() -> dict[int, str]:
    """The digests kept in the file beside the database, by number. Raises RuleBroken when it is damaged."""
    return {line.number: line.digest for line in _head_lines()}


def kept_signed_heads() -> list[SignedHead]:
    """The signed heads kept beside the database. Raises RuleBroken where a line is damaged, bears a signature
    that is not right, or was signed by another key.
    """
    return [_ours(line, f"Line {position}") for position, line in _kept_lines(SIGNED_HEADS_FILE)]


def newest_kept_size() -> int:
    """How many deeds the newest signed head beside the database tells of, 0 without one. Reads the end of the
    file and proves one signature, however many heads are kept. Raises RuleBroken as ``kept_signed_heads``.
    """
    path = settings.HOME / SIGNED_HEADS_FILE
    if not path.exists():
        return 0
    with path.open("rb") as file:
        file.seek(max(0, file.seek(0, SEEK_END) - _LONGEST_LINE))
        whole, _, _ = file.read().decode(errors="replace").rpartition("\n")
    line = whole.rpartition("\n")[2]
    return _ours(line, "The last line").size if line else 0


def _ours(line: str, place: str) -> SignedHead:
    signed = head_of_json(line)
    if not signed.is_genuine or signed.key != our_key():
        raise RuleBroken(
            "audit.signed_heads_file",
            f"{place} of {SIGNED_HEADS_FILE} was not signed by this record's key; restore the file.",
        )
    return signed


def kept_roots(*more: OldHead) -> dict[int, frozenset[str]]:
    """Roots kept outside the database by size, from both files of heads and from those given."""
    roots: dict[int, set[str]] = {}
    for size, root in [
        *((line.number, line.root) for line in _head_lines() if line.root),
        *((signed.size, signed.root) for signed in kept_signed_heads()),
        *((old.size, old.root) for old in more),
    ]:
        roots.setdefault(size, set()).add(root)
    return {size: frozenset(found) for size, found in roots.items()}


def links() -> Iterator[Link]:
    """Every deed as it stands in the table, oldest first. One streamed query."""
    return map(link_of, Deed.objects.order_by("number").iterator(chunk_size=2000))


def link_of(row: Deed) -> Link:
    """A deed as the chain and the tree take it."""
    return Link(
        row.number, row.at, row.deed, row.thing_kind, row.thing_ref, row.before, row.after,
        row.words_digest, row.previous, row.digest, row.salt, row.words, row.network_id, row.account_id,
        row.nodes, row.wiped_by,
    )  # fmt: skip


def verify_chain(*more: OldHead) -> tuple[int, list[Fault]]:
    """How many deeds there are, and every place where chain, tree or kept heads do not hold.

    ``more`` are heads that somebody kept elsewhere. Raises RuleBroken when a file of heads is damaged.
    One streamed query.
    """
    count = 0

    def counted() -> Iterator[Link]:
        nonlocal count
        for link in links():
            count += 1
            yield link

    faults = chain_faults(counted(), kept_heads(), kept_roots(*more))
    return count, faults


@dataclass(frozen=True, slots=True)
class HeadCheck:
    """What holding an old head against the record showed; ``path`` is the proof where it holds."""

    old: OldHead
    holds: bool
    now: SignedHead
    path: tuple[str, ...]
    faults: tuple[Fault, ...]
    is_ours: bool


_reading = Lock()


def check_head(old: OldHead) -> HeadCheck:
    """Whether everything before an old head is unchanged: a proof of consistency, made anew for each head, leads
    from the old root to the root of today, and the whole record was read and found without a fault.

    Every mandate holder may ask, so the whole reading, one streamed query over all deeds, is made once for each
    state of the record, anew after an hour, and never twice at a time. Three queries besides.
    """
    now = signed_head()
    with _reading:
        faults = list(remembered(("audit.check_head", f"{clock.now():%Y-%m-%d %H}"), _faults_of_all))
    path: list[bytes] = []
    if old.size > now.size:
        lost = Fault(old.size, "cut off", f"deeds {now.size + 1} to {old.size} were recorded and are gone")
        faults = faults or [lost]
    else:
        path = consistency_proof(old.size, now.size)
        proved = is_consistent(old.size, bytes.fromhex(old.root), now.size, bytes.fromhex(now.root), path)
        if not proved and not faults:
            faults = [
                Fault(old.size, "head", f"no proof leads from the old root at {old.size} to that of now")
            ]
    is_ours = old.signed is None or old.signed.key == now.key
    holds = is_ours and not faults
    return HeadCheck(
        old, holds, now, tuple(step.hex() for step in path) if holds else (), tuple(faults), is_ours
    )


def _faults_of_all() -> tuple[Fault, ...]:
    return tuple(verify_chain()[1])


def numbers_with_words(thing_ref: str) -> list[int]:
    """The numbers of the deeds about a thing that still have words which may be wiped. One query."""
    rows = Deed.objects.filter(thing_ref=thing_ref, words__isnull=False).exclude(deed__in=WORDS_STAY)
    return list(rows.values_list("number", flat=True))

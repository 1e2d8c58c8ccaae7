"""The Merkle tree over the deeds: one root for all of them, and short proofs that lead up to it.

Leaves stand in the order of the deeds and are never changed, so every complete subtree keeps its hash for
ever. The hash of the subtree of ``2**level`` leaves that ends with leaf number ``end`` is made when that leaf
is appended and kept with it: leaf ``end`` keeps its own hash and one for each subtree it completes, two on
average. An append reads at most one hash for each doubling of the tree.

Source: RFC 9162 (Certificate Transparency Version 2.0), section 2.1, with SHA-256.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

EMPTY_ROOT = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""

Node = Callable[[int, int], bytes]
"""The hash of a complete subtree, asked by the number of its last leaf (from 1) and its level (0: the leaf)."""


def leaf_hash(content: bytes) -> bytes:
    """The hash of one leaf: 32 bytes. Source: RFC 9162, section 2.1.1."""
    return hashlib.sha256(b"\x00" + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash above two subtrees: 32 bytes. Source: RFC 9162, section 2.1.1."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def peaks_of(size: int) -> list[tuple[int, int]]:
    """The complete subtrees a tree of ``size`` leaves consists of, leftmost first, each as the number of its
    last leaf and its level: 6 leaves are ``[(4, 2), (6, 1)]``. Source: own choice, the binary digits of size.
    """
    peaks, end = [], 0
    for level in reversed(range(size.bit_length())):
        if size >> level & 1:
            end += 1 << level
            peaks.append((end, level))
    return peaks


def root_of_peaks(peaks: Sequence[bytes]) -> bytes:
    """The root above the hashes of ``peaks_of``. Source: RFC 9162, section 2.1.1."""
    if not peaks:
        return EMPTY_ROOT
    root = peaks[-1]
    for peak in reversed(peaks[:-1]):
        root = node_hash(peak, root)
    return root


class Growth:
    """A tree that grows leaf by leaf and remembers only its peaks.

    ``size`` leaves so far; ``peaks`` the hashes of ``peaks_of(size)``.
    """

    __slots__ = ("peaks", "size")

    def __init__(self, size: int = 0, peaks: Sequence[bytes] = ()) -> None:
        self.size = size
        self.peaks = list(peaks)

    def append(self, leaf: bytes) -> list[bytes]:
        """Adds a leaf's hash; gives what is kept with it: its own hash and those of the subtrees it completes."""
        made = [leaf]
        rest = self.size
        while rest & 1:
            made.append(node_hash(self.peaks.pop(), made[-1]))
            rest >>= 1
        self.peaks.append(made[-1])
        self.size += 1
        return made

    @property
    def root(self) -> bytes:
        """The root of the tree as it is now."""
        return root_of_peaks(self.peaks)


def parts_of(start: int, end: int) -> list[tuple[int, int]]:
    """The complete subtrees that the leaves ``start`` (from 0) to before ``end`` consist of, as ``peaks_of``
    gives them. ``start`` must begin a subtree, as every range of a proof does.
    """
    return [(start + last, level) for last, level in peaks_of(end - start)]


def range_hash(start: int, end: int, node: Node) -> bytes:
    """The hash over the leaves ``start`` (from 0) to before ``end``. Source: RFC 9162, section 2.1.1."""
    return root_of_peaks([node(last, level) for last, level in parts_of(start, end)])


def _split(size: int) -> int:
    """The largest power of two below ``size``."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_ranges(index: int, size: int) -> list[tuple[int, int]]:
    """The ranges of leaves whose hashes prove that leaf ``index`` (from 0) stands in a tree of ``size``.

    Raises ValueError for a leaf outside the tree. Source: RFC 9162, section 2.1.3.1.
    """
    if not 0 <= index < size:
        raise ValueError(f"there is no leaf {index} in a tree of {size}")
    start, end, ranges = 0, size, []
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            start = middle
    return ranges[::-1]


def consistency_ranges(old: int, size: int) -> list[tuple[int, int]]:
    """The ranges of leaves whose hashes prove that a tree of ``old`` leaves is the beginning of one of ``size``.

    Empty for ``old`` equal to 0 or to ``size``. Raises ValueError when the old tree is the larger one.
    Source: RFC 9162, section 2.1.4.1.
    """
    if not 0 <= old <= size:
        raise ValueError(f"a tree of {old} leaves is not the beginning of one of {size}")
    if old in {0, size}:
        return []
    start, end, is_whole, ranges = 0, size, True, []
    while start + old != end:
        middle = start + _split(end - start)
        if start + old <= middle:
            ranges.append((middle, end))
            end = middle
        else:
            ranges.append((start, middle))
            old -= middle - start
            start, is_whole = middle, False
    if not is_whole:
        ranges.append((start, end))
    return ranges[::-1]


def proof(ranges: Sequence[tuple[int, int]], node: Node) -> list[bytes]:
    """The hashes of a proof, in the order in which they are taken up."""
    return [range_hash(start, end, node) for start, end in ranges]


def is_consistent(old: int, old_root: bytes, size: int, root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the proof shows that the tree of ``old`` leaves is the beginning of the tree of ``size``.

    Source: RFC 9162, section 2.1.4.2; an empty tree is the beginning of every tree.
    """
    if old == 0:
        return old_root == EMPTY_ROOT and not path
    if old == size:
        return old_root == root and not path
    if not 0 < old < size or not path:
        return False
    steps = list(path) if old & (old - 1) else [old_root, *path]
    fn, sn = old - 1, size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    first = second = steps[0]
    for step in steps[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            first, second = node_hash(step, first), node_hash(step, second)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            second = node_hash(second, step)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and first == old_root and second == root

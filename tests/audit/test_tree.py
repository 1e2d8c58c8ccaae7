"""The tree, held against the definitions of RFC 9162 written down as they stand there."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretariat.audit import tree
from secretariat.audit.verify import root_from_proof

SIZES = st.integers(1, 70)


def leaves(size: int) -> list[bytes]:
    return [tree.leaf_hash(b"deed %d" % n) for n in range(size)]


def naive_root(hashes: list[bytes]) -> bytes:
    """MTH of section 2.1.1, by recursion."""
    if not hashes:
        return hashlib.sha256(b"").digest()
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    left, right = naive_root(hashes[:k]), naive_root(hashes[k:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def naive_path(m: int, hashes: list[bytes]) -> list[bytes]:
    """PATH of section 2.1.3.1, by recursion."""
    if len(hashes) == 1:
        return []
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    if m < k:
        return [*naive_path(m, hashes[:k]), naive_root(hashes[k:])]
    return [*naive_path(m - k, hashes[k:]), naive_root(hashes[:k])]


def naive_consistency(m: int, hashes: list[bytes], is_whole: bool = True) -> list[bytes]:
    """SUBPROOF of section 2.1.4.1, by recursion."""
    if m == len(hashes):
        return [] if is_whole else [naive_root(hashes)]
    k = 1
    while k * 2 < len(hashes):
        k *= 2
    if m <= k:
        return [*naive_consistency(m, hashes[:k], is_whole), naive_root(hashes[k:])]
    return [*naive_consistency(m - k, hashes[k:], False), naive_root(hashes[:k])]


def grown(hashes: list[bytes]) -> tuple[tree.Growth, tree.Node]:
    growth = tree.Growth()
    kept = [growth.append(leaf) for leaf in hashes]
    return growth, lambda end, level: kept[end - 1][level]


def test_the_root_of_nothing_and_of_one_leaf_are_those_of_the_standard() -> None:
    assert tree.Growth().root.hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert tree.leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"


@given(st.integers(0, 70))
def test_a_tree_grown_leaf_by_leaf_has_the_root_of_the_definition_at_every_size(size: int) -> None:
    growth, hashes = tree.Growth(), leaves(size)
    for n, leaf in enumerate(hashes, 1):
        growth.append(leaf)
        assert growth.root == naive_root(hashes[:n])
    assert growth.root == naive_root(hashes)


@given(SIZES, st.data())
def test_a_growth_taken_up_from_its_peaks_goes_on_as_if_never_stopped(size: int, data: st.DataObject) -> None:
    stop = data.draw(st.integers(0, size - 1))
    hashes = leaves(size)
    _, node = grown(hashes)
    again = tree.Growth(stop, [node(end, level) for end, level in tree.peaks_of(stop)])
    for leaf in hashes[stop:]:
        again.append(leaf)
    assert again.root == naive_root(hashes)


@given(SIZES, st.data())
def test_every_leaf_is_proved_by_the_path_of_the_definition(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    hashes = leaves(size)
    _, node = grown(hashes)
    path = tree.proof(tree.inclusion_ranges(index, size), node)
    assert path == naive_path(index, hashes)
    assert root_from_proof(hashes[index], index, size, path) == naive_root(hashes).hex()


@given(SIZES, st.data())
def test_another_leaf_place_size_or_step_proves_nothing(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    hashes = leaves(size)
    root, path = naive_root(hashes), naive_path(index, hashes)
    assert root_from_proof(tree.leaf_hash(b"forged"), index, size, path) != root.hex()
    other = data.draw(st.integers(0, size - 1))
    if other != index:
        assert root_from_proof(hashes[index], other, size, path) != root.hex()
    assert root_from_proof(hashes[index], index, size, [*path, root]) == ""
    if path:
        assert root_from_proof(hashes[index], index, size, path[:-1]) == ""
        bent = data.draw(st.integers(0, len(path) - 1))
        assert (
            root_from_proof(hashes[index], index, size, [*path[:bent], root, *path[bent + 1 :]]) != root.hex()
        )


@given(SIZES, st.data())
def test_every_earlier_tree_is_proved_to_be_the_beginning(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size))
    hashes = leaves(size)
    _, node = grown(hashes)
    path = tree.proof(tree.consistency_ranges(old, size), node)
    assert path == naive_consistency(old, hashes)
    assert tree.is_consistent(old, naive_root(hashes[:old]), size, naive_root(hashes), path)


@given(SIZES, st.data())
def test_a_rewritten_past_is_never_proved(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size))
    forged = data.draw(st.integers(0, old - 1))
    before, now = leaves(size)[:old], leaves(size)
    now[forged] = tree.leaf_hash(b"forged")
    _, node = grown(now)
    path = tree.proof(tree.consistency_ranges(old, size), node)
    assert not tree.is_consistent(old, naive_root(before), size, naive_root(now), path)


@given(SIZES, st.data())
def test_a_bent_proof_of_consistency_is_refused(size: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, size))
    hashes = leaves(size)
    old_root, root = naive_root(hashes[:old]), naive_root(hashes)
    path = naive_consistency(old, hashes)
    assert not tree.is_consistent(old, old_root, size, root, [*path, root])
    for place in range(len(path)):
        assert not tree.is_consistent(old, old_root, size, root, path[:place] + path[place + 1 :])
        assert not tree.is_consistent(
            old, old_root, size, root, [*path[:place], b"x" * 32, *path[place + 1 :]]
        )


def test_nothing_is_the_beginning_of_everything_and_the_larger_of_nothing_smaller() -> None:
    root = naive_root(leaves(5))
    assert tree.is_consistent(0, tree.EMPTY_ROOT, 5, root, [])
    assert not tree.is_consistent(0, root, 5, root, [])
    assert not tree.is_consistent(6, root, 5, root, [])
    with pytest.raises(ValueError, match="beginning"):
        tree.consistency_ranges(6, 5)
    with pytest.raises(ValueError, match="no leaf"):
        tree.inclusion_ranges(5, 5)


def test_a_proof_in_a_million_leaves_holds_twenty_hashes() -> None:
    assert len(tree.inclusion_ranges(123_456, 1_000_000)) <= 20
    assert len(tree.consistency_ranges(123_456, 1_000_000)) <= 21

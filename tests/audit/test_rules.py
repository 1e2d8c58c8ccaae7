"""The chain of deeds finds every alteration, and raises no false alarm."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from secretariat.audit.rules import (
    GENESIS,
    WIPE,
    Link,
    chain_faults,
    link_digest,
    wiped_digest,
    words_digest,
)
from secretariat.audit.tree import Growth

START = datetime(2026, 1, 1, tzinfo=UTC)


def chain(length: int, wipes: dict[int, list[int]] | None = None) -> list[Link]:
    """A record of that many deeds; ``wipes`` are deeds by number that wipe the words of others."""
    links: list[Link] = []
    for number in range(1, length + 1):
        words = {"actor": f"Ana {number}", "seat": "Alba", "thing": f"entry {number}"}
        wiped = (wipes or {}).get(number)
        facts = {
            "number": number,
            "at": START + timedelta(minutes=number),
            "deed": "minutes.add_entry" if wiped is None else WIPE,
            "thing_kind": "entry",
            "thing_ref": f"entry-{number}",
            "before": "",
            "after": "a" * 64 if wiped is None else wiped_digest(wiped),
            "words_digest": words_digest("salt", words),
            "previous": links[-1].digest if links else GENESIS,
        }
        links.append(
            Link(**facts, digest=link_digest(**facts), salt="salt", words=words, network_id=1, account_id=7)
        )
    for by, wiped in (wipes or {}).items():
        for number in wiped:
            links[number - 1] = replace(links[number - 1], words=None, salt=None, wiped_by=by)
    return planted(links)


def planted(links: list[Link]) -> list[Link]:
    """The same with the hashes of the tree kept anew."""
    growth = Growth()
    return [replace(link, nodes=b"".join(growth.append(link.leaf)).hex()) for link in links]


def rechained(links: list[Link]) -> list[Link]:
    """What somebody with the whole file would do: recompute everything after a change."""
    result: list[Link] = []
    for number, link in enumerate(links, 1):
        facts = {
            "number": number,
            "at": link.at,
            "deed": link.deed,
            "thing_kind": link.thing_kind,
            "thing_ref": link.thing_ref,
            "before": link.before,
            "after": link.after,
            "words_digest": words_digest("salt", link.words or {}),
            "previous": result[-1].digest if result else GENESIS,
        }
        result.append(replace(link, **facts, digest=link_digest(**facts)))
    return planted(result)


def roots(links: list[Link]) -> dict[int, frozenset[str]]:
    growth = Growth()
    found = {}
    for link in links:
        growth.append(link.leaf)
        found[growth.size] = frozenset({growth.root.hex()})
    return found


def kept(links: list[Link]) -> dict[int, str]:
    return {link.number: link.digest for link in links}


@given(st.integers(0, 30))
def test_an_untouched_chain_raises_no_alarm(length: int) -> None:
    links = chain(length)
    assert chain_faults(links, kept(links), roots(links)) == []


def test_deeds_shredded_by_a_deed_raise_no_alarm_even_when_that_is_shredded_too() -> None:
    assert chain_faults(chain(5, {5: [2, 3]}), kept(chain(5, {5: [2, 3]}))) == []
    links = chain(6, {5: [2, 3], 6: [5]})
    assert chain_faults(links, kept(links), roots(links)) == []


def test_words_wiped_without_a_deed_that_says_so_are_found() -> None:
    links = chain(5)
    links[2] = replace(links[2], words=None, salt=None)
    assert [f.kind for f in chain_faults(links, {})] == ["changed"]
    links[2] = replace(links[2], wiped_by=4)
    assert [f.kind for f in chain_faults(links, {})] == ["wiped"]


def test_one_more_or_one_less_wiped_than_was_said_is_found() -> None:
    links = chain(6, {6: [2, 3]})
    more = [*links[:3], replace(links[3], words=None, salt=None, wiped_by=6), *links[4:]]
    assert [(f.number, f.kind) for f in chain_faults(more, {})] == [(6, "wiped")]
    less = [*links[:1], chain(6)[1], *links[2:]]
    assert [(f.number, f.kind) for f in chain_faults(less, {})] == [(6, "wiped")]


def test_a_salt_left_behind_and_words_that_come_back_are_found() -> None:
    links = chain(6, {6: [2]})
    assert chain_faults([links[0], replace(links[1], salt="salt"), *links[2:]], {})
    assert chain_faults([links[0], replace(chain(6)[1], wiped_by=6), *links[2:]], {})


def test_who_and_whose_stand_under_the_tree_though_not_under_the_chain() -> None:
    links = chain(5)
    for change in ({"account_id": 8}, {"account_id": None}, {"network_id": 2}):
        bent = [*links[:2], replace(links[2], **change), *links[3:]]
        assert [f.number for f in chain_faults(bent, {})] == [3]
        assert chain_faults(planted(bent), {}) == [], "whoever writes the tree anew as well ..."
        assert chain_faults(planted(bent), {}, {5: roots(links)[5]}), "... is found by a root kept elsewhere"


def test_two_roots_kept_for_one_size_are_a_fault_whichever_is_right() -> None:
    links = chain(5)
    assert chain_faults(links, {}, {3: roots(links)[3] | {"0" * 64}})


def test_a_root_of_nothing_is_the_one_of_the_standard() -> None:
    assert chain_faults([], {}, {0: frozenset({"0" * 64})})
    assert chain_faults([], {}, {0: frozenset({Growth().root.hex()})}) == []


FIELDS = {
    "deed": "minutes.edit_entry",
    "thing_ref": "entry-x",
    "after": "b" * 64,
    "at": START,
    "words": {"actor": "Somebody else"},
    "previous": "c" * 64,
    "digest": "d" * 64,
    "network_id": 2,
    "account_id": 8,
    "nodes": "e" * 64,
    "wiped_by": 3,
    "salt": "pepper",
}


@settings(max_examples=200)
@given(st.data())
def test_a_changed_deed_is_found_wherever_it_is_changed(data: st.DataObject) -> None:
    links = chain(12)
    place = data.draw(st.integers(0, 11))
    field = data.draw(st.sampled_from(sorted(FIELDS)))
    links[place] = replace(links[place], **{field: FIELDS[field]})
    assert chain_faults(links, {})


@given(st.integers(0, 11))
def test_a_deleted_deed_is_found_also_the_last(place: int) -> None:
    links = chain(12)
    heads = kept(links)
    del links[place]
    assert chain_faults(links, heads)


@given(st.integers(0, 11), st.integers(0, 11))
def test_a_reordered_pair_is_found(one: int, other: int) -> None:
    links = chain(12)
    links[one], links[other] = links[other], links[one]
    assert bool(chain_faults(links, {})) == (one != other)


@given(st.integers(0, 12))
def test_an_inserted_deed_is_found(place: int) -> None:
    links = chain(12)
    links.insert(place, replace(links[0], number=place + 1, thing_ref="entry-forged"))
    assert chain_faults(links, {})


@given(st.integers(0, 11))
def test_a_rewritten_and_rechained_record_is_found_by_a_head_kept_elsewhere(place: int) -> None:
    links = chain(12)
    heads = {12: links[-1].digest}
    links[place] = replace(links[place], thing_ref="entry-forged")
    forged = rechained(links)
    assert chain_faults(forged, {}) == []
    assert chain_faults(forged, heads)


def test_a_record_cut_off_at_its_end_is_found() -> None:
    links = chain(12)
    faults = chain_faults(links[:9], kept(links))
    assert [f.kind for f in faults] == ["cut off"]
    assert "10 to 12" in faults[0].message


def test_a_record_cut_off_is_found_by_a_signed_head_alone() -> None:
    links = chain(12)
    assert [f.kind for f in chain_faults(links[:9], {}, {12: roots(links)[12]})] == ["cut off"]

"""The chain of deeds finds every alteration, and raises no false alarm."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from secretariat.audit.rules import GENESIS, Link, chain_faults, link_digest, words_digest

START = datetime(2026, 1, 1, tzinfo=UTC)


def chain(length: int) -> list[Link]:
    links: list[Link] = []
    for number in range(1, length + 1):
        words = {"actor": f"Ana {number}", "seat": "Alba", "thing": f"entry {number}"}
        facts = {
            "number": number,
            "at": START + timedelta(minutes=number),
            "deed": "minutes.add_entry",
            "thing_kind": "entry",
            "thing_ref": f"entry-{number}",
            "before": "",
            "after": "a" * 64,
            "words_digest": words_digest("salt", words),
            "previous": links[-1].digest if links else GENESIS,
        }
        links.append(Link(**facts, digest=link_digest(**facts), salt="salt", words=words))
    return links


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
        result.append(Link(**facts, digest=link_digest(**facts), salt="salt", words=link.words))
    return result


def kept(links: list[Link]) -> dict[int, str]:
    return {link.number: link.digest for link in links}


@given(st.integers(0, 30))
def test_an_untouched_chain_raises_no_alarm(length: int) -> None:
    links = chain(length)
    assert chain_faults(links, kept(links)) == []


def test_a_shredded_deed_raises_no_alarm() -> None:
    links = chain(5)
    links[2] = replace(links[2], words=None, salt=None)
    assert chain_faults(links, kept(chain(5))) == []


FIELDS = {
    "deed": "minutes.edit_entry",
    "thing_ref": "entry-x",
    "after": "b" * 64,
    "at": START,
    "words": {"actor": "Somebody else"},
    "previous": "c" * 64,
    "digest": "d" * 64,
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

"""States of a reading and of its facts, what a reading's JSON holds, and who may take in old papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from secretariat.access.rules import bureau_only, right

READING_STATES = ("waiting", "reading", "read", "failed", "stopped", "accepted")
FACT_STATES = ("proposed", "accepted", "refused")
HEADER_WORDS = {
    "body": "body",
    "title": "title",
    "starts_on": "first day",
    "ends_on": "last day",
    "place": "place",
    "country": "country",
    "closed": "closed",
    "within": "within",
    "organiser": "organiser",
    "chair": "chair",
    "secretariat": "secretariat",
}
"""The facts about a meeting, in the order of the page, with the word a person reads."""

Span = tuple[int, int]


def facts_of(result: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any], Span | None]]:
    """The facts of a reading in the order of the review: key, value, first place in the source.

    ``result`` is one JSON object of the reading format; header facts the paper does not tell are left out.
    Source: the reading format, version 1.
    """
    for name in HEADER_WORDS:
        found = result["header"].get(name)
        if found is not None:
            yield f"header.{name}", {"value": found["value"]}, _span(found.get("span"))
    for person in result["people"]:
        value = {key: person[key] for key in person if key not in {"ref", "spans"}}
        yield f"person.{person['ref']}", value, _span(person["spans"][0] if person["spans"] else None)
    for group, word in (("entries", "entry"), ("outputs", "output"), ("meetings_ahead", "ahead")):
        for number, item in enumerate(result[group]):
            value = {key: item[key] for key in item if key != "span"}
            yield f"{word}.{number}", value, _span(item["span"])


def _span(pair: list[int] | None) -> Span | None:
    return (pair[0], pair[1]) if pair and pair[1] > pair[0] else None


right("archive.take_in_source", sentence="{actor} took in the paper {thing}")(bureau_only)
right("archive.begin_reading", sentence="{actor} had a paper read: {thing}")(bureau_only)
right("archive.stop_reading", sentence="{actor} stopped the {thing}")(bureau_only)
right("archive.fail_reading", sentence="{actor} learnt that a paper cannot be read: {thing}")(bureau_only)
right("archive.keep_reading", sentence="{actor} got the {thing}")(bureau_only)
right("archive.settle_fact", sentence="{actor} settled a fact: {thing}")(bureau_only)
right("archive.settle_rest", sentence="{actor} settled the remaining facts of the {thing}")(bureau_only)
right("archive.accept_reading", sentence="{actor} entered what was read: {thing}")(bureau_only)
right("archive.undo_acceptance", sentence="{actor} took back what was entered from the {thing}")(bureau_only)
right("archive.remove_source", sentence="{actor} removed the paper {thing}")(bureau_only)

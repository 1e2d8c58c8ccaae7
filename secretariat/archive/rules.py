"""States of a reading and of its facts, what a reading's JSON holds, and who may take in old papers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from secretariat.access.rules import Actor, Denied, Thing, Verdict, bureau_only, right, secretariat_only
from secretariat.toolbox.wrong_data import doubts

from .acceptance import entry_text

READING_STATES = ("waiting", "reading", "read", "failed", "stopped", "accepted")
SOURCE_STATES = ("kept", "held", "unread")
"""A held paper waits for the virus scanner, and nothing reads it. An unread one waits to be looked through for a
classification marking; the machine reads it. Nobody opens or saves either.
"""
NOT_LOOKED_THROUGH = (
    "Not looked through yet: it opens once the machine has read it and found no classification marking in it."
)
"""Why an unread paper stays shut."""
FACT_STATES = ("proposed", "accepted", "refused")
SOURCE_RINGS = ("partners", "members", "bureau")
"""Who may see an old paper: the public only by a release, and one seat's own papers are not the network's."""
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
_AROUND = 80
"""Characters on either side of a fact in which a number may lie that begins or ends in it."""


def facts_of(result: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any], Span | None]]:
    """The facts of a reading in the order of the review: key, value, first place in the source.

    ``result`` is one JSON object of the reading format; header facts the paper does not tell are left out,
    but for the first day, which has to be asked for: without it no meeting can be entered.
    Source: the reading format, version 1.
    """
    for name in HEADER_WORDS:
        found = result["header"].get(name)
        if found is not None:
            yield f"header.{name}", {"value": found["value"]}, _span(found.get("span"))
        elif name == "starts_on":
            yield "header.starts_on", {"value": None}, None
    for person in result["people"]:
        value = {key: person[key] for key in person if key not in {"ref", "spans"}}
        yield f"person.{person['ref']}", value, _span(person["spans"][0] if person["spans"] else None)
    for group, word in (("entries", "entry"), ("outputs", "output"), ("meetings_ahead", "ahead")):
        for number, item in enumerate(result[group]):
            value = {key: item[key] for key in item if key != "span"}
            if word == "entry":
                value["text"] = entry_text(result["text"], (item["span"][0], item["span"][1]))
            yield f"{word}.{number}", value, _span(item["span"])


def _span(pair: list[int] | None) -> Span | None:
    return (pair[0], pair[1]) if pair and pair[1] > pair[0] else None


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the source with the facts that point into it; ``starts`` are those that begin here."""

    text: str
    keys: tuple[str, ...]
    starts: tuple[str, ...]


def pieces_of(text: str, spans: Sequence[tuple[str, Span]]) -> tuple[Piece, ...]:
    """The text cut at every end of a span, so that spans may overlap; the pieces joined are the text.

    ``spans``: key of the fact, and its place in code points. Where several facts share a piece, the
    narrowest comes first: it is the one a reader means by clicking there.
    """
    edges = sorted({0, len(text), *(edge for _, span in spans for edge in span if 0 <= edge <= len(text))})
    by_width = sorted(spans, key=lambda item: item[1][1] - item[1][0])
    begun: set[str] = set()
    pieces = []
    for start, end in pairwise(edges):
        keys = tuple(key for key, span in by_width if span[0] <= start and end <= span[1])
        starts = tuple(key for key in keys if key not in begun)
        begun.update(starts)
        pieces.append(Piece(text[start:end], keys, starts))
    return tuple(pieces)


def doubt_in(text: str, span: Span | None, words: str) -> str:
    """What in a fact looks as if it did not belong here, in words; empty for nothing.

    ``text``: the source; ``span``: the fact's place in it; ``words``: the fact as a person reads it. What
    begins in one sentence and ends in the next is a doubt about both, because "case no." ends none.
    Source: ``toolbox.wrong_data``.
    """
    found = list(doubts(words))
    if span is not None:
        begin = max(0, span[0] - _AROUND)
        around = doubts(text[begin : span[1] + _AROUND])
        found += [d for d in around if begin + d.start < span[1] and begin + d.end > span[0]]
    return ", ".join(dict.fromkeys(doubt.kind for doubt in found))


def in_words(key: str, value: Mapping[str, Any], people: Mapping[str, str]) -> tuple[str, str, str]:
    """A fact as a person reads it: a word for its kind, a sentence, and what else there is to say.

    ``people``: the reading's own references with names.
    """
    group, _, name = key.partition(".")

    def named(ref: object) -> str:
        return people.get(str(ref), str(ref or ""))

    if group == "header":
        found = value.get("value")
        words = ("closed" if found else "open") if isinstance(found, bool) else found
        asked = "needed before this can be entered" if name == "starts_on" and not words else ""
        return HEADER_WORDS.get(name, name), str(words or "not said"), asked
    if group == "person":
        there = {True: "present", False: "not present", None: "not said whether present"}[
            value.get("present")
        ]
        details = [str(value[part]) for part in ("function", "member") if value.get(part)]
        return "person", str(value.get("name") or ""), ", ".join([*details, there])
    if group == "entry":
        who = named(value.get("speaker")) or str(value.get("seat") or "") or "nobody named"
        behalf = f", on behalf of {named(value['on_behalf_of'])}" if value.get("on_behalf_of") else ""
        due = f", by: {value['due']}" if value.get("due") else ""
        return str(value["kind"]), str(value.get("text") or ""), f"{who}{behalf}{due}"
    if group == "output":
        to = f", to {value['addressee']}" if value.get("addressee") else ""
        return "document", f"{value.get('title') or value['kind']}{to}", ""
    where = str(value.get("place") or "a meeting")
    beside = f"beside {value['within']}" if value.get("within") else ""
    details = [
        part for part in (named(value.get("offered_by")), str(value.get("firmness") or ""), beside) if part
    ]
    return "ahead", f"{where}, {value.get('when') or 'no date said'}", ", ".join(details)


def settled_in_words(
    key: str, state: str, value: Mapping[str, Any] | None, people: Mapping[str, str], *, match: str = ""
) -> str:
    """What somebody says of a fact, for whoever settled it otherwise at the same time.

    ``value``: as they put it; None where they left it as it was. ``match``: who they say a person is.
    """
    _, sentence, detail = in_words(key, value, people) if value is not None else ("", "", "")
    return "\n".join(part for part in (state, sentence, detail, match) if part)


def machine_only(actor: Actor, thing: Thing) -> Verdict:
    """What the machine does by itself: sealing anew, and what the virus scanner said. No person does it."""
    return Denied("The machine does this by itself.", rule="archive.machine_only", who="the program itself")


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
right("archive.reseal_source", sentence="{actor} sealed the paper {thing} to the newest key")(machine_only)
right("archive.clear_source", sentence="{actor} found no virus in the paper {thing}")(machine_only)
right("archive.refuse_source", sentence="{actor} found a virus in the paper {thing} and removed it")(
    machine_only
)
right(
    "archive.refuse_classified", sentence="{actor} handed in a paper with a classification marking: {thing}"
)(bureau_only)
right(
    "archive.vouch_for_source",
    sentence="{actor} vouched that the paper {thing} bears no classification marking",
)(bureau_only)
right("archive.purge_source", sentence="{actor} purged a paper that did not belong here: {thing}")(
    secretariat_only
)

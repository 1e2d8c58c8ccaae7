"""What a reading is made of, and its JSON form ``secretariat.reading/1``.

Every value is a proposal. A span is ``[start, end)`` in Unicode code points of ``Reading.text``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

SCHEMA = "secretariat.reading/1"

Span = tuple[int, int]
EntryKind = Literal[
    "opening",
    "statement",
    "proposal",
    "support",
    "reservation",
    "request",
    "offer",
    "commitment",
    "information",
    "decision",
    "closing",
]
BlockKind = Literal["heading", "paragraph", "item", "row", "line", "label", "front", "note", "furniture"]
Firmness = Literal["firm", "intended", "tentative"]


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the paper's layout: kind, place in the text, depth of a list or heading, cells of a row."""

    kind: BlockKind
    span: Span
    level: int = 0
    cells: tuple[Span, ...] = ()
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The file a reading was made from; ``sha256`` in hexadecimal, ``pages`` where the format has pages."""

    name: str
    sha256: str
    media_type: str
    pages: int | None = None
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One value of the header and the words it rests on."""

    value: str | bool
    span: Span


@dataclass(frozen=True, slots=True)
class Header:
    """What the paper says about the meeting as a whole; dates are ISO 8601, ``country`` is ISO 3166-1."""

    body: Found | None = None
    title: Found | None = None
    starts_on: Found | None = None
    ends_on: Found | None = None
    place: Found | None = None
    country: Found | None = None
    closed: Found | None = None
    within: Found | None = None
    organiser: Found | None = None
    chair: Found | None = None
    secretariat: Found | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named in the paper; ``present`` is False for those excused or only spoken for."""

    ref: str
    name: str
    honorific: str | None = None
    function: str | None = None
    institution: str | None = None
    member: str | None = None
    present: bool | None = None
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One contribution of one speaker with one kind; ``on_behalf_of`` is a person's ref or words."""

    kind: EntryKind
    span: Span
    speaker: str | None = None
    seat: str | None = None
    on_behalf_of: str | None = None
    due: str | None = None


@dataclass(frozen=True, slots=True)
class Output:
    """A document that was asked for or adopted."""

    kind: str
    span: Span
    title: str | None = None
    addressee: str | None = None


@dataclass(frozen=True, slots=True)
class MeetingAhead:
    """A future meeting; ``when`` in the paper's words, ``earliest`` and ``latest`` as ISO dates."""

    span: Span
    place: str | None = None
    when: str | None = None
    earliest: str | None = None
    latest: str | None = None
    within: str | None = None
    offered_by: str | None = None
    firmness: Firmness | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything understood of one paper. ``blocks`` is layout for the page and is not part of the JSON."""

    source: Source
    text: str
    header: Header = Header()
    people: tuple[Person, ...] = ()
    entries: tuple[Entry, ...] = ()
    outputs: tuple[Output, ...] = ()
    meetings_ahead: tuple[MeetingAhead, ...] = ()
    blocks: tuple[Block, ...] = field(default=(), compare=False)


def to_json_dict(reading: Reading) -> dict[str, Any]:
    """The reading as plain dicts and lists, ready for ``json.dumps``.

    Source: own choice, because the schema is this program's own ("secretariat.reading/1").
    """
    return {
        "schema": SCHEMA,
        "source": _plain(reading.source),
        "text": reading.text,
        "header": {
            f.name: _plain(found) if (found := getattr(reading.header, f.name)) is not None else None
            for f in fields(Header)
        },
        "people": [_plain(p) for p in reading.people],
        "entries": [_plain(e) for e in reading.entries],
        "outputs": [_plain(o) for o in reading.outputs],
        "meetings_ahead": [_plain(m) for m in reading.meetings_ahead],
    }


def from_json_dict(data: Mapping[str, Any]) -> Reading:
    """The reading whose JSON form is ``data``; its ``blocks`` are empty.

    Raises ValueError for another schema, KeyError or TypeError for a form that is not whole.
    Source: own choice, the inverse of ``to_json_dict``.
    """
    if data.get("schema") != SCHEMA:
        raise ValueError(f"This is not a {SCHEMA} document: its schema is {data.get('schema')!r}.")
    source = dict(data["source"])
    return Reading(
        source=Source(**{**source, "warnings": tuple(source["warnings"])}),
        text=data["text"],
        header=Header(
            **{
                name: Found(found["value"], _span(found["span"])) if found is not None else None
                for name, found in data["header"].items()
            }
        ),
        people=tuple(Person(**{**p, "spans": tuple(_span(s) for s in p["spans"])}) for p in data["people"]),
        entries=tuple(Entry(**_with_span(e)) for e in data["entries"]),
        outputs=tuple(Output(**_with_span(o)) for o in data["outputs"]),
        meetings_ahead=tuple(MeetingAhead(**_with_span(m)) for m in data["meetings_ahead"]),
    )


def _plain(row: Any) -> dict[str, Any]:
    return {f.name: _listed(getattr(row, f.name)) for f in fields(row)}


def _listed(value: Any) -> Any:
    return [_listed(v) for v in value] if isinstance(value, tuple) else value


def _span(pair: Any) -> Span:
    start, end = pair
    return (int(start), int(end))


def _with_span(row: Mapping[str, Any]) -> dict[str, Any]:
    return {**row, "span": _span(row["span"])}

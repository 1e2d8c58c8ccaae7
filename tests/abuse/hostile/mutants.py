"""Mutants of sound papers: bytes turned, cut, doubled, spliced; and of a DOCX also the XML inside its box."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from functools import cache

from lxml import etree

from .makers import WORDS, box_of, link, pdf, sound_docx, sound_pdf, word
from .words import field

NAMES = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SEED = 20261124
TOKENS = (
    b"\x00", b"\xff\xff\xff\xff", b"<", b">", b"&", b"/", b"]]>", b"<!--", b"9" * 40, b"-1", b"\x80", b"endobj", b"stream\n",
    b"endstream", b"/Kids[1 0 R]", b"<w:p>", b"</w:p>", b"<w:tbl>", b"PK\x03\x04", b"PK\x05\x06", b"%PDF-", b"\xed\xa0\x80",
    "\u202e".encode(), b"1e999", b"/JS", b"w:val=", b"{", b"}", b"$", b"#", b"\\",
)  # fmt: skip


@cache
def sound_papers() -> tuple[tuple[str, bytes], ...]:
    """Small sound papers of each kind, by the name they are handed in under."""
    text = (
        f"MINUTES\n\nSunport, 30 May 2031\n\n{WORDS}\n- a list\n- of two\n\n| a | b |\n|---|---|\n" * 3
    ).encode()
    rich = word(
        field("PAGE") + "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>",
        rels=link("hyperlink", "https://a.example"),
    )
    return (
        ("m.txt", text),
        ("m.md", b"# Minutes\n\n" + text),
        ("m.docx", sound_docx()),
        ("m.docx", rich),
        ("m.pdf", sound_pdf()),
        ("m.pdf", pdf()),
    )


def mutated(data: bytes, rng: random.Random) -> bytes:
    """A copy with one to eight changes."""
    body = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        rng.choice(_CHANGES)(body, rng)
    return bytes(body)


def _turn(body: bytearray, rng: random.Random) -> None:
    for _ in range(rng.randint(1, 16)):
        if body:
            body[rng.randrange(len(body))] = rng.randrange(256)


def _cut(body: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(body) + 1)
    del body[at : at + rng.choice((1, 4, 64, 1024, len(body)))]


def _double(body: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(body) + 1)
    body[at:at] = body[at : at + rng.choice((1, 16, 256, 2048))] * rng.choice((1, 2, 20))


def _put(body: bytearray, rng: random.Random) -> None:
    at = rng.randrange(len(body) + 1)
    body[at:at] = rng.choice(TOKENS) * rng.choice((1, 1, 2, 50))


def _swap(body: bytearray, rng: random.Random) -> None:
    if len(body) > 64:
        one, two = sorted(rng.sample(range(len(body) - 32), 2))
        body[one : one + 32], body[two : two + 32] = body[two : two + 32], body[one : one + 32]


_CHANGES: tuple[Callable[[bytearray, random.Random], None], ...] = (_turn, _cut, _double, _put, _swap)


def _mutated_inside(data: bytes, rng: random.Random) -> bytes:
    """A box that is whole, with one part of it mutated: so that parsers behind the box are reached."""
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        parts = {name: box.read(name) for name in box.namelist()}
    name = rng.choice(sorted(parts))
    parts[name] = mutated(parts[name], rng) if rng.random() < 0.3 else _mutated_tree(parts[name], rng)
    return box_of(parts)


def _mutated_tree(raw: bytes, rng: random.Random) -> bytes:
    """XML that is still XML: nodes taken out, doubled, moved, wrapped, given other words and values."""
    root = etree.fromstring(raw)
    for _ in range(rng.randint(1, 8)):
        nodes = list(root.iter(etree.Element))
        node, other = rng.choice(nodes), rng.choice(nodes)
        parent = node.getparent()
        what = rng.randrange(6)
        if what == 0 and parent is not None:
            parent.remove(node)
        elif what == 1 and parent is not None and len(nodes) < 2_000:
            parent.extend([deepcopy(node) for _ in range(rng.choice((1, 3, 40)))])
        elif what == 2 and parent is not None:
            for _ in range(rng.choice((1, 5, 70))):
                node = etree.SubElement(node, rng.choice(nodes).tag)
        elif what == 3 and parent is not None and other not in set(node.iter()):
            other.append(node)
        elif what == 4:
            node.text = rng.choice(
                ("", "x" * 5_000, "\u202e", "DDE", "30 May 2031", "\ud7ff\U0010ffff", "9" * 30)
            )
        else:
            key = rng.choice(
                [*node.attrib, f"{NAMES}val", f"{NAMES}numId", f"{NAMES}ilvl", f"{NAMES}fldCharType"]
            )
            node.set(key, rng.choice(("", "-1", "9" * 30, "begin", "end", "x", "../x", "http://h/x", "0x7f")))
    return etree.tostring(root)


def mutants(count: int, seed: int = SEED) -> Iterator[tuple[str, bytes]]:
    """That many mutants with the names they are handed in under; the same seed gives the same ones."""
    rng = random.Random(seed)
    papers = sound_papers()
    for number in range(count):
        name, data = papers[number % len(papers)]
        inside = name.endswith("docx") and rng.random() < 0.6
        yield name, _mutated_inside(data, rng) if inside else mutated(data, rng)


def mutated_words(words: str, rng: random.Random) -> str:
    """A text with one to eight changes, as somebody could type or paste it into a form. Mostly without what
    is no letter at all: such a text is refused for that alone.
    """
    text = mutated(words.encode(), rng).decode("utf-8", errors="replace")
    if rng.random() < 0.05:
        return text
    return "".join(c for c in text if c.isascii() and (c.isprintable() or c == "\n"))

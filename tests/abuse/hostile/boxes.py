"""Hostile boxes: bombs, lies, ways out, and truncated ones."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from functools import partial

from tests.archive_reading.papers import TYPES, W

from .makers import EICAR, Hostile, box_of, raw_box, sound_docx, sound_pdf, word

MB = 2**20


def bomb(megabytes: int, name: str = "word/document.xml") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("[Content_Types].xml", TYPES)
        if name != "word/document.xml":
            box.writestr("word/document.xml", f"<w:document {W}/>")
        with box.open(name, "w", force_zip64=True) as part:
            for _ in range(megabytes):
                part.write(b" " * MB)
    return out.getvalue()


def nested(depth: int, megabytes: int) -> bytes:
    inner = bomb(megabytes)
    for _ in range(depth):
        inner = box_of({"inner.zip": inner}, packed=False)
    return inner


def in_word(inner: bytes) -> bytes:
    return word(more={"word/embeddings/inner.zip": inner})


def overlapping(count: int) -> bytes:
    """Many names in the directory, one and the same bytes behind them."""
    whole = raw_box([(b"word/document.xml", b"<w/>" * 200), (b"[Content_Types].xml", TYPES.encode())])
    at = whole.index(b"PK\x01\x02")
    end = whole.index(b"PK\x05\x06")
    first = whole[at : whole.index(b"PK\x01\x02", at + 4)]
    extra = b"".join(_renamed(first, number) for number in range(count))
    body = bytearray(whole[:end] + extra + whole[end:])
    place = len(body) - 22
    total = 2 + count
    body[place + 8 : place + 12] = total.to_bytes(2, "little") * 2
    body[place + 12 : place + 16] = (end - at + len(extra)).to_bytes(4, "little")
    return bytes(body)


def _renamed(entry: bytes, number: int) -> bytes:
    name = b"word/part%04d.xml" % number
    return entry[:28] + len(name).to_bytes(2, "little") + entry[30:46] + name


def many(count: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        box.writestr("[Content_Types].xml", TYPES)
        box.writestr("word/document.xml", f"<w:document {W}/>")
        for number in range(count):
            box.writestr(f"word/{number}", b"")
    return out.getvalue()


def with_member(name: bytes, *, attributes: int = 0o100644) -> bytes:
    parts = [
        (b"[Content_Types].xml", TYPES.encode()),
        (b"word/document.xml", f"<w:document {W}/>".encode()),
        (name, b"words"),
    ]
    return raw_box(parts, attributes=attributes)


def changed(data: bytes, *, before: bytes = b"", behind: bytes = b"", comment: bytes = b"") -> bytes:
    if comment:
        data = data[:-2] + len(comment).to_bytes(2, "little") + comment
    return before + data + behind


def lying_size(factor: int) -> bytes:
    """The directory says that the body is small; unpacked it is not."""
    data = bytearray(bomb(40))
    size = (40 * MB // factor).to_bytes(4, "little")
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = size
    return bytes(data)


def cut(data: bytes, tenth: int) -> bytes:
    return data[: len(data) * tenth // 10]


def hostile_boxes() -> Iterator[Hostile]:
    """Boxes that are refused, whatever is in them."""

    def one(kind: str, label: str, make: partial[bytes], outcome: str = "refused") -> Hostile:
        return Hostile(kind, label, "minutes.docx", make, outcome)

    for size in (33, 64, 199, 250, 400):
        yield one("zip bomb, flat", f"{size} MB of blanks", partial(bomb, size))
    for size in (210, 300):
        yield one("zip bomb, flat", f"{size} MB in a picture", partial(bomb, size, "word/media/a.png"))
    for depth in (1, 2, 5, 20):
        yield one("zip bomb, nested", f"{depth} deep, no document", partial(nested, depth, 30))
    for depth in (1, 3):
        make = partial(_nested_in_word, depth)
        yield Hostile(
            "zip bomb, nested",
            f"{depth} deep, embedded",
            "minutes.docx",
            make,
            "named",
            frozenset({"embedded-object"}),
        )
    for count in (1, 2, 10, 500):
        yield one("zip, overlapping parts", f"{count} over one", partial(overlapping, count))
    for count in (5_001, 20_000, 100_000):
        yield one("zip, too many parts", f"{count} parts", partial(many, count))
    for target in (b"word/link", b"link", b"word/media/image1.png", b"word/embeddings/a"):
        yield one("zip, symbolic link", target.decode(), partial(with_member, target, attributes=0o120777))
    for name in (
        *(
            b"../evil",
            b"word/../../evil",
            b"/etc/passwd",
            b"//host/share",
            b"..\\evil",
            b"C:\\evil",
            b"C:evil",
        ),
        *(b"word/a\x00b.xml", b"word/\\..\\x", b"..", b"a/..", b"x" * 300, b"word//../y"),
    ):
        yield one("zip, ways out", repr(name[:20]), partial(with_member, name))
    for name in (b"word/document.xml", b"WORD/DOCUMENT.XML", b"[Content_Types].xml", b"[content_types].xml"):
        yield one("zip, one name twice", repr(name), partial(with_member, name))
    for label, kwargs in (
        ("a program before it", {"before": b"MZ\x90\x00" + bytes(200)}),
        ("a script before it", {"before": b"#!/bin/sh\nexit\n"}),
        ("bytes behind it", {"behind": b"<script>alert(1)</script>"}),
        ("a zero byte behind it", {"behind": b"\x00"}),
        ("a comment", {"comment": b"<html><script>alert(1)</script></html>"}),
        ("a short comment", {"comment": b"x"}),
        ("another box behind it", {"behind": sound_docx()}),
        ("another box before it", {"before": sound_docx()}),
        ("a virus behind it", {"behind": EICAR}),
    ):
        yield one("zip, two in one", label, partial(changed, sound_docx(), **kwargs))
    for factor in (10, 1000, 40 * MB):
        yield one("zip, lies about sizes", f"one {factor}th", partial(lying_size, factor))
    for bit, label in ((1, "locked"), (0x41, "strongly locked")):
        make = partial(raw_box, [(b"word/document.xml", b"x"), (b"[Content_Types].xml", b"x")], flags=bit)
        yield one("locked", f"box {label}", make)
    for tenth in range(1, 10):
        yield one("truncated DOCX", f"at {tenth} tenths", partial(cut, sound_docx(), tenth))
        yield Hostile(
            "truncated PDF", f"at {tenth} tenths", "minutes.pdf", partial(cut, sound_pdf(), tenth), "harmless"
        )


def _nested_in_word(depth: int) -> bytes:
    return in_word(nested(depth, 30))

"""What a PDF does beside holding words: told by the names in it, packed ones included, with nothing run."""

from __future__ import annotations

import base64
import binascii
import re
import zlib
from collections.abc import Iterator
from typing import Final

from secretariat.archive.reading import sniff
from secretariat.archive.reading.inspection import Finding
from secretariat.archive.reading.pictures import refuse_pixels
from secretariat.toolbox.errors import SourceUnreadable

MAX_STREAM_BYTES: Final = 64 * sniff.MB
"""Of one packed part that is no picture; no page's text or font comes near."""
MAX_HEAD: Final = 16 * 1024

_STREAM: Final = re.compile(rb"(?<!end)stream\r?\n")
_HEX: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_FILTER: Final = re.compile(
    rb"/(FlateDecode|Fl|ASCIIHexDecode|AHx|ASCII85Decode|A85|LZWDecode|LZW|RunLengthDecode|RL|Crypt)\b"
)
_SIDE: Final = re.compile(rb"/(?:Width|W|Height|H)\s+(\d{1,12})\b")
_NAMES: Final = (
    ("pdf-script", rb"/(?:JavaScript|JS)\b"),
    ("pdf-launch", rb"/Launch\b"),
    ("pdf-attachment", rb"/(?:EmbeddedFiles?|EF)\b"),
    ("pdf-sends", rb"/(?:SubmitForm|ImportData)\b"),
    ("pdf-elsewhere", rb"/GoTo[RE]\b"),
    ("pdf-media", rb"/(?:RichMedia|Movie|Sound|Rendition|3D)\b"),
    ("pdf-form", rb"/XFA\b"),
)
_KINDS: Final = tuple((kind, re.compile(pattern)) for kind, pattern in _NAMES)
_TWO: Final = (
    "This PDF is another kind of file at the same time and was refused; save it again from its source as PDF."
)
_SWELLS: Final = "This PDF would swell to many times its size when opened and was refused; save it again from its source as PDF."
_LOCKED: Final = (
    "This PDF is locked or protected with a password, so that it cannot be looked through; "
    "print it to PDF again without protection."
)


def findings_in_pdf(data: bytes) -> list[Finding]:
    """What a PDF does when a reader opens it.

    ``data``: the whole file. Raises SourceUnreadable for one that is locked, is another kind of file too, or
    holds a picture or part beyond measure.
    Source: ISO 32000-2, 7.3.5 (names and how they are spelt), 7.5.7 (object streams), 12.6.4 (actions).
    """
    _check_ends(data)
    plain, dark = _plain_parts(data)
    names = _HEX.sub(lambda m: bytes([int(m[1], 16)]), plain) if b"#" in plain else plain
    if re.search(rb"/Encrypt\b", names):
        raise SourceUnreadable(_LOCKED)
    found = [Finding(kind) for kind, pattern in _KINDS if pattern.search(names)]
    return [*found, Finding("pdf-dark")] if dark else found


def _check_ends(data: bytes) -> None:
    """Nothing of another kind stands at the beginning or behind the end."""
    head = data[:1024].lower()
    if any(mark in head for mark in (b"<html", b"<script", b"<svg", b"<!doctype", b"<?php", b"pk\x03\x04")):
        raise SourceUnreadable(_TWO)
    last = data.rfind(b"%%EOF")
    if last >= 0 and data[last + 5 :].strip(b"\x00 \t\r\n\f\x1a"):
        raise SourceUnreadable(
            "Something stands behind the end of this PDF, or it was cut short; save it again from its source as PDF."
        )
    if data.rfind(b"PK\x05\x06", max(0, len(data) - 70_000)) >= 0 and b"PK\x01\x02" in data:
        raise SourceUnreadable(_TWO)


def _plain_parts(data: bytes) -> tuple[bytes, bool]:
    """All that a reader takes as objects: what stands outside of streams, and the object streams unpacked;
    and whether one of those is packed in a way that is not understood here.
    """
    parts: list[bytes] = []
    at = total = 0
    dark = False
    for begin in _STREAM.finditer(data):
        if begin.start() < at:
            continue
        parts.append(data[at : begin.start()])
        end = data.find(b"endstream", begin.end())
        at = end if end >= 0 else len(data)
        head = _head_of(data, begin.start())
        if re.search(rb"/Subtype\s*/Image\b", head):
            _check_picture(head)
            continue
        is_objects = b"/ObjStm" in head
        filters = [m[1] for m in _FILTER.finditer(head)]
        found, size = _opened(data[begin.end() : at], filters, is_kept=is_objects)
        total += size
        if total > sniff.MAX_UNPACKED_BYTES:
            raise SourceUnreadable(_SWELLS)
        if is_objects:
            dark = dark or found is None
            parts.append(found or b"")
    parts.append(data[at:])
    return b"\n".join(parts), dark


def _head_of(data: bytes, at: int) -> bytes:
    """The dictionary before a stream, with its names spelt out."""
    start = data.rfind(b"obj", max(0, at - MAX_HEAD), at)
    head = data[start if start >= 0 else max(0, at - MAX_HEAD) : at]
    return _HEX.sub(lambda m: bytes([int(m[1], 16)]), head)


def _check_picture(head: bytes) -> None:
    sides = [int(m[1]) for m in _SIDE.finditer(head)][:2]
    if len(sides) == 2:
        refuse_pixels(sides[0] * sides[1])


def _opened(raw: bytes, filters: list[bytes], *, is_kept: bool) -> tuple[bytes | None, int]:
    """A stream unpacked where it is to be kept (None where that is not understood), and its size in bytes."""
    try:
        for number, name in enumerate(filters):
            if name in (b"FlateDecode", b"Fl"):
                if number + 1 < len(filters) or is_kept:
                    raw = b"".join(_inflated(raw))
                    continue
                return None, sum(len(part) for part in _inflated(raw))
            if name in (b"ASCIIHexDecode", b"AHx"):
                digits = re.sub(rb"\s", b"", raw.partition(b">")[0])
                raw = binascii.unhexlify(digits + b"0" * (len(digits) % 2))
            elif name in (b"ASCII85Decode", b"A85"):
                raw = base64.a85decode(raw.partition(b"~>")[0].strip().removeprefix(b"<~"))
            else:
                return None, len(raw)
    except (binascii.Error, ValueError):
        return None, len(raw)
    return raw, len(raw)


def _inflated(raw: bytes) -> Iterator[bytes]:
    """What a packed stream holds, a mebibyte at a time; a broken one ends where it breaks."""
    engine = zlib.decompressobj()
    size = 0
    try:
        for start in range(0, len(raw), sniff.SAMPLE_BYTES):
            piece = raw[start : start + sniff.SAMPLE_BYTES]
            while piece and not engine.eof:
                part = engine.decompress(piece, sniff.MB)
                piece = engine.unconsumed_tail
                size += len(part)
                if size > MAX_STREAM_BYTES:
                    raise SourceUnreadable(_SWELLS)
                yield part
    except zlib.error:
        return

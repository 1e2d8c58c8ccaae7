"""How hostile files are put together: boxes (ZIP) with any lie in them, and PDFs object by object."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from tests.archive_reading.papers import TYPES, W, docx_of, paragraph, pdf_of

RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
WORDS = "Mr. Odo Farr said that nets are old."


@dataclass(frozen=True, slots=True)
class Hostile:
    """One hostile file: its class, a name under which it is handed in, how it is made, and what must come
    of it: ``refused``, ``named`` (kept, and these findings told), or ``harmless`` (kept or refused, and
    nothing else happens).
    """

    kind: str
    label: str
    name: str
    make: Callable[[], bytes]
    outcome: str
    findings: frozenset[str] = frozenset()


@cache
def sound_docx() -> bytes:
    return docx_of(paragraph(WORDS) + paragraph("Ms. Ana Lind agreed to write a letter by May 2031."))


@cache
def sound_pdf() -> bytes:
    return pdf_of(f"= Minutes\n\n{WORDS}\n\nMs. Ana Lind agreed to write a letter by May 2031.")


def box_of(parts: Mapping[str, bytes | str], *, packed: bool = True) -> bytes:
    """A box with these parts and nothing else."""
    out = io.BytesIO()
    how = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(out, "w", how) as box:
        for name, content in parts.items():
            box.writestr(zipfile.ZipInfo(name), content, how)
    return out.getvalue()


def word(
    body: str = "", *, rels: str = "", types: str = TYPES, more: Mapping[str, bytes | str] | None = None
) -> bytes:
    """A Word document with this body, these links of the body, and further parts."""
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": types,
        "word/document.xml": f"<w:document {W}><w:body>{paragraph(WORDS)}{body}</w:body></w:document>",
    }
    if rels:
        parts["word/_rels/document.xml.rels"] = f'<Relationships xmlns="{RELS}">{rels}</Relationships>'
    return box_of({**parts, **(more or {})})


def link(kind: str, target: str, *, external: bool = True) -> str:
    """One link of a part to another, or to somewhere outside."""
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="r1" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'


def raw_box(members: list[tuple[bytes, bytes]], *, flags: int = 0, attributes: int = 0) -> bytes:
    """A box whose names are bytes as given, stored; ``attributes`` are those of a unix file."""
    body = directory = b""
    for name, content in members:
        facts = struct.pack("<HHHHIII", flags, 0, 0, 0, zlib.crc32(content), len(content), len(content))
        place = len(body)
        body += (
            b"PK\x03\x04" + struct.pack("<H", 20) + facts + struct.pack("<HH", len(name), 0) + name + content
        )
        directory += (
            b"PK\x01\x02"
            + struct.pack("<HH", 0x0314, 20)
            + facts
            + struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, attributes << 16, place)
            + name
        )
    end = struct.pack("<HHHHIIH", 0, 0, len(members), len(members), len(directory), len(body), 0)
    return body + directory + b"PK\x05\x06" + end


def pdf(*objects: bytes, root: bytes = b"", page: bytes = b"", trailer: bytes = b"") -> bytes:
    """A PDF with one page of text; ``root`` and ``page`` are added to these dictionaries, objects from 6 on."""
    words = b"BT /F1 12 Tf 72 700 Td (" + WORDS.encode() + b") Tj ET"
    parts = [
        b"<</Type/Catalog/Pages 2 0 R" + root + b">>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>/Contents 4 0 R"
        + page
        + b">>",
        stream(words),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *objects,
    ]
    body, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    body += b"".join(b"%010d 00000 n \n" % place for place in places)
    return body + b"trailer<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(parts) + 1,
        trailer,
        start,
    )


def stream(content: bytes, head: bytes = b"") -> bytes:
    return b"<</Length %d%b>>\nstream\n%b\nendstream" % (len(content), head, content)


def packed_objects(inner: bytes) -> bytes:
    """An object stream that holds one object, number 20."""
    content = b"20 0 " + inner
    return stream(zlib.compress(content), b"/Type/ObjStm/N 1/First 5/Filter/FlateDecode")


def png(width: int, height: int, *, tail: bytes = b"") -> bytes:
    """A picture that says it is of this size, with hardly a byte in it."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\x00" * 64))
        + chunk(b"IEND", b"")
        + tail
    )

"""Hostile PDFs: what they run, send, hide and unpack; loops; and files that are two kinds at once."""

from __future__ import annotations

import binascii
import io
import zlib
from collections.abc import Iterator
from functools import partial

import pikepdf

from .makers import Hostile, packed_objects, pdf, png, raw_box, sound_docx, sound_pdf, stream

MB = 2**20
SCRIPT = b"<</S/JavaScript/JS(app.alert(1))>>"
LAUNCH = b"<</S/Launch/F(cmd.exe)>>"


def locked(**kwargs: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(sound_pdf())) as document:
        document.save(out, encryption=pikepdf.Encryption(**kwargs))
    return out.getvalue()


def swelling(megabytes: int, head: bytes = b"/Filter/FlateDecode", times: int = 1) -> bytes:
    flat = zlib.compress(b" " * (megabytes * MB), 9)
    for _ in range(times - 1):
        flat = zlib.compress(flat, 9)
    return pdf(stream(flat, head), page=b"/Annots[]/B 6 0 R").replace(
        b"/Contents 4 0 R", b"/Contents 6 0 R", 1
    )


def around(data: bytes, *, before: bytes = b"", behind: bytes = b"") -> bytes:
    return before + data + behind


def named_pdfs() -> Iterator[Hostile]:
    """PDFs that are kept, with what they do named."""

    def one(kind: str, label: str, finding: str, make: partial[bytes]) -> Hostile:
        return Hostile(kind, label, "minutes.pdf", make, "named", frozenset({finding}))

    hexed = b"<</S/J#61vaScript/#4a#53(x)>>"
    for label, make in (
        ("on opening", partial(pdf, root=b"/OpenAction" + SCRIPT)),
        ("by reference", partial(pdf, SCRIPT, root=b"/OpenAction 6 0 R")),
        ("by name", partial(pdf, root=b"/Names<</JavaScript<</Names[(a)" + SCRIPT + b"]>>>>")),
        ("on the page", partial(pdf, page=b"/AA<</O" + SCRIPT + b">>")),
        ("on closing", partial(pdf, root=b"/AA<</WC" + SCRIPT + b">>")),
        (
            "in a link",
            partial(pdf, page=b"/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A" + SCRIPT + b">>]"),
        ),
        ("in a field", partial(pdf, root=b"/AcroForm<</Fields[<</FT/Tx/T(a)/AA<</K" + SCRIPT + b">>>>]>>")),
        ("spelt in hexadecimal", partial(pdf, root=b"/OpenAction" + hexed)),
        ("packed away", partial(pdf, packed_objects(SCRIPT), root=b"/OpenAction 20 0 R")),
        ("packed and spelt", partial(pdf, packed_objects(hexed), root=b"/OpenAction 20 0 R")),
        (
            "its words in a stream",
            partial(
                pdf,
                stream(zlib.compress(b"app.alert(1)"), b"/Filter/FlateDecode"),
                root=b"/OpenAction<</S/JavaScript/JS 6 0 R>>",
            ),
        ),
        ("in a rendition", partial(pdf, root=b"/OpenAction<</S/Rendition/JS(x)>>")),
    ):
        yield one("PDF script", label, "pdf-script", make)
    twice = stream(
        binascii.hexlify(zlib.compress(b"20 0 " + SCRIPT)) + b">",
        b"/Type/ObjStm/N 1/First 5/Filter[/ASCIIHexDecode/FlateDecode]",
    )
    yield one("PDF script", "packed twice", "pdf-script", partial(pdf, twice))
    dark = stream(b"\x80\x0b\x60\x50", b"/Type/ObjStm/N 1/First 5/Filter/LZWDecode")
    yield one("PDF script", "packed in the dark", "pdf-dark", partial(pdf, dark))
    for label, action in (
        ("a program", LAUNCH), ("with words", b"<</S/Launch/Win<</F(cmd.exe)/P(/c calc)>>>>"),
        ("a document", b"<</S/Launch/F(x.pdf)>>"), ("spelt", b"<</S/L#61unch/F(x)>>"),
    ):  # fmt: skip
        yield one("PDF launch", label, "pdf-launch", partial(pdf, root=b"/OpenAction" + action))
    yield one(
        "PDF launch",
        "packed away",
        "pdf-launch",
        partial(pdf, packed_objects(LAUNCH), root=b"/OpenAction 20 0 R"),
    )
    yield one(
        "PDF launch",
        "in a link",
        "pdf-launch",
        partial(pdf, page=b"/Annots[<</Subtype/Link/Rect[0 0 9 9]/A" + LAUNCH + b">>]"),
    )
    inner = stream(b"MZ\x90", b"/Type/EmbeddedFile")
    spec = b"<</Type/Filespec/F(a.exe)/EF<</F 6 0 R>>>>"
    for label, root, page in (
        ("by name", b"/Names<</EmbeddedFiles<</Names[(a)" + spec + b"]>>>>", b""),
        ("in a note", b"", b"/Annots[<</Subtype/FileAttachment/Rect[0 0 9 9]/FS" + spec + b">>]"),
        ("as a collection", b"/Collection<<>>/Names<</EmbeddedFiles<</Names[(a)" + spec + b"]>>>>", b""),
        ("associated", b"/AF[" + spec + b"]", b""),
    ):
        yield one("PDF attachment", label, "pdf-attachment", partial(pdf, inner, root=root, page=page))
    for label, finding, action in (
        ("form sent away", "pdf-sends", b"<</S/SubmitForm/F(http://127.0.0.1:9)>>"),
        ("data taken in", "pdf-sends", b"<</S/ImportData/F(x.fdf)>>"),
        ("another file", "pdf-elsewhere", b"<</S/GoToR/F(\\\\\\\\host\\\\x.pdf)/D[0/Fit]>>"),
        ("a file within", "pdf-elsewhere", b"<</S/GoToE/T<</R/C/N(a)>>>>"),
        ("film", "pdf-media", b"<</S/Rendition/R<<>>>>"),
        ("sound", "pdf-media", b"<</S/Sound/Sound 6 0 R>>"),
    ):
        yield one("PDF action", label, finding, partial(pdf, root=b"/OpenAction" + action))
    yield one("PDF action", "XFA", "pdf-form", partial(pdf, root=b"/AcroForm<</Fields[]/XFA(x)>>"))
    yield one(
        "PDF action",
        "rich media",
        "pdf-media",
        partial(pdf, page=b"/Annots[<</Subtype/RichMedia/Rect[0 0 9 9]>>]"),
    )


def refused_pdfs() -> Iterator[Hostile]:
    """PDFs that are refused."""

    def one(kind: str, label: str, make: partial[bytes]) -> Hostile:
        return Hostile(kind, label, "minutes.pdf", make, "refused")

    for revision in (2, 3, 4, 6):
        for user in ("u", ""):
            how = {"owner": "o", "user": user, "R": revision}
            if revision < 4:
                how |= {"aes": False, "metadata": False}
            yield one("locked", f"PDF, revision {revision}, user {user!r}", partial(locked, **how))
    for label, make in (
        ("400 MB", partial(swelling, 400)),
        ("65 MB", partial(swelling, 65)),
        ("twice packed", partial(swelling, 400, b"/Filter[/FlateDecode/FlateDecode]", 2)),
        ("as objects", partial(swelling, 300, b"/Type/ObjStm/N 1/First 5/Filter/FlateDecode")),
        ("short names", partial(swelling, 300, b"/Filter/Fl")),
        ("spelt", partial(swelling, 300, b"/Filter/Fl#61teDecode")),
    ):
        yield one("PDF swelling", label, make)
    for width, height in ((50_000, 50_000), (1, 999_999_999), (20_000, 10_000)):
        head = b"/Subtype/Image/Width %d/Height %d/BitsPerComponent 8/ColorSpace/DeviceGray" % (width, height)
        yield one("picture beyond measure", f"PDF {width} x {height}", partial(pdf, stream(b"x", head)))
    page = b"<html><script>alert(1)</script></html>"
    for label, make in (
        ("a page before", partial(around, sound_pdf(), before=page)),
        ("a page behind", partial(around, sound_pdf(), behind=page)),
        ("a box behind", partial(around, sound_pdf(), behind=sound_docx())),
        ("a box inside", partial(pdf, stream(raw_box([(b"a.txt", b"x")])))),
        ("a program before", partial(around, sound_pdf(), before=b"MZ\x90\x00")),
        ("a program behind", partial(around, sound_pdf(), behind=b"#!/bin/sh\n")),
        ("a picture before", partial(around, sound_pdf(), before=png(1, 1))),
        ("blanks before", partial(around, sound_pdf(), before=b"\n" * 20)),
        (
            "a page in its head",
            partial(around, sound_pdf()[9:], before=b"%PDF-1.7\n<html><script>x</script>\n"),
        ),
        (
            "PHP in its head",
            partial(around, sound_pdf()[9:], before=b"%PDF-1.7\n<?php system($_GET[0]);?>\n"),
        ),
    ):
        yield one("polyglot", f"PDF: {label}", make)


def looping_pdfs() -> Iterator[Hostile]:
    """PDFs that lead round in circles or down without end: read, or refused, in bounded time."""
    base = pdf()
    deep = b"[" * 20_000 + b"]" * 20_000
    for label, data in (
        ("xref to itself", base.replace(b"trailer<<", b"trailer<</Prev %d" % base.rindex(b"xref\n0"))),
        ("xref nowhere", base.replace(b"startxref\n", b"startxref\n99999999")),
        ("xref negative", base.replace(b"startxref\n", b"startxref\n-")),
        ("pages in pages", base.replace(b"/Kids[3 0 R]", b"/Kids[2 0 R]")),
        ("page its own parent", base.replace(b"/Parent 2 0 R", b"/Parent 3 0 R")),
        ("a million pages", base.replace(b"/Count 1", b"/Count 1000000")),
        ("minus one page", base.replace(b"/Count 1", b"/Count -1")),
        ("contents in contents", base.replace(b"/Contents 4 0 R", b"/Contents[4 0 R 3 0 R 4 0 R]")),
        ("length to itself", base.replace(b"/Length 59", b"/Length 4 0 R")),
        ("endless length", base.replace(b"/Length 59", b"/Length 99999999999")),
        ("deep arrays", pdf(deep, root=b"/X 6 0 R")),
        ("deep in the page", pdf(page=b"/X" + deep)),
        ("no root", base.replace(b"/Root 1 0 R", b"")),
        ("root is a page", base.replace(b"/Root 1 0 R", b"/Root 3 0 R")),
        ("form in itself", pdf(stream(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>"), page=b"/X 6 0 R")),
        ("huge page", base.replace(b"[0 0 595 842]", b"[0 0 9999999 9999999]")),
        ("page of nothing", base.replace(b"[0 0 595 842]", b"[0 0 0 0]")),
        ("page upside down", base.replace(b"[0 0 595 842]", b"[595 842 0 0]")),
        ("page not a number", base.replace(b"[0 0 595 842]", b"[0 0 nan 1e400]")),
        ("font in itself", base.replace(b"/BaseFont/Helvetica", b"/BaseFont/Helvetica/DescendantFonts[5 0 R]/ToUnicode 5 0 R")),
    ):  # fmt: skip
        yield Hostile("PDF loop", label, "minutes.pdf", partial(bytes, data), "harmless")

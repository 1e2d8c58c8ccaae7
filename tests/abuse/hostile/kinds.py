"""Files of another kind than they say, texts made to stall, and everything that is not on the list."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import partial

from .boxes import hostile_boxes
from .makers import EICAR, Hostile, png, sound_docx, sound_pdf
from .pdfs import looping_pdfs, named_pdfs, refused_pdfs
from .words import deep_words, named_words, refused_words

WORDS = b"Mr. Odo Farr said that nets are old.\n"
MAGICS = {
    "PNG": png(1, 1),
    "JPEG": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(40),
    "GIF": b"GIF89a" + bytes(40),
    "OLE": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
    "RTF": b"{\\rtf1\\ansi words}",
    "ELF": b"\x7fELF\x02\x01" + bytes(60),
    "EXE": b"MZ\x90\x00" + bytes(60),
    "gzip": b"\x1f\x8b\x08\x00" + bytes(60),
    "7z": b"7z\xbc\xaf\x27\x1c" + bytes(60),
    "RAR": b"Rar!\x1a\x07\x00" + bytes(60),
    "TIFF": b"II*\x00" + bytes(60),
    "font": b"\x00\x01\x00\x00\x00\x0a" + bytes(60),
    "OTF": b"OTTO\x00\x0a" + bytes(60),
    "WOFF": b"wOFF\x00\x01\x00\x00" + bytes(60),
    "class": b"\xca\xfe\xba\xbe" + bytes(60),
    "shortcut": b"L\x00\x00\x00\x01\x14\x02\x00" + bytes(60),
    "PostScript": b"%!PS-Adobe-3.0\n(x) run\n",
    "SQLite": b"SQLite format 3\x00" + bytes(60),
}
STALLS = (
    "Words. " + "*" * 200_000,
    "Mr. " * 60_000,
    "Words. " + "(" * 100_000,
    "Words. " + "[" * 100_000 + "](" * 1000,
    "A. B. C. D. " * 20_000,
    "Mr. Odo Farr, " + "the head of the head of " * 20_000,
    "<p " * 60_000,
    "Words.\n" + "- " * 80_000 + "x",
    "1. " * 60_000,
    "Participants: " + "Ana Lind, " * 20_000,
    "the meeting of the meeting of " * 20_000,
    "In May in June in July, " * 20_000,
    "Words. " + "_" * 100_000,
    "a" * 400_000,
    "é " * 150_000,
    "http://x[" * 30_000,
)
ENCODINGS = {
    "broken UTF-8": b"Words \xff\xfe\xc3\x28 \xed\xa0\x80 end." * 50,
    "half UTF-16": b"\xff\xfeW\x00o\x00r",
    "UTF-16 of lone halves": b"\xff\xfe" + b"\x00\xd8" * 500,
    "a mark and nothing": b"\xef\xbb\xbf",
    "two marks": b"\xef\xbb\xbf" * 2 + WORDS,
    "directions": "Words \u202e\u2066\u2067\u2069 reversed\u202c.\n".encode() * 200,
    "joiners": ("a" + "\u0301" * 20_000).encode(),
    "nothing seen": "\u200b\u200c\u200d\ufeff".encode() * 5_000,
    "escapes": b"\x1b[31mWords\x1b[0m\x1b]0;title\x07 end.\n" * 5,
    "one line": b"words " * 100_000,
    "line ends": b"\r\n\r\r\n\x0b\x0c\xc2\x85\xe2\x80\xa8" * 5_000,
    "beyond the planes": "\U0010ffff\U000e0001 words".encode() * 1_000,
    "EBCDIC": "words of a meeting".encode("cp500") * 50,
    "shift-JIS": "会議の記録。".encode("shift-jis") * 50,
}


def _plain(data: bytes) -> bytes:
    return data


def _kind(kind: str, label: str, name: str, data: bytes, outcome: str) -> Hostile:
    return Hostile(kind, label, name, partial(_plain, data), outcome)


def wrong_kinds() -> Iterator[Hostile]:
    """One kind of file under the name of another."""
    for label, data in MAGICS.items():
        for name in ("minutes.pdf", "minutes.docx", "minutes.txt"):
            yield _kind("wrong magic", f"{label} as {name[-4:]}", name, data, "refused")
    for name, data in (
        ("minutes.docx", sound_pdf()), ("minutes.txt", sound_pdf()), ("minutes.pdf", sound_docx()),
        ("minutes.txt", sound_docx()), ("minutes.md", sound_docx()), ("minutes", sound_pdf()),
        ("minutes.pdf", WORDS), ("minutes.docx", WORDS), ("minutes.docm", sound_docx()),
        ("minutes.pdf.exe", sound_pdf()), ("minutes.docx\x00.exe", sound_docx()), ("minutes.zip", sound_docx()),
        ("minutes.dotx", sound_docx()), ("minutes.pdf.", sound_pdf()), ("minutes.PDF.html", sound_pdf()),
    ):  # fmt: skip
        yield _kind("ending and content apart", f"{data[:4]!r} as {name!r}", name, data, "refused")
    for number in range(4):
        data = random.Random(number).randbytes(20_000)
        for name in ("minutes.pdf", "minutes.docx", "minutes.txt"):
            yield _kind("random bytes", f"{number} as {name[-4:]}", name, data, "refused")
    for name in ("minutes.txt", "minutes.pdf", "minutes.docx", "minutes.md"):
        yield _kind("zero bytes", name, name, b"", "refused")
        yield _kind("zero bytes", f"{name}, all zeros", name, bytes(5_000), "refused")
    page = b"<script>alert(1)</script>"
    for label, name, data in (
        ("PNG + page", "minutes.txt", png(1, 1, tail=page)), ("GIF + script", "minutes.txt", b"GIF89a/*" + bytes(8) + b"*/=1;alert(1)"),
        ("text + box", "minutes.txt", WORDS + sound_docx()), ("text + PDF", "minutes.txt", WORDS + sound_pdf()),
        ("text + late box", "minutes.txt", WORDS * 3_000 + sound_docx()),
        ("box + PDF head", "minutes.docx", sound_docx()[:30] + b"%PDF-1.7" + sound_docx()[30:]),
        ("page as text", "minutes.txt", b"<!DOCTYPE html>" + page), ("page, wide", "minutes.txt", ("<html>" + page.decode()).encode("utf-16")),
        ("blanks + page", "minutes.txt", b"\xef\xbb\xbf \n\t" + page), ("SVG as text", "minutes.md", b"<svg onload=alert(1)>"),
        ("PHP as text", "minutes.txt", b"<?php system($_GET[0]);"), ("shell as text", "minutes.txt", b"#!/bin/sh\nrm -rf /\n"),
    ):  # fmt: skip
        yield _kind("polyglot", label, name, data, "refused")


def not_on_the_list() -> Iterator[Hostile]:
    """Kinds that are not taken in, under their own names and renamed."""
    bomb = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART:20310101T000000Z\r\nRRULE:FREQ=SECONDLY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    card = (
        b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:A\r\nPHOTO;ENCODING=b:"
        + b"QUFB" * 2_600_000
        + b"\r\nEND:VCARD\r\n"
    )
    mail = b"MIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n"
    for label, name, data in (
        ("RRULE", "a.ics", bomb), ("RRULE as text", "a.txt", bomb), ("many events", "a.ics", bomb * 5_000),
        ("photo of 10 MB", "a.vcf", card), ("photo as text", "a.txt", card),
    ):  # fmt: skip
        yield _kind("calendar and card", label, name, data, "refused")
    for depth in (1, 100, 5_000):
        yield _kind("mail in mail", f"{depth} deep", "a.eml", mail * depth, "refused")
        yield _kind("mail in mail", f"{depth} deep as text", "a.txt", mail * depth, "harmless")
    for lead in ("=", "+", "-", "@", "\t=", "\r=", "\x00="):
        formula = f"{lead}cmd|' /C calc'!A0,x\n".encode()
        yield _kind("CSV formula", repr(lead), "a.csv", formula, "refused")
    for ending in (
        *("html", "htm", "svg", "xml", "js", "vbs", "bat", "ps1", "sh", "php", "exe", "dll", "msi", "lnk"),
        *("hta", "jar", "iso", "doc", "rtf", "odt", "xlsx", "pptx", "docm", "dotm", "xps", "ttf", "url"),
    ):
        yield _kind("ending not on the list", ending, f"minutes.{ending}", WORDS, "refused")
    for label, words in zip(("stars", "names", "brackets", "links", "initials", "heads", "tags", "dashes",
        "numbers", "roll", "meetings", "months", "lines", "letters", "accents", "addresses"), STALLS, strict=True):  # fmt: skip
        yield _kind("words made to stall", label, "minutes.txt", words.encode(), "harmless")
    for label, data in ENCODINGS.items():
        yield _kind("odd encoding", label, "minutes.txt", data, "harmless")
    yield _kind("EICAR", "plain, no scanner", "minutes.txt", EICAR, "harmless")


def every_hostile_file() -> tuple[Hostile, ...]:
    """All fixtures, class by class; none of them is made before it is asked for."""
    makers = (
        wrong_kinds, not_on_the_list, hostile_boxes, refused_words, named_words, deep_words, named_pdfs,
        refused_pdfs, looping_pdfs,
    )  # fmt: skip
    return tuple(hostile for make in makers for hostile in make())

"""What a file is, told by its first bytes, and the limits every file must keep before a parser sees it."""

from __future__ import annotations

from typing import IO, Final

from secretariat.toolbox.errors import SourceUnreadable

MB: Final = 1024 * 1024
MAX_FILE_BYTES: Final = 100 * MB
MAX_UNPACKED_BYTES: Final = 200 * MB
SAMPLE_BYTES: Final = 64 * 1024

PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT: Final = "text/plain"
MARKDOWN: Final = "text/markdown"

_MARKDOWN_ENDINGS = ("md", "markdown", "mkd")
_TEXT_ENDINGS = ("txt", "text", "adoc", "asciidoc", "rst", *_MARKDOWN_ENDINGS)
ENDINGS: Final = {PDF: ("pdf",), DOCX: ("docx",), TEXT: _TEXT_ENDINGS, MARKDOWN: _MARKDOWN_ENDINGS}
"""The allow-list: the only kinds that are taken in, each with the endings it may have."""

_SEND_TEXT = "send a document with text in it, not a picture of one"
_SAVE_AGAIN = "open it and save it as DOCX or PDF"
_UNPACK = "unpack it and send the documents inside"
_ITSELF = "send the document itself"
_OTHERS: Final = (
    (b"\xd0\xcf\x11\xe0", "an old Word or Office file, or one locked with a password", _SAVE_AGAIN),
    (b"{\\rt", "an RTF file", _SAVE_AGAIN),
    (b"%!PS", "a PostScript program", "save it as PDF"),
    (b"\x89PNG", "a picture", _SEND_TEXT),
    (b"\xff\xd8\xff", "a picture", _SEND_TEXT),
    (b"GIF8", "a picture", _SEND_TEXT),
    (b"BM", "a picture", _SEND_TEXT),
    (b"RIFF", "a picture or a recording", _SEND_TEXT),
    (b"II*\x00", "a scanned picture", "run text recognition on it and save it as PDF"),
    (b"MM\x00*", "a scanned picture", "run text recognition on it and save it as PDF"),
    (b"\x1f\x8b", "a packed archive", _UNPACK),
    (b"7z\xbc\xaf", "a packed archive", _UNPACK),
    (b"Rar!", "a packed archive", _UNPACK),
    (b"BZh", "a packed archive", _UNPACK),
    (b"\xfd7zXZ", "a packed archive", _UNPACK),
    (b"(\xb5/\xfd", "a packed archive", _UNPACK),
    (b"\x00\x01\x00\x00", "a font", _ITSELF),
    (b"OTTO", "a font", _ITSELF),
    (b"wOF", "a font", _ITSELF),
    (b"\x7fELF", "a program", _ITSELF),
    (b"MZ\x90", "a program", _ITSELF),
    (b"\xca\xfe\xba\xbe", "a program", _ITSELF),
    (b"#!", "a program", _ITSELF),
    (b"L\x00\x00\x00\x01\x14\x02\x00", "a shortcut to another file", _ITSELF),
)
_OPENINGS: Final = (
    (
        ("<!doctype", "<html", "<head", "<body", "<script", "<iframe"),
        "a web page",
        "save its text, or print it to PDF",
    ),
    (("<svg",), "a picture that can hold a program", _SEND_TEXT),
    (("<?php", "<%"), "a program", _ITSELF),
    (("<?xml",), "an XML file", "send the document itself as DOCX or PDF"),
    (("begin:vcalendar",), "a calendar", "enter its dates as meetings, or send the document itself"),
    (("begin:vcard",), "an address card", "enter the person among the members"),
)
"""What plain letters can be beside text, by how they begin."""


def check_size(size: int) -> None:
    """Refuses a file that is empty or too large; ``size`` in bytes.

    Raises SourceUnreadable. Source: own choice: no report of a meeting comes near the limit.
    """
    if size == 0:
        raise SourceUnreadable("This file is empty; send it again from where it opens with its text.")
    if size > MAX_FILE_BYTES:
        raise SourceUnreadable(
            f"This file is larger than {MAX_FILE_BYTES // MB} MB; send it without pictures, or in parts."
        )


def media_type(data: bytes, name: str) -> str:
    """The media type of the content, where the ending of the name says the same.

    ``data``: the whole file, or its first SAMPLE_BYTES where only the kind is asked; ``name``: as the sender
    called it. Raises SourceUnreadable, saying what to do, for a file that is empty, too large, of a kind that
    is not taken in here, or whose content is not what the ending says.
    Source: OWASP, File Upload Cheat Sheet (an allow-list, and no trust in what the sender says of the type).
    """
    check_size(len(data))
    ending = _ending(name)
    found = kind_of(data)
    if found is None:
        return _text_type(data, ending)
    if ending not in ENDINGS[found]:
        what = "a PDF" if found == PDF else "a packed file, such as a Word document,"
        wanted = ENDINGS[found][0]
        raise SourceUnreadable(
            f"This is {what} under another ending; if it is the document you mean, name it with .{wanted} at the end."
        )
    return found


def kind_of(data: bytes) -> str | None:
    """PDF or DOCX where the first bytes say so (of a DOCX only that it is a box of parts), else None.

    Raises SourceUnreadable for a file that begins as one kind and holds the beginning of the other.
    Source: own choice: readers look for a PDF's beginning within a kilobyte, which is how one file is two.
    """
    head = data[:1024]
    is_pdf, is_box = data.startswith(b"%PDF-"), data.startswith((b"PK\x03\x04", b"PK\x05\x06"))
    if b"%PDF-" in head and not is_pdf:
        raise SourceUnreadable(
            "Something stands before the beginning of this PDF, so that it is two kinds of file at once; save it again from its source as PDF."
        )
    return PDF if is_pdf else DOCX if is_box else None


def _text_type(data: bytes, ending: str) -> str:
    for magic, what, remedy in _OTHERS:
        if data.startswith(magic):
            raise SourceUnreadable(f"This is {what}, which cannot be read here; {remedy}.")
    if ending == "pdf":
        raise SourceUnreadable(
            "This file is called a PDF but is none, or is broken; save it again from its source as PDF."
        )
    if ending in ("docx", "dotx", "docm"):
        raise SourceUnreadable(
            "This file is called a Word document but is none, or is broken; open it in a word processor and save it again as DOCX."
        )
    if ending in _TEXT_ENDINGS and _looks_binary(data):
        raise SourceUnreadable(
            "This file is called a text but is not text; save the document as PDF, DOCX or plain text (.txt)."
        )
    if ending not in _TEXT_ENDINGS:
        raise SourceUnreadable(
            "Files of this kind cannot be read here; save the document as PDF with text, DOCX or plain text (.txt)."
        )
    opening = _opening(data)
    for words, what, remedy in _OPENINGS:
        if opening.startswith(words):
            raise SourceUnreadable(f"This is {what}, which cannot be read here; {remedy}.")
    return MARKDOWN if ending in _MARKDOWN_ENDINGS else TEXT


def _ending(name: str) -> str:
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return last.rsplit(".", 1)[1].casefold().strip("\x00 ") if "." in last else ""


def is_wide(data: bytes) -> bool:
    """Whether a text says by its first bytes that it is UTF-16. Source: Unicode, section 23.8."""
    return data.startswith((b"\xff\xfe", b"\xfe\xff"))


def check_rest(file: IO[bytes], sample: bytes) -> None:
    """Refuses a text that turns into something else behind its beginning; ``file`` stands after ``sample``.

    Raises SourceUnreadable. Source: own choice: no text holds a zero byte, and every packed file does.
    """
    if is_wide(sample):
        return
    while part := file.read(MB):
        if b"\x00" in part:
            raise SourceUnreadable(
                "This begins as a text and goes on as something else; save the document as PDF, DOCX or plain text (.txt)."
            )


def _looks_binary(data: bytes) -> bool:
    sample = data[:SAMPLE_BYTES]
    if is_wide(sample):
        return False
    odd = sum(sample.count(byte) for byte in range(32) if byte not in (9, 10, 12, 13, 27))
    return b"\x00" in data or odd > len(sample) // 50


def _opening(data: bytes) -> str:
    sample = data[:512]
    words = sample.decode("utf-16" if is_wide(sample) else "utf-8", errors="replace")
    return words.lstrip("\ufeff \t\r\n\f").casefold()

"""What a file is, told by its first bytes, and the limits every file must keep before a parser sees it."""

from __future__ import annotations

import io
import zipfile
from typing import Final

from secretariat.toolbox.errors import SourceUnreadable

MB: Final = 1024 * 1024
MAX_FILE_BYTES: Final = 100 * MB
MAX_UNPACKED_BYTES: Final = 200 * MB
MAX_RATIO: Final = 200
MAX_MEMBERS: Final = 5_000
RATIO_FLOOR_BYTES: Final = 5 * MB  # small members of blank XML may shrink a lot without harm

PDF: Final = "application/pdf"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TEXT: Final = "text/plain"
MARKDOWN: Final = "text/markdown"

_MARKDOWN_ENDINGS = ("md", "markdown", "mkd")
_TEXT_ENDINGS = ("txt", "text", "adoc", "asciidoc", "rst", "log", "", *_MARKDOWN_ENDINGS)
_OTHERS: Final = (
    (b"\xd0\xcf\x11\xe0", "an old Word or Office file", "open it and save it as DOCX or PDF"),
    (b"{\\rtf", "an RTF file", "open it and save it as DOCX or PDF"),
    (b"\x89PNG", "a picture", "send a document with text in it, not a picture of one"),
    (b"\xff\xd8\xff", "a picture", "send a document with text in it, not a picture of one"),
    (b"GIF8", "a picture", "send a document with text in it, not a picture of one"),
    (b"II*\x00", "a scanned picture", "run text recognition on it and save it as PDF"),
    (b"MM\x00*", "a scanned picture", "run text recognition on it and save it as PDF"),
    (b"\x1f\x8b", "a packed archive", "unpack it and send the documents inside"),
    (b"7z\xbc\xaf", "a packed archive", "unpack it and send the documents inside"),
    (b"Rar!", "a packed archive", "unpack it and send the documents inside"),
    (b"\x7fELF", "a program", "send the document itself"),
    (b"MZ\x90", "a program", "send the document itself"),
)


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
    """The media type of the content; the name's ending only tells Markdown from plain text.

    ``data``: the whole file; ``name``: as the sender called it. Raises SourceUnreadable, saying what to do,
    for a file that is empty, too large, packed beyond measure, of a kind that is not read here, or whose
    content is not what the ending says.
    Source: own choice, because parsers trusted with a wrong file return rubbish as text.
    """
    check_size(len(data))
    ending = _ending(name)
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        _check_zip(data)
        return DOCX
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
    if ending not in _TEXT_ENDINGS and _looks_binary(data):
        raise SourceUnreadable(
            "Files of this kind cannot be read here; save the document as PDF with text, DOCX or plain text."
        )
    return MARKDOWN if ending in _MARKDOWN_ENDINGS else TEXT


def _ending(name: str) -> str:
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return last.rsplit(".", 1)[1].casefold().strip("\x00 ") if "." in last else ""


def _looks_binary(data: bytes) -> bool:
    sample = data[:4096]
    odd = sum(1 for b in sample if b < 32 and b not in (9, 10, 12, 13, 27))
    return odd > len(sample) // 50 and not sample.startswith((b"\xff\xfe", b"\xfe\xff"))


def _check_zip(data: bytes) -> None:
    broken = "This document is broken; open it in a word processor and save it again as DOCX."
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            members = box.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError) as fault:
        raise SourceUnreadable(broken) from fault
    if len(members) > MAX_MEMBERS:
        raise SourceUnreadable(
            f"This document has more than {MAX_MEMBERS} parts inside and was not opened; save it again as DOCX or PDF."
        )
    unpacked = sum(m.file_size for m in members)
    worst = max(
        (m.file_size / max(m.compress_size, 1) for m in members if m.file_size > RATIO_FLOOR_BYTES),
        default=0.0,
    )
    if unpacked > MAX_UNPACKED_BYTES or worst > MAX_RATIO:
        raise SourceUnreadable(
            "This document would swell to many times its size when opened and was refused; save it again as DOCX or PDF from a word processor."
        )
    if any(m.flag_bits & 0x1 for m in members):
        raise SourceUnreadable("This document is locked with a password; send it without one.")
    names = {m.filename for m in members}
    if "word/document.xml" not in names and "[Content_Types].xml" not in names:
        raise SourceUnreadable(
            "This is a packed archive or another kind of office file, not a Word document; unpack it, or save the document as DOCX or PDF."
        )

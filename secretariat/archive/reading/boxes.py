"""The box of parts that an office file is (a ZIP): checked whole before anything in it is unpacked."""

from __future__ import annotations

import io
import stat
import zipfile
import zlib
from collections.abc import Sequence
from typing import Final

from secretariat.archive.reading import sniff
from secretariat.toolbox.errors import SourceUnreadable

MAX_RATIO: Final = 200
RATIO_FLOOR_BYTES: Final = 5 * sniff.MB  # small members of blank XML may shrink a lot without harm
MAX_MEMBERS: Final = 5_000
MAX_NAME: Final = 255
MAX_XML_BYTES: Final = 32 * sniff.MB
"""Of one part: a parsed tree takes several times its bytes."""
_END_BYTES: Final = 22
"""The record at a ZIP's end, when no comment follows it."""

_BROKEN: Final = "This document is broken; open it in a word processor and save it again as DOCX."
_SWELLS: Final = (
    "This document would swell to many times its size when opened and was refused; "
    "save it again as DOCX or PDF from a word processor."
)
_TWO: Final = (
    "This file is put together so that programs see different files in it, and was refused; "
    "open it in a word processor and save it again as DOCX."
)


def members_of(data: bytes) -> list[zipfile.ZipInfo]:
    """The parts of a box, each of bearable size, in a place of its own, under a name that leads nowhere.

    ``data``: the whole file. Raises SourceUnreadable where that is not so.
    Source: the classes of hostile archives in OWASP ASVS 5.0, 5.2.3 and 5.3.3, and overlapping members
    (D. Fifield, A better zip bomb, 2019).
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as box:
            members, directory, comment = box.infolist(), box.start_dir, box.comment
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, UnicodeDecodeError) as fault:
        raise SourceUnreadable(_BROKEN) from fault
    if len(members) > MAX_MEMBERS:
        raise SourceUnreadable(
            f"This document has more than {MAX_MEMBERS} parts inside and was not opened; save it again as DOCX or PDF."
        )
    if not members:
        raise SourceUnreadable(_BROKEN)
    _check_sizes(members)
    if any(m.flag_bits & 0x1 for m in members):
        raise SourceUnreadable("This document is locked with a password; send it without one.")
    if any(m.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for m in members):
        raise SourceUnreadable(_BROKEN)
    _check_names(members)
    _check_places(data, members, directory, comment)
    return members


def _check_sizes(members: Sequence[zipfile.ZipInfo]) -> None:
    unpacked = sum(m.file_size for m in members)
    worst = max(
        (m.file_size / max(m.compress_size, 1) for m in members if m.file_size > RATIO_FLOOR_BYTES),
        default=0.0,
    )
    too_long = any(
        m.file_size > MAX_XML_BYTES for m in members if m.filename.casefold().endswith((".xml", ".rels"))
    )
    if unpacked > sniff.MAX_UNPACKED_BYTES or worst > MAX_RATIO or too_long:
        raise SourceUnreadable(_SWELLS)


def _check_names(members: Sequence[zipfile.ZipInfo]) -> None:
    """Every name is a plain relative one, given once; nothing is a link."""
    names = [m.orig_filename for m in members]
    leads_out = any(
        name.startswith("/")
        or "\\" in name
        or "\x00" in name
        or ":" in name
        or ".." in name.split("/")
        or not 0 < len(name) <= MAX_NAME
        for name in names
    )
    is_link = any(stat.S_ISLNK(m.external_attr >> 16) for m in members)
    if leads_out or is_link:
        raise SourceUnreadable(
            "This packed file holds parts that point outside of it and was refused; open the document in a word processor and save it again as DOCX."
        )
    if len({name.casefold() for name in names}) != len(names):
        raise SourceUnreadable(_TWO)


def _check_places(data: bytes, members: Sequence[zipfile.ZipInfo], directory: int, comment: bytes) -> None:
    """The box fills the file from its first byte to its last, and no two parts share their bytes."""
    if comment or not data.endswith(b"\x00\x00") or data[-_END_BYTES:-18] != b"PK\x05\x06":
        raise SourceUnreadable(_TWO)
    end = 0
    for member in sorted(members, key=lambda m: m.header_offset):
        if member.header_offset < end or (end == 0 and member.header_offset != 0):
            raise SourceUnreadable(_TWO)
        name_length = int.from_bytes(data[member.header_offset + 26 : member.header_offset + 28], "little")
        extra_length = int.from_bytes(data[member.header_offset + 28 : member.header_offset + 30], "little")
        end = member.header_offset + 30 + name_length + extra_length + member.compress_size
    if end > directory:
        raise SourceUnreadable(_TWO)


def unpacked(box: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The bytes of one part; the size the box tells may be a lie, so reading stops at MAX_XML_BYTES.

    Raises SourceUnreadable beyond it or where the part is broken. Source: own choice.
    """
    raw = beginning(box, member, MAX_XML_BYTES + 1)
    if len(raw) > MAX_XML_BYTES:
        raise SourceUnreadable(_SWELLS)
    return raw


def beginning(box: zipfile.ZipFile, member: zipfile.ZipInfo, most: int) -> bytes:
    """The first ``most`` bytes of one part. Raises SourceUnreadable where it is broken. Source: own choice."""
    try:
        with box.open(member) as part:
            return part.read(most)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as fault:
        raise SourceUnreadable(_BROKEN) from fault

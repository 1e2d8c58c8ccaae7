"""How large a picture would be unpacked, told by its head alone."""

from __future__ import annotations

import struct
from typing import Final

from secretariat.toolbox.errors import SourceUnreadable

MAX_PIXELS: Final = 150_000_000
"""An A3 page scanned at 600 dots an inch has 70 million."""


def check_pixels(raw: bytes) -> None:
    """Refuses a picture that would be too large when shown; other bytes pass.

    ``raw``: a picture inside a document. Raises SourceUnreadable. Source: OWASP ASVS 5.0, 5.2.6.
    """
    width, height = size_of(raw)
    refuse_pixels(width * height)


def refuse_pixels(count: int) -> None:
    """Raises SourceUnreadable for a picture of more than MAX_PIXELS. Source: as above."""
    if count > MAX_PIXELS:
        raise SourceUnreadable(
            "A picture in this document is larger than any page and was refused; save the document with smaller pictures."
        )


def size_of(raw: bytes) -> tuple[int, int]:
    """Width and height in pixels of a PNG, GIF, BMP or JPEG; zeros for anything else.

    Source: the heads of these formats (PNG: ISO/IEC 15948, 11.2.2; JPEG: ITU T.81, B.2.2).
    """
    if raw.startswith(b"\x89PNG\r\n\x1a\n") and len(raw) >= 24:
        return struct.unpack(">II", raw[16:24])
    if raw.startswith((b"GIF87a", b"GIF89a")) and len(raw) >= 10:
        return struct.unpack("<HH", raw[6:10])
    if raw.startswith(b"BM") and len(raw) >= 26:
        width, height = struct.unpack("<ii", raw[18:26])
        return abs(width), abs(height)
    return _jpeg(raw) if raw.startswith(b"\xff\xd8") else (0, 0)


def _jpeg(raw: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 < len(raw) and raw[at] == 0xFF:
        mark = raw[at + 1]
        if 0xC0 <= mark <= 0xCF and mark not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", raw[at + 5 : at + 9])
            return width, height
        at += 1 if mark == 0xFF else 2 + int.from_bytes(raw[at + 2 : at + 4], "big")
    return 0, 0

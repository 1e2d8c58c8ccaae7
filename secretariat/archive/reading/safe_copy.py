"""A copy of a paper that holds its words and pictures and does nothing when it is opened."""

from __future__ import annotations

from typing import Final

from secretariat.archive.reading import sniff
from secretariat.toolbox.errors import SourceUnreadable

MAX_COPY_BYTES: Final = 200 * sniff.MB


def safe_copy_of(data: bytes, name: str) -> bytes:
    """The safe copy of a DOCX or PDF, in the same format.

    ``data``: the whole file; ``name``: as the sender called it. Unpacks foreign bytes in this process: hand
    them to ``worker.safe_copy``. Raises SourceUnreadable for a text, which needs none, and where the file
    is broken.
    Source: own choice after Dangerzone: nothing of the original is kept because it seems harmless; only what
    is known to be plain is taken over.
    """
    media_type = sniff.media_type(data, name)
    if media_type == sniff.DOCX:
        from secretariat.archive.reading.safe_docx import rebuilt_docx

        copy = rebuilt_docx(data)
    elif media_type == sniff.PDF:
        from secretariat.archive.reading.safe_pdf import pictured_pdf

        copy = pictured_pdf(data)
    else:
        raise SourceUnreadable("A plain text does nothing when it is opened; save the file itself.")
    if len(copy) > MAX_COPY_BYTES:
        raise SourceUnreadable(
            "The safe copy of this paper would be too large; print the original to PDF instead."
        )
    return copy

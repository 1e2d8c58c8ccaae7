"""A PDF drawn page by page and put together again from the pictures: what is not to be seen is not in it."""

from __future__ import annotations

import io
from typing import Any, Final

import pypdfium2

from secretariat.toolbox.errors import SourceUnreadable

DOTS_PER_INCH: Final = 120
MAX_PAGES: Final = 150
MAX_SIDE_POINTS: Final = 2_400.0
"""A page of A1; a larger one is drawn coarser, so that a crafted page cannot ask for endless memory."""


def pictured_pdf(data: bytes) -> bytes:
    """The PDF as pictures of its pages: no script, no attachment, no link, no form, no hidden words.

    ``data``: the whole file. Raises SourceUnreadable where it is broken, locked or longer than MAX_PAGES.
    Source: Dangerzone (Freedom of the Press Foundation): to pixels and back.
    """
    try:
        source = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as fault:
        raise SourceUnreadable(
            "This PDF is broken, cut short or locked; no safe copy can be made."
        ) from fault
    target = pypdfium2.PdfDocument.new()
    try:
        if len(source) > MAX_PAGES:
            raise SourceUnreadable(
                f"This PDF has more than {MAX_PAGES} pages; no safe copy is made of one so long."
            )
        for number in range(len(source)):
            _draw(source, number, target)
        out = io.BytesIO()
        target.save(out)
    except pypdfium2.PdfiumError as fault:
        raise SourceUnreadable("A page of this PDF cannot be drawn; no safe copy can be made.") from fault
    finally:
        target.close()
        source.close()
    return out.getvalue()


def _draw(source: Any, number: int, target: Any) -> None:
    page = source[number]
    width, height = page.get_size()
    scale = DOTS_PER_INCH / 72 * min(1.0, MAX_SIDE_POINTS / max(width, height, 1.0))
    bitmap = page.render(scale=scale, may_draw_forms=False, rev_byteorder=False)
    drawn = target.new_page(width, height)
    picture = pypdfium2.PdfImage.new(target)
    picture.set_bitmap(bitmap)
    picture.set_matrix(pypdfium2.PdfMatrix().scale(width, height))
    drawn.insert_obj(picture)
    drawn.gen_content()
    drawn.close()
    bitmap.close()
    page.close()

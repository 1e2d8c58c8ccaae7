"""How long the book of a meeting takes: 40 papers of 600 pages, tagged, with 13 bookmarks each.

Prints the median, its share of the target and its ratio to the bare join (the same pages put into one file, no
cover, contents, stamps, bookmarks or tags). Ends with 1 when the book misses its target, 5 s.
"""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from statistics import median

import pikepdf

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from secretariat.publishing.typeset import (  # noqa: E402
    BookData,
    BookPaper,
    BookPart,
    agenda_pdf,
    book_pdf,
    report_pdf,
)
from tests.publishing_typeset.sample_papers import AGENDA  # noqa: E402
from tests.publishing_typeset.sample_report import long_report  # noqa: E402

ROUNDS, PARTS, IN_A_PART = 5, 10, 4
TARGET_S = 5.0


def bare_join(papers: list[bytes]) -> bytes:
    whole, file = pikepdf.new(), io.BytesIO()
    for paper in papers:
        whole.pages.extend(pikepdf.open(io.BytesIO(paper)).pages)
    whole.save(file)
    return file.getvalue()


def seconds(make: Callable[[], bytes]) -> tuple[float, float, bytes]:
    """By the clock on the wall, on the processor (what counts on a busy machine), and what was made."""
    walls, busy, made = [], [], b""
    for _ in range(ROUNDS):
        started, worked = time.perf_counter(), time.process_time()
        made = make()
        walls.append(time.perf_counter() - started)
        busy.append(time.process_time() - worked)
    return median(walls), median(busy), made


def main() -> int:
    numbers = range(PARTS * IN_A_PART)
    papers = [report_pdf(replace(long_report(), ref=f"LC/2031/WP.{number}")) for number in numbers]
    listed = [
        BookPaper(symbol=f"LC/2031/WP.{number}", title="Report of a long session", pdf=papers[number])
        for number in numbers
    ]
    data = BookData(
        network_name=AGENDA.network_name,
        marking=AGENDA.marking,
        ref="LC/2031/BK.12",
        title="Book of the twelfth meeting",
        meeting=AGENDA.meeting,
        agenda=agenda_pdf(AGENDA),
        agenda_ref=AGENDA.ref,
        parts=tuple(
            BookPart(
                title=f"Item {part + 1}", papers=tuple(listed[part * IN_A_PART : (part + 1) * IN_A_PART])
            )
            for part in range(PARTS)
        ),
        footnotes=AGENDA.footnotes,
        made_at=AGENDA.made_at,
    )
    book, worked, made = seconds(lambda: book_pdf(data))
    bare, joining, joined = seconds(lambda: bare_join(papers))
    pages = len(pikepdf.open(io.BytesIO(joined)).pages)
    print(f"book of {len(papers)} papers, {pages} pages, median of {ROUNDS}")
    print(f"  bare join  {bare:5.2f} s  (processor {joining:4.2f} s)  {len(joined) / 1e6:4.1f} MB")
    print(f"  the book   {book:5.2f} s  (processor {worked:4.2f} s)  {len(made) / 1e6:4.1f} MB")
    print(f"  ratio to the bare join, by processor: {worked / joining:.1f}")
    met = book < TARGET_S
    print(f"  target {TARGET_S:.0f} s: {book / TARGET_S:.2f} of it, {'met' if met else 'missed'}")
    return int(not met)


if __name__ == "__main__":
    sys.exit(main())

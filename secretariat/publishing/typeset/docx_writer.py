"""What every Word file of the house shares: running lines, letterhead, ruled tables, footnotes at first mention."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from textwrap import shorten
from typing import Protocol

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from secretariat.publishing.typeset import docx_footnotes
from secretariat.publishing.typeset.docx_package import packed, tell_about
from secretariat.publishing.typeset.docx_styles import field, house_page, house_styles
from secretariat.publishing.typeset.model import Footnote, Letterhead, MeetingFacts
from secretariat.publishing.typeset.notes import Mark, NoteFinder, clean

Fill = Callable[[_Cell], None]
"""What puts more than a line of text into a cell."""

RUNNING_TITLE_WIDTH = 84
"""Characters of the title in the running head, beside the marking."""


class WordPaper(Protocol):
    """What a paper must say about itself before it can become a Word file."""

    @property
    def title(self) -> str: ...
    @property
    def marking(self) -> str: ...
    @property
    def ref(self) -> str: ...
    @property
    def footnotes(self) -> tuple[Footnote, ...]: ...
    @property
    def language(self) -> str: ...
    @property
    def made_at(self) -> datetime: ...


class HouseWriter:
    """Writes one paper from top to bottom, in the order in which footnotes are first mentioned.

    ``page_word`` is "page {page} of {pages}" in the paper's language.
    """

    def __init__(self, paper: WordPaper, page_word: str) -> None:
        self.paper = paper
        self.page_word = page_word
        self.document = docx.Document()
        self.finder = NoteFinder(paper.footnotes)
        house_styles(self.document)
        house_page(self.document, paper.language)

    def packed(self, *, author: str, subject: str) -> bytes:
        """The finished file; ``author`` and ``subject`` are what it says about itself beside its title."""
        paper = self.paper
        docx_footnotes.add_footnotes_part(self.document, paper.footnotes)
        tell_about(
            self.document,
            title=clean(paper.title),
            author=clean(author),
            subject=clean(subject),
            language=paper.language,
            at=paper.made_at,
        )
        return packed(self.document, paper.made_at)

    # ---- small pieces ----

    def say(self, paragraph: Paragraph, text: str, style: str | None = None, **look: object) -> Paragraph:
        """Adds a text to a paragraph, its footnote marks as notes (first mention) or as the bare mark."""
        for run in self.finder.runs(clean(text)):
            if isinstance(run, Mark) and run.first:
                docx_footnotes.refer_to(paragraph, run.note + 1, self.paper.footnotes[run.note].mark)
                continue
            words = self.paper.footnotes[run.note].mark if isinstance(run, Mark) else run
            written = paragraph.add_run(words, style)
            if look.get("bold"):
                written.bold = True
            if look.get("language"):
                tag = OxmlElement("w:lang")
                tag.set(qn("w:val"), str(look["language"]))
                written._r.get_or_add_rPr().append(tag)
        return paragraph

    def line(self, text: str, style: str) -> Paragraph:
        """A paragraph of its own in that style."""
        return self.say(self.document.add_paragraph(style=style), text)

    def table(
        self, heads: Sequence[str], widths: Sequence[float], rows: Sequence[Sequence[str | Fill]]
    ) -> Table:
        """A table whose first row is its head, repeated on each page; rows do not break. Widths in mm."""
        table = self.document.add_table(rows=0, cols=len(heads), style="Report Table")
        lay_out(table, widths)
        head = table.add_row()
        mark = OxmlElement("w:tblHeader")
        head._tr.get_or_add_trPr().append(mark)
        for cell, word in zip(head.cells, heads, strict=True):
            cell.paragraphs[0].style = "Cell Head"
            cell.paragraphs[0].add_run(word)
        for at, row in enumerate(rows, start=1):
            line = table.add_row()
            line._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))
            for cell, content in zip(line.cells, row, strict=True):
                cell.paragraphs[0].style = "Cell"
                # Short tables stay in one piece with their heading.
                cell.paragraphs[0].paragraph_format.keep_with_next = (
                    len(rows) <= 8 and at < len(rows)
                ) or None
                if isinstance(content, str):
                    self.say(cell.paragraphs[0], content)
                else:
                    content(cell)
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Mm(width)
        whole: Table = table
        return whole

    # ---- the head and foot of a paper ----

    def running_lines(self) -> None:
        """Title and marking above each page but the first, marking, reference and page below each page."""
        section = self.document.sections[0]
        section.first_page_header.is_linked_to_previous = False
        head = section.header.paragraphs[0]
        # One line: a long title would push the marking onto a second.
        head.add_run(shorten(clean(self.paper.title), RUNNING_TITLE_WIDTH, placeholder=" …") + "\t")
        head.add_run(clean(self.paper.marking), "Marking")
        for footer in (section.footer, section.first_page_footer):
            foot = footer.paragraphs[0]
            foot.style = "Footer"
            foot.add_run(clean(self.paper.marking), "Marking")
            foot.add_run(f"\t{clean(self.paper.ref)} · ")
            before, _, rest = self.page_word.partition("{page}")
            between, _, after = rest.partition("{pages}")
            for words, name in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
                foot.add_run(words)
                for element in field(name) if name else ():
                    foot.add_run()._r.append(element)

    def marking_and_ref(self) -> None:
        """Who may read it, and its reference; first, or LibreOffice puts an empty line above a letterhead."""
        line = self.document.add_paragraph(style="Header")
        line.paragraph_format.space_after = Mm(4)
        self.say(line, self.paper.marking, "Marking").add_run("\t")
        self.say(line, self.paper.ref)

    def letterhead(self, offices: Sequence[Letterhead]) -> None:
        """One office on the left, or two side by side, over a rule."""
        table = self.document.add_table(rows=1, cols=len(offices), style="Letterhead")
        width = 156 / len(offices)
        lay_out(table, [width] * len(offices))
        sides = (WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT)
        for at, (cell, office) in enumerate(zip(table.rows[0].cells, offices, strict=True)):
            cell.width = Mm(width)
            self._office(cell, office, sides[min(at, 1)])

    def _office(self, cell: _Cell, office: Letterhead, side: WD_ALIGN_PARAGRAPH) -> None:
        lines = [
            ("Office", office.office),
            ("Office Name", office.name),
            *(("Small", line) for line in office.lines),
        ]
        for at, (style, text) in enumerate(lines):
            paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
            paragraph.style, paragraph.alignment = style, side
            self.say(paragraph, text)

    def facts(self, meeting: MeetingFacts, words: Sequence[str]) -> None:
        """What is known of a meeting, a line each; ``words`` name date, place, within and organiser."""
        values = (meeting.dates, meeting.place, meeting.within, meeting.organiser)
        for word, value in zip(words, values, strict=True):
            if value.strip():
                paragraph = self.document.add_paragraph(style="Fact")
                paragraph.add_run(word, "Quiet")
                paragraph.add_run("\t")
                self.say(paragraph, value)

    def colophon(self, *lines: str) -> None:
        """How and when it was made, in small type; empty lines are left out."""
        for at, line in enumerate(one for one in lines if one.strip()):
            paragraph = self.line(line, "Small")
            if at == 0:
                paragraph.paragraph_format.space_before = Mm(10)


def lay_out(table: Table, widths: Sequence[float]) -> None:
    """Fixed column widths in mm: Word and LibreOffice then agree on the table."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)

"""The report as a Word file, for those who work on with it: real styles, fields, footnotes, numbering."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from textwrap import shorten

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from secretariat.publishing.typeset import docx_footnotes
from secretariat.publishing.typeset.docx_package import packed, tell_about
from secretariat.publishing.typeset.docx_styles import EntryNumbers, field, house_page, house_styles
from secretariat.publishing.typeset.model import Letterhead, Participant, ReportData, ReportEntry
from secretariat.publishing.typeset.notes import Mark, NoteFinder, clean, paragraphs

_Fill = Callable[[_Cell], None]


def report_docx(data: ReportData) -> bytes:
    """The report as a .docx file: the same words in the same order as ``report_pdf``.

    Fonts are named, not embedded, so no sign is refused here. Same data: same bytes.
    Source: ISO/IEC 29500-1 (Office Open XML, WordprocessingML).
    """
    return _ReportWriter(data).bytes()


RUNNING_TITLE_WIDTH = 84
"""Characters of the title in the running head, beside the marking."""


class _ReportWriter:
    """Writes one report from top to bottom, in the order in which footnotes are first mentioned."""

    def __init__(self, data: ReportData) -> None:
        self.data = data
        self.document = docx.Document()
        self.finder = NoteFinder(data.footnotes)
        house_styles(self.document)
        house_page(self.document, data.language)
        self.numbers = EntryNumbers(self.document)

    def bytes(self) -> bytes:
        data = self.data
        self._running_lines()
        self._letterhead()
        self._opening()
        self._participants()
        self._record()
        self._decisions()
        self._follow_up()
        self._offers()
        self._colophon()
        docx_footnotes.add_footnotes_part(self.document, data.footnotes)
        tell_about(
            self.document,
            title=clean(data.title),
            author=clean(data.secretariat.name),
            subject=clean(data.network_name),
            language=data.language,
            at=data.made_at,
        )
        return packed(self.document, data.made_at)

    # ---- small pieces ----

    def _say(self, paragraph: Paragraph, text: str, style: str | None = None, **look: object) -> Paragraph:
        """Adds a text to a paragraph, its footnote marks as notes (first mention) or as the bare mark."""
        for run in self.finder.runs(clean(text)):
            if isinstance(run, Mark) and run.first:
                docx_footnotes.refer_to(paragraph, run.note + 1, self.data.footnotes[run.note].mark)
                continue
            words = self.data.footnotes[run.note].mark if isinstance(run, Mark) else run
            written = paragraph.add_run(words, style)
            if look.get("bold"):
                written.bold = True
            if look.get("language"):
                tag = OxmlElement("w:lang")
                tag.set(qn("w:val"), str(look["language"]))
                written._r.get_or_add_rPr().append(tag)
        return paragraph

    def _line(self, text: str, style: str) -> Paragraph:
        return self._say(self.document.add_paragraph(style=style), text)

    def _table(
        self, heads: Sequence[str], widths: Sequence[float], rows: Sequence[Sequence[str | _Fill]]
    ) -> None:
        """A table whose first row is its head, repeated on each page; rows do not break. Widths in mm."""
        table = self.document.add_table(rows=0, cols=len(heads), style="Report Table")
        _lay_out(table, widths)
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
                    self._say(cell.paragraphs[0], content)
                else:
                    content(cell)
        for row in table.rows:
            for cell, width in zip(row.cells, widths, strict=True):
                cell.width = Mm(width)

    # ---- the parts of the report, from top to bottom ----

    def _running_lines(self) -> None:
        section = self.document.sections[0]
        section.first_page_header.is_linked_to_previous = False
        head = section.header.paragraphs[0]
        # One line: a long title would push the marking onto a second.
        head.add_run(shorten(clean(self.data.title), RUNNING_TITLE_WIDTH, placeholder=" …") + "\t")
        head.add_run(clean(self.data.marking), "Marking")
        for footer in (section.footer, section.first_page_footer):
            foot = footer.paragraphs[0]
            foot.style = "Footer"
            foot.add_run(clean(self.data.marking), "Marking")
            foot.add_run(f"\t{clean(self.data.ref)} · ")
            before, _, rest = self.data.words.page.partition("{page}")
            between, _, after = rest.partition("{pages}")
            for words, name in ((before, "PAGE"), (between, "NUMPAGES"), (after, "")):
                foot.add_run(words)
                for element in field(name) if name else ():
                    foot.add_run()._r.append(element)

    def _letterhead(self) -> None:
        # Marking and reference come first: LibreOffice puts an empty line above a table that opens a file.
        line = self.document.add_paragraph(style="Header")
        line.paragraph_format.space_after = Mm(4)
        self._say(line, self.data.marking, "Marking").add_run("\t")
        self._say(line, self.data.ref)
        table = self.document.add_table(rows=1, cols=2, style="Letterhead")
        _lay_out(table, (78, 78))
        sides = (
            (self.data.chair, WD_ALIGN_PARAGRAPH.LEFT),
            (self.data.secretariat, WD_ALIGN_PARAGRAPH.RIGHT),
        )
        for cell, (office, side) in zip(table.rows[0].cells, sides, strict=True):
            cell.width = Mm(78)
            self._office(cell, office, side)

    def _office(self, cell: _Cell, office: Letterhead, side: WD_ALIGN_PARAGRAPH) -> None:
        lines = [
            ("Office", office.office),
            ("Office Name", office.name),
            *(("Small", line) for line in office.lines),
        ]
        for at, (style, text) in enumerate(lines):
            paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph()
            paragraph.style, paragraph.alignment = style, side
            self._say(paragraph, text)

    def _opening(self) -> None:
        data, words = self.data, self.data.words
        self._line(data.network_name, "Network")
        self._line(data.title, "Title")
        self._line(data.state_word, "State")
        meeting = data.meeting
        for word, value in (
            (words.dates, meeting.dates),
            (words.place, meeting.place),
            (words.within, meeting.within),
            (words.organiser, meeting.organiser),
        ):
            if value.strip():
                paragraph = self.document.add_paragraph(style="Fact")
                paragraph.add_run(word, "Quiet")
                paragraph.add_run("\t")
                self._say(paragraph, value)
        if data.left_out.strip():
            self._line(data.left_out, "Small").paragraph_format.space_before = Mm(3)

    def _participants(self) -> None:
        if not self.data.delegations:
            return
        words = self.data.words
        self.document.add_heading(words.participants, 1)
        rows = [(one.member, self._people(one.people)) for one in self.data.delegations]
        self._table((words.member, words.delegation), (42, 114), rows)

    def _people(self, people: tuple[Participant, ...]) -> _Fill:
        def fill(cell: _Cell) -> None:
            for at, person in enumerate(people):
                paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph(style="Cell")
                self._say(paragraph, person.name, bold=True)
                if person.function.strip():
                    paragraph.add_run(", ")
                    self._say(paragraph, person.function)
                if person.attendance.strip():
                    paragraph.add_run("  ")
                    self._say(paragraph, person.attendance, "Quiet")

        return fill

    def _record(self) -> None:
        if self.data.entries:
            self.document.add_heading(self.data.words.record, 1)
        for entry in self.data.entries:
            self._entry(entry)

    def _entry(self, entry: ReportEntry) -> None:
        first = self.document.add_paragraph(style="List Number")
        self.numbers.number(first._p.get_or_add_pPr(), entry.number)
        if entry.speaker_line.strip():
            self._say(first, entry.speaker_line, bold=True)
            first.add_run("  ")
        self._say(first, entry.kind_word, "Quiet")
        if entry.ring_word.strip():
            first.add_run("  ")
            self._say(first, f"[{entry.ring_word}]", "Quiet")
        if entry.on_behalf_line.strip():
            self._line(entry.on_behalf_line, "On Behalf")
        decided = entry.kind == "decision"
        if decided:
            name = f"{self.data.words.decision} {entry.decision_number}"
            self._say(self.document.add_heading(level=2), name)
        for part in paragraphs(entry.text):
            paragraph = self.document.add_paragraph(style="Decision" if decided else "Entry")
            self._say(paragraph, part, language=entry.language)

    def _decisions(self) -> None:
        if not self.data.decisions:
            return
        words = self.data.words
        self.document.add_heading(words.decisions, 1)
        rows = [(one.number, one.text, str(one.entry_number), one.review) for one in self.data.decisions]
        self._table((words.number, words.decision, words.entry, words.review), (24, 84, 16, 32), rows)

    def _follow_up(self) -> None:
        if not self.data.follow_ups:
            return
        words = self.data.words
        self.document.add_heading(words.follow_up, 1)
        rows = [
            (
                owed.what,
                self._lack(words.no_owner) if "owner" in owed.lacks else owed.who,
                self._lack(words.no_date) if "date" in owed.lacks else owed.by_when,
            )
            for owed in self.data.follow_ups
        ]
        self._table((words.what, words.who, words.by_when), (80, 44, 32), rows)

    @staticmethod
    def _lack(word: str) -> _Fill:
        def fill(cell: _Cell) -> None:
            cell.paragraphs[0].add_run(word, "Lack")

        return fill

    def _offers(self) -> None:
        if not self.data.offers:
            return
        words = self.data.words
        self.document.add_heading(words.offers, 1)
        heads = (words.offered_by, words.when, words.where, words.within, words.firmness)
        rows = [
            tuple(value or "–" for value in (one.who, one.when, one.where, one.within, one.firmness))
            for one in self.data.offers
        ]
        self._table(heads, (33, 32, 30, 38, 23), rows)

    def _colophon(self) -> None:
        lines = [clean(self.data.generated)]
        if self.data.deed_head.strip():
            lines.append(f"{self.data.words.deeds}: {clean(self.data.deed_head)}")
        for at, line in enumerate(filter(None, lines)):
            paragraph = self._line(line, "Small")
            if at == 0:
                paragraph.paragraph_format.space_before = Mm(10)


def _lay_out(table: Table, widths: Sequence[float]) -> None:
    """Fixed column widths in mm: Word and LibreOffice then agree on the table."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)

"""A list of participants as a Word file."""

from __future__ import annotations

from docx.table import Table, _Cell

from secretariat.publishing.typeset.docx_writer import Fill, HouseWriter
from secretariat.publishing.typeset.notes import clean
from secretariat.publishing.typeset.participants import (
    ListedGroup,
    ListedPerson,
    ListSection,
    ParticipantsData,
)


def participants_docx(data: ParticipantsData) -> bytes:
    """The list as a .docx file: the same words in the same order as ``participants_pdf``.

    Fonts are named, not embedded, so no sign is refused here. Same data: same bytes.
    Source: ISO/IEC 29500-1 (Office Open XML, WordprocessingML).
    """
    return _ListWriter(data).bytes()


class _ListWriter(HouseWriter):
    def __init__(self, data: ParticipantsData) -> None:
        super().__init__(data, data.words.page)
        self.data = data

    def bytes(self) -> bytes:
        data, words = self.data, self.data.words
        self.running_lines()
        self._marking_above_every_page()
        self.line(data.network_name, "Network")
        self.line(data.title, "Title")
        self.line(data.state_word, "State")
        self.facts(data.meeting, (words.dates, words.place, words.within, words.organiser))
        for line in (data.order_line, data.left_out):
            if line.strip():
                self.line(line, "Small").paragraph_format.space_before = 0
        for section in data.sections:
            self._section(section)
        self.colophon(data.generated)
        return self.packed(author=data.network_name, subject=data.network_name)

    def _marking_above_every_page(self) -> None:
        section = self.document.sections[0]
        for header, paper in ((section.first_page_header, ""), (section.header, self.data.title)):
            line = header.paragraphs[0]
            line.style = "Header"
            line.clear()
            line.add_run(clean(self.data.marking), "Marking")
            line.add_run(f" · {clean(self.data.state_word)}\t")
            line.add_run(clean(paper))

    def _section(self, section: ListSection) -> None:
        words = self.data.words
        self.document.add_heading(level=1)
        self.say(self.document.paragraphs[-1], section.title)
        rows: list[tuple[str | Fill, str | Fill, str | Fill]] = []
        for group in section.groups:
            if not group.people:
                rows.append((self._group(group.name), group.remark, ""))
            for at, person in enumerate(group.people):
                name = self._group(group.name) if at == 0 else ""
                rows.append((name, self._person(person, group if at == 0 else None), person.capacity))
        table = self.table((words.group, words.person, words.capacity), (46, 76, 34), rows)
        first = 1
        for group in section.groups:
            last = first + max(len(group.people), 1) - 1
            _hold_together(table, first, last)
            first = last + 1

    def _group(self, name: str) -> Fill:
        def fill(cell: _Cell) -> None:
            self.say(cell.paragraphs[0], name, bold=True)

        return fill

    def _person(self, person: ListedPerson, group: ListedGroup | None) -> Fill:
        def fill(cell: _Cell) -> None:
            self.say(cell.paragraphs[0], person.name, bold=True)
            lines = (person.function, person.attendance, group.remark if group else "")
            for line, style in zip(lines, (None, "Quiet", "Quiet"), strict=True):
                if line.strip():
                    self.say(cell.add_paragraph(style="Cell"), line, style)

        return fill


KEPT_WHOLE = 8
"""People of one delegation that stay on one page; a larger one may break, or it would not fit on any."""


def _hold_together(table: Table, first: int, last: int) -> None:
    """One cell for the delegation's name beside all its people, and no page break between them."""
    if first == last:
        return
    table.cell(first, 0).merge(table.cell(last, 0))
    if last - first < KEPT_WHOLE:
        for row in table.rows[first:last]:
            for cell in row.cells:
                for paragraph in cell.paragraphs:
                    paragraph.paragraph_format.keep_with_next = True

"""The report as a Word file, for those who work on with it: real styles, fields, footnotes, numbering."""

from __future__ import annotations

from docx.shared import Mm
from docx.table import _Cell

from secretariat.publishing.typeset.docx_styles import EntryNumbers
from secretariat.publishing.typeset.docx_writer import Fill, HouseWriter
from secretariat.publishing.typeset.model import Participant, ReportData, ReportEntry
from secretariat.publishing.typeset.notes import clean, paragraphs


def report_docx(data: ReportData) -> bytes:
    """The report as a .docx file: the same words in the same order as ``report_pdf``.

    Fonts are named, not embedded, so no sign is refused here. Same data: same bytes.
    Source: ISO/IEC 29500-1 (Office Open XML, WordprocessingML).
    """
    return _ReportWriter(data).bytes()


class _ReportWriter(HouseWriter):
    def __init__(self, data: ReportData) -> None:
        super().__init__(data, data.words.page)
        self.data = data
        self.numbers = EntryNumbers(self.document)

    def bytes(self) -> bytes:
        data = self.data
        self.running_lines()
        self.marking_and_ref()
        self.letterhead((data.chair, data.secretariat))
        self._opening()
        self._participants()
        self._record()
        self._decisions()
        self._follow_up()
        self._offers()
        self._corrections()
        deeds = f"{data.words.deeds}: {clean(data.deed_head)}" if data.deed_head.strip() else ""
        self.colophon(data.generated, deeds)
        return self.packed(author=data.secretariat.name, subject=data.network_name)

    # ---- the parts of the report, from top to bottom ----

    def _opening(self) -> None:
        data, words = self.data, self.data.words
        self.line(data.network_name, "Network")
        self.line(data.title, "Title")
        self.line(data.state_word, "State")
        self.facts(data.meeting, (words.dates, words.place, words.within, words.organiser))
        if data.left_out.strip():
            self.line(data.left_out, "Small").paragraph_format.space_before = Mm(3)

    def _participants(self) -> None:
        if not self.data.delegations:
            return
        words = self.data.words
        self.document.add_heading(words.participants, 1)
        rows = [(one.member, self._people(one.people)) for one in self.data.delegations]
        self.table((words.member, words.delegation), (42, 114), rows)

    def _people(self, people: tuple[Participant, ...]) -> Fill:
        def fill(cell: _Cell) -> None:
            for at, person in enumerate(people):
                paragraph = cell.paragraphs[0] if at == 0 else cell.add_paragraph(style="Cell")
                self.say(paragraph, person.name, bold=True)
                if person.function.strip():
                    paragraph.add_run(", ")
                    self.say(paragraph, person.function)
                if person.attendance.strip():
                    paragraph.add_run("  ")
                    self.say(paragraph, person.attendance, "Quiet")

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
            self.say(first, entry.speaker_line, bold=True)
            first.add_run("  ")
        self.say(first, entry.kind_word, "Quiet")
        if entry.ring_word.strip():
            first.add_run("  ")
            self.say(first, f"[{entry.ring_word}]", "Quiet")
        if entry.on_behalf_line.strip():
            self.line(entry.on_behalf_line, "On Behalf")
        decided = entry.kind == "decision"
        if decided:
            name = f"{self.data.words.decision} {entry.decision_number}"
            self.say(self.document.add_heading(level=2), name)
        for part in paragraphs(entry.text):
            paragraph = self.document.add_paragraph(style="Decision" if decided else "Entry")
            self.say(paragraph, part, language=entry.language)

    def _decisions(self) -> None:
        if not self.data.decisions:
            return
        words = self.data.words
        self.document.add_heading(words.decisions, 1)
        rows = [(one.number, one.text, str(one.entry_number), one.review) for one in self.data.decisions]
        self.table((words.number, words.decision, words.entry, words.review), (24, 84, 16, 32), rows)

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
        self.table((words.what, words.who, words.by_when), (80, 44, 32), rows)

    @staticmethod
    def _lack(word: str) -> Fill:
        def fill(cell: _Cell) -> None:
            cell.paragraphs[0].add_run(word, "Lack")

        return fill

    def _corrections(self) -> None:
        if not self.data.corrections:
            return
        words = self.data.words
        self.document.add_heading(words.corrections, 1)
        heads = (words.number, words.entry, words.reads, words.agreed)
        rows = [(one.number, str(one.entry_number), one.text, one.agreed) for one in self.data.corrections]
        self.table(heads, (12, 14, 90, 40), rows)

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
        self.table(heads, (33, 32, 30, 38, 23), rows)

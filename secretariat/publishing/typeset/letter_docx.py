"""A letter as a Word file, for an office that puts its own hand to it."""

from __future__ import annotations

from collections.abc import Sequence

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm

from secretariat.publishing.typeset.docx_writer import HouseWriter
from secretariat.publishing.typeset.letter import LetterData
from secretariat.publishing.typeset.notes import paragraphs


def letter_docx(data: LetterData) -> bytes:
    """The letter as a .docx file: the same words in the same order as ``letter_pdf``.

    Fonts are named, not embedded, so no sign is refused here. Same data: same bytes.
    Source: ISO/IEC 29500-1 (Office Open XML, WordprocessingML).
    """
    return _LetterWriter(data).bytes()


class _LetterWriter(HouseWriter):
    def __init__(self, data: LetterData) -> None:
        super().__init__(data, data.words.page)
        self.data = data

    def bytes(self) -> bytes:
        data = self.data
        self.running_lines()
        self.marking_and_ref()
        self.letterhead(data.letterhead)
        self._address()
        self._subject()
        for part in paragraphs(data.text):
            self.line(part, "Letter")
        self._close()
        self._listed(data.words.annex if len(data.annexes) == 1 else data.words.annexes, data.annexes)
        self._listed(data.words.copies, data.copies)
        self.colophon(data.generated)
        return self.packed(author=data.letterhead[0].name, subject=data.title)

    def _address(self) -> None:
        data = self.data
        if data.place_and_date.strip():
            dated = self.line(data.place_and_date, "Address")
            dated.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            dated.paragraph_format.space_before = Mm(8)
        for at, line in enumerate(data.addressee):
            paragraph = self.line(line, "Address")
            if at == 0:
                paragraph.paragraph_format.space_before = Mm(6)
        if data.your_ref.strip():
            paragraph = self.line(f"{data.words.your_ref}: {data.your_ref}", "Small")
            paragraph.paragraph_format.space_before = Mm(5)

    def _subject(self) -> None:
        self.line(self.data.words.subject, "Office").paragraph_format.space_before = Mm(8)
        self.line(self.data.title, "Subject")
        if self.data.salutation.strip():
            self.line(self.data.salutation, "Letter").paragraph_format.keep_with_next = True

    def _close(self) -> None:
        """The courtesy, the seal, room to sign, and the name: kept on one page."""
        data = self.data
        if data.courtesy.strip():
            closing = self.line(data.courtesy, "Letter")
            closing.paragraph_format.keep_with_next = bool(data.signature or data.seal.strip()) or None
        if data.seal.strip():
            sealed = self.document.add_paragraph(style="Letter")
            sealed.paragraph_format.space_before = Mm(6)
            self.say(sealed, data.seal, "Quiet")
        for at, line in enumerate(data.signature):
            paragraph = self.document.add_paragraph(style="Address")
            paragraph.paragraph_format.left_indent = Mm(78)
            paragraph.paragraph_format.keep_with_next = at + 1 < len(data.signature) or None
            if at == 0:
                paragraph.paragraph_format.space_before = Mm(17)
            self.say(paragraph, line, bold=at == 0)

    def _listed(self, word: str, lines: Sequence[str]) -> None:
        for at, line in enumerate(lines):
            if at == 0:
                head = self.line(word, "Office")
                head.paragraph_format.space_before = Mm(6)
                head.paragraph_format.keep_with_next = True
            self.line(line if len(lines) == 1 else f"{at + 1}. {line}", "Address")

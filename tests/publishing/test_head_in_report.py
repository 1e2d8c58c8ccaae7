"""An approved record is a witness: its report prints the head of the deeds at its approval."""

from __future__ import annotations

import io
from datetime import date

import pypdfium2
from docx import Document

from secretariat.audit.actions import record_deed
from secretariat.audit.heads import SignedHead, read_head
from secretariat.audit.reads import check_head, head
from secretariat.meetings.actions import create_meeting
from secretariat.minutes.actions import add_entry, approve_record, open_record
from secretariat.publishing.reads import report_data
from secretariat.publishing.typeset import report_docx, report_pdf
from tests.cast import Cast


def test_the_head_of_the_approval_is_printed_and_can_be_typed_from_the_page(cast: Cast) -> None:
    officer = cast.officer.actor
    meeting = create_meeting(officer, network=cast.network, title="Closed", starts_on=date(2026, 5, 30))
    record = open_record(officer, meeting=meeting)
    add_entry(officer, record=record, kind="statement", text="Said.")
    assert report_data(officer, meeting).deed_head == "", "a draft is no witness"
    row = approve_record(officer, record=record, approved_on=date(2026, 11, 20))
    kept = SignedHead(**row.approved_head)
    assert kept.is_genuine
    assert kept.size == head()[0], "the approval itself is among the deeds"
    record_deed(officer, "members.add_person", cast.other.person)
    data = report_data(officer, meeting)
    assert data.deed_head == kept.in_words
    assert "24 November 2026 at 09:00 UTC, size" in data.deed_head
    assert check_head(read_head(data.deed_head)).holds
    digits = "".join(kept.root.split())
    document = pypdfium2.PdfDocument(report_pdf(data))
    last = document[len(document) - 1].get_textpage()
    assert digits in "".join(last.get_text_range().split())
    last.close()
    document.close()
    words = " ".join(p.text for p in Document(io.BytesIO(report_docx(data))).paragraphs[-4:])
    assert digits in "".join(words.split())

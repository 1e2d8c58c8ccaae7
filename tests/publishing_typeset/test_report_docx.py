"""The Word file: its words, its styles, its fields, and that an office program opens it."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import docx
import pypdfium2
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml import etree

from secretariat.publishing.typeset import ReportData, ReportEntry, report_docx
from secretariat.publishing.typeset.notes import paragraphs

from .sample_report import DENOMINATION, long_report, short_report

REPORTS = {"short": short_report, "long": long_report}


@cache
def docx_of(name: str) -> bytes:
    return report_docx(REPORTS[name]())


def opened(file: bytes) -> Document:
    return docx.Document(io.BytesIO(file))


def in_style(document: Document, *names: str) -> list[Paragraph]:
    return [one for one in document.paragraphs if one.style is not None and one.style.name in names]


def visible(text: str) -> str:
    return text.replace("\u200b", "")


def everything(file: bytes) -> str:
    """The body's text, tables included, a paragraph a line."""
    lines = part(file, "word/document.xml").iter(qn("w:p"))
    return visible("\n".join("".join(line.itertext()) for line in lines))


def part(file: bytes, name: str) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        return etree.fromstring(package.read(name))


@pytest.mark.parametrize("name", REPORTS)
def test_each_entry_stands_in_the_word_file_in_order(name: str) -> None:
    document, data = opened(docx_of(name)), REPORTS[name]()
    heads = [visible(one.text) for one in in_style(document, "List Number")]
    assert len(heads) == len(data.entries)
    for head, entry in zip(heads, data.entries, strict=True):
        assert head.startswith(entry.speaker_line)
        assert entry.kind_word in head
    written = [visible(one.text) for one in in_style(document, "Entry", "Decision")]
    assert written == [line for entry in data.entries for line in paragraphs(entry.text)]


def test_word_counts_the_entries_to_their_own_numbers() -> None:
    document = opened(docx_of("short"))
    starts = {
        num.get(qn("w:numId")): int(num.find(".//" + qn("w:startOverride")).get(qn("w:val")))
        for num in document.part.numbering_part.element.iter(qn("w:num"))
        if num.find(".//" + qn("w:startOverride")) is not None
    }
    counts = dict(starts)
    shown = []
    for paragraph in in_style(document, "List Number"):
        number = paragraph._p.pPr.numPr.numId.get(qn("w:val"))
        shown.append(counts[number])
        counts[number] += 1
    assert shown == [entry.number for entry in short_report().entries]


def test_names_keep_their_diacritics_and_their_script() -> None:
    text = everything(docx_of("short"))
    for name in ("Žofija Črnič", "Łucja Świętek", "Ђорђе Ђурашковић (Đorđe Đurašković)", "Ștefan Țurcanu"):
        assert name in text
    for name in ("Şükrü Yıldız", "Ağça Güneş", "Αικατερίνη Παππά", "Élise Mörk"):
        assert name in text


def test_the_outline_rests_on_real_styles() -> None:
    document = opened(docx_of("short"))
    assert [one.text for one in in_style(document, "Title")] == [short_report().title]
    assert [one.text for one in in_style(document, "Heading 1")] == [
        "Participants",
        "Record of the meeting",
        "Decisions",
        "Follow-up",
        "Offers to host",
    ]
    assert [one.text for one in in_style(document, "Heading 2")] == ["Decision 2031/1"]


def test_every_table_repeats_its_head_and_keeps_its_rows_whole() -> None:
    tables = [table for table in opened(docx_of("short")).tables if table.style.name == "Report Table"]
    assert len(tables) == 4
    for table in tables:
        head, *rows = table.rows
        assert head._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in rows)


def test_every_foot_has_the_marking_and_the_page_as_fields_and_only_later_pages_a_head() -> None:
    section = opened(docx_of("short")).sections[0]
    assert section.different_first_page_header_footer
    for footer in (section.footer, section.first_page_footer):
        paragraph = footer.paragraphs[0]
        assert paragraph.text == "Members only\tLN/2031/R-4 · page 1 of 1"
        assert [one.text.strip() for one in paragraph._p.iter(qn("w:instrText"))] == ["PAGE", "NUMPAGES"]
    assert section.header.paragraphs[0].text == f"{short_report().title}\tMembers only"
    assert section.first_page_header.paragraphs[0].text == ""


def test_the_file_says_what_it_is() -> None:
    data = short_report()
    facts = opened(docx_of("short")).core_properties
    assert (facts.title, facts.author, facts.language) == (data.title, "Lagoon Secretariat", "en-GB")
    assert facts.subject == data.network_name
    assert facts.created.replace(tzinfo=data.made_at.tzinfo) == facts.modified.replace(
        tzinfo=data.made_at.tzinfo
    )
    assert facts.created.replace(tzinfo=None) == datetime(2031, 6, 14, 9, 30)  # noqa: DTZ001
    styles = part(docx_of("short"), "word/styles.xml")
    assert {one.get(qn("w:val")) for one in styles.iter(qn("w:lang"))} == {"en-GB"}


def test_a_passage_in_another_language_is_marked() -> None:
    body = part(docx_of("short"), "word/document.xml")
    marked = [run for run in body.iter(qn("w:r")) if run.find(f".//{qn('w:lang')}") is not None]
    assert ["".join(run.itertext())[:12] for run in marked] == ["Излагането б"]


def test_the_footnote_is_real_and_stands_at_the_first_mention() -> None:
    notes = part(docx_of("short"), "word/footnotes.xml")
    texts = ["".join(note.itertext()) for note in notes.iter(qn("w:footnote"))]
    assert texts == ["", "", f"{DENOMINATION.mark} {DENOMINATION.text}"]
    references = list(part(docx_of("short"), "word/document.xml").iter(qn("w:footnoteReference")))
    assert [one.get(qn("w:id")) for one in references] == ["1"]
    paragraph = next(one for one in references[0].iterancestors(qn("w:p")))
    assert visible("".join(paragraph.itertext())) == "Osteria*"
    text = everything(docx_of("short"))
    assert len(re.findall(r"Osteria\*", text)) == len(re.findall("Osteria", text)) == 6


def test_what_lacks_an_owner_or_a_date_says_so() -> None:
    text = everything(docx_of("short"))
    assert text.count("No owner yet") == 2
    assert text.count("No date yet") == 2


def test_the_same_data_give_the_same_bytes_and_another_instant_gives_others() -> None:
    data = short_report()
    assert report_docx(data) == docx_of("short")
    assert report_docx(replace(data, made_at=data.made_at + timedelta(days=1))) != docx_of("short")


def test_no_member_of_the_file_carries_the_clock_of_the_machine() -> None:
    with zipfile.ZipFile(io.BytesIO(docx_of("short"))) as package:
        assert {member.date_time for member in package.infolist()} == {(2031, 6, 14, 9, 30, 0)}


def test_signs_that_xml_forbids_and_that_look_like_xml_do_no_harm() -> None:
    entry = ReportEntry(
        number=1, kind="statement", kind_word="Statement", text="one\x0ctwo\x00 & <b>three</b>"
    )
    document = opened(report_docx(replace(short_report(), entries=(entry,))))
    assert [one.text for one in in_style(document, "Entry")] == ["one", "two & <b>three</b>"]


def test_only_fonts_with_cyrillic_and_metric_twins_are_named() -> None:
    styles = part(docx_of("short"), "word/styles.xml")
    named = {one.get(qn("w:ascii")) for one in styles.iter(qn("w:rFonts"))} - {None}
    assert named == {"Times New Roman", "Arial"}


def reopened(tmp_path: Path, data: ReportData) -> list[str]:
    """The pages of the file after LibreOffice made a PDF of it."""
    source = tmp_path / "report.docx"
    source.write_bytes(report_docx(data))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(source),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=90)
    document = pypdfium2.PdfDocument((tmp_path / "report.pdf").read_bytes())
    texts = []
    for page in document:
        textpage = page.get_textpage()
        texts.append(textpage.get_text_range())
        textpage.close()
        page.close()
    document.close()
    return texts


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
def test_libreoffice_opens_it_and_shows_pages_numbers_and_the_note_once(tmp_path: Path) -> None:
    texts = reopened(tmp_path, short_report())
    assert len(texts) == 2
    for number, text in enumerate(texts, start=1):
        assert f"page {number} of 2" in text
        assert "Members only" in text
    whole = " ".join(" ".join(texts).split())
    assert whole.count("* This name is used without prejudice") == 1
    assert "**" not in whole
    assert "8 Decision Decision 2031/1" in whole
    assert "11 Ms Žofija Črnič" in whole

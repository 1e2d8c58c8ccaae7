"""Text, DOCX and PDF become the same kind of paper: blocks over one canonical text."""

from __future__ import annotations

import unicodedata

import pytest

from secretariat.archive.reading import sniff
from secretariat.archive.reading.model import Reading, from_json_dict, to_json_dict
from secretariat.archive.reading.paper import Paper
from secretariat.archive.reading.reader import plain_name, read_bytes
from secretariat.archive.reading.text_docx import read_docx
from secretariat.archive.reading.text_pdf import read_pdf
from secretariat.archive.reading.text_plain import decode, joined, read_plain
from secretariat.toolbox.errors import SourceUnreadable
from tests.archive_reading.papers import REPORT, W, docx_of, paragraph, pdf_of, read, said


def kinds(paper: Paper) -> list[tuple[str, str]]:
    return [(b.kind, paper.words(b)) for b in paper.blocks]


def gist(reading: Reading) -> list[tuple[str, str | None]]:
    return [said(reading, e)[:2] for e in reading.entries]


def test_a_reading_survives_its_json_form() -> None:
    reading = read(REPORT)
    again = from_json_dict(to_json_dict(reading))
    assert again == reading
    with pytest.raises(ValueError, match="schema"):
        from_json_dict({"schema": "something/2"})


def test_marks_of_emphasis_go_and_spans_stay_true() -> None:
    reading = read(
        "**Mr. Odo Farr**, *the Head of Nets*, said that **all** nets are ***old***. 2 * 3 * 4 is 24."
    )
    assert "**" not in reading.text
    assert "2 * 3 * 4" in reading.text
    (person,) = reading.people
    assert [reading.text[s:e] for s, e in person.spans] == ["Odo Farr"]


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("utf-8", "Đorđe Šarić изјавио"),
        ("utf-8-sig", "Đorđe Šarić изјавио"),
        ("utf-16", "Đorđe Šarić изјавио"),
        ("cp1251", "Председавајући је отворио састанак мреже и поздравио све учеснике из региона."),
        (
            "cp1250",
            "Gospođa Šćepanović je otvorila sastanak mreže i poželjela dobrodošlicu učesnicima iz čitave regije.",
        ),
        (
            "cp1252",
            "La présidente a ouvert la séance et a souhaité la bienvenue à tous. Elle a rappelé que la réunion "
            "précédente s'était tenue à l'été, où les règles avaient été adoptées.",
        ),
    ],
)
def test_texts_come_out_right_from_the_encodings_of_the_region(encoding: str, words: str) -> None:
    assert decode(words.encode(encoding)) == words


def test_binary_rubbish_called_text_is_refused() -> None:
    with pytest.raises(SourceUnreadable, match="not text"):
        read_bytes(b"\x00\x01\x02\x03" * 50, "notes.txt")


def test_hard_wrapped_lines_join_and_cut_words_become_whole() -> None:
    assert joined(["The Confer-", "ence on Anti-", "Smuggling and non-", "papers  "]) == (
        "The Conference on Anti-Smuggling and non-papers"
    )


def test_markdown_gives_headings_items_rows_and_front_matter() -> None:
    text = "---\ntitle: The Minutes\n---\n\n# Boats\n\n- one boat\n  - its oar\n\n| a | b |\n|---|---|\n| c | d |\n"
    assert kinds(read_plain(text.encode())) == [
        ("front", "title: The Minutes"),
        ("heading", "Boats"),
        ("item", "one boat"),
        ("item", "its oar"),
        ("row", "a | b"),
        ("row", "c | d"),
    ]


def test_asciidoc_tables_keep_a_row_together() -> None:
    text = "== Actions\n\n|===\n| Action | Owner\n\n| Paint the pier\n| Ana Lind\n|===\n"
    assert kinds(read_plain(text.encode()))[1:] == [
        ("row", "Action | Owner"),
        ("row", "Paint the pier | Ana Lind"),
    ]


def test_a_list_of_short_lines_stays_a_list() -> None:
    paper = read_plain(b"Participants:\nAna Lind, Norland\nBo Marsk, Sudland\n")
    assert [k for k, _ in kinds(paper)] == ["paragraph", "line", "line"]


def test_word_insertions_come_in_and_deletions_stay_out() -> None:
    body = (
        "<w:p><w:r><w:t>Boats are </w:t></w:r><w:ins><w:r><w:t>very </w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>hardly </w:delText></w:r></w:del><w:hyperlink><w:r><w:t>good</w:t></w:r></w:hyperlink>"
        "<w:r><w:noBreakHyphen/></w:r><w:r><w:t>looking things.</w:t></w:r></w:p>"
    )
    assert read_docx(docx_of(body)).text == "Boats are very good-looking things."


def test_word_content_controls_text_boxes_and_nested_tables_are_read_once() -> None:
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    box = f"<w:txbxContent>{paragraph('In the box.')}</w:txbxContent>"
    body = (
        f"<w:sdt><w:sdtContent>{paragraph('In the control.')}</w:sdtContent></w:sdt>"
        f'<w:p><w:r><mc:AlternateContent xmlns:mc="{mc}"><mc:Choice>{box}</mc:Choice><mc:Fallback>{box}</mc:Fallback>'
        "</mc:AlternateContent></w:r></w:p>"
        f"<w:tbl><w:tr><w:tc>{paragraph('left')}</w:tc><w:tc>{paragraph('right')}"
        f"<w:tbl><w:tr><w:tc>{paragraph('inner')}</w:tc><w:tc>{paragraph('most')}</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>"
    )
    assert kinds(read_docx(docx_of(body))) == [
        ("paragraph", "In the control."),
        ("paragraph", "In the box."),
        ("row", "left | right inner most"),
    ]


def test_word_lists_and_headings_are_found_through_their_styles() -> None:
    styles = (
        f'<w:styles {W}><w:style w:styleId="H"><w:name w:val="heading 1"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
        '<w:style w:styleId="L"><w:name w:val="List"/><w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="M"><w:name w:val="My list"/><w:basedOn w:val="L"/></w:style></w:styles>'
    )
    numbering = (
        f'<w:numbering {W}><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    styled = "<w:p><w:pPr><w:pStyle w:val='{}'/></w:pPr><w:r><w:t>{}</w:t></w:r></w:p>"
    paper = read_docx(
        docx_of(
            styled.format("H", "Boats.") + styled.format("M", "red") + styled.format("M", "blue"),
            styles=styles,
            numbering=numbering,
        )
    )
    assert kinds(paper) == [("heading", "Boats."), ("item", "red"), ("item", "blue")]
    assert paper.text == "Boats.\n\n1. red\n2. blue"


def test_word_headers_and_notes_stand_aside() -> None:
    paper = read_docx(
        docx_of(
            paragraph("Mr. Odo Farr said that nets are old."),
            header1=f"<w:hdr {W}>{paragraph('Secretariat')}</w:hdr>",
            footnotes=f'<w:footnotes {W}><w:footnote w:type="separator"/><w:footnote>{paragraph("A note.")}</w:footnote></w:footnotes>',
        )
    )
    assert kinds(paper)[1:] == [("note", "A note."), ("furniture", "Secretariat")]


def test_a_pdf_keeps_paragraphs_whole_and_running_heads_aside() -> None:
    talk = " ".join(
        f"Mr. Odo Farr said that net number {n} of the island is old and torn." for n in range(90)
    )
    paper = read_pdf(
        pdf_of(
            f'#set page(header: [Amber Ferry Board], numbering: "1")\n#set par(justify: true)\n{talk}\n\n- a red boat\n- a blue boat'
        )
    )
    assert paper.pages is not None
    assert paper.pages > 1
    assert [k for k, _ in kinds(paper)].count("paragraph") == 1
    assert [w for k, w in kinds(paper) if k == "item"] == ["a red boat", "a blue boat"]
    assert ("furniture", "Amber Ferry Board") in kinds(paper)
    assert paper.text.replace("- ", "").startswith(talk[:2000])


def test_a_report_reads_alike_as_text_word_and_pdf() -> None:
    blocks = [" ".join(b.split("\n")) for b in REPORT.replace("\n- ", "\n\n- ").strip().split("\n\n")]
    text = read(REPORT)
    word = read_bytes(docx_of("".join(paragraph(b) for b in blocks)), "r.docx")
    pdf = read_bytes(pdf_of("\n\n".join(blocks)), "r.pdf")
    assert gist(word) == gist(text)
    assert gist(pdf) == gist(text)
    assert [p.name for p in pdf.people] == [p.name for p in text.people]
    assert pdf.header.country is not None
    assert pdf.header.country.value == "MT"


def test_pages_without_text_are_told() -> None:
    reading = read_bytes(
        pdf_of("Some words are here.\n#pagebreak()\n#rect()\n#pagebreak()\nMore words are here."), "r.pdf"
    )
    assert any("page 2" in w for w in reading.source.warnings)


def test_progress_of_a_pdf_is_told_page_by_page() -> None:
    told: list[tuple[int, int]] = []
    read_bytes(pdf_of("One.\n#pagebreak()\nTwo."), "r.pdf", on_progress=lambda at, of: told.append((at, of)))
    assert told == [(1, 2), (2, 2)]


def test_the_text_is_in_one_normal_form() -> None:
    reading = read(unicodedata.normalize("NFD", "Mr. Đorđe Šarić said that Čakovec is far away."))
    assert unicodedata.is_normalized("NFC", reading.text)
    assert reading.people[0].name == "Đorđe Šarić"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd\x00.txt", "passwd.txt"),
        ("C:\\papers\\report.pdf", "report.pdf"),
        ("a\u202etxt.pdf", "atxt.pdf"),
    ],
)
def test_a_name_is_words_never_a_path(name: str, shown: str) -> None:
    assert plain_name(name) == shown


@pytest.mark.parametrize(
    ("data", "name", "sentence"),
    [
        (b"", "a.txt", "is empty"),
        (b"\xd0\xcf\x11\xe0rest", "a.doc", "old Word"),
        (b"{\\rtf1 words}", "a.rtf", "RTF"),
        (b"\x89PNG\r\n", "a.png", "picture"),
        (b"no pdf at all", "a.pdf", "called a PDF"),
        (b"no word at all", "a.docx", "called a Word document"),
        (b"PK\x03\x04 cut", "a.docx", "broken"),
        (b"   \n \n", "a.txt", "no text"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(data: bytes, name: str, sentence: str) -> None:
    with pytest.raises(SourceUnreadable, match=sentence) as refusal:
        read_bytes(data, name)
    assert any(verb in refusal.value.message for verb in ("send", "save", "open"))


def test_content_and_ending_say_the_same() -> None:
    with pytest.raises(SourceUnreadable, match="another ending"):
        sniff.media_type(pdf_of("Words."), "report.txt")

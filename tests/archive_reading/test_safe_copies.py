"""Safe copies hold the words and do nothing; sound papers are not suspected of anything."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pypdfium2
import pytest

from secretariat.archive.reading.inspection import inspect_bytes
from secretariat.archive.reading.reader import read_bytes
from secretariat.archive.reading.safe_copy import safe_copy_of
from secretariat.toolbox.errors import SourceUnreadable
from tests.abuse.hostile.makers import Hostile, link, png, word
from tests.abuse.hostile.pdfs import named_pdfs
from tests.abuse.hostile.words import named_words

from .papers import docx_of, paragraph, pdf_of

STORY = Path(__file__).parents[2] / "secretariat" / "desk" / "story" / "papers"


@pytest.mark.parametrize("name", ["becici-2019.docx", "becici-2019.pdf", "becici-2019.txt"])
def test_a_real_paper_is_not_suspected_of_anything(name: str) -> None:
    assert inspect_bytes((STORY / name).read_bytes(), name).findings == ()


def test_what_a_word_processor_and_a_typesetter_make_is_not_suspected() -> None:
    out = io.BytesIO()
    document = docx.Document()
    document.add_heading("Minutes")
    document.add_paragraph("Words.")
    document.add_table(2, 2)
    document.save(out)
    assert inspect_bytes(out.getvalue(), "a.docx").findings == ()
    assert inspect_bytes(pdf_of('= Minutes\n#link("https://a.example")[words]'), "a.pdf").findings == ()
    assert inspect_bytes(docx_of(paragraph("LINK and EMBED are words too.")), "a.docx").findings == ()
    web = word(rels=link("hyperlink", "https://a.example"))
    assert inspect_bytes(web, "a.docx").findings == ()


@pytest.mark.parametrize("hostile", list(named_words()), ids=lambda h: f"{h.kind}: {h.label[:20]}")
def test_the_safe_copy_of_a_word_document_does_nothing_and_keeps_its_words(hostile: Hostile) -> None:
    original = hostile.make()
    copy = safe_copy_of(original, hostile.name)
    assert inspect_bytes(copy, "copy.docx").findings == ()
    assert "Mr. Odo Farr said that nets are old." in read_bytes(copy, "copy.docx").text
    docx.Document(io.BytesIO(copy))


@pytest.mark.parametrize("hostile", list(named_pdfs()), ids=lambda h: f"{h.kind}: {h.label[:20]}")
def test_the_safe_copy_of_a_pdf_is_pictures_of_its_pages(hostile: Hostile) -> None:
    copy = safe_copy_of(hostile.make(), hostile.name)
    assert inspect_bytes(copy, "copy.pdf").findings == ()
    document = pypdfium2.PdfDocument(copy)
    page = document[0]
    darkest = min(bytes(page.render(scale=0.5).buffer))
    assert len(document) == 1
    assert page.get_textpage().count_chars() == 0
    assert darkest < 128, "the words are drawn on it"
    document.close()


def test_the_real_paper_reads_the_same_from_its_safe_copy() -> None:
    original = (STORY / "becici-2019.docx").read_bytes()
    copy = safe_copy_of(original, "a.docx")
    assert read_bytes(copy, "a.docx").text == read_bytes(original, "a.docx").text
    assert copy == safe_copy_of(original, "a.docx"), "the same bytes each time"


def test_who_wrote_it_and_when_and_what_was_struck_out_are_gone() -> None:
    body = (
        '<w:p><w:ins w:author="Olga Secret" w:date="2031-01-01T00:00:00Z"><w:r><w:t>Put in.</w:t></w:r></w:ins>'
        '<w:del w:author="Olga Secret"><w:r><w:delText>Struck out.</w:delText></w:r></w:del></w:p>'
    )
    more = {
        "docProps/core.xml": "<cp>Olga Secret</cp>",
        "word/comments.xml": "<c>Olga Secret</c>",
        "word/people.xml": "<p>Olga Secret</p>",
        "customXml/item1.xml": "<x>Olga Secret</x>",
    }
    copy = safe_copy_of(word(body, more=more), "a.docx")
    with zipfile.ZipFile(io.BytesIO(copy)) as box:
        everything = b"".join(box.read(name) for name in box.namelist())
    assert b"Olga" not in everything
    assert b"Struck" not in everything
    assert b"Put in." in everything


def test_a_plain_picture_stays_and_a_doubtful_one_goes() -> None:
    rels = link("image", "media/a.png", external=False)
    drawing = '<w:p><w:r><w:drawing xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:embed="r1"/></w:r></w:p>'
    for tail, stays in ((b"", True), (b"<script>alert(1)</script>", False)):
        copy = safe_copy_of(
            word(drawing, rels=rels, more={"word/media/a.png": png(2, 2, tail=tail)}), "a.docx"
        )
        with zipfile.ZipFile(io.BytesIO(copy)) as box:
            assert ("word/media/a.png" in box.namelist()) is stays
            assert (b'embed="r1"' in box.read("word/document.xml")) is stays


def test_a_text_needs_no_safe_copy_and_a_broken_paper_has_none() -> None:
    for data, name in ((b"words", "a.txt"), (b"%PDF-1.7\nbroken", "a.pdf"), (b"PK\x03\x04", "a.docx")):
        with pytest.raises(SourceUnreadable):
            safe_copy_of(data, name)


def test_a_pdf_too_long_to_be_drawn_is_said_to_be() -> None:
    with pytest.raises(SourceUnreadable, match="150 pages"):
        safe_copy_of(pdf_of("\n#pagebreak()\n".join("a" for _ in range(151))), "a.pdf")

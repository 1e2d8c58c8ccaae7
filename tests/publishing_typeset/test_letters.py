"""A letter, as PDF and as a Word file: the same words in the same order, footnoted names, no lost signs."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from docx.oxml.ns import qn

from secretariat.publishing.typeset import LetterData, LetterWords, letter_docx, letter_pdf

from .sample_papers import LETTER, NOTE_VERBALE
from .test_report_docx import everything, in_style, part
from .test_report_docx import opened as word
from .test_report_pdf import opened, pages, squeezed, tags, words_of

LETTERS = {"letter": LETTER, "note verbale": NOTE_VERBALE}


def words_in_order(data: LetterData) -> list[str]:
    """Every printed text of the letter, from top to bottom."""
    heads = [text for one in data.letterhead for text in (one.office, one.name, *one.lines)]
    body = [data.place_and_date, *data.addressee, data.your_ref, data.title, data.salutation]
    close = [data.courtesy, data.seal, *data.signature, *data.annexes, *data.copies, data.generated]
    return [text for text in (*heads, *body, *data.text.split("\n"), *close) if text]


def assert_in_order(wanted: list[str], whole: str) -> None:
    whole, at = squeezed(whole).casefold(), 0
    for text in wanted:
        found = whole.find(squeezed(text).casefold(), at)
        assert found >= 0, f"{text!r} is missing or stands too early"
        at = found + 1


@pytest.mark.parametrize("name", LETTERS)
def test_every_part_of_the_letter_stands_in_the_pdf_in_order(name: str) -> None:
    data = LETTERS[name]
    offices = [text for text in words_in_order(data) if text not in _letterhead(data)]
    assert_in_order(offices, "".join(pages(letter_pdf(data))))
    for text in _letterhead(data):
        assert squeezed(text).casefold() in squeezed(words_of(letter_pdf(data))).casefold()


def _letterhead(data: LetterData) -> set[str]:
    """Two offices stand side by side: their lines alternate."""
    return {text for one in data.letterhead for text in (one.office, one.name, *one.lines)}


@pytest.mark.parametrize("name", LETTERS)
def test_every_part_of_the_letter_stands_in_the_word_file_in_order(name: str) -> None:
    assert_in_order(words_in_order(LETTERS[name]), everything(letter_docx(LETTERS[name])))


def test_the_letter_is_tagged_titled_and_in_its_language() -> None:
    with opened(letter_pdf(replace(LETTER, language="sq"))) as document:
        assert str(document.Root.Lang) == "sq"
        assert bool(document.Root.MarkInfo.Marked)
        found = tags(document.Root.StructTreeRoot.K)
        about = document.open_metadata()
        assert (about["pdfaid:part"], about["pdfaid:conformance"], about["pdfuaid:part"]) == ("2", "A", "1")
        assert about["dc:title"] == LETTER.title
    assert found.count("/Title") == 1
    assert found.count("/Note") == 1


def test_the_word_letter_names_its_subject_and_its_language() -> None:
    document = word(letter_docx(replace(LETTER, language="sq")))
    assert [one.text for one in in_style(document, "Subject")] == [LETTER.title]
    assert document.core_properties.title == LETTER.title
    assert document.core_properties.language == "sq"


@pytest.mark.parametrize("make", [letter_pdf, letter_docx])
def test_the_note_stands_once_and_every_mention_keeps_its_mark(make: Callable[[LetterData], bytes]) -> None:
    file = make(LETTER)
    text = words_of(file) if make is letter_pdf else everything(file)
    assert text.count("Osteria*") == 4
    if make is letter_pdf:
        assert squeezed(text).count(squeezed(LETTER.footnotes[0].text)) == 1
    else:
        references = list(part(file, "word/document.xml").iter(qn("w:footnoteReference")))
        assert [one.get(qn("w:id")) for one in references] == ["1"]
        assert LETTER.footnotes[0].text in "".join(part(file, "word/footnotes.xml").itertext())


def test_no_letter_of_a_name_is_lost() -> None:
    for text in (words_of(letter_pdf(LETTER)), everything(letter_docx(LETTER))):
        for name in ("Ђорђе Ђурашковић", "Υπουργείο Εσωτερικών", "Në emër të Kryesisë", "Žofija Črnič"):
            assert name in text


def test_a_long_letter_says_on_each_page_who_may_read_it_and_keeps_name_and_courtesy_together() -> None:
    for count in range(20, 32):
        data = replace(LETTER, text="\n".join(["The delegation recalled what was agreed. " * 4] * count))
        texts = pages(letter_pdf(data))
        assert len(texts) >= 2
        for number, text in enumerate(texts, start=1):
            assert "Members only" in text
            assert "LC/2031/L.14" in text
            assert f"page {number} of {len(texts)}" in text
        signed = next(text for text in texts if "Chair of the Network" in text)
        assert "the assurances of my highest consideration" in " ".join(signed.split())


@pytest.mark.parametrize("make", [letter_pdf, letter_docx])
def test_the_same_letter_gives_the_same_bytes_and_another_instant_gives_others(
    make: Callable[[LetterData], bytes],
) -> None:
    assert make(LETTER) == make(LETTER)
    assert make(LETTER) != make(replace(LETTER, made_at=LETTER.made_at + timedelta(seconds=2)))


def test_a_letter_of_the_barest_kind_prints_no_empty_headings() -> None:
    bare = replace(NOTE_VERBALE, addressee=(), place_and_date="", seal="", footnotes=())
    for text in (words_of(letter_pdf(bare)), everything(letter_docx(bare))):
        for word_of_house in ("Annex", "ANNEX", "Copy to", "COPY TO", "Your reference"):
            assert word_of_house not in text
        assert "presents its compliments" in text


def test_text_that_looks_like_markup_is_printed_as_it_is() -> None:
    data = replace(LETTER, salutation="#panic() $x$ *Dear* <w:p/> &amp;", footnotes=())
    assert "#panic() $x$ *Dear* <w:p/> &amp;" in words_of(letter_pdf(data))
    assert "#panic() $x$ *Dear* <w:p/> &amp;" in everything(letter_docx(data))


def test_the_word_letter_is_a_whole_package() -> None:
    with zipfile.ZipFile(io.BytesIO(letter_docx(NOTE_VERBALE))) as package:
        assert package.testzip() is None


@pytest.mark.parametrize("language", ["bg", "bs", "el", "hr", "mk", "ro", "sl", "sq", "sr", "tr"])
def test_a_letter_can_be_written_in_every_language_of_the_region(language: str) -> None:
    words = LetterWords(subject="Предмет", annexes="Παραρτήματα", copies="Kopje për", your_ref="Nr. dvs.")
    data = replace(LETTER, language=language, words=words)
    with opened(letter_pdf(data)) as document:
        assert str(document.Root.Lang) == language
    for text in (words_of(letter_pdf(data)), everything(letter_docx(data))):
        for word_of_house in ("предмет", "παραρτ", "kopje për", "nr. dvs."):
            assert word_of_house in text.casefold()

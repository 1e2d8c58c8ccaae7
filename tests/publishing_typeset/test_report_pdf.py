"""The PDF: what is read in it, what holds it together, and what it refuses."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from datetime import timedelta
from functools import cache

import pikepdf
import pypdfium2
import pytest

from secretariat.publishing.typeset import (
    Delegation,
    FollowUp,
    HostingOffer,
    Participant,
    ReportData,
    ReportEntry,
    report_pdf,
)
from secretariat.publishing.typeset.notes import clean
from secretariat.toolbox.errors import RuleBroken

from .sample_report import DENOMINATION, long_report, short_report

MM = 72 / 25.4
REPORTS = {"short": short_report, "long": long_report}


@cache
def pdf_of(name: str) -> bytes:
    return report_pdf(REPORTS[name]())


def pages(pdf: bytes, margin_mm: float = 0) -> list[str]:
    """The text of each page; ``margin_mm`` cuts off the running head and foot."""
    document = pypdfium2.PdfDocument(pdf)
    texts = []
    for page in document:
        width, height = page.get_size()
        textpage = page.get_textpage()
        texts.append(textpage.get_text_bounded(0, margin_mm * MM, width, height - margin_mm * MM))
        textpage.close()
        page.close()
    document.close()
    return texts


def squeezed(text: str) -> str:
    """Without white space and hyphens: lines may break anywhere, with a hyphen or without."""
    return re.sub(r"[\s\-\u00ad\ufffe\u0002]", "", text)


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(pages(pdf)).split())


def opened(pdf: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(pdf))


def tags(element: pikepdf.Object) -> list[str]:
    """The structure tags below an element, in reading order."""
    found: list[str] = []
    if isinstance(element, pikepdf.Array):
        return [tag for child in element for tag in tags(child)]
    if isinstance(element, pikepdf.Dictionary):
        if "/S" in element:
            found.append(str(element.S))
        if "/K" in element:
            found += tags(element.K)
    return found


@pytest.mark.parametrize("name", REPORTS)
def test_each_entry_stands_in_the_pdf_in_order(name: str) -> None:
    whole = squeezed("".join(pages(pdf_of(name), margin_mm=24)))
    whole = whole.replace(squeezed(DENOMINATION.mark + DENOMINATION.text), "", 1)
    at = 0
    for entry in REPORTS[name]().entries:
        for part in (entry.speaker_line, entry.on_behalf_line, entry.text):
            found = whole.find(squeezed(part), at)
            assert found >= 0, f"{entry.number}: {part}"
            at = found + len(squeezed(part))


def test_names_keep_their_diacritics_and_their_script() -> None:
    text = words_of(pdf_of("short"))
    for name in ("Žofija Črnič", "Łucja Świętek", "Ђорђе Ђурашковић", "Đorđe Đurašković"):
        assert name in text
    for name in ("Ștefan Țurcanu", "Şükrü Yıldız", "Ağça Güneş", "Αικατερίνη Παππά", "Élise Mörk"):
        assert name in text


def test_a_left_out_entry_leaves_a_gap_in_the_numbers_and_a_sentence() -> None:
    text = words_of(pdf_of("short"))
    assert "One entry is restricted and not in this version." in text
    assert "8 Decision" in text
    assert "7 " not in text.partition("Record of the meeting")[2].partition("Decisions")[0]


@pytest.mark.parametrize("name", REPORTS)
def test_each_page_says_who_may_read_it_and_which_page_it_is(name: str) -> None:
    texts = pages(pdf_of(name))
    title = REPORTS[name]().title
    for number, text in enumerate(texts, start=1):
        # On page 1 the marking stands in the letterhead too, later in the running head.
        assert text.count("Members only") == 2
        assert f"page {number} of {len(texts)}" in text
        assert "LN/2031/R-4" in text
        assert title in " ".join(text.split())
    assert len(texts) == {"short": 2, "long": 15}[name]


def test_the_pdf_is_tagged_titled_and_in_its_language() -> None:
    with opened(pdf_of("short")) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "en-GB"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        found = tags(pdf.Root.StructTreeRoot.K)
    assert found.count("/Title") == 1
    assert found.count("/H1") == 5
    assert found.count("/H2") == 1
    assert found.count("/LI") == len(short_report().entries)
    assert found.count("/Table") == found.count("/THead") == 4
    assert found.count("/Note") == 1


def test_the_pdf_states_both_standards_and_its_title() -> None:
    with opened(pdf_of("short")) as pdf:
        about = pdf.open_metadata()
        assert about["pdfaid:part"] == "2"
        assert about["pdfaid:conformance"] == "A"
        assert about["pdfuaid:part"] == "1"
        assert "Report of the closed session of the coordinators" in str(about["dc:title"])
        assert "2031-06-14T09:30:00" in str(about["xmp:CreateDate"])


def test_the_bookmarks_name_the_parts_and_the_decision_below_the_record() -> None:
    with opened(pdf_of("short")) as pdf, pdf.open_outline() as outline:
        titles = [item.title for item in outline.root]
        assert titles == ["Participants", "Record of the meeting", "Decisions", "Follow-up", "Offers to host"]
        assert [child.title for child in outline.root[1].children] == ["Decision 2031/1"]


def test_every_font_is_embedded_and_none_is_italic() -> None:
    with opened(pdf_of("long")) as pdf:
        fonts = {
            str(font.BaseFont): font
            for page in pdf.pages
            for font in page.Resources.get("/Font", pikepdf.Dictionary()).as_dict().values()
        }
        assert fonts
        for name, font in fonts.items():
            below = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(below.FontDescriptor.keys()), name
            assert re.search(r"\+SourceS(erif|ans)Pro-(Regular|Semibold|Bold)", name), name


def test_a_passage_in_another_language_is_tagged_with_it() -> None:
    with opened(pdf_of("short")) as pdf:
        languages = {
            str(item.Lang) for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and "/Lang" in item
        }
    assert "bg" in languages


def test_the_same_data_give_the_same_bytes_and_another_instant_gives_others() -> None:
    data = short_report()
    assert report_pdf(data) == pdf_of("short")
    assert report_pdf(replace(data, made_at=data.made_at + timedelta(days=1))) != pdf_of("short")


def test_the_footnote_stands_once_and_every_mention_keeps_its_mark() -> None:
    text = words_of(pdf_of("short"))
    assert squeezed(text).count(squeezed(DENOMINATION.text)) == 1
    assert len(re.findall(r"Osteria\*", text)) == len(re.findall("Osteria", text)) == 6


def test_what_lacks_an_owner_or_a_date_says_so() -> None:
    text = words_of(pdf_of("short"))
    assert text.count("No owner yet") == 2
    assert text.count("No date yet") == 2


def test_text_is_never_read_as_markup() -> None:
    hostile = '#panic("no") $x^2$ *bold* _it_ = heading @ref <label> \\u{41} [a] {b} // c /* d */'
    entry = ReportEntry(number=1, kind="statement", kind_word="Statement", text=hostile)
    data = replace(short_report(), entries=(entry,), title="#[Title] $of$ *report*")
    pdf = report_pdf(data)
    assert squeezed(hostile) in squeezed(words_of(pdf))
    with opened(pdf) as document:
        assert str(document.docinfo["/Title"]) == data.title


def test_a_sign_without_a_glyph_is_named_with_its_place() -> None:
    entries = (
        *short_report().entries,
        ReportEntry(number=12, kind="statement", kind_word="Statement", text="Ab 中文"),
    )
    with pytest.raises(RuleBroken, match=r"“中文?” \(U\+4E2D.*in entries 12, text") as refused:
        report_pdf(replace(short_report(), entries=entries))
    assert refused.value.rule == "typeset.glyph"
    assert refused.value.facts["place"] == "entries 12, text"


def test_control_characters_from_old_files_do_no_harm() -> None:
    entry = ReportEntry(number=1, kind="statement", kind_word="Statement", text="one\x0ctwo\x00three\r\nfour")
    text = words_of(report_pdf(replace(short_report(), entries=(entry,))))
    assert "one two three four" in text


@pytest.mark.parametrize("length", [3, 12, 25, 60, 120])
def test_no_row_and_no_table_is_cut_off_at_the_foot_of_a_page(length: int) -> None:
    people = tuple(Participant(name=f"Person {number}", function="adviser") for number in range(length))
    narrow = " ".join(f"bay{number}" for number in range(4 * length))
    offers = tuple(HostingOffer(who=f"Member {number}", where=narrow) for number in range(2))
    follow_ups = tuple(FollowUp(what=f"Write {number}", who=narrow) for number in range(2))
    delegations = (Delegation(member="Veldania", people=people),) * 2
    data = replace(short_report(), delegations=delegations, offers=offers, follow_ups=follow_ups)
    text = words_of(report_pdf(data))
    assert [number for number in range(length) if text.count(f"Person {number}, adviser") != 2] == []
    assert text.count(f"bay{4 * length - 1}") == 4


def bare_report() -> ReportData:
    whole = short_report()
    return replace(
        whole,
        delegations=(),
        entries=(),
        decisions=(),
        follow_ups=(),
        offers=(),
        footnotes=(),
        left_out="",
        deed_head="",
        generated="",
    )


def test_a_report_with_nothing_in_it_yet_has_no_empty_parts() -> None:
    text = words_of(report_pdf(bare_report()))
    assert "Report of the closed session" in text
    for word in ("Participants", "Record of the meeting", "Follow-up", "Head of the record"):
        assert word not in text


@pytest.mark.parametrize(
    "language", ["bg", "bs", "hr", "mk", "ro-RO", "sl", "sq", "sr-Cyrl", "sr-Latn-RS", "tr"]
)
def test_every_language_of_the_region_can_be_typeset(language: str) -> None:
    data = replace(bare_report(), entries=short_report().entries, language=language)
    with opened(report_pdf(data)) as pdf:
        assert str(pdf.Root.Lang).split("-")[0] == language.split("-")[0]


def test_cleaning_composes_loose_accents() -> None:
    assert clean("C\u030crnic\u030c\t x ") == "Črnič x"


def test_a_title_of_nothing_that_can_be_printed_is_refused_in_a_sentence() -> None:
    for title in ("", " \n", "\x07"):
        with pytest.raises(RuleBroken, match="no title that can be printed"):
            report_pdf(replace(short_report(), title=title))

"""The list of participants, as PDF and as a Word file: everybody once, in the order given, on marked pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pypdfium2
import pytest
from docx.oxml.ns import qn

from secretariat.publishing.typeset import (
    ListedPerson,
    ListSection,
    ParticipantsData,
    participants_docx,
    participants_pdf,
)

from .sample_papers import PARTICIPANTS, many_participants
from .test_letters import assert_in_order
from .test_report_docx import everything, in_style, part
from .test_report_docx import opened as word
from .test_report_pdf import opened, pages, squeezed, tags, words_of

Make = Callable[[ParticipantsData], bytes]


def text_of(make: Make, data: ParticipantsData) -> str:
    return words_of(participants_pdf(data)) if make is participants_pdf else everything(make(data))


def people_in_order(data: ParticipantsData) -> list[str]:
    """The people as they are printed, with what is said of each."""
    groups = [group for section in data.sections for group in section.groups]
    lines = [(person.name, person.function, person.capacity) for group in groups for person in group.people]
    return [line for person in lines for line in person if line]


@pytest.mark.parametrize("make", [participants_pdf, participants_docx])
def test_everybody_stands_once_in_the_order_given(make: Make) -> None:
    text = text_of(make, PARTICIPANTS)
    body = text[text.index("drawn by lot") :]
    assert_in_order(people_in_order(PARTICIPANTS), body)
    assert_in_order([group.name for one in PARTICIPANTS.sections for group in one.groups], body)
    for section in PARTICIPANTS.sections:
        for group in section.groups:
            for person in group.people:
                assert text.count(person.name) == 1
    assert "second day, online" in text


def test_each_delegations_name_stands_beside_its_first_person_in_the_pdf() -> None:
    document = pypdfium2.PdfDocument(participants_pdf(PARTICIPANTS))
    textpage = document[0].get_textpage()

    def tops_of(words: str) -> list[float]:
        search, tops = textpage.search(words, match_case=True), []
        while found := search.get_next():
            at, count = found
            tops.append(max(textpage.get_charbox(at + one)[3] for one in range(count)))
        return tops

    for section in PARTICIPANTS.sections:
        for group in section.groups:
            if group.people:
                (person,) = tops_of(group.people[0].name)
                assert any(abs(top - person) < 6 for top in tops_of(group.name))
    textpage.close()
    document.close()


@pytest.mark.parametrize("make", [participants_pdf, participants_docx])
def test_who_has_not_answered_and_a_vacant_seat_are_said(make: Make) -> None:
    text = text_of(make, PARTICIPANTS)
    assert "Not announced yet" in text
    assert "Seat vacant" in text
    assert "In English alphabetical order, from the member drawn by lot." in text


def test_each_page_says_above_and_below_who_may_read_it_and_that_it_is_provisional() -> None:
    for data in (PARTICIPANTS, many_participants()):
        texts = pages(participants_pdf(data))
        for number, text in enumerate(texts, start=1):
            assert text.count("Members only") == 2
            assert "Provisional list as of 12 October 2031" in text
            assert f"page {number} of {len(texts)}" in text
    assert len(texts) > 5


def test_the_word_file_has_the_marking_above_and_below_the_first_and_every_other_page() -> None:
    section = word(participants_docx(PARTICIPANTS)).sections[0]
    for part_of_page in (
        section.first_page_header,
        section.header,
        section.footer,
        section.first_page_footer,
    ):
        assert "Members only" in part_of_page.paragraphs[0].text
    for head in (section.first_page_header, section.header):
        assert "Provisional list" in head.paragraphs[0].text


def test_a_delegation_of_some_size_stays_on_one_page_with_its_name() -> None:
    texts = pages(participants_pdf(many_participants(groups=60, people=3)))
    for at in range(1, 61):
        page = next(text for text in texts if f"Shore {at} of" in text)
        for no in range(3):
            assert f"Person {at}-{no}" in page


@pytest.mark.parametrize("people", [9, 40, 130])
def test_nobody_of_a_large_delegation_falls_off_the_page(people: int) -> None:
    whole = words_of(participants_pdf(many_participants(groups=2, people=people)))
    for at in (1, 2):
        for no in range(people):
            assert f"Person {at}-{no} Coordinator" in whole


def test_a_very_long_function_is_printed_to_its_end() -> None:
    long = ListedPerson(name="Ana", function="coordinator of the coast " * 250 + "END")
    group = replace(PARTICIPANTS.sections[0].groups[0], people=(long,))
    data = replace(PARTICIPANTS, sections=(ListSection(title="Members", groups=(group,)),))
    assert squeezed("coast END") in squeezed("".join(pages(participants_pdf(data), margin_mm=24)))


def test_the_list_is_tagged_with_a_heading_and_a_table_for_each_section() -> None:
    with opened(participants_pdf(PARTICIPANTS)) as document:
        found = tags(document.Root.StructTreeRoot.K)
        about = document.open_metadata()
        assert (about["pdfaid:part"], about["pdfaid:conformance"], about["pdfuaid:part"]) == ("2", "A", "1")
    assert found.count("/Title") == 1
    assert found.count("/H1") == found.count("/Table") == found.count("/THead") == 3
    assert found.count("/Note") == 1


def test_the_word_file_has_real_headings_and_one_cell_beside_a_delegation() -> None:
    file = participants_docx(PARTICIPANTS)
    document = word(file)
    assert [one.text for one in in_style(document, "Heading 1")] == ["Members", "Observers", "Secretariat"]
    starts = [
        one
        for one in part(file, "word/document.xml").iter(qn("w:vMerge"))
        if one.get(qn("w:val")) == "restart"
    ]
    assert len(starts) == 2
    assert all(
        row.cells[0].text or above.cells[0]._tc is not row.cells[0]._tc
        for table in document.tables
        for above, row in pairwise(table.rows)
    )


@pytest.mark.parametrize("make", [participants_pdf, participants_docx])
def test_a_footnoted_name_keeps_its_mark_everywhere(make: Make) -> None:
    text = text_of(make, PARTICIPANTS)
    assert text.count("Osteria*") == text.count("Osteria") == 2


@pytest.mark.parametrize("make", [participants_pdf, participants_docx])
def test_no_letter_of_a_name_is_lost_in_the_list(make: Make) -> None:
    text = text_of(make, PARTICIPANTS)
    for name in ("Ђорђе Ђурашковић", "Αικατερίνη Παππά", "Përparime Çoçoli-Gjergjaj", "Şükrü Ağça Güneş"):
        assert name in text


@pytest.mark.parametrize("make", [participants_pdf, participants_docx])
def test_the_same_list_gives_the_same_bytes_and_another_instant_gives_others(make: Make) -> None:
    assert make(PARTICIPANTS) == make(PARTICIPANTS)
    assert make(PARTICIPANTS) != make(
        replace(PARTICIPANTS, made_at=PARTICIPANTS.made_at + timedelta(seconds=2))
    )

"""The agenda on paper: items in order with their numbers, times and papers, on marked pages."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache

import pytest

from secretariat.publishing.typeset import AgendaItem, AgendaPaper, agenda_pdf
from secretariat.toolbox.errors import RuleBroken

from .sample_papers import AGENDA
from .test_letters import assert_in_order
from .test_report_pdf import opened, pages, squeezed, tags, words_of


@cache
def pdf() -> bytes:
    return agenda_pdf(AGENDA)


def test_every_item_stands_in_order_with_its_time_number_note_and_papers() -> None:
    wanted = [AGENDA.title, AGENDA.state_word, AGENDA.left_out]
    for session in AGENDA.sessions:
        wanted += [session.title, session.time, session.place, session.chair]
        for item in session.items:
            wanted += [item.time, item.number, item.title, item.purpose, item.ring_word, item.sponsor]
            wanted += item.text.split("\n")
            wanted += [words for paper in item.papers for words in (paper.symbol, paper.title, paper.note)]
            wanted.append(item.outcome)
    assert_in_order([words for words in wanted if words], words_of(pdf()))


def test_a_session_without_items_says_so() -> None:
    text = words_of(pdf())
    assert text.index("No items yet.") > text.index("Friday 31 October")


def test_names_in_other_scripts_stand_whole() -> None:
    text = words_of(pdf())
    for name in ("Έκθεση / Извештај", "Përparimi i ekipeve vendore", "Žofija Črnič"):
        assert name in text


def test_the_agenda_is_tagged_and_each_session_is_a_bookmark() -> None:
    with opened(pdf()) as document:
        found = tags(document.Root.StructTreeRoot.K)
        about = document.open_metadata()
        assert (about["pdfaid:part"], about["pdfaid:conformance"], about["pdfuaid:part"]) == ("2", "A", "1")
        with document.open_outline() as outline:
            assert [one.title for one in outline.root] == [session.title for session in AGENDA.sessions]
    assert found.count("/Title") == 1
    assert found.count("/H1") == 3
    assert found.count("/Table") == found.count("/THead") == 2
    assert found.count("/Note") == 1


def test_a_long_agenda_is_marked_on_each_page_and_loses_nothing() -> None:
    item = AgendaItem(
        number="7",
        title="A matter",
        time="9.00",
        text="Each seat says what it has done. " * 12,
        papers=tuple(AgendaPaper(symbol=f"LC/2031/WP.{no}", title=f"Paper {no}") for no in range(6)),
    )
    items = tuple(replace(item, number=str(at), title=f"Matter number {at}") for at in range(1, 41))
    texts = pages(agenda_pdf(replace(AGENDA, sessions=(replace(AGENDA.sessions[0], items=items),))))
    assert len(texts) > 5
    for number, text in enumerate(texts, start=1):
        assert "Members only" in text
        assert f"page {number} of {len(texts)}" in text
    whole = " ".join(texts)
    for at in range(1, 41):
        assert whole.count(f"Matter number {at} ") + whole.count(f"Matter number {at}\r") == 1
    assert whole.count("LC/2031/WP.5") == 40


def test_an_item_longer_than_a_page_is_printed_to_its_end() -> None:
    long = replace(AGENDA.sessions[0].items[0], text="It was recalled what was agreed. " * 400 + "THE END")
    texts = pages(
        agenda_pdf(replace(AGENDA, sessions=(replace(AGENDA.sessions[0], items=(long,)),))), margin_mm=24
    )
    assert len(texts) > 2
    assert squeezed("agreed. THE END") in squeezed("".join(texts))


def test_a_sign_without_a_glyph_is_named_with_its_item() -> None:
    item = replace(AGENDA.sessions[0].items[0], title="About 鑫")
    data = replace(AGENDA, sessions=(replace(AGENDA.sessions[0], items=(item,)),))
    with pytest.raises(RuleBroken, match="no sign for") as refused:
        agenda_pdf(data)
    assert refused.value.facts["place"] == "sessions 1, items 1, title"


def test_the_same_agenda_gives_the_same_bytes_and_another_instant_gives_others() -> None:
    assert agenda_pdf(AGENDA) == pdf()
    assert agenda_pdf(replace(AGENDA, made_at=AGENDA.made_at + timedelta(seconds=2))) != pdf()

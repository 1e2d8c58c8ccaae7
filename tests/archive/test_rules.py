"""What a reading holds and what an acceptance plans, without a table."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretariat.archive.acceptance import AcceptedFact, entry_text, function_of, plan
from secretariat.archive.rules import facts_of, in_words, pieces_of
from secretariat.toolbox.errors import RuleBroken
from tests.archive.papers import DECISION, OPENING, TEXT, result, span


def accepted(**changed: dict[str, Any]) -> list[AcceptedFact]:
    facts = {key: AcceptedFact(key, value, place) for key, value, place in facts_of(result())}
    for key, value in changed.items():
        facts[key] = AcceptedFact(key, value, None)
    return list(facts.values())


@st.composite
def text_with_spans(draw: st.DrawFn) -> tuple[str, list[tuple[str, tuple[int, int]]]]:
    text = draw(st.text(max_size=60))
    places = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda p: p[0] < p[1])
    spans = draw(st.lists(places, max_size=8)) if text else []
    return text, [(f"entry.{n}", place) for n, place in enumerate(spans)]


@given(text_with_spans())
def test_the_pieces_joined_are_the_text_and_the_pieces_of_a_span_are_its_words(
    drawn: tuple[str, list[tuple[str, tuple[int, int]]]],
) -> None:
    text, spans = drawn
    pieces = pieces_of(text, spans)
    assert "".join(piece.text for piece in pieces) == text
    for key, (start, end) in spans:
        assert "".join(piece.text for piece in pieces if key in piece.keys) == text[start:end]
        assert sum(key in piece.starts for piece in pieces) == 1


def test_the_narrowest_span_comes_first_where_several_share_a_piece() -> None:
    pieces = pieces_of("abcdef", [("wide", (0, 6)), ("narrow", (2, 4))])
    assert [piece.keys for piece in pieces] == [("wide",), ("narrow", "wide"), ("wide",)]


def test_a_span_beyond_the_text_marks_nothing_and_loses_nothing() -> None:
    assert "".join(piece.text for piece in pieces_of("short", [("far", (2, 99))])) == "short"


def test_facts_come_in_the_order_of_the_review_and_leave_out_what_the_paper_does_not_tell() -> None:
    keys = [key for key, _, _ in facts_of(result())]
    assert keys[:4] == ["header.title", "header.starts_on", "header.place", "header.within"]
    assert [key.partition(".")[0] for key in keys[4:]] == ["person"] * 5 + ["entry"] * 5 + ["output", "ahead"]


def test_the_first_day_is_asked_for_where_the_paper_does_not_tell_it() -> None:
    read = result()
    read["header"]["starts_on"] = None
    told = {key: (value, place) for key, value, place in facts_of(read)}
    assert told["header.starts_on"] == ({"value": None}, None)
    assert in_words("header.starts_on", {"value": None}, {})[1:] == (
        "not said",
        "needed before this can be entered",
    )


def test_a_fact_without_a_place_or_with_an_empty_one_has_no_span() -> None:
    read = result()
    read["people"][0]["spans"] = []
    read["header"]["place"]["span"] = [5, 5]
    places = {key: place for key, _, place in facts_of(read)}
    assert places["person.p1"] is None
    assert places["header.place"] is None


def test_the_plan_follows_the_paper() -> None:
    planned = plan(TEXT, accepted())
    assert (planned.meeting.title, planned.meeting.starts_on) == (
        "Third meeting of the coordinators",
        date(2019, 5, 30),
    )
    assert planned.meeting.ends_on == date(2019, 5, 30)
    assert planned.meeting.is_closed, "a paper that does not say so is not an open meeting"
    assert planned.entries[0].text == OPENING
    assert planned.entries[3].speaker == ""
    assert planned.offers[0].latest == date(2020, 11, 30)


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"header.starts_on": {"value": ""}}, "archive.day_of_meeting"),
        ({"header.starts_on": {"value": "last spring"}}, "archive.day"),
        ({"header.ends_on": {"value": "2019-02-30"}}, "archive.day"),
    ],
)
def test_a_meeting_without_a_day_that_is_one_is_not_planned(changed: dict[str, Any], rule: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        plan(TEXT, accepted(**changed))
    assert broken.value.rule == rule


def test_a_person_who_was_refused_is_never_named_by_the_reference_of_the_reading() -> None:
    facts = [fact for fact in accepted() if fact.key not in {"person.p3", "person.p4"}]
    planned = plan(TEXT, facts)
    offer = next(entry for entry in planned.entries if entry.kind == "offer")
    assert (offer.speaker, offer.on_behalf_of) == ("", "")
    assert planned.offers[0].offered_by == ""


@pytest.mark.parametrize(
    ("words", "function"),
    [
        ("National Anti-Trafficking Coordinator", "coordinator"),
        ("Deputy National Coordinator", "substitute"),
        ("Acting national coordinator", "acting coordinator"),
        ("Minister of the Interior", "minister"),
        ("Head of the local team", "local-team member"),
        ("Administrator", "officer"),
        ("", "officer"),
    ],
)
def test_the_words_of_an_office_name_a_function(words: str, function: str) -> None:
    assert function_of(words) == function


@pytest.mark.parametrize("lead", ["- ", "• ", "1. ", "(12) ", "a) "])
def test_the_words_of_an_entry_lose_their_bullet_and_their_line_breaks(lead: str) -> None:
    text = f"{lead}The meeting\n   decided."
    assert entry_text(text, (0, len(text))) == "The meeting decided."


def test_every_fact_has_a_word_and_a_sentence_for_a_person() -> None:
    people = {"p4": "Nikola Babić", "p3": "Mira Novak"}
    lines = {key: in_words(key, value, people) for key, value, _ in facts_of(result())}
    assert all(word and sentence for word, sentence, _ in lines.values())
    assert lines["entry.2"][2] == "Mira Novak, on behalf of Nikola Babić"
    assert lines["ahead.0"] == ("ahead", "Bay City, autumn 2020", "Nikola Babić, tentative")
    assert lines["person.p4"][2].endswith("not present")
    assert in_words("header.closed", {"value": False}, {})[:2] == ("closed", "open")


def test_the_hand_written_reading_points_at_its_own_words() -> None:
    start, end = span(DECISION)
    assert TEXT[start:end] == DECISION

"""What changed between two texts, told without losing a word."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretariat.minutes.rules import (
    changed_values,
    refuse_day_of_approval,
    refuse_unanswered,
    word_changes,
)
from secretariat.toolbox.errors import RuleBroken

TEXTS = st.text(alphabet="ab č\n.", max_size=60)


@given(TEXTS, TEXTS)
def test_the_pieces_hold_both_texts_whole(before: str, after: str) -> None:
    pieces = word_changes(before, after)
    assert "".join(words for kind, words in pieces if kind != "del") == after
    assert "".join(words for kind, words in pieces if kind != "ins") == before


def test_only_the_changed_word_is_marked() -> None:
    assert word_changes("we meet in May", "we meet in June") == (
        ("same", "we meet in "),
        ("del", "May"),
        ("ins", "June"),
    )


def test_two_long_texts_of_like_words_are_told_apart_at_once_and_whole() -> None:
    before, after = "so " + "a b " * 200, "so " + "a " * 100_000
    begun = time.perf_counter()
    pieces = word_changes(before, after)
    assert time.perf_counter() - begun < 2
    assert [kind for kind, _ in pieces][:3] == ["same", "del", "ins"]
    assert "".join(words for kind, words in pieces if kind != "del") == after


def test_other_changes_are_sentences_and_hidden_ones_stay_hidden() -> None:
    before = {"kind": "statement", "speaker": "Ana", "text": "x"}
    after = {"kind": "proposal", "speaker": "Ivo", "text": "y"}
    assert changed_values(before, after) == ("kind: statement → proposal", "speaker: Ana → Ivo")
    assert changed_values(before, after, {"speaker"}) == ("kind: statement → proposal",)


def test_a_record_is_approved_neither_before_its_meeting_nor_ahead() -> None:
    began, today = date(2026, 5, 4), date(2026, 11, 24)
    for day in (began, today):
        refuse_day_of_approval(day, began_on=began, today=today)
    for day in (date(2026, 5, 3), date(2026, 11, 25)):
        with pytest.raises(RuleBroken, match="approv"):
            refuse_day_of_approval(day, began_on=began, today=today)


def test_nothing_is_settled_over_a_correction_that_waits() -> None:
    refuse_unanswered(is_any_waiting=False)
    with pytest.raises(RuleBroken, match="waits for its answer"):
        refuse_unanswered(is_any_waiting=True)

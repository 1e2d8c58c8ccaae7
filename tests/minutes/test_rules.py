"""What changed between two texts, told without losing a word."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from secretariat.minutes.rules import changed_values, word_changes

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

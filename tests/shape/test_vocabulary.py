"""One word per thing: the page of our own words, held against the tables."""

from __future__ import annotations

import re

import pytest
from django.apps import apps

from tests.shape.source import HOUSE, ROOT

PAGE = (ROOT / "docs" / "vocabulary.md").read_text(encoding="utf-8")
WORDS = re.findall(r"^- \*\*([^*]+)\*\*:", PAGE, re.MULTILINE)
TABLES = sorted(m.__name__ for m in apps.get_models() if m.__module__.startswith(f"{HOUSE.name}."))


def spoken(name: str) -> str:
    """The name of a table as a word: ``DatePoll`` is said "date poll"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


@pytest.mark.parametrize("table", TABLES)
def test_every_table_is_a_word_of_the_vocabulary(table: str) -> None:
    assert spoken(table) in WORDS, f"docs/vocabulary.md has no line for {spoken(table)!r}"


def test_no_word_is_explained_twice() -> None:
    assert sorted(WORDS) == sorted(set(WORDS))


def test_a_word_that_is_never_used_is_no_name_of_a_table() -> None:
    line = next(line for line in PAGE.splitlines() if line.startswith("Never:"))
    never = set(re.findall(r"\*([a-z]+)\*", line))
    assert never == {"vote", "case", "victim", "ranking"}
    assert [t for t in TABLES if never & set(spoken(t).split())] == []

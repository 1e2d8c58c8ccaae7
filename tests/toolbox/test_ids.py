"""Public references: short, unguessable, readable."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from secretariat.toolbox.ids import new_ref, slug


def test_a_reference_says_its_kind_and_has_ten_plain_signs() -> None:
    assert re.fullmatch(r"meeting-[2-9b-df-hj-kmnp-tv-xz]{10}", new_ref("meeting"))


def test_references_do_not_repeat_and_spell_no_words() -> None:
    refs = {new_ref("x") for _ in range(2_000)}
    assert len(refs) == 2_000
    assert not any(set(ref[2:]) & set("aeiou01l") for ref in refs)


def test_a_slug_is_plain_and_short() -> None:
    assert slug("Затворена средба, Bečići 2019!") == "zatvorena-sredba-becici-2019"
    assert slug("Đurić & Straße", max_len=9) == "djuric-st"
    assert slug("Đurić & Straße", max_len=7) == "djuric"
    assert slug("!?") == ""


@given(st.text(max_size=40), st.integers(1, 20))
def test_a_slug_of_any_text_is_ascii_words_and_hyphens_within_its_length(text: str, longest: int) -> None:
    made = slug(text, longest)
    assert len(made) <= longest
    assert made == "" or re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", made)

"""Public references: short, unguessable, readable."""

from __future__ import annotations

import re

from secretariat.toolbox.ids import new_ref


def test_a_reference_says_its_kind_and_has_ten_plain_signs() -> None:
    assert re.fullmatch(r"meeting-[2-9b-df-hj-kmnp-tv-xz]{10}", new_ref("meeting"))


def test_references_do_not_repeat_and_spell_no_words() -> None:
    refs = {new_ref("x") for _ in range(2_000)}
    assert len(refs) == 2_000
    assert not any(set(ref[2:]) & set("aeiou01l") for ref in refs)

"""Whatever people write, a paper is printed whole or refused in a sentence; the typesetter itself never fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from random import Random
from typing import Any

import pytest
import typst

from secretariat.publishing.typeset import (
    agenda_pdf,
    badges_pdf,
    letter_docx,
    letter_pdf,
    participants_docx,
    participants_pdf,
    plates_pdf,
)
from secretariat.publishing.typeset.press import TypesettingFailed
from secretariat.toolbox.errors import RuleBroken

from .sample_papers import AGENDA, BADGES, LETTER, PARTICIPANTS, PLATES
from .test_report_pdf import pages, squeezed

ODD_WORDS = (
    *(
        "",
        "   ",
        "\n",
        "*",
        "Osteria**",
        "a" * 300,
        "Щ" * 80,
        "word " * 200,
        "\x00",
        "\ufeff",
        "\u200b",
        "\u202e",
    ),
    *(
        "#panic()",
        "\\",
        "$x$",
        "@x <y>",
        "1.",
        "- a",
        "= b",
        "// c",
        "/* d",
        "`e`",
        "_f_",
        "~",
        "{page}",
        "{0}",
    ),
    *("e\u0301", "a-b-c", "\u00a0", "\u2028", "no room for: x", "鑫", "\U0001f1e6\U0001f1f1"),
)
PAPERS: dict[str, tuple[Callable[[Any], bytes], Any]] = {
    "letter": (letter_pdf, LETTER),
    "letter in Word": (letter_docx, LETTER),
    "list": (participants_pdf, PARTICIPANTS),
    "list in Word": (participants_docx, PARTICIPANTS),
    "agenda": (agenda_pdf, AGENDA),
    "plates": (plates_pdf, PLATES),
    "badges": (badges_pdf, BADGES),
}
SAID = {"typeset.glyph", "typeset.title", "typeset.heading", "typeset.room"}


def with_odd_words(value: Any, chance: Random, share: float) -> Any:
    if isinstance(value, str):
        return chance.choice(ODD_WORDS) if chance.random() < share else value
    if isinstance(value, tuple):
        return tuple(with_odd_words(part, chance, share) for part in value)
    if is_dataclass(value) and not isinstance(value, type):
        kept = {"made_at", "words", "footnotes", "language"}
        names = [field.name for field in fields(value) if field.name not in kept]
        return replace(value, **{name: with_odd_words(getattr(value, name), chance, share) for name in names})
    return value


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("name", PAPERS)
def test_odd_words_are_printed_or_refused_in_a_sentence(name: str, seed: int) -> None:
    make, data = PAPERS[name]
    chance = Random(seed * 31)
    odd = with_odd_words(data, chance, chance.choice((0.02, 0.06, 0.3)))
    try:
        file = make(odd)
    except RuleBroken as refused:
        said = refused
    else:
        assert len(file) > 2000
        return
    assert said.rule in SAID, said.message


LONG = "and so on, zyx, as was agreed " * 38 + "THE END"


def item_with(**words: str) -> bytes:
    session = AGENDA.sessions[0]
    return agenda_pdf(
        replace(AGENDA, sessions=(replace(session, items=(replace(session.items[0], **words),)),))
    )


def delegation_with(*, name: str = "Osteria", capacity: str = "") -> bytes:
    section = PARTICIPANTS.sections[0]
    person = replace(section.groups[0].people[0], capacity=capacity)
    group = replace(section.groups[0], name=name, people=(person,))
    return participants_pdf(replace(PARTICIPANTS, sections=(replace(section, groups=(group,)),)))


FAR_TOO_LONG: dict[str, Callable[[], bytes]] = {
    "time": lambda: item_with(time=LONG),
    "number": lambda: item_with(number=LONG),
    "capacity": lambda: delegation_with(capacity=LONG),
    "name of a delegation": lambda: delegation_with(name=LONG),
    "annexes": lambda: letter_pdf(replace(LETTER, annexes=(*(f"Annex {at}" for at in range(80)), LONG))),
    "signature": lambda: letter_pdf(replace(LETTER, signature=("Name", *("A further line",) * 60, LONG))),
}


@pytest.mark.parametrize("what", FAR_TOO_LONG)
def test_what_is_far_too_long_for_its_column_is_still_printed_to_its_end(what: str) -> None:
    whole = squeezed("".join(pages(FAR_TOO_LONG[what](), margin_mm=24)))
    assert whole.count("zyx") == 38
    assert "THEEND" in whole


@pytest.mark.parametrize("name", ["plates", "badges"])
def test_no_flag_is_ever_printed(name: str) -> None:
    make, data = PAPERS[name]
    one = next(field.name for field in fields(data) if field.name == name)
    flagged = replace(getattr(data, one)[0], name="\U0001f1e6\U0001f1f1 Albania")
    with pytest.raises(RuleBroken, match="no sign for"):
        make(replace(data, **{one: (flagged,)}))


def test_a_panic_of_the_typesetter_is_a_fault_like_any_other(monkeypatch: pytest.MonkeyPatch) -> None:
    panic = type("PanicException", (BaseException,), {})

    def give_up(*_args: object, **_options: object) -> None:
        raise panic("assertion failed")

    monkeypatch.setattr(typst, "compile_with_warnings", give_up)
    with pytest.raises(TypesettingFailed, match="assertion failed"):
        letter_pdf(LETTER)

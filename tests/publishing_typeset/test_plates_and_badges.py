"""Plates and badges: every name whole, inside its own room, measured by where its letters really stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random

import pypdfium2
import pytest

from secretariat.publishing.typeset import Badge, Plate, badges_pdf, plates_pdf
from secretariat.toolbox.errors import RuleBroken

from .sample_papers import BADGES, LONGEST_STATE, PLATES
from .test_report_pdf import MM, opened, squeezed, tags

WIDTH, HEIGHT = 86 * MM, 54 * MM
SIDE, ABOVE = (210 * MM - 2 * WIDTH) / 2, (297 * MM - 5 * HEIGHT) / 2
Box = tuple[float, float, float, float]


def letters_of(pdf: bytes) -> Iterator[tuple[int, str, Box]]:
    """Page, sign and ink box (left, bottom, right, top in points) of every sign that leaves ink."""
    document = pypdfium2.PdfDocument(pdf)
    for number, page in enumerate(document):
        textpage = page.get_textpage()
        text = textpage.get_text_range()
        assert len(text) == textpage.count_chars()
        for at, char in enumerate(text):
            if not char.isspace():
                yield number, char, textpage.get_charbox(at)
        textpage.close()
        page.close()
    document.close()


def by_badge(pdf: bytes) -> dict[tuple[int, int], str]:
    """The signs on each badge, by page and place; fails when one leaves its badge or comes near the cut."""
    badges: dict[tuple[int, int], str] = {}
    for page, char, (left, bottom, right, top) in letters_of(pdf):
        across = int((left - SIDE) // WIDTH)
        down = int((297 * MM - ABOVE - top) // HEIGHT)
        assert across in {0, 1}, (char, left)
        assert down in range(5), (char, top)
        start, ceiling = SIDE + across * WIDTH, 297 * MM - ABOVE - down * HEIGHT
        assert start + 4 * MM <= left, (char, left)
        assert right <= start + WIDTH - 4 * MM, (char, right)
        assert top <= ceiling - 4 * MM, (char, top)
        assert bottom >= ceiling - HEIGHT + 4 * MM, (char, bottom)
        key = (page, down * 2 + across)
        badges[key] = badges.get(key, "") + char
    return badges


def test_ten_badges_stand_on_a_sheet_each_with_its_own_words_in_its_own_room() -> None:
    badges = by_badge(badges_pdf(BADGES))
    assert sorted(badges) == [(page, at) for page in (0, 1) for at in range(10)][: len(BADGES.badges)]
    for (page, at), letters in badges.items():
        badge = BADGES.badges[page * 10 + at]
        found = squeezed(letters)
        for words in (badge.name, badge.state, badge.function, badge.capacity):
            assert squeezed(words) in found, (words, letters)
        assert squeezed(f"{BADGES.title}, {BADGES.dates}") in found


SYLLABLES = ("Щерб", "Wim", "ćević", "Παπ", "Çoç", "Țur", "Ñuño", "ij", "Ǧaf", "Ḱě")


@pytest.mark.parametrize("seed", range(4))
def test_names_of_any_length_shrink_and_never_leave_their_room(seed: int) -> None:
    chance = Random(seed)

    def words(count: int) -> str:
        return " ".join("".join(chance.choices(SYLLABLES, k=chance.randint(1, 5))) for _ in range(count))

    badges = tuple(
        Badge(
            name=words(chance.randint(1, 9)),
            state=words(chance.randint(1, 6)),
            function=words(chance.randint(0, 16)),
            capacity=words(chance.randint(0, 3)),
        )
        for _ in range(20)
    )
    found = by_badge(badges_pdf(replace(BADGES, badges=badges)))
    for (page, at), letters in found.items():
        badge = badges[page * 10 + at]
        for text in (badge.name, badge.state, badge.function):
            assert squeezed(text) in squeezed(letters)


def test_a_word_is_never_broken_to_make_it_fit() -> None:
    for name in ("Konstantinopolitanska-Papadimitriou", "Donaudampfschifffahrtsgesellschaftskapitän"):
        tops = {
            round(box[3] - box[1])
            for _, char, box in letters_of(badges_pdf(replace(BADGES, badges=(Badge(name=name, state="X"),))))
            if char in "KD"
        }
        lines = words_by_line(badges_pdf(replace(BADGES, badges=(Badge(name=name, state="X"),))))
        assert name in lines
        assert tops


def words_by_line(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    text = document[0].get_textpage().get_text_range()
    document.close()
    return [line.strip() for line in text.splitlines()]


def test_a_name_that_has_no_room_is_refused_with_its_beginning() -> None:
    with pytest.raises(RuleBroken, match="too long") as refused:
        badges_pdf(replace(BADGES, badges=(Badge(name="W" * 60, state="Osteria"),)))
    assert refused.value.rule == "typeset.room"
    assert refused.value.facts["text"] == "W" * 60
    with pytest.raises(RuleBroken, match="too long"):
        plates_pdf(replace(PLATES, plates=(Plate(name="W" * 90),)))


def test_each_plate_says_the_name_twice_once_upside_down_each_in_its_own_half() -> None:
    pdf = plates_pdf(PLATES)
    halves: dict[tuple[int, bool], str] = {}
    for page, char, (left, bottom, right, top) in letters_of(pdf):
        is_upper = bottom >= 105 * MM
        assert is_upper or top <= 105 * MM, f"{char} stands across the fold"
        low, high = (105 * MM, 210 * MM) if is_upper else (0.0, 105 * MM)
        assert low + 8 * MM <= bottom <= top <= high - 8 * MM, (char, bottom, top)
        assert 23 * MM <= left <= right <= 274 * MM, (char, left, right)
        halves[page, is_upper] = halves.get((page, is_upper), "") + char
    for at, plate in enumerate(PLATES.plates):
        assert squeezed(plate.name) in squeezed(halves[at, False])
        assert squeezed(plate.under) in squeezed(halves[at, False])
        assert sorted(halves[at, True]) == sorted(halves[at, False])
    with opened(pdf) as document:
        assert len(document.pages) == len(PLATES.plates)


def test_the_upper_name_is_turned_by_half_a_circle() -> None:
    letters = list(letters_of(plates_pdf(replace(PLATES, plates=(Plate(name="Chair"),)))))
    upper = {char: box for _, char, box in letters if box[1] >= 105 * MM}
    lower = {char: box for _, char, box in letters if box[1] < 105 * MM}
    assert lower["C"][2] < lower["r"][0], "the lower name reads from left to right"
    assert upper["r"][2] < upper["C"][0], "the upper name reads from right to left"
    # A sheet turned by half a circle looks the same.
    for char, (left, bottom, right, top) in lower.items():
        assert upper[char] == pytest.approx(
            (297 * MM - right, 210 * MM - top, 297 * MM - left, 210 * MM - bottom), abs=0.5
        )


def test_a_short_name_is_large_and_a_long_one_smaller() -> None:
    def height_of(name: str, letter: str) -> float:
        pdf = plates_pdf(replace(PLATES, plates=(Plate(name=name),)))
        return max(box[3] - box[1] for _, char, box in letters_of(pdf) if char == letter)

    short, middle, long = (
        height_of(name, "N") for name in ("Niger", "North Macedonia", f"N {LONGEST_STATE}")
    )
    assert short >= 20 * MM
    assert short >= middle > long > 5 * MM


def test_a_footnoted_name_carries_mark_and_note_on_its_plate_and_badge() -> None:
    note = squeezed(PLATES.footnotes[0].text)
    plate = squeezed("".join(char for page, char, _ in letters_of(plates_pdf(PLATES)) if page == 1))
    assert plate.count("Osteria") == 2
    assert plate.count("*") == 4
    assert plate.count(note) == 2
    badges = by_badge(badges_pdf(BADGES))
    assert note in squeezed(badges[0, 0])
    assert all(note not in squeezed(text) for key, text in badges.items() if key != (0, 0))


def test_a_note_too_long_for_a_badge_leaves_its_mark() -> None:
    long = replace(BADGES.footnotes[0], text="without prejudice " * 60)
    text = by_badge(badges_pdf(replace(BADGES, badges=BADGES.badges[:1], footnotes=(long,))))[0, 0]
    assert "Osteria*" in text
    assert "withoutprejudice" not in text


def test_read_aloud_each_name_is_said_once() -> None:
    with opened(plates_pdf(PLATES)) as document:
        assert bool(document.Root.MarkInfo.Marked)
        found = tags(document.Root.StructTreeRoot.K)
        about = document.open_metadata()
        assert (about["pdfaid:part"], about["pdfaid:conformance"], about["pdfuaid:part"]) == ("2", "A", "1")
        with document.open_outline() as outline:
            assert [one.title for one in outline.root] == [plate.name for plate in PLATES.plates]
    assert found.count("/H1") == len(PLATES.plates)


def test_without_anybody_there_is_nothing_to_print() -> None:
    with pytest.raises(RuleBroken, match="nobody"):
        plates_pdf(replace(PLATES, plates=()))
    with pytest.raises(RuleBroken, match="nobody"):
        badges_pdf(replace(BADGES, badges=()))


def test_the_same_sheets_give_the_same_bytes_and_another_instant_gives_others() -> None:
    later = PLATES.made_at + timedelta(seconds=2)
    assert plates_pdf(PLATES) == plates_pdf(PLATES) != plates_pdf(replace(PLATES, made_at=later))
    assert badges_pdf(BADGES) == badges_pdf(BADGES) != badges_pdf(replace(BADGES, made_at=later))

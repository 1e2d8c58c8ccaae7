"""Names across scripts: found again, and never merged because they look alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secretariat.toolbox.names import (
    Likeness,
    fold,
    fold_with_map,
    likeness,
    loose_key,
    sort_key,
    strict_key,
)

SAME = [
    ("Mitar Đurašković", "Mitar Djuraskovic"),
    ("Mitar Đurašković", "Митар Ђурашковић"),
    ("ĐURAŠKOVIĆ Mitar", "Mr. Mitar Đurašković"),
    ("Sandi Čurin", "Sandi Curin"),
    ("Željka Šimunović", "Zeljka Simunovic"),
    ("Ljubica Њешић", "Ljubica Nješić"),
    ("Dr. Ana Kovač", "Kovač, Ana"),
    ("Igor Đokić", "Игор Ђокић"),
    ("Đorđe Đurić", "Djordje Djuric"),
    ("Ștefan Munteanu", "Stefan Munteanu"),
    ("Gülşen Çelik", "Gulsen Celik"),
    ("Işık Yılmaz", "Isik Yilmaz"),
    ("Bálint Szőke", "Balint Szoke"),
    ("Jana Žagar-Kos", "Jana Zagar Kos"),
    ("H.E. Ivan Novak", "Ivan Novak"),
    ("Prof. Elena Dimova", "Елена Димова"),
    ("Kiro Petrovski", "Киро Петровски"),
    ("Besa Hoxhë", "Besa Hoxhe"),
    ("Goran O’Brien", "Goran O'Brien"),
    ("Ms Lea Šarić", "Lea Saric"),
    ("д-р Елена Димова", "Elena Dimova"),
    ("проф. д-р Елена Димова", "Елена Димова"),
    ("г-дин Киро Петровски", "Киро Петровски"),
    ("г-ѓа Елена Димова", "Elena Dimova"),
    ("prof. dr. sc. Ana Kovač", "Ana Kovač"),
    ("Dr. Jana Žagar-Kos", "Jana Žagar Kos"),
    ("dr.Ana Kos", "Ana Kos"),
    ("A.Lek", "A. Lek"),
    ("Lea Kos, Ph.D.", "Lea Kos"),
    ("Lea Kos, M.A.", "Lea Kos"),
    ("Ѓорѓи К\u0301иров", "Ѓорѓи Ќиров"),
    ("Γιώργος Παπαδόπουλος", "Giorgos Papadopoulos"),
    ("İbrahim Güneş", "IBRAHIM GUNES"),
]
LIKELY = [
    ("Duraskovic Mitar", "Mitar Đurašković"),
    ("Nataša Jovanović", "Natasha Jovanovich"),
    ("Tzvetan Petrov", "Cvetan Petrov"),
    ("Dzordze Maric", "Djordje Marić"),
    ("Vladimir Georgiyev", "Vladimir Georgijev"),
    ("Filippos Marinou", "Filipos Marinu"),
    ("Sofija Milanovic", "Sofiya Milanovič"),
    ("Gjorgje Ivanov", "Đorđe Ivanov"),
    ("Vasil Wassilev", "Vasil Vasilev"),
    ("Petar Hristov", "Petar Khristov"),
    ("Džemal Kos", "Dzhemal Kos"),
    ("Džemal Kos", "Xhemal Kos"),
    ("Олександр Шевченко", "Oleksandr Shevchenko"),
    ("Maria Ilić", "Marija Ilić"),
    ("Aleksandra Kos", "Alexandra Kos"),
    ("Besa Hoxha", "Besa Hodža"),
]
DIFFERENT_PEOPLE = [
    ("Ana Kovač", "Ana Kovačić"),
    ("Ivan Dimitrov", "Ivana Dimitrova"),
    ("Dimitrov Petar", "Dimitrova Petra"),
    ("Marko Petrović", "Mirko Petrović"),
    ("Jovan Ilić", "Jovana Ilić"),
    ("Elena Ristova", "Elena Ristovska"),
    ("Arben Leka", "Arben Lika"),
    ("Stefan Popescu", "Stefan Popovici"),
    ("Amra Begić", "Amira Begić"),
    ("Ion Munteanu", "Ioana Munteanu"),
    ("Petar Marin", "Petar Marinov"),
    ("Luka Horvat", "Lukas Horvat"),
    ("Vesna Tomić", "Vesna Tomčić"),
    ("Goran Savić", "Zoran Savić"),
    ("Maja Novak", "Maja Novaković"),
    ("Hana Novak", "Ana Novak"),
    ("Gina Novak", "Dina Novak"),
    ("Jasna Ilić", "Jasmina Ilić"),
    ("Ivan G. Petrov", "Ivan D. Petrov"),
    ("Ivan G. Petrov", "Ivan Petrov"),
    ("G. Petrov", "D. Petrov"),
    ("M. A. Kovač", "Kovač"),
    ("Li Ma", "Li He"),
]
# What dropping marks joins by nature: these are proposed, or the same, and a person has to part them.
JOINED_BY_NATURE = [
    ("Ante Šimić", "Ante Simić", Likeness.SAME),
    ("Mr Kos", "Mrs Kos", Likeness.SAME),
    ("Nikola Đokić", "Nikola Dokić", Likeness.LIKELY),
    ("Džana Kos", "Dana Kos", Likeness.LIKELY),
]
ALIKE = [
    ("Dimitrova", "Kamelia Dimitrova"),
    ("K. Dimitrova", "Kamelia Dimitrova"),
    ("A. Leka", "Arben Leka"),
    ("Đ. Đurić", "Đorđe Đurić"),
    ("Lj. Nešić", "Ljubica Nešić"),
    ("Љ. Нешић", "Ljubica Nešić"),
    ("Џ. Кос", "Džemal Kos"),
    ("Θ. Παππάς", "Theo Pappas"),
]
# An initial stands for one word only, and never alone for a whole name.
NO_ABBREVIATION = [
    ("Đ.", "Đorđe Đurić"),
    ("Lj. N.", "Ljubica Nešić"),
    ("Đ. Đurić", "Marko Đurić"),
    ("Lj. Đ. Nešić", "Ljubica Nešić"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_one_person_in_two_scripts_or_orders_is_the_same(one: str, other: str) -> None:
    assert likeness(one, other) is Likeness.SAME


@pytest.mark.parametrize(("one", "other"), LIKELY)
def test_one_person_in_two_spellings_is_proposed(one: str, other: str) -> None:
    assert likeness(one, other) is Likeness.LIKELY


@pytest.mark.parametrize(("one", "other"), DIFFERENT_PEOPLE)
def test_two_people_who_look_alike_are_never_taken_for_one(one: str, other: str) -> None:
    assert likeness(one, other) in {Likeness.ALIKE, Likeness.DIFFERENT}


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_a_surname_or_an_initial_is_only_alike(one: str, other: str) -> None:
    assert likeness(one, other) is Likeness.ALIKE


@pytest.mark.parametrize(("one", "other"), NO_ABBREVIATION)
def test_an_initial_stands_for_one_word_and_never_for_a_whole_name(one: str, other: str) -> None:
    assert likeness(one, other) is Likeness.DIFFERENT


@pytest.mark.parametrize(("one", "other", "known"), JOINED_BY_NATURE)
def test_pairs_that_cannot_be_told_apart_without_their_marks_are_known(
    one: str, other: str, known: Likeness
) -> None:
    assert likeness(one, other) is known


@pytest.mark.parametrize(("one", "other"), [("", ""), ("12", "7"), ("?", "!"), ("", "Ana Kos")])
def test_names_without_a_letter_are_nobody_and_never_the_same(one: str, other: str) -> None:
    assert likeness(one, other) is Likeness.DIFFERENT


@pytest.mark.parametrize(
    ("text", "folded", "origin"),
    [
        ("Ђурић", "djuric", [0, 0, 1, 2, 3, 4]),
        ("К\u0301иро", "kjiro", [0, 0, 2, 3, 4]),
        ("Straße", "strasse", [0, 1, 2, 3, 4, 4, 5]),
        ("Бечи\u00adћи", "becici", [0, 1, 2, 3, 5, 6]),
    ],
)
def test_each_folded_sign_knows_the_letter_it_came_from(text: str, folded: str, origin: list[int]) -> None:
    assert fold_with_map(text) == (folded, origin)


# Any text, and text of the letters that fold to two, to none, or together with the mark after them.
TEXT = st.text(max_size=60) | st.text("кКгГиЂђßİΣς\u0301\u0306\u030c aB’", max_size=20)


@given(TEXT)
def test_folding_what_is_folded_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(TEXT)
def test_the_map_has_a_place_for_each_folded_sign(text: str) -> None:
    folded, origin = fold_with_map(text)
    assert folded == fold(text)
    assert len(origin) == len(folded)
    assert all(0 <= place < len(text) for place in origin)
    assert origin == sorted(origin)


@given(
    st.lists(st.sampled_from(["Ana", "Marko", "Đurić", "Новак", "Šarić"]), min_size=1, max_size=4),
    st.randoms(),
)
def test_the_order_of_the_words_of_a_name_does_not_matter(words: list[str], random: object) -> None:
    other = list(words)
    random.shuffle(other)  # type: ignore[attr-defined]
    assert strict_key(" ".join(words)) == strict_key(" ".join(other))
    assert loose_key(" ".join(words)) == loose_key(" ".join(other))


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_is_the_same_both_ways_and_never_fails(one: str, other: str) -> None:
    assert likeness(one, other) is likeness(other, one)


def test_a_letter_with_a_mark_stands_at_its_letter_in_the_alphabet() -> None:
    names = ["Zora", "Čedomir", "Dušan", "Ana", "Cvetan"]
    assert sorted(names, key=sort_key) == ["Ana", "Čedomir", "Cvetan", "Dušan", "Zora"]

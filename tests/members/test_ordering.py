"""The order of States, held against orders written by hand."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from secretariat.access.rules import SeatKind
from secretariat.members.ordering import (
    Order,
    Place,
    StateNames,
    filed_anyhow,
    filed_as,
    name_of,
    places_in_order,
    states_in_order,
)
from secretariat.members.rules import order_of_seats
from secretariat.toolbox.errors import RuleBroken

from .states import ENGLISH, FRENCH, FROM_THE_LOT, OWN, STATES

BY_KEY = {state.key: state for state in STATES}
ORDERS = {
    "English": (Order.ENGLISH, "", ENGLISH),
    "French": (Order.FRENCH, "", FRENCH),
    "own name": (Order.OWN, "", OWN),
    "from the lot": (Order.ENGLISH, "MD", FROM_THE_LOT),
}


def key_of(name: str, order: Order) -> str:
    return next(state.key for state in STATES if name_of(state, order) == name)


def shuffled(seed: int) -> list[StateNames]:
    states = list(STATES)
    Random(seed).shuffle(states)
    return states


def test_the_table_holds_sixty_states_and_each_order_names_each_once() -> None:
    assert len(STATES) == 60
    for order, _, names in ORDERS.values():
        assert len(names) == 60
        assert {key_of(name, order) for name in names} == set(BY_KEY)


@pytest.mark.parametrize("language", Order)
@pytest.mark.parametrize("name", ORDERS)
def test_sixty_states_stand_in_each_order_in_each_language(name: str, language: Order) -> None:
    order, drawn, by_hand = ORDERS[name]
    wanted = [name_of(BY_KEY[key_of(one, order)], language) for one in by_hand]
    for seed in range(5):
        found = states_in_order(shuffled(seed), order, drawn=drawn)
        assert [name_of(state, language) for state in found] == wanted


@pytest.mark.parametrize("order", Order)
@pytest.mark.parametrize("drawn", BY_KEY)
def test_whoever_is_drawn_comes_first_and_the_rest_go_round(drawn: str, order: Order) -> None:
    plain = [state.key for state in states_in_order(STATES, order)]
    found = [state.key for state in states_in_order(STATES, order, drawn=drawn)]
    at = plain.index(drawn)
    assert found == plain[at:] + plain[:at]


FORMER = replace(
    BY_KEY["MK"],
    english="the former Yugoslav Republic of Macedonia",
    french="l’ex-République yougoslave de Macédoine",
)


@pytest.mark.parametrize(
    ("order", "before", "after"), [(Order.ENGLISH, "CH", "TR"), (Order.FRENCH, "US", "RU")]
)
def test_the_former_stands_at_t_in_english_and_at_e_in_french(order: Order, before: str, after: str) -> None:
    states = [FORMER if state.key == "MK" else state for state in STATES]
    keys = [state.key for state in states_in_order(states, order)]
    at = keys.index("MK")
    assert (keys[at - 1], keys[at + 1]) == (before, after)


def test_a_name_is_taken_as_it_is_written() -> None:
    inverted = replace(BY_KEY["MD"], english="Moldova (Republic of)")
    states = [inverted if state.key == "MD" else state for state in STATES]
    keys = [state.key for state in states_in_order(states, Order.ENGLISH)]
    assert keys[keys.index("MD") - 1 : keys.index("MD") + 2] == ["MT", "MD", "ME"]


@pytest.mark.parametrize(
    ("order", "names"),
    [
        (Order.ENGLISH, ["Dominica", "Dominican Republic"]),
        (Order.ENGLISH, ["Congo", "Congo (Democratic Republic of the)", "Costa Rica", "Côte d'Ivoire"]),
        (Order.ENGLISH, ["Korea (Democratic People's Republic of)", "Korea (Republic of)", "Kuwait"]),
        (Order.ENGLISH, ["Guinea (Republic of)", "Guinea-Bissau"]),
        (Order.ENGLISH, ["Thailand", "the former Yugoslav Republic of Macedonia", "Timor-Leste"]),
        (Order.ENGLISH, ["Tunisia", "Türkiye", "Turkmenistan"]),
        (Order.ENGLISH, ["Gabon", "The Gambia", "Georgia"]),
        (Order.FRENCH, ["Sainte-Lucie", "Saint-Kitts-et-Nevis", "Saint-Marin", "Samoa"]),
        (Order.FRENCH, ["Égypte", "El Salvador", "Émirats arabes unis", "Équateur", "Érythrée", "Espagne"]),
        (Order.FRENCH, ["République tchèque", "République-Unie de Tanzanie", "Roumanie"]),
        (Order.FRENCH, ["Éthiopie", "ex-République yougoslave de Macédoine", "Fédération de Russie"]),
        (Order.OWN, ["Luxembourg", "Magyarország", "Malta", "Nederland", "Österreich", "Polska"]),
    ],
)
def test_known_lists_come_out_as_they_are_printed(order: Order, names: list[str]) -> None:
    backwards = names[::-1]
    assert sorted(backwards, key=lambda name: filed_as(name, order)) == names


@pytest.mark.parametrize("name", ["Côte d'Ivoire", "CÔTE D’IVOIRE", "Co\u0302te d’Ivoire"])
def test_accents_capitals_and_apostrophes_move_nobody(name: str) -> None:
    assert filed_as(name, Order.ENGLISH) == filed_as("Cote d'Ivoire", Order.ENGLISH)


def test_a_page_puts_names_in_any_letters_in_some_order_and_never_fails() -> None:
    names = ["Montenegro", "the Netherlands", "Νορβηγία", "Польша", "საქართველო"]
    backwards = names[::-1]
    assert sorted(backwards, key=lambda name: filed_anyhow(name, Order.ENGLISH)) == names


def test_seats_on_pages_stand_in_the_same_english_order_as_on_paper() -> None:
    states = [state for state in STATES if state.english.isascii() or state.key in {"CI", "TR", "LA"}]
    keys = sorted(states, key=lambda state: order_of_seats("member", state.english, state.key))
    assert keys == list(states_in_order(states, Order.ENGLISH))


def test_a_name_in_other_letters_is_never_transcribed_by_guess() -> None:
    with pytest.raises(RuleBroken, match="Latin letters") as refused:
        states_in_order([replace(BY_KEY["BG"], own_latin="")], Order.OWN)
    assert refused.value.rule == "members.order_lacks_name"


@pytest.mark.parametrize(("order", "lacking"), [(Order.FRENCH, "french"), (Order.OWN, "own")])
def test_a_state_without_the_name_asked_for_is_named(order: Order, lacking: str) -> None:
    states = [replace(state, **{lacking: "", "own_latin": ""}) for state in STATES if state.key == "AL"]
    with pytest.raises(RuleBroken, match="Albania has no"):
        states_in_order(states, order)


def test_a_lot_that_nobody_drew_and_a_state_named_twice_are_refused() -> None:
    with pytest.raises(RuleBroken) as refused:
        states_in_order(STATES, Order.ENGLISH, drawn="XX")
    assert refused.value.rule == "members.order_unknown_draw"
    with pytest.raises(RuleBroken, match="twice: AL"):
        states_in_order([*STATES, STATES[0]], Order.ENGLISH)


def test_the_chair_and_observers_sit_apart_and_the_chairs_state_keeps_its_place() -> None:
    def place(key: str, kind: SeatKind, names: StateNames) -> Place:
        return Place(key=key, kind=kind, names=names)

    body = StateNames(key="", english="Secretariat")
    places = [
        place("secretariat", SeatKind.SECRETARIAT, body),
        place("observer-no", SeatKind.OBSERVER, BY_KEY["NO"]),
        place("observer-ch", SeatKind.OBSERVER, BY_KEY["CH"]),
        place("sk", SeatKind.MEMBER, BY_KEY["SK"]),
        place("chair", SeatKind.CHAIR, replace(body, english="Chair")),
        place("al", SeatKind.MEMBER, BY_KEY["AL"]),
        place("mk", SeatKind.MEMBER, BY_KEY["MK"]),
    ]
    seating = places_in_order(places, Order.OWN, drawn="al")
    assert [one.key for one in seating.all] == [
        *("chair", "al", "sk", "mk"),
        *("observer-no", "observer-ch", "secretariat"),
    ]
    assert [one.key for one in places_in_order(places, Order.ENGLISH).members] == ["al", "mk", "sk"]

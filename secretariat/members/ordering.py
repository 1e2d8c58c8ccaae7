"""The order of States: who comes first in a list, round a table, under a text. Never by rank, never by age."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from secretariat.access.rules import SeatKind
from secretariat.toolbox.errors import RuleBroken
from secretariat.toolbox.names import fold


class Order(StrEnum):
    """By which name States are ordered. The language of the paper has no part in it."""

    ENGLISH = "english"
    FRENCH = "french"
    OWN = "own name"


@dataclass(frozen=True, slots=True, kw_only=True)
class StateNames:
    """A State under its agreed short names, as they are printed: "the Netherlands", "Republic of Moldova".

    ``own`` is the name in the State's own language, several parted by a slash ("Suomi/Finland");
    ``own_latin`` the same in Latin letters where ``own`` has others, as the State itself writes it.
    """

    key: str
    english: str
    french: str = ""
    own: str = ""
    own_latin: str = ""


def name_of(state: StateNames, form: Order) -> str:
    """The State's name to print in that form; the English one where the other is not known."""
    return {Order.ENGLISH: state.english, Order.FRENCH: state.french, Order.OWN: state.own}[
        form
    ] or state.english


# Latin letters that no mark can be taken off.
_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "ə": "e", "þ": "th", "ħ": "h"}
)
# "the former ..." was a name agreed with its article, and stood under T; in French the article fell.
_ARTICLE = {
    Order.ENGLISH: re.compile(r"the\s+(?!former\b)"),
    Order.FRENCH: re.compile(r"(?:l['’]\s*|(?:les?|la)\s+)"),
}


def filed_as(name: str, order: Order) -> str:
    """The letters under which a name stands: a to z, marks, spaces, hyphens and apostrophes aside.

    An article in front does not count ("the Netherlands" at N, "les Pays-Bas" at P), but "the former ..."
    does; what stands in brackets only parts equal names; of several own names the first decides. A name is
    taken as it is written: "Republic of Moldova" at R, "Moldova (Republic of)" at M.
    Raises ``RuleBroken("members.order_lacks_name")`` where a letter has no place between a and z: a
    transcription by machine would put България at Ba, where its own "Bulgaria" stands at Bu.
    Source: the lists of member States of the United Nations, letter by letter as its French list has it
    (press release ORG/1469 of 2006); for own names the interinstitutional style guide of the EU, 7.1.2.
    """
    text = unicodedata.normalize("NFC", name).casefold().strip()
    if order is Order.OWN:
        text = text.split("/")[0]
    elif article := _ARTICLE[order].match(text):
        text = text[article.end() :]
    head, _, rest = text.partition("(")
    return f"{_letters(head, name)}\x1f{_letters(rest, name)}"


def filed_anyhow(name: str, order: Order) -> str:
    """As ``filed_as``, and a name in other letters by its transcription: for pages, which never fail over a name.

    Source: own choice, because a list on a page may stand in a slightly wrong order, a printed one may not.
    """
    try:
        return filed_as(name, order)
    except RuleBroken:
        return filed_as(fold(name), order) if fold(name).isascii() else name


def _letters(text: str, name: str) -> str:
    parted = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    letters = "".join(char for char in parted if char.isalnum())
    if not letters.isascii():
        raise RuleBroken(
            "members.order_lacks_name",
            f"“{name}” has letters that have no place between A and Z. "
            "Add the name in Latin letters, as the State itself writes it.",
            {"name": name},
        )
    return letters


def states_in_order(states: Iterable[StateNames], order: Order, *, drawn: str = "") -> tuple[StateNames, ...]:
    """The States in alphabetical order of their names of that kind; the same whatever order they come in.

    ``drawn`` is the key of the State drawn by lot: it comes first, and after the last name the first follows.
    Raises ``RuleBroken``: ``members.order_lacks_name`` when one has no such name (an order with a gap filled
    from another language would be wrong), ``members.order_key_twice``, ``members.order_unknown_draw``.
    Source: English or French order from a State drawn by lot, as in the General Assembly of the United
    Nations; own-name order as in the Council of the EU.
    """
    rows = list(states)
    _refuse_doubles([state.key for state in rows])
    ordered = sorted(rows, key=lambda state: (_filed(state, order), _printed(state, order), state.key))
    if not drawn:
        return tuple(ordered)
    at = next((at for at, state in enumerate(ordered) if state.key == drawn), None)
    if at is None:
        raise RuleBroken(
            "members.order_unknown_draw", "The State drawn by lot is not among those to be put in order."
        )
    return (*ordered[at:], *ordered[:at])


def _printed(state: StateNames, order: Order) -> str:
    return {Order.ENGLISH: state.english, Order.FRENCH: state.french, Order.OWN: state.own}[order]


def _filed(state: StateNames, order: Order) -> str:
    name = _printed(state, order)
    if order is Order.OWN and state.own_latin:
        name = state.own_latin
    if not name.strip():
        raise RuleBroken(
            "members.order_lacks_name",
            f"{state.english or state.key} has no {'own name' if order is Order.OWN else f'{order} name'} here yet. "
            "Add it, or choose another order of States.",
            {"key": state.key, "order": order.value},
        )
    return filed_as(name, order)


def _refuse_doubles(keys: list[str]) -> None:
    doubles = sorted(key for key, times in Counter(keys).items() if times > 1)
    if doubles:
        raise RuleBroken(
            "members.order_key_twice", f"The same State stands in the list twice: {', '.join(doubles)}."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place to be put in order: a seat (``key``) of a kind, under the names of its State or body."""

    key: str
    kind: SeatKind
    names: StateNames


@dataclass(frozen=True, slots=True, kw_only=True)
class Seating:
    """The places of a room, each kind in order of States."""

    chair: tuple[Place, ...] = ()
    members: tuple[Place, ...] = ()
    observers: tuple[Place, ...] = ()
    funders: tuple[Place, ...] = ()
    secretariat: tuple[Place, ...] = ()

    @property
    def all(self) -> tuple[Place, ...]:
        """Everyone: the Chair, the members, observers, funders, and the Secretariat that serves them."""
        return (*self.chair, *self.members, *self.observers, *self.funders, *self.secretariat)


def places_in_order(places: Iterable[Place], order: Order, *, drawn: str = "") -> Seating:
    """The places by kind, each kind in order of States; the Chair's seat and the observers apart.

    The State that holds the Chair keeps its own place among the members. ``drawn`` is the key of the member's
    place drawn by lot; observers always begin at the beginning.
    Raises what ``states_in_order`` raises.
    Source: the seating of conferences of States: the presiding officer sits apart from the own delegation.
    """
    rows = list(places)
    _refuse_doubles([place.key for place in rows])

    def of(kind: SeatKind) -> tuple[Place, ...]:
        mine = {place.key: place for place in rows if place.kind is kind}
        named = [replace(place.names, key=place.key) for place in mine.values()]
        ordered = states_in_order(named, order, drawn=drawn if kind is SeatKind.MEMBER else "")
        return tuple(mine[state.key] for state in ordered)

    # The Chair and the Secretariat are bodies of the network: one of each, or co-chairs by their English names.
    return Seating(
        chair=_bodies(rows, SeatKind.CHAIR),
        members=of(SeatKind.MEMBER),
        observers=of(SeatKind.OBSERVER),
        funders=of(SeatKind.FUNDER),
        secretariat=_bodies(rows, SeatKind.SECRETARIAT),
    )


def _bodies(places: list[Place], kind: SeatKind) -> tuple[Place, ...]:
    mine = [place for place in places if place.kind is kind]
    return tuple(sorted(mine, key=lambda place: (filed_as(place.names.english, Order.ENGLISH), place.key)))

"""What an export takes along of people: the same that the pages show, through the same doors."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from secretariat.access.rules import PUBLIC, Ring
from secretariat.desk.leaving.kinds import KINDS, Kind
from secretariat.desk.packs.reads import welcome_pack
from secretariat.members import actions
from secretariat.members.actions import Letter
from secretariat.members.models import Mandate, Person
from secretariat.members.rules import may_know_address
from secretariat.toolbox import clock
from tests.cast import Cast, Player

BY_NAME: dict[str, Kind] = {kind.name: kind for kind in KINDS}


def _rows(cast: Cast, kind: str, player: Player) -> list[Any]:
    return list(BY_NAME[kind].rows(player.actor, cast.network))


def test_an_adviser_takes_no_nomination_along_because_no_page_shows_one(cast: Cast) -> None:
    nomination = actions.nominate_person(
        cast.coordinator.actor,
        seat=cast.seats["ab"],
        name="Nada Prva",
        email="nada@story.example",
        function="expert",
        starts_on=date(2026, 12, 1),
        letter=Letter("Letter 7"),
    )
    taken = {
        role: _rows(cast, "nominations", getattr(cast, role)) for role in ("coordinator", "officer", "local")
    }
    assert taken == {"coordinator": [nomination], "officer": [nomination], "local": []}


@pytest.mark.parametrize(
    ("role", "count"), [("officer", 1), ("chair", 1), ("coordinator", 0), ("observer", 0)]
)
def test_suspensions_and_who_was_told_apart_go_with_chair_and_secretariat_alone(
    cast: Cast, role: str, count: int
) -> None:
    actions.suspend_account(cast.officer.actor, person=cast.other.person, reason="Lost.")
    actions.distinguish_people(cast.officer.actor, one=cast.other.person, other=cast.former.person)
    for kind in ("suspensions", "distinctions"):
        assert len(_rows(cast, kind, getattr(cast, role))) == count


def test_a_seat_takes_the_sign_ins_of_its_own_people_alone(cast: Cast) -> None:
    own = {row.pk for row in _rows(cast, "accounts", cast.coordinator)}
    seated = Mandate.objects.filter(seat=cast.seats["ab"]).values_list("person__account_id", flat=True)
    assert own == set(seated)
    assert cast.other.account.pk in {row.pk for row in _rows(cast, "accounts", cast.officer)}


@pytest.mark.parametrize("role", ["coordinator", "local", "chair", "observer", "funder", "former", "admin"])
def test_an_address_is_told_by_one_rule_on_a_page_on_paper_and_in_an_export(cast: Cast, role: str) -> None:
    actor = getattr(cast, role).actor
    Person.objects.filter(pk=cast.other.person.pk).update(ring=Ring.PARTNERS, email="bresta@story.example")
    cast.other.person.refresh_from_db()
    is_told = may_know_address(actor, cast.network.pk)
    assert is_told is (role in {"coordinator", "local", "chair"})
    values = {"email": "bresta@story.example"}
    shown = BY_NAME["people"].shown(actor, cast.other.person, values)
    assert shown == (values if is_told else {"email": ""})
    pack = welcome_pack(actor, cast.network, clock.today())
    contacts = [row for part in pack.parts if part.key == "people" for row in part.rows]
    assert ("bresta@story.example" in {cell for row in contacts for cell in row.cells}) is is_told
    assert not may_know_address(PUBLIC, cast.network.pk)


@pytest.mark.parametrize(
    ("role", "taken"), [("officer", "Letter 7"), ("coordinator", "Letter 7"), ("local", ""), ("other", "")]
)
def test_the_words_of_a_letter_go_with_its_seat_and_the_offices_alone(
    cast: Cast, role: str, taken: str
) -> None:
    mandate = cast.substitute.role.mandate
    assert mandate is not None
    mandate.nomination = "Letter 7"
    shown = BY_NAME["mandates"].shown(getattr(cast, role).actor, mandate, {"nomination": mandate.nomination})
    assert shown == {"nomination": taken}

"""The pages about members, seats and people."""

from __future__ import annotations

import pytest
from django.urls import reverse

from secretariat.members import actions
from secretariat.members.models import Mandate, Person
from secretariat.toolbox.errors import RuleBroken
from tests.cast import Cast


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_the_list_shows_holders_the_vacancy_and_the_footnote_once(cast: Cast) -> None:
    page = text(cast.other.client.get(reverse("members:list")))
    assert "Ana Đurić" in page
    assert page.count(">vacant<") == 1
    assert page.count("* This name is used without prejudice") == 1


def test_an_observer_sees_seats_and_no_names(cast: Cast) -> None:
    page = text(cast.observer.client.get(reverse("members:list")))
    assert "Alba" in page
    assert "Đurić" not in page


def test_somebody_alike_is_shown_before_a_person_is_entered(cast: Cast) -> None:
    address = reverse("members:add_person")
    asked = cast.officer.client.post(address, {"name": "Ana Djuric"})
    assert asked.status_code == 422
    assert "Ana Đurić" in text(asked)
    assert not Person.objects.filter(name="Ana Djuric").exists()
    cast.officer.client.post(address, {"name": "Ana Djuric", "who": "somebody else"})
    assert Person.objects.filter(name="Ana Djuric").exists()


def test_a_mandate_is_opened_by_form_and_a_second_coordinator_refused_with_a_sentence(cast: Cast) -> None:
    seat = cast.seats["br"]
    fields = {
        "person": cast.local.person.ref,
        "function": "coordinator",
        "starts_on": "2026-11-24",
        "nomination": "Letter 12",
    }
    refused = cast.officer.client.post(reverse("members:start_mandate", args=[seat.ref]), fields)
    assert refused.status_code == 422
    assert "End that mandate first" in text(refused)
    answer = cast.officer.client.post(reverse("members:start_mandate", args=[cast.seats["es"].ref]), fields)
    assert answer.status_code == 302
    assert Mandate.objects.filter(seat=cast.seats["es"], nomination="Letter 12").exists()


def test_a_member_is_entered_with_its_seat_and_its_code_only_once(cast: Cast) -> None:
    fields = {
        "code": "FA",
        "short_name": "Fara",
        "official_name": "Republic of Fara",
        "institution": "<i>Ministry</i>",
    }
    address = reverse("members:add_member")
    answer = cast.officer.client.post(address, fields, follow=True)
    assert "Seat of" in text(answer)
    assert "&lt;i&gt;Ministry" in text(answer)
    refused = cast.officer.client.post(address, fields)
    assert refused.status_code == 422
    assert "FA already" in text(refused)


def test_one_person_or_two_is_said_on_one_page(cast: Cast) -> None:
    officer = cast.officer.actor
    one = actions.add_person(officer, network=cast.network, name="Ana Kovač")
    two = actions.add_person(officer, network=cast.network, name="Ana Kovačić")
    page = text(cast.officer.client.get(reverse("members:person", args=[one.ref])))
    assert "The same person?" in page
    address = reverse("members:merge", args=[one.ref])
    cast.officer.client.post(address, {"other": two.ref, "answer": "two"})
    assert "The same person?" not in text(cast.officer.client.get(reverse("members:person", args=[one.ref])))
    cast.officer.client.post(address, {"other": two.ref, "answer": "one"})
    assert not Person.objects.filter(pk=two.pk).exists()


def test_a_mandate_ends_by_form_on_a_day(cast: Cast) -> None:
    mandate = cast.other.role.mandate
    assert mandate is not None
    address = reverse("members:end_mandate", args=[mandate.ref])
    assert cast.officer.client.post(address, {"ends_on": "1999-01-01"}).status_code == 422
    assert cast.officer.client.post(address, {"ends_on": "2026-11-23"}).status_code == 302
    assert cast.other.client.get(reverse("members:list")).status_code == 404


def test_a_sign_in_is_opened_from_the_page_of_the_person(cast: Cast) -> None:
    person = actions.add_person(cast.officer.actor, network=cast.network, name="Vera Nova")
    cast.officer.client.post(
        reverse("members:open_account", args=[person.ref]), {"email": "vera@story.example"}
    )
    person.refresh_from_db()
    assert person.account is not None
    cast.officer.client.post(reverse("members:add_name", args=[person.ref]), {"name": "Вера Нова"})
    assert "Вера Нова" in text(cast.officer.client.get(reverse("members:person", args=[person.ref])))


def test_two_who_open_a_sign_in_for_one_person_at_once_open_one(cast: Cast) -> None:
    person = actions.add_person(cast.officer.actor, network=cast.network, name="Vera Nova")
    stale = Person.objects.get(pk=person.pk)
    actions.open_account(cast.officer.actor, person=person, email="vera@story.example")
    with pytest.raises(RuleBroken, match="can sign in already"):
        actions.open_account(cast.officer.actor, person=stale, email="vera.nova@story.example")


def test_the_chair_does_not_seat_anybody_at_the_secretariat(cast: Cast) -> None:
    address = reverse("members:start_mandate", args=[cast.seats["secretariat"].ref])
    fields = {
        "person": cast.chair.person.ref,
        "function": "officer",
        "starts_on": "2026-11-24",
        "nomination": "x",
    }
    assert cast.chair.client.post(address, fields).status_code == 403
    assert not Mandate.objects.filter(person=cast.chair.person, seat=cast.seats["secretariat"]).exists()

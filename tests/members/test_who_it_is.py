"""The pages that ask who somebody is: proposals, one person or two, history from papers."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import HttpResponse
from django.urls import reverse

from secretariat.meetings.actions import create_meeting, note_attendance
from secretariat.members import actions
from secretariat.members.models import Distinction, Person
from secretariat.members.reads import find_people, people_list
from secretariat.toolbox.names import Likeness
from tests.cast import Cast

ADD = "members:add_person"


def text(response: HttpResponse) -> str:
    return response.content.decode()


def test_proposals_stand_from_the_same_to_the_merely_alike(cast: Cast) -> None:
    officer = cast.officer.actor
    for name in ("Mitar Djurasković", "Митар Ђурашковић", "Mitar Đurašković", "Mitra Đurašković"):
        actions.add_person(officer, network=cast.network, name=name)
    found = [(p.name, word) for p, word in find_people(officer, cast.network, "Mitar Djuraskovic")]
    assert [word for _, word in found][:3] == [Likeness.SAME] * 3
    assert found[-1] == ("Mitra Đurašković", Likeness.ALIKE)
    assert find_people(officer, cast.network, "Zoran Ilić") == []


def test_only_people_whom_the_reader_sees_are_proposed(cast: Cast) -> None:
    actions.add_person(cast.officer.actor, network=cast.network, name="Mila Novak", ring="bureau")
    assert [p.name for p, _ in find_people(cast.chair.actor, cast.network, "Mila Novak")] == ["Mila Novak"]
    assert find_people(cast.other.actor, cast.network, "Mila Novak") == []


@pytest.mark.parametrize("words", ["Šuković", "sukovic", "Shukovich", "Шуковић", "tamara suk"])
def test_a_name_is_found_in_any_spelling_and_script(cast: Cast, words: str) -> None:
    actions.add_person(cast.officer.actor, network=cast.network, name="Tamara Šuković")
    found = people_list(cast.other.actor, cast.network, words)
    assert [p.name for p in found] == ["Tamara Šuković"]


def test_two_letters_do_not_find_everybody(cast: Cast) -> None:
    assert people_list(cast.other.actor, cast.network, "hx") == []


def test_the_form_asks_before_somebody_alike_is_entered_and_enters_nobody_meanwhile(cast: Cast) -> None:
    before = Person.objects.count()
    asked = cast.officer.client.post(reverse(ADD), {"name": "Ана Ђурић"})
    assert asked.status_code == 422
    assert "Ana Đurić" in text(asked)
    assert "Say who it is" in text(asked)
    assert Person.objects.count() == before


def test_the_same_person_gets_another_form_of_the_name_and_no_second_entry(cast: Cast) -> None:
    before, ana = Person.objects.count(), cast.coordinator.person
    answer = cast.officer.client.post(reverse(ADD), {"name": "Ана Ђурић", "who": ana.ref})
    assert answer.headers["Location"] == reverse("members:person", args=[ana.ref])
    assert Person.objects.count() == before
    assert "Ана Ђурић" in text(cast.other.client.get(answer.headers["Location"]))


def test_somebody_else_is_entered_and_the_two_are_kept_apart(cast: Cast) -> None:
    cast.officer.client.post(reverse(ADD), {"name": "Ana Djuric", "who": "somebody else"})
    new = Person.objects.get(name="Ana Djuric")
    assert Distinction.objects.filter(one=cast.coordinator.person, other=new).exists()


def test_a_person_of_a_new_name_is_entered_at_once_and_a_name_without_letters_never(cast: Cast) -> None:
    assert cast.officer.client.post(reverse(ADD), {"name": "Zoran Ilić"}).status_code == 302
    refused = cast.officer.client.post(reverse(ADD), {"name": "..."})
    assert refused.status_code == 422
    assert "letters in it" in text(refused)


def test_who_was_not_among_the_proposed_cannot_be_chosen(cast: Cast) -> None:
    answer = cast.officer.client.post(reverse(ADD), {"name": "Ana Djuric", "who": cast.other.person.ref})
    assert answer.status_code == 422


def test_both_entries_are_shown_before_they_become_one(cast: Cast) -> None:
    other = actions.add_person(cast.officer.actor, network=cast.network, name="Ana Djuric")
    actions.attest_mandate(
        cast.officer.actor,
        person=other,
        seat=cast.seats["ab"],
        function="coordinator",
        on=date(2019, 5, 30),
    )
    address = reverse("members:merge", args=[cast.coordinator.person.ref])
    page = text(cast.officer.client.get(address, {"other": other.ref}))
    assert "National Coordinator" in page
    assert "30 May 2019</time> (from a paper)" in page
    assert "They are two people" in page
    assert "They are one person" not in text(cast.officer.client.get(address))


def test_showing_both_and_an_answer_that_is_none_change_nothing(cast: Cast) -> None:
    other = actions.add_person(cast.officer.actor, network=cast.network, name="Ana Djuric")
    address = reverse("members:merge", args=[cast.coordinator.person.ref])
    cast.officer.client.get(address, {"other": other.ref, "answer": "one"})
    assert cast.officer.client.post(address, {"other": other.ref}).status_code == 422
    assert Person.objects.filter(pk=other.pk).exists()


def test_two_who_can_both_sign_in_are_not_made_one_and_the_page_says_why(cast: Cast) -> None:
    answer = cast.officer.client.post(
        reverse("members:merge", args=[cast.coordinator.person.ref]),
        {"other": cast.other.person.ref, "answer": "one"},
    )
    assert answer.status_code == 422
    assert "Both can sign in" in text(answer)


def test_history_tells_mandates_from_what_a_paper_shows(cast: Cast) -> None:
    actions.attest_mandate(
        cast.officer.actor,
        person=cast.other.person,
        seat=cast.seats["es"],
        function="coordinator",
        on=date(2019, 5, 30),
    )
    page = text(cast.coordinator.client.get(reverse("members:seat", args=[cast.seats["es"].ref])))
    assert "vacant" in page
    assert "seen in office on" in page
    assert "30 May 2019</time> (from a paper)" in page


def test_a_vacancy_says_since_when(cast: Cast) -> None:
    mandate = cast.other.role.mandate
    assert mandate is not None
    actions.end_mandate(cast.officer.actor, mandate=mandate, ends_on=date(2026, 11, 23))
    page = text(cast.coordinator.client.get(reverse("members:member", args=[cast.members["br"].ref])))
    assert "vacant</span> after" in page
    assert "23 November 2026" in page


def test_the_page_of_a_person_loads_the_meetings_that_name_the_person(cast: Cast) -> None:
    officer, ana = cast.officer.actor, cast.coordinator.person
    for title, ring in (("Open talk", "members"), ("Bureau talk", "bureau")):
        meeting = create_meeting(
            officer, network=cast.network, title=title, starts_on=date(2026, 4, 1), ring=ring
        )
        note_attendance(officer, meeting=meeting, person=ana, function="Coordinator", is_present=True)
    address = reverse("meetings:attended", args=[ana.ref])
    assert address in text(cast.other.client.get(reverse("members:person", args=[ana.ref])))
    part = text(cast.other.client.get(address, headers={"HX-Request": "true"}))
    assert part.lstrip().startswith('<div id="attended">')
    assert "Open talk" in part
    assert "Bureau talk" not in part
    assert "Bureau talk" in text(cast.chair.client.get(address))

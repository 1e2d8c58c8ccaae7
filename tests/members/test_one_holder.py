"""One coordinator at a time however the days are moved, and nothing lost where two entries become one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Model, QuerySet
from django.test import Client
from django.urls import reverse

from secretariat.desk.story.build import BUILDER
from secretariat.meetings.actions import create_meeting, note_attendance
from secretariat.meetings.models import Attendance
from secretariat.members import actions
from secretariat.members.models import Distinction, Mandate, Seat
from secretariat.members.reads import find_people, seats_with_holders
from secretariat.toolbox import clock
from secretariat.toolbox.errors import RuleBroken
from tests.cast import Cast, sign_in_whole

DAY = timedelta(days=1)


def _former(cast: Cast) -> Mandate:
    assert cast.former.role.mandate is not None
    return cast.former.role.mandate


@pytest.mark.parametrize("days", [0, 1, 400])
def test_an_ended_mandate_is_not_drawn_out_into_that_of_the_next_coordinator(cast: Cast, days: int) -> None:
    with pytest.raises(RuleBroken) as refused:
        actions.end_mandate(
            cast.officer.actor, mandate=_former(cast), ends_on=clock.today() + timedelta(days=days)
        )
    assert refused.value.rule == "members.mandate_over"
    assert cast.former.client.get(reverse("members:list")).status_code == 404


@pytest.fixture
def locked(monkeypatch: pytest.MonkeyPatch) -> list[type[Model]]:
    """The tables whose rows are locked, in that order: the test's database has one lock for all and shows none."""
    order: list[type[Model]] = []
    lock = QuerySet.select_for_update

    def noted(rows: QuerySet[Any], *args: Any, **kwargs: Any) -> QuerySet[Any]:
        if rows.model in {Seat, Mandate}:
            order.append(rows.model)
        return lock(rows, *args, **kwargs)

    monkeypatch.setattr(QuerySet, "select_for_update", noted)
    return order


def test_two_who_fill_an_empty_seat_at_once_wait_for_each_other(
    cast: Cast, locked: list[type[Model]]
) -> None:
    mandate = actions.start_mandate(
        cast.officer.actor,
        person=cast.former.person,
        seat=cast.seats["es"],
        function="coordinator",
        starts_on=clock.today(),
    )
    assert locked == [Seat, Mandate]
    locked.clear()
    actions.end_mandate(cast.officer.actor, mandate=mandate, ends_on=clock.today())
    assert locked == [Seat, Mandate], "in the same order, or each would wait for the other"


def test_the_last_day_is_corrected_to_an_earlier_one_only(cast: Cast) -> None:
    officer, mandate = cast.officer.actor, cast.other.role.mandate
    assert mandate is not None
    actions.end_mandate(officer, mandate=mandate, ends_on=clock.today())
    assert cast.other.client.get(reverse("members:list")).status_code == 200
    actions.end_mandate(officer, mandate=mandate, ends_on=clock.today() - DAY)
    with pytest.raises(RuleBroken):
        actions.end_mandate(officer, mandate=mandate, ends_on=clock.today())
    assert cast.other.client.get(reverse("members:list")).status_code == 404


def test_of_two_who_sat_yesterday_and_sit_today_only_the_second_comes_in(cast: Cast) -> None:
    for page in ("members:list", "meetings:list", "commitments:list", "members:people"):
        assert cast.former.client.get(reverse(page)).status_code == 404, page
        assert cast.newcomer.client.get(reverse(page)).status_code == 200, page


def test_a_mandate_of_today_opens_the_door_on_the_very_next_request(cast: Cast) -> None:
    officer = cast.officer.actor
    person = actions.add_person(officer, network=cast.network, name="Mila Novak")
    account = actions.open_account(officer, person=person, email="mila@story.example")
    client = Client()
    sign_in_whole(client, account)
    assert client.get(reverse("members:list")).status_code == 404
    actions.start_mandate(
        officer, person=person, seat=cast.seats["es"], function="coordinator", starts_on=clock.today()
    )
    assert client.get(reverse("members:list")).status_code == 200


def test_what_a_paper_attests_leaves_the_seat_vacant(cast: Cast) -> None:
    actions.attest_mandate(
        cast.officer.actor,
        person=cast.other.person,
        seat=cast.seats["es"],
        function="coordinator",
        on=clock.today(),
    )
    lines = seats_with_holders(cast.other.actor, cast.network, clock.today())
    line = next(line for line in lines if line.seat.code == "es")
    assert (line.is_vacant, line.holder, line.others) == (True, None, ())


def test_a_substitute_and_an_adviser_do_not_fill_a_seat(cast: Cast) -> None:
    mandate = cast.coordinator.role.mandate
    assert mandate is not None
    actions.end_mandate(cast.officer.actor, mandate=mandate, ends_on=clock.today() - DAY)
    line = seats_with_holders(cast.other.actor, cast.network, clock.today())[0]
    assert (line.seat.code, line.is_vacant) == ("ab", True)
    assert {m.person for m in line.others} == {cast.substitute.person, cast.local.person}


def test_a_name_form_in_another_script_finds_the_person(cast: Cast) -> None:
    for words in ("Благоја Ристов", "Blagoja Ristov", "РИСТОВ Благоја", "blagoja ristov"):
        assert cast.other.person in [p for p, _ in find_people(cast.officer.actor, cast.network, words)], (
            words
        )


def test_what_only_one_of_two_attendances_says_is_kept_when_they_become_one(cast: Cast) -> None:
    officer, keep = cast.officer.actor, cast.coordinator.person
    other = actions.add_person(officer, network=cast.network, name="Ana Djuric")
    meeting = create_meeting(officer, network=cast.network, title="Talks", starts_on=date(2026, 4, 1))
    note_attendance(officer, meeting=meeting, person=keep, function="Coordinator")
    note_attendance(
        officer, meeting=meeting, person=other, function="Guest", seat=cast.seats["ab"], is_present=True
    )
    actions.merge_people(officer, keep=keep, other=other)
    row = Attendance.objects.get(meeting=meeting)
    assert (row.person, row.function, row.seat, row.is_present) == (
        keep,
        "Coordinator",
        cast.seats["ab"],
        True,
    )


def test_people_of_two_networks_are_neither_one_nor_told_apart(cast: Cast) -> None:
    elsewhere = actions.create_network(BUILDER, slug="elsewhere", name="Elsewhere", short_name="Else")
    stranger = actions.add_person(BUILDER, network=elsewhere, name="Ana Đurić")
    with pytest.raises(RuleBroken, match="another network"):
        actions.merge_people(cast.officer.actor, keep=cast.coordinator.person, other=stranger)
    with pytest.raises(RuleBroken, match="another network"):
        actions.distinguish_people(cast.officer.actor, one=cast.coordinator.person, other=stranger)
    assert not Distinction.objects.exists()


def test_words_of_people_seats_and_papers_are_never_markup(cast: Cast) -> None:
    officer = cast.officer.actor
    person = actions.add_person(officer, network=cast.network, name="<script>Eve</script>")
    actions.add_name_form(officer, person=person, name="<b>Evelyn</b>")
    actions.start_mandate(
        officer,
        person=person,
        seat=cast.seats["es"],
        function="coordinator",
        starts_on=clock.today(),
        title="<i>Head</i>",
        nomination="<u>Letter</u>",
    )
    for address in (
        reverse("members:list"),
        reverse("members:people"),
        reverse("members:person", args=[person.ref]),
        reverse("members:seat", args=[cast.seats["es"].ref]),
        reverse("members:member", args=[cast.members["es"].ref]),
    ):
        page = cast.other.client.get(address).content.decode()
        assert "&lt;script&gt;Eve" in page, address
        for hostile in ("<script>Eve", "<b>Evelyn", "<i>Head", "<u>Letter"):
            assert hostile not in page, (address, hostile)


def test_a_mandate_form_with_days_that_run_backwards_keeps_what_was_typed(cast: Cast) -> None:
    answer = cast.officer.client.post(
        reverse("members:start_mandate", args=[cast.seats["es"].ref]),
        {
            "person": cast.local.person.ref,
            "function": "coordinator",
            "title": "Typed title",
            "starts_on": "2026-11-24",
            "ends_on": "2026-11-01",
            "nomination": "Typed letter",
        },
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("would end before it starts", "Typed title", "Typed letter", "2026-11-01"):
        assert words in page

"""A mandate is shortened, by somebody else, from now on: never drawn out, woken, backdated or the last officer's."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from secretariat.access.models import Account
from secretariat.members import actions
from secretariat.members.models import Mandate, Person
from secretariat.members.reads import actor_for_account
from secretariat.members.rules import first_day, refuse_last_day
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotAllowed, RuleBroken
from tests.cast import Cast, Player

DAY = timedelta(days=1)
FAR = date(2099, 1, 1)


def mandate_of(player: Player) -> Mandate:
    assert player.role.mandate is not None
    return player.role.mandate


def once_officer(cast: Cast, person: Person) -> Mandate:
    """An officer's mandate that ended years ago."""
    return Mandate.objects.create(
        person=person,
        seat=cast.seats["secretariat"],
        function="officer",
        starts_on=date(2020, 1, 1),
        ends_on=date(2021, 1, 1),
    )


def second_officer(cast: Cast) -> Mandate:
    return actions.seat_newcomer(
        cast.officer.actor,
        seat=cast.seats["secretariat"],
        name="Mila Novak",
        email="mila@story.example",
        function="officer",
        starts_on=clock.today(),
        letter=actions.Letter("Note of today"),
    )


def test_nobody_moves_the_end_of_ones_own_mandate(cast: Cast) -> None:
    mandate = mandate_of(cast.chair)
    actions.end_mandate(cast.officer.actor, mandate=mandate, ends_on=clock.today())
    answer = cast.chair.client.post(
        reverse("members:end_mandate", args=[mandate.ref]), {"ends_on": FAR.isoformat()}
    )
    mandate.refresh_from_db()
    assert (answer.status_code, mandate.ends_on) == (403, clock.today())
    second_officer(cast)
    with pytest.raises(NotAllowed, match="himself or herself"):
        actions.end_mandate(cast.officer.actor, mandate=mandate_of(cast.officer), ends_on=clock.today())


def test_an_end_is_never_moved_to_a_later_day(cast: Cast) -> None:
    mandate = mandate_of(cast.other)
    actions.end_mandate(cast.officer.actor, mandate=mandate, ends_on=clock.today() + DAY)
    with pytest.raises(RuleBroken, match="proposed anew"):
        actions.end_mandate(cast.officer.actor, mandate=mandate, ends_on=clock.today() + 2 * DAY)
    actions.end_mandate(cast.officer.actor, mandate=mandate, ends_on=clock.today())


@pytest.mark.parametrize("role", ["officer", "chair"])
def test_a_mandate_that_is_over_is_never_woken(cast: Cast, role: str) -> None:
    old = once_officer(cast, cast.other.person)
    with pytest.raises((RuleBroken, NotAllowed)):
        actions.end_mandate(getattr(cast, role).actor, mandate=old, ends_on=FAR)
    assert not cast.other.actor.acts_at("secretariat", network_id=cast.network.pk)  # type: ignore[arg-type]


def test_the_chair_ends_no_mandate_at_an_office(cast: Cast) -> None:
    second = second_officer(cast)
    with pytest.raises(NotAllowed, match="by the Secretariat"):
        actions.end_mandate(cast.chair.actor, mandate=second, ends_on=clock.today())
    page = cast.chair.client.get(reverse("members:seat", args=[cast.seats["secretariat"].ref]))
    assert "End it" not in page.content.decode()
    actions.end_mandate(cast.chair.actor, mandate=mandate_of(cast.other), ends_on=clock.today())


def test_the_chair_does_not_become_the_secretariat_by_joining_an_old_officers_entry(cast: Cast) -> None:
    entry = actions.add_person(cast.officer.actor, network=cast.network, name="Former Officer")
    once_officer(cast, entry)
    for keep, other in ((cast.chair.person, entry), (entry, cast.chair.person), (cast.other.person, entry)):
        with pytest.raises(NotAllowed):
            actions.merge_people(cast.chair.actor, keep=keep, other=other)


def test_the_last_officer_stays_whichever_way_the_days_are_set(cast: Cast) -> None:
    second = second_officer(cast)
    account = Account.objects.get(email="mila@story.example")
    later = clock.today() + 5 * DAY
    actions.end_mandate(cast.officer.actor, mandate=second, ends_on=later)
    with pytest.raises(RuleBroken, match="only officer"):
        # Both would end on the same day, each seeing the other in force today.
        actions.end_mandate(actor_for_account(account), mandate=mandate_of(cast.officer), ends_on=later)
    account.is_active = False
    account.save()
    with pytest.raises(RuleBroken, match="only officer"):
        actions.end_mandate(actions.DOOR, mandate=mandate_of(cast.officer), ends_on=clock.today())


def test_no_days_in_office_are_taken_back(cast: Cast) -> None:
    for act, role in ((actions.end_mandate, "officer"), (actions.dismiss_person, "coordinator")):
        actor, mandate = getattr(cast, role).actor, mandate_of(cast.substitute)
        with pytest.raises(RuleBroken, match="yesterday or a later day"):
            act(actor, mandate=mandate, ends_on=clock.today() - 2 * DAY)
    actions.dismiss_person(cast.coordinator.actor, mandate=mandate, ends_on=clock.today() - DAY)
    with pytest.raises(RuleBroken, match="is over is not changed"):
        actions.dismiss_person(cast.coordinator.actor, mandate=mandate, ends_on=clock.today() - DAY)


def test_a_successor_by_an_old_letter_begins_today(cast: Cast) -> None:
    mandate = actions.seat_newcomer(
        cast.officer.actor,
        seat=cast.seats["br"],
        name="Mila Novak",
        email="mila@story.example",
        function="coordinator",
        starts_on=clock.today() - 30 * DAY,
        letter=actions.Letter("Note of last month"),
    )
    before = mandate_of(cast.other)
    before.refresh_from_db()
    assert (before.ends_on, mandate.starts_on) == (clock.today() - DAY, clock.today())


def test_the_days_are_plain_rules() -> None:
    today = date(2026, 11, 24)
    assert first_day(date(2026, 11, 1), today=today, is_succeeding=False) == date(2026, 11, 1)
    assert first_day(date(2026, 12, 1), today=today, is_succeeding=True) == date(2026, 12, 1)
    refuse_last_day(today, today - DAY, starts_on=date(2020, 1, 1), ended_on=None)
    with pytest.raises(RuleBroken, match="cannot end before"):
        refuse_last_day(today, today, starts_on=today + DAY, ended_on=None)

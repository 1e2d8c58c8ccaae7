"""Who is suspended, or whose mandate ended, is outside on the very next request of an open browser."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from secretariat.members import actions
from secretariat.members.models import Mandate, Network, Suspension
from secretariat.members.reads import actor_for_account
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotAllowed, RuleBroken
from tests.cast import Cast, sign_in_whole

PAGES = ("members:list", "meetings:list", "commitments:list", "desk:timeline")


def codes(client: Client) -> list[int]:
    return [client.get(reverse(name)).status_code for name in PAGES]


def test_the_next_request_of_every_open_browser_is_refused(cast: Cast) -> None:
    browsers = [sign_in_whole(Client(), cast.other.account) for _ in range(2)]
    assert [codes(b) for b in browsers] == [[200] * 4] * 2
    actions.suspend_account(cast.officer.actor, person=cast.other.person, reason="Stolen laptop.")
    assert [codes(b) for b in browsers] == [[302] * 4] * 2
    actions.restore_account(cast.officer.actor, person=cast.other.person)
    assert [codes(b) for b in browsers] == [[302] * 4] * 2, "an old session stays ended"


def test_a_mandate_that_ends_today_is_gone_with_the_first_request_of_tomorrow(cast: Cast) -> None:
    browser = sign_in_whole(Client(), cast.other.account)
    mandate = cast.other.role.mandate
    assert mandate is not None
    actions.end_mandate(cast.officer.actor, mandate=mandate, ends_on=clock.today())
    assert codes(browser) == [200] * 4
    midnight = datetime(2026, 11, 24, 23, 0, tzinfo=UTC)  # 25 November in the zone of the network
    with time_machine.travel(midnight - timedelta(seconds=1), tick=False):
        assert actor_for_account(cast.other.account).standings
    with time_machine.travel(midnight, tick=False):
        assert not actor_for_account(cast.other.account).standings
        assert codes(sign_in_whole(browser, cast.other.account)) == [404] * 4


@pytest.mark.parametrize(
    ("zone", "before", "after"),
    [
        ("Asia/Kathmandu", "2026-11-24T18:14:59+00:00", "2026-11-24T18:15:00+00:00"),
        ("America/Los_Angeles", "2026-11-25T07:59:59+00:00", "2026-11-25T08:00:00+00:00"),
        ("Pacific/Kiritimati", "2026-11-24T09:59:59+00:00", "2026-11-24T10:00:00+00:00"),
    ],
)
def test_mandates_turn_at_midnight_of_the_networks_own_zone(
    cast: Cast, zone: str, before: str, after: str
) -> None:
    Network.objects.update(zone=zone)
    Mandate.objects.filter(person=cast.other.person).update(ends_on=date(2026, 11, 24))
    Mandate.objects.filter(person=cast.coordinator.person).update(starts_on=date(2026, 11, 25))
    with time_machine.travel(datetime.fromisoformat(before), tick=False):
        assert actor_for_account(cast.other.account).standings
        assert not actor_for_account(cast.coordinator.account).standings
    with time_machine.travel(datetime.fromisoformat(after), tick=False):
        assert not actor_for_account(cast.other.account).standings
        assert actor_for_account(cast.coordinator.account).standings


def test_nobody_suspends_himself_nor_the_last_officer_nor_twice(cast: Cast) -> None:
    officer = cast.officer.actor
    with pytest.raises(NotAllowed, match="himself or herself"):
        actions.suspend_account(officer, person=cast.officer.person, reason="x")
    second = actions.seat_newcomer(
        officer,
        seat=cast.seats["secretariat"],
        name="Mila Novak",
        email="mila@story.example",
        function="officer",
        starts_on=clock.today(),
        letter=actions.Letter("Note"),
    )
    account = second.person.account
    assert account is not None
    new = actor_for_account(account)
    actions.suspend_account(officer, person=second.person, reason="Wrong person.")
    with pytest.raises(RuleBroken, match="cannot sign in"):
        actions.suspend_account(officer, person=second.person, reason="Twice.")
    with pytest.raises(RuleBroken, match="only officer"):
        actions.suspend_account(new, person=cast.officer.person, reason="Revenge.")
    with pytest.raises(NotAllowed, match="himself or herself"):
        actions.restore_account(new, person=second.person)


def test_a_reason_is_asked_kept_and_shown_to_chair_and_secretariat_alone(cast: Cast) -> None:
    with pytest.raises(RuleBroken, match="Say why"):
        actions.suspend_account(cast.officer.actor, person=cast.other.person, reason=" ")
    address = reverse("members:suspend", args=[cast.other.person.ref])
    assert cast.officer.client.post(address, {"reason": ""}).status_code == 422
    cast.officer.client.post(address, {"reason": "The laptop was stolen."})
    page = reverse("members:person", args=[cast.other.person.ref])
    for role, sees in (("officer", True), ("chair", True), ("coordinator", False), ("local", False)):
        text = getattr(cast, role).client.get(page).content.decode()
        assert ("The laptop was stolen." in text) is sees, role
    cast.officer.client.post(reverse("members:restore", args=[cast.other.person.ref]), {"reason": "Found."})
    kept = Suspension.objects.get(person=cast.other.person)
    assert (kept.reason, kept.why_ended) == ("The laptop was stolen.", "Found.")
    cast.other.account.refresh_from_db()
    assert cast.other.account.is_active


def test_the_seat_of_a_suspended_holder_is_not_vacant(cast: Cast) -> None:
    actions.suspend_account(cast.officer.actor, person=cast.other.person, reason="Stolen laptop.")
    page = cast.officer.client.get(reverse("members:seat", args=[cast.other.seat.ref])).content.decode()
    assert '<span class="lack">vacant</span>' not in page


def test_merging_keeps_the_suspensions_of_both(cast: Cast) -> None:
    officer = cast.officer.actor
    twin = actions.add_person(officer, network=cast.network, name="Blagoja Second")
    ended = Suspension.objects.create(
        person=twin, reason="Long ago.", since_at=clock.now(), ended_at=clock.now()
    )
    actions.suspend_account(officer, person=cast.other.person, reason="Stolen laptop.")
    actions.merge_people(officer, keep=cast.other.person, other=twin)
    assert Suspension.objects.filter(person=cast.other.person).count() == 2
    assert Suspension.objects.filter(pk=ended.pk, reason="Long ago.").exists()

"""The administrator's way to the papers takes two people, a reason, an hour that comes, and a deed for each page."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from secretariat.access.reads import actor_for
from secretariat.access.rules import PUBLIC, Actor, Ring, all_rights, verdict
from secretariat.audit.models import Deed
from secretariat.desk.machine.jobs import JOBS
from secretariat.meetings.models import Meeting
from secretariat.meetings.reads import visible_meetings
from secretariat.members import actions
from secretariat.members.models import EmergencyOpening, Notice
from secretariat.members.reads import openings_past_their_hour, openings_to_answer, state_of, visible_openings
from secretariat.members.witness import witness
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotAllowed, NotVisible, RuleBroken
from tests.cast import Cast
from tests.conftest import NOW

WHY = "The search index is broken and must be looked at."


def _ask(cast: Cast, hours: int = 2) -> EmergencyOpening:
    return actions.ask_opening(cast.admin.actor, network=cast.network, reason=WHY, hours=hours)


def _agreed(cast: Cast, hours: int = 2) -> EmergencyOpening:
    return actions.agree_to_opening(cast.officer.actor, opening=_ask(cast, hours))


def _admin(cast: Cast) -> Actor:
    return actor_for(cast.admin.account)


@pytest.fixture
def rings(cast: Cast) -> set[str]:
    for ring in Ring:
        Meeting.objects.create(
            network=cast.network,
            seat=cast.seats["ab"],
            ring=ring,
            title=ring,
            starts_on=date(2026, 5, 1),
            ends_on=date(2026, 5, 1),
        )
    return set(Ring)


def _seen(actor: Actor) -> set[str]:
    return set(visible_meetings(actor).values_list("ring", flat=True))


def test_one_person_alone_opens_nothing(cast: Cast, rings: set[str]) -> None:
    opening = _ask(cast)
    with pytest.raises((NotAllowed, NotVisible)):
        actions.agree_to_opening(_admin(cast), opening=opening)
    opening.refresh_from_db()
    assert opening.agreed_at is None
    assert _seen(_admin(cast)) == {"public"}


def test_an_administrator_who_also_sits_at_the_secretariat_does_not_agree_to_what_he_asked(
    cast: Cast,
) -> None:
    opening = _ask(cast)
    actions.start_mandate(
        cast.officer.actor,
        person=cast.admin.person,
        seat=cast.seats["secretariat"],
        function="officer",
        starts_on=clock.today(),
        nomination="Letter",
    )
    answer = verdict(_admin(cast), "members.agree_to_opening", opening)
    assert (answer.allowed, answer.rule) == (False, "members.second_person")


@pytest.mark.parametrize("role", ["coordinator", "local", "other", "observer", "funder", "former"])
def test_nobody_outside_chair_and_secretariat_agrees(cast: Cast, role: str) -> None:
    opening = _ask(cast)
    for answer in (actions.agree_to_opening, actions.refuse_opening, actions.close_opening):
        with pytest.raises((NotAllowed, NotVisible)):
            answer(getattr(cast, role).actor, opening=opening)
        with pytest.raises((NotAllowed, NotVisible)):
            answer(PUBLIC, opening=opening)


def test_an_adviser_at_the_secretariat_does_not_agree(cast: Cast) -> None:
    opening = _ask(cast)
    actions.start_mandate(
        cast.officer.actor,
        person=cast.former.person,
        seat=cast.seats["secretariat"],
        function="expert",
        starts_on=clock.today(),
        nomination="Letter",
    )
    with pytest.raises(NotAllowed):
        actions.agree_to_opening(cast.former.actor, opening=opening)


def test_only_the_administrator_asks_and_says_why_and_for_how_long(cast: Cast) -> None:
    for role in ("officer", "chair", "coordinator"):
        with pytest.raises(NotAllowed):
            actions.ask_opening(getattr(cast, role).actor, network=cast.network, reason=WHY, hours=1)
    for reason, hours in (("too short", 1), (" " * 40, 1), (WHY, 0), (WHY, 9)):
        with pytest.raises(RuleBroken):
            actions.ask_opening(cast.admin.actor, network=cast.network, reason=reason, hours=hours)
    assert not EmergencyOpening.objects.exists()
    _ask(cast, hours=8)
    with pytest.raises(RuleBroken, match="asked already"):
        _ask(cast)


def test_whoever_holds_a_mandate_needs_no_opening(cast: Cast) -> None:
    cast.officer.account.is_administrator = True
    cast.officer.account.save()
    with pytest.raises(RuleBroken, match="mandate"):
        actions.ask_opening(cast.officer.actor, network=cast.network, reason=WHY, hours=1)


def test_while_it_is_in_force_all_rings_but_the_workspaces_are_seen(cast: Cast, rings: set[str]) -> None:
    _agreed(cast)
    assert _seen(_admin(cast)) == rings - {"seat"}
    assert _admin(cast).opened == {cast.network.pk}
    assert _admin(cast).opened_until == NOW + timedelta(hours=2)


def test_and_nothing_can_be_done_with_it(cast: Cast, rings: set[str]) -> None:
    opening = _agreed(cast)
    admin = _admin(cast)
    allowed = {
        "members.ask_opening",
        "members.withdraw_opening",
        "members.close_opening",
        "members.see_in_emergency",
        # Looking at the openings one asked for: reading, and nothing else.
        "members.see_openings",
    }
    for right in all_rights():
        for thing in (cast.network, cast.seats["ab"], opening, *Meeting.objects.all()):
            if right.name not in allowed:
                assert not verdict(admin, right.name, thing), f"{right.name} on {thing}"


@pytest.mark.parametrize(("seconds", "is_open"), [(-1, True), (0, False), (1, False)])
def test_it_ends_on_its_second_without_any_deed(
    cast: Cast, rings: set[str], seconds: int, is_open: bool
) -> None:
    _agreed(cast, hours=1)
    head = Deed.objects.count()
    with time_machine.travel(NOW + timedelta(hours=1, seconds=seconds), tick=False):
        assert ("bureau" in _seen(_admin(cast))) is is_open
    assert Deed.objects.count() == head


class Committed:
    """The test's connection as the memory sees it in a running server: each deed is committed."""

    in_atomic_block = False

    def cursor(self) -> Any:
        return connection.cursor()


def test_what_is_remembered_of_an_actor_does_not_outlive_the_hour(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("secretariat.audit.memory.connection", Committed())
    _agreed(cast, hours=1)
    assert _admin(cast).opened
    with (
        time_machine.travel(NOW + timedelta(minutes=59), tick=False),
        CaptureQueriesContext(connection) as asked,
    ):
        assert _admin(cast).opened
    assert len(asked) == 1, "it was remembered: only the head of the record was asked"
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        assert not _admin(cast).opened


@pytest.mark.parametrize("role", ["admin", "officer", "chair"])
def test_either_side_closes_it_early_and_the_next_look_is_refused(
    cast: Cast, rings: set[str], role: str
) -> None:
    opening = _agreed(cast)
    actions.close_opening(getattr(cast, role).actor, opening=opening)
    assert _seen(_admin(cast)) == {"public"}
    with pytest.raises(RuleBroken):
        actions.close_opening(cast.chair.actor, opening=opening)


def test_a_refused_one_opens_nothing_and_another_can_be_asked_for(cast: Cast, rings: set[str]) -> None:
    opening = _ask(cast)
    actions.refuse_opening(cast.chair.actor, opening=opening)
    assert _seen(_admin(cast)) == {"public"}
    with pytest.raises(RuleBroken, match="refused"):
        actions.agree_to_opening(cast.officer.actor, opening=opening)
    assert state_of(_ask(cast), NOW) == "waiting"


def test_whoever_asked_withdraws_it_unanswered_and_asks_anew(cast: Cast) -> None:
    opening = _ask(cast)
    actions.withdraw_opening(_admin(cast), opening=opening)
    opening.refresh_from_db()
    assert state_of(opening, NOW) == "withdrawn"
    assert not openings_to_answer(cast.officer.actor, cast.network).exists()
    with pytest.raises(RuleBroken, match="withdrawn"):
        actions.agree_to_opening(cast.officer.actor, opening=opening)
    assert state_of(_ask(cast), NOW) == "waiting"


def test_nobody_withdraws_what_another_asked_or_what_was_answered(cast: Cast) -> None:
    opening = _ask(cast)
    cast.former.account.is_administrator = True
    cast.former.account.save()
    for role in ("officer", "chair", "coordinator", "former"):
        with pytest.raises((NotAllowed, NotVisible)):
            actions.withdraw_opening(actor_for(getattr(cast, role).account), opening=opening)
    actions.agree_to_opening(cast.officer.actor, opening=opening)
    with pytest.raises(RuleBroken, match="in force"):
        actions.withdraw_opening(_admin(cast), opening=opening)


@pytest.mark.parametrize(("seconds", "state"), [(-1, "waiting"), (0, "expired")])
def test_what_nobody_answers_for_three_days_can_be_answered_no_more(
    cast: Cast, seconds: int, state: str
) -> None:
    opening = _ask(cast)
    with time_machine.travel(NOW + timedelta(days=3, seconds=seconds), tick=False):
        assert state_of(opening, clock.now()) == state
        assert openings_to_answer(cast.officer.actor, cast.network).exists() is (state == "waiting")
        if state == "expired":
            with pytest.raises(RuleBroken, match="expired"):
                actions.agree_to_opening(cast.officer.actor, opening=opening)
            assert state_of(_ask(cast), clock.now()) == "waiting"


def test_the_chair_is_told_when_it_begins_and_when_it_ends(cast: Cast) -> None:
    opening = _agreed(cast)
    actions.close_opening(cast.admin.actor, opening=opening)
    told = list(Notice.objects.filter(kind="emergency opening").order_by("pk"))
    assert [n.subject for n in told] == ["An emergency opening has begun", "An emergency opening has ended"]
    assert all("(Vienna time, UTC+01:00)" in n.body for n in told), "hours are told in one zone, as on pages"
    assert {n.account_id for n in told} == {cast.chair.account.pk}
    assert WHY in told[0].body
    assert cast.admin.person.name in told[0].body


def test_one_that_ended_by_the_clock_is_found_and_told_once(cast: Cast) -> None:
    _agreed(cast, hours=1)
    assert not openings_past_their_hour(NOW).exists()
    later = NOW + timedelta(hours=3)
    with time_machine.travel(later, tick=False):
        (row,) = openings_past_their_hour(later)
        assert JOBS["emergency openings ended"]() == 1
        row.refresh_from_db()
        assert row.closed_at == NOW + timedelta(hours=1), "when it ended, not when somebody noticed"
        assert Notice.objects.filter(subject="An emergency opening has ended").count() == 1
        assert not openings_past_their_hour(later).exists()


def test_each_page_leaves_a_deed_in_the_history_of_its_thing(cast: Cast) -> None:
    opening = _agreed(cast)
    witness(_admin(cast), "/meetings/meeting-abc/", "meeting-abc")
    witness(_admin(cast), "/search/?q=who", "")
    seen = list(Deed.objects.filter(deed="members.see_in_emergency").order_by("number"))
    assert [d.thing_ref for d in seen] == ["meeting-abc", opening.ref]
    assert all(d.account_id == cast.admin.account.pk for d in seen)
    with pytest.raises(NotVisible):
        witness(cast.admin.role.actor.__class__(kind="person", label="x", account_id=0), "/", "")


def test_every_step_is_a_deed(cast: Cast) -> None:
    opening = _agreed(cast)
    actions.close_opening(cast.chair.actor, opening=opening)
    deeds = Deed.objects.filter(thing_ref=opening.ref).order_by("number").values_list("deed", flat=True)
    assert list(deeds) == ["members.ask_opening", "members.agree_to_opening", "members.close_opening"]


def test_openings_are_known_to_chair_and_secretariat_and_to_whoever_asked(cast: Cast) -> None:
    opening = _ask(cast)
    for role in ("officer", "chair", "admin"):
        assert list(visible_openings(getattr(cast, role).actor)) == [opening]
    for actor in (PUBLIC, cast.coordinator.actor, cast.observer.actor, cast.former.actor):
        assert not visible_openings(actor).exists()


def test_the_instants_are_told_apart() -> None:
    row = EmergencyOpening(reason=WHY, hours=1, asked_at=NOW)
    assert state_of(row, NOW) == "waiting"
    row.ends_at = NOW + timedelta(hours=1)
    assert [state_of(row, at) for at in (NOW, row.ends_at)] == ["in force", "over"]
    row.closed_at = datetime(2026, 11, 24, 9, 5, tzinfo=NOW.tzinfo)
    assert state_of(row, NOW + timedelta(minutes=6)) == "over"


def test_while_nobody_chairs_the_secretariat_is_told(cast: Cast) -> None:
    mandate = cast.chair.role.mandate
    assert mandate is not None
    actions.end_mandate(cast.officer.actor, mandate=mandate, ends_on=clock.today() - timedelta(days=1))
    _agreed(cast)
    told = Notice.objects.filter(kind="emergency opening")
    assert [n.account_id for n in told] == [cast.officer.account.pk]


def _pages(cast: Cast) -> list[str]:
    seen = Deed.objects.filter(deed="members.see_in_emergency").order_by("number")
    return [str((deed.words or {})["thing"]) for deed in seen]


@pytest.mark.parametrize(("address", "page"), [("desk:search", "/search/?q=who"), ("desk:home", "/?q=who")])
def test_a_public_page_leaves_its_deed_whatever_it_is_asked_with(cast: Cast, address: str, page: str) -> None:
    _agreed(cast)
    client, url = cast.admin.client, reverse(address) + "?q=who"
    for ask in (client.get, client.post):
        before = _pages(cast)
        ask(url)
        assert _pages(cast) == [*before, page]


def test_padding_takes_no_question_off_the_record(cast: Cast) -> None:
    _agreed(cast)
    client, url = cast.admin.client, reverse("desk:search")
    assert client.get(f"{url}?{'x' * 200}=&q=whatisought").status_code == 422
    assert _pages(cast) == []
    sought = {"q": "принудительный труд и торговля людьми"}
    assert client.get(url, sought).status_code == 200, "a question in Cyrillic letters is not too long"
    assert client.get(url, {"q": "first\nsecond"}).status_code == 200
    assert [page.replace("+", " ") for page in _pages(cast)] == [
        f"/search/?q={sought['q']}",
        "/search/?q=first%0Asecond",
    ]


def test_signing_out_stays_free_in_an_emergency(cast: Cast) -> None:
    _agreed(cast)
    assert cast.admin.client.post(reverse("account_logout")).status_code == 302
    assert _pages(cast) == []

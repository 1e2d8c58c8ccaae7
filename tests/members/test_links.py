"""Personal links: what they are for, when they are dead, who may make and take them back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from secretariat.access.rules import Ring
from secretariat.audit.models import Deed
from secretariat.desk.rules import FEED
from secretariat.members import actions
from secretariat.members.models import Mandate, PersonalLink
from secretariat.members.purposes import (
    digest_of_secret,
    link_state,
    new_secret,
    purpose,
    purpose_named,
)
from secretariat.members.reads import (
    holder_of_seat,
    holder_of_secret,
    link_line,
    open_links,
    secret_of,
    visible_links,
)
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotAllowed, NotVisible, RuleBroken
from tests.cast import Cast

AT, ON = datetime(2026, 11, 24, 9, tzinfo=UTC), date(2026, 11, 24)
REPORT = "progress report"


def state(**changed: object) -> str:
    facts: dict[str, object] = {
        "expires_at": AT + timedelta(days=1),
        "revoked_at": None,
        "used_at": None,
        "may_change": True,
        "starts_on": date(2020, 1, 1),
        "ends_on": None,
        "is_suspended": False,
    }
    return link_state(AT, ON, **(facts | changed))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changed", "wanted"),
    [
        ({}, "open"),
        ({"expires_at": AT}, "expired"),
        ({"expires_at": AT + timedelta(seconds=1)}, "open"),
        ({"revoked_at": AT}, "revoked"),
        ({"used_at": AT}, "open"),
        ({"used_at": AT, "may_change": False}, "answered"),
        ({"ends_on": ON}, "open"),
        ({"ends_on": ON - timedelta(days=1)}, "ended"),
        ({"starts_on": ON + timedelta(days=1)}, "ended"),
        ({"starts_on": None}, "ended"),
        ({"is_suspended": True}, "suspended"),
    ],
)
def test_a_link_opens_only_while_nothing_speaks_against_it(changed: dict[str, object], wanted: str) -> None:
    assert state(**changed) == wanted


def test_a_secret_has_256_bits_and_only_its_digest_is_kept() -> None:
    made = {new_secret() for _ in range(100)}
    assert len(made) == 100
    assert {len(secret) for secret in made} == {43}
    assert len(digest_of_secret(made.pop())) == 64


def test_a_purpose_is_declared_once_lives_and_names_a_right_that_exists() -> None:
    with pytest.raises(ValueError, match="twice"):
        purpose(REPORT, asks="again")
    with pytest.raises(ValueError, match="never live"):
        purpose("a day of nothing", asks="nothing", days=0)
    with pytest.raises(LookupError):
        purpose("a deed of nobody", asks="nothing", deed="commitments.juggle")
    with pytest.raises(LookupError):
        purpose_named("a deed of nobody")


def a_link(cast: Cast, thing_ref: str = "commitment-asked") -> tuple[PersonalLink, str]:
    mandate = cast.coordinator.role.mandate
    assert mandate is not None
    link = actions.make_link(cast.officer.actor, mandate=mandate, purpose=REPORT, thing_ref=thing_ref)
    return link, secret_of(link.ref)


def test_whoever_comes_by_a_link_is_its_holder_for_one_deed_and_one_thing(cast: Cast) -> None:
    link, secret = a_link(cast)
    came = holder_of_secret(secret)
    assert came is not None
    assert came.line.link == link
    assert came.answerer.only == ("commitments.report_progress", "commitment-asked")
    assert came.answerer.label == "Ana Đurić, by personal link"
    assert came.answerer.rings_in(cast.network.pk) == {Ring.PUBLIC}
    assert Ring.MEMBERS in came.reader.rings_in(cast.network.pk)


def test_the_secret_stands_nowhere_in_the_store(cast: Cast) -> None:
    _, secret = a_link(cast)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # names come from the schema itself
            assert not any(secret in str(value) for row in cursor.fetchall() for value in row), table


def test_finding_the_holder_costs_one_query_whatever_the_answer(cast: Cast) -> None:
    link, secret = a_link(cast)
    for wanted in (secret, "wrong"):
        with CaptureQueriesContext(connection) as queries:
            holder_of_secret(wanted)
        assert len(queries) == 1
    actions.revoke_link(cast.officer.actor, link=link)
    with CaptureQueriesContext(connection) as queries:
        assert holder_of_secret(secret) is None
    assert len(queries) == 1


def test_a_link_is_dead_the_moment_it_is_taken_back_or_a_newer_one_is_made(cast: Cast) -> None:
    link, first = a_link(cast)
    _, second = a_link(cast)
    assert holder_of_secret(first) is None
    came = holder_of_secret(second)
    assert came is not None
    actions.revoke_link(cast.officer.actor, link=came.line.link)
    assert holder_of_secret(second) is None
    link.refresh_from_db()
    assert link_line(visible_links(cast.officer.actor).get(pk=link.pk)).state == "revoked"


def test_a_link_is_dead_on_the_first_second_after_its_time_and_its_mandate(cast: Cast) -> None:
    link, secret = a_link(cast)
    with time_machine.travel(link.expires_at - timedelta(seconds=1), tick=False):
        assert holder_of_secret(secret) is not None
    with time_machine.travel(link.expires_at, tick=False):
        assert holder_of_secret(secret) is None
    Mandate.objects.filter(pk=link.mandate_id).update(ends_on=clock.today())
    assert holder_of_secret(secret) is not None
    with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
        assert holder_of_secret(secret) is None


def test_a_shut_account_shuts_its_links(cast: Cast) -> None:
    _, secret = a_link(cast)
    account = cast.coordinator.account
    account.is_active = False
    account.save()
    assert holder_of_secret(secret) is None


def test_chair_and_secretariat_make_links_and_nobody_else_does(cast: Cast) -> None:
    mandate = cast.coordinator.role.mandate
    assert mandate is not None
    for actor in (cast.officer.actor, cast.chair.actor):
        actions.make_link(actor, mandate=mandate, purpose=REPORT, thing_ref="commitment-asked")
    for actor in (cast.coordinator.actor, cast.other.actor, cast.observer.actor, cast.public_actor):
        with pytest.raises(NotAllowed):
            actions.make_link(actor, mandate=mandate, purpose=REPORT, thing_ref="commitment-asked")


def test_an_ended_mandate_gets_no_link(cast: Cast) -> None:
    mandate = cast.former.role.mandate
    assert mandate is not None
    with pytest.raises(RuleBroken, match="not in force"):
        actions.make_link(cast.officer.actor, mandate=mandate, purpose=REPORT, thing_ref="commitment-asked")


def test_nobody_makes_somebody_elses_feed_nor_sends_a_link_to_themselves(cast: Cast) -> None:
    own, others = cast.coordinator.role.mandate, cast.other.role.mandate
    assert own is not None
    assert others is not None
    with pytest.raises(RuleBroken):
        actions.make_link(cast.officer.actor, mandate=own, purpose=FEED, thing_ref=own.ref)
    with pytest.raises(RuleBroken):
        actions.keep_own_link(cast.coordinator.actor, mandate=own, purpose=REPORT, is_renewed=True)
    with pytest.raises(NotAllowed):
        actions.keep_own_link(cast.coordinator.actor, mandate=others, purpose=FEED, is_renewed=True)
    with pytest.raises(NotVisible):
        actions.keep_own_link(cast.substitute.actor, mandate=own, purpose=FEED, is_renewed=True)


def test_everybody_with_a_mandate_has_an_address_of_their_own_advisers_and_observers_too(cast: Cast) -> None:
    for player in (cast.coordinator, cast.local, cast.observer, cast.funder, cast.chair):
        mandate = player.role.mandate
        assert mandate is not None
        secret = actions.keep_own_link(player.actor, mandate=mandate, purpose=FEED, is_renewed=True)
        came = holder_of_secret(secret)
        assert came is not None
        assert came.reader.seat_ids == player.actor.seat_ids
        actions.keep_own_link(player.actor, mandate=mandate, purpose=FEED, is_renewed=False)
        assert holder_of_secret(secret) is None


def test_each_sees_their_own_links_and_the_bureau_sees_all(cast: Cast) -> None:
    link, _ = a_link(cast)
    for player in (cast.officer, cast.chair, cast.coordinator):
        assert list(visible_links(player.actor)) == [link]
    for player in (cast.substitute, cast.other, cast.observer, cast.admin):
        assert not visible_links(player.actor).exists()
    assert [line.link for line in open_links(cast.officer.actor, REPORT, [link.thing_ref])] == [link]


def test_a_link_that_was_answered_by_says_when(cast: Cast) -> None:
    link, _ = a_link(cast)
    actions.use_link(cast.coordinator.actor, link=link)
    link.refresh_from_db()
    assert link.used_at == clock.now()
    actions.revoke_link(cast.officer.actor, link=link)
    with pytest.raises(NotVisible):
        actions.use_link(cast.coordinator.actor, link=link)


def test_making_and_taking_back_are_deeds_in_plain_words(cast: Cast) -> None:
    link, _ = a_link(cast)
    actions.revoke_link(cast.chair.actor, link=link)
    told = list(Deed.objects.filter(thing_ref=link.ref).values_list("deed", flat=True))
    assert told == ["members.make_link", "members.revoke_link"]


def test_what_opens_nothing_any_more_is_not_taken_back_and_says_so(cast: Cast) -> None:
    link, _ = a_link(cast)
    assert actions.revoke_link(cast.officer.actor, link=link) is True
    link.refresh_from_db()
    taken_back = link.revoked_at
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False):
        assert actions.revoke_link(cast.officer.actor, link=link) is False
    link.refresh_from_db()
    assert link.revoked_at == taken_back
    assert Deed.objects.filter(deed="members.revoke_link").count() == 1
    other, _ = a_link(cast)
    with time_machine.travel(clock.now() + timedelta(days=60), tick=False):
        assert actions.revoke_link(cast.officer.actor, link=other) is False


def test_a_link_of_somebody_suspended_is_taken_back_for_good(cast: Cast) -> None:
    link, secret = a_link(cast)
    actions.suspend_account(cast.officer.actor, person=cast.coordinator.person, reason="Lost.")
    assert actions.revoke_link(cast.officer.actor, link=link) is True
    actions.restore_account(cast.officer.actor, person=cast.coordinator.person, reason="Found.")
    assert holder_of_secret(secret) is None


def test_one_writes_to_whoever_fills_the_seat(cast: Cast) -> None:
    today = clock.today()
    assert holder_of_seat(cast.seats["ab"], today) == cast.coordinator.role.mandate
    assert holder_of_seat(cast.seats["es"], today) is None

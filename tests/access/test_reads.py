"""The query twin of the rings answers exactly as the rule does."""

from __future__ import annotations

import pytest

from secretariat.access.reads import account_by_email, actor_for, one_or_hidden
from secretariat.access.rules import PUBLIC, Actor, Ring, sees
from secretariat.meetings.models import Meeting
from secretariat.meetings.reads import visible_meetings
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotVisible
from tests.cast import Cast

ROLES = (
    "officer",
    "chair",
    "coordinator",
    "substitute",
    "local",
    "other",
    "former",
    "observer",
    "funder",
    "admin",
)


@pytest.fixture
def one_of_each_ring(cast: Cast) -> list[Meeting]:
    return [
        Meeting.objects.create(
            network=cast.network,
            ring=ring,
            seat=cast.seats["ab"],
            title=ring,
            starts_on=clock.today(),
            ends_on=clock.today(),
        )
        for ring in Ring
    ]


def actors(cast: Cast) -> list[Actor]:
    return [PUBLIC, *(getattr(cast, role).actor for role in ROLES)]


def test_query_and_rule_agree_for_everybody_and_every_ring(
    cast: Cast, one_of_each_ring: list[Meeting]
) -> None:
    for actor in actors(cast):
        found = set(visible_meetings(actor))
        assert found == {m for m in one_of_each_ring if sees(actor, m)}, actor.label


def test_a_mandate_that_ended_yesterday_gives_what_the_public_has(
    cast: Cast, one_of_each_ring: list[Meeting]
) -> None:
    assert [m.ring for m in visible_meetings(cast.former.actor)] == [Ring.PUBLIC]
    assert {m.ring for m in visible_meetings(cast.newcomer.actor)} == {
        Ring.PUBLIC,
        Ring.PARTNERS,
        Ring.MEMBERS,
    }


def test_the_administrator_of_the_machine_sees_no_paper(cast: Cast, one_of_each_ring: list[Meeting]) -> None:
    assert [m.ring for m in visible_meetings(cast.admin.actor)] == [Ring.PUBLIC]


def test_hidden_and_missing_are_the_same_answer(cast: Cast, one_of_each_ring: list[Meeting]) -> None:
    closed = next(m for m in one_of_each_ring if m.ring == Ring.MEMBERS)
    for ref in (closed.ref, "meeting-nowhere"):
        with pytest.raises(NotVisible):
            one_or_hidden(visible_meetings(cast.observer.actor), ref=ref)
    assert one_or_hidden(visible_meetings(cast.other.actor), ref=closed.ref) == closed


def test_an_account_that_is_shut_is_the_public(cast: Cast) -> None:
    account = cast.officer.account
    account.is_active = False
    account.save()
    assert actor_for(account) is PUBLIC
    assert account_by_email(account.email) is None

"""Offers to host whose day comes near, and passes: the seat is asked once, the clock does the rest."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from secretariat.audit.models import Deed
from secretariat.desk.machine.jobs import TICK, ask_of_offers, lapse_offers
from secretariat.meetings import actions
from secretariat.meetings.models import HostingOffer
from secretariat.meetings.rules import has_lapsed, reminder_is_due
from secretariat.members.actions import end_mandate
from secretariat.members.models import Notice, Person
from secretariat.members.reads import why_not_sent
from secretariat.toolbox.errors import RuleBroken
from tests.cast import Cast

TODAY = date(2026, 11, 24)


def until(cast: Cast, days: int, seat: str = "ab") -> HostingOffer:
    """An offer that stands for so many days from today, noted long before."""
    offer = actions.note_offer(
        cast.officer.actor, network=cast.network, seat=cast.seats[seat], place="Quay of Storks"
    )
    HostingOffer.objects.filter(pk=offer.pk).update(expires_on=TODAY + timedelta(days=days))
    return offer


def letters() -> list[Notice]:
    return list(Notice.objects.filter(kind="offer runs out").order_by("pk"))


@given(st.integers(-60, 60))
def test_no_day_is_both_one_to_ask_on_and_one_on_which_it_is_over(days: int) -> None:
    last = TODAY + timedelta(days=days)
    assert not (reminder_is_due(TODAY, last) and has_lapsed(TODAY, last))
    assert reminder_is_due(TODAY, last) is (0 <= days <= 14)


def test_the_seat_is_asked_once_in_the_fortnight_before_its_offer_runs_out(cast: Cast) -> None:
    for days in (15, 14, 0, -1):
        until(cast, days)
    assert ask_of_offers() == 2
    assert [letter.account for letter in letters()] == [cast.coordinator.account] * 2
    assert ask_of_offers() == 0
    assert len(letters()) == 2


def test_the_letter_says_what_is_asked_by_when_and_where_and_not_what_was_offered(cast: Cast) -> None:
    offer = until(cast, 5)
    ask_of_offers()
    (letter,) = letters()
    assert "stands until 29 November 2026" in letter.body
    assert reverse("meetings:offer", args=[offer.ref]) in letter.body
    assert "Storks" not in letter.body + letter.subject
    assert letter.mandate == cast.coordinator.role.mandate


def test_where_nobody_at_the_seat_can_be_written_to_the_secretariat_is(cast: Cast) -> None:
    until(cast, 5, seat="es")
    Person.objects.filter(pk=cast.other.person.pk).update(account=None)
    until(cast, 5, seat="br")
    assert ask_of_offers() == 2
    assert {letter.account for letter in letters()} == {cast.officer.account}
    assert all("nobody at the seat it came from can be written to" in letter.body for letter in letters())


def test_a_letter_is_not_sent_to_whoever_left_the_seat_meanwhile(cast: Cast) -> None:
    until(cast, 5)
    ask_of_offers()
    mandate = cast.coordinator.role.mandate
    assert mandate is not None
    end_mandate(cast.officer.actor, mandate=mandate, ends_on=TODAY - timedelta(days=1))
    assert why_not_sent(letters()[0]) == "The mandate it was written for has ended."


def test_an_offer_lapses_the_day_after_its_last_in_the_zone_of_the_network(cast: Cast) -> None:
    offer = until(cast, 0)
    assert lapse_offers() == 0
    with time_machine.travel("2026-11-24T22:30:00+00:00", tick=False):
        assert lapse_offers() == 0
    with time_machine.travel("2026-11-24T23:30:00+00:00", tick=False):
        assert lapse_offers() == 1
        assert lapse_offers() == 0
    offer.refresh_from_db()
    assert offer.state == "lapsed"
    assert Deed.objects.filter(deed="meetings.lapse_offer", thing_ref=offer.ref).count() == 1


def test_an_offer_without_a_last_day_never_lapses_by_itself(cast: Cast) -> None:
    actions.note_offer(
        cast.officer.actor, network=cast.network, seat=cast.seats["ab"], latest=date(2020, 1, 1)
    )
    assert (ask_of_offers(), lapse_offers()) == (0, 0)


def test_an_answered_offer_is_neither_asked_about_nor_lapses(cast: Cast) -> None:
    for days in (5, -3):
        offer = until(cast, days)
        actions.answer_offer(cast.coordinator.actor, offer=offer, version=1, state="withdrawn")
    assert (ask_of_offers(), lapse_offers()) == (0, 0)
    stale = until(cast, 5)
    actions.answer_offer(cast.coordinator.actor, offer=stale, version=1, state="withdrawn")
    assert actions.remind_of_offer(TICK, offer=stale) is False
    assert letters() == []


def test_a_seat_opens_a_lapsed_offer_again_with_a_new_day_and_is_asked_anew(cast: Cast) -> None:
    offer = until(cast, -1)
    lapse_offers()
    with pytest.raises(RuleBroken, match="It stood until 23 November 2026"):
        actions.answer_offer(cast.coordinator.actor, offer=offer, version=2, state="open")
    again = actions.answer_offer(
        cast.coordinator.actor, offer=offer, version=2, state="open", expires_on=TODAY + timedelta(days=10)
    )
    assert (again.state, again.version) == ("open", 3)
    assert ask_of_offers() == 1


def test_whoever_names_a_near_day_is_not_asked_about_it_at_once(cast: Cast) -> None:
    actions.note_offer(
        cast.coordinator.actor,
        network=cast.network,
        seat=cast.seats["ab"],
        expires_on=TODAY + timedelta(days=3),
    )
    assert ask_of_offers() == 0


def test_the_page_takes_the_new_day_and_refuses_one_that_is_over(cast: Cast) -> None:
    offer = until(cast, 5)
    address = reverse("meetings:offer", args=[offer.ref])
    refused = cast.coordinator.client.post(
        address, {"version": "1", "state": "open", "expires_on": "2026-11-01"}
    )
    assert refused.status_code == 422
    assert "This day is over already" in refused.content.decode()
    taken = cast.coordinator.client.post(
        address, {"version": "1", "state": "open", "expires_on": "2027-02-01"}
    )
    assert taken.status_code == 302
    offer.refresh_from_db()
    assert offer.expires_on == date(2027, 2, 1)

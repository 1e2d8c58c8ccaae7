"""Offers to host whose day comes near, and passes: the seat is asked once, the clock does the rest."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

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
from secretariat.members.actions import queue_digests
from secretariat.members.models import DigestLine, Notice, Person
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


def asked() -> list[DigestLine]:
    return list(DigestLine.objects.filter(kind="offer runs out").order_by("pk"))


@given(st.integers(-60, 60))
def test_no_day_is_both_one_to_ask_on_and_one_on_which_it_is_over(days: int) -> None:
    last = TODAY + timedelta(days=days)
    assert not (reminder_is_due(TODAY, last) and has_lapsed(TODAY, last))
    assert reminder_is_due(TODAY, last) is (0 <= days <= 14)


def test_the_seat_is_asked_once_in_the_fortnight_before_its_offer_runs_out(cast: Cast) -> None:
    first, _ = until(cast, 14), until(cast, 15)
    assert ask_of_offers() == 1
    speakers = {cast.coordinator.account, cast.substitute.account}
    assert {line.account for line in asked()} == speakers, "whoever speaks for the seat, and no adviser"
    assert {line.thing_ref for line in asked()} == {first.ref}
    assert ask_of_offers() == 0
    assert len(asked()) == 2


def test_what_is_asked_names_the_day_and_the_page_and_not_what_was_offered(cast: Cast) -> None:
    offer = until(cast, 5)
    ask_of_offers()
    line = asked()[0]
    assert line.by_at is not None
    assert line.by_at.astimezone(ZoneInfo(cast.network.zone)).date() == TODAY + timedelta(days=5)
    assert line.address == reverse("meetings:offer", args=[offer.ref])
    assert "Storks" not in line.asked
    with time_machine.travel("2026-11-25T09:00:00+00:00", tick=False):
        assert queue_digests() == 2
    letter = Notice.objects.get(account=cast.coordinator.account, kind="digest")
    assert "29 November 2026" in letter.body
    assert "Storks" not in letter.body + letter.subject


def test_where_the_morning_would_be_too_late_a_letter_of_its_own_goes(cast: Cast) -> None:
    until(cast, 0)
    until(cast, 1)
    assert ask_of_offers() == 2
    assert asked() == []
    accounts = [n.account for n in Notice.objects.filter(kind="offer runs out").order_by("pk")]
    assert accounts.count(cast.coordinator.account) == 2


def test_where_nobody_at_the_seat_can_be_written_to_the_secretariat_is(cast: Cast) -> None:
    until(cast, 5, seat="es")
    Person.objects.filter(pk=cast.other.person.pk).update(account=None)
    until(cast, 5, seat="br")
    assert ask_of_offers() == 2
    assert {line.account for line in asked()} == {cast.officer.account}
    assert all("nobody at its seat can be written to" in line.asked for line in asked())


def test_an_offer_that_its_own_seat_does_not_see_is_asked_of_the_secretariat(cast: Cast) -> None:
    offer = until(cast, 5)
    HostingOffer.objects.filter(pk=offer.pk).update(ring="bureau")
    ask_of_offers()
    assert {line.account for line in asked()} == {cast.officer.account}


def test_whoever_answers_before_the_morning_is_not_asked_any_more(cast: Cast) -> None:
    offer = until(cast, 5)
    ask_of_offers()
    assert asked()
    actions.answer_offer(cast.coordinator.actor, offer=offer, version=1, state="withdrawn")
    assert asked() == []


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
    assert asked() == []


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

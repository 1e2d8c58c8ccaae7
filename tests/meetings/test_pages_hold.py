"""The pages of meetings and offers under hostile words, bad input, and for those outside the members' ring."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from secretariat.access.rules import Ring
from secretariat.meetings import actions
from secretariat.meetings.models import HostingOffer, Meeting
from secretariat.meetings.rules import ring_of_offer
from tests.cast import Cast

HOSTILE = "<script>alert(1)</script>"


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_hostile_words_of_meetings_and_offers_are_text(cast: Cast) -> None:
    officer = cast.officer.actor
    actions.create_meeting(
        officer, network=cast.network, title=HOSTILE, place=HOSTILE, starts_on=date(2026, 5, 30)
    )
    offer = actions.note_offer(
        officer, network=cast.network, place=HOSTILE, period_words="<b>soon</b>", parent_event="<i>fair</i>"
    )
    for address in (reverse("meetings:list"), reverse("meetings:offer", args=[offer.ref])):
        page = text(cast.other.client.get(address))
        assert "&lt;script&gt;alert(1)" in page
        for words in ("<script>alert", "<b>soon", "<i>fair"):
            assert words not in page


@pytest.mark.parametrize("role", ["former", "observer", "funder", "admin"])
def test_outsiders_find_no_closed_meeting_and_no_offer(cast: Cast, role: str) -> None:
    officer = cast.officer.actor
    meeting = actions.create_meeting(
        officer, network=cast.network, title="Closed talks", starts_on=date(2026, 5, 30)
    )
    offer = actions.note_offer(officer, network=cast.network, seat=cast.seats["ab"], place="Port Alba")
    client = getattr(cast, role).client
    assert "Closed talks" not in text(client.get(reverse("meetings:list")))
    assert "Port Alba" not in text(client.get(reverse("meetings:list")))
    for address in (reverse("meetings:offer", args=[offer.ref]), reverse("desk:meeting", args=[meeting.ref])):
        assert client.get(address).status_code == 404


def test_whoever_offers_finds_the_offer_again(cast: Cast) -> None:
    for role, ring in (("observer", "partners"), ("coordinator", "members"), ("officer", "members")):
        player = getattr(cast, role)
        fields = {"seat": player.seat.ref, "period_words": "October 2027", "firmness": "intended"}
        player.client.post(reverse("meetings:add_offer"), fields)
        offer = HostingOffer.objects.get(seat=player.seat)
        assert offer.ring == ring
        answer = {"version": "1", "state": "withdrawn"}
        address = reverse("meetings:offer", args=[offer.ref])
        assert player.client.post(address, answer).status_code == 302, role


def test_an_offer_goes_to_members_unless_whoever_makes_it_is_a_partner() -> None:
    assert ring_of_offer({Ring.PUBLIC, Ring.PARTNERS}) == Ring.PARTNERS
    assert ring_of_offer({Ring.PUBLIC, Ring.PARTNERS, Ring.MEMBERS}) == Ring.MEMBERS
    assert ring_of_offer(set(Ring)) == Ring.MEMBERS


def test_an_offer_without_a_time_is_refused_and_keeps_what_was_typed(cast: Cast) -> None:
    answer = cast.coordinator.client.post(
        reverse("meetings:add_offer"),
        {"seat": cast.seats["ab"].ref, "place": "Typed place", "theme": "Typed theme", "firmness": "sure"},
    )
    assert answer.status_code == 422
    assert "Typed place" in text(answer)
    assert "Typed theme" in text(answer)
    assert not HostingOffer.objects.exists()


def test_the_answer_of_two_who_answer_at_once_shows_both(cast: Cast) -> None:
    offer = actions.note_offer(cast.officer.actor, network=cast.network, seat=cast.seats["ab"])
    address = reverse("meetings:offer", args=[offer.ref])
    assert cast.coordinator.client.post(address, {"version": "1", "state": "withdrawn"}).status_code == 302
    late = cast.officer.client.post(address, {"version": "1", "state": "lapsed"})
    assert late.status_code == 409
    assert "withdrawn" in text(late)
    assert "lapsed" in text(late)


def test_a_meeting_narrowed_to_the_bureau_is_gone_for_members_on_the_next_request(cast: Cast) -> None:
    meeting = actions.create_meeting(
        cast.officer.actor, network=cast.network, title="Closed talks", starts_on=date(2026, 5, 30)
    )
    address = reverse("desk:meeting", args=[meeting.ref])
    assert cast.other.client.get(address).status_code == 200
    actions.change_meeting(cast.officer.actor, meeting=meeting, version=1, ring="bureau")
    assert cast.other.client.get(address).status_code == 404
    assert Meeting.objects.get().ring == "bureau"


def test_the_footnote_of_a_denomination_stands_once_however_many_offers_name_it(cast: Cast) -> None:
    for _ in range(3):
        actions.note_offer(cast.officer.actor, network=cast.network, seat=cast.seats["dr"])
    page = text(cast.other.client.get(reverse("meetings:list")))
    assert page.count("* This name is used without prejudice") == 1

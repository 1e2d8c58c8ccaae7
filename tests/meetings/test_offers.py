"""Offers to host as their pages show them: who may make one, and what may be known of its meetings."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import HttpResponse
from django.urls import reverse

from secretariat.meetings import actions
from secretariat.meetings.models import HostingOffer
from tests.cast import Cast

ADD = "meetings:add_offer"


def text(response: HttpResponse) -> str:
    return response.content.decode()


def fields(cast: Cast, seat: str, words: str = "October 2027") -> dict[str, str]:
    return {"seat": cast.seats[seat].ref, "period_words": words, "firmness": "tentative"}


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("October 2027", "Understood as 1 October 2027 to 31 October 2027."),
        ("2027", "Understood as 1 January 2027 to 31 December 2027."),
        ("within their presidency", "no days follow from them"),
        ("when all agree", "no days follow from them"),
    ],
)
def test_the_words_of_the_period_are_shown_back_as_they_were_understood(
    cast: Cast, words: str, shown: str
) -> None:
    answer = cast.coordinator.client.post(reverse(ADD), fields(cast, "ab", words), follow=True)
    assert shown in text(answer)
    assert HostingOffer.objects.get().period_words == words


def test_a_seat_offers_only_for_itself_and_the_bureau_for_any(cast: Cast) -> None:
    refused = cast.other.client.post(reverse(ADD), fields(cast, "ab"))
    assert refused.status_code == 422
    without = cast.other.client.post(reverse(ADD), fields(cast, "br") | {"seat": ""})
    assert without.status_code == 422
    assert not HostingOffer.objects.exists()
    for client, seat in ((cast.other.client, "br"), (cast.officer.client, "ab")):
        assert client.post(reverse(ADD), fields(cast, seat)).status_code == 302
    assert cast.officer.client.post(reverse(ADD), fields(cast, "ab") | {"seat": ""}).status_code == 302


def test_an_adviser_has_no_button_and_no_form(cast: Cast) -> None:
    listed = reverse("meetings:list")
    assert reverse(ADD) in text(cast.coordinator.client.get(listed))
    assert reverse(ADD) not in text(cast.local.client.get(listed))
    assert cast.local.client.get(reverse(ADD)).status_code == 403
    assert cast.local.client.post(reverse(ADD), fields(cast, "ab")).status_code == 403


def test_the_page_of_an_offer_says_that_its_time_passed_and_the_answer_takes_that_away(cast: Cast) -> None:
    offer = actions.note_offer(
        cast.coordinator.actor, network=cast.network, seat=cast.seats["ab"], latest=date(2020, 12, 31)
    )
    address = reverse("meetings:offer", args=[offer.ref])
    assert "its time has passed" in text(cast.other.client.get(address))
    assert "Say what became of it" not in text(cast.other.client.get(address))
    page = text(cast.coordinator.client.get(address))
    assert "Say what became of it" in page
    cast.coordinator.client.post(address, {"version": "1", "state": "lapsed"})
    assert "its time has passed" not in text(cast.other.client.get(address))


def test_an_offer_taken_up_leads_to_its_meeting_and_wants_one_named(cast: Cast) -> None:
    officer = cast.officer.actor
    offer = actions.note_offer(officer, network=cast.network, seat=cast.seats["ab"])
    became = actions.create_meeting(
        officer, network=cast.network, title="Port talks", starts_on=date(2027, 1, 9)
    )
    address = reverse("meetings:offer", args=[offer.ref])
    refused = cast.officer.client.post(address, {"version": "1", "state": "taken up"})
    assert refused.status_code == 422
    cast.officer.client.post(address, {"version": "1", "state": "taken up", "meeting": became.ref})
    assert "Port talks" in text(cast.other.client.get(reverse("meetings:list")))
    assert "Port talks" in text(cast.other.client.get(address))


def test_an_offer_known_more_widely_than_its_meetings_and_maker_names_none_of_them(cast: Cast) -> None:
    officer = cast.officer.actor
    closed = actions.create_meeting(
        officer, network=cast.network, title="Closed talks", starts_on=date(2026, 5, 30)
    )
    offer = actions.note_offer(
        officer,
        network=cast.network,
        seat=cast.seats["ab"],
        offered_by=cast.coordinator.person,
        made_at=closed,
        place="Old Town",
        ring="partners",
    )
    actions.answer_offer(officer, offer=offer, version=1, state="taken up", meeting=closed)
    for address in (reverse("meetings:offer", args=[offer.ref]), reverse("meetings:list")):
        outside, inside = text(cast.observer.client.get(address)), text(cast.other.client.get(address))
        assert "Old Town" in outside
        assert "Closed talks" not in outside
        assert "Đurić" not in outside
        assert "Closed talks" in inside

"""The pages about meetings and offers."""

from __future__ import annotations

from datetime import date

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from secretariat.meetings import actions
from secretariat.meetings.models import HostingOffer, Meeting
from tests.cast import Cast

FIELDS = {
    "title": "Closed <b>meeting</b>",
    "kind": "plenary",
    "is_closed": "on",
    "ring": "members",
    "starts_on": "2026-05-30",
}


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_a_meeting_is_entered_by_form_and_shown_as_text(cast: Cast) -> None:
    answer = cast.officer.client.post(reverse("meetings:add"), FIELDS)
    meeting = Meeting.objects.get()
    assert answer.headers["Location"] == reverse("desk:meeting", args=[meeting.ref])
    page = text(cast.other.client.get(reverse("meetings:list")))
    assert "Closed &lt;b&gt;meeting&lt;/b&gt;" in page
    assert "30 May 2026" in page


def test_a_form_with_days_that_run_backwards_keeps_what_was_typed(cast: Cast) -> None:
    answer = cast.officer.client.post(
        reverse("meetings:add"), FIELDS | {"ends_on": "2026-05-01", "place": "Typed"}
    )
    assert answer.status_code == 422
    assert "swap the two days" in text(answer)
    assert "Typed" in text(answer)
    assert not Meeting.objects.exists()


def test_a_change_over_somebody_elses_change_shows_both(cast: Cast) -> None:
    cast.officer.client.post(reverse("meetings:add"), FIELDS)
    meeting = Meeting.objects.get()
    address = reverse("meetings:change", args=[meeting.ref])
    assert cast.chair.client.post(address, FIELDS | {"version": "1", "place": "Theirs"}).status_code == 302
    answer = cast.officer.client.post(address, FIELDS | {"version": "1", "place": "Ours"})
    assert answer.status_code == 409
    assert "Ours" in text(answer)
    assert "Theirs" in text(answer)


def test_a_vague_offer_is_understood_and_shown_as_it_was_said(cast: Cast) -> None:
    client = cast.coordinator.client
    client.post(
        reverse("meetings:add_offer"),
        {
            "seat": cast.seats["ab"].ref,
            "place": "Port Alba",
            "period_words": "the first half of 2027",
            "firmness": "intended",
        },
    )
    offer = HostingOffer.objects.get()
    assert (offer.earliest, offer.latest) == (date(2027, 1, 1), date(2027, 6, 30))
    assert "the first half of 2027" in text(cast.other.client.get(reverse("meetings:list")))
    address = reverse("meetings:offer", args=[offer.ref])
    assert cast.other.client.post(address, {"version": "1", "state": "withdrawn"}).status_code == 403
    assert client.post(address, {"version": "1", "state": "withdrawn"}).status_code == 302
    assert "withdrawn" in text(cast.other.client.get(address))


def test_an_offer_nobody_answered_is_called_what_it_is(cast: Cast) -> None:
    actions.note_offer(cast.officer.actor, network=cast.network, place="Old Town", latest=date(2020, 1, 1))
    assert "never answered; its time has passed" in text(cast.other.client.get(reverse("meetings:list")))


def test_a_list_of_a_thousand_meetings_costs_no_more_queries_than_one_of_ten(cast: Cast) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert cast.other.client.get(reverse("meetings:list")).status_code == 200
        return len(queries)

    def fill(number: int) -> None:
        Meeting.objects.bulk_create(
            Meeting(
                network=cast.network,
                title=f"Meeting {n}",
                starts_on=date(2020, 1, 1),
                ends_on=date(2020, 1, 1),
                ring="members",
            )
            for n in range(number)
        )

    fill(10)
    count()  # signs in
    few = count()
    fill(1000)
    assert count() == few


def test_an_offer_that_is_over_before_it_is_made_is_a_slip(cast: Cast) -> None:
    fields = {
        "seat": cast.seats["ab"].ref,
        "period_words": "2027",
        "firmness": "firm",
        "expires_on": "2026-11-23",
    }
    answer = cast.coordinator.client.post(reverse("meetings:add_offer"), fields)
    assert answer.status_code == 422
    assert "over already" in text(answer)
    assert not HostingOffer.objects.exists()

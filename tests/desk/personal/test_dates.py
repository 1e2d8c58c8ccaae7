"""Which days suit, answered without a sign-in: what the page shows, what it takes, and what ends it."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from secretariat.audit.models import Deed
from secretariat.meetings import actions
from secretariat.meetings.date_polls import days_asked
from secretariat.meetings.models import Candidate, DatePoll, PollAnswer
from secretariat.members.actions import end_mandate
from secretariat.members.models import Notice
from secretariat.members.reads import words_to_send
from tests.cast import Cast

UNTIL = datetime(2026, 12, 20, 17, tzinfo=UTC)


@pytest.fixture
def poll(cast: Cast) -> DatePoll:
    return actions.open_poll(
        cast.officer.actor,
        network=cast.network,
        title="Spring meeting",
        candidates=[days_asked(date(2027, 3, 2), "morning"), days_asked(date(2027, 3, 26))],
        answers_until_at=UNTIL,
    )


@pytest.fixture
def address(cast: Cast, poll: DatePoll) -> str:
    """The path of Alba's personal link, from its letter."""
    actions.ask_seats(cast.officer.actor, poll=poll)
    notice = Notice.objects.get(kind="date poll", account=cast.coordinator.account)
    found = re.search(r"https?://[^/]+(/answer/\S+/)", words_to_send(notice))
    assert found
    return found[1]


def text(response: HttpResponse) -> str:
    return response.content.decode()


def refs(poll: DatePoll) -> list[str]:
    return [candidate.ref for candidate in Candidate.objects.filter(poll=poll)]


def said(cast: Cast, poll: DatePoll) -> list[str]:
    rows = PollAnswer.objects.filter(line__poll=poll, line__seat=cast.seats["ab"]).order_by("candidate__day")
    return list(rows.values_list("word", flat=True))


def test_the_page_shows_the_days_and_what_speaks_against_them_and_nothing_the_others_said(
    cast: Cast, poll: DatePoll, address: str
) -> None:
    first = refs(poll)[0]
    actions.answer_poll(
        cast.other.actor, line=poll.lines.get(seat=cast.seats["br"]), answers={first: "if need be"}
    )
    page = text(Client().get(address))
    assert "Tuesday 2 March 2027, morning" in page
    assert "Western Good Friday" in page
    assert page.count("if need be") == 4, "a value and its label for each day, and nothing said"
    assert cast.other.person.name not in page


def test_it_is_answered_and_answered_anew_as_the_deed_of_the_holder(
    cast: Cast, poll: DatePoll, address: str
) -> None:
    first, second = refs(poll)
    client = Client()
    assert "<h1>Thank you</h1>" in text(client.post(address, {first: "yes"}, follow=True))
    assert said(cast, poll) == ["yes"]
    changed = text(client.post(address, {first: "no", second: "yes"}, follow=True))
    assert said(cast, poll) == ["no", "yes"]
    assert "state-no" in changed
    deeds = Deed.objects.filter(deed="meetings.answer_poll")
    assert deeds.count() == 2
    assert {deed.account_id for deed in deeds} == {cast.coordinator.account.pk}
    assert (
        poll.lines.get(seat=cast.seats["ab"]).answered_by
        == f"{cast.coordinator.person.name}, by personal link"
    )


def test_the_link_answers_for_its_own_seat_alone(cast: Cast, poll: DatePoll, address: str) -> None:
    other = poll.lines.get(seat=cast.seats["br"])
    client = Client()
    client.get(address)
    assert client.get(reverse("meetings:answer_poll", args=[other.ref])).status_code == 302
    assert client.get(reverse("meetings:poll", args=[poll.ref])).status_code == 302
    assert PollAnswer.objects.count() == 0


def test_a_closed_question_is_shown_closed_and_takes_nothing(
    cast: Cast, poll: DatePoll, address: str
) -> None:
    client = Client()
    client.post(address, {refs(poll)[0]: "yes"})
    actions.close_poll(cast.officer.actor, poll=poll)
    late = client.post(address, {refs(poll)[0]: "no"})
    assert late.status_code == 422
    assert "This question is closed" in text(late)
    assert said(cast, poll) == ["yes"]
    actions.reopen_poll(cast.officer.actor, poll=poll, answers_until_at=UNTIL)
    assert client.post(address, {refs(poll)[0]: "no"}).status_code == 302
    assert said(cast, poll) == ["no"]


def test_it_ends_with_the_mandate_at_once(cast: Cast, poll: DatePoll, address: str) -> None:
    mandate = cast.coordinator.role.mandate
    assert mandate is not None
    assert Client().get(address).status_code == 200
    end_mandate(cast.officer.actor, mandate=mandate, ends_on=date(2026, 11, 23))
    assert Client().get(address).status_code == 404
    assert Client().post(address, {refs(poll)[0]: "yes"}).status_code == 404
    assert said(cast, poll) == []


def test_the_newest_link_alone_opens_and_lives_as_long_as_the_question(
    cast: Cast, poll: DatePoll, address: str
) -> None:
    with time_machine.travel(UNTIL - timedelta(days=1), tick=False):
        assert Client().get(address).status_code == 200
    actions.ask_seats(cast.officer.actor, poll=poll)
    assert Client().get(address).status_code == 404


def test_the_page_costs_the_same_however_many_days(cast: Cast, poll: DatePoll, address: str) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(address).status_code == 200
        return len(queries)

    cost()
    few = cost()
    for n in range(9):
        actions.add_candidate(cast.officer.actor, poll=poll, days=days_asked(date(2027, 6, 1 + n)))
    assert cost() == few


def test_the_list_of_links_leads_to_the_question(cast: Cast, poll: DatePoll, address: str) -> None:
    page = text(cast.officer.client.get(reverse("desk:links")))
    assert reverse("meetings:poll", args=[poll.ref]) in page

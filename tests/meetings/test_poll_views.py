"""The pages on which a date is found: from the offer to the meeting, by the seats and by the offices."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from secretariat.meetings import actions
from secretariat.meetings.date_polls import days_asked
from secretariat.meetings.models import Candidate, DatePoll, HostingOffer, Meeting, OutsideEvent, PollAnswer
from secretariat.meetings.reads import (
    looked_at,
    poll_heads,
    poll_page,
    poll_question,
    polls_asked_of,
    visible_poll_lines,
    visible_polls,
    year_ahead,
)
from secretariat.members.models import Member, Seat
from secretariat.toolbox import clock
from tests.cast import Cast

UNTIL = datetime(2026, 12, 20, 17, tzinfo=UTC)
ADD = "meetings:add_poll"
FIELDS = {
    "title": "Spring meeting",
    "until_on": "2026-12-20",
    "day_1": "2027-03-02",
    "half_1": "morning",
    "day_2": "2027-03-26",
}


def text(response: HttpResponse) -> str:
    return response.content.decode()


@pytest.fixture
def poll(cast: Cast) -> DatePoll:
    return actions.open_poll(
        cast.officer.actor,
        network=cast.network,
        title="Spring meeting",
        candidates=[days_asked(date(2027, 3, 2), "morning"), days_asked(date(2027, 3, 26))],
        answers_until_at=UNTIL,
    )


def line_address(poll: DatePoll, cast: Cast, code: str) -> str:
    return reverse("meetings:answer_poll", args=[poll.lines.get(seat=cast.seats[code]).ref])


def test_the_days_are_looked_at_with_what_speaks_against_them_before_the_question_opens(cast: Cast) -> None:
    looked = cast.officer.client.post(reverse(ADD), FIELDS | {"do": "look"})
    assert looked.status_code == 200
    assert "Western Good Friday" in text(looked)
    assert not DatePoll.objects.exists()
    opened = cast.officer.client.post(reverse(ADD), FIELDS | {"do": "open"}, follow=True)
    assert "Nobody was written to yet" in text(opened)
    poll = DatePoll.objects.get()
    assert poll.answers_until_at == UNTIL
    assert [(c.day, c.half) for c in poll.candidates.all()] == [
        (date(2027, 3, 2), "morning"),
        (date(2027, 3, 26), ""),
    ]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"last_1": "2027-03-03"}, "Half a day is on one day"),
        ({"day_2": "2027-03-02", "half_2": "morning"}, "asked about already"),
        ({"day_2": "", "last_2": "2027-03-09"}, "Give the first day, too"),
        ({"until_on": "2026-11-01"}, "choose a day ahead"),
    ],
)
def test_a_question_that_cannot_be_asked_keeps_what_was_typed(
    cast: Cast, wrong: dict[str, str], words: str
) -> None:
    answer = cast.officer.client.post(reverse(ADD), FIELDS | wrong | {"do": "open"})
    assert answer.status_code == 422
    assert words in text(answer)
    assert "Spring meeting" in text(answer)
    assert not DatePoll.objects.exists()


def test_an_offer_leads_to_its_question_and_the_question_to_the_meeting_it_becomes(cast: Cast) -> None:
    offer = actions.note_offer(
        cast.coordinator.actor, network=cast.network, seat=cast.seats["ab"], place="Port Alba"
    )
    page = text(cast.officer.client.get(reverse("meetings:offer", args=[offer.ref])))
    address = f"{reverse(ADD)}?offer={offer.ref}"
    assert address in page
    assert address not in text(cast.other.client.get(reverse("meetings:offer", args=[offer.ref])))
    assert "Meeting in Port Alba" in text(cast.officer.client.get(address))
    cast.officer.client.post(address, FIELDS | {"offer": offer.ref, "do": "open"})
    candidate = Candidate.objects.filter(poll__offer=offer)[0]
    done = cast.officer.client.post(reverse("meetings:choose_candidate", args=[candidate.ref]))
    meeting = Meeting.objects.get(title="Spring meeting")
    assert done.headers["Location"] == reverse("desk:meeting", args=[meeting.ref])
    offer.refresh_from_db()
    assert offer.meeting == meeting
    found = text(cast.other.client.get(reverse("meetings:poll", args=[candidate.poll.ref])))
    assert "This day was chosen" in found
    assert "Spring meeting <span" not in found, "it does not speak against itself"
    born = text(cast.other.client.get(reverse("desk:meeting", args=[meeting.ref])))
    assert reverse("meetings:offer", args=[offer.ref]) in born
    assert reverse("meetings:poll", args=[candidate.poll.ref]) in born
    assert reverse("desk:meeting", args=[meeting.ref]) in found


def test_a_seat_answers_sees_it_and_changes_it(cast: Cast, poll: DatePoll) -> None:
    first, second = Candidate.objects.filter(poll=poll)
    page = text(cast.coordinator.client.get(reverse("meetings:poll", args=[poll.ref])))
    assert "Asked of your seat" in page
    address = line_address(poll, cast, "ab")
    assert address in page
    cast.coordinator.client.post(address, {first.ref: "yes"})
    assert "some are still open" in text(
        cast.coordinator.client.get(reverse("meetings:poll", args=[poll.ref]))
    )
    cast.coordinator.client.post(address, {second.ref: "if need be"})
    shown = text(cast.coordinator.client.get(address))
    assert f"by {cast.coordinator.person.name}" in shown
    assert "Your seat has answered" in text(
        cast.coordinator.client.get(reverse("meetings:poll", args=[poll.ref]))
    )
    assert PollAnswer.objects.count() == 2


def test_nothing_said_and_a_closed_question_come_back_with_the_reason(cast: Cast, poll: DatePoll) -> None:
    address = line_address(poll, cast, "ab")
    empty = cast.coordinator.client.post(address, {})
    assert empty.status_code == 422
    assert "at least one day" in text(empty)
    actions.close_poll(cast.officer.actor, poll=poll)
    late = cast.coordinator.client.post(address, {Candidate.objects.filter(poll=poll)[0].ref: "yes"})
    assert late.status_code == 422
    assert "This question is closed" in text(late)
    assert "Send the answer" not in text(cast.coordinator.client.get(address))


def test_an_adviser_sees_the_question_and_is_not_asked(cast: Cast, poll: DatePoll) -> None:
    page = text(cast.local.client.get(reverse("meetings:poll", args=[poll.ref])))
    assert "Spring meeting" in page
    assert "Asked of your seat" not in page
    assert cast.local.client.get(line_address(poll, cast, "ab")).status_code == 403


def test_rows_stand_in_the_order_of_states_whoever_answers_first(cast: Cast, poll: DatePoll) -> None:
    first = Candidate.objects.filter(poll=poll)[0]

    def order() -> list[int]:
        page = text(cast.officer.client.get(reverse("meetings:poll", args=[poll.ref])))
        table = page.partition('<table class="said">')[2]
        names = [m.short_name for m in Member.objects.filter(network=cast.network).order_by("short_name")]
        return [table.index(f">{name}") for name in names]

    before = order()
    assert before == sorted(before)
    for role, code in (("drena", "dr"), ("other", "br"), ("coordinator", "ab")):
        cast_line = poll.lines.get(seat=cast.seats[code])
        actions.answer_poll(getattr(cast, role).actor, line=cast_line, answers={first.ref: "yes"})
        after = order()
        assert after == sorted(after)


def test_a_vacant_seat_is_called_vacant_and_who_is_silent_is_named(cast: Cast, poll: DatePoll) -> None:
    page = text(cast.other.client.get(reverse("meetings:poll", args=[poll.ref])))
    assert "Vacant, so nobody is asked" in page
    assert "Has not said a word on every day" in page


def test_the_addresses_are_shown_to_the_offices_once_and_the_question_can_be_closed_and_opened(
    cast: Cast, poll: DatePoll
) -> None:
    asked = text(cast.officer.client.post(reverse("meetings:ask_seats", args=[poll.ref])))
    assert "A letter with a personal link is on its way" in asked
    assert "/answer/" not in asked
    closed = cast.chair.client.post(reverse("meetings:close_poll", args=[poll.ref]), follow=True)
    assert "Closed. What was said is kept" in text(closed)
    again = cast.chair.client.post(
        reverse("meetings:reopen_poll", args=[poll.ref]), {"until_on": "2026-12-22"}, follow=True
    )
    assert "22 December 2026, 18:00 (Vienna time)" in text(again)
    added = cast.chair.client.post(
        reverse("meetings:add_candidate", args=[poll.ref]), {"day": "2027-04-06"}, follow=True
    )
    assert "Tuesday 6 April 2027" in text(added)


def test_the_question_stands_in_the_list_while_it_is_open_and_until_a_day_is_chosen(
    cast: Cast, poll: DatePoll
) -> None:
    address = reverse("meetings:poll", args=[poll.ref])
    assert address in text(cast.other.client.get(reverse("meetings:list")))
    assert address not in text(cast.observer.client.get(reverse("meetings:list")))
    with time_machine.travel(UNTIL + timedelta(days=1), tick=False):
        assert "closed, no day chosen yet" in text(cast.other.client.get(reverse("meetings:list")))
    actions.choose_candidate(cast.officer.actor, poll=poll, candidate=Candidate.objects.filter(poll=poll)[0])
    assert address not in text(cast.other.client.get(reverse("meetings:list")))


def _fill(cast: Cast, poll: DatePoll, members: int, days: int) -> None:
    for n in range(members):
        code = f"Q{n}"
        member = Member.objects.create(
            network=cast.network, code=code, short_name=f"Quay {n}", official_name=f"Quay {n}"
        )
        Seat.objects.create(network=cast.network, code=f"q{n}", kind="member", member=member, label=code)
    for n in range(days):
        day = date(2027, 5, 1) + timedelta(days=days + n)
        Candidate.objects.create(poll=poll, day=day, ends_on=day)
    for line in poll.lines.all():
        for candidate in poll.candidates.all():
            PollAnswer.objects.get_or_create(line=line, candidate=candidate, word="yes")
    OutsideEvent.objects.bulk_create(
        OutsideEvent(
            network=cast.network,
            calendar=f"C{n}",
            title=f"Fair {n}",
            starts_on=date(2027, 5, 1),
            ends_on=date(2027, 5, 3),
        )
        for n in range(days * 3)
    )
    HostingOffer.objects.bulk_create(
        HostingOffer(
            network=cast.network,
            ref=f"offer-{days}-{n}",
            seat=cast.seats["ab"],
            earliest=date(2027, 5, 1),
            latest=date(2027, 5, 9),
        )
        for n in range(days)
    )


def test_pages_cost_the_same_for_few_and_for_many_days_members_and_events(cast: Cast, poll: DatePoll) -> None:
    addresses = [
        reverse("meetings:poll", args=[poll.ref]),
        line_address(poll, cast, "ab"),
        reverse("meetings:ahead"),
        reverse("meetings:outside"),
        reverse("meetings:list"),
    ]

    def costs() -> list[int]:
        counts = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert cast.officer.client.get(address).status_code == 200
            counts.append(len(queries))
        return counts

    _fill(cast, poll, 0, 1)
    costs()
    few = costs()
    _fill(cast, poll, 9, 15)
    assert costs() == few


@pytest.mark.parametrize("size", [1, 8])
def test_reads_cost_what_they_say(
    cast: Cast, poll: DatePoll, size: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    _fill(cast, poll, size, size)
    actor, network = cast.other.actor, cast.network
    found, line = visible_polls(actor).get(), visible_poll_lines(actor).get(seat=cast.seats["br"])
    with django_assert_num_queries(10):
        assert len(poll_page(actor, found).columns) == 2 + size
    with django_assert_num_queries(6):
        assert len(poll_question(actor, line).days) == 2 + size
    with django_assert_num_queries(6):
        year_ahead(actor, network, date(2026, 11, 24))
    with django_assert_num_queries(1):
        assert len(poll_heads(actor, network, clock.now())) == 1


def test_what_is_asked_of_a_seat_costs_the_same_however_many_polls(cast: Cast, poll: DatePoll) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            polls_asked_of(cast.coordinator.actor, cast.network, clock.now())
        return len(queries)

    few = cost()
    for _ in range(5):
        actions.open_poll(
            cast.officer.actor,
            network=cast.network,
            title="More",
            candidates=[days_asked(date(2027, 3, 2))],
            answers_until_at=UNTIL,
        )
    assert cost() == few


def test_the_desk_asks_the_seat_until_it_has_said_a_word_on_every_day(cast: Cast, poll: DatePoll) -> None:
    address = line_address(poll, cast, "ab")
    for role, is_asked in (("coordinator", True), ("local", False), ("other", False)):
        assert (address in text(getattr(cast, role).client.get(reverse("desk:home")))) is is_asked
    answers = {candidate.ref: "yes" for candidate in Candidate.objects.filter(poll=poll)}
    cast.coordinator.client.post(address, answers)
    assert address not in text(cast.coordinator.client.get(reverse("desk:home")))


def test_our_own_meeting_on_a_day_is_warned_of_and_a_cancelled_one_is_not(cast: Cast) -> None:
    day = days_asked(date(2027, 3, 10))
    meeting = actions.create_meeting(
        cast.officer.actor,
        network=cast.network,
        title="Winter talks",
        starts_on=date(2027, 3, 9),
        ends_on=date(2027, 3, 11),
    )

    def told() -> list[str]:
        found = looked_at(cast.coordinator.actor, cast.network, [day]).warnings[day]
        return [warning.name for warning in found if warning.kind == "event"]

    assert told() == ["Winter talks"]
    Meeting.objects.filter(pk=meeting.pk).update(is_cancelled=True, cancelled_because="Storm")
    assert told() == []

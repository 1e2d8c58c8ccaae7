"""What is asked of a seat is told: at once where it is urgent, else in one letter in the morning."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.db import IntegrityError, transaction

from secretariat.access.rules import system_actor
from secretariat.desk.machine.jobs import send_due_notices, write_morning_letters
from secretariat.members import actions
from secretariat.members.models import DigestLine, Mandate, Member, Notice
from secretariat.members.reads import member_seats
from secretariat.toolbox import clock
from tests.cast import Cast

ASKING = system_actor("a test")
BY = datetime(2027, 3, 28, 15, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 25, 6, 0, tzinfo=UTC)
"""Seven o'clock in Vienna on the day after the tests' today."""


@pytest.fixture(autouse=True)
def near_capitals(cast: Cast) -> None:
    """The invented members read in Vienna; Bresta in Sofia, an hour ahead."""
    for member in cast.members.values():
        Member.objects.filter(pk=member.pk).update(
            code="BG" if member.short_name == "Bresta" else f"X{member.pk}"
        )


def ask(cast: Cast, asked: str = "Say which days suit your seat.", **more: object) -> list[Mandate]:
    return actions.tell_seats(
        ASKING,
        **{"seats": [cast.seats["br"]], "kind": "test", "asked": asked, "by_at": BY, "address": "/polls/x/"}
        | more,  # type: ignore[arg-type]
    )


def test_what_is_asked_on_one_day_goes_out_as_one_letter_next_morning(
    cast: Cast, mailoutbox: list[EmailMessage]
) -> None:
    ask(cast)
    ask(cast, "Name your delegation.", by_at=None, address="")
    assert write_morning_letters() == send_due_notices() == 0
    with time_machine.travel(MORNING, tick=False):  # seven in Vienna, eight in Sofia
        assert write_morning_letters() == send_due_notices() == 1
        assert write_morning_letters() == 0
    (mail,) = mailoutbox
    assert mail.to == ["bresta@story.example"]
    assert mail.subject == "NC Amber: 2 things are asked of your seat"
    assert "for Seat of Bresta in Network of Coordinators" in mail.body
    assert (
        "- Say which days suit your seat.\n  By Sunday 28 March 2027, 18:00 (Sofia time, UTC+03:00).\n"
        "  http://localhost:8000/polls/x/\n"
    ) in mail.body
    assert "- Name your delegation.\n  No date is set.\n" in mail.body
    assert not DigestLine.objects.exists(), "what was told is not kept twice"


def test_each_reader_has_an_own_morning(cast: Cast) -> None:
    ask(cast, seats=member_seats(cast.network))
    with time_machine.travel(MORNING - timedelta(hours=1), tick=False):
        assert write_morning_letters() == 1, "Sofia is an hour ahead"
        assert Notice.objects.get(kind="digest").account == cast.other.account
    with time_machine.travel(MORNING, tick=False):
        assert write_morning_letters() == 4, "the coordinators of three seats and one substitute"


def test_who_speaks_for_a_seat_is_told_and_no_adviser_nor_whose_mandate_ended(cast: Cast) -> None:
    told = ask(cast, seats=member_seats(cast.network))
    assert {m.person for m in told} == {
        cast.coordinator.person,
        cast.substitute.person,
        cast.other.person,
        cast.newcomer.person,
        cast.drena.person,
    }
    assert ask(cast, seats=[cast.seats["es"]]) == [], "a vacant seat is told nothing"


def test_whoever_asks_is_not_told_what_they_ask(cast: Cast) -> None:
    told = actions.tell_seats(
        cast.coordinator.actor, seats=[cast.seats["ab"]], kind="test", asked="Look at this."
    )
    assert {m.person for m in told} == {cast.substitute.person}


def test_what_somebody_may_not_see_is_not_told_to_them(cast: Cast) -> None:
    from secretariat.meetings.models import Meeting

    hidden = Meeting(network=cast.network, ring="bureau", title="x")
    seats = [*member_seats(cast.network), cast.seats["chair"]]
    assert {m.person for m in ask(cast, seats=seats, thing=hidden)} == {cast.chair.person}


def test_an_urgent_matter_goes_at_once(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    ask(cast, is_urgent=True)
    assert send_due_notices() == 1
    assert "one thing is asked of your seat" in mailoutbox[0].subject
    assert "Say which days suit your seat." in mailoutbox[0].body


def test_whose_mandate_ends_before_the_morning_gets_no_letter(
    cast: Cast, mailoutbox: list[EmailMessage]
) -> None:
    (mandate,) = ask(cast)
    actions.end_mandate(cast.officer.actor, mandate=mandate, ends_on=clock.today())
    with time_machine.travel(MORNING, tick=False):
        write_morning_letters()
        assert send_due_notices() == 0
    assert mailoutbox == []
    assert Notice.objects.get(kind="digest").refusal == "The mandate it was written for has ended."


def test_a_question_that_is_settled_before_the_morning_is_not_told(cast: Cast) -> None:
    meeting = cast.network
    ask(cast, thing=meeting)
    ask(cast, "Name your delegation.")
    assert actions.take_back_lines(meeting.ref) == 1
    assert [line.asked for line in DigestLine.objects.all()] == ["Name your delegation."]


def test_ticking_that_stood_still_for_days_sends_one_letter(cast: Cast) -> None:
    ask(cast)
    with time_machine.travel(MORNING + timedelta(days=1, hours=5), tick=False):
        ask(cast, "Name your delegation.")
        assert write_morning_letters() == 1
        ask(cast, "Send your paper.")
        assert write_morning_letters() == 0
    with time_machine.travel(MORNING + timedelta(days=2), tick=False):
        assert write_morning_letters() == 1


def test_a_line_asks_something_and_leads_nowhere_else(cast: Cast) -> None:
    for wrong in ({"asked": ""}, {"address": "https://elsewhere.example/"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ask(cast, **wrong)


def test_the_letters_of_a_morning_cost_the_same_few_queries_each(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    ask(cast, seats=member_seats(cast.network))
    with (
        time_machine.travel(MORNING + timedelta(days=1), tick=False),
        django_assert_max_num_queries(5 + 5 * 8),
    ):  # type: ignore[operator]
        assert write_morning_letters() == 5

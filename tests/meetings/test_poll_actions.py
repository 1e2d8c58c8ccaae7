"""Finding a date: who is asked, what is kept, what closes it, and how it becomes a meeting."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from pytest_django import Settings

from secretariat.audit.models import Deed
from secretariat.desk.machine.jobs import close_polls, remind_of_polls
from secretariat.meetings import actions
from secretariat.meetings.date_polls import Days, days_asked
from secretariat.meetings.models import Candidate, DatePoll, HostingOffer, PollAnswer, PollLine
from secretariat.meetings.reads import poll_page, polls_asked_of
from secretariat.members.actions import add_member_with_seat
from secretariat.members.models import Mandate, Member, Notice, Person, PersonalLink
from secretariat.members.reads import words_to_send
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotAllowed, NotVisible, RuleBroken
from tests.cast import Cast

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
UNTIL = NOW + timedelta(days=20)
TUESDAY, WEDNESDAY = date(2027, 3, 2), date(2027, 3, 3)
DAYS = [
    days_asked(WEDNESDAY),
    days_asked(TUESDAY, "morning"),
    days_asked(date(2027, 4, 6), last=date(2027, 4, 8)),
]


@pytest.fixture
def offer(cast: Cast) -> HostingOffer:
    return actions.note_offer(
        cast.coordinator.actor,
        network=cast.network,
        seat=cast.seats["ab"],
        place="Port Alba",
        theme="Borders",
    )


@pytest.fixture
def poll(cast: Cast, offer: HostingOffer) -> DatePoll:
    return open_poll(cast, offer=offer)


def open_poll(cast: Cast, days: list[Days] | None = None, offer: HostingOffer | None = None) -> DatePoll:
    return actions.open_poll(
        cast.officer.actor,
        network=cast.network,
        title="Spring meeting",
        candidates=DAYS if days is None else days,
        answers_until_at=UNTIL,
        offer=offer,
    )


def line(poll: DatePoll, cast: Cast, code: str) -> PollLine:
    return PollLine.objects.get(poll=poll, seat=cast.seats[code])


def refs(poll: DatePoll) -> list[str]:
    return [candidate.ref for candidate in Candidate.objects.filter(poll=poll)]


def say(cast: Cast, who: str, poll: DatePoll, code: str, *words: str) -> PollLine:
    """Answers the first so many days in their order."""
    answers = dict(zip(refs(poll), words, strict=False))
    return actions.answer_poll(getattr(cast, who).actor, line=line(poll, cast, code), answers=answers)


def said(poll: DatePoll) -> dict[tuple[str, str], str]:
    rows = PollAnswer.objects.filter(line__poll=poll)
    return {
        (seat, ref): word
        for seat, ref, word in rows.values_list("line__seat__code", "candidate__ref", "word")
    }


def letters() -> list[Notice]:
    return list(Notice.objects.filter(kind="date poll").order_by("pk"))


def test_every_member_has_a_line_the_vacant_one_too_and_no_office_and_nobody_is_written_to(
    cast: Cast, poll: DatePoll
) -> None:
    codes = set(poll.lines.values_list("seat__code", flat=True))
    assert codes == {seat.code for seat in cast.seats.values() if seat.kind == "member"}
    assert "es" in codes
    assert letters() == []
    assert [str(c) for c in poll.candidates.all()] == [
        "2 March 2027, morning",
        "3 March 2027",
        "6 April 2027",
    ]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([], "Name at least one day"),
        ([days_asked(TUESDAY), days_asked(TUESDAY, last=WEDNESDAY)], "asked about already"),
        ([days_asked(date(2026, 11, 23))], "is over; ask about days ahead"),
        ([days_asked(TUESDAY + timedelta(days=n)) for n in range(21)], "20 days at most"),
    ],
)
def test_what_cannot_be_asked_about_is_refused_with_the_reason(
    cast: Cast, days: list[Days], words: str
) -> None:
    with pytest.raises(RuleBroken, match=words):
        open_poll(cast, days)
    assert not DatePoll.objects.exists()


def test_an_offer_that_members_do_not_see_is_not_asked_about(cast: Cast, offer: HostingOffer) -> None:
    HostingOffer.objects.filter(pk=offer.pk).update(ring="bureau")
    offer.refresh_from_db()
    with pytest.raises(RuleBroken, match="The members do not see this offer"):
        open_poll(cast, offer=offer)


def test_the_holders_are_written_to_and_the_letter_tells_neither_days_nor_place(
    cast: Cast, poll: DatePoll
) -> None:
    asked = actions.ask_seats(cast.officer.actor, poll=poll)
    told = {letter.account for letter in letters()}
    assert cast.coordinator.account in told
    assert {cast.local.account, cast.substitute.account, cast.former.account} & told == set()
    assert {one.mandate.function for one in asked} <= {"coordinator", "acting coordinator"}
    assert len(asked) == len(letters()) == PersonalLink.objects.filter(purpose="date poll").count()
    words = words_to_send(letters()[0])
    assert "/answer/" in words
    assert "December 2026" in words
    for secret in ("Port Alba", "Spring meeting", "March", "Borders"):
        assert secret not in words + letters()[0].subject


def test_whoever_has_no_sign_in_gets_an_address_to_be_handed_over_once(cast: Cast, poll: DatePoll) -> None:
    Person.objects.filter(pk=cast.other.person.pk).update(account=None)
    asked = actions.ask_seats(cast.officer.actor, poll=poll)
    shown = {one.line.seat.code: one.address for one in asked if one.address}
    assert list(shown) == ["br"]
    assert "/answer/" in shown["br"]


def test_where_no_mail_goes_every_address_is_shown(cast: Cast, poll: DatePoll, settings: Settings) -> None:
    settings.SHOWS_LINKS = True
    assert all(one.address for one in actions.ask_seats(cast.officer.actor, poll=poll))


def test_an_adviser_does_not_answer_for_the_seat_and_a_seat_only_for_itself(
    cast: Cast, poll: DatePoll
) -> None:
    for role in ("local", "other"):
        with pytest.raises(NotAllowed):
            say(cast, role, poll, "ab", "yes")
    with pytest.raises(NotVisible):
        say(cast, "observer", poll, "ab", "yes")
    answered = say(cast, "substitute", poll, "ab", "yes", "no")
    assert answered.answered_by == cast.substitute.person.name
    say(cast, "officer", poll, "br", "if need be")
    assert said(poll) == {
        ("ab", refs(poll)[0]): "yes",
        ("ab", refs(poll)[1]): "no",
        ("br", refs(poll)[0]): "if need be",
    }


def test_an_answer_is_changed_until_it_closes_and_what_is_not_named_stays(cast: Cast, poll: DatePoll) -> None:
    say(cast, "coordinator", poll, "ab", "yes", "no", "no")
    actions.answer_poll(
        cast.coordinator.actor, line=line(poll, cast, "ab"), answers={refs(poll)[2]: "if need be"}
    )
    assert [said(poll)["ab", ref] for ref in refs(poll)] == ["yes", "no", "if need be"]
    with time_machine.travel(UNTIL, tick=False), pytest.raises(RuleBroken, match="This question is closed"):
        say(cast, "coordinator", poll, "ab", "no")
    assert said(poll)["ab", refs(poll)[0]] == "yes"


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({}, "at least one day"),
        ({"candidate-nowhere": "yes"}, "not asked about"),
        ({"first": "perhaps"}, "one of"),
    ],
)
def test_an_answer_that_is_none_is_refused(
    cast: Cast, poll: DatePoll, answers: dict[str, str], words: str
) -> None:
    given = {refs(poll)[0] if ref == "first" else ref: word for ref, word in answers.items()}
    with pytest.raises(RuleBroken, match=words):
        actions.answer_poll(cast.coordinator.actor, line=line(poll, cast, "ab"), answers=given)


def test_a_day_of_another_poll_is_not_answered_here(cast: Cast, poll: DatePoll) -> None:
    other = open_poll(cast)
    with pytest.raises(RuleBroken):
        actions.answer_poll(
            cast.coordinator.actor, line=line(poll, cast, "ab"), answers={refs(other)[0]: "yes"}
        )


def test_a_day_added_later_takes_no_answer_away_and_asks_everybody_about_itself_alone(
    cast: Cast, poll: DatePoll
) -> None:
    say(cast, "coordinator", poll, "ab", "yes", "yes", "yes")
    before = said(poll)
    assert polls_asked_of(cast.coordinator.actor, cast.network, clock.now()) == []
    actions.add_candidate(cast.chair.actor, poll=poll, days=days_asked(date(2027, 5, 4)))
    assert said(poll) == before
    assert polls_asked_of(cast.coordinator.actor, cast.network, clock.now()) == [line(poll, cast, "ab")]
    with pytest.raises(RuleBroken, match="asked about already"):
        actions.add_candidate(cast.chair.actor, poll=poll, days=days_asked(WEDNESDAY, last=date(2027, 3, 4)))


def test_only_those_who_have_not_answered_every_day_are_asked_again(cast: Cast, poll: DatePoll) -> None:
    first = {one.line.seat.code for one in actions.ask_seats(cast.officer.actor, poll=poll)}
    say(cast, "coordinator", poll, "ab", "yes", "yes", "yes")
    say(cast, "other", poll, "br", "yes")
    again = {one.line.seat.code for one in actions.ask_seats(cast.officer.actor, poll=poll)}
    assert again == first - {"ab"}
    newest = Notice.objects.filter(kind="date poll").latest("pk")
    assert "has not said yet of every day" in newest.body


def test_the_clock_reminds_once_in_the_last_three_days_and_closes_at_the_instant(
    cast: Cast, poll: DatePoll
) -> None:
    actions.ask_seats(cast.officer.actor, poll=poll)
    count = len(letters())
    assert (remind_of_polls(), close_polls()) == (0, 0)
    with time_machine.travel(UNTIL - timedelta(days=3), tick=False):
        assert remind_of_polls() == count
        assert remind_of_polls() == 0
    with time_machine.travel(UNTIL - timedelta(seconds=1), tick=False):
        assert close_polls() == 0
    with time_machine.travel(UNTIL, tick=False):
        assert (remind_of_polls(), close_polls(), close_polls()) == (0, 1, 0)
    assert Deed.objects.filter(deed="meetings.close_poll").count() == 1


def test_a_poll_nobody_was_written_to_about_reminds_nobody(cast: Cast, poll: DatePoll) -> None:
    with time_machine.travel(UNTIL - timedelta(days=1), tick=False):
        assert remind_of_polls() == 0


def test_a_closed_poll_opened_again_keeps_every_answer_and_takes_new_ones(cast: Cast, poll: DatePoll) -> None:
    say(cast, "coordinator", poll, "ab", "yes", "no")
    before = said(poll)
    assert actions.close_poll(cast.chair.actor, poll=poll)
    assert not actions.close_poll(cast.chair.actor, poll=poll)
    with pytest.raises(RuleBroken, match="closed"):
        say(cast, "other", poll, "br", "yes")
    with pytest.raises(RuleBroken, match="closed"):
        actions.add_candidate(cast.chair.actor, poll=poll, days=days_asked(date(2027, 5, 4)))
    with pytest.raises(RuleBroken, match="choose a day ahead"):
        actions.reopen_poll(cast.chair.actor, poll=poll, answers_until_at=NOW)
    actions.reopen_poll(cast.chair.actor, poll=poll, answers_until_at=UNTIL + timedelta(days=5))
    assert said(poll) == before
    say(cast, "other", poll, "br", "yes")
    assert len(said(poll)) == 3


def test_a_member_that_joined_since_is_asked_when_it_is_opened_again(cast: Cast, poll: DatePoll) -> None:
    add_member_with_seat(
        cast.officer.actor,
        network=cast.network,
        code="GA",
        short_name="Gardia",
        official_name="Republic of Gardia",
        institution="Ministry",
    )
    actions.reopen_poll(cast.chair.actor, poll=poll, answers_until_at=UNTIL)
    assert poll.lines.filter(seat__member__code="GA").exists()
    Member.objects.filter(code="GA").update(left_on=date(2026, 11, 1))
    assert not open_poll(cast).lines.filter(seat__member__code="GA").exists()


def test_one_click_makes_the_meeting_takes_the_offer_up_and_closes_the_question(
    cast: Cast, poll: DatePoll, offer: HostingOffer
) -> None:
    chosen = Candidate.objects.get(poll=poll, day=date(2027, 4, 6))
    meeting = actions.choose_candidate(cast.officer.actor, poll=poll, candidate=chosen)
    assert (meeting.title, meeting.starts_on, meeting.ends_on) == (
        "Spring meeting",
        date(2027, 4, 6),
        date(2027, 4, 8),
    )
    assert (meeting.place, meeting.theme, meeting.host_seat) == ("Port Alba", "Borders", cast.seats["ab"])
    offer.refresh_from_db()
    poll.refresh_from_db()
    assert (offer.state, offer.meeting) == ("taken up", meeting)
    assert (poll.state, poll.meeting) == ("closed", meeting)
    with pytest.raises(RuleBroken, match="A meeting was made of this"):
        actions.choose_candidate(cast.officer.actor, poll=poll, candidate=chosen)
    with pytest.raises(RuleBroken, match="A meeting was made of this"):
        actions.reopen_poll(cast.officer.actor, poll=poll, answers_until_at=UNTIL)


def test_a_meeting_is_made_only_of_a_day_of_this_poll_and_without_an_offer_too(
    cast: Cast, poll: DatePoll
) -> None:
    other = open_poll(cast)
    with pytest.raises(RuleBroken):
        actions.choose_candidate(
            cast.officer.actor, poll=poll, candidate=Candidate.objects.filter(poll=other)[0]
        )
    meeting = actions.choose_candidate(
        cast.officer.actor, poll=other, candidate=Candidate.objects.filter(poll=other)[1]
    )
    assert (meeting.place, meeting.host_seat) == ("", None)


def test_a_vacant_seat_is_shown_vacant_and_never_among_those_who_can_come(cast: Cast, poll: DatePoll) -> None:
    assert not Mandate.objects.filter(seat=cast.seats["es"], function="coordinator", ends_on=None).exists()
    say(cast, "officer", poll, "es", "yes", "yes", "yes")
    page = poll_page(cast.coordinator.actor, poll)
    assert [row.seat.code for row in page.vacant] == ["es"]
    assert all("es" not in [row.seat.code for row in day.can] for day in page.days)
    assert "es" not in [row.seat.code for row in page.waiting]


def test_purging_wipes_the_title_everywhere_and_keeps_the_days_and_answers(
    cast: Cast, poll: DatePoll
) -> None:
    say(cast, "coordinator", poll, "ab", "yes")
    actions.purge_poll(cast.officer.actor, poll=poll, reason="data of a case")
    poll.refresh_from_db()
    assert "Spring" not in poll.title
    assert len(said(poll)) == 1
    words = "\n".join(str(deed.words) for deed in Deed.objects.all())
    assert "Spring meeting" not in words


def test_the_table_keeps_one_answer_for_a_seat_and_a_day(cast: Cast, poll: DatePoll) -> None:
    row, candidate = line(poll, cast, "ab"), Candidate.objects.filter(poll=poll)[0]
    PollAnswer.objects.create(line=row, candidate=candidate, word="yes")
    with pytest.raises(IntegrityError), transaction.atomic():
        PollAnswer.objects.create(line=row, candidate=candidate, word="no")

"""Meetings by year with their sessions, and offers with what became of them."""

from __future__ import annotations

from datetime import date

from secretariat.meetings import actions
from secretariat.meetings.reads import calendar, offer_lines, participants, visible_attendances
from secretariat.members.models import Person
from tests.cast import Cast


def test_a_session_stands_under_its_meeting_and_alone_where_that_is_hidden(cast: Cast) -> None:
    officer = cast.officer.actor
    outer = actions.create_meeting(
        officer, network=cast.network, title="Outer", starts_on=date(2025, 5, 29), ring="bureau"
    )
    inner = actions.create_meeting(
        officer, network=cast.network, title="Inner", starts_on=date(2025, 5, 30), within=outer
    )
    old = actions.create_meeting(officer, network=cast.network, title="Old", starts_on=date(2024, 1, 1))
    ahead = actions.create_meeting(officer, network=cast.network, title="Ahead", starts_on=date(2027, 1, 1))
    today = date(2026, 11, 24)
    page = calendar(officer, cast.network, today)
    assert [line.meeting for line in page.upcoming] == [ahead]
    ((year, lines), (year_before, old_lines)) = page.years
    assert (year, year_before) == (2025, 2024)
    assert [line.meeting for line in lines] == [outer]
    assert [session.meeting for session in lines[0].sessions] == [inner]
    assert [line.meeting for line in old_lines] == [old]
    ((_, seen), _) = calendar(cast.other.actor, cast.network, today).years
    assert [(line.meeting, line.sessions) for line in seen] == [(inner, ())]


def test_offers_that_wait_stand_first_and_those_whose_time_passed_say_so(cast: Cast) -> None:
    officer = cast.officer.actor
    answered = actions.note_offer(
        officer, network=cast.network, earliest=date(2020, 1, 1), latest=date(2020, 2, 1)
    )
    actions.answer_offer(officer, offer=answered, version=1, state="lapsed")
    passed = actions.note_offer(officer, network=cast.network, latest=date(2021, 1, 1))
    ahead = actions.note_offer(
        officer, network=cast.network, earliest=date(2027, 1, 1), latest=date(2027, 12, 31)
    )
    lines = offer_lines(cast.other.actor, cast.network, date(2026, 11, 24))
    assert {line.offer: line.has_passed for line in lines} == {passed: True, ahead: False, answered: False}
    assert lines[-1].offer == answered
    assert offer_lines(cast.observer.actor, cast.network, date(2026, 11, 24)) == []


def test_who_was_there_stands_by_member_and_hidden_people_are_left_out(cast: Cast) -> None:
    officer = cast.officer.actor
    meeting = actions.create_meeting(officer, network=cast.network, title="M", starts_on=date(2025, 5, 30))
    for role, seat in (("other", "br"), ("coordinator", "ab"), ("substitute", "ab")):
        actions.note_attendance(
            officer,
            meeting=meeting,
            person=getattr(cast, role).person,
            seat=cast.seats[seat],
            is_present=True,
        )
    names = [a.person.name for a in participants(cast.drena.actor, meeting)]
    assert names == ["Ana Đurić", "Ivo Šarić", "Blagoja Ристов"]
    Person.objects.filter(pk=cast.substitute.person.pk).update(ring="bureau")
    assert visible_attendances(cast.drena.actor).count() == 2
    assert visible_attendances(cast.chair.actor).count() == 3
    assert visible_attendances(cast.observer.actor).count() == 0

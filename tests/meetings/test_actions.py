"""Meetings inside meetings, and offers to host: who may, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest

from secretariat.access.rules import PUBLIC
from secretariat.meetings import actions
from secretariat.meetings.models import HostingOffer, Meeting
from secretariat.minutes.actions import open_record
from secretariat.toolbox.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from tests.cast import Cast

DAY = date(2026, 5, 30)


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return actions.create_meeting(
        cast.officer.actor, network=cast.network, title="Closed meeting", starts_on=DAY
    )


@pytest.fixture
def offer(cast: Cast) -> HostingOffer:
    return actions.note_offer(
        cast.coordinator.actor,
        network=cast.network,
        seat=cast.seats["ab"],
        place="Port Alba",
        period_words="2027",
    )


def test_only_the_bureau_enters_changes_and_takes_back_meetings(cast: Cast, meeting: Meeting) -> None:
    for role in ("coordinator", "local", "other"):
        actor = getattr(cast, role).actor
        with pytest.raises(NotAllowed):
            actions.create_meeting(actor, network=cast.network, title="X", starts_on=DAY)
        with pytest.raises(NotAllowed):
            actions.change_meeting(actor, meeting=meeting, version=1, place="X")
        with pytest.raises(NotAllowed):
            actions.note_attendance(actor, meeting=meeting, person=cast.other.person)
        with pytest.raises(NotAllowed):
            actions.remove_meeting(actor, meeting=meeting)
    for role in ("observer", "former", "admin"):
        with pytest.raises(NotVisible):
            actions.change_meeting(getattr(cast, role).actor, meeting=meeting, version=1, place="X")
    with pytest.raises(NotVisible):
        actions.remove_meeting(PUBLIC, meeting=meeting)
    changed = actions.change_meeting(cast.chair.actor, meeting=meeting, version=1, place="Port Alba")
    assert (changed.place, changed.version) == ("Port Alba", 2)
    actions.remove_meeting(cast.chair.actor, meeting=meeting)
    assert not Meeting.objects.filter(pk=meeting.pk).exists()


def test_a_session_lies_in_a_meeting_and_never_within_itself(cast: Cast, meeting: Meeting) -> None:
    officer = cast.officer.actor
    inner = actions.create_meeting(
        officer, network=cast.network, title="Session", starts_on=DAY, within=meeting
    )
    innermost = actions.create_meeting(
        officer, network=cast.network, title="Talk", starts_on=DAY, within=inner
    )
    with pytest.raises(RuleBroken, match="within itself"):
        actions.change_meeting(officer, meeting=meeting, version=1, within=innermost)
    with pytest.raises(RuleBroken, match="within itself"):
        actions.change_meeting(officer, meeting=meeting, version=1, within=meeting)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"title": "  "}, "meetings.title"),
        ({"title": "X", "kind": "party"}, "meetings.kind"),
        ({"title": "X", "ends_on": date(2026, 5, 29)}, "meetings.days"),
    ],
)
def test_a_meeting_that_makes_no_sense_is_refused(cast: Cast, fields: dict[str, object], rule: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        actions.create_meeting(cast.officer.actor, network=cast.network, starts_on=DAY, **fields)  # type: ignore[arg-type]
    assert refused.value.rule == rule
    assert not Meeting.objects.exists()


def test_a_meeting_is_never_opened_wider_by_a_change(cast: Cast, meeting: Meeting) -> None:
    with pytest.raises(RuleBroken, match="release"):
        actions.change_meeting(cast.chair.actor, meeting=meeting, version=1, ring="public")
    assert (
        actions.change_meeting(cast.chair.actor, meeting=meeting, version=1, ring="bureau").ring == "bureau"
    )


def test_of_two_who_change_a_meeting_the_second_sees_both(cast: Cast, meeting: Meeting) -> None:
    actions.change_meeting(cast.chair.actor, meeting=meeting, version=1, place="Theirs")
    with pytest.raises(Conflict) as conflict:
        actions.change_meeting(cast.officer.actor, meeting=meeting, version=1, place="Ours")
    assert "Ours" in conflict.value.ours
    assert "Theirs" in conflict.value.theirs


def test_a_meeting_on_which_something_stands_is_not_taken_back(cast: Cast, meeting: Meeting) -> None:
    open_record(cast.officer.actor, meeting=meeting)
    with pytest.raises(RuleBroken, match="record stand on it"):
        actions.remove_meeting(cast.officer.actor, meeting=meeting)


def test_who_was_there_is_noted_once_and_can_be_corrected(cast: Cast, meeting: Meeting) -> None:
    officer = cast.officer.actor
    actions.note_attendance(officer, meeting=meeting, person=cast.other.person, is_present=True)
    row = actions.note_attendance(officer, meeting=meeting, person=cast.other.person, is_present=False)
    assert meeting.attendances.get() == row
    assert row.is_present is False


def test_a_seat_offers_and_answers_for_itself_alone(cast: Cast, offer: HostingOffer) -> None:
    for role in ("other", "local"):
        with pytest.raises(NotAllowed):
            actions.note_offer(getattr(cast, role).actor, network=cast.network, seat=cast.seats["ab"])
        with pytest.raises(NotAllowed):
            actions.answer_offer(getattr(cast, role).actor, offer=offer, version=1, state="withdrawn")
    with pytest.raises(NotVisible):
        actions.answer_offer(cast.observer.actor, offer=offer, version=1, state="withdrawn")
    answered = actions.answer_offer(cast.substitute.actor, offer=offer, version=1, state="withdrawn")
    assert answered.state == "withdrawn"
    with pytest.raises(Conflict):
        actions.answer_offer(cast.officer.actor, offer=offer, version=1, state="lapsed")


def test_an_offer_is_taken_up_by_naming_the_meeting(
    cast: Cast, offer: HostingOffer, meeting: Meeting
) -> None:
    with pytest.raises(RuleBroken, match="naming the meeting"):
        actions.answer_offer(cast.officer.actor, offer=offer, version=1, state="taken up")
    taken = actions.answer_offer(
        cast.officer.actor, offer=offer, version=1, state="taken up", meeting=meeting
    )
    assert taken.meeting == meeting
    with pytest.raises(RuleBroken, match="memory"):
        actions.remove_offer(cast.officer.actor, offer=taken)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"firmness": "maybe"}, "meetings.firmness"),
        ({"earliest": date(2027, 2, 1), "latest": date(2027, 1, 1)}, "meetings.days"),
    ],
)
def test_an_offer_that_makes_no_sense_is_refused(cast: Cast, fields: dict[str, object], rule: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        actions.note_offer(cast.officer.actor, network=cast.network, **fields)  # type: ignore[arg-type]
    assert refused.value.rule == rule

"""Nothing of one network gets into another, and nothing is entered that nobody could read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from secretariat.desk.story.build import BUILDER
from secretariat.meetings import actions
from secretariat.meetings.models import Attendance, HostingOffer, Meeting
from secretariat.members import actions as members
from secretariat.members.models import Network, Person, Seat
from secretariat.toolbox.errors import RuleBroken
from tests.cast import Cast

DAY = date(2026, 5, 30)


@dataclass
class Elsewhere:
    network: Network
    seat: Seat
    person: Person
    meeting: Meeting


@pytest.fixture
def elsewhere(cast: Cast) -> Elsewhere:
    network = members.create_network(BUILDER, slug="elsewhere", name="Elsewhere", short_name="Else")
    return Elsewhere(
        network,
        members.add_seat(BUILDER, network=network, code="x", kind="observer", label="Seat elsewhere"),
        members.add_person(BUILDER, network=network, name="Nobody Known"),
        actions.create_meeting(BUILDER, network=network, title="Talks elsewhere", starts_on=DAY),
    )


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return actions.create_meeting(
        cast.officer.actor, network=cast.network, title="Closed meeting", starts_on=DAY
    )


def test_no_seat_offers_to_host_in_another_network(cast: Cast, elsewhere: Elsewhere) -> None:
    with pytest.raises(RuleBroken) as refused:
        actions.note_offer(cast.coordinator.actor, network=elsewhere.network, seat=cast.seats["ab"])
    assert refused.value.rule == "members.same_network"
    assert not HostingOffer.objects.exists()


@pytest.mark.parametrize("named", ["seat", "offered_by", "made_at"])
def test_an_offer_names_nobody_and_nothing_of_another_network(
    cast: Cast, elsewhere: Elsewhere, named: str
) -> None:
    given = {"seat": elsewhere.seat, "offered_by": elsewhere.person, "made_at": elsewhere.meeting}
    with pytest.raises(RuleBroken, match="another network"):
        actions.note_offer(BUILDER, network=cast.network, **{named: given[named]})  # type: ignore[arg-type]


def test_an_offer_becomes_a_meeting_of_its_own_network(cast: Cast, elsewhere: Elsewhere) -> None:
    offer = actions.note_offer(cast.officer.actor, network=cast.network, seat=cast.seats["ab"])
    with pytest.raises(RuleBroken, match="another network"):
        actions.answer_offer(
            cast.officer.actor, offer=offer, version=1, state="taken up", meeting=elsewhere.meeting
        )


@pytest.mark.parametrize("named", ["host_seat", "chair_seat", "secretariat_seat", "within"])
def test_a_meeting_has_host_chair_and_larger_meeting_from_its_own_network(
    cast: Cast, elsewhere: Elsewhere, meeting: Meeting, named: str
) -> None:
    stranger = {named: elsewhere.meeting if named == "within" else elsewhere.seat}
    with pytest.raises(RuleBroken, match="another network"):
        actions.change_meeting(cast.officer.actor, meeting=meeting, version=1, **stranger)
    with pytest.raises(RuleBroken, match="another network"):
        actions.create_meeting(
            cast.officer.actor,
            network=cast.network,
            title="X",
            starts_on=DAY,
            **stranger,  # type: ignore[arg-type]
        )
    meeting.refresh_from_db()
    assert meeting.version == 1


def test_nobody_attends_from_another_network(cast: Cast, elsewhere: Elsewhere, meeting: Meeting) -> None:
    for person, seat in ((elsewhere.person, None), (cast.other.person, elsewhere.seat)):
        with pytest.raises(RuleBroken, match="another network"):
            actions.note_attendance(cast.officer.actor, meeting=meeting, person=person, seat=seat)
    assert not Attendance.objects.exists()


def test_a_meeting_is_never_for_one_seat_alone_and_an_offer_only_for_one_that_is_named(
    cast: Cast, meeting: Meeting
) -> None:
    officer = cast.officer.actor
    with pytest.raises(RuleBroken, match="wider ring"):
        actions.create_meeting(officer, network=cast.network, title="X", starts_on=DAY, ring="seat")
    with pytest.raises(RuleBroken, match="wider ring"):
        actions.change_meeting(officer, meeting=meeting, version=1, ring="seat")
    with pytest.raises(RuleBroken, match="which seat"):
        actions.note_offer(officer, network=cast.network, ring="seat")

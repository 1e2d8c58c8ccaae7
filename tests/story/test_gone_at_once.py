"""What ends, ends on the very next fetch: the open session, the open link, the calendar, the waiting letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from secretariat.commitments import actions as commitments
from secretariat.commitments.models import Commitment, Progress
from secretariat.desk.machine.jobs import send_due_notices
from secretariat.desk.rules import FEED
from secretariat.meetings import actions as meetings
from secretariat.meetings.models import Meeting
from secretariat.members import actions as members
from secretariat.members.models import PersonalLink
from secretariat.members.reads import address_of
from secretariat.toolbox import clock
from tests.cast import Cast

GIVEN = {"words": "Half of it.", "state": "under way"}


@dataclass
class Holder:
    """Somebody of Alba with an open session, a link with its form on the screen, a calendar that fetches by
    itself, and a letter that waits.
    """

    cast: Cast
    meeting: Meeting
    line: Commitment
    answer: str
    feed: str
    client: Client

    def opens(self) -> bool:
        """Whether the link opens now, to looking; if not, it is the page of every dead link."""
        return _opens(self.client.get(self.answer).status_code)

    def is_taken(self) -> bool:
        """Whether the form that was open all the while is taken now."""
        before = Progress.objects.count()
        code = self.client.post(self.answer, GIVEN).status_code
        assert (Progress.objects.count() > before) == (code == 302)
        return _opens(code)

    def feeds(self) -> bool:
        """Whether the calendar is given now."""
        return _opens(self.client.get(self.feed).status_code)

    def comes_in(self) -> bool:
        """Whether the session that is open sees the pages now."""
        code = self.cast.coordinator.client.get(reverse("commitments:list")).status_code
        assert code in {200, 302, 404}
        return code == 200

    def sees(self, meeting: Meeting) -> bool:
        """Whether that session sees a meeting now."""
        return _opens(
            self.cast.coordinator.client.get(reverse("desk:meeting", args=[meeting.ref])).status_code
        )

    def gets_the_letter(self) -> bool:
        """Whether the letter that waits goes out with the next tick."""
        before = len(mail.outbox)
        send_due_notices()
        holder = self.cast.coordinator.account.email
        return any(letter.to == [holder] for letter in mail.outbox[before:])

    def feed_tells(self, ref: str) -> bool:
        """Whether a thing stands in the calendar now."""
        calendar = Calendar.from_ical(self.client.get(self.feed).content)
        return any(str(event["uid"]).startswith(ref) for event in calendar.walk("VEVENT"))


def _opens(code: int) -> bool:
    assert code in {200, 302, 404}
    return code != 404


@pytest.fixture
def holder(cast: Cast) -> Holder:
    officer, mandate = cast.officer.actor, cast.coordinator.role.mandate
    assert mandate is not None
    meeting = meetings.create_meeting(
        officer, network=cast.network, title="Closed talks", starts_on=date(2026, 12, 7)
    )
    line = commitments.note_commitment(
        officer,
        meeting=meeting,
        words="Write the common guide.",
        kind="proposal",
        seat=cast.seats["ab"],
        due_on=date(2026, 12, 31),
    )
    commitments.ask_for_report(officer, commitment=line)
    secret = members.keep_own_link(cast.coordinator.actor, mandate=mandate, purpose=FEED, is_renewed=True)
    link = PersonalLink.objects.get(purpose="progress report")
    found = Holder(
        cast, meeting, line, reverse("desk:answer", args=["-"]), reverse("desk:feed", args=[secret]), Client()
    )
    found.answer = "/answer/" + address_of(link).partition("/answer/")[2]
    assert found.opens()
    assert found.is_taken()
    assert found.feeds()
    assert found.feed_tells(meeting.ref)
    assert found.feed_tells(line.ref)
    assert found.comes_in()
    assert found.sees(meeting)
    return found


def test_while_nothing_ends_the_letter_goes(holder: Holder) -> None:
    assert holder.gets_the_letter()
    assert holder.answer in mail.outbox[-1].body


def suspend(holder: Holder) -> None:
    members.suspend_account(
        holder.cast.officer.actor, person=holder.cast.coordinator.person, reason="A device was stolen."
    )


def take_back(holder: Holder) -> None:
    for link in PersonalLink.objects.all():
        members.revoke_link(holder.cast.officer.actor, link=link)


def test_whoever_is_suspended_is_out_on_the_next_fetch(holder: Holder) -> None:
    suspend(holder)
    assert not holder.opens()
    assert not holder.is_taken()
    assert not holder.feeds()
    assert not holder.comes_in()
    assert not holder.gets_the_letter()


def test_a_suspension_that_is_lifted_opens_nothing_of_before(holder: Holder) -> None:
    suspend(holder)
    members.restore_account(
        holder.cast.officer.actor, person=holder.cast.coordinator.person, reason="The device is back."
    )
    assert not holder.opens()
    assert not holder.feeds()
    assert not holder.comes_in()


def test_what_is_taken_back_opens_nothing_on_the_next_fetch(holder: Holder) -> None:
    take_back(holder)
    assert not holder.opens()
    assert not holder.is_taken()
    assert not holder.feeds()
    assert holder.comes_in()


def test_both_live_through_the_last_day_of_the_mandate_and_not_a_second_longer(holder: Holder) -> None:
    mandate = holder.cast.coordinator.role.mandate
    assert mandate is not None
    today = clock.today()
    members.end_mandate(holder.cast.officer.actor, mandate=mandate, ends_on=today)
    # The day ends where the network lives: midnight in Vienna is 23:00 UTC in winter.
    midnight = clock.now().replace(hour=23, minute=0, second=0)
    with time_machine.travel(midnight - timedelta(seconds=1), tick=False):
        assert holder.opens()
        assert holder.is_taken()
        assert holder.feeds()
        assert holder.comes_in()
    with time_machine.travel(midnight, tick=False):
        assert not holder.opens()
        assert not holder.is_taken()
        assert not holder.feeds()
        assert not holder.comes_in()
        assert not holder.gets_the_letter()


def test_the_link_ends_to_the_second_and_the_calendar_lives_on(holder: Holder) -> None:
    link = PersonalLink.objects.get(purpose="progress report")
    with time_machine.travel(link.expires_at - timedelta(seconds=1), tick=False):
        assert holder.opens()
    with time_machine.travel(link.expires_at, tick=False):
        assert not holder.opens()
        assert not holder.is_taken()
        assert holder.feeds()


def test_a_meeting_that_is_narrowed_closes_the_link_and_leaves_the_calendar(holder: Holder) -> None:
    meetings.change_meeting(
        holder.cast.officer.actor, meeting=holder.meeting, version=holder.meeting.version, ring="bureau"
    )
    assert not holder.opens()
    assert not holder.is_taken()
    assert holder.feeds()
    assert not holder.feed_tells(holder.meeting.ref)
    assert not holder.feed_tells(holder.line.ref)
    assert holder.comes_in()
    assert not holder.sees(holder.meeting)


def test_a_line_that_goes_to_another_seat_closes_the_link_and_leaves_the_calendar(holder: Holder) -> None:
    line = Commitment.objects.get(pk=holder.line.pk)
    commitments.assign_commitment(
        holder.cast.officer.actor,
        commitment=line,
        version=line.version,
        seat=holder.cast.seats["br"],
        due_on=line.due_on,
    )
    assert not holder.opens()
    assert not holder.is_taken()
    assert not holder.feed_tells(holder.line.ref)


def test_a_predecessors_addresses_say_nothing_to_whoever_follows(holder: Holder) -> None:
    officer, mandate = holder.cast.officer.actor, holder.cast.coordinator.role.mandate
    assert mandate is not None
    members.end_mandate(officer, mandate=mandate, ends_on=clock.today() - timedelta(days=1))
    members.start_mandate(
        officer,
        person=holder.cast.substitute.person,
        seat=holder.cast.seats["ab"],
        function="coordinator",
        starts_on=clock.today(),
        nomination="Letter",
    )
    assert not holder.opens()
    assert not holder.feeds()
    page = holder.cast.substitute.client.get(reverse("desk:my_feed")).content.decode()
    assert "There is no address yet" in page

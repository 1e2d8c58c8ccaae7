"""An invitation answered by its personal link, without a sign-in; and on the pages of those who sign in."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.test import Client
from django.urls import reverse

from secretariat.audit.models import Deed
from secretariat.desk.machine.jobs import send_due_notices
from secretariat.meetings import actions
from secretariat.meetings.models import Invitation
from secretariat.members import actions as members
from secretariat.members.models import Member
from secretariat.toolbox import clock
from tests.cast import Cast
from tests.meetings.invited import invitee_of, mails_to, meeting_of, sent_invitation, text_of

ALBA = "alba@story.example"


@pytest.fixture
def invitation(cast: Cast) -> Invitation:
    return sent_invitation(cast)


@pytest.fixture
def link(invitation: Invitation, mailoutbox: list[EmailMessage]) -> str:
    send_due_notices()
    found = re.search(r"http://localhost:8000(/answer/\S+)", text_of(mails_to(mailoutbox, ALBA)[0]))
    assert found is not None
    return found[1]


class TestByLink:
    def test_the_page_asks_one_question_in_the_readers_zone_and_takes_the_answer(
        self, cast: Cast, invitation: Invitation, link: str
    ) -> None:
        Member.objects.filter(code="AB").update(code="BG")
        page = Client().get(link).content.decode()
        assert "Does your delegation take part?" in page
        assert "Twelfth meeting of coordinators" in page
        assert "00:59" in page, "the last minute in Vienna, by the clock of Sofia"
        answer = Client().post(link, {"reply": "takes part", "words": "We come as three."})
        assert answer.status_code == 302
        row = invitee_of(invitation, cast.seats["ab"])
        assert (row.reply, row.via, row.words) == ("takes part", "personal link", "We come as three.")
        assert row.replied_by == cast.coordinator.person
        deed = Deed.objects.get(deed="meetings.reply_to_invitation")
        assert deed.words is not None
        assert deed.words["actor"] == "Ana Đurić, by personal link"

    def test_an_answer_can_be_changed_and_both_stand_in_the_record(
        self, cast: Cast, invitation: Invitation, link: str
    ) -> None:
        for reply in ("takes part", "does not take part"):
            Client().post(link, {"reply": reply})
        assert invitee_of(invitation, cast.seats["ab"]).reply == "does not take part"
        assert Deed.objects.filter(deed="meetings.reply_to_invitation").count() == 2

    def test_it_ends_with_the_mandate_the_next_letter_and_the_meeting(
        self, cast: Cast, invitation: Invitation, link: str
    ) -> None:
        with time_machine.travel(datetime(2027, 3, 30, 9, 0, tzinfo=UTC), tick=False):
            page = Client().get(link)
            assert "This question is closed" in page.content.decode()
            assert Client().post(link, {"reply": "takes part"}).status_code == 422
        actions.resend_letter(cast.officer.actor, invitee=invitee_of(invitation, cast.seats["ab"]))
        assert Client().get(link).status_code == 404, "the newer letter holds the address that counts"

    def test_a_mandate_that_ended_answers_nothing(self, cast: Cast, link: str) -> None:
        mandate = cast.coordinator.role.mandate
        assert mandate is not None
        members.end_mandate(cast.officer.actor, mandate=mandate, ends_on=clock.today())
        with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
            assert Client().get(link).status_code == 404
            assert Client().post(link, {"reply": "takes part"}).status_code == 404

    def test_it_opens_neither_the_letter_nor_the_meeting(self, cast: Cast, link: str) -> None:
        browser = Client()
        browser.get(link)
        assert browser.get(reverse("meetings:letters")).status_code == 302


class TestOnThePages:
    def test_the_desk_asks_the_seat_until_it_has_answered(self, cast: Cast, invitation: Invitation) -> None:
        asks = "Say whether your delegation takes part: Twelfth meeting of coordinators"
        home = reverse("desk:home")
        assert asks in cast.coordinator.client.get(home).content.decode()
        assert asks not in cast.local.client.get(home).content.decode(), "an adviser answers nothing"
        assert asks not in cast.officer.client.get(home).content.decode()
        address = reverse("meetings:invitee", args=[invitee_of(invitation, cast.seats["ab"]).ref])
        assert cast.local.client.post(address, {"reply": "takes part"}).status_code == 403
        assert cast.substitute.client.post(address, {"reply": "takes part"}).status_code == 302
        assert asks not in cast.coordinator.client.get(home).content.decode()

    def test_the_page_of_the_meeting_tells_each_what_is_theirs(
        self, cast: Cast, invitation: Invitation
    ) -> None:
        address = reverse("desk:meeting", args=[invitation.meeting.ref])
        alba = cast.coordinator.client.get(address).content.decode()
        assert "asked whether your delegation takes part" in alba
        assert "English invitation" not in alba
        office = cast.chair.client.get(address).content.decode()
        assert "English invitation" in office
        assert "Invite seats" in office

    def test_drafting_sending_and_noting_an_answer_by_the_pages(self, cast: Cast) -> None:
        meeting, officer = meeting_of(cast), cast.officer.client
        form = officer.get(reverse("meetings:invite", args=[meeting.ref]))
        assert form.content.decode().count("checked") == 5, "all members to begin with, no office"
        seats = [cast.seats[code].ref for code in ("ab", "es")]
        sent = {"kind": "technical", "language": "fr", "seats": seats, "middle": "Une promenade est prévue."}
        answer = officer.post(reverse("meetings:invite", args=[meeting.ref]), sent)
        page = officer.get(answer["Location"]).content.decode()
        assert "Une promenade est prévue." in page
        assert "drafted, not sent" in page
        assert "seat vacant: open until somebody holds it" in page
        invitation = Invitation.objects.get()
        officer.post(reverse("meetings:send_invitation", args=[invitation.ref]))
        page = officer.get(reverse("meetings:invitation", args=[invitation.ref])).content.decode()
        assert "2026/L.1" in page
        row = invitee_of(invitation, cast.seats["ab"])
        officer.post(reverse("meetings:note_reply", args=[row.ref]), {"reply": "not sure yet"})
        page = officer.get(reverse("meetings:invitation", args=[invitation.ref])).content.decode()
        assert "told to the Secretariat" in page

    def test_a_change_of_an_invited_meeting_offers_to_send_an_update(
        self, cast: Cast, invitation: Invitation
    ) -> None:
        address = reverse("meetings:invitation", args=[invitation.ref])
        assert "Send an update" not in cast.officer.client.get(address).content.decode()
        meeting = invitation.meeting
        actions.change_meeting(cast.officer.actor, meeting=meeting, version=meeting.version, place="Budva")
        assert "Send an update" in cast.officer.client.get(address).content.decode()
        cast.officer.client.post(reverse("meetings:send_update", args=[invitation.ref]))
        assert "Send an update" not in cast.officer.client.get(address).content.decode()

    def test_the_register_shows_a_seat_its_own_letters_alone(
        self, cast: Cast, invitation: Invitation
    ) -> None:
        address = reverse("meetings:letters")
        assert cast.officer.client.get(address).content.decode().count("/letter/letter-") == 4
        alba = cast.coordinator.client.get(address).content.decode()
        assert alba.count("/letter/letter-") == 1
        assert "Blagoja" not in alba

    @pytest.mark.parametrize("ending", ["pdf", "docx"])
    def test_a_letter_is_had_again_as_a_file_by_its_seat_and_the_offices(
        self, cast: Cast, invitation: Invitation, ending: str
    ) -> None:
        letter = invitee_of(invitation, cast.seats["ab"]).letters.get()
        address = reverse("publishing:letter", args=[letter.ref, ending])
        for role, status in (("coordinator", 200), ("local", 200), ("officer", 200), ("other", 404)):
            answer = getattr(cast, role).client.get(address)
            assert answer.status_code == status, role
        assert cast.officer.client.get(address).content[:2] == (b"%P" if ending == "pdf" else b"PK")
        actions.purge_invitation(cast.officer.actor, invitation=invitation, reason="Named somebody")
        assert cast.officer.client.get(address).status_code == 404

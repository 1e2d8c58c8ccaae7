"""Mail that comes in: answers of calendars, letters that came back, and what nobody can place."""

from __future__ import annotations

import io
import mailbox
import re
import sys
from datetime import datetime, timedelta
from email.message import EmailMessage as Mail
from pathlib import Path

import pytest
import time_machine
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.urls import reverse
from icalendar import Calendar

from secretariat.audit.models import Deed
from secretariat.desk.machine.jobs import send_due_notices
from secretariat.desk.machine.mail_in import place_mail
from secretariat.meetings import actions
from secretariat.meetings.models import Invitation, Invitee, Letter, UnplacedMail
from secretariat.meetings.reads import post_alarms
from secretariat.members import actions as members
from secretariat.toolbox import clock
from secretariat.toolbox.errors import RuleBroken
from tests.cast import Cast
from tests.meetings.invited import calendar_bytes, invitee_of, mails_to, meeting_of, sent_invitation

ALBA = "alba@story.example"
BRESTA = "bresta@story.example"


def reply_to(
    file: bytes,
    partstat: str = "ACCEPTED",
    *,
    at: datetime | None = None,
    sender: str = ALBA,
    method: str = "REPLY",
    sent_by: str = "",
) -> bytes:
    """The mail with which a calendar program answers a file it was sent."""
    calendar = Calendar.from_ical(file.decode())
    assert isinstance(calendar, Calendar)
    calendar["METHOD"] = method
    (event,) = calendar.walk("VEVENT")
    event["attendee"].params["PARTSTAT"] = partstat
    if sent_by:
        event["attendee"].params["SENT-BY"] = f"mailto:{sent_by}"
    del event["DTSTAMP"]
    event.add("dtstamp", at or clock.now())
    mail = Mail()
    mail["From"], mail["To"], mail["Subject"] = sender, "secretariat@localhost", f"{partstat}: closed"
    mail.set_content("Angenommen.")
    body = calendar.to_ical()
    mail.add_alternative(
        body, maintype="text", subtype="calendar", params={"method": method, "charset": "utf-8"}
    )
    return mail.as_bytes()


def bounce_of(message_id: str, recipient: str, action: str = "failed") -> bytes:
    """The report of a mail server that could not deliver one of our mails."""
    return f"""From: MAILER-DAEMON@mx.example
To: secretariat@localhost
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="BB"

--BB
Content-Type: text/plain; charset=us-ascii

I am sorry to have to inform you that your message could not be delivered.

--BB
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example
Arrival-Date: Tue, 24 Nov 2026 09:00:00 +0000

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such
 mailbox here

--BB
Content-Type: text/rfc822-headers

From: secretariat@localhost
Message-ID: {message_id}
Subject: NC Amber

--BB--
""".encode()


@pytest.fixture
def invitation(cast: Cast, mailoutbox: list[EmailMessage]) -> Invitation:
    found = sent_invitation(cast, meeting_of(cast, is_closed=True))
    send_due_notices()
    return found


@pytest.fixture
def file(invitation: Invitation, mailoutbox: list[EmailMessage]) -> bytes:
    (mail,) = mails_to(mailoutbox, ALBA)
    return calendar_bytes(mail)


def alba(cast: Cast, invitation: Invitation) -> Invitee:
    return invitee_of(invitation, cast.seats["ab"])


class TestAnswers:
    @pytest.mark.parametrize(
        ("partstat", "reply"),
        [("ACCEPTED", "takes part"), ("TENTATIVE", "not sure yet"), ("DECLINED", "does not take part")],
    )
    def test_a_calendars_answer_is_taken_in_once(
        self, cast: Cast, invitation: Invitation, file: bytes, partstat: str, reply: str
    ) -> None:
        raw = reply_to(file, partstat)
        assert place_mail(cast.network, raw).outcome == "answer taken in"
        assert place_mail(cast.network, raw).outcome == "known already"
        row = alba(cast, invitation)
        assert (row.reply, row.via, row.replied_by) == (reply, "mail", cast.coordinator.person)
        assert Deed.objects.filter(deed="meetings.reply_to_invitation").count() == 1
        assert not UnplacedMail.objects.exists()

    def test_a_later_answer_takes_the_place_of_an_earlier_one_in_whatever_order_they_come(
        self, cast: Cast, invitation: Invitation, file: bytes
    ) -> None:
        first = reply_to(file, "ACCEPTED", at=clock.now() - timedelta(hours=2))
        second = reply_to(file, "DECLINED", at=clock.now() - timedelta(hours=1))
        assert place_mail(cast.network, second).outcome == "answer taken in"
        assert place_mail(cast.network, first).outcome == "known already"
        assert alba(cast, invitation).reply == "does not take part"

    def test_what_was_said_on_the_page_is_not_undone_by_a_mail_from_before(
        self, cast: Cast, invitation: Invitation, file: bytes
    ) -> None:
        early = reply_to(file, "ACCEPTED", at=clock.now() - timedelta(hours=1))
        actions.reply_to_invitation(
            cast.substitute.actor, invitee=alba(cast, invitation), reply="does not take part"
        )
        assert place_mail(cast.network, early).outcome == "known already"
        assert alba(cast, invitation).reply == "does not take part"
        assert place_mail(cast.network, reply_to(file, at=clock.now() + timedelta(minutes=1))).outcome == (
            "answer taken in"
        )

    def test_an_answer_to_the_first_file_is_told_from_one_to_the_update(
        self, cast: Cast, invitation: Invitation, file: bytes
    ) -> None:
        place_mail(cast.network, reply_to(file))
        meeting = invitation.meeting
        actions.change_meeting(cast.officer.actor, meeting=meeting, version=meeting.version, place="Budva")
        actions.send_update(cast.officer.actor, invitation=invitation)
        page = cast.officer.client.get(reverse("meetings:invitation", args=[invitation.ref]))
        assert "before the last change" in page.content.decode()

    def test_the_substitute_answers_for_the_coordinator_and_is_named(
        self, cast: Cast, invitation: Invitation, file: bytes
    ) -> None:
        own = cast.substitute.account.email
        assert place_mail(cast.network, reply_to(file, sender=own, sent_by=own)).outcome == "answer taken in"
        assert alba(cast, invitation).words == f"sent by {own}"


class TestWhatNobodyCanPlace:
    def kept(self, cast: Cast, raw: bytes) -> UnplacedMail:
        placed = place_mail(cast.network, raw)
        assert placed.outcome == "kept for the Secretariat"
        assert place_mail(cast.network, raw).outcome == "known already"
        mail = UnplacedMail.objects.get()
        assert (mail.why, bytes(mail.raw)) == (placed.words, raw)
        assert not Invitee.objects.exclude(reply="").exists()
        return mail

    def test_an_answer_in_somebody_elses_name(self, cast: Cast, file: bytes) -> None:
        mail = self.kept(cast, reply_to(file, sender="stranger@elsewhere.example"))
        assert "came from stranger@elsewhere.example" in mail.why

    @pytest.mark.parametrize("own", [BRESTA, "office@alba.example"])
    def test_an_answer_of_somebody_who_only_says_to_answer_for_the_coordinator(
        self, cast: Cast, file: bytes, own: str
    ) -> None:
        assert "does not speak for the seat" in self.kept(cast, reply_to(file, sender=own, sent_by=own)).why

    @pytest.mark.parametrize(
        "senders", [[], ['"a b"@elsewhere.example'], [ALBA, "stranger@elsewhere.example"]]
    )
    def test_an_answer_that_does_not_tell_who_sent_it(
        self, cast: Cast, file: bytes, senders: list[str]
    ) -> None:
        raw = reply_to(file).replace(f"From: {ALBA}\n".encode(), b"")
        raw = b"".join(f"From: {sender}\n".encode() for sender in senders) + raw
        assert "does not tell who sent it" in self.kept(cast, raw).why

    def test_a_calendar_file_without_a_mail_around_it(self, cast: Cast, file: bytes) -> None:
        raw = file.replace(b"METHOD:REQUEST", b"METHOD:REPLY").replace(b"NEEDS-ACTION", b"ACCEPTED")
        assert "does not tell who sent it" in self.kept(cast, raw).why

    @pytest.mark.parametrize("ahead", [{"days": 2}, {"days": 300_000}])
    def test_an_answer_from_a_day_to_come_which_none_could_follow(
        self, cast: Cast, file: bytes, ahead: dict[str, int]
    ) -> None:
        assert "to come" in self.kept(cast, reply_to(file, at=clock.now() + timedelta(**ahead))).why

    def test_an_answer_to_a_version_that_was_not_sent_yet(self, cast: Cast, file: bytes) -> None:
        raw = reply_to(re.sub(rb"SEQUENCE:\d+", b"SEQUENCE:2147483647", file))
        assert "not sent yet" in self.kept(cast, raw).why

    def test_an_answer_of_somebody_who_was_not_invited(self, cast: Cast, file: bytes) -> None:
        raw = reply_to(file.replace(b"alba@story", b"nobody@story"), sender="nobody@story.example")
        assert "No invitation of ours was sent to nobody@story.example" in self.kept(cast, raw).why

    def test_an_answer_to_a_meeting_that_is_not_ours(self, cast: Cast, file: bytes) -> None:
        raw = reply_to(file.replace(b"UID:meeting-", b"UID:meeting-zz"))
        assert "No invitation of ours" in self.kept(cast, raw).why

    def test_an_answer_by_a_mandate_that_has_ended(self, cast: Cast, file: bytes) -> None:
        mandate = cast.coordinator.role.mandate
        assert mandate is not None
        members.end_mandate(cast.officer.actor, mandate=mandate, ends_on=clock.today())
        with time_machine.travel(clock.now() + timedelta(days=1), tick=False):
            assert "has ended" in self.kept(cast, reply_to(file)).why

    def test_an_answer_after_the_meeting_is_cancelled(
        self, cast: Cast, invitation: Invitation, file: bytes
    ) -> None:
        actions.cancel_meeting(cast.officer.actor, meeting=invitation.meeting, why="Fire")
        assert "cancelled" in self.kept(cast, reply_to(file)).why

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            ({"method": "COUNTER"}, "another time"),
            ({"method": "REQUEST"}, "no answer"),
            ({"partstat": "DELEGATED"}, "does not say whether"),
        ],
    )
    def test_a_calendar_that_answers_nothing(
        self, cast: Cast, file: bytes, change: dict[str, str], why: str
    ) -> None:
        assert why in self.kept(cast, reply_to(file, **change)).why  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        "raw",
        [
            b"",
            b"\xff\xfe\x00",
            b"From: x@y.example\nSubject: Hello\n\nWhen do we meet?",
            b"From: =?broken?=\nContent-Type: multipart/mixed; boundary=x\n\n--x",
            b"Content-Type: text/html\n\n<script>alert(1)</script>",
        ],
    )
    def test_any_other_mail_is_kept_whole(self, cast: Cast, raw: bytes) -> None:
        self.kept(cast, raw)

    def test_its_page_shows_it_as_plain_text_and_settling_wipes_it(self, cast: Cast) -> None:
        raw = b"From: x@y.example\nSubject: <b>Hello</b>\n\n<script>alert(1)</script> we come"
        mail = self.kept(cast, raw)
        page = cast.officer.client.get(reverse("meetings:mail", args=[mail.ref])).content.decode()
        assert "&lt;script&gt;alert(1)&lt;/script&gt; we come" in page
        assert "<script>alert" not in page
        whole = cast.officer.client.get(reverse("meetings:mail_file", args=[mail.ref]))
        assert (whole.content, whole["Content-Type"]) == (raw, "application/octet-stream")
        assert whole["Content-Disposition"].startswith("attachment")
        assert post_alarms(cast.officer.actor, cast.network).unplaced == 1
        cast.officer.client.post(
            reverse("meetings:mail", args=[mail.ref]), {"settlement": "Asked by telephone"}
        )
        mail.refresh_from_db()
        assert (mail.settlement, bytes(mail.raw), mail.words, mail.subject) == (
            "Asked by telephone",
            b"",
            "",
            "",
        )
        assert post_alarms(cast.officer.actor, cast.network).unplaced == 0
        assert cast.officer.client.get(reverse("meetings:mail_file", args=[mail.ref])).status_code == 404
        assert place_mail(cast.network, raw).outcome == "known already", "not a second time"

    def test_a_mail_larger_than_is_kept_is_refused_and_its_sender_hears_of_it(self, cast: Cast) -> None:
        with pytest.raises(RuleBroken, match="5 MB"):
            place_mail(cast.network, b"Subject: x\n\n" + b"a" * actions.LARGEST_MAIL)


class TestLettersThatCameBack:
    def test_a_letter_that_came_back_is_undelivered_and_an_alarm(
        self, cast: Cast, invitation: Invitation, mailoutbox: list[EmailMessage]
    ) -> None:
        (sent,) = mails_to(mailoutbox, BRESTA)
        raw = bounce_of(str(sent["Message-ID"]), BRESTA)
        assert place_mail(cast.network, raw).outcome == "letter came back"
        assert place_mail(cast.network, raw).outcome == "known already"
        letter = Letter.objects.get(address=BRESTA)
        assert letter.bounce == "smtp; 550 5.1.1 no such mailbox here"
        assert post_alarms(cast.officer.actor, cast.network).came_back == (letter,)
        assert post_alarms(cast.coordinator.actor, cast.network).came_back == ()
        page = cast.officer.client.get(reverse("meetings:invitation", args=[invitation.ref])).content.decode()
        assert "undelivered" in page
        assert "no such mailbox here" in page

    def test_writing_once_more_or_an_answer_ends_the_alarm(
        self, cast: Cast, invitation: Invitation, mailoutbox: list[EmailMessage]
    ) -> None:
        for address in (ALBA, BRESTA):
            (sent,) = mails_to(mailoutbox, address)
            place_mail(cast.network, bounce_of(str(sent["Message-ID"]), address))
        assert len(post_alarms(cast.officer.actor, cast.network).came_back) == 2
        actions.resend_letter(cast.officer.actor, invitee=invitee_of(invitation, cast.seats["br"]))
        with time_machine.travel(clock.now() + timedelta(minutes=1), tick=False):
            actions.note_reply(cast.officer.actor, invitee=alba(cast, invitation), reply="takes part")
        assert post_alarms(cast.officer.actor, cast.network).came_back == ()

    def test_a_report_on_another_mail_or_that_it_is_only_late_is_kept(
        self, cast: Cast, invitation: Invitation, mailoutbox: list[EmailMessage]
    ) -> None:
        (sent,) = mails_to(mailoutbox, BRESTA)
        name = str(sent["Message-ID"])
        for raw in (
            bounce_of("<other@elsewhere.example>", BRESTA),
            bounce_of(name, ALBA),
            bounce_of(name, BRESTA, "delayed"),
        ):
            assert place_mail(cast.network, raw).outcome == "kept for the Secretariat"
        assert not Letter.objects.filter(bounced_at__isnull=False).exists()


class TestTheCommand:
    def test_one_mail_comes_by_a_pipe(
        self, cast: Cast, invitation: Invitation, file: bytes, monkeypatch: pytest.MonkeyPatch, capsys: object
    ) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(reply_to(file))))
        out = io.StringIO()
        call_command("mail_in", "-", stdout=out)
        assert out.getvalue() == "answer taken in: The answer of Seat of Alba is taken in.\n"
        assert alba(cast, invitation).reply == "takes part"

    def test_many_come_in_a_mailbox_and_one_that_is_too_large_holds_up_no_other(
        self, cast: Cast, invitation: Invitation, file: bytes, tmp_path: Path
    ) -> None:
        box = mailbox.mbox(tmp_path / "box")
        box.add(b"From: a@b.example\nSubject: large\n\n" + b"a\n" * (actions.LARGEST_MAIL // 2))
        box.add(reply_to(file))
        box.add(b"From: a@b.example\nSubject: Hello\n\nWhen?")
        box.close()
        out = io.StringIO()
        with pytest.raises(SystemExit):
            call_command("mail_in", str(tmp_path / "box"), stdout=out, stderr=io.StringIO())
        assert [line.partition(":")[0] for line in out.getvalue().splitlines()] == [
            "answer taken in",
            "kept for the Secretariat",
        ]

    def test_a_single_mail_is_read_from_its_file(self, cast: Cast, tmp_path: Path) -> None:
        path = tmp_path / "one.eml"
        path.write_bytes(b"Subject: Hello\n\nWhen?")
        call_command("mail_in", str(path), stdout=io.StringIO())
        assert UnplacedMail.objects.get().subject == "Hello"

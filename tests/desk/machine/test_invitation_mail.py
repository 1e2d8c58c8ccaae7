"""The mail of an invitation: what it brings along, read by two libraries; digests; what a closed meeting does not tell."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
import vobject  # type: ignore[import-untyped]
from django.core.mail import EmailMessage
from icalendar import Event

from secretariat.audit.models import Deed
from secretariat.desk.machine.jobs import remind_of_invitations, send_due_notices
from secretariat.meetings import actions
from secretariat.meetings.models import Letter, Meeting
from secretariat.members.models import Notice
from secretariat.publishing.letters import _FRENCH_MARKINGS, letter_data
from secretariat.publishing.rules import MARKINGS
from secretariat.publishing.typeset import letter_pdf
from secretariat.toolbox import clock
from secretariat.toolbox.errors import RuleBroken
from tests.cast import Cast
from tests.meetings.invited import (
    CLOSES,
    OPENS,
    calendar_bytes,
    calendar_of,
    invitee_of,
    mails_to,
    meeting_of,
    sent_invitation,
    text_of,
)
from tests.publishing_typeset.test_report_pdf import squeezed, words_of

ALBA = "alba@story.example"


def test_the_mail_brings_the_words_the_letter_and_the_calendar_file(
    cast: Cast, mailoutbox: list[EmailMessage]
) -> None:
    sent_invitation(cast)
    assert send_due_notices() == 4
    (mail,) = mails_to(mailoutbox, ALBA)
    assert mail["Subject"] == "NC Amber: Invitation: Twelfth meeting of coordinators"
    letter = Letter.objects.get(address=ALBA)
    assert mail["Message-ID"] == f"<{letter.ref}@localhost>"
    types = [part.get_content_type() for part in mail.walk()]
    assert types == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/calendar",
        "application/pdf",
    ]
    text = text_of(mail)
    assert "invite your delegation to the plenary meeting “Twelfth meeting of coordinators”" in text
    assert "from 25 March 2027, 09:00, to 29 March 2027, 17:00 (Podgorica time), in Bečići" in text
    assert "The host offers a walk along the bay." in text
    assert "http://localhost:8000/answer/" in text
    assert "NC Amber/2026/L.1" in text
    (calendar,) = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert calendar.get_param("method") == "REQUEST"
    assert calendar.get_content_charset() == "utf-8"


def test_the_register_holds_the_digests_of_what_went_out(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    sent_invitation(cast)
    send_due_notices()
    (mail,) = mails_to(mailoutbox, ALBA)
    (pdf,) = [
        part.get_payload(decode=True) for part in mail.walk() if part.get_content_type() == "application/pdf"
    ]
    assert isinstance(pdf, bytes)
    letter = Letter.objects.get(address=ALBA)
    assert letter.sent_at == clock.now()
    assert letter.letter_digest == hashlib.sha256(pdf).hexdigest()
    assert letter.calendar_digest == hashlib.sha256(letter.calendar.encode()).hexdigest()
    assert calendar_bytes(mail).replace(b"\r\n", b"\n") == letter.calendar.replace("\r\n", "\n").encode()
    with time_machine.travel(clock.now() + timedelta(days=500), tick=False):
        assert letter_pdf(letter_data(letter)) == pdf, "the same letter whenever it is set"
    assert Deed.objects.filter(deed="meetings.note_letter").count() == 4


def test_both_libraries_read_the_same_hours_on_both_sides_of_the_clock_change(
    cast: Cast, mailoutbox: list[EmailMessage]
) -> None:
    sent_invitation(cast)
    send_due_notices()
    (mail,) = mails_to(mailoutbox, ALBA)
    (event,) = calendar_of(mail).walk("VEVENT")
    assert isinstance(event, Event)
    other = vobject.readOne(calendar_bytes(mail).decode()).vevent
    for start, end in ((event.start, event.end), (other.dtstart.value, other.dtend.value)):
        assert isinstance(start, datetime)
        assert isinstance(end, datetime)
        assert (start.astimezone(UTC), end.astimezone(UTC)) == (OPENS, CLOSES)
    assert str(event["attendee"]) == "mailto:alba@story.example"
    assert str(event["organizer"]) == "mailto:secretariat@localhost"
    assert event["sequence"] == 0


def test_an_update_and_a_cancellation_replace_the_first_file(
    cast: Cast, mailoutbox: list[EmailMessage]
) -> None:
    meeting = meeting_of(cast)
    invitation = sent_invitation(cast, meeting)
    changed = actions.change_meeting(
        cast.officer.actor, meeting=meeting, version=meeting.version, place="Budva"
    )
    actions.send_update(cast.officer.actor, invitation=invitation)
    actions.cancel_meeting(cast.officer.actor, meeting=changed, why="The hall burnt down")
    actions.send_update(cast.officer.actor, invitation=invitation)
    send_due_notices()
    mails = mails_to(mailoutbox, ALBA)
    events = [(calendar_of(mail), calendar_of(mail).walk("VEVENT")[0]) for mail in mails]
    assert [str(calendar["method"]) for calendar, _ in events] == ["REQUEST", "REQUEST", "CANCEL"]
    assert len({str(event["uid"]) for _, event in events}) == 1
    assert [event["sequence"] for _, event in events] == [0, 1, 2]
    assert [str(event["location"]) for _, event in events[:2]] == ["Bečići", "Budva"]
    assert str(events[2][1]["status"]) == "CANCELLED"
    assert "/answer/" not in text_of(mails[2])


def test_a_closed_meeting_is_told_by_days_alone_in_mail_and_calendar(
    cast: Cast, mailoutbox: list[EmailMessage]
) -> None:
    sent_invitation(cast, meeting_of(cast, is_closed=True))
    send_due_notices()
    (mail,) = mails_to(mailoutbox, ALBA)
    assert mail["Subject"] == "NC Amber: closed meeting"
    told = text_of(mail) + calendar_bytes(mail).decode()
    for word in ("Twelfth", "Bečići", "walk along", "agenda", "bresta", "Blagoja"):
        assert word not in told
    assert "25 March 2027" in told
    (event,) = calendar_of(mail).walk("VEVENT")
    assert str(event["summary"]) == "NC Amber: closed meeting"


def test_the_agenda_goes_along_as_each_addressee_may_see_it_and_by_no_mail_where_the_meeting_is_closed(
    cast: Cast, mailoutbox: list[EmailMessage]
) -> None:
    meeting = meeting_of(cast, ring="partners")
    for title, ring in (("Tides and moons", "partners"), ("Harbour fees", "members")):
        actions.propose_item(cast.officer.actor, meeting=meeting, title=title, ring=ring)
    seats = [cast.seats["ab"], cast.seats["observer"]]
    sent_invitation(cast, meeting, seats=seats, with_agenda=True)
    assert send_due_notices() == 2
    for address, told in ((ALBA, True), ("observer@story.example", False)):
        (mail,) = mails_to(mailoutbox, address)
        (agenda,) = [p.get_payload(decode=True) for p in mail.walk() if p.get_filename() == "agenda.pdf"]
        assert isinstance(agenda, bytes)
        words = squeezed(words_of(agenda))
        assert "Tidesandmoons" in words
        assert ("Harbourfees" in words) is told
        letter = Letter.objects.get(address=address)
        assert letter.agenda_digest == hashlib.sha256(agenda).hexdigest()
        assert letter.content["annexes"] == ["Agenda", "Provisional agenda"]
    with pytest.raises(RuleBroken, match="closed meeting"):
        sent_invitation(cast, meeting_of(cast, is_closed=True), with_agenda=True)


def test_a_french_letter_is_french_in_mail_and_file(cast: Cast, mailoutbox: list[EmailMessage]) -> None:
    sent_invitation(cast, None, language="fr")
    send_due_notices()
    (mail,) = mails_to(mailoutbox, ALBA)
    text = text_of(mail)
    assert "Madame, Monsieur," in text
    assert "du 25 mars 2027 à 9 h 00 au 29 mars 2027 à 17 h 00 (heure de Podgorica)" in text
    data = letter_data(Letter.objects.get(address=ALBA))
    assert data.language == "fr-FR"
    assert (data.words.subject, data.marking) == ("Objet", "Réservé aux membres")


def test_a_letter_whose_file_cannot_be_made_holds_up_no_other(
    cast: Cast, mailoutbox: list[EmailMessage]
) -> None:
    sent_invitation(cast)
    letter = Letter.objects.get(address=ALBA)
    letter.content["addressee"] = ["木"]
    letter.save()
    assert send_due_notices() == 3
    notice = Notice.objects.get(letter_ref=letter.ref)
    assert "no sign for" in notice.problem
    letter.refresh_from_db()
    assert letter.sent_at is None


def test_every_ring_has_its_marking_in_french() -> None:
    assert set(_FRENCH_MARKINGS) == set(MARKINGS)


@pytest.mark.parametrize(("day", "told"), [(19, 0), (20, 3), (25, 3), (26, 0)])
def test_who_has_not_answered_is_reminded_once_when_the_last_day_is_near(
    cast: Cast, mailoutbox: list[EmailMessage], day: int, told: int
) -> None:
    invitation = sent_invitation(cast)  # answers until 25 February
    send_due_notices()
    first = text_of(mails_to(mailoutbox, "bresta@story.example")[0])
    invitee = invitee_of(invitation, cast.seats["ab"])
    actions.reply_to_invitation(cast.coordinator.actor, invitee=invitee, reply="takes part")
    mailoutbox.clear()
    with time_machine.travel(datetime(2027, 2, day, 9, 0, tzinfo=UTC), tick=False):
        assert remind_of_invitations() == told
        assert remind_of_invitations() == 0
        send_due_notices()
    assert not mails_to(mailoutbox, ALBA), "who has answered is left in peace"
    if told:
        (mail,) = mails_to(mailoutbox, "bresta@story.example")
        words = text_of(mail)
        assert "25 February 2027" in words
        address = next(line for line in words.splitlines() if "/answer/" in line)
        assert address in first, "the address of the first letter stays good"


def test_a_cancelled_meeting_is_not_reminded_of(cast: Cast) -> None:
    meeting = meeting_of(cast)
    invitation = sent_invitation(cast, meeting)
    Meeting.objects.filter(pk=meeting.pk).update(is_cancelled=True, cancelled_because="Fire", version=9)
    actions.send_update(cast.officer.actor, invitation=invitation)
    with time_machine.travel(datetime(2027, 2, 22, 9, 0, tzinfo=UTC), tick=False):
        assert remind_of_invitations() == 0


def test_who_was_written_to_after_midnight_is_not_reminded_on_the_same_day(cast: Cast) -> None:
    # Half past midnight in Vienna is still the day before at Greenwich.
    with time_machine.travel(datetime(2027, 2, 21, 23, 30, tzinfo=UTC), tick=False):
        sent_invitation(cast)
        assert remind_of_invitations() == 0
    with time_machine.travel(datetime(2027, 2, 22, 23, 30, tzinfo=UTC), tick=False):
        assert remind_of_invitations() == 4

"""Answers sent by calendars: taken in from any mail, refused in words when they are something else."""

from __future__ import annotations

import base64
import quopri
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from secretariat.meetings.calendar_files import Addressee, Happening, invitation
from secretariat.meetings.calendar_replies import LARGEST_REPLY, Reply, read_reply, supersedes
from secretariat.toolbox.errors import RuleBroken, SourceUnreadable

STAMP = datetime(2026, 9, 3, 7, 15, tzinfo=UTC)
WANTED = Reply("meeting-4f2a@network-1", "ana@example.org", "accepted", 2, STAMP)


def answer(
    *changes: tuple[str, str],
    method: str = "REPLY",
    attendee: str = "ATTENDEE;PARTSTAT=ACCEPTED:MAILTO:Ana@Example.org",
) -> bytes:
    text = (
        f"BEGIN:VCALENDAR\r\nPRODID:-//Office//EN\r\nVERSION:2.0\r\nMETHOD:{method}\r\nBEGIN:VEVENT\r\n"
        f"UID:meeting-4f2a@network-1\r\nDTSTAMP:20260903T071500Z\r\nSEQUENCE:2\r\n{attendee}\r\n"
        "ORGANIZER:mailto:meetings@example.org\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return text.encode()


def mail(body: bytes, headers: str = "Content-Type: text/calendar; method=REPLY; charset=utf-8") -> bytes:
    return f"From: Ana <ana@example.org>\r\nSubject: Accepted\r\n{headers}\r\n\r\n".encode() + body


def test_a_bare_answer_is_read() -> None:
    assert read_reply(answer()) == WANTED
    assert read_reply(b"\xef\xbb\xbf" + answer().replace(b"\r\n", b"\n")) == WANTED


@pytest.mark.parametrize("word", ["ACCEPTED", "declined", "TENTATIVE", "DELEGATED", "NEEDS-ACTION"])
def test_every_answer_there_is_is_read(word: str) -> None:
    assert read_reply(answer(("ACCEPTED", word))).partstat == word.casefold()


@pytest.mark.parametrize(
    ("headers", "coded"),
    [
        ("Content-Type: text/calendar; method=REPLY; charset=utf-8", answer()),
        (
            "Content-Type: text/calendar; charset=utf-8\r\nContent-Transfer-Encoding: base64",
            base64.encodebytes(answer()),
        ),
        (
            "Content-Type: text/calendar\r\nContent-Transfer-Encoding: quoted-printable",
            quopri.encodestring(answer()),
        ),
        ("Content-Type: application/ics; name=reply.ics", answer()),
        ('Content-Type: application/octet-stream; name="Reply.ICS"', answer()),
        ("Content-Type: text/calendar; charset=utf-16", answer().decode().encode("utf-16")),
    ],
)
def test_an_answer_is_found_in_a_mail_however_it_is_coded(headers: str, coded: bytes) -> None:
    reply = read_reply(mail(coded, headers))
    assert (reply.uid, reply.partstat, reply.mail_from) == (WANTED.uid, "accepted", "ana@example.org")


def test_an_answer_among_text_and_pictures_is_found() -> None:
    message = EmailMessage()
    message["From"] = "Office of Ana <office@example.org>"
    message.set_content("Ana accepts.")
    message.add_alternative("<p>Ana accepts.</p>", subtype="html")
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png")
    message.add_attachment(answer(), maintype="text", subtype="calendar", params={"method": "REPLY"})
    assert read_reply(message.as_bytes()) == Reply(
        WANTED.uid, WANTED.attendee, "accepted", 2, STAMP, mail_from="office@example.org"
    )


def test_what_we_sent_comes_back_with_the_same_identity() -> None:
    sent = invitation(
        Happening(
            "m@n",
            7,
            "T",
            "N",
            False,
            False,
            STAMP,
            STAMP + timedelta(hours=1),
            "Europe/Sofia",
            "S",
            "s@example.org",
        ),
        Addressee("Ana, Čurin", "ana@example.org"),
        sent_at=STAMP,
    )
    back = sent.replace(b"METHOD:REQUEST", b"METHOD:REPLY").replace(b"NEEDS-ACTION", b"DECLINED")
    assert read_reply(back) == Reply("m@n", "ana@example.org", "declined", 7, STAMP)


def test_who_answers_in_anothers_name_is_told() -> None:
    attendee = 'ATTENDEE;PARTSTAT=ACCEPTED;SENT-BY="mailto:Office@example.org":mailto:ana@example.org'
    assert read_reply(answer(attendee=attendee)).sent_by == "office@example.org"


@pytest.mark.parametrize(
    "raw",
    [
        answer(method="REQUEST"),
        answer(method="COUNTER"),
        answer(("METHOD:REPLY\r\n", "")),
        answer(("END:VEVENT\r\n", "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:other\r\nEND:VEVENT\r\n")),
        answer(("SEQUENCE:2", "SEQUENCE:2\r\nRECURRENCE-ID:20260903T071500Z")),
        answer(("SEQUENCE:2", "SEQUENCE:2\r\nATTENDEE;PARTSTAT=DECLINED:mailto:bo@example.org")),
        answer(attendee="COMMENT:nobody"),
        answer(("BEGIN:VEVENT", "BEGIN:VTODO"), ("END:VEVENT", "END:VTODO")),
    ],
)
def test_a_calendar_that_is_no_answer_is_refused_in_words(raw: bytes) -> None:
    with pytest.raises(RuleBroken, match="by the button or the link") as refused:
        read_reply(raw)
    assert refused.value.rule == "meetings.not_a_reply"


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"From: a@b.c\r\n\r\nI will come.",
        mail(b"", "Content-Type: application/ms-tnef; name=winmail.dat"),
        mail(b"nonsense"),
        mail(b"\xff\xfe\xfa", "Content-Type: text/calendar; charset=utf-8"),
        mail(answer(), "Content-Type: text/calendar; charset=punycode"),
        mail(answer(), "Content-Type: text/calendar; charset=zip"),
        answer(("UID:meeting-4f2a@network-1\r\n", "")),
        answer(("UID:meeting-4f2a@network-1", "UID:" + "x" * 256)),
        answer(("SEQUENCE:2", "SEQUENCE:-1")),
        answer(("SEQUENCE:2", "SEQUENCE:99999999999999999999")),
        answer(("DTSTAMP:20260903T071500Z\r\n", "")),
        answer(("DTSTAMP:20260903T071500Z", "DTSTAMP:20260903T071500")),
        answer(("DTSTAMP:20260903T071500Z", "DTSTAMP:20261399T071500Z")),
        answer(("PARTSTAT=ACCEPTED", "PARTSTAT=PERHAPS")),
        answer(attendee="ATTENDEE;PARTSTAT=ACCEPTED:tel:+38612345"),
        answer(attendee="ATTENDEE;PARTSTAT=ACCEPTED:mailto:"),
        answer(("END:VEVENT\r\n", "")),
        answer(("BEGIN:VEVENT", "BEGIN:X\r\n" * 50 + "BEGIN:VEVENT")),
        answer() + answer(),
        b"BEGIN:VCALENDAR\r\n" + b"X" * LARGEST_REPLY,
        mail(
            b"--a\r\nContent-Type: text/plain\r\n\r\n\r\n" * 60, "Content-Type: multipart/mixed; boundary=a"
        ),
        b"".join(
            f"Content-Type: multipart/mixed; boundary=b{n}\r\n\r\n--b{n}\r\n".encode() for n in range(3000)
        ),
    ],
)
def test_hostile_or_broken_mail_is_refused_in_words(raw: bytes) -> None:
    with pytest.raises(SourceUnreadable) as refused:
        read_reply(raw)
    assert refused.value.message[0].isupper()
    assert refused.value.message.endswith((".", "link."))


ZONE = "BEGIN:VTIMEZONE\r\nTZID:{}\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n{}TZOFFSETFROM:+1400\r\nTZOFFSETTO:+1400\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nBEGIN:VEVENT"


def test_a_zone_that_shifts_every_second_costs_nothing_and_is_never_remembered() -> None:
    wild = ZONE.format("Harmless", "RRULE:FREQ=SECONDLY\r\n")
    assert read_reply(answer(("BEGIN:VEVENT", wild))) == WANTED
    # Another file that speaks of the zone must not be read by the first one's data.
    with pytest.raises(SourceUnreadable, match="Harmless"):
        read_reply(answer(("SEQUENCE:2", "SEQUENCE:2\r\nDTSTART;TZID=Harmless:20261014T090000")))


@given(data=st.binary(max_size=400), cut=st.integers(0, 400))
@example(data=b"BEGIN:VCALENDAR\r\n;", cut=0)
def test_no_bytes_bring_it_down(data: bytes, cut: int) -> None:
    whole = answer()
    for raw in (data, whole[:cut] + data + whole[cut:], mail(whole[:cut] + data + whole[cut:]), mail(data)):
        with suppress(SourceUnreadable, RuleBroken):
            assert read_reply(raw).uid


def test_a_later_answer_wins_and_one_to_an_older_invitation_never_does() -> None:
    wanted = (WANTED.sequence, WANTED.dtstamp)
    later = (wanted[0], wanted[1] + timedelta(minutes=1))
    stale = (wanted[0] - 1, wanted[1] + timedelta(days=1))
    assert supersedes(later, wanted)
    assert not supersedes(wanted, later)
    assert not supersedes(stale, wanted)
    assert not supersedes(wanted, wanted)

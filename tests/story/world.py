"""One small world with one of everything that has an address, built through the real actions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from secretariat.access.rules import system_actor
from secretariat.archive import actions as archive
from secretariat.archive.intake import read_now
from secretariat.archive.models import Fact, Reading, Source
from secretariat.commitments import actions as commitments
from secretariat.commitments.models import Commitment
from secretariat.meetings import actions as meetings
from secretariat.meetings import calendar_import
from secretariat.meetings.date_polls import days_asked
from secretariat.meetings.models import DatePoll, Delegate, FreeSpan, HostingOffer, Meeting, OutsideEvent
from secretariat.meetings.models.invitations import Invitee, Letter, UnplacedMail
from secretariat.members import actions as members
from secretariat.minutes import actions as minutes
from secretariat.minutes.models import Entry, Record
from secretariat.publishing import actions as publishing
from secretariat.publishing.models import Release
from secretariat.toolbox import clock
from tests.cast import Cast

CANARY = "qzcanary"
"""Begins every token that only members may ever see."""

PAPER = """Report

Closed meeting of the Amber Coast Network, 12 March 2024, Port Alba {c}papertitle

On 12 March 2024 the coordinators held a closed meeting in Port Alba.

Ms. Vera {c}papername from Alba opened the meeting.

Mr. Jan {c}paperspeaker from Bresta proposed to write a common guide on {c}paperwords.
"""


@dataclass
class World:
    """Rows by name; every confidential field of them holds a token that begins with ``CANARY``."""

    cast: Cast
    meeting: Meeting
    record: Record
    entry: Entry
    commitment: Commitment
    offer: HostingOffer
    poll: DatePoll
    event: OutsideEvent
    free_days: FreeSpan
    source: Source
    reading: Reading
    fact: Fact
    draft: Release
    released: Release
    invitee: Invitee
    letter: Letter
    mail: UnplacedMail
    delegate: Delegate


def build_world(cast: Cast, folder: Path) -> World:
    """A closed meeting with record, follow-up, offers, a paper under review, and two public pages."""
    officer, network = cast.officer.actor, cast.network
    person = members.add_person(officer, network=network, name=f"Petra {CANARY}person")
    meeting = meetings.create_meeting(
        officer,
        network=network,
        title=f"Closed {CANARY}meeting",
        starts_on=date(2025, 5, 30),
        place=f"{CANARY}place",
        organiser=f"{CANARY}organiser",
        chair=f"{CANARY}chair",
        theme=f"{CANARY}theme",
    )
    meetings.note_attendance(
        officer,
        meeting=meeting,
        person=person,
        seat=cast.seats["ab"],
        function=f"{CANARY}office",
        is_present=True,
    )
    offer = meetings.note_offer(
        officer,
        network=network,
        seat=cast.seats["ab"],
        made_at=meeting,
        place=f"{CANARY}offerplace",
        period_words=f"{CANARY}when",
        parent_event=f"{CANARY}parent",
        theme=f"{CANARY}offertheme",
    )
    day = clock.today() + timedelta(days=100)
    poll = meetings.open_poll(
        officer,
        network=network,
        title=f"Search {CANARY}poll",
        candidates=[days_asked(day)],
        answers_until_at=clock.now() + timedelta(days=30),
    )
    fair = calendar_import.OutsideEvent(
        "1@fairs", f"Fair {CANARY}event", day, day, None, None, f"{CANARY}eventplace"
    )
    meetings.import_events(officer, network=network, calendar=f"Fairs {CANARY}calendar", events=[fair])
    free_days = meetings.note_free_days(
        cast.coordinator.actor, seat=cast.seats["ab"], name=f"Holidays {CANARY}free", starts_on=day
    )
    item = meetings.propose_item(
        cast.coordinator.actor,
        meeting=meeting,
        title=f"Item {CANARY}item",
        note=f"Note {CANARY}note",
        seat=cast.seats["ab"],
    )
    meetings.place_item(officer, item=item, to=1)
    meetings.announce_paper(
        officer, meeting=meeting, title=f"Paper {CANARY}symbol", item=item, seat=cast.seats["ab"]
    )
    meetings.prepare_term(
        officer, network=network, parameter="credentials", value="48", article="6", since_on=clock.today()
    )
    record = minutes.open_record(officer, meeting=meeting)
    entry = minutes.add_entry(
        officer,
        record=record,
        kind="proposal",
        text=f"Let us {CANARY}entry",
        speaker=person,
        on_behalf_words=f"{CANARY}behalf",
        seat=cast.seats["ab"],
    )
    entry = minutes.edit_entry(
        officer, entry=entry, revision=1, text=f"Let us all {CANARY}entry {CANARY}again"
    )
    minutes.add_entry(officer, record=record, kind="decision", text=f"Agreed {CANARY}decision")
    lines = commitments.follow_up_record(officer, record=record)
    line = commitments.assign_commitment(
        officer, commitment=lines[0], version=1, seat=cast.seats["ab"], due_on=date(2025, 9, 1)
    )
    commitments.report_progress(
        cast.coordinator.actor,
        commitment=line,
        words=f"Begun {CANARY}progress",
        evidence=f"{CANARY}evidence",
        state="under way",
    )
    paper = folder / "paper.txt"
    paper.write_text(PAPER.format(c=CANARY), encoding="utf-8")
    source, _ = archive.take_in_source(officer, network=network, name=f"{CANARY}file.txt", path=paper)
    reading = Reading.objects.get(source=source)
    read_now(officer, reading)
    reading.refresh_from_db()
    assert reading.state == "read", reading.problem
    draft = publishing.draft_release(
        officer, meeting=meeting, title=f"{CANARY}draft", when_words="2025", lines=[(entry, f"{CANARY}line")]
    )
    open_meeting = meetings.create_meeting(
        officer, network=network, title="Open day", is_closed=False, starts_on=date(2024, 1, 8), ring="public"
    )
    released = publishing.draft_release(
        officer, meeting=open_meeting, title="Open day", when_words="8 January 2024"
    )
    publishing.release_meeting(cast.chair.actor, release=released)
    line.refresh_from_db()
    return World(
        cast,
        meeting,
        record,
        entry,
        line,
        offer,
        poll,
        OutsideEvent.objects.get(network=network),
        free_days,
        source,
        reading,
        Fact.objects.filter(reading=reading).first() or Fact(),
        draft,
        released,
        *_invited(cast),
        _sent(cast),
    )


def _sent(cast: Cast) -> Delegate:
    """Alba sends somebody who is on the list, and somebody who is not yet, with credentials, a message and needs."""
    seat, by = cast.seats["ab"], cast.coordinator.actor
    meeting = meetings.create_meeting(
        cast.officer.actor, network=cast.network, title="Autumn meeting", starts_on=date(2027, 10, 4)
    )
    listed = meetings.name_delegate(
        by, meeting=meeting, seat=seat, role="expert", name=f"Ida {CANARY}listed", function=f"{CANARY}listed"
    )
    meetings.validate_delegate(cast.officer.actor, delegate=listed)
    sent = meetings.name_delegate(
        by, meeting=meeting, seat=seat, role="head", name=f"Nada {CANARY}sent", function=f"Of {CANARY}sent"
    )
    note = meetings.Credentials(f"{CANARY}sent", date(2026, 11, 1), words=f"Note {CANARY}sent")
    sent = meetings.note_credentials(by, delegate=sent, credentials=note)
    meetings.note_needs(by, delegate=sent, diet=f"No {CANARY}diet", access=f"{CANARY}diet")
    return meetings.give_message(
        by, delegate=sent, message=f"All {CANARY}sent", of=cast.coordinator.person, version=sent.version
    )


def _invited(cast: Cast) -> tuple[Invitee, Letter, UnplacedMail]:
    """The seat of Alba is invited to a meeting to come, was written to and has answered; a mail waits to be placed."""
    officer = cast.officer.actor
    meeting = meetings.create_meeting(
        officer, network=cast.network, title=f"Spring {CANARY}invited", starts_on=date(2027, 4, 1)
    )
    invitation = meetings.draft_invitation(
        officer,
        meeting=meeting,
        kind="technical",
        seats=[cast.seats["ab"]],
        middle=f"Bring {CANARY}middle.",
        enclosures=f"{CANARY}enclosed",
    )
    meetings.send_invitation(officer, invitation=invitation)
    invitee = Invitee.objects.select_related("invitation").get(invitation=invitation)
    meetings.reply_to_invitation(
        cast.coordinator.actor, invitee=invitee, reply="takes part", words=f"With {CANARY}reply"
    )
    mail = meetings.take_in_mail(
        system_actor("the story"),
        network=cast.network,
        raw=f"Subject: {CANARY}raw".encode(),
        sender=f"{CANARY}sender@story.example",
        subject=f"{CANARY}subject",
        words=f"{CANARY}mail",
        why="Nothing here asked for it.",
    )
    assert mail is not None
    return invitee, Letter.objects.get(invitee=invitee), mail

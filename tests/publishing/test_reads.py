"""A report holds what its reader may see, says what is missing, and never who spoke in confidence."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from docx import Document

from secretariat.access.rules import PUBLIC
from secretariat.commitments.actions import note_commitment, number_decision
from secretariat.meetings.actions import create_meeting
from secretariat.meetings.models import Meeting
from secretariat.minutes.actions import add_entry, approve_record, note_later_correction
from secretariat.minutes.models import Entry
from secretariat.publishing import typeset
from secretariat.publishing.reads import excerpt_data, report_data
from secretariat.publishing.rules import MARKINGS
from secretariat.toolbox.errors import NotVisible
from tests.cast import Cast

SECRETS = ("Drita", "Hoxha", "Quiet Ministry", "salaries")


def words_of_pdf(data: bytes) -> str:
    with pypdfium2.PdfDocument(data) as document:
        return " ".join("".join(page.get_textpage().get_text_bounded() for page in document).split())


def words_of_docx(data: bytes) -> str:
    document = Document(BytesIO(data))
    parts = [document.element.body, *(s.footer._element for s in document.sections)]
    parts += [s.header._element for s in document.sections]
    return " ".join(" ".join("".join(part.itertext()) for part in parts).split())


def test_narrower_entries_are_left_out_and_the_report_says_how_many(cast: Cast, meeting: Meeting) -> None:
    data = report_data(cast.coordinator.actor, meeting)
    assert [entry.number for entry in data.entries] == [1, 2, 4, 5], (
        "the gap shows that something stands there"
    )
    assert data.left_out == "One entry is restricted and not in this version."
    whole = report_data(cast.officer.actor, meeting)
    assert ([entry.number for entry in whole.entries], whole.left_out) == ([1, 2, 3, 4, 5], "")


def test_the_marking_follows_the_narrowest_thing_in_this_version(cast: Cast, meeting: Meeting) -> None:
    assert report_data(cast.coordinator.actor, meeting).marking == "Members only"
    assert report_data(cast.officer.actor, meeting).marking == "Chair and Secretariat only"
    Entry.objects.filter(ring="bureau").update(is_removed=True)
    told = report_data(cast.chair.actor, meeting)
    assert told.marking == "Chair and Secretariat only", "it tells who spoke under the Chatham House Rule"
    assert told.entries[2].ring_word == "Chair and Secretariat only"


def test_who_spoke_in_confidence_is_told_to_the_bureau_alone(cast: Cast, meeting: Meeting) -> None:
    for player in (cast.coordinator, cast.drena, cast.substitute):
        line = report_data(player.actor, meeting).entries[2]
        assert (line.speaker_line, line.on_behalf_line) == ("Said under the Chatham House Rule", "")
    line = report_data(cast.officer.actor, meeting).entries[3]
    assert (line.speaker_line, line.on_behalf_line) == (
        "Drita Hoxha (Drena*)",
        "on behalf of Quiet Ministry",
    )


def test_an_offer_made_in_confidence_names_no_owner_in_the_follow_up_list(
    cast: Cast, meeting: Meeting
) -> None:
    lines = {line.what: line.who for line in report_data(cast.coordinator.actor, meeting).follow_ups}
    assert lines["One seat could host in spring."] == ""


@pytest.mark.parametrize("player", ["coordinator", "drena", "local"])
def test_no_file_for_a_member_holds_what_is_kept_from_members(
    cast: Cast, meeting: Meeting, player: str
) -> None:
    data = report_data(cast.players[player].actor, meeting)
    pdf, docx = words_of_pdf(typeset.report_pdf(data)), words_of_docx(typeset.report_docx(data))
    for words in (pdf, docx):
        assert "There were failures at one border." in words
        assert "Said under the Chatham House Rule" in words
        assert "Members only" in words
        assert "One entry is restricted" in words
        for secret in SECRETS:
            assert secret not in words, secret


def test_the_files_of_the_bureau_hold_everything_and_are_marked_so(cast: Cast, meeting: Meeting) -> None:
    data = report_data(cast.officer.actor, meeting)
    for words in (words_of_pdf(typeset.report_pdf(data)), words_of_docx(typeset.report_docx(data))):
        assert "Drita Hoxha" in words
        assert "A matter of salaries." in words
        assert "Chair and Secretariat only" in words


def test_whoever_does_not_see_the_meeting_gets_no_report(cast: Cast, meeting: Meeting) -> None:
    for actor in (cast.observer.actor, cast.former.actor, cast.admin.actor, PUBLIC):
        with pytest.raises(NotVisible):
            report_data(actor, meeting)


def test_a_report_costs_the_same_with_five_and_with_three_hundred_entries(
    cast: Cast, meeting: Meeting
) -> None:
    actor = cast.coordinator.actor
    row = Meeting.objects.select_related("within", "network").get(pk=meeting.pk)

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            report_data(actor, row)
        return len(captured)

    few = cost()
    Entry.objects.bulk_create(
        Entry(
            network=cast.network,
            record=meeting.record,
            position=number,
            kind="statement",
            text=f"Words {number}.",
            speaker=cast.coordinator.person,
            seat=cast.coordinator.seat,
        )
        for number in range(6, 301)
    )
    assert cost() == few


def test_a_version_for_fewer_readers_is_made_in_their_eyes(cast: Cast, meeting: Meeting) -> None:
    chair, member = cast.chair.client, cast.coordinator.client
    address = f"/publishing/report/{meeting.ref}.docx"
    whole, version = chair.get(address), chair.get(address, {"version": "members"})
    assert (whole.status_code, version.status_code) == (200, 200)
    own = words_of_docx(member.get(address).content)
    assert "Chair and Secretariat only" in words_of_docx(whole.content)
    assert "Chair and Secretariat only" not in words_of_docx(version.content)
    assert words_of_docx(version.content) == own


@pytest.mark.parametrize(
    ("role", "version", "code"), [("coordinator", "partners", 403), ("chair", "seat", 422)]
)
def test_only_the_bureau_takes_out_versions_and_only_those_there_are(
    cast: Cast, meeting: Meeting, role: str, version: str, code: int
) -> None:
    answer = getattr(cast, role).client.get(f"/publishing/report/{meeting.ref}.docx", {"version": version})
    assert answer.status_code == code


def test_a_version_for_partners_is_not_there_where_partners_do_not_know_of_the_meeting(
    cast: Cast, meeting: Meeting
) -> None:
    assert (
        cast.chair.client.get(f"/publishing/report/{meeting.ref}.docx", {"version": "partners"}).status_code
        == 404
    )


def test_an_excerpt_holds_one_decision_with_what_is_owed_from_it_and_nothing_else_that_was_said(
    cast: Cast, meeting: Meeting
) -> None:
    officer = cast.officer.actor
    entry = add_entry(officer, record=meeting.record, kind="decision", text="A guide is printed.")
    decision = number_decision(officer, entry=entry)
    data = excerpt_data(cast.coordinator.actor, decision)
    assert [(line.number, line.decision_number) for line in data.entries] == [
        (entry.position, decision.number)
    ]
    assert (data.delegations, data.offers, data.left_out) == ((), (), "")
    assert all(line.what == entry.text for line in data.follow_ups)


@pytest.mark.parametrize("narrow", ["line", "speaker"])
def test_an_excerpt_is_marked_for_the_narrowest_thing_in_it(
    cast: Cast, meeting: Meeting, narrow: str
) -> None:
    officer, drena = cast.officer.actor, cast.drena
    entry = add_entry(
        officer,
        record=meeting.record,
        kind="decision",
        text="A guide is printed.",
        speaker=drena.person,
        seat=drena.seat,
        is_chatham_house=narrow == "speaker",
    )
    decision = number_decision(officer, entry=entry)
    if narrow == "line":
        owed = note_commitment(
            officer, meeting=meeting, kind="decision", entry=entry, words="Ask the donor.", ring="bureau"
        )
        assert owed.words in [line.what for line in excerpt_data(officer, decision).follow_ups]
    assert excerpt_data(officer, decision).marking == MARKINGS["bureau"]
    assert excerpt_data(cast.coordinator.actor, decision).marking == MARKINGS["members"]


def test_what_a_later_meeting_agreed_to_stands_in_the_report(cast: Cast, meeting: Meeting) -> None:
    officer, entry = cast.officer.actor, Entry.objects.filter(record__meeting=meeting).earliest("position")
    approve_record(officer, record=meeting.record, approved_on=meeting.ends_on)
    later = create_meeting(
        officer, network=cast.network, title="The next talks", starts_on=meeting.ends_on + timedelta(days=1)
    )
    note_later_correction(
        officer,
        entry=entry,
        seat=cast.officer.seat,
        words="As it should read.",
        agreed_at=later,
        agreed_on=later.starts_on,
    )
    data = report_data(cast.coordinator.actor, meeting)
    assert [(c.number, c.entry_number, c.text, c.agreed) for c in data.corrections] == [
        ("1", entry.position, "As it should read.", "The next talks")
    ]
    Meeting.objects.filter(pk=later.pk).update(ring="bureau")
    assert [c.agreed for c in report_data(cast.coordinator.actor, meeting).corrections] == ["a later meeting"]
    for page in ("", "round/"):
        answer = cast.coordinator.client.get(f"/records/{meeting.record.ref}/{page}")
        assert "a later meeting" in answer.content.decode()
        assert "The next talks" not in answer.content.decode()
    for words in (words_of_pdf(typeset.report_pdf(data)), words_of_docx(typeset.report_docx(data))):
        assert "Corrections agreed later" in words
        assert "As it should read." in words

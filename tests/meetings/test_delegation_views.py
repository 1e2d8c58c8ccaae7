"""The pages on which a delegation is named, validated and listed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from secretariat.archive.models import Source
from secretariat.meetings import actions
from secretariat.meetings.models import Attendance, Delegate, Meeting, Needs
from tests.cast import Cast

OPENS = datetime(2026, 12, 10, 8, tzinfo=UTC)


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return actions.create_meeting(
        cast.officer.actor, network=cast.network, title="Talks", starts_on=OPENS.date(), opens_at=OPENS
    )


def _own(cast: Cast, meeting: Meeting) -> str:
    return reverse("meetings:delegation", args=[meeting.ref, cast.seats["ab"].ref])


def _named(cast: Cast, meeting: Meeting) -> Delegate:
    return actions.name_delegate(
        cast.coordinator.actor,
        meeting=meeting,
        seat=cast.seats["ab"],
        role="head",
        person=cast.coordinator.person,
    )


def test_a_seat_finds_its_delegation_on_the_meeting_and_names_it(cast: Cast, meeting: Meeting) -> None:
    for player in (cast.coordinator, cast.substitute):
        page = player.client.get(reverse("desk:meeting", args=[meeting.ref])).content.decode()
        assert _own(cast, meeting) in page
        assert "asked whom you send" in page
    client = cast.substitute.client
    address = reverse("meetings:name_delegate", args=[meeting.ref, cast.seats["ab"].ref])
    form = client.get(address).content.decode()
    assert "Ana Đurić" in form
    assert "Blagoja" not in form, "people of other seats are not offered"
    posted = {"person": cast.coordinator.person.ref, "role": "head", "function": "National Coordinator"}
    page = client.post(address, posted, follow=True).content.decode()
    assert "Ana Đurić" in page
    assert "not validated yet" in page
    assert "no credentials yet" in page
    wrong = client.post(address, {"role": "expert"})
    assert wrong.status_code == 422
    assert "write the name of somebody else" in wrong.content.decode()


def test_the_meeting_tells_the_offices_how_far_the_delegations_are(cast: Cast, meeting: Meeting) -> None:
    _named(cast, meeting)
    page = cast.officer.client.get(reverse("desk:meeting", args=[meeting.ref])).content.decode()
    assert "1 to validate" in page
    assert reverse("meetings:delegations", args=[meeting.ref]) in page


def test_a_full_delegation_offers_no_form_and_says_who_can(cast: Cast, meeting: Meeting) -> None:
    actions.arrange_delegations(cast.officer.actor, meeting=meeting, order="english", delegation_size=1)
    _named(cast, meeting)
    page = cast.coordinator.client.get(_own(cast, meeting)).content.decode()
    assert "The delegation is full: 1 at most" in page
    assert reverse("meetings:name_delegate", args=[meeting.ref, cast.seats["ab"].ref]) not in page


def test_the_secretariat_validates_and_is_asked_who_somebody_is(cast: Cast, meeting: Meeting) -> None:
    row = actions.name_delegate(
        cast.coordinator.actor, meeting=meeting, seat=cast.seats["ab"], role="expert", name="Ivo Saric"
    )
    officer = cast.officer.client
    address = reverse("meetings:validate_delegate", args=[row.ref])
    assert "Is it one of them?" in officer.get(address).content.decode()
    assert officer.post(address, {"who": ""}).status_code == 422
    page = officer.post(address, {"who": cast.substitute.person.ref}, follow=True).content.decode()
    assert "is validated and stands on the list" in page
    assert Delegate.objects.get().person == cast.substitute.person


def test_somebody_nobody_knows_is_validated_by_one_button(cast: Cast, meeting: Meeting) -> None:
    row = actions.name_delegate(
        cast.coordinator.actor, meeting=meeting, seat=cast.seats["ab"], role="expert", name="Zlata Nova"
    )
    address = reverse("meetings:validate_delegate", args=[row.ref])
    assert "the person is entered" in cast.officer.client.get(address).content.decode()
    cast.officer.client.post(address)
    assert Delegate.objects.get().state == "validated"


def test_credentials_come_with_a_file_that_only_the_offices_open_and_late_ones_are_told_so(
    cast: Cast, meeting: Meeting, settings: object, tmp_path: Path
) -> None:
    row = _named(cast, meeting)
    address = reverse("desk:credentials", args=[row.ref])
    assert "Article 6.1" in cast.coordinator.client.get(address).content.decode()
    posted = {"issuer": "Foreign Ministry", "dated_on": "2026-11-20", "decides": "on"}
    assert cast.coordinator.client.post(address, posted).status_code == 422
    note = SimpleUploadedFile("note.txt", b"The Ministry gives full powers to Ana.")
    with time_machine.travel(OPENS, tick=False):
        answer = cast.coordinator.client.post(address, {**posted, "paper": note}, follow=True)
    page = answer.content.decode()
    assert "They came late: they were due by" in page
    assert "came late" in page
    row.refresh_from_db()
    source = Source.objects.get(ref=row.source_ref)
    assert source.ring == "bureau"
    assert row.credential_decides


def test_a_message_is_passed_on_and_shown(cast: Cast, meeting: Meeting) -> None:
    row = actions.name_delegate(
        cast.coordinator.actor,
        meeting=meeting,
        seat=cast.seats["ab"],
        role="alternate",
        person=cast.substitute.person,
    )
    posted = {"message": "We thank all.", "of": cast.coordinator.person.ref, "version": 1}
    address = reverse("meetings:give_message", args=[row.ref])
    page = cast.substitute.client.post(address, posted, follow=True).content.decode()
    assert "Passes on a message of Ana Đurić" in page
    assert "We thank all." in page


def test_needs_stand_on_the_page_of_the_seat_and_the_secretariat_and_on_no_other(
    cast: Cast, meeting: Meeting
) -> None:
    row = _named(cast, meeting)
    posted = {"diet": "no walnuts", "access": "", "interpretation": "French"}
    cast.coordinator.client.post(reverse("meetings:note_needs", args=[row.ref]), posted)
    assert Needs.objects.get().diet == "no walnuts"
    pages = [_own(cast, meeting), reverse("meetings:delegations", args=[meeting.ref])]
    for role, sees in (
        ("coordinator", True),
        ("substitute", True),
        ("officer", True),
        ("chair", False),
        ("local", False),
    ):
        found = "".join(getattr(cast, role).client.get(page).content.decode() for page in pages)
        assert ("walnuts" in found) == sees, role


def test_change_and_withdraw_from_the_page(cast: Cast, meeting: Meeting) -> None:
    row, client = _named(cast, meeting), cast.coordinator.client
    posted = {"role": "adviser", "function": "Director", "languages": "English", "version": row.version}
    client.post(reverse("meetings:change_delegate", args=[row.ref]), posted)
    row.refresh_from_db()
    assert (row.role, row.function, row.languages) == ("adviser", "Director", "English")
    page = client.post(reverse("meetings:withdraw_delegate", args=[row.ref]), follow=True).content.decode()
    assert "Withdrawn" in page


def test_the_offices_choose_the_order_draw_the_lot_once_and_make_the_list_final(
    cast: Cast, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = cast.officer.client
    arrange = reverse("meetings:arrange_delegations", args=[meeting.ref])
    assert officer.post(arrange, {"order": "french"}).status_code == 422, "no French names are known here"
    assert officer.post(arrange, {"order": "english", "delegation_size": "3"}).status_code == 302
    monkeypatch.setattr("secretariat.meetings.actions.participants.choice", lambda s: s[3])
    page = officer.post(reverse("meetings:draw_lot", args=[meeting.ref]), follow=True).content.decode()
    assert "The lot fell on Drena*" in page
    assert "Draw the lot" not in page
    listed = cast.other.client.get(reverse("meetings:participants", args=[meeting.ref])).content.decode()
    assert "on which the lot fell" in listed
    assert "This name is used without prejudice" in listed
    actions.validate_delegate(cast.officer.actor, delegate=_named(cast, meeting))
    final = reverse("meetings:settle_participants", args=[meeting.ref])
    assert officer.post(final).status_code == 422
    with time_machine.travel(OPENS, tick=False):
        page = cast.officer.client.post(final, follow=True).content.decode()
    assert "Final list" in page
    assert Attendance.objects.get().person == cast.coordinator.person
    assert date(2026, 12, 10) == meeting.starts_on


def test_names_of_states_in_other_languages_are_noted_on_the_page_of_the_member(cast: Cast) -> None:
    member = cast.members["dr"]
    address = reverse("members:note_names", args=[member.ref])
    posted = {"french": "Drène", "own": "Дрена", "own_latin": "Drena"}
    page = cast.officer.client.post(address, posted, follow=True).content.decode()
    assert "Drène" in page
    assert "Дрена" in page
    assert cast.officer.client.post(address, {"own": "Дрена"}).status_code == 422

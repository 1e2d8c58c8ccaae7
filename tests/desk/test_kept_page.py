"""What is kept in memory is never older than the newest deed, and never anybody else's."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from secretariat.audit import memory
from secretariat.commitments.actions import note_commitment
from secretariat.meetings.actions import note_attendance
from secretariat.meetings.models import Meeting
from secretariat.members.actions import end_mandate
from secretariat.minutes.actions import edit_entry
from secretariat.minutes.models import Entry
from tests.cast import Cast, sign_in_whole

TODAY = date(2026, 11, 24)


class Committed:
    """The test's connection as the memory sees it in a running server: each deed is committed."""

    in_atomic_block = False

    def cursor(self) -> Any:
        return connection.cursor()


@pytest.fixture(autouse=True)
def remembering(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("secretariat.audit.memory.connection", Committed())


def visit(client: Client, meeting: Meeting) -> tuple[str, int]:
    """The meeting's page, and how many queries it cost."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(reverse("desk:meeting", args=[meeting.ref]))
    assert answer.status_code == 200
    return answer.content.decode(), len(captured)


def test_a_page_seen_again_is_the_same_page_with_its_footnotes_and_costs_no_reading(
    cast: Cast, meeting: Meeting
) -> None:
    note_attendance(cast.officer.actor, meeting=meeting, person=cast.drena.person, seat=cast.drena.seat)
    first, cost = visit(cast.coordinator.client, meeting)
    again, cost_again = visit(cast.coordinator.client, meeting)
    assert cast.members["dr"].footnote in first

    def body(page: str) -> str:
        return page.partition("<main")[2]

    assert body(again) == body(first)
    assert cost_again <= 5 < cost


def test_the_next_visit_after_any_deed_reads_anew(cast: Cast, meeting: Meeting) -> None:
    client, entry = cast.coordinator.client, Entry.objects.get(kind="proposal")
    visit(client, meeting)
    note_commitment(cast.officer.actor, meeting=meeting, words="A new line.", kind="request", entry=entry)
    assert "A new line." in visit(client, meeting)[0]
    assert "Alba" in visit(client, meeting)[0].partition("A new line.")[2]
    edit_entry(cast.officer.actor, entry=entry, revision=entry.revision, is_chatham_house=True)
    shown = visit(client, meeting)[0].partition("What was said")[2]
    assert cast.coordinator.person.name not in shown
    assert "Chatham House" in shown


def test_what_no_request_can_find_again_does_not_stay_in_memory(cast: Cast, meeting: Meeting) -> None:
    visit(cast.coordinator.client, meeting)
    visit(cast.officer.client, meeting)
    note_commitment(cast.officer.actor, meeting=meeting, words="A new line.", kind="request")
    visit(cast.coordinator.client, meeting)
    assert {head for head, _ in memory._kept} == {memory.head_number()}
    assert sum(meeting.ref in str(key) for _, key in memory._kept) == 1, "one page, the officer's is gone"


def test_everybody_is_shown_their_own_page_whoever_came_before(cast: Cast, meeting: Meeting) -> None:
    for _ in range(2):
        assert "Salaries of interpreters" in visit(cast.officer.client, meeting)[0]
        for player in (cast.coordinator, cast.local, cast.other):
            assert "Salaries of interpreters" not in visit(player.client, meeting)[0]
        for player in (cast.observer, cast.former, cast.admin):
            assert player.client.get(reverse("desk:meeting", args=[meeting.ref])).status_code == 404
        assert cast.public_client.get(reverse("desk:meeting", args=[meeting.ref])).status_code == 302


def test_whose_mandate_ended_is_out_with_the_next_request(cast: Cast, meeting: Meeting) -> None:
    visit(cast.coordinator.client, meeting)
    mandate = cast.coordinator.role.mandate
    assert mandate is not None
    end_mandate(cast.officer.actor, mandate=mandate, ends_on=date(2026, 11, 23))
    address = reverse("desk:meeting", args=[meeting.ref])
    assert cast.coordinator.client.get(address).status_code == 404


def test_a_new_day_is_a_new_page_without_a_deed(cast: Cast, meeting: Meeting) -> None:
    note_commitment(
        cast.officer.actor, meeting=meeting, words="Due today.", kind="request", seat=cast.seats["ab"],
        due_on=TODAY,
    )  # fmt: skip
    assert "overdue" not in visit(cast.coordinator.client, meeting)[0]
    # A quarter past midnight in Vienna, where the network lives; in UTC it is still the day before.
    with time_machine.travel(datetime(2026, 11, 24, 23, 15, tzinfo=UTC), tick=False):
        client = Client()
        sign_in_whole(client, cast.coordinator.account)
        assert "overdue" in visit(client, meeting)[0]


def test_the_desk_is_read_anew_after_a_deed_too(cast: Cast, meeting: Meeting) -> None:
    def desk() -> str:
        return cast.coordinator.client.get(reverse("desk:home")).content.decode()

    assert "Send the list." not in desk()
    note_commitment(
        cast.officer.actor, meeting=meeting, words="Send the list.", kind="request", seat=cast.seats["ab"]
    )
    assert "Send the list." in desk()
    assert "Send the list." in desk()
    assert "Send the list." not in cast.other.client.get(reverse("desk:home")).content.decode()

"""The pages of the follow-up list under bad input, hostile words, many rows, and with what was dropped."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from secretariat.commitments import actions
from secretariat.commitments.models import Commitment
from secretariat.commitments.reads import last_time
from secretariat.meetings.models import Meeting
from secretariat.minutes import actions as minutes
from secretariat.minutes.models import Record
from tests.cast import Cast

TODAY = date(2026, 11, 24)
HOSTILE = "<script>alert(1)</script>"


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_hostile_words_are_text_on_every_page_of_the_room(
    cast: Cast, record: Record, next_meeting: Meeting
) -> None:
    officer = cast.officer.actor
    for kind in ("request", "decision"):
        minutes.add_entry(officer, record=record, kind=kind, text=HOSTILE)
    line = next(c for c in actions.follow_up_record(officer, record=record) if c.words == HOSTILE)
    for address in (
        reverse("commitments:list"),
        reverse("commitments:decisions"),
        reverse("commitments:commitment", args=[line.ref]),
        reverse("commitments:last_time", args=[next_meeting.ref]),
    ):
        page = text(cast.other.client.get(address))
        assert "&lt;script&gt;alert(1)" in page, address
        assert "<script>alert" not in page, address


def test_a_line_without_a_meeting_is_refused_and_keeps_what_was_typed(cast: Cast, record: Record) -> None:
    before = Commitment.objects.count()
    answer = cast.officer.client.post(
        reverse("commitments:add"), {"meeting": "", "words": "A long typed promise.", "due_on": "2026-13-40"}
    )
    assert answer.status_code == 422
    page = text(answer)
    assert "A long typed promise." in page
    assert "2026-13-40" in page
    assert page.count('class="error"') >= 2
    assert Commitment.objects.count() == before


def test_an_owner_given_with_a_day_nobody_can_read_comes_back_as_typed(
    cast: Cast, lines: dict[str, Commitment]
) -> None:
    answer = cast.officer.client.post(
        reverse("commitments:assign", args=[lines["request"].ref]),
        {"version": "1", "seat": cast.seats["br"].ref, "due_on": "in the spring"},
    )
    assert answer.status_code == 422
    assert "in the spring" in text(answer)
    assert f'value="{cast.seats["br"].ref}" selected' in text(answer)


@pytest.mark.parametrize("role", ["former", "observer", "funder", "admin"])
def test_outsiders_find_no_line_and_no_number(
    cast: Cast, lines: dict[str, Commitment], next_meeting: Meeting, role: str
) -> None:
    client = getattr(cast, role).client
    line = lines["request"]
    for name, ref in (("commitment", line.ref), ("report", line.ref), ("last_time", next_meeting.ref)):
        assert client.get(reverse(f"commitments:{name}", args=[ref])).status_code == 404, name
    for name in ("list", "decisions"):
        page = text(client.get(reverse(f"commitments:{name}")))
        assert line.words not in page, name
        assert "2026/1" not in page, name


def test_the_public_is_led_to_the_sign_in_and_told_nothing(cast: Cast, lines: dict[str, Commitment]) -> None:
    answer = cast.public_client.get(
        reverse("commitments:commitment", args=[lines["request"].ref]), follow=True
    )
    assert lines["request"].words not in text(answer)


def test_what_was_dropped_since_is_told_at_the_next_meeting_with_the_reason(
    cast: Cast, owed: Commitment, next_meeting: Meeting
) -> None:
    actions.report_progress(
        cast.coordinator.actor, commitment=owed, words="Overtaken by the new law.", state="dropped"
    )
    page = last_time(cast.other.actor, next_meeting, TODAY)
    assert [(line.commitment, line.report and line.report.words) for line in page.finished] == [
        (owed, "Overtaken by the new law.")
    ]
    assert "Overtaken by the new law." in text(
        cast.other.client.get(reverse("commitments:last_time", args=[next_meeting.ref]))
    )


def test_a_page_holds_fifty_lines_and_keeps_its_filter_on_the_next(cast: Cast, record: Record) -> None:
    Commitment.objects.bulk_create(
        Commitment(network=cast.network, meeting=record.meeting, kind="request", words=f"Line {n:03}")
        for n in range(120)
    )
    address = reverse("commitments:list")
    pages = [text(cast.other.client.get(address, {"show": "lacking", "page": n})) for n in (1, 2, 3)]
    assert [page.count('<li class="line"') for page in pages] == [50, 50, 20]
    assert "show=lacking" in pages[0]


def test_the_footnote_of_a_denomination_stands_once_however_often_it_is_named(
    cast: Cast, record: Record
) -> None:
    for n in range(3):
        actions.note_commitment(
            cast.officer.actor,
            meeting=record.meeting,
            words=f"Line {n}",
            kind="request",
            seat=cast.seats["dr"],
        )
    page = text(cast.other.client.get(reverse("commitments:list")))
    assert page.count("* This name is used without prejudice") == 1

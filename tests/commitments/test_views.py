"""The pages of the follow-up list."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from secretariat.commitments.models import Commitment
from secretariat.meetings.models import Meeting
from secretariat.minutes import actions as minutes
from secretariat.minutes.models import Record
from tests.cast import Cast


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_each_line_says_what_it_lacks_and_asks_whoever_can_give_it(
    cast: Cast, lines: dict[str, Commitment]
) -> None:
    address = reverse("commitments:list")
    ours, theirs = text(cast.officer.client.get(address)), text(cast.other.client.get(address))
    for page in (ours, theirs):
        assert "no owner" in page
        assert "no date" in page
    assert "Say who owes it and by when" in ours
    assert "Say who owes it and by when" not in theirs
    assert "Who can: Chair or Secretariat" in theirs


def test_an_owner_and_a_date_are_given_by_form_and_the_seat_is_asked(
    cast: Cast, lines: dict[str, Commitment]
) -> None:
    line = lines["request"]
    answer = cast.officer.client.post(
        reverse("commitments:assign", args=[line.ref]),
        {"version": line.version, "seat": cast.seats["br"].ref, "due_on": "2026-12-15"},
    )
    assert answer.status_code == 302
    home = text(cast.other.client.get("/"))
    assert "Send the lists of local teams." in home
    assert "15 December 2026" in home
    assert "Send the lists of local teams." not in text(cast.coordinator.client.get("/"))


def test_a_seat_that_is_not_offered_cannot_be_chosen(cast: Cast, lines: dict[str, Commitment]) -> None:
    line = lines["request"]
    answer = cast.officer.client.post(
        reverse("commitments:assign", args=[line.ref]),
        {"version": "1", "seat": "seat-nowhere", "due_on": "soon"},
    )
    assert answer.status_code == 422
    line.refresh_from_db()
    assert line.seat is None


def test_a_report_is_sent_by_the_owner_and_refused_without_evidence(cast: Cast, owed: Commitment) -> None:
    address = reverse("commitments:report", args=[owed.ref])
    client = cast.coordinator.client
    refused = client.post(address, {"words": "All written and typed", "state": "done"})
    assert refused.status_code == 422
    assert "what shows that it is done" in text(refused)
    assert "All written and typed" in text(refused)
    client.post(address, {"words": "All written.", "state": "done", "evidence": "<script>1</script>"})
    page = text(cast.other.client.get(reverse("commitments:commitment", args=[owed.ref])))
    assert "All written." in page
    assert "&lt;script&gt;1" in page
    assert "<script>1" not in page
    assert cast.other.client.post(address, {"words": "x", "state": "open"}).status_code == 403


def test_what_we_said_last_time_is_one_page(cast: Cast, owed: Commitment, next_meeting: Meeting) -> None:
    page = text(cast.other.client.get(reverse("commitments:last_time", args=[next_meeting.ref])))
    for words in ("2026/1", "A guide is written.", "Prepare a guide.", "owed by", "no owner"):
        assert words in page


def test_decisions_are_listed_with_their_numbers(cast: Cast, lines: dict[str, Commitment]) -> None:
    assert "2026/1" in text(cast.other.client.get(reverse("commitments:decisions")))
    assert "2026/1" not in text(cast.observer.client.get(reverse("commitments:decisions")))


def test_a_hidden_speaker_is_not_named_on_the_list(
    cast: Cast, record: Record, lines: dict[str, Commitment]
) -> None:
    entry = lines["proposal"].entry
    assert entry is not None
    minutes.edit_entry(cast.officer.actor, entry=entry, revision=1, is_chatham_house=True)
    for address in (
        reverse("commitments:list"),
        reverse("commitments:commitment", args=[lines["proposal"].ref]),
    ):
        page = text(cast.other.client.get(address))
        assert "Chatham House Rule" in page
    assert "Đurić" not in page


def test_a_list_of_a_thousand_lines_costs_no_more_queries_than_one_of_ten(
    cast: Cast, lines: dict[str, Commitment]
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert cast.other.client.get(reverse("commitments:list")).status_code == 200
        return len(queries)

    def fill(number: int) -> None:
        start = Commitment.objects.count()
        Commitment.objects.bulk_create(
            Commitment(
                network=cast.network,
                meeting=lines["request"].meeting,
                entry=lines["request"].entry,
                kind="request",
                words=f"Line {n}",
                seat=cast.seats["br"],
            )
            for n in range(start, number)
        )

    fill(10)
    count()  # signs in
    few = count()
    fill(1000)
    assert count() == few

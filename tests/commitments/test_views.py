"""The pages of the follow-up list."""

from __future__ import annotations

import re
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from secretariat.commitments import actions
from secretariat.commitments.models import Commitment, Decision
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
    assert "Waits for Chair or Secretariat" in theirs


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


def test_within_a_list_the_form_comes_in_place_and_the_line_comes_back(
    cast: Cast, lines: dict[str, Commitment]
) -> None:
    line, client, htmx = lines["request"], cast.officer.client, {"HX-Request": "true"}
    address = reverse("commitments:assign", args=[line.ref])
    form = text(client.get(address, headers=htmx))
    assert f'hx-post="{address}"' in form
    assert "<html" not in form
    wrong = client.post(address, {"version": "1", "due_on": "soon"}, headers=htmx)
    assert wrong.status_code == 422
    assert wrong.headers["HX-Retarget"] == f"#assign-{line.ref}"
    given = {"version": "1", "seat": cast.seats["br"].ref, "due_on": "2026-12-15"}
    right = client.post(address, given, headers=htmx)
    assert right.status_code == 200
    assert text(right).startswith(f'<li class="line" id="{line.ref}"')
    assert "15 December 2026" in text(right)
    assert "no owner" not in text(right)
    late = client.post(address, given | {"due_on": "2026-12-16"}, headers=htmx)
    assert late.status_code == 409
    assert "16 December 2026" in text(late)


def test_the_owner_is_asked_by_when_and_may_report_and_others_are_told_who_can(
    cast: Cast, owed: Commitment
) -> None:
    address = reverse("commitments:commitment", args=[owed.ref])
    own, others = text(cast.coordinator.client.get(address)), text(cast.other.client.get(address))
    assert "Asked of your seat" in own
    assert "31 December 2026" in own
    assert "Send the report" in own
    assert "Asked of your seat" not in others
    assert "Send the report" not in others
    assert "Who can report: the seat itself, Chair or Secretariat" in others
    assert owed.entry is not None
    for name, ref in (("archive:origin", owed.ref), ("minutes:entry", owed.entry.ref)):
        assert reverse(name, args=[ref]) in others


def test_a_record_written_by_hand_is_followed_up_by_a_button(cast: Cast, record: Record) -> None:
    address = reverse("commitments:follow_up", args=[record.ref])
    page = text(cast.officer.client.get(reverse("minutes:record", args=[record.ref])))
    assert address in page
    assert address not in text(cast.other.client.get(reverse("minutes:record", args=[record.ref])))
    assert cast.other.client.post(address).status_code == 404
    answer = cast.officer.client.post(address, follow=True)
    assert "New on the follow-up list: 4." in text(answer)
    assert "Send the lists of local teams." in text(answer)
    assert "already" in text(cast.officer.client.post(address, follow=True))


def test_the_day_of_review_is_set_by_form_and_stands_with_the_decision(
    cast: Cast, record: Record, lines: dict[str, Commitment]
) -> None:
    decision = Decision.objects.get(entry__record=record)
    address = reverse("commitments:review", args=[decision.ref])
    assert "no day of review" in text(cast.other.client.get(reverse("commitments:decisions")))
    early = cast.officer.client.post(address, {"review_on": "2020-01-01"})
    assert early.status_code == 422
    assert cast.officer.client.post(address, {"review_on": "2027-05-01"}).status_code == 302
    page = text(cast.other.client.get(reverse("commitments:decisions")))
    assert "1 May 2027" in page
    assert address not in page


def test_a_filter_that_is_not_offered_says_so(cast: Cast, lines: dict[str, Commitment]) -> None:
    page = text(cast.other.client.get(reverse("commitments:list"), {"seat": "seat-nowhere"}))
    assert 'class="error"' in page


def test_a_line_entered_by_hand_names_no_rule_that_was_never_invoked(cast: Cast, record: Record) -> None:
    answer = cast.officer.client.post(
        reverse("commitments:add"), {"meeting": record.meeting.ref, "words": "By hand."}, follow=True
    )
    assert "By hand." in text(answer)
    assert "Chatham House" not in text(answer)
    assert "said by" not in text(answer)
    assert "Chatham House" not in text(cast.other.client.get(reverse("commitments:list")))


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
    line = lines["proposal"]
    assert line.entry is not None
    minutes.edit_entry(cast.officer.actor, entry=line.entry, revision=1, is_chatham_house=True)
    listed = text(cast.other.client.get(reverse("commitments:list")))
    in_the_list = listed.split(f'id="{line.ref}"', 1)[1].split("</li>", 1)[0]
    alone = text(cast.other.client.get(reverse("commitments:commitment", args=[line.ref])))
    for page in (in_the_list, alone):
        assert "Chatham House Rule" in page
        assert "said by" not in page
        assert "Đurić" not in page
        assert "Alba" not in page
        assert reverse("archive:origin", args=[line.ref]) not in page


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


def test_where_links_are_shown_whoever_asks_by_one_gets_its_address_once_and_is_told_to_hand_it_over(
    cast: Cast, lines: dict[str, Commitment], settings: Any
) -> None:
    line = lines["request"]
    actions.assign_commitment(
        cast.officer.actor, commitment=line, version=line.version, seat=cast.seats["br"], due_on=None
    )
    ask = reverse("commitments:ask", args=[line.ref])
    assert "/answer/" not in text(cast.officer.client.post(ask)), "where mail goes, only the letter holds it"
    settings.SENDS_MAIL, settings.SHOWS_LINKS = False, True
    page = text(cast.officer.client.post(ask))
    assert "No mail goes out from here" in page
    assert "is on its way" not in page
    found = re.search(r'value="https?://[^/"]+(/answer/[^"]+)"', page)
    assert found
    assert Client().get(found[1]).status_code == 200
    for later in (reverse("commitments:commitment", args=[line.ref]), reverse("desk:links")):
        assert found[1] not in text(cast.officer.client.get(later))

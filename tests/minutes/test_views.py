"""The pages of a record."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from secretariat.minutes import actions
from secretariat.minutes.models import Entry, Record
from tests.cast import Cast


def test_the_record_page_tells_who_said_what_for_whom(cast: Cast, record: Record, entry: Entry) -> None:
    page = cast.other.client.get(reverse("minutes:record", args=[record.ref])).content.decode()
    for words in ("Prepare a guide together.", "Ana Đurić", "Alba", "on behalf of", "Ivo Šarić"):
        assert words in page
    assert reverse("minutes:edit_entry", args=[entry.ref]) not in page


def test_a_hidden_speaker_is_on_no_page_for_members(cast: Cast, record: Record, entry: Entry) -> None:
    actions.edit_entry(cast.officer.actor, entry=entry, revision=1, is_chatham_house=True)
    for address in (reverse("minutes:record", args=[record.ref]), reverse("minutes:entry", args=[entry.ref])):
        page = cast.other.client.get(address).content.decode()
        assert "Chatham House Rule" in page
        assert "Đurić" not in page
        assert "Šarić" not in page


def test_an_entry_is_added_by_form_below_another(cast: Cast, record: Record, entry: Entry) -> None:
    address = reverse("minutes:add_entry", args=[record.ref]) + f"?after={entry.ref}"
    actions.add_entry(cast.officer.actor, record=record, kind="closing", text="Closed.")
    answer = cast.officer.client.post(
        address, {"kind": "support", "text": "Welcomed.", "ring": "members", "speaker": cast.other.person.ref}
    )
    assert answer.status_code == 302
    texts = Entry.objects.filter(record=record).order_by("position").values_list("text", flat=True)
    assert list(texts) == ["Prepare a guide together.", "Welcomed.", "Closed."]


def test_a_form_without_words_says_so_and_keeps_what_was_typed(cast: Cast, record: Record) -> None:
    answer = cast.officer.client.post(
        reverse("minutes:add_entry", args=[record.ref]),
        {"kind": "statement", "text": "", "ring": "members", "speaker_words": "Somebody typed"},
    )
    assert answer.status_code == 422
    assert "Somebody typed" in answer.content.decode()


def test_the_conflict_page_shows_both_texts_as_text_and_saves_a_third(cast: Cast, entry: Entry) -> None:
    actions.edit_entry(cast.chair.actor, entry=entry, revision=1, text="<b>Theirs</b>")
    address = reverse("minutes:edit_entry", args=[entry.ref])
    typed = {"kind": "proposal", "text": "<script>ours</script>", "ring": "members", "revision": "1"}
    answer = cast.officer.client.post(address, typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "&lt;b&gt;Theirs&lt;/b&gt;" in page
    assert "&lt;script&gt;ours&lt;/script&gt;" in page
    assert "<script>ours" not in page
    merged = typed | {"text": "Both.", "revision": "2"}
    assert cast.officer.client.post(address, merged).status_code == 302
    entry.refresh_from_db()
    assert (entry.text, entry.revision) == ("Both.", 3)


def test_moving_removing_circulating_and_approving_by_button(
    cast: Cast, record: Record, entry: Entry
) -> None:
    client = cast.officer.client
    other = actions.add_entry(cast.officer.actor, record=record, kind="closing", text="Closed.")
    client.post(reverse("minutes:move_entry", args=[other.ref]), {"way": "up"})
    other.refresh_from_db()
    assert other.position == 1
    client.post(reverse("minutes:remove_entry", args=[other.ref]), {"revision": "1"})
    client.post(reverse("minutes:circulate", args=[record.ref]))
    client.post(reverse("minutes:approve", args=[record.ref]), {"approved_on": "2026-06-12"})
    record.refresh_from_db()
    assert record.state == "approved"
    page = client.get(reverse("minutes:record", args=[record.ref])).content.decode()
    assert "Approved on" in page
    assert reverse("minutes:edit_entry", args=[entry.ref]) not in page


@pytest.mark.parametrize("given", ["", "tomorrow"])
def test_an_approval_without_a_day_is_refused_with_a_sentence(cast: Cast, record: Record, given: str) -> None:
    answer = cast.officer.client.post(reverse("minutes:approve", args=[record.ref]), {"approved_on": given})
    assert answer.status_code == 422
    assert "on which day" in answer.content.decode()


def test_a_record_of_a_thousand_entries_costs_no_more_queries_than_one_of_ten(
    cast: Cast, record: Record, entry: Entry
) -> None:
    address = reverse("minutes:record", args=[record.ref])

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert cast.other.client.get(address).status_code == 200
        return len(queries)

    _fill(cast, record, 10)
    count()  # signs in
    few = count()
    _fill(cast, record, 1000)
    assert count() == few


def _fill(cast: Cast, record: Record, number: int) -> None:
    start = Entry.objects.filter(record=record).count()
    Entry.objects.bulk_create(
        Entry(
            network=cast.network,
            record=record,
            position=n + 1,
            kind="statement",
            text=f"Statement {n}",
            ring="members",
            speaker=cast.other.person,
            seat=cast.seats["br"],
        )
        for n in range(start, number)
    )

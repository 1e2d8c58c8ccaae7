"""The pages of a record."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from secretariat.commitments.actions import follow_up_record
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
        assert reverse("archive:origin", args=[entry.ref]) not in page


def test_an_entry_tells_its_ring_its_source_and_its_decision_number(cast: Cast, record: Record) -> None:
    officer = cast.officer.actor
    entry = actions.add_entry(officer, record=record, kind="decision", text="Agreed.")
    narrow = actions.add_entry(officer, record=record, kind="decision", text="For us.", ring="bureau")
    follow_up_record(officer, record=record)
    address = reverse("minutes:record", args=[record.ref])
    theirs = cast.other.client.get(address).content.decode()
    assert "Decision 2026/1" in theirs
    assert reverse("archive:origin", args=[entry.ref]) in theirs
    assert "Decision 2026/2" not in theirs
    assert narrow.ref not in theirs
    ours = cast.chair.client.get(address).content.decode()
    assert "Decision 2026/2" in ours
    assert "ring-bureau" in ours


def test_an_entry_is_added_by_form_below_another(cast: Cast, record: Record, entry: Entry) -> None:
    address = reverse("minutes:add_entry", args=[record.ref]) + f"?after={entry.ref}"
    actions.add_entry(cast.officer.actor, record=record, kind="closing", text="Closed.")
    answer = cast.officer.client.post(
        address, {"kind": "support", "text": "Welcomed.", "ring": "members", "speaker": cast.other.person.ref}
    )
    assert answer.status_code == 302
    texts = Entry.objects.filter(record=record).order_by("position").values_list("text", flat=True)
    assert list(texts) == ["Prepare a guide together.", "Welcomed.", "Closed."]


def test_the_form_below_an_entry_is_a_fragment_that_remembers_its_place(
    cast: Cast, record: Record, entry: Entry
) -> None:
    address = reverse("minutes:add_entry", args=[record.ref]) + f"?after={entry.ref}"
    fragment = cast.officer.client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert f'action="{address}"' in fragment
    assert "<html" not in fragment
    assert "<html" in cast.officer.client.get(address).content.decode()


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


def test_a_form_sent_back_with_a_mistake_still_meets_the_newer_text(cast: Cast, entry: Entry) -> None:
    actions.edit_entry(cast.chair.actor, entry=entry, revision=1, text="Theirs.")
    address = reverse("minutes:edit_entry", args=[entry.ref])
    typed = {"kind": "proposal", "text": "", "ring": "members", "revision": "1"}
    page = cast.officer.client.post(address, typed)
    assert page.status_code == 422
    assert 'name="revision" value="1"' in page.content.decode()
    assert cast.officer.client.post(address, typed | {"text": "Ours."}).status_code == 409


def test_the_conflict_page_names_what_differs_besides_the_words(cast: Cast, entry: Entry) -> None:
    actions.edit_entry(cast.chair.actor, entry=entry, revision=1, kind="request")
    typed = {
        "kind": "proposal",
        "text": entry.text,
        "ring": "members",
        "revision": "1",
        "speaker": cast.coordinator.person.ref,
        "seat": cast.seats["ab"].ref,
        "on_behalf_of": cast.substitute.person.ref,
    }
    page = cast.officer.client.post(reverse("minutes:edit_entry", args=[entry.ref]), typed)
    assert page.status_code == 409
    assert "differs from what stands now in: Kind." in page.content.decode()


def test_what_was_typed_into_an_entry_that_somebody_removed_comes_back(cast: Cast, entry: Entry) -> None:
    actions.remove_entry(cast.chair.actor, entry=entry, revision=1)
    address = reverse("minutes:edit_entry", args=[entry.ref])
    typed = {"kind": "proposal", "text": "Long typed words.", "ring": "members", "revision": "1"}
    page = cast.officer.client.post(address, typed)
    assert page.status_code == 422
    assert "Somebody removed this entry" in page.content.decode()
    assert "Long typed words." in page.content.decode()
    assert cast.officer.client.get(address).status_code == 404


def test_a_removed_entry_keeps_its_page_for_the_bureau(cast: Cast, record: Record, entry: Entry) -> None:
    actions.remove_entry(cast.officer.actor, entry=entry, revision=1)
    address = reverse("minutes:entry", args=[entry.ref])
    assert "taken out of the record" in cast.chair.client.get(address).content.decode()
    assert cast.other.client.get(address).status_code == 404
    page = reverse("minutes:record", args=[record.ref])
    assert address in cast.officer.client.get(page).content.decode()
    assert entry.text not in cast.other.client.get(page).content.decode()


def test_an_approved_record_opens_no_form_and_says_who_can_act(
    cast: Cast, record: Record, entry: Entry
) -> None:
    actions.approve_record(cast.chair.actor, record=record, approved_on=date(2026, 6, 12))
    for address in (
        reverse("minutes:edit_entry", args=[entry.ref]),
        reverse("minutes:add_entry", args=[record.ref]),
    ):
        page = cast.officer.client.get(address)
        assert page.status_code == 422
        assert "approved on 12 June 2026" in page.content.decode()
        assert "Chair or Secretariat" in page.content.decode()


def test_words_of_a_record_are_never_markup(cast: Cast, record: Record, entry: Entry) -> None:
    actions.edit_entry(cast.officer.actor, entry=entry, revision=1, text="<img src=x>", speaker=None)
    actions.edit_entry(cast.officer.actor, entry=entry, revision=2, speaker_words="<i>Guest</i>")
    for address in (reverse("minutes:record", args=[record.ref]), reverse("minutes:entry", args=[entry.ref])):
        page = cast.other.client.get(address).content.decode()
        assert "&lt;img src=x&gt;" in page
        assert "<img" not in page
        assert "<i>" not in page


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


@pytest.mark.parametrize("role", ["other", "officer"])
def test_a_record_of_a_thousand_entries_costs_no_more_queries_than_one_of_ten(
    cast: Cast, record: Record, entry: Entry, role: str
) -> None:
    address = reverse("minutes:record", args=[record.ref])

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert getattr(cast, role).client.get(address).status_code == 200
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
            kind=("statement", "decision")[n % 2],
            text=f"Statement {n}",
            ring="members",
            speaker=cast.other.person,
            seat=cast.seats["br"],
        )
        for n in range(start, number)
    )

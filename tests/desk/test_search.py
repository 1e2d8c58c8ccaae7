"""Search finds across scripts, never raises, and shows nobody what is not theirs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import HealthCheck, given
from hypothesis import settings as given_settings
from hypothesis import strategies as st
from pytest_django import DjangoCaptureOnCommitCallbacks

from secretariat.access.rules import PUBLIC, Actor
from secretariat.archive import actions as archive
from secretariat.archive.models import Reading
from secretariat.commitments import actions as commitments
from secretariat.commitments.models import Commitment
from secretariat.desk.actions import rebuild_index
from secretariat.desk.models import SearchRow
from secretariat.desk.reads import search
from secretariat.desk.search import match_expression, snippet, tsquery_expression, words_of
from secretariat.desk.story.build import BUILDER
from secretariat.meetings import actions as meetings
from secretariat.meetings.models import Meeting
from secretariat.members import actions as members
from secretariat.members.reads import actor_for_account
from secretariat.minutes import actions as minutes
from secretariat.minutes.models import Entry
from secretariat.toolbox.errors import NotAllowed
from tests.archive.papers import TEXT, result
from tests.cast import Cast

HOSTILE = [
    '"', '""', '"""', "'", "*", "**", "a*", "*a", "NEAR(", "NEAR(a b, 3)", "col:x", "folded:x", "rank:*",
    "AND OR NOT", "AND", "a AND", "NOT a", "a OR", "(", ")", "a)", "^a", "a^", "+", "-a", "{a b}: c", "\\",
    "a\x00b", "\x00", "_", "_*", "a_b", "²", "٣", "a\u0301", "\u0301", "\u202e", "💧", "½", "ⅷ", "'; DROP TABLE",
    "%", "?", ":1", "$$", "<b>", "a" * 200, "ǆ", "ß", "İ", "ﬁ", "\ud7ff", "״", "·", "ـ", "\u200d", "͏",
]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "expression"),
    [
        ("", ""),
        ("  * - ", ""),
        ("lorry", '"lorry"*'),
        ("Ђурашковић", '"djuraskovic"*'),
        ("list lorry", '"list" AND "lorry"*'),
        ('"common list" lor', '"common list" AND "lor"*'),
        ('lorry "common list"', '"lorry" AND "common list"'),
        ('"common lis', '"common lis"*'),
        ("a OR b", '"a" AND "or" AND "b"*'),
        ("folded:x", '"folded" AND "x"*'),
    ],
)
def test_a_query_is_asked_in_quoted_words(query: str, expression: str) -> None:
    assert match_expression(query) == expression


@pytest.mark.parametrize(
    ("query", "expression"),
    [
        ("", ""),
        ("  * - ", ""),
        ("list lorry", "('list') & ('lorry':*)"),
        ('"common list" lor', "('common' <-> 'list') & ('lor':*)"),
        ('lorry "common list"', "('lorry') & ('common' <-> 'list')"),
        ('"common lis', "('common' <-> 'lis':*)"),
        ("a | b & !c:*", "('a') & ('b') & ('c':*)"),
        ("o'neill <-> x", "('o') & ('neill') & ('x':*)"),
    ],
)
def test_the_same_query_is_asked_of_the_other_store_in_its_own_words(query: str, expression: str) -> None:
    assert tsquery_expression(query) == expression


def found_by_index(expression: str) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rowid FROM desk_search WHERE folded MATCH %s", [expression])
        return [row[0] for row in cursor.fetchall()]


@given(st.text(max_size=40) | st.lists(st.sampled_from(HOSTILE), max_size=5).map(" ".join))
@given_settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=300, deadline=None)
def test_no_query_raises_whatever_it_holds(db: None, query: str) -> None:
    expression = match_expression(query)
    if expression:
        found_by_index(expression)
    stretch, ranges = snippet(f"Some {query} text", words_of(query))
    assert all(0 <= start < end <= len(stretch) for start, end in ranges)


def test_a_hostile_query_is_a_query_like_any_other(indexed: Meeting, cast: Cast) -> None:
    client, address = cast.coordinator.client, reverse("desk:search")
    assert {query: client.get(address, {"q": query}).status_code for query in HOSTILE} == dict.fromkeys(
        HOSTILE, 200
    )


@given(st.text(max_size=400), st.lists(st.text(max_size=8), max_size=4), st.integers(1, 60))
def test_a_snippet_marks_ascending_places_in_the_texts_own_spelling(
    text: str, queries: list[str], around: int
) -> None:
    words = words_of(" ".join(queries))
    stretch, ranges = snippet(text, words, around=around)
    assert stretch.strip("…") in text
    ends = 0
    for start, end in ranges:
        assert ends <= start < end <= len(stretch)
        ends = end


def test_a_snippet_begins_near_the_hit_and_marks_it() -> None:
    text = f"{'word ' * 60}Ђурашковић Mitar spoke. {'more ' * 100}"
    stretch, ranges = snippet(text, ("djuraskovic",))
    assert stretch.startswith("…")
    assert stretch.endswith("…")
    assert [stretch[start:end] for start, end in ranges] == ["Ђурашковић"]
    assert snippet("Nothing here.", ("absent",)) == ("Nothing here.", [])


SPELLINGS = ("Đurašković", "Djuraskovic", "Ђурашковић", "đurašk", "DJURAŠKOVIĆ Mitar")


@pytest.mark.parametrize("written", ["Mitar Đurašković", "Mitar Djuraskovic", "Митар Ђурашковић"])
def test_a_name_is_found_in_every_script_and_spelling(cast: Cast, written: str) -> None:
    officer = cast.officer.actor
    members.add_person(officer, network=cast.network, name=written)
    rebuild_index(officer, network=cast.network)
    for query in SPELLINGS:
        assert [hit.title for hit in search(cast.coordinator.actor, query)] == [written], query


def titles(actor: Actor, query: str) -> set[str]:
    return {hit.word for hit in search(actor, query)}


def stranger() -> Actor:
    """A coordinator of another network in the same store."""
    network = members.create_network(BUILDER, slug="elsewhere", name="Elsewhere", short_name="ELSE")
    seat = members.add_seat(
        BUILDER, network=network, code="secretariat", kind="secretariat", label="Secretariat"
    )
    person = members.add_person(BUILDER, network=network, name="Some Stranger")
    account = members.open_account(BUILDER, person=person, email="stranger@story.example")
    members.start_mandate(
        BUILDER, person=person, seat=seat, function="officer", starts_on=date(2020, 1, 1), nomination="letter"
    )
    return actor_for_account(account)


def test_everybody_finds_what_is_theirs_to_see_and_nothing_else(indexed: Meeting, cast: Cast) -> None:
    assert titles(cast.coordinator.actor, "lorry") == {"proposal", "commitment"}
    assert titles(cast.local.actor, "harbour") == {"meeting"}
    assert titles(cast.officer.actor, "interpreters") == {"request", "commitment"}
    for actor in (
        cast.observer.actor,
        cast.funder.actor,
        cast.former.actor,
        cast.admin.actor,
        PUBLIC,
        stranger(),
    ):
        for query in ("lorry", "harbour", "interpreters", "Đurić"):
            assert search(actor, query) == [], f"{actor.label} finds {query}"
    assert search(cast.coordinator.actor, "interpreters") == []


def test_a_hidden_hit_does_not_use_up_a_place(indexed: Meeting, cast: Cast) -> None:
    Entry.objects.bulk_create(
        Entry(
            network=cast.network,
            record=indexed.record,
            position=n,
            kind="statement",
            text="Zebra.",
            ring="bureau",
        )
        for n in range(10, 60)
    )
    minutes.add_entry(cast.officer.actor, record=indexed.record, kind="statement", text="Zebra for all.")
    rebuild_index(cast.officer.actor, network=cast.network)
    assert [hit.text for hit in search(cast.coordinator.actor, "zebra")] == ["Zebra for all."]


def test_who_spoke_in_confidence_is_not_found_through_what_was_said(indexed: Meeting, cast: Cast) -> None:
    for player in (cast.coordinator, cast.drena, cast.officer):
        assert titles(player.actor, "Drita Hoxha") == {"person"}
        assert titles(player.actor, "failures border") == {"statement"}
    assert titles(cast.coordinator.actor, "Đurić lorry") == {"proposal"}, "whoever spoke openly is found"


def test_the_page_shows_hits_marked_and_tells_how_many(indexed: Meeting, cast: Cast) -> None:
    words = cast.coordinator.client.get(reverse("desk:search"), {"q": "LÓRRY"}).content.decode()
    assert "<mark>lorry</mark>" in words
    assert "2 found" in words
    assert "0 found" in cast.public_client.get(reverse("desk:search"), {"q": "lorry"}).content.decode()


def test_a_cut_list_says_so(indexed: Meeting, cast: Cast) -> None:
    Entry.objects.bulk_create(
        Entry(
            network=cast.network, record=indexed.record, position=n, kind="statement", text="Zebra.",
            ring="members",
        )
        for n in range(10, 50)
    )  # fmt: skip
    rebuild_index(cast.officer.actor, network=cast.network)
    words = cast.coordinator.client.get(reverse("desk:search"), {"q": "zebra"}).content.decode()
    assert "20 found; at most 20 of each kind are shown" in words


def index() -> set[tuple[str, int, str]]:
    return {
        (kind, thing_id, " ".join(sorted(folded.split())))
        for kind, thing_id, folded in SearchRow.objects.values_list("kind", "thing_id", "folded")
    }


def test_the_index_follows_every_deed_and_a_rebuild_finds_nothing_to_change(
    cast: Cast,
    meeting: Meeting,
    tmp_path: Path,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    officer = cast.officer.actor
    rebuild_index(officer, network=cast.network)

    def same_as_rebuilt(word: str) -> None:
        followed = index()
        rebuild_index(officer, network=cast.network)
        assert followed == index(), word

    with django_capture_on_commit_callbacks(execute=True):
        entry = Entry.objects.get(kind="proposal")
        minutes.edit_entry(officer, entry=entry, revision=1, text="Giraffes instead.")
    assert titles(officer, "giraffes") == {"proposal"}
    assert titles(officer, "lorry") == {"commitment"}
    same_as_rebuilt("an edited entry")

    with django_capture_on_commit_callbacks(execute=True):
        minutes.edit_entry(officer, entry=entry, revision=2, is_chatham_house=True)
    assert search(officer, "Đurić giraffes") == []
    same_as_rebuilt("a speaker hidden later")

    with django_capture_on_commit_callbacks(execute=True):
        entry.refresh_from_db()
        minutes.remove_entry(officer, entry=entry, revision=entry.revision)
        line = Commitment.objects.get(kind="proposal")
        commitments.remove_commitment(officer, commitment=line)
    assert search(officer, "giraffes") == []
    assert search(officer, "lorry") == []
    same_as_rebuilt("a removed entry and a removed line")

    with django_capture_on_commit_callbacks(execute=True):
        offer = meetings.note_offer(officer, network=cast.network, place="Walrus Bay")
        meetings.change_meeting(officer, meeting=meeting, version=meeting.version, title="Pelican talks")
    assert titles(officer, "walrus") == {"offer to host"}
    assert titles(officer, "pelican") == {"meeting"}
    same_as_rebuilt("an offer and a new title")

    with django_capture_on_commit_callbacks(execute=True):
        meetings.remove_offer(officer, offer=offer)
    same_as_rebuilt("an offer taken back")


def test_the_index_follows_people_who_turn_out_to_be_one(
    cast: Cast, meeting: Meeting, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    officer = cast.officer.actor
    with django_capture_on_commit_callbacks(execute=True):
        other = members.add_person(officer, network=cast.network, name="Anka Quirk")
        minutes.add_entry(officer, record=meeting.record, kind="statement", text="Otters.", speaker=other)
    rebuild_index(officer, network=cast.network)
    with django_capture_on_commit_callbacks(execute=True):
        members.merge_people(officer, keep=cast.coordinator.person, other=other)
    assert titles(officer, "Đurić otters") == {"statement"}
    assert search(officer, "quirk otters") == []
    followed = index()
    rebuild_index(officer, network=cast.network)
    assert followed == index()


def test_the_index_follows_an_acceptance_and_its_undoing(
    cast: Cast, tmp_path: Path, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    officer = cast.officer.actor
    paper = tmp_path / "minutes.txt"
    paper.write_text(TEXT, encoding="utf-8")
    rebuild_index(officer, network=cast.network)

    def same_as_rebuilt() -> None:
        followed = index()
        rebuild_index(officer, network=cast.network)
        assert followed == index()

    with django_capture_on_commit_callbacks(execute=True):
        source, _ = archive.take_in_source(officer, network=cast.network, name="old.txt", path=paper)
        reading = archive.keep_reading(officer, reading=source.readings.get(), result=result())
    assert titles(cast.coordinator.actor, "indicators") == {"paper"}
    same_as_rebuilt()
    with django_capture_on_commit_callbacks(execute=True):
        archive.settle_rest(officer, reading=reading, state="accepted")
        archive.accept_reading(officer, reading=reading)
    assert titles(cast.coordinator.actor, "indicators") == {"paper", "proposal", "commitment"}
    same_as_rebuilt()
    with django_capture_on_commit_callbacks(execute=True):
        archive.undo_acceptance(officer, reading=reading)
    assert titles(cast.coordinator.actor, "indicators") == {"paper"}
    same_as_rebuilt()
    with django_capture_on_commit_callbacks(execute=True):
        archive.remove_source(officer, source=Reading.objects.get().source)
    assert search(officer, "indicators") == []
    same_as_rebuilt()


def test_the_index_is_rebuilt_by_the_bureau_alone(cast: Cast, indexed: Meeting) -> None:
    before = index()
    with pytest.raises(NotAllowed):
        rebuild_index(cast.coordinator.actor, network=cast.network)
    assert index() == before

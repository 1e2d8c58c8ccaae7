"""Pages of the archive: what they show, to whom, at which cost."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from secretariat.archive import actions
from secretariat.archive.intake import read_now
from secretariat.archive.models import Fact, Reading, Source
from secretariat.meetings.actions import create_meeting
from secretariat.minutes.models import Entry
from tests.archive.papers import PROPOSAL, READABLE, TEXT, opened_by_hand
from tests.cast import Cast


def enter_all(cast: Cast, reading: Reading) -> None:
    actions.settle_rest(cast.officer.actor, reading=reading, state="accepted")
    actions.accept_reading(cast.officer.actor, reading=reading)


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_source_page_marks_the_place_for_a_member(cast: Cast, reading: Reading) -> None:
    start = TEXT.index(PROPOSAL)
    address = reverse("archive:source", args=[reading.source.ref])
    page = cast.coordinator.client.get(f"{address}?at={start}-{start + len(PROPOSAL)}")
    assert f'<mark id="here" class="on">{PROPOSAL}</mark>' in page.content.decode()


def test_a_wrong_place_marks_nothing(cast: Cast, reading: Reading) -> None:
    address = reverse("archive:source", args=[reading.source.ref])
    for at in ("", "x-y", "5", "9-4", "0-99999", "-3-5", "²-³", "1.0-2.0"):
        words = cast.coordinator.client.get(address, {"at": at}).content.decode()
        assert PROPOSAL in words, at
        assert "<mark" not in words, at


@pytest.mark.parametrize("name", ["source", "file"])
def test_a_paper_is_nothing_to_whoever_is_not_a_member(cast: Cast, reading: Reading, name: str) -> None:
    address = reverse(f"archive:{name}", args=[reading.source.ref])
    for player in (cast.observer, cast.funder, cast.former, cast.admin):
        assert player.client.get(address).status_code == 404
    assert cast.public_client.get(address).status_code == 302
    for player in (cast.coordinator, cast.local, cast.chair):
        answer = player.client.get(address)
        assert answer.status_code == 200
        answer.close()


def test_a_paper_for_the_bureau_is_nothing_to_a_coordinator(cast: Cast, paper: Path) -> None:
    source, _ = actions.take_in_source(
        cast.officer.actor, network=cast.network, name="m.txt", path=paper, ring="bureau"
    )
    address = reverse("archive:source", args=[source.ref])
    assert cast.coordinator.client.get(address).status_code == 404
    assert "Not read yet" in cast.chair.client.get(address).content.decode()


def test_an_entry_leads_to_its_words_in_the_source(cast: Cast, reading: Reading) -> None:
    enter_all(cast, reading)
    address = reverse("archive:origin", args=[Entry.objects.get(text=PROPOSAL).ref])
    answer = cast.coordinator.client.get(address)
    start = TEXT.index(PROPOSAL)
    source = reverse("archive:source", args=[reading.source.ref])
    assert answer.headers["Location"] == f"{source}?at={start}-{start + len(PROPOSAL)}#here"
    assert cast.observer.client.get(address).status_code == 404
    by_hand = cast.coordinator.client.get(reverse("archive:origin", args=["entry-by-hand"]))
    assert by_hand.status_code == 404


def test_a_file_is_saved_and_never_shown(cast: Cast, paper: Path) -> None:
    source, _ = actions.take_in_source(
        cast.officer.actor, network=cast.network, name='Записник "1".txt', path=paper
    )
    opened_by_hand(source)
    answer = cast.coordinator.client.get(reverse("archive:file", args=[source.ref]))
    assert b"".join(answer.streaming_content) == paper.read_bytes()  # type: ignore[attr-defined]
    answer.close()
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == (
        "sandbox; default-src 'none'; frame-ancestors 'none'"
    )
    assert answer.headers["Cache-Control"] == "no-store"
    name = "%D0%97%D0%B0%D0%BF%D0%B8%D1%81%D0%BD%D0%B8%D0%BA%201.txt"
    assert answer.headers["Content-Disposition"] == f"attachment; filename*=utf-8''{name}"


def test_a_file_that_is_gone_is_said_to_be_missing(cast: Cast, reading: Reading, files: Path) -> None:
    (files / reading.source.stored_name).unlink()
    answer = cast.coordinator.client.get(reverse("archive:file", args=[reading.source.ref]))
    assert answer.status_code == 422
    assert "missing" in answer.content.decode()


def test_the_review_page_costs_the_same_with_ten_and_with_three_hundred_facts(
    cast: Cast, reading: Reading
) -> None:
    address = reverse("archive:review", args=[reading.ref])
    few = queries(cast.officer.client, address)
    Fact.objects.bulk_create(
        Fact(
            reading=reading,
            key=f"person.p{number}",
            position=number,
            kind="person",
            value={"name": f"Somebody {number}", "present": True},
            start=number,
            end=number + 20,
            match=cast.coordinator.person,
        )
        for number in range(20, 304)
    )
    assert Fact.objects.filter(reading=reading).count() == 300
    assert queries(cast.officer.client, address) == few


def test_the_list_of_papers_costs_the_same_with_two_and_with_forty(cast: Cast, reading: Reading) -> None:
    def more(first: int, last: int) -> None:
        for number in range(first, last):
            source = Source.objects.create(
                network=cast.network,
                name=f"{number}.txt",
                stored_name=str(number),
                sha256=str(number),
                size=1,
                added_at=reading.source.added_at,
                added_by=cast.officer.account,
            )
            Reading.objects.create(network=cast.network, source=source, state="failed", problem="Broken.")

    more(0, 1)
    few = queries(cast.officer.client, reverse("archive:list"))
    more(1, 40)
    assert queries(cast.officer.client, reverse("archive:list")) == few


HTMX = {"HX-Request": "true"}


def settle(client: Client, address: str, headers: dict[str, str] | None = None, **fields: object) -> Any:
    """Sends a form about a fact as the page of just now would."""
    version = Fact.objects.values_list("version", flat=True).get(key=address.rstrip("/").rpartition("/")[2])
    return client.post(address, {"version": version, **fields}, headers=headers or {})


def test_two_who_settle_one_fact_both_keep_what_they_said(cast: Cast, reading: Reading) -> None:
    address = reverse("archive:fact", args=[reading.ref, "header.place"])
    for player in (cast.officer, cast.chair):
        page = player.client.get(reverse("archive:review", args=[reading.ref])).content.decode()
        assert '<input type="hidden" name="version" value="1">' in page
        assert '<input type="hidden" name="version" value="1">' in player.client.get(address).content.decode()
    first = {"version": "1", "deed": "correct", "value": "Moonport"}
    assert cast.officer.client.post(address, first).status_code == 302
    late = cast.chair.client.post(address, {"version": "1", "deed": "correct", "value": "Starport"})
    assert late.status_code == 409
    assert "Moonport" in late.content.decode()
    assert "Starport" in late.content.decode()
    for deed in ("accept", "refuse", "open", "other"):
        assert (
            cast.chair.client.post(address, {"version": "1", "deed": deed}, headers=HTMX).status_code == 409
        )
    row = Fact.objects.get(key="header.place")
    assert (row.current, row.state, row.version) == ({"value": "Moonport"}, "accepted", 2)
    assert cast.chair.client.post(address, {"deed": "refuse"}).status_code == 422, "a form without a version"
    assert cast.chair.client.post(address, {"version": "2", "deed": "refuse"}).status_code == 302


def test_who_accepts_all_that_is_left_is_seen_by_an_open_form(cast: Cast, reading: Reading) -> None:
    address = reverse("archive:fact", args=[reading.ref, "header.place"])
    actions.settle_rest(cast.officer.actor, reading=reading, state="accepted")
    assert cast.chair.client.post(address, {"version": "1", "deed": "refuse"}).status_code == 409
    assert Fact.objects.get(key="header.place").state == "accepted"


def test_a_fact_is_accepted_corrected_and_refused_on_its_own_page(cast: Cast, reading: Reading) -> None:
    client = cast.officer.client
    place = reverse("archive:fact", args=[reading.ref, "header.place"])
    assert client.get(place).status_code == 200
    for deed, state in (("accept", "accepted"), ("refuse", "refused"), ("open", "proposed")):
        answer = settle(client, place, deed=deed)
        assert answer.headers["Location"].endswith("#fact-header.place")
        assert Fact.objects.get(key="header.place").state == state
    assert settle(client, place, deed="correct", value="").status_code == 422
    settle(client, place, deed="correct", value="Moonport")
    assert Fact.objects.get(key="header.place").current == {"value": "Moonport"}
    assert settle(client, place, deed="nonsense").status_code == 422
    fragment = settle(client, place, HTMX, deed="open")
    assert fragment.content.decode().lstrip().startswith("<li")


def test_a_correction_in_place_gives_back_the_fact_and_the_count(cast: Cast, reading: Reading) -> None:
    address = reverse("archive:fact", args=[reading.ref, "header.starts_on"])
    client = cast.officer.client
    form = client.get(address, headers=HTMX).content.decode()
    assert form.lstrip().startswith("<form")
    assert f'hx-post="{address}"' in form
    wrong = settle(client, address, HTMX, deed="correct", value="last spring")
    assert wrong.status_code == 422
    assert (wrong.headers["HX-Retarget"], wrong.headers["HX-Reswap"]) == ("this", "outerHTML")
    right = settle(client, address, HTMX, deed="correct", value="2019-06-01").content.decode()
    assert "2019-06-01" in right
    assert "16 facts, 1 settled" in " ".join(right.split())
    assert Fact.objects.get(key="header.starts_on").current == {"value": "2019-06-01"}
    assert "hx-post" not in client.get(address).content.decode(), "its own page works without a script"


def test_a_match_that_nobody_can_see_is_not_confirmed(cast: Cast, reading: Reading) -> None:
    address = reverse("archive:fact", args=[reading.ref, "person.p1"])
    answer = settle(cast.officer.client, address, deed="same", match="person-nobody")
    assert answer.status_code == 404
    assert Fact.objects.get(key="person.p1").match_is_confirmed is None


def test_the_review_names_the_meetings_known_on_its_days(cast: Cast, reading: Reading) -> None:
    for title, day in (("The same days", 30), ("Another day", 28)):
        create_meeting(cast.officer.actor, network=cast.network, title=title, starts_on=date(2019, 5, day))
    address = reverse("archive:review", args=[reading.ref])
    page = cast.officer.client.get(address).content.decode()
    assert "The same days" in page
    assert "Another day" not in page
    row = Fact.objects.get(key="header.starts_on")
    row.corrected = {"value": "some day"}
    row.save()
    assert "The same days" not in cast.officer.client.get(address).content.decode()


def test_the_form_of_each_kind_saved_as_it_stands_changes_nothing(cast: Cast, reading: Reading) -> None:
    for key in ("header.title", "header.starts_on", "person.p1", "entry.2", "output.0", "ahead.0"):
        address = reverse("archive:fact", args=[reading.ref, key])
        form = cast.officer.client.get(address).context["form"]
        data = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
        data = {name: "" if value is None else value for name, value in data.items()}
        assert settle(cast.officer.client, address, **{**data, "deed": "correct"}).status_code == 302, key
        row = Fact.objects.get(reading=reading, key=key)
        assert row.current == row.value, key


def test_who_somebody_is_is_said_by_a_person(cast: Cast, reading: Reading) -> None:
    address = reverse("archive:fact", args=[reading.ref, "person.p1"])
    settle(cast.officer.client, address, deed="other")
    row = Fact.objects.get(key="person.p1")
    assert (row.match_is_confirmed, row.state) == (False, "accepted")
    settle(cast.officer.client, address, deed=["correct", "same"], match=cast.drena.person.ref)
    row.refresh_from_db()
    assert (row.match_is_confirmed, row.match) == (True, cast.drena.person)


def test_a_reading_is_entered_and_taken_back_by_page(cast: Cast, reading: Reading) -> None:
    client = cast.chair.client
    accept = reverse("archive:accept", args=[reading.ref])
    review = reverse("archive:review", args=[reading.ref])
    page = client.post(accept, follow=True)
    assert "16 facts are neither accepted nor refused" in page.content.decode()
    answer = client.post(accept, {"rest": "1"})
    reading.refresh_from_db()
    assert reading.meeting is not None
    assert answer.headers["Location"] == reverse("desk:meeting", args=[reading.meeting.ref])
    assert "Entered on" in client.get(review).content.decode()
    assert client.post(reverse("archive:undo", args=[reading.ref])).headers["Location"] == review
    again = client.post(reverse("archive:undo", args=[reading.ref]), follow=True)
    assert "nothing to take back" in again.content.decode()


@pytest.mark.real_time
def test_one_paper_goes_straight_to_its_review_and_many_to_the_list(
    cast: Cast, tmp_path: Path, settings: Settings
) -> None:
    one, empty, large = (tmp_path / name for name in ("one.txt", "empty.txt", "large.txt"))
    one.write_text(READABLE, encoding="utf-8")
    empty.touch()
    large.write_text("x" * 2000)
    settings.UPLOAD_MAX_BYTES = 1500
    client, address = cast.officer.client, reverse("archive:take_in")
    with one.open("rb") as file:
        answer = client.post(address, {"papers": file, "ring": "members"})
    reading = Reading.objects.get()
    assert answer.headers["Location"] == reverse("archive:review", args=[reading.ref])
    with one.open("rb") as a, empty.open("rb") as b, large.open("rb") as c:
        page = client.post(address, {"papers": [a, b, c], "ring": "members"}, follow=True)
    words = page.content.decode()
    assert "is here already" in words
    assert "empty (0 bytes)" in words
    assert "is larger than" in words
    assert Source.objects.count() == 1
    assert client.post(address, {"ring": "members"}).status_code == 422
    assert client.post(address, {"papers": "", "ring": "public"}).status_code == 422


def test_the_archive_is_kept_by_chair_and_secretariat(cast: Cast, reading: Reading) -> None:
    for name in ("list", "review"):
        address = reverse(f"archive:{name}", args=[reading.ref] if name == "review" else [])
        for player in (cast.coordinator, cast.local, cast.observer, cast.former, cast.admin):
            assert player.client.get(address).status_code == 404
        assert cast.chair.client.get(address).status_code == 200
    for name in ("stop", "read_again", "accept", "undo", "take_in"):
        address = reverse(f"archive:{name}", args=[] if name == "take_in" else [reading.ref])
        assert cast.officer.client.get(address).status_code == 405


def test_whoever_is_no_member_here_is_named_before_anything_is_entered(cast: Cast, tmp_path: Path) -> None:
    paper = tmp_path / "report.txt"
    paper.write_text(
        "Report\n\nOn 12 March 2024 the coordinators held a closed meeting.\n\n"
        "Ms. Vera Nova from Alba opened the meeting.\n\nMr. Jan Modr from Croatia proposed a common guide.\n",
        encoding="utf-8",
    )
    source, _ = actions.take_in_source(
        cast.officer.actor, network=cast.network, name="report.txt", path=paper
    )
    reading = Reading.objects.get(source=source)
    read_now(cast.officer.actor, reading)
    page = cast.officer.client.get(reverse("archive:review", args=[reading.ref])).content.decode()
    assert "Not members here: Croatia." in page

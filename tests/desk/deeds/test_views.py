"""Histories, the head of today, proofs and wiping, as pages: who is told what, and what is never told."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse

from secretariat.audit import verify
from secretariat.audit.actions import record_deed
from secretariat.audit.models import Deed
from secretariat.audit.reads import signed_head
from secretariat.audit.rules import SIGNED_HEADS_FILE
from secretariat.commitments import actions as commitments
from secretariat.desk.deeds.reads import CLOSED, numbers_about
from secretariat.desk.machine.jobs import keep_head
from secretariat.meetings.actions import create_meeting, remove_meeting
from secretariat.members.actions import add_name_form
from secretariat.minutes.actions import add_entry, open_record
from secretariat.minutes.models import Entry
from secretariat.web.fields import NOT_HERE
from tests.cast import Cast, Player


@pytest.fixture
def entry(cast: Cast) -> Entry:
    officer = cast.officer.actor
    meeting = create_meeting(officer, network=cast.network, title="Closed", starts_on=date(2026, 5, 30))
    record = open_record(officer, meeting=meeting)
    return add_entry(officer, record=record, kind="proposal", text="Let us meet.", seat=cast.seats["ab"])


def text(player: Player, name: str, *args: object, **query: str) -> str:
    return player.client.get(reverse(name, args=args), query).content.decode()


def newest(ref: str) -> int:
    found = Deed.objects.filter(thing_ref=ref).order_by("-number").first()
    assert found is not None
    return found.number


def newest_of_all() -> int:
    return Deed.objects.latest("number").number


def test_a_long_history_has_pages_and_nothing_is_left_out(cast: Cast) -> None:
    person = cast.other.person
    for n in range(60):
        add_name_form(cast.officer.actor, person=person, name=f"Form {n}")
    first = text(cast.officer, "desk:history", person.ref)
    second = text(cast.officer, "desk:history", person.ref, page="2")
    assert "Page 1 of 2" in first
    told = first.count("<li>") + second.count("<li>")
    assert first.count("· deed ") == 50
    assert (
        first.count("· deed ") + second.count("· deed ") == Deed.objects.filter(thing_ref=person.ref).count()
    )
    assert told >= 60


def test_the_bureau_reads_the_networks_history_by_room_person_and_day(cast: Cast, entry: Entry) -> None:
    page = text(cast.officer, "desk:deeds", room="minutes")
    assert "entered: Let us meet." in page
    assert "entered the meeting" not in page
    assert "entered: Let us meet." in text(cast.chair, "desk:deeds", person=cast.officer.person.ref)
    assert "No deed like that." in text(cast.chair, "desk:deeds", day="2019-01-01")
    assert "entered: Let us meet." in text(cast.chair, "desk:deeds", day="2026-11-24")
    for player in (cast.coordinator, cast.observer, cast.admin):
        assert player.client.get(reverse("desk:deeds")).status_code == 404


def test_a_network_of_its_own_history_costs_the_same_however_many_deeds(
    cast: Cast, entry: Entry, django_assert_max_num_queries: object
) -> None:
    for n in range(60):
        add_name_form(cast.officer.actor, person=cast.other.person, name=f"Form {n}")
    text(cast.officer, "desk:deeds")
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        text(cast.officer, "desk:deeds")


def test_what_is_one_seats_own_keeps_its_name_from_the_bureau(cast: Cast, entry: Entry) -> None:
    secret = add_entry(
        cast.officer.actor,
        record=entry.record,
        kind="statement",
        text="qzcanary",
        seat=cast.seats["ab"],
        ring="seat",
    )
    page = text(cast.officer, "desk:deeds", room="minutes")
    assert "qzcanary" not in page
    assert CLOSED in page
    Entry.objects.filter(pk=secret.pk).update(ref="entry-elsewhere")
    assert "qzcanary" not in text(cast.officer, "desk:deeds"), "nor once it is gone"
    proof = cast.officer.client.get(reverse("desk:proof", args=[newest(secret.ref)]))
    assert json.loads(proof.content)["facts"] is None


def test_what_was_the_bureaus_keeps_its_name_when_it_is_gone(cast: Cast) -> None:
    officer = cast.officer.actor
    meeting = create_meeting(
        officer, network=cast.network, title="A gone meeting", starts_on=date(2026, 5, 30)
    )
    remove_meeting(officer, meeting=meeting)
    assert "took back the meeting A gone meeting" in text(cast.officer, "desk:deeds", room="meetings")


def test_the_box_for_an_old_head_asks_for_a_line_and_warns_of_no_data_of_victims(cast: Cast) -> None:
    page = cast.coordinator.client.get(reverse("desk:head")).content.decode()
    assert "The line that begins with “size”" in page
    assert NOT_HERE not in page


def test_a_member_downloads_a_head_and_holds_it_against_the_record_later(cast: Cast) -> None:
    client = cast.coordinator.client
    file = client.get(reverse("desk:head_file"))
    assert "attachment" in file.headers["Content-Disposition"]
    add_name_form(cast.officer.actor, person=cast.other.person, name="Another")
    kept = SimpleUploadedFile("head.json", file.content)
    assert (
        "Everything before it is unchanged"
        in client.post(reverse("desk:head"), {"file": kept}).content.decode()
    )
    words = f"Head of the record of deeds: {signed_head().in_words}"
    page = client.post(reverse("desk:head"), {"words": words}).content.decode()
    assert "Everything before it is unchanged" in page
    assert "bears no signature" in page


@pytest.mark.parametrize(("words", "said"), [("", "Choose the file"), ("hello", "no head of a record")])
def test_what_is_no_head_is_answered_in_a_sentence(cast: Cast, words: str, said: str) -> None:
    answer = cast.coordinator.client.post(reverse("desk:head"), {"words": words})
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_rewritten_record_is_said_to_every_member_who_kept_a_head(cast: Cast) -> None:
    now = signed_head()
    root = "0" * 64
    page = cast.coordinator.client.post(reverse("desk:head"), {"words": f"size {now.size} root {root}"})
    assert "The record is not what it was" in page.content.decode()


def test_a_member_proves_a_deed_and_learns_nothing_from_the_proof(
    cast: Cast, entry: Entry, tmp_path: Path
) -> None:
    address = reverse("desk:proof", args=[newest(entry.ref)])
    file = tmp_path / "proof.json"
    file.write_bytes(cast.coordinator.client.get(address).content)
    assert verify.check(file, []).faults == []
    assert json.loads(file.read_bytes())["facts"] is None
    facts = json.loads(cast.officer.client.get(address).content)["facts"]
    assert facts["thing_ref"] == entry.ref
    for player in (cast.observer, cast.former):
        assert player.client.get(address).status_code == 404
    assert cast.coordinator.client.get(reverse("desk:proof", args=[10**9])).status_code == 404


def test_no_proof_tells_who_reported_where_the_speaker_is_hidden(cast: Cast, entry: Entry) -> None:
    officer = cast.officer.actor
    hidden = add_entry(
        officer,
        record=entry.record,
        kind="request",
        text="A request.",
        seat=cast.seats["ab"],
        is_chatham_house=True,
    )
    (line,) = [
        x for x in commitments.follow_up_record(officer, record=entry.record) if x.entry_id == hidden.pk
    ]
    line = commitments.assign_commitment(
        officer, commitment=line, version=1, seat=cast.seats["ab"], due_on=date(2026, 12, 1)
    )
    assert "No deed that can be told here." in text(cast.other, "desk:history", line.ref)
    assert cast.other.client.get(reverse("desk:proof", args=[newest(line.ref)])).status_code == 404
    assert cast.officer.client.get(reverse("desk:proof", args=[newest(line.ref)])).status_code == 200


def test_a_history_names_nobody_beyond_their_ring(cast: Cast) -> None:
    member = cast.members["ab"]
    with transaction.atomic():
        record_deed(cast.officer.actor, "members.add_member", member)
    name = cast.officer.person.name
    assert name in text(cast.coordinator, "desk:history", member.ref)
    page = text(cast.observer, "desk:history", member.ref)
    assert name not in page
    assert "Somebody at Secretariat entered the member" in page


def test_the_check_program_is_given_to_everybody(cast: Cast) -> None:
    answer = cast.public_client.get(reverse("desk:verifier"))
    assert b"".join(answer).startswith(b"#!/usr/bin/env python3")  # type: ignore[arg-type]
    assert answer.headers["Content-Type"].startswith("text/plain")


def test_the_chair_wipes_the_words_that_name_a_person_and_nothing_else(cast: Cast, entry: Entry) -> None:
    person = cast.other.person
    mandate = cast.other.role.mandate
    assert mandate is not None
    address = reverse("desk:wipe", args=[person.ref])
    page = cast.chair.client.get(address).content.decode()
    assert str(newest(mandate.ref)) in page
    assert "Let us meet." not in page
    wiped = {newest(person.ref), newest(mandate.ref)}
    spared = sorted(set(numbers_about(cast.chair.actor, person)) - wiped)
    answers = {
        "spared": ", ".join(map(str, spared)),
        "newest": newest_of_all(),
        "reason": "asked to be forgotten",
    }
    answer = cast.chair.client.post(address, answers)
    assert answer.status_code == 302
    history = text(cast.chair, "desk:history", person.ref)
    assert "wiped the words of 2 deeds (asked to be forgotten)" in history
    assert "somebody (wiped)" in history
    assert set(Deed.objects.filter(words__isnull=True).values_list("number", flat=True)) == wiped
    own = cast.officer.client.post(address, answers | {"newest": newest_of_all()})
    assert own.status_code == 422, "what the officer entered is not the officer's to wipe"
    assert cast.coordinator.client.post(address, answers).status_code == 404


def test_a_thousand_deeds_that_name_a_person_have_pages_and_one_small_form(
    cast: Cast, django_assert_max_num_queries: object
) -> None:
    person, officer, chair = cast.other.person, cast.officer, cast.chair
    for n in range(60):
        add_name_form(officer.actor, person=person, name=f"Form {n}")
    listed = numbers_about(chair.actor, person)
    address = reverse("desk:wipe", args=[person.ref])
    pages = [chair.client.get(address, {"page": n}).content.decode() for n in (1, 2)]
    assert "Page 1 of 2" in pages[0]
    assert all(f"deed {n} ·" in "".join(pages) for n in listed)
    assert pages[0].count("<input") == pages[1].count("<input") < 12
    add_name_form(officer.actor, person=person, name="Since then")
    since = newest(person.ref)
    spared = {listed[0], *listed[10:20]}
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        answer = chair.client.post(
            address,
            {
                "spared": f"{listed[0]}, {listed[10]}–{listed[19]}",
                "newest": listed[-1],
                "reason": "asked to be forgotten",
            },
        )
    assert answer.status_code == 302
    left = set(Deed.objects.filter(number__in=listed, words__isnull=False).values_list("number", flat=True))
    assert left == spared
    assert set(numbers_about(chair.actor, person)) == spared | {since}


@pytest.mark.parametrize(
    ("spared", "said"),
    [("hello", "is no number of a deed"), ("999999", "No deed on the list"), ("1-999999", "nothing is left")],
)
def test_what_spares_no_deed_or_all_is_said_and_wipes_nothing(cast: Cast, spared: str, said: str) -> None:
    address = reverse("desk:wipe", args=[cast.other.person.ref])
    answers = {"spared": spared, "newest": newest_of_all(), "reason": "asked to be forgotten"}
    answer = cast.chair.client.post(address, answers)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not Deed.objects.filter(words__isnull=True).exists()


@pytest.fixture
def signed_file() -> Iterator[Path]:
    path = Path(settings.HOME) / SIGNED_HEADS_FILE
    yield path
    path.unlink(missing_ok=True)


def test_a_tick_keeps_a_signed_head_once_for_each_state_of_the_record(
    cast: Cast, signed_file: Path, django_capture_on_commit_callbacks: object
) -> None:
    for wanted in (1, 0):
        with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
            assert keep_head() == wanted
    assert len(signed_file.read_text().splitlines()) == 1

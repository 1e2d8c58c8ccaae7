"""Rights can be seen: who sees a thing and why, what differs, what somebody sees, and emergency openings."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from secretariat.access.models import Account
from secretariat.access.reads import actor_for
from secretariat.access.rules import all_rights
from secretariat.audit.models import Deed
from secretariat.commitments import actions as commitments
from secretariat.desk.reads import search
from secretariat.desk.rights.reads import pages_opened, sight_of, sight_of_person
from secretariat.desk.rights.words import _WORDS, words_of_right
from secretariat.desk.rules import FEED
from secretariat.desk.story.build import BUILDER
from secretariat.desk.things import KINDS, find_thing
from secretariat.meetings import actions as meetings
from secretariat.meetings.models import Meeting
from secretariat.members import actions as members
from secretariat.members.models import EmergencyOpening, Person
from secretariat.members.reads import administrators_of, openings_to_know_of
from secretariat.minutes import actions as minutes
from secretariat.minutes.models import Entry
from secretariat.publishing.actions import narrow_ring, release_ring
from secretariat.toolbox.errors import NotVisible
from tests.cast import Cast
from tests.conftest import NOW
from tests.story.world import build_world

WHY = "The search index is broken and must be looked at."


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return meetings.create_meeting(
        cast.officer.actor, network=cast.network, title="Talks in Port Alba", starts_on=date(2026, 5, 30)
    )


def _page(client: Client, name: str, *args: str) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


@pytest.fixture
def opened(cast: Cast) -> EmergencyOpening:
    asked = members.ask_opening(cast.admin.actor, network=cast.network, reason=WHY, hours=1)
    return members.agree_to_opening(cast.officer.actor, opening=asked)


def test_the_page_names_by_seat_who_sees_a_thing_and_by_which_rule(cast: Cast, meeting: Meeting) -> None:
    page = _page(cast.coordinator.client, "rights:thing", meeting.ref)
    for role in ("coordinator", "substitute", "local", "other", "drena", "newcomer", "officer", "chair"):
        assert getattr(cast, role).person.name in page, role
    for role in ("former", "observer", "funder", "admin"):
        assert getattr(cast, role).person.name not in page, role
    assert "A member&#x27;s seat sees the ring “members”." in page


def test_it_agrees_with_the_doors_for_everybody_and_every_kind_of_thing(cast: Cast, tmp_path: Path) -> None:
    world = build_world(cast, tmp_path)
    narrow_ring(cast.officer.actor, thing=world.record, ring="bureau", reason="It was too early.")
    for ref in (world.meeting.ref, world.record.ref, world.entry.ref, world.commitment.ref, world.offer.ref):
        try:
            thing = find_thing(cast.officer.actor, ref)
        except NotVisible:
            continue
        named = {p.name for line in sight_of(cast.officer.actor, thing).seats for p in line.people}
        door = KINDS[ref.partition("-")[0]].door
        truly = {p.person.name for p in cast.players.values() if door(p.actor).filter(ref=ref).exists()}
        assert named == truly, ref


def test_what_stands_in_something_narrower_reaches_no_further(cast: Cast, meeting: Meeting) -> None:
    record = minutes.open_record(cast.officer.actor, meeting=meeting)
    entry = minutes.add_entry(cast.officer.actor, record=record, kind="statement", text="Words.")
    narrow_ring(cast.officer.actor, thing=meeting, ring="bureau", reason="It was too early.")
    sight = sight_of(cast.officer.actor, Entry.objects.get(pk=entry.pk))
    assert sight.reaches == "bureau"
    assert {line.seat.code for line in sight.seats} == {"chair", "secretariat"}
    assert cast.coordinator.client.get(reverse("rights:thing", args=[entry.ref])).status_code == 404


def test_a_reader_who_may_not_see_people_reads_seats_without_names(cast: Cast) -> None:
    shown = meetings.create_meeting(
        cast.officer.actor,
        network=cast.network,
        title="Open day",
        starts_on=date(2026, 5, 30),
        ring="partners",
    )
    page = _page(cast.observer.client, "rights:thing", shown.ref)
    assert "Alba" in page
    assert cast.coordinator.person.name not in page
    assert "not named here" in page


def test_under_the_chatham_house_rule_the_page_tells_no_speaker(cast: Cast, meeting: Meeting) -> None:
    record = minutes.open_record(cast.officer.actor, meeting=meeting)
    entry = minutes.add_entry(
        cast.officer.actor,
        record=record,
        kind="commitment",
        text="We will.",
        seat=cast.seats["ab"],
        is_chatham_house=True,
    )
    line = commitments.follow_up_record(cast.officer.actor, record=record)[0]
    commitments.assign_commitment(
        cast.officer.actor, commitment=line, version=1, seat=cast.seats["ab"], due_on=None
    )
    for ref in (entry.ref, line.ref):
        sight = sight_of(cast.other.actor, find_thing(cast.other.actor, ref))
        assert {may.who for may in sight.may} <= {"Chair", "Secretariat", "Chair, Secretariat"}, ref
    told = sight_of(cast.chair.actor, find_thing(cast.chair.actor, line.ref))
    assert any(may.what == ("report progress",) or "Alba" in may.who for may in told.may)


def test_the_ring_is_changed_from_the_page_and_the_change_stands_there_with_its_reason(
    cast: Cast, meeting: Meeting
) -> None:
    chair = cast.chair.client
    assert "Show it to more people" in _page(chair, "rights:thing", meeting.ref)
    assert "Only the Chair shows it to more people" in _page(cast.officer.client, "rights:thing", meeting.ref)
    form = {"ring": "partners", "reason": "Agreed by all in the room.", "was": "members"}
    assert cast.officer.client.post(reverse("rights:release", args=[meeting.ref]), form).status_code == 403
    answer = chair.post(reverse("rights:release", args=[meeting.ref]), form)
    assert answer.headers["Location"] == reverse("rights:thing", args=[meeting.ref])
    assert "Agreed by all in the room." in _page(cast.observer.client, "rights:thing", meeting.ref)
    stale = chair.post(reverse("rights:narrow", args=[meeting.ref]), form | {"ring": "bureau"})
    assert stale.status_code == 409
    wrong = chair.post(reverse("rights:release", args=[meeting.ref]), form | {"ring": "public"})
    assert wrong.status_code == 422


def test_narrowing_shuts_the_open_session_of_a_member_on_the_next_request(
    cast: Cast, meeting: Meeting
) -> None:
    client, page = cast.coordinator.client, reverse("desk:meeting", args=[meeting.ref])
    assert client.get(page).status_code == 200
    form = {"ring": "bureau", "reason": "It was too early.", "was": "members"}
    cast.officer.client.post(reverse("rights:narrow", args=[meeting.ref]), form)
    assert client.get(page).status_code == 404


def test_what_differs_from_the_default_is_one_page_for_chair_and_secretariat(
    cast: Cast, meeting: Meeting, opened: EmergencyOpening
) -> None:
    narrow_ring(cast.officer.actor, thing=meeting, ring="bureau", reason="It was too early.")
    members.start_mandate(
        cast.officer.actor,
        person=cast.chair.person,
        seat=cast.seats["es"],
        function="expert",
        starts_on=date(2026, 1, 1),
        nomination="Letter",
    )
    page = _page(cast.officer.client, "rights:exceptions")
    for words in ("Talks in Port Alba", "It was too early.", WHY, cast.admin.person.name, "Meetings (1)"):
        assert words in page, words
    assert f"{cast.chair.person.name}</a>: chair, Chair; expert, Seat of Estara" in page
    assert cast.coordinator.client.get(reverse("rights:exceptions")).status_code == 404


def test_the_administrators_named_are_those_who_may_ask_here(cast: Cast) -> None:
    elsewhere = members.create_network(BUILDER, slug="elsewhere", name="Elsewhere", short_name="Else")
    for address in ("far@story.example", "near@story.example"):
        Account.objects.create(email=address, is_administrator=True)
    far = Account.objects.get(email="far@story.example")
    Person.objects.create(network=elsewhere, name="Far Keeper", sort_key="far keeper", account=far)
    page = _page(cast.officer.client, "rights:exceptions")
    assert cast.admin.person.name in page
    assert "near@story.example" in page
    assert "Far Keeper" not in page
    assert not administrators_of(cast.coordinator.actor, cast.network).exists()
    members.ask_opening(actor_for(far), network=cast.network, reason=WHY, hours=1)
    assert far in administrators_of(cast.officer.actor, cast.network)


def test_all_who_have_a_mandate_know_that_papers_are_open_and_nobody_else(
    cast: Cast, opened: EmergencyOpening
) -> None:
    for role, knows in (("coordinator", True), ("observer", True), ("former", False), ("admin", True)):
        actor = actor_for(getattr(cast, role).account)
        assert openings_to_know_of(actor, cast.network).exists() is knows, role


def test_the_secretariat_sees_in_numbers_what_a_person_sees_and_opens_nothing(
    cast: Cast, meeting: Meeting
) -> None:
    narrow_ring(cast.officer.actor, thing=meeting, ring="bureau", reason="It was too early.")
    meetings.create_meeting(
        cast.officer.actor, network=cast.network, title="Another", starts_on=date(2026, 6, 1)
    )
    counts = {c.many: c for c in sight_of_person(cast.network, cast.other.person).counts}
    assert (counts["meetings"].total, counts["meetings"].of_all) == (1, 2)
    assert counts["meetings"].by_ring == (("members", 1),)
    page = _page(cast.officer.client, "rights:person", cast.other.person.ref)
    assert "1 of 2" in page
    assert "Another" not in page
    address = reverse("rights:person", args=[cast.other.person.ref])
    assert cast.chair.client.get(address).status_code == 403
    assert cast.other.client.get(address).status_code == 404
    assert "No mandate is in force today" in _page(
        cast.officer.client, "rights:person", cast.former.person.ref
    )


def test_how_much_a_seat_keeps_to_itself_is_told_to_nobody(cast: Cast) -> None:
    before = sight_of_person(cast.network, cast.coordinator.person).counts
    meetings.note_offer(
        cast.coordinator.actor, network=cast.network, seat=cast.seats["ab"], place="Harbour", ring="seat"
    )
    assert sight_of_person(cast.network, cast.coordinator.person).counts == before


def test_who_cannot_sign_in_is_told_to_chair_and_secretariat_alone(cast: Cast, meeting: Meeting) -> None:
    before = _page(cast.other.client, "rights:thing", meeting.ref)
    members.suspend_account(cast.officer.actor, person=cast.drena.person, reason="A stolen laptop.")
    assert "cannot sign in" not in before
    assert "cannot sign in" not in _page(cast.other.client, "rights:thing", meeting.ref)
    assert "cannot sign in" in _page(cast.officer.client, "rights:thing", meeting.ref)


def test_an_opening_is_asked_answered_and_closed_on_one_page(cast: Cast, meeting: Meeting) -> None:
    address, meeting_page = reverse("rights:openings"), reverse("desk:meeting", args=[meeting.ref])
    admin, officer = cast.admin.client, cast.officer.client
    assert cast.coordinator.client.get(address).status_code == 403
    assert admin.post(address, {"reason": "too short", "hours": 1}).status_code == 422
    assert officer.post(address, {"reason": WHY, "hours": 1}).status_code == 403
    assert admin.post(address, {"reason": WHY, "hours": 1}).status_code == 302
    opening = EmergencyOpening.objects.get()
    assert admin.get(meeting_page).status_code == 404
    assert admin.post(reverse("rights:agree", args=[opening.ref])).status_code in {403, 404}
    assert WHY in _page(officer, "desk:home")
    assert officer.post(reverse("rights:agree", args=[opening.ref])).status_code == 302
    page = _page(admin, "desk:meeting", meeting.ref)
    assert "Emergency opening</strong> until" in page
    assert "Talks in Port Alba" in page
    admin.post(reverse("rights:close", args=[opening.ref]))
    assert admin.get(meeting_page).status_code == 404


def test_the_administrator_withdraws_a_request_on_the_page_it_stands_on(cast: Cast) -> None:
    asked = members.ask_opening(cast.admin.actor, network=cast.network, reason=WHY, hours=1)
    address = reverse("rights:withdraw", args=[asked.ref])
    assert address in _page(cast.admin.client, "rights:openings")
    assert address not in _page(cast.chair.client, "rights:openings")
    assert cast.chair.client.post(address).status_code == 403
    assert cast.admin.client.post(address).status_code == 302
    page = _page(cast.admin.client, "rights:openings")
    assert "state-withdrawn" in page
    assert address not in page


def test_every_page_of_an_opening_is_recorded_and_no_form_of_it_is_taken(
    cast: Cast, meeting: Meeting, opened: EmergencyOpening
) -> None:
    admin = cast.admin.client
    before = Deed.objects.filter(deed="members.see_in_emergency").count()
    for name, *args in (("desk:meeting", meeting.ref), ("archive:list",), ("desk:search",), ("desk:home",)):
        assert "Emergency opening" in _page(admin, name, *args)
    seen = Deed.objects.filter(deed="members.see_in_emergency")
    assert seen.count() == before + 4
    assert seen.filter(thing_ref=meeting.ref).count() == 1
    for name, *args in (("meetings:add",), ("meetings:change", meeting.ref), ("minutes:open", meeting.ref)):
        assert admin.post(reverse(name, args=args), {"title": "Mine"}).status_code == 403
    history = _page(cast.coordinator.client, "desk:history", meeting.ref)
    assert "in an emergency opening" in history
    admin.get(reverse("desk:answer", args=["a-secret-of-somebody"]))
    latest = seen.latest("number")
    assert "a-secret" not in str(latest.words)
    assert "desk:answer" in str(latest.words)


def test_an_open_session_sees_nothing_from_the_second_its_opening_ends(
    cast: Cast, meeting: Meeting, opened: EmergencyOpening
) -> None:
    page = reverse("desk:meeting", args=[meeting.ref])
    with time_machine.travel(NOW + timedelta(minutes=59, seconds=59), tick=False):
        assert cast.admin.client.get(page).status_code == 200
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        assert cast.admin.client.get(page).status_code == 404
        assert "Emergency opening</strong>" not in _page(cast.admin.client, "desk:home")


def test_search_follows_a_ring_both_ways_and_names_nobody_to_whom_it_is_released(
    cast: Cast, meeting: Meeting, django_capture_on_commit_callbacks: Any
) -> None:
    officer = cast.officer.actor
    with django_capture_on_commit_callbacks(execute=True):
        record = minutes.open_record(officer, meeting=meeting)
        entry = minutes.add_entry(
            officer, record=record, kind="statement", text="Lanterns.", speaker=cast.other.person
        )
    name = cast.other.person.name.split()[0]

    def found(role: str, words: str) -> bool:
        return reverse("minutes:entry", args=[entry.ref]) in {
            hit.url for hit in search(getattr(cast, role).actor, words)
        }

    assert [found("drena", "lanterns"), found("drena", name), found("observer", "lanterns")] == [
        True,
        True,
        False,
    ]
    with django_capture_on_commit_callbacks(execute=True):
        for thing in (meeting, record, entry):
            release_ring(cast.chair.actor, thing=thing, ring="partners", reason="Agreed by all in the room.")
    assert found("observer", "lanterns")
    assert not found("observer", name)
    with django_capture_on_commit_callbacks(execute=True):
        narrow_ring(officer, thing=Entry.objects.get(pk=entry.pk), ring="bureau", reason="It was too early.")
    assert not found("observer", "lanterns")
    assert not found("drena", "lanterns")
    assert found("officer", "lanterns")


def test_no_form_shows_a_meeting_to_everybody_or_changes_who_sees_it(cast: Cast, meeting: Meeting) -> None:
    form = {"title": "Open day", "kind": "plenary", "ring": "public", "starts_on": "2026-05-30"}
    officer = cast.officer.client
    assert officer.post(reverse("meetings:add"), form).status_code == 422
    change = form | {"ring": "partners", "version": 1, "title": "Talks, renamed"}
    assert officer.post(reverse("meetings:change", args=[meeting.ref]), change).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.title, meeting.ring) == ("Talks, renamed", "members")


def test_a_narrowed_meeting_is_gone_from_calendars_on_their_next_fetch(cast: Cast) -> None:
    ahead = meetings.create_meeting(
        cast.officer.actor, network=cast.network, title="Talks ahead", starts_on=date(2026, 12, 7)
    )
    mandate = cast.coordinator.role.mandate
    assert mandate is not None
    secret = members.keep_own_link(cast.coordinator.actor, mandate=mandate, purpose=FEED, is_renewed=True)
    feed = reverse("desk:feed", args=[secret])
    assert ahead.ref in Client().get(feed).content.decode()
    narrow_ring(cast.officer.actor, thing=ahead, ring="bureau", reason="It was too early.")
    assert ahead.ref not in Client().get(feed).content.decode()


def test_who_released_their_own_words_is_not_told_once_they_come_under_the_rule(
    cast: Cast, meeting: Meeting
) -> None:
    record = minutes.open_record(cast.officer.actor, meeting=meeting)
    entry = minutes.add_entry(
        cast.officer.actor, record=record, kind="statement", text="Lanterns.", seat=cast.seats["ab"]
    )
    narrow_ring(cast.coordinator.actor, thing=entry, ring="bureau", reason="It was too early.")
    narrowed = Entry.objects.get(pk=entry.pk)
    release_ring(cast.chair.actor, thing=narrowed, ring="members", reason="Agreed by all in the room.")
    address, name = reverse("desk:history", args=[entry.ref]), cast.coordinator.person.name
    assert name in cast.other.client.get(address).content.decode()
    minutes.edit_entry(cast.officer.actor, entry=entry, revision=1, is_chatham_house=True)
    assert name not in cast.other.client.get(address).content.decode()
    assert (
        name
        not in cast.other.client.get(reverse("rights:thing", args=[entry.ref]))
        .content.decode()
        .partition("How that came about")[2]
    )
    assert name in cast.chair.client.get(address).content.decode()


def test_the_waiting_card_of_whoever_asked_says_who_is_waited_for(cast: Cast) -> None:
    members.ask_opening(cast.admin.actor, network=cast.network, reason=WHY, hours=1)
    own = _page(cast.admin.client, "rights:openings")
    assert "Waits for somebody else at Chair or Secretariat." in own
    assert "There is nothing here that you can see" not in own
    assert "Withdraw it" in own
    assert "Agree</button>" in _page(cast.chair.client, "rights:openings")


def test_the_offices_read_which_pages_an_opening_showed_in_their_own_list_and_in_the_record(
    cast: Cast, meeting: Meeting, opened: EmergencyOpening
) -> None:
    looked_at = [reverse("desk:meeting", args=[meeting.ref]), reverse("members:list")]
    for address in looked_at:
        assert cast.admin.client.get(address).status_code == 200
    assert "?opened=" in _page(cast.chair.client, "rights:openings")
    for role in ("chair", "officer"):
        client = getattr(cast, role).client
        listed = client.get(reverse("rights:openings"), {"opened": opened.ref}).content.decode()
        record = _page(client, "desk:deeds")
        for address in looked_at:
            assert f"looked at {address} in an emergency opening" in listed
            assert f"looked at {address} in an emergency opening" in record
    other = cast.coordinator.client.get(reverse("rights:openings"), {"opened": opened.ref})
    assert other.status_code in {403, 404}


def test_pages_of_another_opening_are_not_among_those_of_this_one(
    cast: Cast, meeting: Meeting, opened: EmergencyOpening
) -> None:
    with time_machine.travel(NOW + timedelta(minutes=5), tick=False):
        cast.admin.client.get(reverse("members:list"))
        members.close_opening(cast.chair.actor, opening=opened)
    with time_machine.travel(NOW + timedelta(minutes=30), tick=False):
        asked = members.ask_opening(cast.admin.actor, network=cast.network, reason=WHY, hours=1)
        members.agree_to_opening(cast.officer.actor, opening=asked)
        cast.admin.client.get(reverse("meetings:list"))
    opened.refresh_from_db()
    asked.refresh_from_db()
    shown = [[(row.words or {})["thing"] for row in pages_opened(o)] for o in (opened, asked)]
    assert shown == [[reverse("members:list")], [reverse("meetings:list")]]


def test_whoever_looks_in_an_opening_is_not_told_of_a_seat(cast: Cast, opened: EmergencyOpening) -> None:
    home = _page(cast.admin.client, "desk:home")
    assert "of your seat" not in home
    assert "You look at it in an emergency opening" in home
    assert "Welcome pack" not in home


def test_what_may_be_done_stands_there_in_words_for_people_and_each_ring_around_once(
    cast: Cast, tmp_path: Path
) -> None:
    world = build_world(cast, tmp_path)
    page = _page(cast.officer.client, "rights:thing", world.commitment.ref)
    assert "say who owes it, and by when" in page
    assert "assign commitment" not in page
    assert page.count("What it stands in is for") == 1
    assert "It stands in something for" not in page


def test_every_word_for_a_right_is_of_a_right_that_exists_and_a_new_right_is_told_by_its_name() -> None:
    assert set(_WORDS) <= {right.name for right in all_rights()}
    assert words_of_right("room.paint_door") == "paint the door"

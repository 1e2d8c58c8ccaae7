"""The desk, the dossier, the timeline and histories: what each person meets there, at which cost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from secretariat.access.rules import system_actor
from secretariat.commitments.actions import assign_commitment, note_commitment, report_progress
from secretariat.commitments.models import Commitment
from secretariat.desk.actions import rebuild_index
from secretariat.desk.reads import dossier, home, timeline
from secretariat.meetings.actions import answer_offer, create_meeting, note_attendance, note_offer
from secretariat.meetings.models import Attendance, HostingOffer, Meeting
from secretariat.members.actions import add_person, create_network
from secretariat.members.models import Person, Seat
from secretariat.minutes.models import Entry
from secretariat.publishing.actions import draft_release, release_meeting
from tests.cast import Cast

TODAY = date(2026, 11, 24)


def page(client: Client, name: str, *args: str) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def owe(cast: Cast, meeting: Meeting, words: str, seat: Seat | None, due_on: date | None) -> Commitment:
    return note_commitment(
        cast.officer.actor, meeting=meeting, words=words, kind="request", seat=seat, due_on=due_on
    )


def test_a_coordinators_desk_holds_what_is_asked_of_that_seat_nearest_day_first(
    cast: Cast, meeting: Meeting
) -> None:
    alba, bresta = cast.seats["ab"], cast.seats["br"]
    owe(cast, meeting, "Send the later paper.", alba, TODAY + timedelta(days=40))
    owe(cast, meeting, "Send the late paper.", alba, TODAY - timedelta(days=1))
    owe(cast, meeting, "Send no paper by any day.", alba, None)
    owe(cast, meeting, "What Bresta owes.", bresta, TODAY)
    note_offer(cast.officer.actor, network=cast.network, seat=alba, place="Port Alba")
    note_offer(cast.officer.actor, network=cast.network, seat=bresta, place="Bresta City")
    seen = home(cast.coordinator.actor, cast.network, TODAY)
    assert [line.commitment.words for line in seen.asked] == [
        "Send the late paper.",
        "Send the later paper.",
        "Send no paper by any day.",
    ]
    assert [line.is_overdue for line in seen.asked] == [True, False, False]
    assert [line.offer.place for line in seen.offers] == ["Port Alba"]
    assert (seen.lacking, seen.late, seen.readings) == ((), (), ())
    words = page(cast.coordinator.client, "desk:home")
    assert "Asked of your seat" in words
    assert "Asked of Alba: request of" in words
    assert "What Bresta owes." not in words
    assert "Bresta City" not in words


def test_the_bureaus_desk_holds_what_lacks_an_owner_or_a_date_and_what_is_late(
    cast: Cast, meeting: Meeting
) -> None:
    owe(cast, meeting, "Nobody owes this.", None, TODAY)
    owe(cast, meeting, "Late it is.", cast.seats["br"], TODAY - timedelta(days=3))
    note_offer(cast.officer.actor, network=cast.network, seat=cast.seats["br"], place="Bresta City")
    for player in (cast.officer, cast.chair):
        words = page(player.client, "desk:home")
        for expected in (
            "What stands open",
            "Nobody owes this.",
            "Late it is.",
            "Bresta City",
            "interpreters",
        ):
            assert expected in words


@pytest.mark.parametrize("player", ["former", "admin", "public"])
def test_whoever_holds_no_mandate_today_meets_the_public_page(
    cast: Cast, meeting: Meeting, player: str
) -> None:
    owe(cast, meeting, "A closed promise.", cast.seats["co"], TODAY)
    client = cast.public_client if player == "public" else cast.players[player].client
    words = page(client, "desk:home")
    assert "Republic of Alba" in words
    assert ("No mandate is in force" in words) is (player != "public")
    for closed in ("A closed promise.", "Harbour talks", "lorry"):
        assert closed not in words


def test_a_mandate_that_begins_today_opens_the_desk(cast: Cast, meeting: Meeting) -> None:
    assert "Asked of your seat" in page(cast.newcomer.client, "desk:home")


@pytest.mark.parametrize(("player", "may_offer"), [("coordinator", True), ("local", False)])
def test_only_who_can_offer_to_host_is_pointed_to_it(cast: Cast, player: str, may_offer: bool) -> None:
    words = page(cast.players[player].client, "desk:home")
    assert (reverse("meetings:add_offer") in words) is may_offer


def test_a_store_without_a_network_says_how_to_begin(db: None) -> None:
    assert "secretariat" in page(Client(), "desk:home").casefold()
    assert Client().get(reverse("desk:search"), {"q": "a"}).status_code == 200


def test_the_dossier_shows_each_matter_with_its_thread(cast: Cast, meeting: Meeting) -> None:
    line = Commitment.objects.get(kind="proposal")
    due = TODAY + timedelta(days=30)
    assign_commitment(cast.officer.actor, commitment=line, version=1, seat=cast.seats["ab"], due_on=due)
    line.refresh_from_db()
    report_progress(
        cast.coordinator.actor,
        commitment=line,
        words="Sent.",
        state="done",
        evidence="the list",
        done_on=TODAY,
    )
    entry = Entry.objects.get(kind="proposal")
    draft = draft_release(
        cast.officer.actor, meeting=meeting, title="Met", when_words="autumn", lines=[(entry, "A list.")]
    )
    topic = dossier(cast.coordinator.actor, meeting, TODAY).topics[0]
    assert [node.state for node in topic.thread] == ["past", "past", "past", "past", "now"]
    release_meeting(cast.chair.actor, release=draft)
    topic = dossier(cast.coordinator.actor, meeting, TODAY).topics[0]
    assert [node.state for node in topic.thread] == ["past"] * 5
    assert topic.thread[0].who == "Alba"
    assert topic.thread[4].url == reverse("desk:public_meeting", args=[draft.ref])
    words = page(cast.coordinator.client, "desk:meeting", meeting.ref)
    assert "A common list of indicators" in words
    assert "interpreters" not in words
    assert "interpreters" in page(cast.officer.client, "desk:meeting", meeting.ref)
    assert page(cast.coordinator.client, "desk:thread", line.ref)


def test_no_page_of_the_desk_tells_a_member_who_spoke_in_confidence(cast: Cast, meeting: Meeting) -> None:
    entry = Entry.objects.get(is_chatham_house=True)
    line = note_commitment(
        cast.officer.actor, meeting=meeting, words="Look into the failures.", kind="request", entry=entry
    )
    for player in (cast.coordinator, cast.local):
        words = page(player.client, "desk:meeting", meeting.ref) + page(
            player.client, "desk:thread", line.ref
        )
        words += page(player.client, "desk:history", entry.ref) + page(
            player.client, "desk:history", line.ref
        )
        assert "Chatham House" in words
        assert "Hoxha" not in words


def test_whoever_may_not_see_a_meeting_finds_no_dossier_thread_or_history(
    cast: Cast, meeting: Meeting
) -> None:
    line = Commitment.objects.get(kind="proposal")
    for name, ref in (("meeting", meeting.ref), ("thread", line.ref), ("history", meeting.ref)):
        address = reverse(f"desk:{name}", args=[ref])
        for player in (cast.observer, cast.funder, cast.former, cast.admin):
            assert player.client.get(address).status_code == 404
        assert cast.public_client.get(address).status_code == 302
    hidden = Entry.objects.get(ring="bureau")
    assert cast.coordinator.client.get(reverse("desk:history", args=[hidden.ref])).status_code == 404
    for unknown in ("meeting-none", "nothing", "record-x", "-"):
        assert cast.officer.client.get(reverse("desk:history", args=[unknown])).status_code == 404


def test_a_history_tells_who_did_what(cast: Cast, meeting: Meeting) -> None:
    words = page(cast.coordinator.client, "desk:history", meeting.ref)
    assert "Olga Petrova-Lind" in words
    assert "Harbour talks" in words


def test_a_history_tells_members_nothing_that_was_narrower_once(cast: Cast, meeting: Meeting) -> None:
    officer = cast.officer.actor
    entry = Entry.objects.get(ring="bureau")
    # No action makes an entry wider; a store may still hold one that was, from an import or a restore.
    Entry.objects.filter(pk=entry.pk).update(text="The hours of interpreters.", ring="members")
    hidden = add_person(officer, network=cast.network, name="Secret Envoy", ring="bureau")
    note_attendance(officer, meeting=meeting, person=hidden)
    for ref, then, now in (
        (entry.ref, "Salaries of interpreters", "The hours of interpreters"),
        (meeting.ref, "Secret Envoy", "noted who attended Harbour talks"),
    ):
        for player in (cast.coordinator, cast.local):
            words = page(player.client, "desk:history", ref)
            assert now in words
            assert then not in words
        assert then in page(cast.chair.client, "desk:history", ref), (
            "Chair and Secretariat see what it was called"
        )


def moments(cast: Cast, player: str) -> list[tuple[str, str]]:
    years = timeline(cast.players[player].actor, cast.network, TODAY)
    return [(moment.word, moment.title) for _, row in years for moment in row]


def test_the_timeline_shows_each_ring_its_own_life(cast: Cast, meeting: Meeting) -> None:
    officer = cast.officer.actor
    for ring, year in (("bureau", 2024), ("partners", 2025)):
        create_meeting(
            officer, network=cast.network, title=f"For {ring}", ring=ring, starts_on=date(year, 5, 1),
            ends_on=date(year, 5, 2),
        )  # fmt: skip
    line = owe(cast, meeting, "Done and told.", cast.seats["ab"], TODAY)
    report_progress(officer, commitment=line, words="Done.", state="done", evidence="paper", done_on=TODAY)
    offer = note_offer(officer, network=cast.network, place="Port Alba", latest=date(2026, 12, 31))
    answer_offer(officer, offer=offer, version=offer.version, state="withdrawn")
    draft = draft_release(
        officer, meeting=meeting, title="Met", when_words="autumn", lines=[(None, "A list.")]
    )
    release_meeting(cast.chair.actor, release=draft)
    shown = [("shown", "A list."), ("meeting", "For partners")]
    assert moments(cast, "observer") == shown
    members = [
        ("offer withdrawn", str(offer)),
        ("done", "Done and told."),
        ("shown", "A list."),
        ("meeting", "Harbour talks"),
        ("meeting", "For partners"),
    ]
    assert moments(cast, "coordinator") == members
    assert moments(cast, "officer") == [*members, ("meeting", "For bureau")]
    assert "For bureau" not in page(cast.coordinator.client, "desk:timeline")


def cost(client: Client, name: str, *args: str, query: str = "") -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse(f"desk:{name}", args=args), {"q": query}).status_code == 200
    return len(captured)


def fill(cast: Cast, meeting: Meeting, first: int, last: int) -> None:
    """Rows of every kind that the pages of the desk join, by number."""
    seats, numbers = [cast.seats["ab"], cast.seats["br"], cast.seats["dr"]], range(first, last)
    people = Person.objects.bulk_create(
        Person(network=cast.network, name=f"Walrus {n}", sort_key=f"walrus {n}") for n in numbers
    )
    entries = Entry.objects.bulk_create(
        Entry(
            network=cast.network, record=meeting.record, position=n + 10, kind="proposal", text=f"Walrus {n}.",
            speaker=people[n - first], on_behalf_of=people[0], seat=seats[n % 3],
        )
        for n in numbers
    )  # fmt: skip
    days = [None, TODAY - timedelta(days=9), TODAY + timedelta(days=9)]
    Commitment.objects.bulk_create(
        Commitment(
            network=cast.network, meeting=meeting, entry=entries[n - first], kind="proposal",
            words=f"Walrus {n}.", seat=None if n % 4 == 0 else seats[n % 3], due_on=days[n % 3],
            state="done" if n % 5 == 0 else "open", done_on=TODAY if n % 5 == 0 else None,
        )
        for n in numbers
    )  # fmt: skip
    HostingOffer.objects.bulk_create(
        HostingOffer(
            network=cast.network, seat=seats[n % 3], place=f"Walrus Bay {n}", made_at=meeting, latest=TODAY,
            state="lapsed" if n % 2 else "open",
        )
        for n in numbers
    )  # fmt: skip
    Meeting.objects.bulk_create(
        Meeting(
            network=cast.network, title=f"Walrus meeting {n}", within=meeting,
            starts_on=TODAY - timedelta(days=n), ends_on=TODAY,
        )
        for n in numbers
    )  # fmt: skip
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, person=people[n - first], seat=seats[n % 3]) for n in numbers
    )
    rebuild_index(cast.officer.actor, network=cast.network)


def test_no_page_of_the_desk_costs_more_with_a_thousand_rows_of_each_kind(
    cast: Cast, meeting: Meeting
) -> None:
    draft = draft_release(cast.officer.actor, meeting=meeting, title="Met", when_words="autumn")
    release_meeting(cast.chair.actor, release=draft)

    def costs() -> list[int]:
        member, bureau = cast.coordinator.client, cast.officer.client
        return [
            cost(member, "home"),
            cost(bureau, "home"),
            cost(member, "timeline"),
            cost(member, "meeting", meeting.ref),
            cost(member, "search", query="walrus"),
        ]

    fill(cast, meeting, 1, 11)
    few = costs()
    fill(cast, meeting, 11, 1001)
    assert costs() == few
    # The page of a meeting joins nine areas, each with a read of its own.
    assert max(few) <= 28, few


def test_the_public_page_of_a_network_without_members_says_so_under_the_word(db: None) -> None:
    create_network(
        system_actor("the test"),
        slug="npn",
        name="Northern Ports Network",
        short_name="NPN",
        zone="Europe/Vienna",
    )
    words = page(Client(), "desk:home")
    assert "<h2>Members</h2>\n<p>No member is entered yet.</p>" in words

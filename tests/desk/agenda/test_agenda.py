"""What a new agenda carries by itself, for each reader as far as it is theirs, on the page and on paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.urls import reverse

from secretariat.access.rules import Actor
from secretariat.commitments import actions as commitments
from secretariat.desk.agenda.printed import agenda_data
from secretariat.desk.agenda.reads import agenda_page, first_items
from secretariat.meetings import actions
from secretariat.meetings.models import AgendaItem, Meeting
from secretariat.minutes import actions as minutes
from secretariat.publishing.rules import MARKINGS
from secretariat.toolbox import clock
from tests.abuse.sweep import words_of_file
from tests.cast import Cast
from tests.desk.agenda.conftest import Bench


@pytest.fixture
def last(cast: Cast) -> Meeting:
    """The meeting before, with a record and one promise."""
    officer = cast.officer.actor
    meeting = actions.create_meeting(
        officer, network=cast.network, title="The meeting before", starts_on=date(2026, 5, 5)
    )
    record = minutes.open_record(officer, meeting=meeting)
    minutes.add_entry(officer, record=record, kind="statement", text="Said")
    commitments.note_commitment(
        officer,
        meeting=meeting,
        words="Send the common list",
        kind="request",
        seat=cast.seats["dr"],
        due_on=date(2026, 12, 1),
    )
    return meeting


def _next(cast: Cast) -> Meeting:
    meeting = actions.create_meeting(
        cast.officer.actor, network=cast.network, title="The next one", starts_on=date(2026, 12, 10)
    )
    items = first_items(cast.officer.actor, meeting, clock.now())
    actions.begin_agenda(cast.officer.actor, meeting=meeting, items=items)
    return meeting


def test_a_new_agenda_carries_adoption_record_promises_next_meetings_and_other_business(
    cast: Cast, last: Meeting
) -> None:
    meeting = _next(cast)
    kinds = list(AgendaItem.objects.filter(meeting=meeting).values_list("kind", flat=True))
    assert kinds == [
        "adoption of the agenda",
        "approval of the record",
        "open commitments",
        "next meetings",
        "any other business",
    ]


def test_without_a_meeting_before_there_is_no_record_and_no_promise_to_speak_of(cast: Cast) -> None:
    kinds = set(AgendaItem.objects.filter(meeting=_next(cast)).values_list("kind", flat=True))
    assert kinds == {"adoption of the agenda", "next meetings", "any other business"}


def test_the_promises_stand_with_owner_and_day_and_are_read_anew(cast: Cast, last: Meeting) -> None:
    meeting = _next(cast)
    address = reverse("desk:agenda", args=[meeting.ref])
    page = cast.other.client.get(address).content.decode()
    assert "Send the common list" in page
    assert "Drena" in page
    assert "1 December 2026" in page
    assert "The meeting before" in page
    line = agenda_page(cast.officer.actor, meeting, clock.now()).owed[0].commitment
    commitments.report_progress(
        cast.drena.actor, commitment=line, words="Sent", state="done", evidence="Note 4 of today"
    )
    assert "Send the common list" not in cast.other.client.get(address).content.decode()


def test_an_offer_to_host_and_a_search_for_a_date_stand_under_the_next_meetings(
    cast: Cast, last: Meeting
) -> None:
    actions.note_offer(cast.other.actor, network=cast.network, seat=cast.seats["br"], place="Quay of Bresta")
    page = cast.other.client.get(reverse("desk:agenda", args=[_next(cast).ref])).content.decode()
    assert "Quay of Bresta" in page


def test_a_promise_that_is_not_the_readers_is_on_no_agenda_of_theirs(cast: Cast, last: Meeting) -> None:
    commitments.note_commitment(
        cast.officer.actor, meeting=last, words="Among the bureau", kind="request", ring="bureau"
    )
    meeting = _next(cast)
    for kind in ("desk:agenda", "desk:agenda_paper"):
        address = reverse(kind, args=[meeting.ref])
        assert "Among the bureau" not in words_of_file(cast.other.client.get(address).content)
        assert "Among the bureau" in words_of_file(cast.officer.client.get(address).content).replace(
            "\r\n", " "
        )


def test_the_agenda_on_paper_says_its_state_its_times_and_its_papers(bench: Bench) -> None:
    paper = bench.paper("hotels", item=AgendaItem.objects.get(kind="next meetings"))
    address = reverse("desk:agenda_paper", args=[bench.meeting.ref])
    answer = bench.cast.other.client.get(address)
    words = words_of_file(answer.content)
    assert answer.headers["Content-Type"] == "application/pdf"
    for said in ("Provisional agenda", "09:00", "Vienna time", paper.symbol, "Members"):
        assert said in words, said


def test_the_page_of_an_agenda_costs_the_same_however_long_it_is(
    bench: Bench, django_assert_max_num_queries: Callable[..., object]
) -> None:
    officer, reader = bench.cast.officer.actor, bench.cast.other.actor
    for n in range(12):
        item = actions.propose_item(officer, meeting=bench.meeting, title=f"Item {n}")
        actions.announce_paper(officer, meeting=bench.meeting, title=f"Paper {n}", item=item)
    with django_assert_max_num_queries(13):  # type: ignore[attr-defined]
        page = agenda_page(reader, bench.meeting, clock.now())
        assert len(page.agenda.lines) == 15
        assert all(line.papers for line in page.agenda.lines if line.item.kind == "item")


def test_the_whole_way_by_page_from_proposal_to_book(cast: Cast) -> None:
    officer, ana = cast.officer.client, cast.coordinator.client
    meeting = actions.create_meeting(
        cast.officer.actor, network=cast.network, title="By page", starts_on=date(2026, 12, 10)
    )
    officer.post(reverse("desk:begin_agenda", args=[meeting.ref]))
    sent = ana.post(
        reverse("meetings:propose_item", args=[meeting.ref]),
        {
            "title": "Hotels",
            "note": "Why",
            "seat": cast.seats["ab"].ref,
            "minutes_planned": 20,
            "ring": "members",
        },
    )
    item = AgendaItem.objects.get(title="Hotels")
    assert sent.headers["Location"] == reverse("meetings:item", args=[item.ref])
    officer.post(reverse("meetings:move_item", args=[item.ref]), {"to": 2})
    item.refresh_from_db()
    assert (item.state, item.position) == ("provisional", 2)
    officer.post(reverse("meetings:postpone_item", args=[item.ref]), {"why": "Not ready"})
    later = actions.create_meeting(
        cast.officer.actor, network=cast.network, title="Later", starts_on=date(2027, 1, 10)
    )
    officer.post(reverse("desk:begin_agenda", args=[later.ref]))
    assert "Not ready" in officer.get(reverse("desk:agenda", args=[later.ref])).content.decode()
    officer.post(reverse("meetings:take_up_item", args=[item.ref]), {"meeting": later.ref})
    assert AgendaItem.objects.filter(meeting=later, title="Hotels", state="provisional").exists()


def test_an_item_a_paper_and_a_term_have_their_history_and_what_does_not_belong_here_is_purged(
    bench: Bench,
) -> None:
    officer = bench.cast.officer
    item = AgendaItem.objects.get(kind="next meetings")
    paper = bench.paper("amiss", item=item, is_bound=False)
    term = actions.prepare_term(
        officer.actor,
        network=bench.cast.network,
        parameter="credentials",
        value="48",
        article="6",
        since_on=date(2026, 1, 1),
    )
    for thing in (item, paper, term):
        page = officer.client.get(reverse("desk:history", args=[thing.ref]))
        assert (thing.ref, page.status_code) == (thing.ref, 200)
    for thing, place in ((item, "purge_item"), (paper, "purge_paper")):
        address = reverse("desk:purge", args=[thing.ref])
        assert officer.client.get(address).status_code == 200
        getattr(actions, place)(officer.actor, **{place[6:]: thing}, reason="data of a case")
        thing.refresh_from_db()
        assert thing.is_purged
    assert (
        "amiss" not in officer.client.get(reverse("desk:agenda", args=[bench.meeting.ref])).content.decode()
    )


@pytest.mark.parametrize("narrow", ["record", "owner"])
def test_an_agenda_is_marked_for_the_narrowest_thing_that_it_tells(
    cast: Cast, last: Meeting, narrow: str
) -> None:
    officer, meeting, now = cast.officer.actor, _next(cast), clock.now()

    def marking(actor: Actor) -> str:
        return agenda_data(actor, agenda_page(actor, meeting, now), now).marking

    assert marking(officer) == MARKINGS["members"]
    if narrow == "record":
        Meeting.objects.filter(pk=last.pk).update(ring="bureau")
    else:
        drena = cast.drena
        entry = minutes.add_entry(
            officer,
            record=last.record,
            kind="request",
            text="A request",
            speaker=drena.person,
            seat=drena.seat,
            is_chatham_house=True,
        )
        words = "Answer the request"
        commitments.note_commitment(
            officer, meeting=last, words=words, kind="request", entry=entry, seat=drena.seat
        )
    assert marking(officer) == MARKINGS["bureau"]
    assert marking(cast.other.actor) == MARKINGS["members"]

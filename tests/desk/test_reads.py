"""What the dossier and the timeline join, and what they keep to whom it belongs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from secretariat.archive.models import Origin, Reading, Source
from secretariat.commitments.actions import follow_up_record, note_commitment
from secretariat.commitments.models import Commitment, Decision
from secretariat.desk.reads import Dossier, Moment, dossier, timeline
from secretariat.meetings.actions import answer_offer, note_attendance, note_offer
from secretariat.meetings.models import Meeting
from secretariat.minutes.actions import add_entry
from secretariat.minutes.models import Entry
from secretariat.publishing.actions import draft_release, release_meeting
from secretariat.toolbox import clock
from tests.cast import Cast

TODAY = date(2026, 11, 24)


def moments(cast: Cast, player: str, *words: str) -> list[Moment]:
    years = timeline(cast.players[player].actor, cast.network, TODAY)
    return [m for _, row in years for m in row if not words or m.word in words]


def decided(cast: Cast, meeting: Meeting, **how: object) -> Decision:
    entry = add_entry(
        cast.officer.actor, record=meeting.record, kind="decision", text="Meet twice a year.", **how
    )
    follow_up_record(cast.officer.actor, record=meeting.record)
    return Decision.objects.get(entry=entry)


def test_the_timeline_holds_decisions_with_their_numbers(cast: Cast, meeting: Meeting) -> None:
    decision = decided(cast, meeting)
    [moment] = moments(cast, "coordinator", "decision")
    assert moment.title == f"{decision.number} Meet twice a year."
    assert (moment.on, moment.url) == (
        meeting.starts_on,
        reverse("minutes:entry", args=[decision.entry.ref]),
    )
    assert moments(cast, "observer", "decision") == []


def test_a_decision_is_known_no_more_widely_than_entry_and_meeting(cast: Cast, meeting: Meeting) -> None:
    decision = decided(cast, meeting, ring="bureau")
    assert moments(cast, "coordinator", "decision") == []
    assert len(moments(cast, "chair", "decision")) == 1
    Entry.objects.filter(pk=decision.entry_id).update(ring="members")
    Decision.objects.update(ring="members")
    assert len(moments(cast, "coordinator", "decision")) == 1
    Meeting.objects.filter(pk=meeting.pk).update(ring="bureau")
    assert moments(cast, "coordinator", "decision") == []
    Meeting.objects.filter(pk=meeting.pk).update(ring="members")
    Entry.objects.filter(pk=decision.entry_id).update(is_removed=True)
    assert moments(cast, "chair", "decision") == []


def test_the_timeline_tells_what_became_of_each_offer(cast: Cast, meeting: Meeting) -> None:
    officer, alba = cast.officer.actor, cast.seats["ab"]

    def offer(place: str, latest: date | None, made_at: Meeting | None = None, state: str = "") -> None:
        row = note_offer(
            officer, network=cast.network, seat=alba, place=place, latest=latest, made_at=made_at
        )
        if state:
            answer_offer(
                officer,
                offer=row,
                version=row.version,
                state=state,
                meeting=meeting if state == "taken up" else None,
            )

    offer("Forgotten Bay", TODAY - timedelta(days=1))
    offer("Coming Bay", TODAY + timedelta(days=400))
    offer("Chosen Bay", TODAY, state="taken up")
    offer("Lost Bay", TODAY, state="lapsed")
    offer("Some Bay", None, made_at=meeting)
    offer("Timeless Bay", None)
    told = {m.title: (m.on, m.word, m.words) for m in moments(cast, "coordinator") if m.word != "meeting"}
    assert told == {
        "Coming Bay": (TODAY + timedelta(days=400), "offer", "Alba, no answer yet"),
        "Chosen Bay": (TODAY, "offer taken up", "Alba"),
        "Lost Bay": (TODAY, "offer lapsed", "Alba"),
        "Forgotten Bay": (TODAY - timedelta(days=1), "offer", "Alba, never answered"),
        "Some Bay": (meeting.starts_on, "offer", "Alba, no answer yet"),
    }


def test_the_timeline_tells_no_day_that_is_not_known_or_not_cleared(cast: Cast, meeting: Meeting) -> None:
    officer = cast.officer.actor
    draft = draft_release(
        officer, meeting=meeting, title="Met", when_words="autumn 2026", lines=[(None, "A list.")]
    )
    release_meeting(cast.chair.actor, release=draft)
    Meeting.objects.filter(pk=meeting.pk).update(period_words="early October 2026")
    note_offer(
        officer, network=cast.network, place="Some Bay", period_words="spring", latest=date(2027, 5, 31)
    )
    told = {m.word: m.when for m in moments(cast, "coordinator")}
    assert told == {"shown": "autumn 2026", "meeting": "early October 2026", "offer": "spring"}
    words = cast.observer.client.get(reverse("desk:timeline")).content.decode()
    assert "autumn 2026" in words
    assert "October" not in words


def test_an_offer_known_more_widely_than_its_meeting_does_not_tell_the_meetings_day(
    cast: Cast, meeting: Meeting
) -> None:
    note_offer(cast.officer.actor, network=cast.network, place="Open Bay", made_at=meeting, ring="partners")
    assert [m.title for m in moments(cast, "coordinator", "offer")] == ["Open Bay"]
    assert moments(cast, "observer") == []


def seen(cast: Cast, meeting: Meeting, player: str = "coordinator") -> Dossier:
    return dossier(cast.players[player].actor, meeting, TODAY)


@pytest.mark.parametrize("is_chatham_house", [False, True])
def test_the_dossier_tells_who_spoke_for_somebody_absent_unless_in_confidence(
    cast: Cast, meeting: Meeting, is_chatham_house: bool
) -> None:
    officer, absent, voice = cast.officer.actor, cast.coordinator, cast.substitute
    for player, is_present in ((absent, False), (voice, True)):
        note_attendance(
            officer, meeting=meeting, person=player.person, seat=absent.seat, is_present=is_present
        )
    add_entry(
        officer,
        record=meeting.record,
        kind="information",
        text="A message.",
        speaker=voice.person,
        seat=absent.seat,
        on_behalf_of=absent.person,
        is_chatham_house=is_chatham_house,
    )
    [delegation] = seen(cast, meeting).delegations
    spoken = {a.attendance.person.name: a.spoken_for_by for a in delegation.people}
    expected = "" if is_chatham_house else voice.person.name
    assert spoken == {absent.person.name: expected, voice.person.name: ""}
    page = cast.coordinator.client.get(reverse("desk:meeting", args=[meeting.ref])).content.decode()
    assert (f"(not present; {voice.person.name} spoke)" in page) is not is_chatham_house


def test_a_matter_shows_who_welcomed_it_and_its_number_where_it_was_decided(
    cast: Cast, meeting: Meeting
) -> None:
    proposal = Entry.objects.get(kind="proposal")
    for kind, told in (("support", "welcomed"), ("statement", "answered (statement)")):
        add_entry(
            cast.officer.actor,
            record=meeting.record,
            kind=kind,
            text="Well said.",
            about=proposal,
            seat=cast.seats["br"],
        )
        assert seen(cast, meeting).topics[0].answers[-1].word == told
    number = decided(cast, meeting).number
    assert [topic.decision_number for topic in seen(cast, meeting).topics] == ["", number]


def test_a_line_put_on_the_list_by_hand_leads_to_the_source_of_its_entry(
    cast: Cast, meeting: Meeting
) -> None:
    entry = Entry.objects.get(kind="proposal")
    source = Source.objects.create(
        network=cast.network, name="old.txt", sha256="0" * 64, size=1, stored_name="old", added_at=clock.now()
    )
    reading = Reading.objects.create(network=cast.network, source=source, state="read", text="Words.")
    for ref in (entry.ref, Commitment.objects.get(entry=entry).ref):
        Origin.objects.create(
            network=cast.network, reading=reading, thing_kind="entry", thing_ref=ref, start=0, end=5
        )
    note_commitment(
        cast.officer.actor, meeting=meeting, words="By hand.", kind="request", entry=entry, seat=None
    )
    said = {t.line.commitment.words: t.thread[0].url for t in seen(cast, meeting).topics}
    own = Commitment.objects.get(entry=entry, kind="proposal").ref
    assert said["By hand."] == reverse("archive:origin", args=[entry.ref])
    assert said[entry.text] == reverse("archive:origin", args=[own])
    Source.objects.update(ring="bureau")
    assert {t.thread[0].url for t in seen(cast, meeting).topics} == {""}, "no link to what may not be seen"


@pytest.mark.parametrize("kind", ["record", "member", "seat", "decision"])
def test_what_the_reader_sees_has_a_history(cast: Cast, meeting: Meeting, kind: str) -> None:
    things = {
        "record": meeting.record,
        "member": cast.members["ab"],
        "seat": cast.seats["ab"],
        "decision": decided(cast, meeting),
    }
    address = reverse("desk:history", args=[things[kind].ref])
    page = cast.coordinator.client.get(address)
    assert page.status_code == 200
    assert "deed " in page.content.decode()
    is_closed = kind in {"record", "decision"}
    assert cast.observer.client.get(address).status_code == (404 if is_closed else 200)

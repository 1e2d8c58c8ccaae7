"""Who sees a thing is changed by a recorded step of its originator, and never beside something else."""

from __future__ import annotations

from datetime import date

import pytest

from secretariat.access.rules import PUBLIC, Actor, Ring, verdict
from secretariat.archive.models import Source
from secretariat.audit.models import Deed
from secretariat.commitments import actions as commitments
from secretariat.commitments.models import Commitment, Decision
from secretariat.meetings import actions as meetings
from secretariat.meetings.models import HostingOffer, Meeting
from secretariat.meetings.reads import visible_meetings
from secretariat.minutes import actions as minutes
from secretariat.minutes.models import Entry, Record
from secretariat.minutes.reads import visible_entries
from secretariat.publishing.actions import narrow_ring, release_ring
from secretariat.publishing.models import RingChange
from secretariat.publishing.rules import narrower_rings, wider_rings
from secretariat.toolbox import clock
from secretariat.toolbox.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from tests.cast import Cast

WHY = "Agreed by all in the room."


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return meetings.create_meeting(
        cast.officer.actor, network=cast.network, title="Talks", starts_on=date(2026, 5, 30)
    )


@pytest.fixture
def record(cast: Cast, meeting: Meeting) -> Record:
    return minutes.open_record(cast.officer.actor, meeting=meeting)


def _entry(cast: Cast, record: Record, **values: object) -> Entry:
    given = {"kind": "offer", "text": "We offer a guide.", "seat": cast.seats["ab"]} | values
    return minutes.add_entry(cast.officer.actor, record=record, **given)  # type: ignore[arg-type]


def _line(cast: Cast, record: Record, **values: object) -> Commitment:
    entry = _entry(cast, record, **values)
    line = commitments.follow_up_record(cast.officer.actor, record=record)[0]
    assert line.entry_id == entry.pk
    return line


def test_the_chair_releases_what_is_the_networks_own_and_nobody_else_does(
    cast: Cast, meeting: Meeting
) -> None:
    for actor in (cast.officer.actor, cast.coordinator.actor, cast.local.actor):
        with pytest.raises(NotAllowed) as refused:
            release_ring(actor, thing=meeting, ring="partners", reason=WHY)
        assert refused.value.who == "the Chair"
    for actor in (cast.observer.actor, cast.former.actor, cast.admin.actor, PUBLIC):
        with pytest.raises(NotVisible):
            release_ring(actor, thing=meeting, ring="partners", reason=WHY)
    assert not visible_meetings(cast.observer.actor).exists()
    release_ring(cast.chair.actor, thing=meeting, ring="partners", reason=WHY)
    assert visible_meetings(cast.observer.actor).exists()
    assert Deed.objects.latest("number").deed == "publishing.release_ring"


def test_a_seat_releases_its_own_words_and_neither_chair_nor_another_state_does(
    cast: Cast, meeting: Meeting, record: Record
) -> None:
    entry = _entry(cast, record)
    for thing in (meeting, record):
        release_ring(cast.chair.actor, thing=thing, ring="partners", reason=WHY)
    entry.refresh_from_db()
    entry.record.refresh_from_db()
    for actor in (cast.chair.actor, cast.officer.actor, cast.other.actor, cast.local.actor):
        with pytest.raises(NotAllowed) as refused:
            release_ring(actor, thing=entry, ring="partners", reason=WHY)
        assert refused.value.who == "the seat it comes from"
    assert not visible_entries(cast.observer.actor).exists()
    release_ring(cast.substitute.actor, thing=entry, ring="partners", reason=WHY)
    assert visible_entries(cast.observer.actor).exists()


def test_nothing_is_released_beyond_what_it_stands_in(cast: Cast, meeting: Meeting, record: Record) -> None:
    line, entry = _line(cast, record), Entry.objects.get()
    for thing in (line, entry, record):
        who = cast.chair.actor if isinstance(thing, Record) else cast.coordinator.actor
        with pytest.raises(RuleBroken, match="than what it stands in"):
            release_ring(who, thing=thing, ring="partners", reason=WHY)


def test_releasing_a_meeting_widens_nothing_within_it(cast: Cast, meeting: Meeting, record: Record) -> None:
    _line(cast, record)
    minutes.add_entry(cast.officer.actor, record=record, kind="decision", text="Agreed.")
    commitments.follow_up_record(cast.officer.actor, record=record)
    release_ring(cast.chair.actor, thing=meeting, ring="partners", reason=WHY)
    for model in (Record, Entry, Commitment, Decision):
        rows = model._default_manager.values_list("ring", flat=True)
        assert set(rows) == {"members"}, model


@pytest.mark.parametrize("ring", ["public", "seat", "members", "nobody"])
def test_no_release_leads_to_everybody_nor_to_where_it_is_already(
    cast: Cast, meeting: Meeting, ring: str
) -> None:
    with pytest.raises(RuleBroken):
        release_ring(cast.chair.actor, thing=meeting, ring=ring, reason=WHY)
    meeting.refresh_from_db()
    assert meeting.ring == "members"


def test_a_change_says_why(cast: Cast, meeting: Meeting) -> None:
    for step, ring in ((release_ring, "partners"), (narrow_ring, "bureau")):
        with pytest.raises(RuleBroken, match="Say why"):
            step(cast.chair.actor, thing=meeting, ring=ring, reason="  so  ")
    assert not RingChange.objects.exists()


def test_narrowing_works_on_the_very_next_look_and_by_chair_secretariat_or_the_seat(
    cast: Cast, record: Record
) -> None:
    mine, theirs = _entry(cast, record), _entry(cast, record, seat=cast.seats["br"])
    assert visible_entries(cast.other.actor).count() == 2
    narrow_ring(cast.coordinator.actor, thing=mine, ring="bureau", reason="Said too early.")
    assert [e.pk for e in visible_entries(cast.other.actor)] == [theirs.pk]
    with pytest.raises(NotAllowed):
        narrow_ring(cast.coordinator.actor, thing=theirs, ring="bureau", reason="Said too early.")
    narrow_ring(cast.officer.actor, thing=theirs, ring="bureau", reason="Said too early.")
    assert not visible_entries(cast.other.actor).exists()
    assert visible_entries(cast.chair.actor).count() == 2


def test_what_the_bureau_keeps_is_the_chairs_to_release_whoever_said_it(cast: Cast, record: Record) -> None:
    entry = _entry(cast, record, ring="bureau")
    with pytest.raises(NotVisible):
        release_ring(cast.coordinator.actor, thing=entry, ring="members", reason=WHY)
    release_ring(cast.chair.actor, thing=entry, ring="members", reason=WHY)
    assert visible_entries(cast.coordinator.actor).exists()


def test_under_the_chatham_house_rule_no_release_tells_who_spoke(
    cast: Cast, meeting: Meeting, record: Record
) -> None:
    entry = _entry(cast, record, is_chatham_house=True, kind="statement")
    line = _line(cast, record, is_chatham_house=True, kind="commitment")
    line = commitments.assign_commitment(
        cast.officer.actor, commitment=line, version=1, seat=cast.seats["ab"], due_on=None
    )
    for thing in (meeting, record):
        release_ring(cast.chair.actor, thing=thing, ring="partners", reason=WHY)
    for actor in (cast.coordinator.actor, cast.chair.actor):
        for thing in (entry, line):
            thing.refresh_from_db()
            refused = verdict(actor, "publishing.release_ring", thing)
            assert refused.rule == "publishing.chatham_house"
            assert "seat" not in refused.who
    assert not verdict(cast.coordinator.actor, "publishing.narrow_ring", entry)
    assert verdict(cast.officer.actor, "publishing.narrow_ring", entry)


def test_who_changed_it_meanwhile_is_not_overruled(cast: Cast, meeting: Meeting) -> None:
    narrow_ring(cast.officer.actor, thing=meeting, ring="bureau", reason="It was too early.")
    with pytest.raises(Conflict) as conflict:
        release_ring(cast.chair.actor, thing=meeting, ring="partners", reason=WHY, was="members")
    assert conflict.value.theirs == "for Chair and Secretariat"


def test_the_change_is_kept_with_its_reason(cast: Cast, meeting: Meeting) -> None:
    narrow_ring(cast.officer.actor, thing=meeting, ring="bureau", reason=" It was too early. ")
    kept = RingChange.objects.get()
    assert (kept.thing_kind, kept.thing_ref, kept.before, kept.after) == (
        "meeting",
        meeting.ref,
        "members",
        "bureau",
    )
    assert (kept.reason, kept.actor_label, kept.seat_label) == (
        "It was too early.",
        cast.officer.person.name,
        "Secretariat",
    )
    assert not kept.is_release


@pytest.mark.parametrize("kind", ["source", "offer"])
def test_papers_and_offers_go_the_same_way(cast: Cast, kind: str) -> None:
    thing: Source | HostingOffer
    if kind == "offer":
        thing = meetings.note_offer(cast.officer.actor, network=cast.network, seat=cast.seats["ab"])
        originator: Actor = cast.coordinator.actor
    else:
        thing = Source.objects.create(
            network=cast.network, name="a.txt", stored_name="a", sha256="0" * 64, size=1, added_at=clock.now()
        )
        originator = cast.chair.actor
    with pytest.raises(NotAllowed):
        release_ring(cast.officer.actor, thing=thing, ring="partners", reason=WHY)
    assert release_ring(originator, thing=thing, ring="partners", reason=WHY).ring == "partners"
    assert narrow_ring(cast.officer.actor, thing=thing, ring="bureau", reason=WHY).ring == "bureau"


def test_steps_lead_only_where_they_say() -> None:
    for ring in Ring:
        assert all(wider.is_wider_than(ring) for wider in wider_rings(ring))
        assert all(ring.is_wider_than(narrower) for narrower in narrower_rings(ring))
        assert Ring.PUBLIC not in wider_rings(ring)
        assert Ring.SEAT not in narrower_rings(ring)
    assert wider_rings("seat") == (Ring.MEMBERS, Ring.PARTNERS)
    assert wider_rings("bureau", ["members"]) == (Ring.MEMBERS,)


@pytest.mark.parametrize("seat", [None, "br", "chair", "secretariat"])
def test_no_edit_of_its_seat_lets_anybody_release_the_words_of_another(cast: Cast, seat: str | None) -> None:
    meeting = meetings.create_meeting(
        cast.officer.actor, network=cast.network, title="Talks", starts_on=date(2026, 5, 30), ring="partners"
    )
    record = minutes.open_record(cast.officer.actor, meeting=meeting)
    entry = _entry(cast, record, ring="members")
    editor = cast.chair.actor if seat == "secretariat" else cast.officer.actor
    entry = minutes.edit_entry(editor, entry=entry, revision=1, seat=cast.seats[seat] if seat else None)
    for role in ("officer", "chair", "other"):
        with pytest.raises(NotAllowed):
            release_ring(getattr(cast, role).actor, thing=entry, ring="partners", reason=WHY)
    entry.refresh_from_db()
    entry = minutes.edit_entry(editor, entry=entry, revision=2, seat=cast.seats["ab"])
    answer = verdict(cast.coordinator.actor, "publishing.release_ring", entry)
    assert answer.allowed, "put right again, it is its own seat's to release"


def test_an_office_that_takes_a_line_over_does_not_become_its_originator(
    cast: Cast, meeting: Meeting
) -> None:
    officer = cast.officer.actor
    line = commitments.note_commitment(
        officer, meeting=meeting, words="Find a date.", kind="request", ring="bureau"
    )
    Commitment.objects.filter(pk=line.pk).update(ring="members")
    Meeting.objects.filter(pk=meeting.pk).update(ring="partners")
    line = commitments.assign_commitment(
        officer, commitment=line, version=1, seat=cast.seats["secretariat"], due_on=None
    )
    with pytest.raises(NotAllowed):
        release_ring(officer, thing=line, ring="partners", reason=WHY)


def test_whoever_owes_a_line_does_not_release_the_words_of_whoever_said_it(
    cast: Cast, record: Record
) -> None:
    line = _line(cast, record)
    line = commitments.assign_commitment(
        cast.officer.actor, commitment=line, version=1, seat=cast.seats["secretariat"], due_on=None
    )
    line.refresh_from_db()
    for role in ("officer", "chair"):
        assert not verdict(getattr(cast, role).actor, "publishing.release_ring", line)

"""What a record must not lose, mix up or tell: namesakes, rings, speakers."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from secretariat.members.actions import add_person
from secretariat.minutes import actions
from secretariat.minutes.models import Entry, EntryRevision, Record
from secretariat.minutes.reads import is_speaker_hidden
from secretariat.toolbox.errors import NotAllowed, RuleBroken
from tests.cast import Cast


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


def test_a_speaker_is_corrected_to_somebody_of_the_very_same_name(cast: Cast, entry: Entry) -> None:
    namesake = add_person(cast.officer.actor, network=cast.network, name="Ana Đurić")
    changed = actions.edit_entry(cast.officer.actor, entry=entry, revision=1, speaker=namesake)
    assert (changed.speaker, changed.revision) == (namesake, 2)
    entry.refresh_from_db()
    assert entry.speaker == namesake


def test_words_beside_a_named_speaker_are_kept(cast: Cast, entry: Entry) -> None:
    actions.edit_entry(cast.officer.actor, entry=entry, revision=1, speaker_words="the host")
    entry.refresh_from_db()
    assert (entry.speaker_words, entry.revision) == ("the host", 2)


def test_spaces_around_the_same_words_make_no_revision(cast: Cast, entry: Entry) -> None:
    same = actions.edit_entry(cast.officer.actor, entry=entry, revision=1, text=f"  {entry.text}\n")
    assert same.revision == 1
    assert EntryRevision.objects.filter(entry=entry).count() == 1


@pytest.mark.parametrize("ring", ["members", "partners", "public"])
def test_a_change_never_widens_an_entry_not_even_to_the_ring_of_its_record(
    cast: Cast, record: Record, ring: str
) -> None:
    narrow = actions.add_entry(
        cast.officer.actor, record=record, kind="statement", text="For the bureau.", ring="bureau"
    )
    with pytest.raises(RuleBroken) as refused:
        actions.edit_entry(cast.officer.actor, entry=narrow, revision=1, ring=ring)
    assert refused.value.rule == "access.widening"
    narrow.refresh_from_db()
    assert (narrow.ring, narrow.revision) == ("bureau", 1)


def test_a_change_makes_an_entry_narrower(cast: Cast, entry: Entry) -> None:
    changed = actions.edit_entry(cast.officer.actor, entry=entry, revision=1, ring="bureau")
    assert changed.ring == "bureau"
    assert cast.other.client.get(reverse("minutes:entry", args=[entry.ref])).status_code == 404


def test_the_form_offers_no_ring_wider_than_the_record(cast: Cast, record: Record, entry: Entry) -> None:
    page = text(cast.officer.client.get(reverse("minutes:edit_entry", args=[entry.ref])))
    assert 'value="bureau"' in page
    assert 'value="public"' not in page
    given = {"kind": "statement", "text": "For all the world.", "ring": "public"}
    answer = cast.officer.client.post(reverse("minutes:add_entry", args=[record.ref]), given)
    assert answer.status_code == 422
    assert "For all the world." in text(answer)


def test_an_entry_for_one_seat_names_the_seat(cast: Cast, record: Record, entry: Entry) -> None:
    with pytest.raises(RuleBroken, match="which seat"):
        actions.add_entry(cast.officer.actor, record=record, kind="statement", text="x", ring="seat")
    with pytest.raises(RuleBroken, match="which seat"):
        actions.edit_entry(cast.officer.actor, entry=entry, revision=1, ring="seat", seat=None)
    assert Entry.objects.filter(record=record).count() == 1


def test_an_entry_does_not_answer_itself(cast: Cast, entry: Entry) -> None:
    with pytest.raises(RuleBroken, match="itself"):
        actions.edit_entry(cast.officer.actor, entry=entry, revision=1, about=entry)


def test_a_record_is_not_approved_on_a_day_that_lies_ahead(cast: Cast, record: Record) -> None:
    with pytest.raises(RuleBroken, match="lies ahead"):
        actions.approve_record(cast.officer.actor, record=record, approved_on=date(2026, 11, 25))
    approved = actions.approve_record(cast.officer.actor, record=record, approved_on=date(2026, 11, 24))
    assert approved.state == "approved"


def test_the_bureau_reads_who_spoke_under_the_rule_and_members_read_the_words_alone(
    cast: Cast, record: Record
) -> None:
    entry = actions.add_entry(
        cast.officer.actor,
        record=record,
        kind="statement",
        text="Our numbers are too low.",
        speaker=cast.coordinator.person,
        seat=cast.seats["dr"],
        on_behalf_of=cast.substitute.person,
        on_behalf_words="the local teams",
        is_chatham_house=True,
    )
    for address in (reverse("minutes:record", args=[record.ref]), reverse("minutes:entry", args=[entry.ref])):
        for role in ("other", "coordinator", "drena", "local"):
            page = text(getattr(cast, role).client.get(address))
            told = page.partition("<main")[2]
            assert "Our numbers are too low." in told
            for hidden in ("Đurić", "Šarić", "Drena", "local teams"):
                assert hidden not in told, (role, hidden)
        for role in ("officer", "chair"):
            told = text(getattr(cast, role).client.get(address))
            for shown in ("Đurić", "Šarić", "Drena"):
                assert shown in told.partition("<main")[2], (role, shown)
            assert told.count("* This name is used without prejudice") == 1


def test_outsiders_find_no_page_of_a_record(cast: Cast, record: Record, entry: Entry) -> None:
    for address in (reverse("minutes:record", args=[record.ref]), reverse("minutes:entry", args=[entry.ref])):
        for role in ("former", "observer", "funder", "admin"):
            assert getattr(cast, role).client.get(address).status_code == 404, role
        assert entry.text not in text(cast.public_client.get(address, follow=True))
        assert cast.newcomer.client.get(address).status_code == 200


def test_the_secretariat_alone_never_names_who_spoke_under_the_chatham_house_rule(
    cast: Cast, entry: Entry
) -> None:
    marked = actions.edit_entry(cast.officer.actor, entry=entry, revision=1, is_chatham_house=True)
    with pytest.raises(NotAllowed) as refused:
        actions.edit_entry(cast.officer.actor, entry=marked, revision=2, is_chatham_house=False)
    assert refused.value.who == "the Chair"
    address = reverse("minutes:entry", args=[entry.ref])
    assert entry.speaker is not None
    assert entry.speaker.name not in text(cast.other.client.get(address))
    named = actions.edit_entry(cast.chair.actor, entry=marked, revision=2, is_chatham_house=False)
    assert not is_speaker_hidden(cast.other.actor, named)


@pytest.mark.parametrize(("role", "office"), [("officer", "secretariat"), ("chair", "chair")])
def test_nobody_makes_an_entry_their_own_seats_once_it_is_there(
    cast: Cast, entry: Entry, role: str, office: str
) -> None:
    with pytest.raises(RuleBroken, match="their own seat"):
        actions.edit_entry(getattr(cast, role).actor, entry=entry, revision=1, seat=cast.seats[office])


def test_an_entry_keeps_the_first_seat_it_was_entered_for(cast: Cast, record: Record) -> None:
    officer, seats = cast.officer.actor, cast.seats
    entry = actions.add_entry(officer, record=record, kind="statement", text="Said by somebody.")
    assert entry.originating_seats == frozenset()
    entry = actions.edit_entry(officer, entry=entry, revision=1, seat=seats["ab"])
    assert entry.originating_seats == {seats["ab"].pk}
    entry = actions.edit_entry(officer, entry=entry, revision=2, seat=None)
    assert entry.originating_seats == {seats["ab"].pk}
    entry = actions.edit_entry(officer, entry=entry, revision=3, seat=seats["br"])
    assert entry.originating_seats == {seats["ab"].pk, seats["br"].pk}

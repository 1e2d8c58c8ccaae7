"""Facts are settled by people, entered whole, and taken back whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.apps import apps

from secretariat.archive import actions
from secretariat.archive.models import Fact, Origin, Reading
from secretariat.archive.reads import origin_of
from secretariat.commitments.actions import assign_commitment, report_progress
from secretariat.commitments.models import Commitment, Decision
from secretariat.meetings.actions import change_meeting, create_meeting, note_attendance
from secretariat.meetings.models import Attendance, HostingOffer, Meeting
from secretariat.members.actions import add_person, attest_mandate
from secretariat.members.models import Mandate, NameForm, Person
from secretariat.minutes.actions import add_entry, circulate_record, edit_entry
from secretariat.minutes.models import Entry
from secretariat.publishing.actions import draft_release
from secretariat.toolbox.errors import NotAllowed, RuleBroken
from tests.archive.papers import DECISION, OFFER, OPENING, PROPOSAL, REQUEST, TEXT, result
from tests.cast import Cast

UNCOUNTED = {"audit.deed", "desk.searchrow"}


def rows() -> dict[str, int]:
    """How many rows each table holds, but for the deeds and the search index."""
    models = [model for model in apps.get_models() if model._meta.label_lower not in UNCOUNTED]
    return {model._meta.label: model._base_manager.count() for model in models}


def fact(reading: Reading, key: str) -> Fact:
    return Fact.objects.get(reading=reading, key=key)


def enter_all(cast: Cast, reading: Reading) -> Meeting:
    actions.settle_rest(cast.officer.actor, reading=reading, state="accepted")
    return actions.accept_reading(cast.officer.actor, reading=reading)


def test_each_kind_of_fact_is_accepted_corrected_refused_and_opened_again(
    cast: Cast, reading: Reading
) -> None:
    officer = cast.officer.actor
    for key in ("header.place", "person.p3", "entry.1", "output.0", "ahead.0"):
        row = fact(reading, key)
        read = dict(row.value)
        for state in ("accepted", "refused", "proposed"):
            assert actions.settle_fact(officer, fact=row, state=state).state == state
        corrected = {**read, "note": "as corrected"}
        row = actions.settle_fact(officer, fact=row, state="accepted", corrected=corrected)
        assert (row.current, row.value) == (corrected, read), "what was read stays beside the correction"
        actions.settle_fact(officer, fact=row, state="refused")
        assert fact(reading, key).current == corrected
        with pytest.raises(RuleBroken):
            actions.settle_fact(officer, fact=row, state="perhaps")


def test_only_chair_and_secretariat_settle_and_enter(cast: Cast, reading: Reading) -> None:
    actor, row = cast.coordinator.actor, fact(reading, "entry.0")
    refused: list[Callable[[], object]] = [
        lambda: actions.settle_fact(actor, fact=row, state="accepted"),
        lambda: actions.settle_rest(actor, reading=reading, state="accepted"),
        lambda: actions.accept_reading(actor, reading=reading),
        lambda: actions.undo_acceptance(actor, reading=reading),
        lambda: actions.remove_source(actor, source=reading.source),
    ]
    before = rows()
    for deed in refused[:-1]:
        with pytest.raises(Exception, match="nothing here"):
            deed()
    with pytest.raises(NotAllowed):
        refused[-1]()
    assert rows() == before


def test_the_likest_known_person_is_proposed_and_nothing_is_assumed(cast: Cast, reading: Reading) -> None:
    assert fact(reading, "person.p1").match == cast.coordinator.person
    assert fact(reading, "person.p2").match == cast.former.person
    assert fact(reading, "person.p5").match == cast.substitute.person
    assert fact(reading, "person.p3").match is None
    assert not Fact.objects.filter(match_is_confirmed__isnull=False).exists()


def test_settling_the_rest_takes_the_very_same_name_as_the_same_person_and_an_alike_one_not(
    cast: Cast, reading: Reading
) -> None:
    assert actions.settle_rest(cast.officer.actor, reading=reading, state="accepted") == 16
    assert fact(reading, "person.p1").match_is_confirmed is True, "Djuric is Đurić in another spelling"
    assert fact(reading, "person.p5").match_is_confirmed is False, "Sarich is only like Šarić"


def test_a_namesake_from_another_member_stays_somebody_else(cast: Cast, reading: Reading) -> None:
    row = fact(reading, "person.p1")
    row.value = {**row.value, "member": "Drena"}
    row.save()
    assert row.match == cast.coordinator.person, "it is proposed all the same"
    enter_all(cast, reading)
    assert fact(reading, "person.p1").match_is_confirmed is False
    assert Person.objects.filter(name="Ana Djuric").exists()


def test_two_people_of_one_paper_are_never_both_taken_for_the_same_known_person(
    cast: Cast, reading: Reading
) -> None:
    first = fact(reading, "person.p1")
    Fact.objects.create(
        reading=reading,
        key="person.p9",
        position=99,
        kind="person",
        value={**first.value, "name": "Đurić Ana"},
        match=first.match,
    )
    enter_all(cast, reading)
    told = Fact.objects.filter(reading=reading, match=cast.coordinator.person)
    assert [row.match_is_confirmed for row in told] == [False, False]


@pytest.mark.parametrize(
    ("known", "named"),
    [
        ("Ivan Kovač", "Ivan Kovačić"),
        ("Stojan Dimitrov", "Stojana Dimitrova"),
        ("Marija Petrović", "Marija Petrovič Savić"),
        ("Jovan Marković", "Jovana Marković"),
        ("Ilir Hoxha", "Ilir Hodza"),
        ("Ana Nikolić", "Anna Nikolić"),
        ("Petar Simić", "Petra Simić"),
        ("Elena Popova", "E. Popova"),
        ("Vera Ilić", "Vesna Ilić"),
        ("Sandra Lukić", "Sanda Lukić"),
    ],
)
def test_alike_names_stay_two_people_until_a_person_says_otherwise(
    cast: Cast, paper: Path, known: str, named: str
) -> None:
    officer, count = cast.officer.actor, Person.objects.count()
    person = add_person(officer, network=cast.network, name=known)
    read = result()
    read["people"][0]["name"] = named
    source, _ = actions.take_in_source(officer, network=cast.network, name="minutes.txt", path=paper)
    row = actions.keep_reading(officer, reading=source.readings.get(), result=read)
    enter_all(cast, row)
    assert Person.objects.filter(name=named).exclude(pk=person.pk).exists()
    assert person.name_forms.count() == 1
    actions.undo_acceptance(officer, reading=row)
    assert Person.objects.count() == count + 1
    who = fact(row, "person.p1")
    actions.settle_fact(officer, fact=who, state="accepted", match=person, match_is_confirmed=True)
    enter_all(cast, row)
    assert {form.name for form in person.name_forms.all()} == {known, named}
    assert not Person.objects.filter(name=named).exists()


def test_settling_the_rest_leaves_alone_what_a_person_said(cast: Cast, reading: Reading) -> None:
    officer = cast.officer.actor
    actions.settle_fact(officer, fact=fact(reading, "person.p1"), state="refused")
    actions.settle_fact(officer, fact=fact(reading, "person.p2"), state="proposed", match_is_confirmed=False)
    actions.settle_rest(officer, reading=reading, state="accepted")
    assert fact(reading, "person.p1").state == "refused"
    assert fact(reading, "person.p1").match_is_confirmed is None
    assert fact(reading, "person.p2").match_is_confirmed is False


def test_two_known_people_of_the_very_same_name_are_never_told_apart_by_the_machine(
    cast: Cast, reading: Reading
) -> None:
    add_person(cast.officer.actor, network=cast.network, name="Ana Đurić")
    actions.settle_rest(cast.officer.actor, reading=reading, state="accepted")
    assert fact(reading, "person.p1").match_is_confirmed is False


def test_a_person_accepted_without_a_word_on_the_match_becomes_nobody_known(
    cast: Cast, reading: Reading
) -> None:
    actions.settle_fact(cast.officer.actor, fact=fact(reading, "person.p1"), state="accepted")
    enter_all(cast, reading)
    assert Person.objects.filter(name="Ana Djuric").exists()
    assert cast.coordinator.person.name_forms.count() == 1


def test_a_match_is_somebody_of_this_network_and_somebody_at_all(cast: Cast, reading: Reading) -> None:
    with pytest.raises(RuleBroken, match="Choose the person"):
        actions.settle_fact(
            cast.officer.actor,
            fact=fact(reading, "person.p3"),
            state="accepted",
            match_is_confirmed=True,
        )
    row = actions.settle_fact(
        cast.officer.actor,
        fact=fact(reading, "person.p3"),
        state="accepted",
        match=cast.drena.person,
        match_is_confirmed=True,
    )
    assert row.match == cast.drena.person


def test_entering_needs_every_fact_settled_and_a_day(cast: Cast, reading: Reading) -> None:
    officer = cast.officer.actor
    with pytest.raises(RuleBroken, match="16 facts"):
        actions.accept_reading(officer, reading=reading)
    actions.settle_fact(officer, fact=fact(reading, "header.starts_on"), state="refused")
    before = rows()
    with pytest.raises(RuleBroken, match="day of the meeting"):
        enter_all(cast, reading)
    assert rows() == before


def test_a_paper_that_tells_no_day_is_entered_once_a_person_gave_one(cast: Cast, paper: Path) -> None:
    officer, read = cast.officer.actor, result()
    read["header"]["starts_on"] = None
    source, _ = actions.take_in_source(officer, network=cast.network, name="minutes.txt", path=paper)
    row = actions.keep_reading(officer, reading=source.readings.get(), result=read)
    with pytest.raises(RuleBroken, match="first day of the meeting is missing"):
        enter_all(cast, row)
    day = fact(row, "header.starts_on")
    actions.settle_fact(officer, fact=day, state="accepted", corrected={"value": "2019-05-30"})
    meeting = actions.accept_reading(officer, reading=row)
    assert meeting.starts_on == date(2019, 5, 30)
    assert origin_of(officer, meeting.ref) is not None, "its title still leads to the paper"


def test_days_that_run_backwards_are_refused_in_words(cast: Cast, reading: Reading) -> None:
    row = fact(reading, "header.starts_on")
    actions.settle_fact(cast.officer.actor, fact=row, state="accepted", corrected={"value": "2019-05-30"})
    Fact.objects.create(
        reading=reading, key="header.ends_on", position=99, kind="header", value={"value": "2019-05-29"}
    )
    before = rows()
    with pytest.raises(RuleBroken, match="before"):
        enter_all(cast, reading)
    assert rows() == before


def test_what_was_read_is_entered_as_the_paper_tells_it(cast: Cast, reading: Reading) -> None:
    meeting = enter_all(cast, reading)
    assert (meeting.title, meeting.starts_on, meeting.place) == (
        "Third meeting of the coordinators",
        date(2019, 5, 30),
        "Sunport",
    )
    assert meeting.within is not None
    assert (meeting.within.title, meeting.within.kind) == ("Harbour Conference", "conference")
    entries = list(meeting.record.entries.order_by("position"))
    assert [entry.text for entry in entries] == [OPENING, PROPOSAL, OFFER, DECISION, REQUEST]
    assert [entry.position for entry in entries] == [1, 2, 3, 4, 5]
    assert entries[0].speaker == cast.coordinator.person
    assert entries[0].seat == cast.seats["ab"]
    assert (entries[2].speaker.name, entries[2].on_behalf_of.name) == ("Mira Novak", "Nikola Babić")
    assert entries[3].speaker is None
    reading.refresh_from_db()
    assert (reading.state, reading.meeting) == ("accepted", meeting)


def test_people_sit_where_the_paper_puts_them_and_their_mandates_are_only_attested(
    cast: Cast, reading: Reading
) -> None:
    meeting = enter_all(cast, reading)
    mandates = Mandate.objects.filter(starts_on=None)
    assert {(m.person.name, m.seat.code, m.function) for m in mandates} == {
        ("Ana Đurić", "ab", "coordinator"),
        ("Filip Ćosić", "co", "officer"),
        ("Mira Novak", "br", "officer"),
        ("Nikola Babić", "br", "coordinator"),
        ("Ivo Sarich", "ab", "substitute"),
    }
    assert {m.attested_on for m in mandates} == {meeting.starts_on}
    there = {a.person.name: a.is_present for a in Attendance.objects.filter(meeting=meeting)}
    assert there["Nikola Babić"] is False
    assert there["Ivo Sarich"] is None
    assert not cast.former.actor.standings, "history gives no right"


def test_offers_and_follow_up_lines_come_with_their_words(cast: Cast, reading: Reading) -> None:
    meeting = enter_all(cast, reading)
    offer = HostingOffer.objects.get()
    assert (offer.place, offer.period_words, offer.seat, offer.made_at) == (
        "Bay City",
        "autumn 2020",
        cast.seats["br"],
        meeting,
    )
    lines = Commitment.objects.filter(meeting=meeting).order_by("pk")
    assert [line.kind for line in lines] == ["proposal", "offer", "decision", "request"]
    assert Decision.objects.get().entry.text == DECISION


def test_every_entry_and_line_leads_back_to_its_words(cast: Cast, reading: Reading) -> None:
    meeting = enter_all(cast, reading)
    for entry in meeting.record.entries.all():
        origin = origin_of(cast.coordinator.actor, entry.ref)
        assert origin is not None
        assert TEXT[origin.start : origin.end] == entry.text
    for line in Commitment.objects.all():
        origin = origin_of(cast.coordinator.actor, line.ref)
        assert origin is not None
        assert TEXT[origin.start : origin.end] == line.words
    assert origin_of(cast.observer.actor, meeting.ref) is None


def test_a_refused_fact_builds_nothing(cast: Cast, reading: Reading) -> None:
    officer = cast.officer.actor
    for key in ("person.p3", "person.p4", "entry.1", "ahead.0", "header.within"):
        actions.settle_fact(officer, fact=fact(reading, key), state="refused")
    meeting = enter_all(cast, reading)
    assert meeting.within is None
    assert not Person.objects.filter(name__in=["Mira Novak", "Nikola Babić"]).exists()
    assert not Entry.objects.filter(text=PROPOSAL).exists()
    assert not HostingOffer.objects.exists()
    offer = Entry.objects.get(text=OFFER)
    assert (offer.speaker, offer.speaker_words, offer.on_behalf_words) == (None, "", "")


def test_a_larger_meeting_that_is_known_is_not_entered_twice(cast: Cast, reading: Reading) -> None:
    known = create_meeting(
        cast.officer.actor,
        network=cast.network,
        title="HARBOUR conference",
        starts_on=date(2019, 5, 29),
        ends_on=date(2019, 5, 31),
    )
    assert enter_all(cast, reading).within == known
    actions.undo_acceptance(cast.officer.actor, reading=reading)
    assert Meeting.objects.get() == known


@pytest.mark.parametrize(
    "step",
    [
        "minutes.add_entry",
        "meetings.note_offer",
        "commitments.follow_up_record",
        "Origin.objects.bulk_create",
    ],
)
def test_an_error_in_the_middle_leaves_no_row(
    cast: Cast, reading: Reading, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the machine stopped")

    actions.settle_rest(cast.officer.actor, reading=reading, state="accepted")
    before = rows()
    monkeypatch.setattr(f"secretariat.archive.entering.{step}", fail)
    with pytest.raises(RuntimeError, match="stopped"):
        actions.accept_reading(cast.officer.actor, reading=reading)
    assert rows() == before
    reading.refresh_from_db()
    assert reading.state == "read"


def test_taking_an_acceptance_back_gives_back_everything(cast: Cast, reading: Reading) -> None:
    officer = cast.officer.actor
    later = date(2022, 3, 1)
    mandate = attest_mandate(
        officer, person=cast.coordinator.person, seat=cast.seats["ab"], function="coordinator", on=later
    )
    before, forms = rows(), set(NameForm.objects.values_list("person__ref", "name"))
    enter_all(cast, reading)
    mandate.refresh_from_db()
    assert mandate.attested_on == date(2019, 5, 30), "an earlier paper attests it earlier"
    after = rows()
    assert after["minutes.Entry"] == before["minutes.Entry"] + 5
    actions.undo_acceptance(officer, reading=reading)
    assert rows() == before
    assert set(NameForm.objects.values_list("person__ref", "name")) == forms
    mandate.refresh_from_db()
    assert mandate.attested_on == later
    reading.refresh_from_db()
    assert (reading.state, reading.meeting, reading.built) == ("read", None, [])
    enter_all(cast, reading)
    assert rows() == after, "and it can be entered again"


def test_an_office_that_another_paper_shows_too_stays_when_the_first_is_taken_back(
    cast: Cast, reading: Reading
) -> None:
    officer = cast.officer.actor
    enter_all(cast, reading)
    later = create_meeting(officer, network=cast.network, title="The fourth", starts_on=date(2020, 6, 2))
    mandate = Mandate.objects.get(person__name="Mira Novak")
    note_attendance(
        officer, meeting=later, person=mandate.person, seat=mandate.seat, function="Adviser", is_present=True
    )
    actions.undo_acceptance(officer, reading=reading)
    mandate.refresh_from_db()
    assert mandate.attested_on == date(2020, 6, 2)


def _edit(cast: Cast) -> None:
    entry = Entry.objects.get(text=PROPOSAL)
    edit_entry(cast.officer.actor, entry=entry, revision=1, text="Something else.")


def _report(cast: Cast) -> None:
    line = Commitment.objects.get(words=REQUEST)
    report_progress(cast.officer.actor, commitment=line, words="Begun.", state="under way")


def _assign(cast: Cast) -> None:
    line = Commitment.objects.get(words=REQUEST)
    assign_commitment(
        cast.officer.actor, commitment=line, version=1, seat=cast.seats["ab"], due_on=date(2030, 1, 1)
    )


def _circulate(cast: Cast) -> None:
    circulate_record(cast.officer.actor, record=Entry.objects.get(text=PROPOSAL).record)


def _add(cast: Cast) -> None:
    add_entry(
        cast.officer.actor, record=Entry.objects.get(text=PROPOSAL).record, kind="statement", text="More."
    )


def _change(cast: Cast) -> None:
    row = Entry.objects.get(text=PROPOSAL).record.meeting
    change_meeting(cast.officer.actor, meeting=row, version=row.version, place="Moonport")


def _hold_a_session(cast: Cast) -> None:
    row = Entry.objects.get(text=PROPOSAL).record.meeting
    days = {"starts_on": row.starts_on, "ends_on": row.ends_on}
    create_meeting(cast.officer.actor, network=cast.network, title="A session", within=row, **days)


def _note_somebody(cast: Cast) -> None:
    row = Entry.objects.get(text=PROPOSAL).record.meeting
    note_attendance(cast.officer.actor, meeting=row, person=cast.drena.person, is_present=True)


def _release(cast: Cast) -> None:
    entry = Entry.objects.get(text=DECISION)
    draft_release(
        cast.officer.actor,
        meeting=entry.record.meeting,
        title="Met",
        when_words="spring",
        lines=[(entry, "They agreed.")],
    )


@pytest.mark.parametrize(
    "work",
    [_edit, _report, _assign, _circulate, _add, _change, _hold_a_session, _note_somebody, _release],
)
def test_what_was_worked_on_since_is_not_taken_back(
    cast: Cast, reading: Reading, work: Callable[[Cast], None]
) -> None:
    enter_all(cast, reading)
    work(cast)
    before = rows()
    with pytest.raises(RuleBroken):
        actions.undo_acceptance(cast.officer.actor, reading=reading)
    assert rows() == before
    reading.refresh_from_db()
    assert reading.state == "accepted"
    assert Origin.objects.exists()


def test_an_accepted_reading_is_neither_entered_nor_settled_again(cast: Cast, reading: Reading) -> None:
    enter_all(cast, reading)
    for deed in (
        lambda: actions.accept_reading(cast.officer.actor, reading=reading),
        lambda: actions.settle_fact(cast.officer.actor, fact=fact(reading, "entry.0"), state="refused"),
    ):
        with pytest.raises(RuleBroken, match="not open"):
            deed()
    actions.undo_acceptance(cast.officer.actor, reading=reading)
    with pytest.raises(RuleBroken, match="nothing to take back"):
        actions.undo_acceptance(cast.officer.actor, reading=reading)

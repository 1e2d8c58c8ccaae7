"""A record goes round: the window, corrections, one corrigendum, silence, and what a later meeting agrees to."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from secretariat.access.rules import PUBLIC, system_actor
from secretariat.audit.models import Deed
from secretariat.meetings.actions import create_meeting
from secretariat.members.models import Notice
from secretariat.minutes import actions
from secretariat.minutes.models import Correction, Entry, Record
from secretariat.minutes.reads import (
    corrections_of,
    lag_of,
    record_asks,
    records_past_their_silence,
    silence_of,
    visible_corrections,
)
from secretariat.minutes.rules import silence_outcome
from secretariat.toolbox import clock
from secretariat.toolbox.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from tests.cast import Cast

CLOCK = system_actor("the clock")
BETTER = "Prepare a guide together, by spring."


@pytest.fixture
def circulated(cast: Cast, record: Record, entry: Entry) -> Record:
    return actions.circulate_record(cast.officer.actor, record=record)


@pytest.fixture
def asked(cast: Cast, circulated: Record, entry: Entry) -> Correction:
    return actions.correct_entry(
        cast.coordinator.actor, entry=entry, seat=cast.seats["ab"], words=BETTER, why="The date was said."
    )


@pytest.fixture
def corrected(cast: Cast, circulated: Record) -> Record:
    return actions.issue_corrigendum(cast.officer.actor, record=circulated, is_early=True)


def _silent(cast: Cast, record: Record, days: int = 14) -> Record:
    return actions.open_silence(
        cast.chair.actor, record=record, until_at=clock.now() + timedelta(days=days), despite_vacant=True
    )


def test_circulating_opens_a_window_of_the_terms_and_tells_every_member_that_sees_the_record(
    cast: Cast, circulated: Record
) -> None:
    assert circulated.corrections_until_at is not None
    assert circulated.corrections_until_at - clock.now() >= timedelta(days=7)
    told = set(Notice.objects.filter(kind="draft record").values_list("account", flat=True))
    assert cast.coordinator.account.pk in told
    assert cast.other.account.pk in told
    assert not told & {cast.observer.account.pk, cast.former.account.pk, cast.local.account.pk}


def test_a_window_shorter_than_the_terms_say_is_refused_with_the_article(
    cast: Cast, record: Record, entry: Entry
) -> None:
    with pytest.raises(RuleBroken, match=r"9\.2"):
        actions.circulate_record(
            cast.officer.actor, record=record, corrections_until_at=clock.now() + timedelta(days=1)
        )
    record.refresh_from_db()
    assert record.state == "draft"


def test_once_it_is_round_nobody_writes_in_it_but_by_a_correction(
    cast: Cast, circulated: Record, entry: Entry
) -> None:
    with pytest.raises(RuleBroken, match="correction"):
        actions.edit_entry(cast.officer.actor, entry=entry, revision=1, text="Else.")
    with pytest.raises(RuleBroken, match="correction"):
        actions.add_entry(cast.officer.actor, record=circulated, kind="statement", text="More.")


def test_a_seat_corrects_its_own_words_and_no_others(cast: Cast, circulated: Record, entry: Entry) -> None:
    for role, seat in (("other", "ba"), ("other", "ab"), ("local", "ab")):
        with pytest.raises(NotAllowed):
            actions.correct_entry(
                getattr(cast, role).actor,
                entry=entry,
                seat=cast.seats.get(seat, cast.other.seat),
                words=BETTER,
            )
    for outsider in (cast.observer.actor, cast.former.actor, PUBLIC):
        with pytest.raises(NotVisible):
            actions.correct_entry(outsider, entry=entry, seat=cast.seats["ab"], words=BETTER)
    row = actions.correct_entry(cast.substitute.actor, entry=entry, seat=cast.seats["ab"], words=BETTER)
    assert (row.state, row.before, row.words) == ("waiting", entry.text, BETTER)


def test_an_officer_asks_in_the_name_of_the_office_and_never_of_a_state(
    cast: Cast, circulated: Record, entry: Entry
) -> None:
    with pytest.raises(NotAllowed):
        actions.correct_entry(cast.officer.actor, entry=entry, seat=cast.seats["ab"], words=BETTER)
    assert actions.correct_entry(cast.officer.actor, entry=entry, seat=cast.officer.seat, words=BETTER)


def test_asking_again_changes_what_waits(cast: Cast, asked: Correction, entry: Entry) -> None:
    again = actions.correct_entry(cast.substitute.actor, entry=entry, seat=cast.seats["ab"], words="A guide.")
    assert again.pk == asked.pk
    assert Correction.objects.get().words == "A guide."


@pytest.mark.parametrize("words", ["  ", "Prepare a guide together."])
def test_a_correction_that_changes_nothing_is_refused(
    cast: Cast, circulated: Record, entry: Entry, words: str
) -> None:
    with pytest.raises(RuleBroken):
        actions.correct_entry(cast.coordinator.actor, entry=entry, seat=cast.seats["ab"], words=words)


def test_corrections_are_asked_for_within_the_window_alone(cast: Cast, record: Record, entry: Entry) -> None:
    def ask() -> Correction:
        return actions.correct_entry(cast.coordinator.actor, entry=entry, seat=cast.seats["ab"], words=BETTER)

    with pytest.raises(RuleBroken, match="not sent round"):
        ask()
    end = actions.circulate_record(cast.officer.actor, record=record).corrections_until_at
    assert end is not None
    with time_machine.travel(end, tick=False), pytest.raises(RuleBroken, match="over"):
        ask()
    with time_machine.travel(end - timedelta(seconds=1), tick=False):
        assert ask().state == "waiting"


def test_what_is_accepted_stands_in_the_record_in_a_revision_of_its_own(
    cast: Cast, asked: Correction, entry: Entry
) -> None:
    actions.accept_correction(cast.officer.actor, correction=asked)
    entry.refresh_from_db()
    assert (entry.text, entry.revision) == (BETTER, 2)
    with pytest.raises(Conflict):
        actions.refuse_correction(cast.officer.actor, correction=asked, answer="No.")


def test_two_seats_that_change_the_same_words_do_not_write_over_each_other(
    cast: Cast, asked: Correction, entry: Entry
) -> None:
    second = actions.correct_entry(cast.officer.actor, entry=entry, seat=cast.officer.seat, words="Else.")
    actions.accept_correction(cast.officer.actor, correction=asked)
    with pytest.raises(Conflict) as conflict:
        actions.accept_correction(cast.chair.actor, correction=second)
    assert (conflict.value.ours, conflict.value.theirs) == ("Else.", BETTER)
    entry.refresh_from_db()
    assert entry.text == BETTER


def test_a_refusal_needs_a_reason_and_its_seat_reads_it(cast: Cast, asked: Correction) -> None:
    with pytest.raises(RuleBroken):
        actions.refuse_correction(cast.officer.actor, correction=asked, answer=" ")
    actions.refuse_correction(cast.officer.actor, correction=asked, answer="It was not said.")
    [line] = corrections_of(cast.coordinator.actor, asked.record)
    assert line.correction.answer == "It was not said."
    assert not corrections_of(cast.other.actor, asked.record)


def test_only_the_seat_that_asked_takes_it_back(cast: Cast, asked: Correction) -> None:
    with pytest.raises(NotAllowed):
        actions.withdraw_correction(cast.officer.actor, correction=asked)
    assert actions.withdraw_correction(cast.coordinator.actor, correction=asked).state == "withdrawn"


def test_what_is_asked_is_between_the_seat_and_the_bureau_until_the_corrigendum(
    cast: Cast, asked: Correction
) -> None:
    def readers() -> set[str]:
        roles = ("coordinator", "other", "officer", "chair", "observer", "former", "local")
        return {r for r in roles if visible_corrections(getattr(cast, r).actor).exists()}

    assert readers() == {"coordinator", "officer", "chair"}
    actions.accept_correction(cast.officer.actor, correction=asked)
    actions.issue_corrigendum(cast.officer.actor, record=asked.record, is_early=True)
    assert readers() == {"coordinator", "officer", "chair", "other", "local"}


def test_the_corrigendum_hides_who_spoke_under_the_chatham_house_rule(
    cast: Cast, record: Record, entry: Entry
) -> None:
    actions.edit_entry(cast.officer.actor, entry=entry, revision=1, is_chatham_house=True)
    actions.circulate_record(cast.officer.actor, record=record)
    asked = actions.correct_entry(cast.coordinator.actor, entry=entry, seat=cast.seats["ab"], words=BETTER)
    actions.accept_correction(cast.officer.actor, correction=asked)
    actions.issue_corrigendum(cast.officer.actor, record=record, is_early=True)
    [line] = corrections_of(cast.other.actor, record)
    assert line.seat is None
    [line] = corrections_of(cast.officer.actor, record)
    assert line.seat == cast.seats["ab"]


def test_one_corrigendum_numbers_what_was_accepted_in_the_order_of_the_record(
    cast: Cast, record: Record, entry: Entry
) -> None:
    second = actions.add_entry(
        cast.officer.actor, record=record, kind="offer", text="We host.", seat=cast.seats["ab"]
    )
    actions.circulate_record(cast.officer.actor, record=record)
    for row, words in ((second, "We host in May."), (entry, BETTER)):
        asked = actions.correct_entry(cast.coordinator.actor, entry=row, seat=cast.seats["ab"], words=words)
        with pytest.raises(RuleBroken, match="waits"):
            actions.issue_corrigendum(cast.officer.actor, record=record, is_early=True)
        actions.accept_correction(cast.officer.actor, correction=asked)
    with pytest.raises(RuleBroken, match="promised"):
        actions.issue_corrigendum(cast.officer.actor, record=record)
    actions.issue_corrigendum(cast.officer.actor, record=record, is_early=True)
    rows = Correction.objects.order_by("number").values_list("number", "entry")
    assert list(rows) == [(1, entry.pk), (2, second.pk)]
    with pytest.raises(RuleBroken, match="corrected"):
        actions.issue_corrigendum(cast.officer.actor, record=record, is_early=True)


def test_a_meeting_approves_on_a_day_it_sat(cast: Cast, corrected: Record) -> None:
    later = create_meeting(
        cast.officer.actor, network=cast.network, title="Next", starts_on=date(2026, 6, 10)
    )
    with pytest.raises(RuleBroken, match="did not sit"):
        actions.approve_record(
            cast.officer.actor, record=corrected, approved_on=date(2026, 6, 9), meeting=later
        )
    row = actions.approve_record(
        cast.officer.actor, record=corrected, approved_on=date(2026, 6, 10), meeting=later
    )
    assert (row.state, row.approved_at) == ("approved", later)
    assert row.approved_head is not None


def test_nothing_is_approved_before_its_corrections_are_gathered(cast: Cast, asked: Correction) -> None:
    with pytest.raises(RuleBroken, match="corrections first"):
        actions.approve_record(cast.officer.actor, record=asked.record, approved_on=date(2026, 6, 12))


def test_the_chair_alone_opens_a_silence_not_shorter_than_the_terms(cast: Cast, corrected: Record) -> None:
    until = clock.now() + timedelta(days=14)
    for role in ("officer", "coordinator", "other"):
        with pytest.raises(NotAllowed):
            actions.open_silence(
                getattr(cast, role).actor, record=corrected, until_at=until, despite_vacant=True
            )
    with pytest.raises(RuleBroken, match=r"8\.1"):
        actions.open_silence(
            cast.chair.actor, record=corrected, until_at=clock.now() + timedelta(days=2), despite_vacant=True
        )
    with pytest.raises(RuleBroken, match="vacant seat never consents"):
        actions.open_silence(cast.chair.actor, record=corrected, until_at=until)
    assert silence_of(_silent(cast, corrected), clock.now()) == "running"
    assert Deed.objects.filter(deed="minutes.open_silence").exists()
    assert Notice.objects.filter(kind="silence").exists()


def test_a_record_still_open_to_corrections_is_not_put_under_silence(cast: Cast, circulated: Record) -> None:
    with pytest.raises(RuleBroken, match="corrections first"):
        _silent(cast, circulated)


def test_one_objection_in_writing_breaks_the_silence_and_all_are_told(cast: Cast, corrected: Record) -> None:
    _silent(cast, corrected)
    Notice.objects.all().delete()
    for role in ("local", "officer", "chair"):
        with pytest.raises(NotAllowed):
            actions.object_to_record(
                getattr(cast, role).actor, record=corrected, seat=cast.seats["ab"], words="No."
            )
    with pytest.raises(RuleBroken, match="in writing"):
        actions.object_to_record(cast.coordinator.actor, record=corrected, seat=cast.seats["ab"], words=" ")
    row = actions.object_to_record(
        cast.substitute.actor, record=corrected, seat=cast.seats["ab"], words="The list is not complete."
    )
    assert silence_of(row, clock.now()) == "broken"
    assert cast.other.account.pk in Notice.objects.filter(kind="silence").values_list("account", flat=True)
    with time_machine.travel(clock.now() + timedelta(days=30), tick=False):
        assert not records_past_their_silence(clock.now())
        assert not actions.end_silence(CLOCK, record=row)


def test_after_an_objection_only_a_meeting_held_since_then_approves_and_no_new_silence_wipes_it_out(
    cast: Cast, corrected: Record
) -> None:
    officer, today = cast.officer.actor, clock.today()
    before, since = (
        create_meeting(officer, network=cast.network, title=title, starts_on=day)
        for title, day in (("Held before", date(2026, 11, 2)), ("Held since", today + timedelta(days=3)))
    )
    _silent(cast, corrected)
    actions.object_to_record(cast.coordinator.actor, record=corrected, seat=cast.seats["ab"], words="Not so.")
    for by, on in ((None, today), (before, before.starts_on)):
        with pytest.raises(RuleBroken, match="objected in writing"):
            actions.approve_record(cast.chair.actor, record=corrected, approved_on=on, meeting=by)
    with pytest.raises(RuleBroken, match="objected in writing"):
        _silent(cast, corrected)
    corrected.refresh_from_db()
    assert (corrected.state, corrected.silence_words) == ("corrected", "Not so.")
    with time_machine.travel(clock.now() + timedelta(days=3), tick=False):
        row = actions.approve_record(officer, record=corrected, approved_on=since.starts_on, meeting=since)
    assert (row.state, row.silence_words) == ("approved", "Not so.")


@pytest.mark.parametrize(("late", "outcome"), [(-1, "broken"), (0, "kept"), (1, "kept")])
def test_an_objection_at_the_last_instant_comes_too_late(
    cast: Cast, corrected: Record, late: int, outcome: str
) -> None:
    until = _silent(cast, corrected).silence_until_at
    assert until is not None
    with time_machine.travel(until + timedelta(seconds=late), tick=False):
        if outcome == "kept":
            with pytest.raises(RuleBroken, match="No silence runs"):
                actions.object_to_record(
                    cast.coordinator.actor, record=corrected, seat=cast.seats["ab"], words="No."
                )
        else:
            actions.object_to_record(
                cast.coordinator.actor, record=corrected, seat=cast.seats["ab"], words="No."
            )
        corrected.refresh_from_db()
        assert silence_of(corrected, clock.now()) == outcome


def test_a_kept_silence_approves_once_at_its_day_however_late_the_program_comes(
    cast: Cast, corrected: Record
) -> None:
    until = _silent(cast, corrected).silence_until_at
    assert until is not None
    assert not actions.end_silence(CLOCK, record=corrected)
    with time_machine.travel(until + timedelta(days=9), tick=False):
        [row] = records_past_their_silence(clock.now())
        assert actions.end_silence(CLOCK, record=row)
        assert not actions.end_silence(CLOCK, record=row)
    corrected.refresh_from_db()
    assert (corrected.state, corrected.approved_on) == ("approved", until.date())
    assert Deed.objects.filter(deed="minutes.end_silence").count() == 1


def test_no_person_ends_a_silence(cast: Cast, corrected: Record) -> None:
    _silent(cast, corrected)
    with pytest.raises(NotAllowed):
        actions.end_silence(cast.chair.actor, record=corrected)


def test_while_silence_runs_nobody_approves(cast: Cast, corrected: Record) -> None:
    _silent(cast, corrected)
    with pytest.raises(RuleBroken, match="under silence"):
        actions.approve_record(cast.chair.actor, record=corrected, approved_on=date(2026, 6, 12))


def test_what_a_later_meeting_agrees_to_stands_beside_the_words_that_were_approved(
    cast: Cast, corrected: Record, entry: Entry
) -> None:
    officer = cast.officer.actor
    later = create_meeting(officer, network=cast.network, title="Next", starts_on=date(2026, 6, 10))

    def note() -> Correction:
        return actions.note_later_correction(
            officer,
            entry=entry,
            seat=cast.officer.seat,
            words=BETTER,
            agreed_at=later,
            agreed_on=date(2026, 6, 10),
        )

    with pytest.raises(RuleBroken, match="not approved"):
        note()
    actions.approve_record(officer, record=corrected, approved_on=date(2026, 6, 5))
    noted = note()
    entry.refresh_from_db()
    assert (entry.text, noted.number) == ("Prepare a guide together.", 1)
    with pytest.raises(NotAllowed):
        actions.note_later_correction(
            cast.coordinator.actor,
            entry=entry,
            seat=cast.seats["ab"],
            words="Else.",
            agreed_at=later,
            agreed_on=date(2026, 6, 10),
        )


def test_purging_an_entry_leaves_no_word_in_its_corrections(
    cast: Cast, asked: Correction, entry: Entry
) -> None:
    actions.refuse_correction(cast.officer.actor, correction=asked, answer="A secret answer.")
    actions.purge_entry(cast.officer.actor, entry=entry, reason="It named somebody.")
    asked.refresh_from_db()
    kept = " ".join((asked.before, asked.words, asked.why, asked.answer))
    assert not {"guide", "spring", "date", "secret"} & set(kept.lower().split())


def test_the_lag_of_a_report_is_told_in_days_after_the_meeting(cast: Cast, corrected: Record) -> None:
    actions.approve_record(cast.officer.actor, record=corrected, approved_on=date(2026, 6, 12))
    row = Record.objects.select_related("meeting", "network").get(pk=corrected.pk)
    lag = lag_of(row)
    days = (clock.today(cast.network.zone) - row.meeting.ends_on).days
    assert (lag.closed_after, lag.circulated_after, lag.approved_after) == (days, days, 13)


@given(
    offset=st.integers(-3 * 24 * 3600, 3 * 24 * 3600),
    now=st.integers(-3 * 24 * 3600, 3 * 24 * 3600),
    objected=st.booleans(),
)
def test_a_silence_has_exactly_one_outcome_at_every_instant(offset: int, now: int, objected: bool) -> None:
    end = datetime(2027, 3, 28, 1, 0, tzinfo=UTC)
    at, broken_at = end + timedelta(seconds=now), end + timedelta(seconds=offset) if objected else None
    outcome = silence_outcome(until_at=end, broken_at=broken_at, now=at)
    if objected and offset < 0:
        assert outcome == "broken"
    else:
        assert outcome == ("kept" if now >= 0 else "running")


def _asked_of(cast: Cast, role: str) -> list[tuple[str, int]]:
    found = record_asks(getattr(cast, role).actor, cast.network, clock.now())
    return [(ask.what, ask.count) for ask in found]


def test_each_is_asked_what_the_record_waits_for_and_advisers_and_outsiders_nothing(
    cast: Cast, record: Record, entry: Entry
) -> None:
    roles = ("coordinator", "officer", "local", "observer", "former")

    def asked() -> dict[str, list[tuple[str, int]]]:
        return {role: found for role in roles if (found := _asked_of(cast, role))}

    assert asked() == {}
    actions.close_record(cast.officer.actor, record=record)
    assert asked() == {"officer": [("send", 0)]}
    actions.circulate_record(cast.officer.actor, record=record)
    assert asked() == {"coordinator": [("correct", 0)]}
    asked_for = actions.correct_entry(
        cast.coordinator.actor, entry=entry, seat=cast.seats["ab"], words=BETTER
    )
    assert asked() == {"coordinator": [("correct", 0)], "officer": [("answer", 1)]}
    actions.accept_correction(cast.officer.actor, correction=asked_for)
    with time_machine.travel(clock.now() + timedelta(days=30), tick=False):
        assert asked() == {"officer": [("gather", 0)]}
    actions.issue_corrigendum(cast.officer.actor, record=record, is_early=True)
    _silent(cast, record)
    assert asked() == {"coordinator": [("object", 0)]}


def test_what_records_ask_costs_two_queries_however_many_there_are(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    officer = cast.officer.actor
    for number in range(5):
        meeting = create_meeting(
            officer, network=cast.network, title=f"Talks {number}", starts_on=date(2026, 5, 1 + number)
        )
        row = actions.open_record(officer, meeting=meeting)
        actions.add_entry(officer, record=row, kind="statement", text="Said.")
        actions.circulate_record(officer, record=row)
    reader = cast.coordinator.actor
    with django_assert_max_num_queries(2):
        assert len(record_asks(reader, cast.network, clock.now())) == 5


def test_a_seat_asks_for_no_longer_entry_than_anybody_reads(
    cast: Cast, circulated: Record, entry: Entry
) -> None:
    answer = cast.coordinator.client.post(f"/records/entries/{entry.ref}/correct/", {"words": "a " * 20_000})
    assert answer.status_code == 422
    assert not Correction.objects.exists()

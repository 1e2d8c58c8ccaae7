"""What a date poll says, without a winner and without a ranking of States."""

from __future__ import annotations

import inspect
import re
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from secretariat.meetings import polling
from secretariat.meetings.free_days import Candidate, DayWarning
from secretariat.meetings.polling import WORDS, Answer, PolledSeat, Word, outcome

T0 = datetime(2026, 9, 1, 8, tzinfo=UTC)
TUE, WED, THU = (Candidate(date(2026, 10, day)) for day in (13, 14, 15))
WED_MORNING = Candidate(date(2026, 10, 14), "morning")
AL, BG, HR, SI = (
    PolledSeat(ref, label)
    for ref, label in (("al", "Albania"), ("bg", "Bulgaria"), ("hr", "Croatia"), ("si", "Slovenia"))
)
SEATS = (AL, BG, HR, SI)


def said(*words: tuple[str, Candidate, Word]) -> list[Answer]:
    return [
        Answer(seat, candidate, word, T0 + timedelta(minutes=n))
        for n, (seat, candidate, word) in enumerate(words)
    ]


def test_the_day_that_brings_most_seats_together_comes_first() -> None:
    found = outcome(
        [TUE, WED],
        SEATS,
        said(("al", TUE, "yes"), ("bg", TUE, "no"), ("al", WED, "yes"), ("bg", WED, "if need be")),
        {},
    )
    assert [line.candidate for line in found.lines] == [WED, TUE]
    assert [line.coming for line in found.lines] == [2, 1]


def test_among_equals_need_then_warnings_then_the_calendar_decide() -> None:
    warned = {TUE: [DayWarning(TUE.day, "BG", "public", "A holiday")]}
    answers = said(("al", TUE, "yes"), ("al", WED, "yes"), ("al", THU, "if need be"))
    assert [line.candidate for line in outcome([THU, TUE, WED], SEATS, answers, warned).lines] == [
        WED,
        TUE,
        THU,
    ]
    assert [line.candidate for line in outcome([WED, TUE], SEATS, answers, {}).lines] == [TUE, WED]


def test_a_presidency_is_told_and_moves_no_day_back() -> None:
    held = {TUE: [DayWarning(TUE.day, "HR", "presidency", "holds the Presidency")]}
    found = outcome([WED, TUE], SEATS, [], held)
    assert [line.candidate for line in found.lines] == [TUE, WED]
    assert len(found.lines[0].warnings) == 1
    assert found.lines[0].weighing == 0


def test_a_day_suits_all_only_when_every_filled_seat_said_so() -> None:
    vacant = PolledSeat("mk", "North Macedonia", is_vacant=True)
    all_can = said(*[(seat.ref, WED, "yes") for seat in (AL, BG, HR)], ("si", WED, "if need be"))
    found = outcome([WED, THU], (*SEATS, vacant), all_can, {})
    assert [line.candidate for line in found.suiting_all] == [WED]
    assert found.vacant == (vacant,)
    assert vacant not in found.lines[0].unanswered
    assert outcome([WED], SEATS, all_can[:3], {}).suiting_all == ()
    assert outcome([WED], [vacant], [], {}).suiting_all == ()


def test_a_vacant_seat_is_never_among_those_who_can_come() -> None:
    vacant = PolledSeat("mk", "North Macedonia", is_vacant=True)
    found = outcome([WED], [vacant], said(("mk", WED, "yes")), {})
    assert found.lines[0].coming == 0


def test_who_has_not_answered_is_named_and_who_left_days_open_too() -> None:
    found = outcome([TUE, WED], SEATS, said(("bg", TUE, "no"), ("si", TUE, "yes"), ("si", WED, "no")), {})
    assert (found.unanswered, found.partly) == ((AL, HR), (BG,))
    assert not found.is_complete
    assert found.lines[-1].unanswered == (AL, BG, HR)


def test_a_later_answer_replaces_an_earlier_one_in_whatever_order_they_are_read() -> None:
    answers = said(("al", WED, "yes"), ("al", WED, "no"))
    for order in (answers, answers[::-1]):
        assert outcome([WED], SEATS, order, {}).lines[0].cannot == (AL,)


def test_an_answer_to_a_day_taken_off_the_list_comes_back_with_the_day() -> None:
    answers = said(("al", TUE, "yes"), ("al", WED, "no"), ("xx", WED, "yes"))
    assert [line.candidate for line in outcome([WED], SEATS, answers, {}).lines] == [WED]
    again = outcome([WED, TUE], SEATS, answers, {})
    assert again.lines[0].can == (AL,)


def test_a_half_day_is_a_candidate_of_its_own_and_one_asked_twice_is_one() -> None:
    found = outcome([WED, WED_MORNING, WED], SEATS, said(("al", WED_MORNING, "yes")), {})
    assert [line.candidate for line in found.lines] == [WED_MORNING, WED]
    assert found.lines[0].candidate.words == "Wednesday 14 October 2026, morning"


def test_a_day_on_which_the_host_cannot_says_so() -> None:
    host = PolledSeat("bg", "Bulgaria", is_host=True)
    found = outcome(
        [TUE, WED], [AL, host], said(("bg", WED, "no"), ("al", WED, "yes"), ("al", TUE, "no")), {}
    )
    assert {line.candidate: line.suits_host for line in found.lines} == {TUE: True, WED: False}


@given(
    answers=st.lists(
        st.builds(
            Answer,
            st.sampled_from(["al", "bg", "hr", "si", "gone"]),
            st.sampled_from([TUE, WED, THU]),
            st.sampled_from(WORDS),
            st.datetimes(timezones=st.just(UTC)),
        )
    ),
    order=st.permutations(SEATS),
)
def test_every_seat_stands_once_on_every_line_and_in_the_order_given(
    answers: list[Answer], order: list[PolledSeat]
) -> None:
    found = outcome([TUE, WED, THU], order, answers, {})
    for line in found.lines:
        groups = (line.can, line.if_need_be, line.cannot, line.unanswered)
        assert sorted(seat.ref for group in groups for seat in group) == ["al", "bg", "hr", "si"]
        for group in groups:
            assert list(group) == [seat for seat in order if seat in group]
    comings = [line.coming for line in found.lines]
    assert comings == sorted(comings, reverse=True)


def test_nothing_here_speaks_of_votes_or_ranks() -> None:
    code = inspect.getsource(polling).casefold()
    assert not re.findall(r"\b(vot(e|es|ing|er)|rank(s|ed|ing)?|score|winner|majority|best|points)\b", code)

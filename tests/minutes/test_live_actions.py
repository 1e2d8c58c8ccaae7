"""What rapporteurs' browsers send: none lost, none twice, in the order it was typed; the floor and the screen."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secretariat.audit.models import Deed
from secretariat.meetings.models import Meeting
from secretariat.minutes import actions
from secretariat.minutes.actions import Heard
from secretariat.minutes.models import Entry, Record, Sending
from secretariat.minutes.reads import floor_of, room_of, screen_of, visible_slots
from secretariat.toolbox.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from tests.cast import Cast
from tests.conftest import NOW

ONE, TWO = "desk-one1", "desk-two2"


def take(cast: Cast, record: Record, desk: str, number: int, text: str, version: int = 1) -> actions.Taken:
    return actions.take_in_entry(
        cast.officer.actor,
        record=record,
        client_key=f"{desk.replace('-', '')}-{number}",
        version=version,
        heard=Heard("statement", text),
    )


def take_back(cast: Cast, record: Record, desk: str, number: int, version: int) -> actions.Taken:
    key = f"{desk.replace('-', '')}-{number}"
    return actions.take_in_entry(
        cast.officer.actor, record=record, client_key=key, version=version, heard=None
    )


def texts(record: Record) -> list[str]:
    return list(
        Entry.objects.filter(record=record, is_removed=False)
        .order_by("position")
        .values_list("text", flat=True)
    )


def positions(record: Record) -> list[int]:
    standing = Entry.objects.filter(record=record, is_removed=False)
    return list(standing.order_by("position").values_list("position", flat=True))


def test_a_second_sending_changes_nothing_and_is_answered_with_the_same_entry(
    cast: Cast, record: Record
) -> None:
    first = take(cast, record, ONE, 1, "Said once")
    deeds = Deed.objects.count()
    again = take(cast, record, ONE, 1, "Said once")
    assert first.entry == again.entry
    assert (first.became, again.became) == ("new", "same")
    assert texts(record) == ["Said once"]
    assert Deed.objects.count() == deeds


def test_when_it_was_typed_is_kept(cast: Cast, record: Record) -> None:
    at = datetime(2026, 5, 30, 9, 30, tzinfo=UTC)
    taken = actions.take_in_entry(
        cast.officer.actor, record=record, client_key="deskone1-1", version=1,
        heard=Heard("proposal", "A guide", speaker=cast.coordinator.person, seat=cast.seats["ab"], said_at=at),
    )  # fmt: skip
    assert taken.entry is not None
    taken.entry.refresh_from_db()
    assert (taken.entry.said_at, taken.entry.origin, taken.entry.revision) == (at, cast.seats["ab"], 1)
    assert taken.entry.revisions.count() == 1


def test_what_arrives_late_stands_where_its_rapporteur_typed_it(cast: Cast, record: Record) -> None:
    take(cast, record, ONE, 1, "one 1")
    take(cast, record, ONE, 3, "one 3")
    take(cast, record, TWO, 1, "two 1")
    take(cast, record, ONE, 2, "one 2")
    assert texts(record) == ["one 1", "one 2", "one 3", "two 1"]
    assert positions(record) == [1, 2, 3, 4]


def test_a_later_writing_replaces_an_earlier_one_whichever_comes_first(cast: Cast, record: Record) -> None:
    take(cast, record, ONE, 1, "first words")
    assert take(cast, record, ONE, 1, "better words", version=2).became == "changed"
    assert take(cast, record, ONE, 1, "first words", version=1).became == "same"
    take(cast, record, ONE, 2, "newer", version=2)
    take(cast, record, ONE, 2, "older", version=1)
    assert texts(record) == ["better words", "newer"]


def test_what_was_taken_back_does_not_come_back_with_a_letter_delayed_on_its_way(
    cast: Cast, record: Record
) -> None:
    assert take_back(cast, record, ONE, 1, version=2).became == "taken back"
    assert take(cast, record, ONE, 1, "delayed").became == "same"
    take(cast, record, ONE, 2, "a slip")
    take_back(cast, record, ONE, 2, version=2)
    take(cast, record, ONE, 2, "a slip")
    assert texts(record) == []
    assert Entry.objects.get(record=record).is_removed, "its row and history stay"


def test_somebody_elses_newer_words_are_never_written_over(cast: Cast, record: Record) -> None:
    entry = take(cast, record, ONE, 1, "as heard").entry
    assert entry is not None
    actions.edit_entry(cast.chair.actor, entry=entry, revision=1, text="as the Chair corrected it")
    with pytest.raises(Conflict) as conflict, transaction.atomic():
        take(cast, record, ONE, 1, "as heard, better", version=2)
    assert conflict.value.theirs == "as the Chair corrected it"
    with pytest.raises(Conflict), transaction.atomic():
        take_back(cast, record, ONE, 1, version=2)
    assert texts(record) == ["as the Chair corrected it"]


def test_an_approved_record_takes_nothing_in_and_a_strangers_browser_neither(
    cast: Cast, record: Record
) -> None:
    with pytest.raises(NotAllowed):
        actions.take_in_entry(
            cast.coordinator.actor, record=record, client_key="deskone1-1", version=1, heard=Heard("statement", "x")
        )  # fmt: skip
    with pytest.raises(NotVisible):
        actions.take_in_entry(
            cast.observer.actor, record=record, client_key="deskone1-1", version=1, heard=Heard("statement", "x")
        )  # fmt: skip
    Record.objects.filter(pk=record.pk).update(state="approved", approved_on=NOW.date())
    with pytest.raises(RuleBroken):
        take(cast, record, ONE, 1, "too late")
    assert Sending.objects.count() == 0


_sendings = st.lists(
    st.tuples(st.sampled_from([ONE, TWO]), st.integers(1, 4), st.integers(1, 3)), min_size=1, max_size=25
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_sendings)
def test_any_order_of_sendings_with_any_doubles_gives_exactly_the_list(
    cast: Cast, record: Record, sent: list[tuple[str, int, int]]
) -> None:
    with transaction.atomic():
        for desk, number, version in sent:
            take(cast, record, desk, number, f"{desk} {number} v{version}", version)
        newest: dict[tuple[str, int], int] = {}
        for desk, number, version in sent:
            newest[desk, number] = max(version, newest.get((desk, number), 0))
        found = texts(record)
        assert sorted(found) == sorted(f"{d} {n} v{v}" for (d, n), v in newest.items())
        for desk in (ONE, TWO):
            mine = [text for text in found if text.startswith(desk)]
            assert mine == sorted(mine)
        assert positions(record) == list(range(1, len(newest) + 1))
        transaction.set_rollback(True)


def test_the_floor_is_given_in_order_and_one_speaks_at_a_time(cast: Cast, record: Record) -> None:
    officer = cast.officer.actor
    first = actions.ask_floor(officer, record=record, seat=cast.seats["ab"], person=cast.coordinator.person)
    second = actions.ask_floor(officer, record=record, seat=cast.seats["br"])
    order = actions.ask_floor(officer, record=record, seat=cast.seats["es"], kind="point of order")
    floor = floor_of(officer, record, screen_of(record))
    assert [slot.pk for slot in floor.waiting] == [order.pk, first.pk, second.pk]
    actions.give_floor(officer, record=record, slot=first)
    with time_machine.travel(NOW + timedelta(minutes=3), tick=False):
        actions.give_floor(officer, record=record, slot=order)
    first.refresh_from_db()
    assert first.ended_at == NOW + timedelta(minutes=3)
    floor = floor_of(officer, record, screen_of(record))
    assert floor.speaking is not None
    assert floor.speaking.pk == order.pk
    actions.end_floor(officer, record=record, slot=order)
    actions.end_floor(officer, record=record, slot=second)
    second.refresh_from_db()
    assert (second.started_at, second.ended_at) == (None, NOW)
    with pytest.raises(Conflict):
        actions.give_floor(officer, record=record, slot=second)


def test_a_closed_list_is_opened_again_and_keeps_its_time(cast: Cast, record: Record) -> None:
    officer = cast.officer.actor
    actions.set_list(officer, record=record, is_closed=True, seconds_each=180)
    with pytest.raises(RuleBroken, match="closed"), transaction.atomic():
        actions.ask_floor(officer, record=record, seat=cast.seats["ab"])
    actions.ask_floor(officer, record=record, seat=cast.seats["ab"], kind="right of reply")
    floor = floor_of(
        officer, record, actions.set_list(officer, record=record, is_closed=False, seconds_each=180)
    )
    assert (floor.is_closed, floor.seconds_each) == (False, 180)
    actions.ask_floor(officer, record=record, seat=cast.seats["ab"])


def test_who_spoke_when_is_for_the_bureau_alone(cast: Cast, record: Record) -> None:
    actions.ask_floor(cast.officer.actor, record=record, seat=cast.seats["ab"])
    assert visible_slots(cast.chair.actor).count() == 1
    assert visible_slots(cast.coordinator.actor).count() == 0
    assert visible_slots(cast.observer.actor).count() == 0


def decide(cast: Cast, record: Record, number: int = 1, version: int = 1, **more: object) -> Entry:
    taken = actions.take_in_entry(
        cast.officer.actor, record=record, client_key=f"deskone1-{number}", version=version,
        heard=Heard(**{"kind": "decision", "text": "Agreed to meet twice", **more}),  # type: ignore[arg-type]
    )  # fmt: skip
    assert taken.entry is not None
    return taken.entry


def test_a_decision_stands_on_the_wall_as_it_is_taken_down(cast: Cast, record: Record) -> None:
    entry = decide(cast, record)
    assert room_of(cast.coordinator.actor, record).entry == entry
    decide(cast, record, version=2, text="Agreed to meet once")
    shown = room_of(cast.coordinator.actor, record).entry
    assert shown is not None
    assert shown.text == "Agreed to meet once"
    take_back(cast, record, "desk-one1", 1, version=3)
    assert room_of(cast.coordinator.actor, record).entry is None


@pytest.mark.parametrize("more", [{"ring": "bureau"}, {"is_chatham_house": True}, {"kind": "statement"}])
def test_what_the_room_may_not_read_never_stands_on_the_wall(
    cast: Cast, record: Record, more: dict[str, object]
) -> None:
    entry = decide(cast, record, **more)
    assert room_of(cast.officer.actor, record).entry is None
    if more != {"kind": "statement"}:
        with pytest.raises(RuleBroken, match="room may not read"), transaction.atomic():
            actions.show_on_screen(
                cast.officer.actor, record=record, entry=entry, item=None, is_chatham_house=False
            )
    shown = decide(cast, record, number=2)
    assert room_of(cast.officer.actor, record).entry == shown
    decide(cast, record, number=2, version=2, **more)
    assert room_of(cast.officer.actor, record).entry is None, "made narrower, it is gone from the wall"


def test_a_text_is_narrowed_or_purged_on_another_page_and_is_gone_from_the_wall(
    cast: Cast, record: Record
) -> None:
    entry = decide(cast, record)
    actions.purge_entry(cast.officer.actor, entry=entry, reason="Of a case")
    shown = room_of(cast.coordinator.actor, record).entry
    assert shown is None or shown.text != "Agreed to meet twice"
    Entry.objects.filter(pk=entry.pk).update(ring="bureau")
    assert room_of(cast.officer.actor, record).entry is None


def test_while_the_chatham_house_rule_is_on_the_wall_names_nobody(cast: Cast, record: Record) -> None:
    officer = cast.officer.actor
    slot = actions.ask_floor(officer, record=record, seat=cast.seats["ab"], person=cast.coordinator.person)
    actions.give_floor(officer, record=record, slot=slot)
    named = room_of(cast.coordinator.actor, record)
    assert (named.seat, named.person) == (cast.seats["ab"], cast.coordinator.person)
    actions.show_on_screen(officer, record=record, entry=None, item=None, is_chatham_house=True)
    hidden = room_of(officer, record)
    assert (hidden.seat, hidden.person, hidden.turn) == (None, None, "floor")


def test_another_meetings_entry_is_not_shown(cast: Cast, record: Record, meeting: Meeting) -> None:
    from secretariat.meetings import actions as meetings

    other = meetings.create_meeting(
        cast.officer.actor, network=cast.network, title="Other", starts_on=meeting.starts_on
    )
    elsewhere = actions.open_record(cast.officer.actor, meeting=other)
    entry = decide(cast, elsewhere)
    with pytest.raises(RuleBroken, match="another meeting"):
        actions.show_on_screen(
            cast.officer.actor, record=record, entry=entry, item=None, is_chatham_house=False
        )

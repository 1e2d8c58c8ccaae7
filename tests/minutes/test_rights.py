"""Every write of the room, with one set-up for who may, who may not, and for whom nothing is there."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import date

import pytest

from secretariat.access.rules import PUBLIC, Actor
from secretariat.audit.models import Deed
from secretariat.meetings.actions import create_meeting
from secretariat.meetings.models import Meeting
from secretariat.members.models import Seat
from secretariat.minutes import actions
from secretariat.minutes.models import Entry, EntryRevision, Record, SpeakerSlot
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotAllowed, NotVisible
from tests.cast import Cast


def _seat(record: Record) -> Seat:
    return Seat.objects.get(network_id=record.network_id, code="ab")


def _slot(record: Record) -> SpeakerSlot:
    """Somebody who waits for the floor, put there without a deed."""
    slot, _ = SpeakerSlot.objects.get_or_create(
        record=record, seat=_seat(record), position=1, asked_at=clock.now()
    )
    return slot


DEEDS: dict[str, Callable[[Actor, Record, Entry, Meeting], object]] = {
    "open_record": lambda a, r, e, m: actions.open_record(a, meeting=m),
    "remove_record": lambda a, r, e, m: actions.remove_record(a, record=r),
    "add_entry": lambda a, r, e, m: actions.add_entry(a, record=r, kind="statement", text="More."),
    "edit_entry": lambda a, r, e, m: actions.edit_entry(a, entry=e, revision=1, text="Else."),
    "move_entry": lambda a, r, e, m: actions.move_entry(a, entry=e, to_position=1),
    "remove_entry": lambda a, r, e, m: actions.remove_entry(a, entry=e, revision=1),
    "circulate_record": lambda a, r, e, m: actions.circulate_record(a, record=r),
    "take_in_entry": lambda a, r, e, m: actions.take_in_entry(
        a, record=r, client_key="deskone1-1", version=1, heard=actions.Heard("statement", "Aloud.")
    ),
    "ask_floor": lambda a, r, e, m: actions.ask_floor(a, record=r, seat=_seat(r)),
    "give_floor": lambda a, r, e, m: actions.give_floor(a, record=r, slot=_slot(r)),
    "end_floor": lambda a, r, e, m: actions.end_floor(a, record=r, slot=_slot(r)),
    "set_list": lambda a, r, e, m: actions.set_list(a, record=r, is_closed=True, seconds_each=60),
    "show_on_screen": lambda a, r, e, m: actions.show_on_screen(
        a, record=r, entry=e, item=None, is_chatham_house=False
    ),
    "close_record": lambda a, r, e, m: actions.close_record(a, record=r),
    "approve_record": lambda a, r, e, m: actions.approve_record(a, record=r, approved_on=date(2026, 6, 12)),
}
OF_THE_ROUND = {
    "accept_correction",
    "correct_entry",
    "end_silence",
    "issue_corrigendum",
    "note_later_correction",
    "object_to_record",
    "open_silence",
    "refuse_correction",
    "withdraw_correction",
}
BUREAU = ["officer", "chair"]
SEES_IT = ["coordinator", "substitute", "other", "local", "newcomer"]
SEES_NOTHING = ["former", "observer", "funder", "admin"]


@pytest.fixture
def second(cast: Cast) -> Meeting:
    """A meeting that has no record yet."""
    return create_meeting(
        cast.officer.actor, network=cast.network, title="Second meeting", starts_on=date(2026, 6, 30)
    )


def test_every_action_of_the_room_stands_in_the_table() -> None:
    public = {
        name
        for name, found in inspect.getmembers(actions, inspect.isfunction)
        if found.__module__.startswith(f"{actions.__name__}.") and not name.startswith("_")
    }
    # Purging is the Secretariat's alone; tests/desk/purging/test_purging.py asks everybody.
    # Corrections and silence have their own: tests/minutes/test_circulation.py.
    assert public - {"purge_entry"} - OF_THE_ROUND == set(DEEDS)


@pytest.mark.parametrize("role", BUREAU)
@pytest.mark.parametrize("name", sorted(DEEDS))
def test_the_bureau_writes_and_one_deed_says_so(
    cast: Cast, record: Record, entry: Entry, second: Meeting, name: str, role: str
) -> None:
    before = Deed.objects.count()
    DEEDS[name](getattr(cast, role).actor, record, entry, second)
    deeds = [d.deed for d in Deed.objects.order_by("number")[before:]]
    # Sending a record round writes a letter to each seat; those are deeds of the program.
    assert [d for d in deeds if d != "members.queue_notice"] == [f"minutes.{name}"]


@pytest.mark.parametrize("name", sorted(DEEDS))
def test_members_are_refused_outsiders_find_nothing_and_nothing_is_left_behind(
    cast: Cast, record: Record, entry: Entry, second: Meeting, name: str
) -> None:
    before, revisions = Deed.objects.count(), EntryRevision.objects.count()
    for role in SEES_IT:
        with pytest.raises(NotAllowed) as refusal:
            DEEDS[name](getattr(cast, role).actor, record, entry, second)
        assert refusal.value.who == "Chair or Secretariat", role
    for actor in (*(getattr(cast, role).actor for role in SEES_NOTHING), PUBLIC):
        with pytest.raises(NotVisible):
            DEEDS[name](actor, record, entry, second)
    assert (Deed.objects.count(), EntryRevision.objects.count()) == (before, revisions)


@pytest.mark.parametrize("name", ["edit_entry", "move_entry", "remove_entry"])
def test_a_member_finds_nothing_where_the_entry_is_narrower(
    cast: Cast, record: Record, second: Meeting, name: str
) -> None:
    narrow = actions.add_entry(
        cast.officer.actor, record=record, kind="statement", text="For the bureau.", ring="bureau"
    )
    with pytest.raises(NotVisible):
        DEEDS[name](cast.coordinator.actor, record, narrow, second)

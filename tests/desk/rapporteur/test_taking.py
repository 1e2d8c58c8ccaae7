"""What was said and what it promises go into two rooms at once, or into neither."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from secretariat.commitments import actions as commitments
from secretariat.commitments.models import Commitment
from secretariat.desk.rapporteur.taking import Owed, take_down
from secretariat.minutes.actions import Heard, Taken
from secretariat.minutes.models import Entry, Record
from secretariat.toolbox.errors import RuleBroken
from tests.cast import Cast

DUE = date(2027, 3, 1)


def down(
    cast: Cast, record: Record, *codes: str, version: int = 1, due: date | None = DUE, **more: object
) -> Taken:
    heard = Heard(**{"kind": "commitment", "text": "Send the list", **more})  # type: ignore[arg-type]
    owed = Owed(tuple(cast.seats[code] for code in codes), due)
    return take_down(
        cast.officer.actor, record=record, client_key="deskone1-1", version=version, heard=heard, owed=owed
    )


def owed(record: Record) -> list[tuple[str, date | None, str]]:
    rows = Commitment.objects.filter(entry__record=record).order_by("pk")
    return [(row.seat.code if row.seat else "", row.due_on, row.words) for row in rows]


def test_one_line_for_each_seat_and_a_second_sending_adds_none(cast: Cast, record: Record) -> None:
    down(cast, record, "ab", "br")
    down(cast, record, "ab", "br")
    assert owed(record) == [("ab", DUE, "Send the list"), ("br", DUE, "Send the list")]
    assert Entry.objects.filter(record=record).count() == 1


def test_a_day_alone_waits_for_its_owner_and_nothing_at_all_is_no_line(cast: Cast, record: Record) -> None:
    down(cast, record)
    assert owed(record) == [("", DUE, "Send the list")]
    down(cast, record, version=2, due=None)
    assert owed(record) == []


def test_what_is_written_again_owes_what_was_written_last(cast: Cast, record: Record) -> None:
    down(cast, record, "ab")
    down(cast, record, "br", version=2, text="Send the whole list")
    assert owed(record) == [("br", DUE, "Send the whole list")]


def test_what_is_taken_back_owes_nothing(cast: Cast, record: Record) -> None:
    down(cast, record, "ab")
    take_down(cast.officer.actor, record=record, client_key="deskone1-1", version=2, heard=None, owed=Owed())
    assert owed(record) == []
    assert Entry.objects.get(record=record).is_removed


def test_a_line_that_was_worked_on_stays_and_so_does_its_entry(cast: Cast, record: Record) -> None:
    down(cast, record, "ab")
    line = Commitment.objects.get(entry__record=record)
    commitments.assign_commitment(
        cast.officer.actor, commitment=line, version=1, seat=cast.seats["br"], due_on=DUE
    )
    with pytest.raises(RuleBroken, match="worked on already"), transaction.atomic():
        take_down(
            cast.officer.actor, record=record, client_key="deskone1-1", version=2, heard=None, owed=Owed()
        )
    assert owed(record) == [("br", DUE, "Send the list")]
    assert not Entry.objects.get(record=record).is_removed, "both or neither"


@pytest.mark.parametrize("kind", ["decision", "statement", "opening"])
def test_what_nobody_follows_up_has_no_owner_and_nothing_of_it_is_kept(
    cast: Cast, record: Record, kind: str
) -> None:
    with pytest.raises(RuleBroken, match="has no owner here"):
        down(cast, record, "ab", kind=kind)
    assert not Entry.objects.filter(record=record).exists()


def test_a_line_is_for_no_more_people_than_what_was_said(cast: Cast, record: Record) -> None:
    down(cast, record, "ab", ring="bureau")
    assert Commitment.objects.get(entry__record=record).ring == "bureau"
    with pytest.raises(RuleBroken, match="one seat's own"):
        down(cast, record, "ab", version=2, ring="seat", seat=cast.seats["ab"])

"""Who sits where on a day, as different readers may know it."""

from __future__ import annotations

from datetime import date, timedelta

from secretariat.members.models import Member, Seat
from secretariat.members.reads import (
    SeatLine,
    member_by_words,
    member_seats,
    people_list,
    person_page,
    seat_page,
    seats_with_holders,
    vacant_among,
)
from secretariat.toolbox import clock
from tests.cast import Cast, Player


def lines(cast: Cast, who: Player, on: date | None = None) -> dict[str, SeatLine]:
    return {line.seat.code: line for line in seats_with_holders(who.actor, cast.network, on or clock.today())}


def test_each_seat_has_its_holder_today_and_the_vacant_one_says_so(cast: Cast) -> None:
    found = lines(cast, cast.other)
    assert list(found)[:5] == ["ab", "br", "co", "dr", "es"]
    holder = found["ab"].holder
    assert holder is not None
    assert holder.person == cast.coordinator.person
    assert {m.function for m in found["ab"].others} == {"substitute", "local-team member"}
    assert found["es"].is_vacant
    assert not found["co"].is_vacant


def test_a_seat_is_vacant_the_day_after_its_holder_left(cast: Cast) -> None:
    yesterday = clock.today() - timedelta(days=1)
    before = lines(cast, cast.other, yesterday)["co"]
    assert before.holder is not None
    assert before.holder.person == cast.former.person
    long_ago = lines(cast, cast.other, clock.today() - timedelta(days=800))["co"]
    assert long_ago.is_vacant


def test_a_holder_who_may_not_be_named_does_not_make_a_seat_vacant(cast: Cast) -> None:
    line = lines(cast, cast.observer)["ab"]
    assert line.holder is None
    assert not line.is_vacant


def test_the_history_of_a_seat_names_all_holders_newest_first(cast: Cast) -> None:
    page = seat_page(cast.other.actor, Seat.objects.get(code="co"), clock.today())
    assert [(m.mandate.person.name, m.is_now) for m in page.history] == [
        ("Nina Kostova", True),
        ("Filip Ćosić", False),
    ]


def test_members_are_known_by_any_of_their_names(cast: Cast) -> None:
    look_up = member_by_words(cast.network)
    for words in ("Alba", "Republic of Alba", "the Republic of Alba", "ALBA", "AB"):
        assert look_up(words) == cast.members["ab"], words
    assert look_up("Drena*") == cast.members["dr"]
    assert look_up("Atlantis") is None


def test_people_are_listed_and_found_across_scripts(cast: Cast) -> None:
    names = [p.name for p in people_list(cast.other.actor, cast.network)]
    assert names.index("Ana Đurić") < names.index("Blagoja Ристов") < names.index("Čedomir Vuković")
    assert [p.name for p in people_list(cast.other.actor, cast.network, "ристов")] == ["Blagoja Ристов"]
    assert [p.name for p in people_list(cast.other.actor, cast.network, "Djuric")] == ["Ana Đurić"]
    assert people_list(cast.observer.actor, cast.network) == []


def test_a_person_has_a_page_with_mandates_over_time(cast: Cast) -> None:
    page = person_page(cast.other.actor, cast.former.person, clock.today())
    assert [line.is_now for line in page.mandates] == [False]
    assert page.names == ()


def test_whoever_is_a_member_no_more_is_asked_nothing_and_waited_for_by_nobody(cast: Cast) -> None:
    today = clock.today(cast.network.zone)
    before = member_seats(cast.network)
    assert cast.seats["es"] in vacant_among(before, today)
    Member.objects.filter(pk=cast.seats["es"].member_id).update(left_on=today + timedelta(days=1))
    assert member_seats(cast.network) == before, "the last day is a day like any other"
    Member.objects.filter(pk=cast.seats["es"].member_id).update(left_on=today)
    after = member_seats(cast.network)
    assert [seat for seat in before if seat not in after] == [cast.seats["es"]]
    assert vacant_among(after, today) == []

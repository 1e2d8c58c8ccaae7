"""Meetings within meetings, and meetings of which only a period is known."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import HttpResponse
from django.urls import reverse

from secretariat.access.rules import PUBLIC
from secretariat.meetings import actions
from secretariat.meetings.actions import change_meeting
from secretariat.meetings.models import Meeting
from secretariat.meetings.reads import calendar
from secretariat.meetings.rules import MOST_LEVELS, lies_within, no_meeting_within_itself, offering_seats
from secretariat.toolbox.errors import RuleBroken
from tests.cast import Cast

TODAY = date(2026, 11, 24)
FIELDS = {"title": "Autumn talks", "kind": "plenary", "is_closed": "on", "ring": "members"}


def text(response: HttpResponse) -> str:
    return response.content.decode()


def meeting(cast: Cast, title: str, first: date, last: date | None = None, **fields: object) -> Meeting:
    return actions.create_meeting(
        cast.officer.actor,
        network=cast.network,
        title=title,
        starts_on=first,
        ends_on=last,
        **fields,  # type: ignore[arg-type]
    )


@pytest.mark.parametrize(
    "within",
    [{1: 1}, {1: 2, 2: 1}, {1: 2, 2: 3, 3: 1}, {1: 2, 2: 3, 3: 2}],
    ids=["itself", "its session", "a session of its session", "a ring above it"],
)
def test_a_way_up_that_comes_back_is_refused(within: dict[int, int | None]) -> None:
    with pytest.raises(RuleBroken) as refusal:
        no_meeting_within_itself(1, within)
    assert refusal.value.rule == "meetings.within_itself"


def test_a_way_up_that_ends_is_fine() -> None:
    no_meeting_within_itself(1, {})
    no_meeting_within_itself(1, {1: None})
    no_meeting_within_itself(1, {1: 2, 2: 3, 4: 1})


def test_a_session_on_the_eve_is_not_within_the_days_of_its_meeting() -> None:
    ministers = (date(2025, 3, 28), date(2025, 3, 29))
    assert lies_within((date(2025, 3, 28), date(2025, 3, 28)), ministers)
    assert lies_within(ministers, ministers)
    assert not lies_within((date(2025, 3, 27), date(2025, 3, 28)), ministers)
    assert not lies_within((date(2025, 3, 29), date(2025, 3, 30)), ministers)


def test_who_speaks_for_a_seat_can_offer_for_it_and_an_adviser_cannot(cast: Cast) -> None:
    assert offering_seats(cast.substitute.actor, cast.network.pk) == {cast.seats["ab"].pk}
    assert offering_seats(cast.observer.actor, cast.network.pk) == {cast.seats["observer"].pk}
    assert offering_seats(cast.officer.actor, cast.network.pk) == {cast.seats["secretariat"].pk}
    for actor in (cast.local.actor, cast.former.actor, PUBLIC):
        assert offering_seats(actor, cast.network.pk) == frozenset()
    assert offering_seats(cast.coordinator.actor, cast.network.pk + 1) == frozenset()


def test_what_would_lie_too_deep_to_be_shown_is_refused_also_when_it_is_moved_with_what_lies_in_it(
    cast: Cast,
) -> None:
    chain = [meeting(cast, "Level 1", date(2025, 5, 29))]
    for level in range(2, MOST_LEVELS + 1):
        chain.append(meeting(cast, f"Level {level}", date(2025, 5, 29), within=chain[-1]))
    with pytest.raises(RuleBroken, match="8 deep at most"):
        meeting(cast, "Too deep", date(2025, 5, 29), within=chain[-1])
    above = meeting(cast, "Above", date(2025, 5, 29))
    with pytest.raises(RuleBroken, match="8 deep at most"):
        change_meeting(cast.officer.actor, meeting=chain[0], version=1, within=above)
    change_meeting(cast.officer.actor, meeting=chain[-1], version=1, within=above)


def test_sessions_of_sessions_are_listed_however_deep_and_in_the_order_of_their_days(cast: Cast) -> None:
    outer = meeting(cast, "Conference", date(2025, 5, 28), date(2025, 5, 31))
    late = meeting(cast, "Late session", date(2025, 5, 30), within=outer)
    early = meeting(cast, "Early session", date(2025, 5, 29), within=outer)
    deep = meeting(cast, "Talk in the early session", date(2025, 5, 29), within=early)
    ((_, (line,)),) = calendar(cast.other.actor, cast.network, TODAY).years
    assert [s.meeting for s in line.sessions] == [early, late]
    assert [s.meeting for s in line.sessions[0].sessions] == [deep]
    page = text(cast.other.client.get(reverse("meetings:list")))
    titles = ["Conference", "Early session", "Talk in the early session", "Late session"]
    places = [page.index(f">{title}</a>") for title in titles]
    assert places == sorted(places)


def test_what_is_to_come_stands_soonest_first_and_until_its_last_day_is_over(cast: Cast) -> None:
    far = meeting(cast, "Far", date(2027, 6, 1))
    near = meeting(cast, "Near", date(2026, 12, 1))
    running = meeting(cast, "Running", date(2026, 11, 22), TODAY)
    over = meeting(cast, "Over", date(2026, 11, 23))
    found = calendar(cast.other.actor, cast.network, TODAY)
    assert [line.meeting for line in found.upcoming] == [running, near, far]
    assert [(year, [line.meeting for line in lines]) for year, lines in found.years] == [(2026, [over])]


def test_a_session_outside_the_days_is_entered_with_a_warning(cast: Cast) -> None:
    outer = meeting(cast, "Conference", date(2027, 5, 28), date(2027, 5, 31))
    answer = cast.officer.client.post(
        reverse("meetings:add"),
        FIELDS | {"starts_on": "2027-05-27", "within": outer.ref},
        follow=True,
    )
    assert Meeting.objects.get(title="Autumn talks").within == outer
    assert "not within the days of" in text(answer)
    inside = cast.officer.client.post(
        reverse("meetings:add"),
        FIELDS | {"title": "Inside", "starts_on": "2027-05-29", "within": outer.ref},
        follow=True,
    )
    assert "not within the days of" not in text(inside)


def test_a_period_in_words_is_enough_and_pages_show_the_words(cast: Cast) -> None:
    answer = cast.officer.client.post(
        reverse("meetings:add"), FIELDS | {"period_words": "June 2022"}, follow=True
    )
    row = Meeting.objects.get()
    assert (row.starts_on, row.ends_on) == (date(2022, 6, 1), date(2022, 6, 30))
    assert "1 to 30 June 2022" in text(answer)
    assert "June 2022 · plenary" in text(cast.other.client.get(reverse("meetings:list")))


@pytest.mark.parametrize("words", ["", "late November", "when the lake is warm"])
def test_without_days_and_without_a_period_that_has_days_nothing_is_entered(cast: Cast, words: str) -> None:
    answer = cast.officer.client.post(reverse("meetings:add"), FIELDS | {"period_words": words})
    assert answer.status_code == 422
    assert "Give the first day" in text(answer)
    assert not Meeting.objects.exists()


def test_a_changed_period_moves_the_days_that_followed_from_it(cast: Cast) -> None:
    row = meeting(cast, "Autumn talks", date(2022, 6, 1), date(2022, 6, 30), period_words="June 2022")
    address = reverse("meetings:change", args=[row.ref])
    assert 'value="2022-06-01"' not in text(cast.officer.client.get(address))
    cast.officer.client.post(address, FIELDS | {"period_words": "July 2022", "version": "1"})
    row.refresh_from_db()
    assert (row.starts_on, row.ends_on) == (date(2022, 7, 1), date(2022, 7, 31))


def test_a_form_sent_back_keeps_the_version_its_writer_had(cast: Cast) -> None:
    row = meeting(cast, "Autumn talks", date(2026, 5, 30))
    address = reverse("meetings:change", args=[row.ref])
    actions.change_meeting(cast.chair.actor, meeting=row, version=1, place="Theirs")
    sent_back = cast.officer.client.post(address, FIELDS | {"starts_on": "soon", "version": "1"})
    assert sent_back.status_code == 422
    assert 'name="version" value="1"' in text(sent_back)


@pytest.mark.parametrize("version", ["", "first", "1 or 2"])
def test_a_change_without_a_readable_version_changes_nothing(cast: Cast, version: str) -> None:
    row = meeting(cast, "Spring talks", date(2026, 5, 30))
    address = reverse("meetings:change", args=[row.ref])
    answer = cast.officer.client.post(address, FIELDS | {"starts_on": "2026-05-30", "version": version})
    assert answer.status_code == 422
    row.refresh_from_db()
    assert row.title == "Spring talks"


def test_a_meeting_for_one_seat_alone_is_not_offered(cast: Cast) -> None:
    answer = cast.officer.client.post(
        reverse("meetings:add"), FIELDS | {"starts_on": "2026-05-30", "ring": "seat"}
    )
    assert answer.status_code == 422

"""Days that are taken: calendars of others come in guarded, free days are told, and both are shown."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import reverse

from secretariat.audit.models import Deed
from secretariat.meetings import actions
from secretariat.meetings.calendar_import import LARGEST_CALENDAR, OutsideEvent
from secretariat.meetings.date_polls import days_asked
from secretariat.meetings.models import FreeSpan
from secretariat.meetings.models import OutsideEvent as Kept
from secretariat.meetings.reads import looked_at, year_ahead
from secretariat.toolbox.errors import NotAllowed, RuleBroken
from tests.cast import Cast

DAY = date(2027, 3, 3)


def calendar_file(*titles: str, day: str = "20270303") -> SimpleUploadedFile:
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}@fairs\r\nDTSTAMP:20261101T000000Z\r\nDTSTART;VALUE=DATE:{day}\r\n"
        f"SUMMARY:{title}\r\nATTENDEE:mailto:guest@fairs.example\r\nDESCRIPTION:Not for us\r\nEND:VEVENT\r\n"
        for n, title in enumerate(titles)
    )
    body = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Fairs//EN\r\n{events}END:VCALENDAR\r\n"
    return SimpleUploadedFile("fairs.ics", body.encode(), content_type="text/calendar")


def send(cast: Cast, file: SimpleUploadedFile, **more: str) -> HttpResponse:
    fields = {"calendar": "Fairs of the year", "file": file, **more}
    return cast.officer.client.post(reverse("meetings:import_events"), fields, follow=True)


def text(response: HttpResponse) -> str:
    return response.content.decode()


def event(title: str = "Spring fair", day: date = DAY) -> OutsideEvent:
    return OutsideEvent("1@fairs", title, day, day, None, None, "Old Town")


def warned(cast: Cast, day: date = DAY) -> list[tuple[str, str, list[str]]]:
    days = days_asked(day)
    found = looked_at(cast.coordinator.actor, cast.network, [days]).warnings[days]
    return [(w.kind, w.name, [m.code for m in w.members]) for w in found if w.kind in {"event", "school"}]


def test_a_calendar_comes_in_by_title_place_and_days_alone_and_warns_wherever_a_date_is_sought(
    cast: Cast,
) -> None:
    page = text(send(cast, calendar_file("Spring fair", "Harbour days")))
    assert "Taken in: 2 events" in page
    assert "Spring fair" in page
    kept = str(list(Kept.objects.values()))
    assert "guest@" not in kept
    assert "Not for us" not in kept
    assert warned(cast) == [("event", "Harbour days", []), ("event", "Spring fair", [])]


def test_the_same_name_again_takes_the_place_of_what_was_there(cast: Cast) -> None:
    send(cast, calendar_file("Spring fair", "Harbour days"))
    send(cast, calendar_file("Autumn fair"))
    assert [str(row) for row in Kept.objects.all()] == ["Autumn fair"]


def test_school_holidays_of_one_member_are_told_as_its_free_days(cast: Cast) -> None:
    send(cast, calendar_file("Spring holidays"), seat=cast.seats["ab"].ref)
    assert warned(cast) == [("school", "Spring holidays", [cast.members["ab"].code])]


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("x.ics", b"Dear all, the fair is in spring."), "calendar"),
        (SimpleUploadedFile("x.ics", b"B" * (LARGEST_CALENDAR + 1)), "larger than 4 MB"),
        (calendar_file(), "There is no event in these days"),
        (calendar_file("Long over", day="20200303"), "There is no event in these days"),
    ],
)
def test_what_is_no_calendar_or_holds_nothing_ahead_is_refused_with_the_reason(
    cast: Cast, file: SimpleUploadedFile, words: str
) -> None:
    answer = send(cast, file)
    assert answer.status_code == 422
    assert words in text(answer)
    assert not Kept.objects.exists()


def test_an_event_that_looks_like_data_about_a_person_is_left_out_and_said_so(cast: Cast) -> None:
    page = text(send(cast, calendar_file("Spring fair", "Hearing of 0101980500017")))
    assert "Left out: 1" in page
    assert [str(row) for row in Kept.objects.all()] == ["Spring fair"]


def test_a_classified_calendar_is_refused_whole(cast: Cast) -> None:
    answer = send(cast, calendar_file("Spring fair", "NATO SECRET"))
    assert answer.status_code == 422
    assert "nothing of this file was kept" in text(answer)
    assert not Kept.objects.exists()


def test_an_event_and_a_whole_calendar_are_removed_by_the_offices_alone(cast: Cast) -> None:
    send(cast, calendar_file("Spring fair", "Harbour days"))
    row = Kept.objects.filter(title="Spring fair").get()
    address = reverse("meetings:remove_event", args=[row.ref])
    assert cast.coordinator.client.post(address).status_code == 404
    cast.chair.client.post(address)
    assert [str(row) for row in Kept.objects.all()] == ["Harbour days"]
    gone = cast.chair.client.post(reverse("meetings:remove_calendar"), {"calendar": "Fairs of the year"})
    assert gone.status_code == 302
    assert not Kept.objects.exists()
    again = cast.chair.client.post(reverse("meetings:remove_calendar"), {"calendar": "Fairs of the year"})
    assert again.status_code == 422


def test_no_deed_keeps_the_words_of_what_was_removed(cast: Cast) -> None:
    officer = cast.officer.actor
    actions.import_events(officer, network=cast.network, calendar="Fairs", events=[event("Qualm of storks")])
    actions.remove_event(officer, event=Kept.objects.get())
    span = actions.note_free_days(officer, seat=cast.seats["ab"], name="Week of herons", starts_on=DAY)
    actions.remove_free_days(officer, span=span)
    words = "\n".join(str(deed.words) for deed in Deed.objects.all())
    assert "storks" not in words
    assert "herons" not in words


def test_a_seat_tells_its_own_free_days_and_takes_them_back(cast: Cast) -> None:
    fields = {
        "seat": cast.seats["ab"].ref,
        "name": "Harvest week",
        "starts_on": "2027-03-01",
        "ends_on": "2027-03-05",
    }
    assert cast.other.client.post(reverse("meetings:add_free_days"), fields).status_code == 422
    assert cast.coordinator.client.post(reverse("meetings:add_free_days"), fields).status_code == 302
    assert warned(cast) == [("school", "Harvest week", [cast.members["ab"].code])]
    span = FreeSpan.objects.get()
    address = reverse("meetings:remove_free_days", args=[span.ref])
    assert cast.other.client.post(address).status_code == 403
    assert cast.coordinator.client.post(address).status_code == 302
    assert not FreeSpan.objects.exists()


def test_free_days_are_those_of_a_state_run_forward_and_have_a_name(cast: Cast) -> None:
    for seat, name, last, words in (
        ("chair", "Week", DAY, "Free days are those of a State"),
        ("ab", " ", DAY, "Say what these days are"),
        ("ab", "Week", date(2027, 3, 1), "would end before they start"),
    ):
        with pytest.raises(RuleBroken, match=words):
            actions.note_free_days(
                cast.officer.actor, seat=cast.seats[seat], name=name, starts_on=DAY, ends_on=last
            )
    with pytest.raises(NotAllowed):
        actions.note_free_days(cast.local.actor, seat=cast.seats["ab"], name="Week", starts_on=DAY)


def test_the_year_ahead_shows_what_is_fixed_asked_offered_and_taken_in_its_month(cast: Cast) -> None:
    officer, network = cast.officer.actor, cast.network
    actions.create_meeting(
        officer, network=network, title="Winter talks", starts_on=date(2027, 1, 31), ends_on=date(2027, 2, 1)
    )
    dated = actions.note_offer(
        officer, network=network, seat=cast.seats["ab"], earliest=date(2027, 3, 1), latest=date(2027, 3, 31)
    )
    vague = actions.note_offer(officer, network=network, seat=cast.seats["br"], period_words="2027",
                               earliest=date(2027, 1, 1), latest=date(2027, 12, 31))  # fmt: skip
    actions.import_events(officer, network=network, calendar="Fairs", events=[event()])
    actions.note_free_days(officer, seat=cast.seats["ab"], name="Harvest week", starts_on=date(2027, 4, 2))
    actions.open_poll(
        officer, network=network, title="May talks", candidates=[days_asked(date(2027, 5, 4))],
        answers_until_at=datetime(2026, 12, 20, 17, tzinfo=UTC),
    )  # fmt: skip
    year = year_ahead(cast.coordinator.actor, network, date(2026, 11, 24))
    assert [month.first for month in year.months][::11] == [date(2026, 11, 1), date(2027, 10, 1)]
    of = {month.first.month: month for month in year.months}
    assert [m.title for m in of[1].meetings] == [m.title for m in of[2].meetings] == ["Winter talks"]
    assert [line.offer for line in of[3].offers] == [dated]
    assert [line.offer for line in year.some_time] == [vague]
    assert [str(e) for e in of[3].events] == ["Spring fair"]
    assert [s.name for s in of[4].spans] == ["Harvest week"]
    assert [c.poll.title for c in of[5].candidates] == ["May talks"]
    assert [h.presidency.name for h in of[1].held] == ["Lithuania"]
    assert any(w.name == "Orthodox Easter Sunday" and w.day == date(2027, 5, 2) for w in of[5].free)
    page = text(cast.coordinator.client.get(reverse("meetings:ahead")))
    for words in ("Winter talks", "Spring fair", "Harvest week", "May talks", "January 2027", "Lithuania"):
        assert words in page
    outside = text(cast.observer.client.get(reverse("meetings:ahead")))
    for words in ("Winter talks", "Spring fair", "Harvest week", "May talks"):
        assert words not in outside

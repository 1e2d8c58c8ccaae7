"""What the desk's script and the room's screen ask and send, and what comes back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from secretariat.audit.models import Deed
from secretariat.meetings.models import Meeting, Presence
from secretariat.minutes import actions as minutes
from secretariat.minutes.floor import KIND_KEYS
from secretariat.minutes.models import Entry, Record
from secretariat.minutes.rules import ENTRY_KINDS
from tests.cast import Cast, sign_in_whole

JSON = {"HTTP_ACCEPT": "application/json", "content_type": "application/json"}


def send(client: Client, record: Record, *entries: dict[str, Any]) -> Any:
    body = json.dumps({"entries": entries})
    return client.post(reverse("desk:live_entries", args=[record.ref]), body, **JSON)


def one(number: int = 1, **more: Any) -> dict[str, Any]:
    return {"key": f"deskone1-{number}", "version": 1, "kind": "statement", "text": f"Words {number}"} | more


def floor(client: Client, record: Record, **values: Any) -> Any:
    return client.post(reverse("desk:live_floor", args=[record.ref]), json.dumps(values), **JSON)


def test_every_kind_has_one_key_of_its_own() -> None:
    assert set(KIND_KEYS) == set(ENTRY_KINDS)
    assert len(set(KIND_KEYS.values())) == len(ENTRY_KINDS)


def test_each_entry_of_a_batch_is_answered_for_itself(cast: Cast, record: Record) -> None:
    client = cast.officer.client
    sent = [
        one(1),
        one(2, kind="applause"),
        one(3, ring="public"),
        {"key": "no key"},
        one(4, said_at="2026-11-24T08:00:00Z"),
    ]
    answers = send(client, record, *sent).json()["answers"]
    assert [answers[s["key"]]["state"] for s in sent] == ["kept", "refused", "refused", "refused", "kept"]
    assert "Kind" in answers["deskone1-2"]["why"]
    assert answers["deskone1-1"]["ref"] == Entry.objects.get(text="Words 1").ref
    again = send(client, record, *sent).json()["answers"]
    assert again == answers
    assert Entry.objects.filter(record=record).count() == 2


def test_names_and_seats_that_are_not_here_are_refused(cast: Cast, record: Record) -> None:
    answers = send(
        cast.officer.client, record, one(1, speaker="person-nowhere"), one(2, owners=["seat-none"])
    )
    assert {a["state"] for a in answers.json()["answers"].values()} == {"refused"}
    assert not Entry.objects.filter(record=record).exists()


def test_words_in_doubt_come_back_with_the_box_that_keeps_them_and_the_deed_tells(
    cast: Cast, record: Record
) -> None:
    client, doubtful = cast.officer.client, one(text="She was born on 3 May 2004, they said")
    answer = send(client, record, doubtful).json()["answers"]["deskone1-1"]
    assert answer["state"] == "refused"
    assert list(answer["boxes"]) == ["keep-text"]
    assert send(client, record, doubtful | answer["boxes"]).json()["answers"]["deskone1-1"]["state"] == "kept"
    assert "declared" in (Deed.objects.latest("number").words or {})


def test_a_marking_and_a_conflict_are_refused_with_the_reason(cast: Cast, record: Record) -> None:
    client = cast.officer.client
    marked = send(client, record, one(text="RESTREINT UE/EU RESTRICTED")).json()["answers"]["deskone1-1"]
    assert "not accredited" in marked["why"]
    assert marked["boxes"] == {}
    send(client, record, one())
    entry = Entry.objects.get(record=record)
    minutes.edit_entry(cast.chair.actor, entry=entry, revision=1, text="The Chair's words")
    answer = send(client, record, one(version=2, text="Mine")).json()["answers"]["deskone1-1"]
    assert (answer["state"], answer["theirs"]) == ("refused", "The Chair's words")


def test_a_whole_batch_stays_whole_where_the_record_takes_nothing(cast: Cast, record: Record) -> None:
    Record.objects.filter(pk=record.pk).update(state="approved", approved_on=record.meeting.starts_on)
    answers = send(cast.officer.client, record, one(1), one(2)).json()["answers"]
    assert {a["state"] for a in answers.values()} == {"refused"}


@pytest.mark.parametrize("body", ["", "[]", "null", '{"entries": {}}', '{"entries": ["x"]}', '{"entries": 5'])
def test_anything_but_a_list_of_entries_is_refused_in_a_sentence(
    cast: Cast, record: Record, body: str
) -> None:
    answer = cast.officer.client.post(reverse("desk:live_entries", args=[record.ref]), body, **JSON)
    assert answer.status_code == 422
    assert answer.json()["message"]


def test_more_than_a_batch_at_once_is_refused(cast: Cast, record: Record) -> None:
    answer = send(cast.officer.client, record, *(one(n) for n in range(1, 52)))
    assert answer.status_code == 422
    assert not Entry.objects.filter(record=record).exists()


def test_whose_session_is_over_is_told_so_as_values_and_nothing_is_kept_in_the_session(
    cast: Cast, record: Record
) -> None:
    answer = send(Client(), record, one())
    assert answer.status_code == 401
    assert answer.json()["way"].startswith("/sign-in/")
    assert Client().post(reverse("desk:live_entries", args=[record.ref])).status_code == 302


def test_a_missing_token_and_a_missing_right_are_told_as_values(cast: Cast, record: Record) -> None:
    strict = sign_in_whole(Client(enforce_csrf_checks=True), cast.officer.account)
    answer = send(strict, record, one())
    assert (answer.status_code, answer.headers["Content-Type"]) == (403, "application/json")
    url = reverse("desk:live_now", args=[record.ref])
    token = strict.get(f"{url}?token", HTTP_ACCEPT="application/json").json()["token"]
    body = json.dumps({"entries": [one()]})
    again = strict.post(reverse("desk:live_entries", args=[record.ref]), body, HTTP_X_CSRFTOKEN=token, **JSON)
    assert again.json()["answers"]["deskone1-1"]["state"] == "kept"
    assert send(cast.coordinator.client, record, one()).status_code == 404


def test_the_desk_hears_how_the_meeting_stands_and_nothing_twice(cast: Cast, record: Record) -> None:
    client, url = cast.officer.client, reverse("desk:live_now", args=[record.ref])
    send(client, record, one(kind="request", owners=[cast.seats["br"].ref], due_on="2027-03-01"))
    first = client.get(url, HTTP_ACCEPT="application/json")
    (entry,) = first.json()["entries"]
    assert (entry["key"], entry["version"]) == ("deskone1-1", 1)
    assert (entry["owners"], entry["due_on"]) == ([cast.seats["br"].ref], "2027-03-01")
    again = client.get(url, headers={"Accept": "application/json", "If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("count", [1, 40])
def test_how_the_meeting_stands_costs_the_same_however_long_it_goes_on(
    cast: Cast, record: Record, count: int
) -> None:
    client = cast.officer.client
    send(
        client, record, *(one(n, kind="request", owners=[cast.seats["br"].ref]) for n in range(1, count + 1))
    )
    client.get(reverse("desk:live_now", args=[record.ref]))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(reverse("desk:live_now", args=[record.ref]))
    assert len(queries) == 14


def test_the_floor_is_kept_by_what_the_script_sends(cast: Cast, record: Record) -> None:
    client, seat = cast.officer.client, cast.seats["ab"].ref
    now = floor(client, record, do="ask", seat=seat, kind="floor").json()
    slot = now["waiting"][0]["ref"]
    assert floor(client, record, do="give", slot=slot).json()["speaking"]["seat"] == "Alba"
    assert floor(client, record, do="end", slot=slot).json()["speaking"] is None
    assert floor(client, record, do="end", slot=slot).status_code == 409
    closed = floor(client, record, do="list", is_on=True, seconds=180).json()
    assert (closed["is_closed"], closed["seconds"]) == (True, 180)
    assert "closed" in floor(client, record, do="ask", seat=seat, kind="floor").json()["message"]
    assert floor(client, record, do="here", seat=seat, is_on=True).json()["here"] == [seat]
    assert Presence.objects.filter(meeting=record.meeting, until_at=None).count() == 1
    assert floor(client, record, do="dance").status_code == 422
    assert floor(client, record, do="ask").status_code == 422


def test_the_wall_shows_what_is_agreed_and_nothing_for_fewer(
    cast: Cast, record: Record, meeting: Meeting
) -> None:
    client, url = cast.coordinator.client, reverse("desk:room_now", args=[meeting.ref])
    send(cast.officer.client, record, one(1, kind="decision", text="Agreed to meet twice"))
    assert client.get(url).json()["text"] == "Agreed to meet twice"
    send(cast.officer.client, record, one(2, kind="decision", text="For few", ring="bureau"))
    send(cast.officer.client, record, one(3, kind="statement", text="A note"))
    for reader in (cast.coordinator, cast.officer):
        assert reader.client.get(url).json()["text"] == "Agreed to meet twice"
        assert "For few" not in reader.client.get(reverse("desk:room", args=[meeting.ref])).content.decode()
    assert cast.observer.client.get(url).status_code == 404


def test_the_wall_of_a_meeting_without_a_record_shows_its_title(cast: Cast, meeting: Meeting) -> None:
    assert cast.coordinator.client.get(reverse("desk:room_now", args=[meeting.ref])).json() == {
        "title": "Live meeting"
    }
    assert cast.officer.client.get(reverse("desk:live", args=[meeting.ref])).status_code == 302


def test_a_follower_costs_few_queries_while_nothing_happens(
    cast: Cast, record: Record, meeting: Meeting
) -> None:
    client, url = cast.coordinator.client, reverse("desk:room_now", args=[meeting.ref])
    tag = client.get(url).headers["ETag"]
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url, headers={"If-None-Match": tag}).status_code == 304
    assert len(queries) <= 10


def test_what_seals_entries_differs_for_each_account_and_record(cast: Cast, record: Record) -> None:
    from secretariat.desk.rapporteur.reads import live_desk

    one, other = (live_desk(who.actor, record).data for who in (cast.officer, cast.chair))
    assert one["seal"] != other["seal"]
    assert one["writer"] != other["writer"]
    assert len(bytes.fromhex(one["seal"])) == 32


@pytest.mark.parametrize("body", ["[" * 100_000, '{"entries":[' + '{"a":' * 9_000 + "1" + "}" * 9_000 + "]}"])
def test_what_nests_deeper_than_any_sending_is_refused_in_words(
    cast: Cast, record: Record, body: str
) -> None:
    answer = cast.officer.client.post(reverse("desk:live_entries", args=[record.ref]), body, **JSON)
    assert (answer.status_code, "rapporteur's desk" in answer.json()["message"]) == (422, True)


@pytest.mark.parametrize(
    "name", ["text", "speaker", "owners", "due_on", "said_at", "version", "is_chatham_house"]
)
@pytest.mark.parametrize("value", [[[1]], {"a": 1}, ["\ud800"], ["\x00"], True, 5])
def test_one_entry_that_is_none_keeps_back_no_other(
    cast: Cast, record: Record, name: str, value: object
) -> None:
    answers = send(cast.officer.client, record, one(1, **{name: value}), one(2)).json()["answers"]
    assert answers["deskone1-2"]["state"] == "kept"
    assert answers["deskone1-1"]["state"] in {"kept", "refused"}


def test_half_a_sign_that_a_browser_cut_is_shown_as_lost_and_the_words_around_it_are_kept(
    cast: Cast, record: Record
) -> None:
    answers = send(cast.officer.client, record, one(text="We thank\ud83d")).json()["answers"]
    assert answers["deskone1-1"]["state"] == "kept"
    assert Entry.objects.get(record=record).text == "We thank?"

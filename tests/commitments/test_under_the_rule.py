"""The Chatham House Rule on the follow-up list: who owes a line must not tell who spoke."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from secretariat.commitments import actions
from secretariat.commitments.models import Commitment
from secretariat.commitments.reads import (
    asked_of_seats,
    follow_up_list,
    last_time,
    lines_of,
    lines_of_meeting,
    shown_owner,
)
from secretariat.desk.deeds.reads import history
from secretariat.desk.reads import thread_of_commitment, timeline
from secretariat.meetings.models import Meeting
from secretariat.minutes import actions as minutes
from secretariat.minutes.models import Entry
from tests.cast import Cast

TODAY = date(2026, 11, 24)
MEMBERS = ("other", "drena", "newcomer")


def text(response: object) -> str:
    return response.content.decode()  # type: ignore[attr-defined,no-any-return]


@pytest.fixture
def offer(cast: Cast, lines: dict[str, Commitment]) -> Commitment:
    """An offer of Alba that came under the rule only after it stood on the list with its owner."""
    line = lines["offer"]
    assert line.entry is not None
    assert line.seat == cast.seats["ab"]
    minutes.edit_entry(
        cast.officer.actor, entry=line.entry, revision=1, is_chatham_house=True, text="Somebody can host."
    )
    Commitment.objects.filter(pk=line.pk).update(words="Somebody can host.")
    return Commitment.objects.select_related("entry", "seat__member", "meeting").get(pk=line.pk)


def test_only_the_bureau_and_the_seat_itself_know_who_owes_what_came_under_the_rule(
    cast: Cast, offer: Commitment
) -> None:
    for role in ("officer", "chair", "coordinator", "substitute"):
        assert shown_owner(getattr(cast, role).actor, offer) == cast.seats["ab"], role
    for role in MEMBERS:
        actor = getattr(cast, role).actor
        assert shown_owner(actor, offer) is None, role
        line = lines_of(actor, [offer], TODAY)[0]
        assert (line.owner, line.is_owner_hidden, line.lacks) == (None, True, ("date",))
    assert offer in [line.commitment for line in asked_of_seats(cast.coordinator.actor, TODAY)]


def test_an_owner_who_is_not_the_hidden_speaker_is_named(cast: Cast, offer: Commitment) -> None:
    actions.assign_commitment(
        cast.officer.actor, commitment=offer, version=1, seat=cast.seats["br"], due_on=None
    )
    moved = Commitment.objects.select_related("entry", "seat").get(pk=offer.pk)
    assert shown_owner(cast.drena.actor, moved) == cast.seats["br"]


def test_an_owner_hints_at_no_speaker_whose_seat_was_not_noted(cast: Cast, offer: Commitment) -> None:
    assert offer.entry is not None
    Entry.objects.filter(pk=offer.entry.pk).update(seat=None, speaker=cast.coordinator.person)
    row = Commitment.objects.select_related("entry", "seat__member", "meeting").get(pk=offer.pk)
    assert shown_owner(cast.other.actor, row) is None
    assert shown_owner(cast.coordinator.actor, row) == cast.seats["ab"]
    assert offer not in follow_up_list(cast.other.actor, cast.network, TODAY, seat=cast.seats["ab"])
    assert offer in follow_up_list(cast.officer.actor, cast.network, TODAY, seat=cast.seats["ab"])


def test_an_owner_hints_at_nobody_for_whom_something_was_said(cast: Cast, offer: Commitment) -> None:
    assert offer.entry is not None
    Entry.objects.filter(pk=offer.entry.pk).update(
        seat=cast.seats["br"], on_behalf_of=cast.coordinator.person
    )
    row = Commitment.objects.select_related("entry", "seat__member", "meeting").get(pk=offer.pk)
    assert shown_owner(cast.drena.actor, row) is None
    assert offer not in follow_up_list(cast.drena.actor, cast.network, TODAY, seat=cast.seats["ab"])


def test_a_list_narrowed_to_an_owner_does_not_tell_whom_the_page_hides(cast: Cast, offer: Commitment) -> None:
    def found(role: str) -> bool:
        rows = follow_up_list(getattr(cast, role).actor, cast.network, TODAY, seat=cast.seats["ab"])
        return offer in rows

    assert [found(role) for role in ("officer", "coordinator", "other")] == [True, True, False]
    by_hand = actions.note_commitment(
        cast.officer.actor, meeting=offer.meeting, words="By hand.", kind="request", seat=cast.seats["ab"]
    )
    assert by_hand in follow_up_list(cast.other.actor, cast.network, TODAY, seat=cast.seats["ab"])


@pytest.mark.parametrize("role", MEMBERS)
def test_no_page_for_members_names_the_owner_or_who_reported(
    cast: Cast, offer: Commitment, next_meeting: Meeting, role: str
) -> None:
    actions.report_progress(
        cast.coordinator.actor, commitment=offer, words="The hall is booked.", state="under way"
    )
    client = getattr(cast, role).client
    told = [
        text(client.get(reverse("commitments:commitment", args=[offer.ref]))).partition("<main")[2],
        text(client.get(reverse("desk:thread", args=[offer.ref]))),
    ]
    for page in (reverse("commitments:list"), reverse("commitments:last_time", args=[next_meeting.ref])):
        told.append(text(client.get(page)).partition(f'id="{offer.ref}"')[2].partition("</li>")[0])
    assert all("Somebody can host." in part for part in (told[0], *told[2:]))
    for part in told:
        assert "Alba" not in part
        assert "Đurić" not in part
    assert "The hall is booked." in told[0]
    own = text(cast.coordinator.client.get(reverse("commitments:commitment", args=[offer.ref])))
    assert "Alba" in own.partition("<main")[2]


def test_threads_last_time_and_the_lines_of_a_meeting_name_no_hidden_owner(
    cast: Cast, offer: Commitment, next_meeting: Meeting
) -> None:
    actor = cast.other.actor
    assert "Alba" not in str(thread_of_commitment(actor, offer, TODAY))
    assert "Alba" in str(thread_of_commitment(cast.chair.actor, offer, TODAY))
    page = last_time(actor, next_meeting, TODAY)
    for line in (*page.lacking, *lines_of_meeting(actor, offer.meeting, TODAY)):
        if line.commitment == offer:
            assert line.owner is None


def test_the_timeline_names_no_hidden_owner_when_it_is_done(cast: Cast, offer: Commitment) -> None:
    actions.report_progress(
        cast.officer.actor, commitment=offer, words="Hosted.", evidence="The programme", state="done"
    )

    def told(role: str) -> str:
        moments = [m for _, rows in timeline(getattr(cast, role).actor, cast.network, TODAY) for m in rows]
        return str([m for m in moments if m.word == "done"])

    assert "Somebody can host." in told("other")
    assert "Alba" not in told("other")
    assert "Alba" in told("officer")


def test_the_deeds_on_a_line_name_nobody_who_would_tell_the_hidden_owner(
    cast: Cast, offer: Commitment
) -> None:
    actions.report_progress(cast.coordinator.actor, commitment=offer, words="Booked.", state="under way")

    def told(role: str) -> str:
        found = history(getattr(cast, role).actor, offer.ref)
        return str(found.told(found.rows))

    assert told("other") == "[]"
    for role in ("officer", "coordinator"):
        assert "Ana Đurić" in told(role), role

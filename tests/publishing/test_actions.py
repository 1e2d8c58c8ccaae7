"""Nothing closed becomes public but in cleared words, in two steps, by the bureau."""

from __future__ import annotations

import pytest

from secretariat.access.rules import PUBLIC
from secretariat.audit.models import Deed
from secretariat.meetings.actions import create_meeting
from secretariat.meetings.models import Meeting
from secretariat.minutes.actions import add_entry, open_record
from secretariat.minutes.models import Entry
from secretariat.publishing.actions import draft_release, release_meeting, withdraw_release
from secretariat.publishing.models import Release, ReleasedLine
from secretariat.publishing.reads import visible_releases
from secretariat.toolbox.errors import Conflict, NotAllowed, RuleBroken
from tests.cast import Cast

WHEN = {"title": "The network met", "when_words": "autumn 2026"}


def drafted(cast: Cast, meeting: Meeting) -> Release:
    entry = Entry.objects.get(kind="decision")
    lines = [(entry, " The coordinators will meet regularly. "), (None, "They thanked Alba."), (entry, "  ")]
    return draft_release(cast.officer.actor, meeting=meeting, lines=lines, **WHEN)


def test_a_page_is_prepared_released_and_withdrawn(cast: Cast, meeting: Meeting) -> None:
    draft = drafted(cast, meeting)
    assert [line.words for line in draft.lines.all()] == [
        "The coordinators will meet regularly.",
        "They thanked Alba.",
    ]
    everybody = (PUBLIC, cast.coordinator.actor, cast.observer.actor, cast.former.actor)
    assert not any(visible_releases(actor).exists() for actor in everybody)
    assert visible_releases(cast.chair.actor).exists()
    shown = release_meeting(cast.chair.actor, release=draft)
    assert shown.released_at is not None
    assert all(visible_releases(actor).exists() for actor in everybody)
    withdraw_release(cast.officer.actor, release=shown)
    assert not any(visible_releases(actor).exists() for actor in everybody)
    assert list(
        Deed.objects.filter(thing_ref=draft.ref).order_by("number").values_list("deed", flat=True)
    ) == [
        "publishing.draft_release",
        "publishing.release_meeting",
        "publishing.withdraw_release",
    ]


def test_members_let_nothing_out(cast: Cast, meeting: Meeting) -> None:
    for player in (cast.coordinator, cast.local, cast.drena):
        with pytest.raises(NotAllowed):
            draft_release(player.actor, meeting=meeting, **WHEN)
    draft = drafted(cast, meeting)
    for player in (cast.coordinator, cast.observer, cast.admin):
        for step in (release_meeting, withdraw_release):
            with pytest.raises(Exception, match=r"nothing here|Chair or the Secretariat"):
                step(player.actor, release=draft)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_each_step_asks_for_the_step_before(cast: Cast, meeting: Meeting) -> None:
    officer = cast.officer.actor
    draft = drafted(cast, meeting)
    with pytest.raises(RuleBroken, match="nothing to withdraw"):
        withdraw_release(officer, release=draft)
    release_meeting(cast.chair.actor, release=draft)
    with pytest.raises(RuleBroken, match="prepare it first"):
        release_meeting(cast.chair.actor, release=draft)
    with pytest.raises(RuleBroken, match="withdraw it"):
        drafted(cast, meeting)
    withdraw_release(officer, release=draft)
    again = drafted(cast, meeting)
    assert (again.pk, again.state, again.released_at) == (draft.pk, "draft", None)
    assert ReleasedLine.objects.count() == 2, "prepared anew, not added to"


def test_a_page_needs_a_title_and_a_time_and_lines_of_its_own_meeting(cast: Cast, meeting: Meeting) -> None:
    officer = cast.officer.actor
    with pytest.raises(RuleBroken, match="title and a time"):
        draft_release(officer, meeting=meeting, title=" ", when_words="autumn")
    other = create_meeting(
        officer, network=cast.network, title="Another", starts_on=meeting.starts_on, ends_on=meeting.ends_on
    )
    entry = add_entry(officer, record=open_record(officer, meeting=other), kind="statement", text="Words.")
    with pytest.raises(RuleBroken, match="another meeting"):
        draft_release(officer, meeting=meeting, lines=[(entry, "Words.")], **WHEN)
    assert not Release.objects.exists()


def test_words_nobody_looked_at_do_not_go_out(cast: Cast, meeting: Meeting) -> None:
    seen = drafted(cast, meeting)
    anew = draft_release(
        cast.officer.actor, meeting=meeting, lines=[(None, "Other words.")], version=seen.version, **WHEN
    )
    with pytest.raises(Conflict) as conflict:
        release_meeting(cast.chair.actor, release=seen)
    assert "Other words." in conflict.value.theirs
    with pytest.raises(Conflict):
        draft_release(cast.chair.actor, meeting=meeting, version=seen.version, **WHEN)
    assert not visible_releases(PUBLIC).exists()
    release_meeting(cast.chair.actor, release=anew)
    assert visible_releases(PUBLIC).exists()


def test_nobody_lets_out_alone_what_they_prepared(cast: Cast, meeting: Meeting) -> None:
    draft = drafted(cast, meeting)
    with pytest.raises(NotAllowed) as refused:
        release_meeting(cast.officer.actor, release=draft)
    assert refused.value.rule == "publishing.second_person"
    draft_release(cast.chair.actor, meeting=meeting, version=draft.version, **WHEN)
    draft.refresh_from_db()
    with pytest.raises(NotAllowed):
        release_meeting(cast.chair.actor, release=draft)
    assert not visible_releases(PUBLIC).exists()
    release_meeting(cast.officer.actor, release=draft)
    assert visible_releases(PUBLIC).exists()

"""From a proposed item to an adopted agenda, and to the backlog: who may, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
import time_machine

from secretariat.access.rules import Ring
from secretariat.meetings import actions
from secretariat.meetings.agendas import ItemDraft
from secretariat.meetings.models import AgendaItem, Meeting
from secretariat.meetings.reads import agenda_of, backlog, visible_items
from secretariat.toolbox.errors import Conflict, NotAllowed, NotVisible, RuleBroken
from tests.cast import Cast

DAY = date(2026, 12, 10)
OPENS = datetime(2026, 12, 10, 8, 0, tzinfo=UTC)
DRAFTS = (
    ItemDraft("Adoption of the agenda", "adoption of the agenda", minutes=10),
    ItemDraft("Any other business", "any other business"),
)


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return actions.create_meeting(
        cast.officer.actor, network=cast.network, title="Regular meeting", starts_on=DAY, opens_at=OPENS
    )


@pytest.fixture
def begun(cast: Cast, meeting: Meeting) -> Meeting:
    actions.begin_agenda(cast.officer.actor, meeting=meeting, items=DRAFTS)
    return meeting


@pytest.fixture
def proposal(cast: Cast, begun: Meeting) -> AgendaItem:
    return actions.propose_item(
        cast.coordinator.actor,
        meeting=begun,
        title="Hotels at the lake",
        note="Why we look at hotels.",
        seat=cast.seats["ab"],
        minutes_planned=30,
    )


def _titles(cast: Cast, meeting: Meeting) -> list[tuple[str, str]]:
    lines = agenda_of(cast.officer.actor, meeting).lines
    return [(line.number, line.item.title) for line in lines]


def test_a_seat_proposes_and_the_bureau_gives_it_its_place(cast: Cast, proposal: AgendaItem) -> None:
    assert proposal.state == "proposed"
    placed = actions.place_item(cast.officer.actor, item=proposal, to=2)
    assert placed.state == "provisional"
    assert _titles(cast, proposal.meeting) == [
        ("1", "Adoption of the agenda"),
        ("2", "Hotels at the lake"),
        ("3", "Any other business"),
    ]
    slots = [line.slot.starts_at for line in agenda_of(cast.other.actor, proposal.meeting).lines]
    assert [at and at.hour * 60 + at.minute for at in slots] == [480, 490, 520]


def test_what_is_only_proposed_is_seen_by_its_sponsor_and_the_bureau_alone(
    cast: Cast, proposal: AgendaItem
) -> None:
    def seen(role: str) -> bool:
        return visible_items(getattr(cast, role).actor).filter(pk=proposal.pk).exists()

    assert [r for r in ("coordinator", "local", "officer", "chair") if not seen(r)] == []
    assert [r for r in ("other", "observer", "former", "admin") if seen(r)] == []


def test_others_than_the_members_and_the_bureau_propose_nothing(cast: Cast, begun: Meeting) -> None:
    for role, refusal in (("local", NotAllowed), ("observer", NotVisible)):
        player = getattr(cast, role)
        with pytest.raises(refusal):
            actions.propose_item(player.actor, meeting=begun, title="X", note="Y", seat=player.seat)
    with pytest.raises(NotAllowed, match="own seat"):
        actions.propose_item(cast.other.actor, meeting=begun, title="X", note="Y", seat=cast.seats["ab"])
    with pytest.raises(NotAllowed, match="own seat"):
        actions.propose_item(cast.other.actor, meeting=begun, title="X", note="Y")
    with pytest.raises(NotAllowed):
        actions.begin_agenda(cast.coordinator.actor, meeting=begun, items=DRAFTS)


def test_an_item_without_a_note_or_for_more_people_than_the_meeting_is_refused(
    cast: Cast, begun: Meeting
) -> None:
    with pytest.raises(RuleBroken, match="explanatory note"):
        actions.propose_item(cast.coordinator.actor, meeting=begun, title="X", seat=cast.seats["ab"])
    with pytest.raises(RuleBroken, match="for members only"):
        actions.propose_item(
            cast.coordinator.actor, meeting=begun, title="X", note="Y", seat=cast.seats["ab"], ring="partners"
        )


def test_what_the_bureau_brings_stands_before_any_other_business(cast: Cast, begun: Meeting) -> None:
    item = actions.propose_item(cast.chair.actor, meeting=begun, title="A word of the Chair")
    assert (item.state, item.position) == ("provisional", 2)
    assert AgendaItem.objects.get(kind="any other business").position == 3


def test_once_the_agenda_went_out_a_seat_proposes_nothing_and_hears_the_article(
    cast: Cast, begun: Meeting
) -> None:
    actions.send_agenda(cast.officer.actor, meeting=begun)
    with pytest.raises(
        RuleBroken, match=r"60 days before the meeting opens \(Article 5\.1 of the model terms"
    ):
        actions.propose_item(
            cast.coordinator.actor, meeting=begun, title="X", note="Y", seat=cast.seats["ab"]
        )
    with pytest.raises(RuleBroken, match="went out already"):
        actions.send_agenda(cast.officer.actor, meeting=begun)


def test_the_chair_alone_notes_the_adoption_and_not_before_the_meeting(
    cast: Cast, proposal: AgendaItem
) -> None:
    meeting = proposal.meeting
    with pytest.raises(NotAllowed, match="the Chair decides"):
        actions.adopt_agenda(cast.officer.actor, meeting=meeting)
    with pytest.raises(RuleBroken, match="by the meeting itself"):
        actions.adopt_agenda(cast.chair.actor, meeting=meeting)
    with time_machine.travel(OPENS, tick=False):
        actions.adopt_agenda(cast.chair.actor, meeting=meeting)
    states = AgendaItem.objects.filter(meeting=meeting).order_by("pk").values_list("state", flat=True)
    assert list(states) == ["adopted", "adopted", "proposed"]


CHANGES: dict[str, Callable[..., AgendaItem]] = {
    "moved": lambda actor, item, why: actions.place_item(actor, item=item, to=2, why=why),
    "changed": lambda actor, item, why: actions.change_item(
        actor, item=item, version=item.version, minutes_planned=5, why=why
    ),
    "withdrawn": lambda actor, item, why: actions.withdraw_item(actor, item=item, why=why),
}


@pytest.mark.parametrize("change", CHANGES)
def test_after_the_adoption_every_change_says_why_and_shows_it(
    cast: Cast, begun: Meeting, change: str
) -> None:
    with time_machine.travel(OPENS, tick=False):
        actions.adopt_agenda(cast.chair.actor, meeting=begun)
        item = AgendaItem.objects.get(kind="adoption of the agenda")
        with pytest.raises(RuleBroken, match="say what is changed and why"):
            CHANGES[change](cast.officer.actor, item, " ")
        changed = CHANGES[change](cast.officer.actor, item, "The minister comes  later")
    assert (changed.change_words, changed.changed_at) == ("The minister comes later", OPENS)


def test_of_two_who_change_an_item_the_second_sees_both(cast: Cast, proposal: AgendaItem) -> None:
    actions.change_item(cast.coordinator.actor, item=proposal, version=1, title="Theirs")
    with pytest.raises(Conflict) as conflict:
        actions.change_item(cast.officer.actor, item=proposal, version=1, title="Ours")
    assert ("Ours" in conflict.value.ours, "Theirs" in conflict.value.theirs) == (True, True)


def test_a_sponsor_changes_and_withdraws_a_proposal_until_it_stands(cast: Cast, proposal: AgendaItem) -> None:
    with pytest.raises(NotAllowed):
        actions.change_item(cast.other.actor, item=proposal, version=1, title="X")
    actions.place_item(cast.officer.actor, item=proposal, to=1)
    with pytest.raises(RuleBroken, match="stands on the agenda now"):
        actions.change_item(cast.coordinator.actor, item=proposal, version=2, title="X")
    with pytest.raises(RuleBroken, match="stands on the agenda now"):
        actions.withdraw_item(cast.coordinator.actor, item=proposal)


def test_a_postponed_item_waits_in_the_backlog_until_one_meeting_takes_it_up(
    cast: Cast, proposal: AgendaItem
) -> None:
    officer = cast.officer.actor
    later = actions.create_meeting(officer, network=cast.network, title="Next", starts_on=date(2027, 4, 1))
    actions.begin_agenda(officer, meeting=later, items=DRAFTS)
    actions.place_item(officer, item=proposal, to=2)
    with pytest.raises(RuleBroken, match="Say why"):
        actions.postpone_item(officer, item=proposal, why="")
    actions.postpone_item(officer, item=proposal, why="No time was left")
    assert _titles(cast, proposal.meeting)[1:] == [("2", "Any other business")]
    assert list(backlog(cast.other.actor, cast.network)) == [proposal]
    taken = actions.take_up_item(officer, item=proposal, meeting=later)
    assert (taken.carried_from, taken.seat, taken.note) == (proposal, proposal.seat, proposal.note)
    assert _titles(cast, later)[1] == ("2", "Hotels at the lake")
    assert list(backlog(officer, cast.network)) == []
    with pytest.raises(RuleBroken, match="taken up already"):
        actions.take_up_item(officer, item=proposal, meeting=later)


def test_an_item_taken_up_is_never_for_more_people_than_its_new_meeting(
    cast: Cast, proposal: AgendaItem
) -> None:
    officer = cast.officer.actor
    small = actions.create_meeting(
        officer, network=cast.network, title="Bureau", starts_on=date(2027, 4, 1), ring="bureau"
    )
    actions.postpone_item(officer, item=proposal, why="For the bureau first")
    assert actions.take_up_item(officer, item=proposal, meeting=small).ring == Ring.BUREAU


def test_a_closed_item_keeps_its_number_and_its_time_for_whoever_does_not_see_it(
    cast: Cast, begun: Meeting
) -> None:
    item = actions.propose_item(
        cast.officer.actor, meeting=begun, title="Among us", ring="bureau", is_closed=True, minutes_planned=60
    )
    actions.place_item(cast.officer.actor, item=item, to=2)
    seen = agenda_of(cast.other.actor, begun)
    assert [line.number for line in seen.lines] == ["1", "3"]
    assert seen.lines[1].slot.starts_at == datetime(2026, 12, 10, 9, 10, tzinfo=UTC)
    assert seen.hidden == 1
    assert agenda_of(cast.officer.actor, begun).hidden == 0


def test_a_cancelled_meeting_keeps_its_agenda_and_takes_nothing_more(cast: Cast, begun: Meeting) -> None:
    with pytest.raises(RuleBroken, match="Say why"):
        actions.cancel_meeting(cast.officer.actor, meeting=begun, why=" ")
    with pytest.raises(NotAllowed):
        actions.cancel_meeting(cast.coordinator.actor, meeting=begun, why="Because")
    row = actions.cancel_meeting(cast.chair.actor, meeting=begun, why="The airport is shut")
    assert (row.is_cancelled, row.cancelled_because) == (True, "The airport is shut")
    with pytest.raises(RuleBroken, match="is cancelled"):
        actions.propose_item(
            cast.coordinator.actor, meeting=begun, title="X", note="Y", seat=cast.seats["ab"]
        )
    assert len(agenda_of(cast.other.actor, begun).lines) == 2


def test_a_purged_item_keeps_nothing_but_its_place(cast: Cast, proposal: AgendaItem) -> None:
    row = actions.purge_item(cast.officer.actor, item=proposal, reason="Data of a case")
    assert "Hotels" not in row.title
    assert row.note == ""


def test_an_agenda_is_read_in_three_queries_however_long(
    cast: Cast, begun: Meeting, django_assert_num_queries: Callable[..., object]
) -> None:
    for n in range(20):
        item = actions.propose_item(cast.officer.actor, meeting=begun, title=f"Item {n}")
        actions.announce_paper(cast.officer.actor, meeting=begun, title=f"Paper {n}", item=item)
    reader = cast.other.actor
    with django_assert_num_queries(3):  # type: ignore[attr-defined]
        found = agenda_of(reader, begun)
    assert len(found.lines) == 22
    assert sum(len(line.papers) for line in found.lines) == 20

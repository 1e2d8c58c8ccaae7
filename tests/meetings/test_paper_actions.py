"""Symbols that are never given twice, and a paper on its way into the book."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.urls import reverse

from secretariat.meetings import actions
from secretariat.meetings.actions import Delivered
from secretariat.meetings.models import AgendaItem, Meeting, Paper
from secretariat.meetings.reads import may_open_file, papers_in_the_book, visible_papers
from secretariat.publishing.actions import narrow_ring, release_ring
from secretariat.toolbox.errors import NotAllowed, RuleBroken
from tests.cast import Cast

FILE = Delivered("source-abc", "hotels.pdf", "0" * 64, 3)
DAY = date(2026, 12, 10)


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    return actions.create_meeting(cast.officer.actor, network=cast.network, title="Talks", starts_on=DAY)


@pytest.fixture
def paper(cast: Cast, meeting: Meeting) -> Paper:
    return actions.announce_paper(
        cast.coordinator.actor, meeting=meeting, title="Hotels", kind="for decision", seat=cast.seats["ab"]
    )


def _announce(cast: Cast, meeting: Meeting, kind: str = "for information", **more: object) -> Paper:
    return actions.announce_paper(cast.officer.actor, meeting=meeting, title="X", kind=kind, **more)  # type: ignore[arg-type]


def test_a_symbol_says_network_year_meeting_kind_and_number(cast: Cast, meeting: Meeting) -> None:
    stem = _announce(cast, meeting).symbol.rpartition("/")[0]
    assert stem.endswith("/2026/PL.1")
    kinds = ("for information", "for decision", "working paper", "for information")
    found = [_announce(cast, meeting, kind).symbol.removeprefix(f"{stem}/") for kind in kinds]
    assert found == ["INF.2", "L.1", "WP.1", "INF.3"]
    other = actions.create_meeting(cast.officer.actor, network=cast.network, title="Next", starts_on=DAY)
    assert "/2026/PL.2/" in _announce(cast, other).symbol


def test_a_symbol_is_never_given_again_whatever_goes(cast: Cast, meeting: Meeting, paper: Paper) -> None:
    first = actions.withdraw_paper(cast.officer.actor, paper=paper)
    second = _announce(cast, meeting, "for decision")
    assert (first.symbol.rpartition(".")[2], second.symbol.rpartition(".")[2]) == ("1", "2")
    actions.purge_paper(cast.officer.actor, paper=second, reason="Data of a case")
    assert _announce(cast, meeting, "for decision").symbol.endswith("L.3")
    # Even where rows go, as by a hand in the store: the series is counted beside them.
    Paper.objects.filter(meeting=meeting).delete()
    assert _announce(cast, meeting, "for decision").symbol.endswith("L.4")


def test_later_papers_bear_the_symbol_they_belong_to(cast: Cast, meeting: Meeting, paper: Paper) -> None:
    officer = cast.officer.actor

    def later(of: Paper, suffix: str) -> Paper:
        return actions.announce_paper(officer, meeting=meeting, title="X", of=of, suffix=suffix)

    first = later(paper, "revision")
    assert first.symbol == f"{paper.symbol}/Rev.1"
    assert first.kind == paper.kind
    assert later(paper, "revision").symbol == f"{paper.symbol}/Rev.2"
    assert later(paper, "addendum").symbol == f"{paper.symbol}/Add.1"
    assert later(first, "corrigendum").symbol == f"{paper.symbol}/Rev.1/Corr.1"
    with pytest.raises(RuleBroken, match="one of"):
        later(paper, "copy")


def test_nobody_revises_or_corrects_the_paper_of_another_state(
    cast: Cast, meeting: Meeting, paper: Paper
) -> None:
    whole = _announce(cast, meeting)
    for of in (paper, whole):
        with pytest.raises(NotAllowed, match="your own seat"):
            actions.announce_paper(
                cast.other.actor, meeting=meeting, title="X", seat=cast.other.seat, of=of, suffix="revision"
            )
        page = cast.other.client.get(reverse("meetings:announce_paper", args=[meeting.ref]))
        assert of.ref not in page.content.decode()
    own = cast.coordinator
    actions.announce_paper(own.actor, meeting=meeting, title="X", seat=own.seat, of=paper, suffix="revision")
    page = own.client.get(reverse("meetings:announce_paper", args=[meeting.ref]))
    assert paper.ref in page.content.decode()


def test_a_paper_for_decision_after_its_day_is_refused_with_the_article_and_taken_by_the_bureau_as_late(
    cast: Cast, paper: Paper
) -> None:
    with time_machine.travel(datetime(2026, 12, 1, 9, tzinfo=UTC), tick=False):
        with pytest.raises(RuleBroken, match=r"too late: .* 10 working days .*Article 5\.3") as refused:
            actions.deliver_paper(cast.coordinator.actor, paper=paper, file=FILE)
        assert refused.value.rule == "meetings.papers_for_decision"
        late = actions.deliver_paper(cast.officer.actor, paper=paper, file=FILE)
    assert (late.state, late.is_late) == ("delivered", True)


def test_the_articles_of_the_network_are_the_ones_that_are_cited(cast: Cast, paper: Paper) -> None:
    term = actions.prepare_term(
        cast.officer.actor,
        network=cast.network,
        parameter="papers_for_decision",
        value="15",
        article="12(3)",
        since_on=date(2026, 1, 1),
    )
    actions.decide_term(cast.chair.actor, term=term)
    with pytest.raises(RuleBroken, match=r"15 working days .*Article 12\(3\) of the terms of reference"):
        actions.deliver_paper(cast.coordinator.actor, paper=paper, file=FILE)


def test_the_file_opens_to_others_once_it_was_reviewed(cast: Cast, paper: Paper) -> None:
    row = actions.deliver_paper(cast.officer.actor, paper=paper, file=FILE)
    assert not may_open_file(cast.other.actor, row)
    assert may_open_file(cast.coordinator.actor, row)
    assert may_open_file(cast.officer.actor, row)
    with pytest.raises(NotAllowed):
        actions.review_paper(cast.coordinator.actor, paper=paper)
    row = actions.review_paper(cast.officer.actor, paper=paper)
    assert may_open_file(cast.other.actor, row)


def test_only_a_reviewed_pdf_stands_in_the_book_and_a_new_file_takes_it_out(cast: Cast, paper: Paper) -> None:
    officer = cast.officer.actor
    actions.deliver_paper(officer, paper=paper, file=Delivered("source-abc", "hotels.docx", "1" * 64, 0))
    actions.review_paper(officer, paper=paper)
    with pytest.raises(RuleBroken, match="is no PDF"):
        actions.put_in_book(officer, paper=paper)
    actions.deliver_paper(officer, paper=paper, file=FILE)
    actions.review_paper(officer, paper=paper)
    actions.put_in_book(officer, paper=paper)
    assert list(papers_in_the_book(cast.other.actor, paper.meeting)) == [paper]
    actions.deliver_paper(officer, paper=paper, file=FILE)
    assert not papers_in_the_book(cast.other.actor, paper.meeting).exists()


def test_a_paper_is_never_for_more_people_than_its_item(cast: Cast, meeting: Meeting) -> None:
    officer = cast.officer.actor
    item = actions.propose_item(officer, meeting=meeting, title="Among us", ring="bureau")
    with pytest.raises(RuleBroken, match="for bureau only"):
        _announce(cast, meeting, item=item)
    loose = _announce(cast, meeting)
    with pytest.raises(RuleBroken, match="for bureau only"):
        actions.change_paper(officer, paper=loose, version=1, item=item)


def test_an_item_that_is_narrowed_hides_its_papers_at_once(cast: Cast, meeting: Meeting) -> None:
    officer = cast.officer.actor
    item = actions.propose_item(officer, meeting=meeting, title="Open")
    paper = _announce(cast, meeting, item=item)
    assert visible_papers(cast.other.actor).filter(pk=paper.pk).exists()
    narrow_ring(officer, thing=item, ring="bureau", reason="Too early for this")
    assert not visible_papers(cast.other.actor).filter(pk=paper.pk).exists()


def test_only_the_originator_widens_and_never_beyond_the_item(cast: Cast, meeting: Meeting) -> None:
    officer = cast.officer.actor
    outer = actions.create_meeting(
        officer, network=cast.network, title="With partners", starts_on=DAY, ring="partners"
    )
    item = actions.propose_item(officer, meeting=outer, title="Item", ring="members")
    paper = actions.announce_paper(
        cast.coordinator.actor, meeting=outer, title="X", item=item, seat=cast.seats["ab"]
    )
    for role in ("officer", "chair", "other"):
        with pytest.raises(NotAllowed):
            release_ring(getattr(cast, role).actor, thing=paper, ring="partners", reason="All may know")
    with pytest.raises(RuleBroken, match="what it stands in"):
        release_ring(cast.coordinator.actor, thing=paper, ring="partners", reason="All may know")
    release_ring(cast.chair.actor, thing=item, ring="partners", reason="All may know")
    assert AgendaItem.objects.get(pk=item.pk).ring == "partners"
    wide = release_ring(cast.coordinator.actor, thing=paper, ring="partners", reason="All may know")
    assert wide.ring == "partners"


def test_a_seat_brings_papers_in_its_own_name_alone(cast: Cast, meeting: Meeting, paper: Paper) -> None:
    with pytest.raises(NotAllowed, match="own seat"):
        actions.announce_paper(cast.other.actor, meeting=meeting, title="X", seat=cast.seats["ab"])
    with pytest.raises(NotAllowed):
        actions.deliver_paper(cast.other.actor, paper=paper, file=FILE)
    with pytest.raises(NotAllowed):
        actions.withdraw_paper(cast.local.actor, paper=paper)

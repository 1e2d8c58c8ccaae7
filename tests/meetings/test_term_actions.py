"""The terms of reference: the Secretariat prepares, the Chair decides, and every day cites its article."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from secretariat.meetings import actions
from secretariat.meetings.models import Term
from secretariat.meetings.reads import deadlines_of, terms_of, terms_page
from secretariat.toolbox.errors import NotAllowed, RuleBroken
from tests.cast import Cast


def _prepare(cast: Cast, parameter: str = "papers_for_decision", value: str = "15", **more: object) -> Term:
    facts: dict[str, object] = {"article": "12", "since_on": date(2026, 3, 1)} | more
    return actions.prepare_term(
        cast.officer.actor,
        network=cast.network,
        parameter=parameter,
        value=value,
        **facts,  # type: ignore[arg-type]
    )


def test_what_is_prepared_holds_only_once_the_chair_decided_and_from_its_day_on(cast: Cast) -> None:
    term = _prepare(cast)
    assert terms_of(cast.network, date(2026, 6, 1)).get("papers_for_decision").value == 10
    with pytest.raises(NotAllowed, match="the Chair decides"):
        actions.decide_term(cast.officer.actor, term=term)
    with pytest.raises(NotAllowed):
        actions.prepare_term(
            cast.coordinator.actor,
            network=cast.network,
            parameter="credentials",
            value="12",
            article="6",
            since_on=date(2026, 3, 1),
        )
    actions.decide_term(cast.chair.actor, term=term)
    assert terms_of(cast.network, date(2026, 6, 1)).get("papers_for_decision").value == 15
    assert terms_of(cast.network, date(2026, 2, 28)).get("papers_for_decision").value == 10


def test_a_change_leaves_what_was_before_it(cast: Cast) -> None:
    for value, since in (("15", date(2026, 3, 1)), ("20", date(2026, 9, 1))):
        actions.decide_term(cast.chair.actor, term=_prepare(cast, value=value, since_on=since))
    values = [
        terms_of(cast.network, day).get("papers_for_decision").value
        for day in (date(2026, 5, 1), date(2026, 10, 1))
    ]
    assert values == [15, 20]
    line = next(
        x
        for x in terms_page(cast.other.actor, cast.network, date(2026, 10, 1))
        if x.parameter.name == "papers_for_decision"
    )
    assert [row.value for row in line.decided] == ["20", "15"]


@pytest.mark.parametrize(
    ("parameter", "value", "article"),
    [
        ("papers_for_decision", "soon", "12"),
        ("papers_for_decision", "15", "of old"),
        ("lunch", "1", "1"),
        ("silence_minimum", "11", "8"),
    ],
)
def test_what_makes_no_sense_is_refused(cast: Cast, parameter: str, value: str, article: str) -> None:
    with pytest.raises(RuleBroken):
        _prepare(cast, parameter, value, article=article)
    assert not Term.objects.exists()


def test_a_decision_that_a_later_one_contradicts_is_refused(cast: Cast) -> None:
    chair = cast.chair.actor
    longer = _prepare(cast, "silence_usual", "20", article="8.2", since_on=date(2026, 1, 1))
    actions.decide_term(chair, term=longer)
    shorter = _prepare(cast, "silence_usual", "6", article="8.2", since_on=date(2026, 9, 1))
    actions.decide_term(chair, term=shorter)
    least = _prepare(cast, "silence_minimum", "15", article="8.1", since_on=date(2026, 3, 1))
    with pytest.raises(RuleBroken, match="cannot be longer"):
        actions.decide_term(chair, term=least)
    assert Term.objects.get(pk=least.pk).state == "prepared"


def test_one_day_has_one_decision_and_what_is_decided_stays(cast: Cast) -> None:
    first, second = _prepare(cast), _prepare(cast, value="20")
    actions.decide_term(cast.chair.actor, term=first)
    with pytest.raises(RuleBroken, match="decided already"):
        actions.decide_term(cast.chair.actor, term=second)
    with pytest.raises(RuleBroken, match="stays on the record"):
        actions.withdraw_term(cast.officer.actor, term=first)
    actions.withdraw_term(cast.officer.actor, term=second)
    assert list(Term.objects.all()) == [first]


def test_every_day_of_a_meeting_cites_its_article(cast: Cast) -> None:
    meeting = actions.create_meeting(
        cast.officer.actor,
        network=cast.network,
        title="Talks",
        starts_on=date(2026, 12, 10),
        opens_at=datetime(2026, 12, 10, 8, tzinfo=UTC),
        closes_at=datetime(2026, 12, 10, 16, tzinfo=UTC),
    )
    lines = deadlines_of(cast.other.actor, meeting, datetime(2026, 12, 1, tzinfo=UTC))
    found = {line.due.name: (line.due.on, line.due.article, line.has_passed) for line in lines if line.due}
    assert found == {
        "agenda_regular": (date(2026, 10, 11), "5.1", True),
        "papers_for_decision": (date(2026, 11, 25), "5.3", True),
        "credentials": (None, "6.1", False),
        "record_draft": (date(2026, 12, 17), "9.1", False),
        "record_corrections": (date(2026, 12, 24), "9.2", False),
    }
    assert all("Article" in line.due.words for line in lines if line.due)


def test_a_special_meeting_has_the_shorter_time_and_without_an_hour_some_days_are_not_known(
    cast: Cast,
) -> None:
    meeting = actions.create_meeting(
        cast.officer.actor,
        network=cast.network,
        title="Experts",
        kind="technical",
        starts_on=date(2026, 12, 10),
    )
    lines = deadlines_of(cast.other.actor, meeting, datetime(2026, 12, 1, tzinfo=UTC))
    assert lines[0].due is not None
    assert lines[0].due.name == "agenda_special"
    assert [line.what for line in lines if line.problem] == ["Credentials are here"]


def test_partners_learn_nothing_of_the_terms(cast: Cast) -> None:
    meeting = actions.create_meeting(
        cast.officer.actor, network=cast.network, title="Open", starts_on=date(2026, 12, 10), ring="partners"
    )
    assert deadlines_of(cast.observer.actor, meeting, datetime(2026, 12, 1, tzinfo=UTC)) == ()
    for address in (reverse("desk:meeting", args=[meeting.ref]), reverse("desk:agenda", args=[meeting.ref])):
        assert "Article" in cast.other.client.get(address).content.decode()
        assert "Article" not in cast.observer.client.get(address).content.decode()
    assert cast.observer.client.get(reverse("meetings:terms")).status_code == 404

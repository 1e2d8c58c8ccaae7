"""The thread, decided from plain values."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from secretariat.desk.rules import Matter, thread_of

DAY = date(2026, 5, 30)
NOTHING = Matter(None, "", "", "", None, "", "", None, "open", 0, None, "", None, "")
SAID = replace(NOTHING, said_on=DAY, said_by="Alba", said_url="/said")
RECORDED = replace(SAID, record_state="approved", approved_on=date(2026, 6, 1), record_url="/record")
OWNED = replace(RECORDED, owner="Bresta", commitment_url="/line")
PROMISED = replace(OWNED, due_on=date(2026, 9, 1))
DONE = replace(PROMISED, state="done", done_on=date(2026, 8, 1), reports=2)
SHOWN = replace(DONE, shown_on=date(2026, 10, 18), shown_url="/shown")


@pytest.mark.parametrize(
    ("matter", "states"),
    [
        (NOTHING, "now open open open open"),
        (SAID, "past now open open open"),
        (RECORDED, "past past now open open"),
        (OWNED, "past past now open open"),
        (replace(OWNED, owner="", due_on=DAY), "past past now open open"),
        (PROMISED, "past past past now open"),
        (DONE, "past past past past now"),
        (SHOWN, "past past past past past"),
        (replace(SHOWN, owner="", due_on=None), "past past now past past"),
        (replace(PROMISED, state="dropped"), "past past past open open"),
        (replace(NOTHING, owner="Alba", due_on=DAY), "now open past open open"),
    ],
)
def test_what_happened_is_past_the_first_step_that_did_not_is_now(matter: Matter, states: str) -> None:
    nodes = thread_of(matter)
    assert [node.step for node in nodes] == ["said", "recorded", "promised", "done", "shown"]
    assert [node.state for node in nodes] == states.split()


def test_at_most_one_step_is_next_whatever_is_known() -> None:
    for said, recorded, owner, due, done, shown, state in product(
        (None, DAY), ("", "draft"), ("", "Alba"), (None, DAY), (None, DAY), (None, DAY), ("open", "dropped")
    ):
        matter = replace(
            NOTHING,
            said_on=said,
            record_state=recorded,
            owner=owner,
            due_on=due,
            done_on=done,
            shown_on=shown,
            state=state,
        )
        states = [node.state for node in thread_of(matter)]
        happened = [bool(said), bool(recorded), bool(owner and due), bool(done), bool(shown)]
        assert [word == "past" for word in states] == happened
        assert states.count("now") == (0 if state == "dropped" or all(happened) else 1)


@pytest.mark.parametrize(
    ("owner", "due", "words"),
    [
        ("", None, "no owner, no date"),
        ("Bresta", None, "Bresta, no date"),
        ("", DAY, "no owner"),
        ("Bresta", DAY, "due from Bresta"),
    ],
)
def test_a_promise_says_who_owes_it_and_what_it_lacks(owner: str, due: date | None, words: str) -> None:
    node = thread_of(replace(RECORDED, owner=owner, due_on=due))[2]
    assert node.who == words
    assert node.on == (due if owner and due else None)


def test_a_dropped_line_says_so_and_waits_for_nothing() -> None:
    nodes = thread_of(replace(PROMISED, state="dropped"))
    assert nodes[2].who == "dropped, with the reason"
    assert "now" not in {node.state for node in nodes}


def test_each_node_leads_to_what_it_rests_on() -> None:
    assert [node.url for node in thread_of(SHOWN)] == ["/said", "/record", "/line", "/line", "/shown"]
    assert thread_of(PROMISED)[3].url == "", "no report, nothing to open"
    assert [thread_of(replace(DONE, reports=n))[3].words for n in (0, 1, 2)] == ["", "1 report", "2 reports"]
    assert thread_of(RECORDED)[1].words == "record approved"

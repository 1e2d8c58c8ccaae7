"""The written policy, cell by cell, against the program: one set-up for all who may and all who may not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db.models import QuerySet

from secretariat.access.policy import POINTS, SEE, load
from secretariat.access.rules import (
    Actor,
    Right,
    Ring,
    all_rights,
    kind_of,
    program_only,
    right_named,
    sees,
    verdict,
)
from secretariat.commitments.reads import visible_progress
from secretariat.desk.things import KINDS
from secretariat.meetings.reads import (
    visible_events,
    visible_free_spans,
    visible_items,
    visible_papers,
    visible_poll_lines,
    visible_polls,
    visible_terms,
)
from secretariat.meetings.reads.delegations import visible_delegates, visible_delegations, visible_needs
from secretariat.meetings.reads.invitations import (
    visible_invitations,
    visible_invitees,
    visible_letters,
    visible_mails,
)
from secretariat.members.reads import (
    visible_mandates,
    visible_networks,
    visible_nominations,
    visible_notices,
    visible_openings,
)
from secretariat.minutes.reads import visible_corrections
from secretariat.publishing.reads import visible_releases
from secretariat.web.checks import every_right_stands_in_the_written_policy
from tests.cast import Cast
from tests.policy.points import build_points, build_things
from tests.policy.routes import SEAT_OR_BUREAU

DOORS: dict[str, Callable[[Actor], QuerySet[Any]]] = {
    **{name: kind.door for name, kind in KINDS.items()},
    "network": visible_networks,
    "mandate": visible_mandates,
    "progress": visible_progress,
    "event": visible_events,
    "freespan": visible_free_spans,
    "invitation": visible_invitations,
    "mail": visible_mails,
    "item": visible_items,
    "paper": visible_papers,
    "poll": visible_polls,
    "pollline": visible_poll_lines,
    "term": visible_terms,
    "release": visible_releases,
}
"""The visible door of each kind: it must let through exactly whom the row ``see`` names."""

NARROWER: dict[str, tuple[Callable[[Actor], QuerySet[Any]], set[str]]] = {
    # Between a seat and the bureau: the seat that proposed finds its own.
    "nomination": (visible_nominations, {"coordinator", "substitute", "chair", "secretariat"}),
    # The seat that asked finds its own too, where it sees the entry; here the entry is the bureau's.
    "correction": (visible_corrections, {"chair", "secretariat"}),
    # A letter may hold a link for one person alone: only the Secretariat lists letters.
    "notice": (visible_notices, {"secretariat"}),
    "opening": (visible_openings, {"chair", "secretariat", "emergency"}),
    # An invited seat's own, and beside it the offices that invite.
    "invitee": (visible_invitees, set(SEAT_OR_BUREAU)),
    "letter": (visible_letters, set(SEAT_OR_BUREAU)),
    "delegation": (visible_delegations, set(SEAT_OR_BUREAU)),
    "delegate": (visible_delegates, set(SEAT_OR_BUREAU)),
    # What somebody needs is for those who speak for the seat and for the Secretariat: not for the Chair.
    "needs": (visible_needs, {"coordinator", "substitute", "secretariat"}),
}
"""Kinds whose list is not simply their ring's, with those who find the thing in it."""


@pytest.mark.parametrize("ring", list(Ring))
def test_every_cell_of_the_file_is_what_the_program_does(cast: Cast, ring: Ring) -> None:
    points, things = build_points(cast), build_things(cast, ring)
    actors = {column: point.actor for column, point in points.items()}
    rows = {key: row for key, row in load().cells.items() if key[1] == ring}
    assert {kind for kind, _, _ in rows} == set(things), "a kind without a thing, or a thing without a row"
    wrong, count = [], 0
    for (kind, _, act), row in rows.items():
        thing = things[kind]
        assert (kind_of(thing), thing.ring) == (kind, ring)
        for column, cell in row.items():
            count += 1
            found = _looked(actors[column], thing) if act == SEE else _asked(actors[column], act, thing)
            if found != cell:
                wrong.append(f"{kind}, {ring}, {act}, {column}: written {cell}, done {found}")
    print(f"policy cells checked in the ring {ring}: {count}")
    assert wrong == []
    assert count == len(rows) * len(POINTS)


def _looked(actor: Actor, thing: Any) -> str:
    """What a point of view finds: through the rule and, where the list is the ring's, through the query too."""
    found = "yes" if sees(actor, thing) else "."
    door = DOORS.get(kind_of(thing))
    if door is not None and door(actor).filter(pk=thing.pk).exists() != (found == "yes"):
        return f"rule {found}, query otherwise"
    return found


def _asked(actor: Actor, act: str, thing: Any) -> str:
    """What a point of view may do. The rule of the right is asked by itself too: behind the file, a rule that
    allows too much would not show.
    """
    answer = verdict(actor, act, thing)
    if answer.rule == "access.not_visible":
        return "."
    if bool(answer) != bool(right_named(act).rule(actor, thing)):
        return f"file {'yes' if answer else 'no'}, rule otherwise"
    return "yes" if answer else "no"


@pytest.mark.parametrize("kind", sorted(NARROWER))
def test_kinds_with_a_list_of_their_own_are_found_by_exactly_those_named(cast: Cast, kind: str) -> None:
    of_a_seat = {"invitee", "letter", "delegation", "delegate", "needs"}
    ring = Ring.SEAT if kind in of_a_seat else Ring.BUREAU
    points, things = build_points(cast), build_things(cast, ring)
    door, named = NARROWER[kind]
    found = {c for c, p in points.items() if door(p.actor).filter(pk=things[kind].pk).exists()}
    assert found == named


def test_every_right_has_its_rows_and_every_row_its_right() -> None:
    assert load().rights == {right.name for right in all_rights()}


def test_every_kind_of_thing_with_a_ring_has_its_rows() -> None:
    house = [m for m in apps.get_models() if m.__module__.startswith("secretariat.")]
    ringed = [m for m in house if hasattr(m, "ring") and hasattr(m, "ref")]
    kinds = {str(m._meta.get_field("ref").get_default()).partition("-")[0] for m in ringed}
    assert kinds == load().kinds


def test_every_kind_can_be_looked_for() -> None:
    assert set(DOORS) | set(NARROWER) == load().kinds


def test_the_file_holds_at_least_four_thousand_cells_of_fourteen_points_of_view() -> None:
    written = load()
    cells = len(written.cells) * len(POINTS)
    print(
        f"policy: {cells} cells, {len(POINTS)} points of view, {len(written.kinds)} kinds, {len(written.rights)} rights"
    )
    assert cells >= 4000
    assert len(POINTS) >= 13


def test_the_program_does_not_start_with_a_right_that_stands_in_no_row(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert every_right_stands_in_the_written_policy() == []
    undeclared = Right("nowhere.do_nothing", "{actor} did {thing}", program_only)
    monkeypatch.setattr("secretariat.web.checks.all_rights", lambda: (undeclared, *all_rights()))
    (found,) = every_right_stands_in_the_written_policy()
    assert "nowhere.do_nothing" in found.msg

"""The written policy can be obeyed, and is."""

from __future__ import annotations

from pathlib import Path

import pytest

from secretariat.access import policy
from secretariat.access.policy import FILE, PolicyBroken, load
from secretariat.access.rules import (
    PUBLIC,
    Actor,
    Ring,
    SeatKind,
    Standing,
    points_of,
    sees,
    verdict,
)
from tests.access.test_rules import Paper, holder

HEAD = FILE.read_text(encoding="utf-8").splitlines()[0]
EVERYBODY = ",".join(["yes"] * len(policy.POINTS))


def _file(folder: Path, *lines: str) -> Path:
    file = folder / "policy.csv"
    file.write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    return file


def test_the_file_of_the_house_holds_at_least_four_thousand_cells() -> None:
    cells = sum(len(row) for row in load().cells.values())
    print(f"policy cells: {cells}")
    assert cells >= 4000


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (["paper,public,see," + EVERYBODY.replace("yes", "perhaps", 1)], "none of yes, no"),
        (["paper,public,see," + EVERYBODY, "paper,public,see," + EVERYBODY], "stands there twice"),
        (["paper,public,see," + EVERYBODY.replace("yes", "no", 1)], "seen or it is not"),
        (
            ["paper,public,see," + EVERYBODY, "note,public,see," + EVERYBODY.replace("yes", ".", 1)],
            "shown to others",
        ),
    ],
)
def test_a_file_that_contradicts_itself_is_refused(tmp_path: Path, lines: list[str], why: str) -> None:
    with pytest.raises(PolicyBroken, match=why):
        load(_file(tmp_path, *lines))


def test_a_file_without_a_point_of_view_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "policy.csv"
    file.write_text(HEAD.replace(",chair", "") + "\n", encoding="utf-8")
    with pytest.raises(PolicyBroken, match="needs the columns"):
        load(file)


def _obey(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    written = load(file)
    monkeypatch.setattr(policy, "load", lambda: written)


def test_a_ring_taken_out_of_the_file_is_no_longer_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert sees(holder(SeatKind.OBSERVER), Paper(Ring.PARTNERS))
    text = FILE.read_text(encoding="utf-8").splitlines()
    column = HEAD.split(",").index("observer")
    lines = []
    for line in text[1:]:
        cells = line.split(",")
        if cells[1] == "partners":
            cells[column] = "."
        lines.append(",".join(cells))
    _obey(monkeypatch, _file(tmp_path, *lines))
    assert not sees(holder(SeatKind.OBSERVER), Paper(Ring.PARTNERS))


def test_a_right_taken_out_of_the_file_is_no_longer_held_and_who_holds_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chair, paper = holder(SeatKind.CHAIR, function="chair"), Paper(Ring.MEMBERS)
    assert verdict(chair, "minutes.add_entry", paper)
    column = HEAD.split(",").index("chair")
    lines = []
    for line in FILE.read_text(encoding="utf-8").splitlines()[1:]:
        cells = line.split(",")
        if cells[2] == "minutes.add_entry" and cells[column] == "yes":
            cells[column] = "no"
        lines.append(",".join(cells))
    _obey(monkeypatch, _file(tmp_path, *lines))
    refused = verdict(chair, "minutes.add_entry", paper)
    assert not refused
    assert (refused.rule, refused.who) == ("access.policy", "the Secretariat")


def _columns(actor: Actor, paper: Paper) -> set[frozenset[str]]:
    return set(points_of(actor, paper))


def test_each_point_of_view_is_the_column_it_is_called_after() -> None:
    own, others = Paper(Ring.MEMBERS, seat_id=7), Paper(Ring.MEMBERS, seat_id=8)
    member = holder(SeatKind.MEMBER)
    assert frozenset({"coordinator"}) in _columns(member, own)
    assert frozenset({"coordinator"}) not in _columns(member, others)
    assert frozenset({"substitute"}) in _columns(holder(SeatKind.MEMBER, function="substitute"), own)
    adviser = holder(SeatKind.MEMBER, function="expert")
    assert _columns(adviser, own) == {frozenset({"former"}), frozenset({"adviser"})}
    assert _columns(adviser, others) == {frozenset({"former"}), frozenset({"adviser", "other_state"})}
    assert _columns(PUBLIC, own) == {frozenset({"anonymous"})}


def test_the_chair_stands_for_what_is_the_networks_own_and_for_no_seat() -> None:
    chair = holder(SeatKind.CHAIR, function="chair")
    assert frozenset({"coordinator"}) in _columns(chair, Paper(Ring.MEMBERS))
    assert frozenset({"coordinator"}) not in _columns(chair, Paper(Ring.MEMBERS, seat_id=8))


def test_an_opened_network_is_seen_without_its_workspaces_and_gives_no_right() -> None:
    opened = Actor(kind="person", label="Adam", account_id=1, is_administrator=True, opened=frozenset({1}))
    assert {ring for ring in Ring if sees(opened, Paper(ring, seat_id=7))} == set(Ring) - {Ring.SEAT}
    assert not sees(opened, Paper(Ring.PARTNERS, network_id=2))
    assert not verdict(opened, "minutes.add_entry", Paper(Ring.MEMBERS))
    assert not opened.standings


def test_an_opened_network_is_part_of_who_one_is_so_that_nothing_remembered_outlives_it() -> None:
    closed = Actor(kind="person", label="Adam", account_id=1, is_administrator=True)
    opened = Actor(kind="person", label="Adam", account_id=1, is_administrator=True, opened=frozenset({1}))
    assert closed != opened
    assert hash(closed) != hash(opened)


def test_a_mandate_elsewhere_gives_no_point_of_view_here() -> None:
    standing = Standing(2, "elsewhere", 9, "chair", "Chair", SeatKind.CHAIR, "chair")
    actor = Actor(kind="person", label="Ana", standings=(standing,))
    assert _columns(actor, Paper(Ring.MEMBERS)) == {frozenset({"former"})}

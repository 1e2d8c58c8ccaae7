"""Fails closed: under every fault every deed is refused or done whole, and never by half."""

from __future__ import annotations

import logging
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.mail import get_connection
from django.db import DatabaseError, connection

from secretariat.archive.models import Source
from secretariat.archive.reads import file_faults
from secretariat.audit.reads import verify_chain
from secretariat.desk.leaving.export import export_network
from secretariat.desk.machine.jobs import send_due_notices
from secretariat.desk.recovery.snapshot import Table, tables_of
from secretariat.members.models import Notice
from secretariat.toolbox.errors import SecretariatError
from tests.abuse.every_action import CASES, Act, Ways
from tests.abuse.faults import BESIDE, REFUSING, counted_writes, failing_write
from tests.abuse.homes import copy_of, in_home, prepare
from tests.shape.test_doors import public_actions

pytestmark = [pytest.mark.abuse, pytest.mark.real_time]

FOLLOWS = {"desk_searchrow", "django_session"}
"""What follows deeds and can be made anew from them; and whole-text tables beside the first."""

Fault = Callable[[], AbstractContextManager[Any]]


@dataclass
class Told:
    """What one act under one fault showed."""

    fault: str
    outcome: str
    changed: frozenset[str]
    wrong: list[str] = field(default_factory=list)


def _state() -> dict[str, Table]:
    connection.ensure_connection()
    tables = tables_of(connection.connection)
    return {n: t for n, t in tables.items() if n not in FOLLOWS and "search" not in n and "cache" not in n}


def _tried(name: str, act: Act, fault: Fault) -> Told:
    """Does an act while a fault lasts, and looks at the store after it."""
    before = _state()
    outcome = "done"
    try:
        with fault():
            act()
    except (SecretariatError, DatabaseError, OSError) as error:
        outcome = f"refused ({type(error).__name__}: {error})"
    after = _state()
    changed = frozenset(n for n in before.keys() | after.keys() if before.get(n) != after.get(n))
    if not changed:
        return Told(name, outcome, changed)  # the very store that verified before
    _, faults = verify_chain()
    _, broken = file_faults()
    return Told(name, outcome, changed, [f.message for f in faults] + [words for _, words in broken])


def _half(told: Told, plain: Told) -> str:
    """What was done by half, held against the act without a fault; empty where it was refused or done whole."""
    if told.wrong:
        return f"the store does not verify: {told.wrong}"
    if told.outcome == "done":
        return "" if told.changed == plain.changed else f"done by half: {sorted(told.changed)}"
    return "" if not told.changed else f"something stayed: {sorted(told.changed)}"


def _through_all(name: str, folder: Path, writes: int) -> list[Told]:
    """One act in one store through every fault that refuses, and at the end without a fault: the disk is full
    at each of its writes (at most six of them, spread over all), at the commit, or cannot be written.
    """
    logging.disable(logging.CRITICAL)
    act, told = CASES[name](Ways(folder)), []
    for number in sorted({1 + round(step * (writes - 1) / 5) for step in range(6)}):
        told.append(_tried(f"disk full at write {number}", act, lambda n=number: failing_write(n)))  # type: ignore[misc]
    told += [_tried(fault, act, block) for fault, block in REFUSING.items()]
    return [*told, _tried("no fault", act, nullcontext)]


def _plain(name: str, folder: Path) -> tuple[Told, int]:
    """One act without a fault, and how often it writes."""
    counts: list[str] = []
    return _tried("no fault", CASES[name](Ways(folder)), lambda: counted_writes(counts)), len(counts)


def _beside(name: str, folder: Path, fault: str) -> Told:
    logging.disable(logging.CRITICAL)
    return _tried(fault, CASES[name](Ways(folder)), BESIDE[fault])


@pytest.fixture(scope="module")
def bundle(world_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An export, for the act that takes one in."""
    folder = tmp_path_factory.mktemp("bundle")

    def export() -> None:
        w = Ways(folder)
        export_network(w.actor("officer"), w.network, folder / "bundle")

    in_home(copy_of(world_home, folder / "home"), export)
    return folder / "bundle"


@pytest.fixture(scope="module")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A prepared store that holds nothing."""
    home = tmp_path_factory.mktemp("empty") / "home"
    prepare(home)
    return home


@pytest.fixture(scope="module")
def tally(request: pytest.FixtureRequest) -> Iterator[Counter[str]]:
    """Counts what was tried, and says so at the end."""
    counts: Counter[str] = Counter()
    yield counts
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        print(
            f"\nfaults: {counts['tried']} on {counts['actions']} actions, refused whole {counts['refused']}, done or "
            f"queued whole {counts['tried'] - counts['refused'] - counts['half']}, by half {counts['half']}"
        )


@pytest.fixture
def stores(
    world_home: Path, empty_home: Path, bundle: Path, tmp_path: Path, memory: Path
) -> Callable[[str], Path]:
    """Gives a fresh store for an act: the world, or an empty one for what comes into an empty one."""
    count = iter(range(1000))

    def store(name: str) -> Path:
        home = memory / f"home-{next(count)}"
        if name == "import_export":
            copy_of(empty_home, home)
            if not (tmp_path / "bundle").exists():
                shutil.copytree(bundle, tmp_path / "bundle")
            return home
        return copy_of(world_home, home)

    return store


def test_every_action_of_the_house_is_tried() -> None:
    assert {function.name for _, function in public_actions()} == set(CASES)


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_deed_is_refused_or_whole_under_every_fault(
    name: str, stores: Callable[[str], Path], tmp_path: Path, tally: Counter[str]
) -> None:
    plain, writes = in_home(stores(name), lambda: _plain(name, tmp_path))
    assert plain.outcome == "done"
    assert "audit_deed" in plain.changed, "the way to do it really does it"
    refused = in_home(stores(name), lambda: _through_all(name, tmp_path, writes))
    last = refused.pop()
    beside = [in_home(stores(name), lambda f=fault: _beside(name, tmp_path, f)) for fault in BESIDE]  # type: ignore[misc]
    told = [*refused, last, *beside]
    halves = [one for one in told if _half(one, plain)]
    whole_refusals = sum(one.outcome != "done" and one not in halves for one in told)
    tally.update(actions=1, tried=len(told), refused=whole_refusals, half=len(halves))
    assert [f"{name}, {one.fault}: {one.outcome}, but {_half(one, plain)}" for one in halves] == []
    assert last.outcome == "done", f"{name}: after the faults it should be done, but: {last.outcome}"
    assert [one.fault for one in refused if one.outcome == "done"] == [], (
        "nothing was written, and nobody was told"
    )


@pytest.mark.parametrize(
    ("told", "said"),
    [
        (Told("a fault", "done", frozenset({"deed", "paper"})), ""),
        (Told("a fault", "refused", frozenset()), ""),
        (Told("a fault", "done", frozenset({"deed"})), "done by half"),
        (Told("a fault", "refused", frozenset({"paper"})), "something stayed"),
        (Told("a fault", "done", frozenset({"deed", "paper"}), ["deed 3"]), "does not verify"),
    ],
)
def test_what_is_done_by_half_is_known_as_such(told: Told, said: str) -> None:
    plain = Told("no fault", "done", frozenset({"deed", "paper"}))
    assert said in _half(told, plain)
    assert bool(said) == bool(_half(told, plain))


def test_a_letter_waits_while_the_mail_server_is_down_and_goes_afterwards(home: Path) -> None:
    def wait() -> tuple[int, int, int]:
        w = Ways(home.parent)
        w.notice()
        with BESIDE["mail down"]():
            assert get_connection().__class__.__name__ == "DeadMail"
            send_due_notices()
        waiting = Notice.objects.filter(sent_at=None, refused_at=None).count()
        Notice.objects.update(tried_at=None, attempts=0)
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        send_due_notices()
        return (
            waiting,
            Notice.objects.filter(sent_at=None).count(),
            Notice.objects.exclude(sent_at=None).count(),
        )

    waiting, still, sent = in_home(home, wait)
    assert (waiting >= 1, still, sent >= 1) == (True, 0, True)


def test_a_paper_is_held_while_the_scanner_is_down(home: Path, tmp_path: Path) -> None:
    def hand_in() -> list[str]:
        with BESIDE["scanner down"]():
            CASES["take_in_source"](Ways(tmp_path))()
        return list(Source.objects.order_by("-pk").values_list("state", flat=True)[:1])

    assert in_home(home, hand_in) == ["held"]

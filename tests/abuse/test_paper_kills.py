"""A row never lacks its file: whoever takes a paper in, removes it or seals it anew is killed at a random
call of the program's, over and over. Sixty rounds in a normal run, KILL_ROUNDS for more. Every single step of
taking a paper in: ``test_row_and_file.py``.
"""

from __future__ import annotations

import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from inspect import unwrap
from pathlib import Path
from types import FrameType

import pytest
from django.conf import settings

from secretariat.access.reads import account_by_email
from secretariat.access.rules import Actor, system_actor
from secretariat.archive import store
from secretariat.archive.actions import remove_source, take_in_source
from secretariat.archive.checking import prepared
from secretariat.archive.reads import file_faults, sources_folder, stored_names, visible_sources
from secretariat.archive.upkeep import reseal_files
from secretariat.audit.reads import verify_chain
from secretariat.members.reads import actor_for_account, network_here
from secretariat.toolbox import spool
from secretariat.toolbox.vault import add_service_key

from .homes import in_home, point_at

pytestmark = [pytest.mark.abuse, pytest.mark.real_time]

ROUNDS = int(os.environ.get("KILL_ROUNDS", "60"))
MACHINE = system_actor("the test")


def officer() -> Actor:
    account = account_by_email("officer@story.example")
    assert account is not None
    return actor_for_account(account)


def taking_in(number: int) -> None:
    path = settings.HOME / "paper.txt"
    path.write_text(f"Mr. Odo Farr said {number} words.\n" * (number % 97 + 1))
    with prepared(path, path.name) as (checked, sealed):
        take_in_source(
            officer(),
            network=network_here(officer()),
            name=path.name,
            path=path,
            checked=checked,
            sealed=sealed,
        )


def removing(number: int) -> None:
    del number
    newest = visible_sources(officer()).exclude(readings__state="accepted").first()
    if newest is not None:
        remove_source(officer(), source=newest)


def sealing_anew(number: int) -> None:
    if number % 4 == 0:
        add_service_key(settings.KEYS)
    reseal_files(MACHINE, limit=2)


BEGINNINGS = {unwrap(store.sealed_aside).__code__, unwrap(remove_source).__code__}
"""Before these nothing was written yet, and to be killed there proves nothing."""
DEEDS = (taking_in, taking_in, sealing_anew, removing)


def counted(deed: Callable[[int], None], number: int, dies_at: int = 0) -> int:
    """How many calls a deed makes from the writing of a file on; with ``dies_at`` the process kills itself
    at that one.
    """
    calls = 0
    has_begun = False

    def count(frame: FrameType, event: str, arg: object) -> None:
        nonlocal calls, has_begun
        has_begun = has_begun or frame.f_code in BEGINNINGS
        if has_begun and event in ("call", "c_call"):
            calls += 1
            if calls == dies_at:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.setprofile(count)
    try:
        deed(number)
    finally:
        sys.setprofile(None)
    return calls


def killed(home: Path, deed: Callable[[int], None], number: int, dies_at: int) -> bool:
    """Does a deed in a child of its own that dies at a call; whether it did."""
    pid = os.fork()
    if pid == 0:
        try:
            point_at(home)
            counted(deed, number, dies_at)
        except BaseException:  # noqa: BLE001 - a child never goes on as the test itself
            os._exit(70)
        os._exit(0)
    end = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    assert end in (0, -signal.SIGKILL), f"{deed.__name__} failed by itself"
    return end != 0


@dataclass(frozen=True)
class State:
    """What a round left: rows, files that no row knows, private files in clear, and what is wrong."""

    rows: int
    orphans: int
    in_clear: int
    wrong: tuple[str, ...]


def state_now() -> State:
    names = stored_names()
    files = {path.name for path in sources_folder().iterdir()} if sources_folder().exists() else set()
    missing = tuple(f"{name} has no file" for name in names - files)
    in_clear = sum(1 for folder in spool.rooms(settings.HOME) for _ in folder.iterdir())
    return State(len(names), len(files - names), in_clear, missing)


def swept() -> tuple[str, ...]:
    """Everything wrong after the sweeps of a tick, which must leave nothing but the rows' own files."""
    store.sweep(sources_folder(), known=stored_names(), older_than=float("inf"))
    spool.sweep(settings.HOME)
    after = state_now()
    left = (
        (f"{after.orphans} orphans, {after.in_clear} files in clear",)
        if after.orphans + after.in_clear
        else ()
    )
    _, broken = file_faults()
    _, faults = verify_chain()
    return (*after.wrong, *left, *(words for _, words in broken), *(fault.message for fault in faults))


def test_no_paper_that_is_taken_in_sealed_anew_or_removed_is_ever_without_its_file(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = {deed: in_home(home, lambda deed=deed: counted(deed, 0)) for deed in dict.fromkeys(DEEDS)}  # type: ignore[misc]
    chosen, seen, wrong, left = random.Random(500), Counter[str](), [], Counter[str]()
    for number in range(ROUNDS):
        deed = DEEDS[number % len(DEEDS)]
        if killed(home, deed, number + 2, chosen.randint(1, calls[deed])):
            seen[deed.__name__] += 1
        state = in_home(home, state_now)
        wrong += [f"round {number}, {deed.__name__}: {words}" for words in state.wrong]
        left["orphans"] += state.orphans > 0
        left["in clear"] += state.in_clear > 0
        if state.orphans or state.in_clear or number == ROUNDS - 1:
            wrong += [f"round {number}, {deed.__name__}: {words}" for words in in_home(home, swept)]
    with capsys.disabled():
        print(
            f"\npapers: {ROUNDS} rounds, killed {dict(seen)}; a file without a row after {left['orphans']}, "
            f"a private file after {left['in clear']}, all swept; a row without its file after {len(wrong)}"
        )
    assert wrong == []
    assert seen.total() > ROUNDS // 2, "they were really killed"
    assert left["orphans"] > ROUNDS // 20, "also between the file and its row"

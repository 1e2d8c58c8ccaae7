"""An acknowledged deed survives a power cut at any instant, and would not with less synchronising."""

from __future__ import annotations

import random
import shutil
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from secretariat.audit.rules import GENESIS
from secretariat.desk.recovery.snapshot import faults_of, opened
from secretariat.toolbox.vault import load_keyring, unseal
from tests.abuse.crash import found_now
from tests.abuse.homes import copy_of, in_home
from tests.abuse.power import Disk, build_recorder, operations, record

pytestmark = [
    pytest.mark.abuse,
    pytest.mark.real_time,
    pytest.mark.skipif(shutil.which("gcc") is None, reason="the recorder needs gcc (Debian: gcc, libc6-dev)"),
]

CUTS = 500
DEEDS = 240
WHOLE_CHECKS = 20
"""At so many of the cuts the product's own ``verify`` reads everything; at all of them the rows are compared."""


@dataclass
class Cuts:
    cuts: int = 0
    checked: int = 0
    lost: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_recorder(tmp_path_factory.mktemp("recorder"))


def _recorded(recorder: Path, home: Path, folder: Path, synchronous: str) -> tuple[Disk, Path, Path]:
    """A disk as it was before, the root it describes, and the log of what a process then did to it."""
    root = folder / synchronous
    (root / "papers").mkdir(parents=True)
    copy_of(home, root / "home")
    disk, log = Disk.of(root), folder / f"{synchronous}.log"
    record(recorder, root, log, synchronous=synchronous, deeds=DEEDS, seed=7)
    return disk, root, log


def _check(home: Path, key: bytes, acknowledged: list[str], cuts: Cuts) -> None:
    with opened(home / "secretariat.sqlite3", key) as database:
        cuts.faults += faults_of(database)
        previous, refs = GENESIS, set()
        for ref, before, digest in database.execute(
            "SELECT thing_ref, previous, digest FROM audit_deed ORDER BY number"
        ):
            if before != previous:
                cuts.faults.append(f"the chain breaks before {digest}")
            previous = digest
            refs.add(ref)
        rows = dict(database.execute("SELECT ref, place FROM meetings_hostingoffer"))
        rows |= dict(database.execute("SELECT ref, text FROM minutes_entry"))
        papers = database.execute("SELECT ref, name, stored_name FROM archive_source").fetchall()
    for ref, name, stored in papers:
        rows[ref] = name.removesuffix(".txt")
        path = home / "files" / "sources" / stored
        if not path.is_file() or not path.stat().st_size:
            cuts.faults.append(f"{name} has a row and no file")
    for line in acknowledged:
        ref, words = line.split(" ", 1)
        cuts.checked += 1
        if ref not in refs or rows.get(ref) != words:
            cuts.lost.append(words)


def _cut(disk: Disk, root: Path, log: Path, memory: Path, *, cuts: int, seed: int) -> Cuts:
    done, chosen = Cuts(), random.Random(seed)
    key = unseal((root / "home" / "database.key.age").read_bytes(), load_keyring(root / "home" / "keys"))
    everything = list(operations(log))
    places = sorted(chosen.sample(range(1, len(everything) + 1), cuts))
    at = 0
    for number, place in enumerate(places):
        for operation in everything[at:place]:
            disk.apply(*operation)
        at = place
        # The worst case first: nothing that was not synchronised; at every second cut a part of it.
        disk.materialise(root, memory / "cut", chosen if number % 2 else None)
        _check(memory / "cut" / "home", key, disk.acknowledged(), done)
        if number % (cuts // WHOLE_CHECKS) == 0:
            _, wrong = in_home(memory / "cut" / "home", found_now)
            done.faults += wrong
        done.cuts += 1
    return done


def test_no_acknowledged_deed_is_lost_at_five_hundred_power_cuts(
    recorder: Path, home: Path, tmp_path: Path, memory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    disk, root, log = _recorded(recorder, home, tmp_path, "FULL")
    cuts = _cut(disk, root, log, memory, cuts=CUTS, seed=11)
    with capsys.disabled():
        print(
            f"\npower cuts: {cuts.cuts}, acknowledged deeds looked for {cuts.checked}, lost {len(cuts.lost)}, "
            f"faults {len(cuts.faults)}"
        )
    assert len(disk.acknowledged()) > DEEDS * 0.9
    assert cuts.lost == []
    assert cuts.faults == []


def test_the_same_cuts_do_lose_deeds_where_the_database_synchronises_less(
    recorder: Path, home: Path, tmp_path: Path, memory: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    disk, root, log = _recorded(recorder, home, tmp_path, "NORMAL")
    key = unseal((root / "home" / "database.key.age").read_bytes(), load_keyring(root / "home" / "keys"))
    cuts = Cuts()
    for operation in operations(log):
        disk.apply(*operation)
    disk.materialise(root, memory / "cut", None)
    _check(memory / "cut" / "home", key, disk.acknowledged(), cuts)
    with capsys.disabled():
        print(f"\nwith synchronous=NORMAL one cut at the end loses {len(cuts.lost)} of {cuts.checked}")
    assert cuts.lost, "a test that cannot see the loss proves nothing"

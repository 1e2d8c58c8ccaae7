"""Every hostile file is refused for the right reason, or taken in with what it does named; in bounded time
and memory, and no process is lost to it.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from pathlib import Path

import pytest
from django.conf import settings as live
from django.test import Client
from pytest_django import Settings

from secretariat.archive.models import Reading, Source
from secretariat.archive.reads import file_faults
from secretariat.toolbox import spool
from tests.cast import Cast

from .hostile.form import hand_in, one_worker
from .hostile.kinds import every_hostile_file
from .hostile.makers import Hostile
from .hostile.runner import Bench

pytestmark = [pytest.mark.abuse, pytest.mark.real_time]

SECONDS, MEGABYTES = 5.0, 256
FILES = every_hostile_file()
REASONS = {
    "zip bomb, flat": "swell",
    "zip, overlapping parts": "different files in it",
    "zip, too many parts": "parts inside",
    "zip, symbolic link": "point outside",
    "zip, ways out": "point outside",
    "zip, one name twice": "different files in it",
    "locked": "locked",
    "truncated DOCX": "broken",
    "XXE": "definitions",
    "billion laughs": "definitions",
    "macros": "macros",
    "picture beyond measure": "larger than any page",
    "PDF swelling": "swell",
    "ending not on the list": "cannot be read here|is none, or is broken",
    "calendar and card": "cannot be read here",
    "CSV formula": "cannot be read here",
}
"""Of some classes the reason: a file that is refused for being badly made would prove nothing."""


def test_there_are_three_hundred_files_in_twenty_five_classes_at_least() -> None:
    labels = [(hostile.kind, hostile.label) for hostile in FILES]
    assert len(set(labels)) == len(labels) >= 300
    assert len({kind for kind, _ in labels}) >= 25
    assert set(REASONS) <= {kind for kind, _ in labels}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Bench:
    return Bench(tmp_path_factory.mktemp("hostile"))


@pytest.fixture(scope="module")
def made() -> list[tuple[Hostile, bytes]]:
    """Every file with its bytes: to pack a bomb takes longer than to refuse it."""
    return [(hostile, hostile.make()) for hostile in FILES]


def test_each_is_refused_for_its_reason_or_named_in_bounded_time_and_memory(
    bench: Bench, made: list[tuple[Hostile, bytes]]
) -> None:
    slowest, largest, by_outcome = (0.0, ""), 0, defaultdict(int)
    for hostile, data in made:
        run = bench.run(data, hostile.name)
        about = f"{hostile.kind}: {hostile.label}: {run}"
        assert run.deaths == 0, about
        assert run.cpu_seconds <= SECONDS, about
        assert run.megabytes <= MEGABYTES, about
        check_outcome(hostile, run.refusal, run.findings, about)
        by_outcome["refused" if run.refusal else "named" if run.findings else "taken in"] += 1
        slowest = max(slowest, (run.cpu_seconds, f"{hostile.kind}: {hostile.label}"))
        largest = max(largest, run.megabytes)
    bench.close()
    print(
        f"\n{len(FILES)} hostile files in {len({h.kind for h in FILES})} classes: {dict(by_outcome)}; "
        f"slowest {slowest[0]:.2f} s ({slowest[1]}), most memory {largest} MB, 0 processes lost"
    )


def check_outcome(hostile: Hostile, refusal: str, findings: frozenset[str], about: str) -> None:
    if hostile.outcome == "refused":
        assert refusal, about
    elif hostile.outcome == "named":
        assert not refusal, about
        assert hostile.findings <= findings, about
    if refusal:
        assert refusal.endswith("."), about
        assert len(refusal) < 300, about
        words = REASONS.get(hostile.kind, "")
        assert any(word in refusal for word in words.split("|")), about


def test_through_the_form_nothing_breaks_and_nothing_refused_is_kept(
    cast: Cast,
    made: list[tuple[Hostile, bytes]],
    tmp_path: Path,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings.HOME, settings.FILES = tmp_path, tmp_path / "files"
    client: Client = cast.officer.client
    seen: dict[str, set[bytes]] = defaultdict(set)
    with one_worker(monkeypatch) as worker:
        for at in range(0, len(FILES), 25):
            batch = made[at : at + 25]
            assert hand_in(client, [(h.name, data) for h, data in batch]) == 302
            for hostile, data in batch:
                seen[hostile.outcome].add(hashlib.sha256(data).digest())
            assert worker._process is not None
            assert worker._process.poll() is None, "the worker was lost"
    kept = {bytes.fromhex(source.sha256): source for source in Source.objects.all()}
    # The same bytes may be a text under one name and refused under another.
    assert not (seen["refused"] - seen["harmless"]) & set(kept)
    assert all(kept[digest].findings for digest in seen["named"])
    assert file_faults() == (len(kept), [])
    assert not Reading.objects.filter(state__in=["waiting", "reading"]).exists()
    assert not [path for folder in spool.rooms(live.HOME) for path in folder.iterdir()]
    print(f"\n{len(FILES)} hostile files through the form: {len(kept)} kept, 0 server errors")

"""Row and file agree: killed at every step between the first byte of a paper and the commit of its row."""

from __future__ import annotations

import os
import random
import signal
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from secretariat.archive import store
from secretariat.archive.actions import take_in_source
from secretariat.archive.reads import sources_folder, stored_names
from secretariat.members.reads import network_here
from tests.abuse.crash import CHECKER, found_now
from tests.abuse.faults import is_write
from tests.abuse.homes import in_home, point_at

pytestmark = [pytest.mark.abuse, pytest.mark.real_time]

ROUNDS = 500
STEPS = 14
"""More than taking a paper in has: seal, synchronise, rename, synchronise the folder, rows, deed, commit."""


class Steps:
    """Kills this process at the given step, whichever it is."""

    def __init__(self, last: int) -> None:
        self.left = last

    def take(self) -> None:
        self.left -= 1
        if self.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def around(self, own: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **more: Any) -> Any:
            self.take()
            return own(*args, **more)

        return call


def _killed_at(home: Path, folder: Path, number: int, step: int) -> int:
    """Takes a paper in, in a child that dies at a step; how it ended."""
    pid = os.fork()
    if pid == 0:
        code = 70
        try:
            point_at(home)
            path = folder / f"{number}.txt"
            path.write_text(f"Paper {number}\n" * (number % 40 + 1))
            network, steps = network_here(CHECKER), Steps(step)
            for name in ("fsync", "rename", "unlink"):
                setattr(os, name, steps.around(getattr(os, name)))
            connection._commit = steps.around(connection._commit)  # type: ignore[attr-defined]

            def before_writing(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
                if is_write(sql):
                    steps.take()
                return execute(sql, params, many, context)

            with connection.execute_wrapper(before_writing):
                take_in_source(CHECKER, network=network, name=path.name, path=path)
            code = 0
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def _rows_and_files() -> tuple[set[str], set[str], list[str]]:
    names = {path.name for path in sources_folder().iterdir()}
    return stored_names(), names, found_now()[1]


def test_no_row_is_without_its_file_however_a_process_dies(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chosen, ends, orphans = random.Random(23), Counter[int](), 0
    for number in range(ROUNDS):
        ends[_killed_at(home, tmp_path, number, chosen.randint(1, STEPS))] += 1
        if number % 50 == 49:
            rows, files, wrong = in_home(home, _rows_and_files)
            assert wrong == [], f"after round {number}"
            assert rows <= files, f"after round {number}: a row without its file"
            orphans = len(files - rows)
    assert set(ends) == {0, -signal.SIGKILL}, ends
    assert ends[0] > ROUNDS / 50, "some came to their end"
    assert orphans > ROUNDS / 20, "some died between file and row"

    def sweep() -> tuple[int, set[str], set[str], list[str]]:
        swept = store.sweep(Path(settings.FILES) / "sources", known=stored_names(), older_than=2**40)
        return swept, *_rows_and_files()

    swept, rows, files, wrong = in_home(home, sweep)
    with capsys.disabled():
        print(
            f"\nkilled while a paper was taken in: {ends[-signal.SIGKILL]} of {ROUNDS} rounds, 0 rows without file, "
            f"{swept} files without row swept"
        )
    assert (swept, rows, wrong) == (orphans, files, [])

"""Stores of their own, for tests that kill, cut, restore and leave: a real home folder, real commits.

Each piece of work runs in a child process that was forked with everything loaded (some ten milliseconds) and
pointed at a home; the test itself touches no database.
"""

from __future__ import annotations

import os
import pickle
import shutil
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.module_loading import import_string

from secretariat.audit.memory import forget
from secretariat.desk.story.build import build_network
from secretariat.desk.story.region import REGION
from secretariat.toolbox.vault import begin_keyring
from tests.cast import Cast
from tests.story.world import build_world

Answer = TypeVar("Answer")


def _connect(wrapper: BaseDatabaseWrapper) -> None:
    """As Django does it: pytest closes that door, but children of ours have stores of their own."""
    if wrapper.connection is None:
        with wrapper.wrap_database_errors:
            wrapper.connect()


def point_at(home: Path, *, keys: Path | None = None, synchronous: str = "FULL") -> None:
    """Points this process, which must be a child that ends soon, at a home of its own."""
    os.umask(0o077)  # as every command of ours does
    BaseDatabaseWrapper.ensure_connection = _connect  # type: ignore[method-assign]
    settings.HOME, settings.FILES, settings.KEYS = home, home / "files", keys or home / "keys"
    settings.KEYRING = begin_keyring(settings.KEYS)
    database = settings.DATABASES["default"]
    # What one store asks of its database, from the real settings; the tests' own lies in memory.
    pragmas = import_string("config.settings._SQLITE_PRAGMAS").replace(
        "synchronous=FULL", f"synchronous={synchronous}"
    )
    options = {
        "transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas,
        "key_file": home / "database.key.age",
    }  # fmt: skip
    settings.DATABASES["default"] = {**database, "NAME": home / "secretariat.sqlite3", "OPTIONS": options}
    old = connections["default"]
    wanted = {**old.settings_dict, "NAME": home / "secretariat.sqlite3", "OPTIONS": options}
    connections["default"] = type(old)(wanted, "default")
    forget()


def in_child(work: Callable[[], Answer]) -> Answer:
    """What ``work`` gives in a forked child. Raises AssertionError with the child's traceback where it fails."""
    here, there = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(here)
        try:
            answer: tuple[bool, Any] = (True, work())
        except BaseException:  # noqa: BLE001 - told to the parent, whatever it is
            answer = (False, traceback.format_exc())
        with os.fdopen(there, "wb") as out:
            pickle.dump(answer, out)
        os._exit(0)
    os.close(there)
    with os.fdopen(here, "rb") as found:
        content = found.read()
    os.waitpid(pid, 0)
    is_well, result = pickle.loads(content)
    assert is_well, result
    return result  # type: ignore[no-any-return]


def in_home(home: Path, work: Callable[[], Answer], *, keys: Path | None = None) -> Answer:
    """What ``work`` gives in a child that is pointed at a home."""

    def pointed() -> Answer:
        point_at(home, keys=keys)
        return work()

    return in_child(pointed)


def prepare(home: Path) -> None:
    """An empty store with tables."""
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    in_home(home, lambda: call_command("migrate", verbosity=0))


def with_world(home: Path, papers: Path) -> None:
    """A store with the invented network and one of everything, full of tokens that nobody else may see."""

    def build() -> None:
        build_world(Cast(build_network(REGION)), papers)

    prepare(home)
    in_home(home, build)


def copy_of(home: Path, target: Path) -> Path:
    """A copy of a home that no process has open."""
    shutil.copytree(home, target)
    return target


def command(*words: str) -> str:
    """What a management command prints, inside a child."""
    import io

    out = io.StringIO()
    call_command(*words, stdout=out, stderr=io.StringIO())
    return out.getvalue()


def quiet(line: str) -> None:
    """Takes the progress of long work."""
    print(line, file=sys.stderr) if "SHOW_PROGRESS" in os.environ else None

"""Whether the store matches the program: tables and static files of this very version."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.conf import settings

from secretariat.toolbox.errors import RuleBroken

_HOUSE = Path(__file__).parents[2]


def _fingerprint() -> str:
    """Names, sizes and times of migrations and static files: changes when either changes. A few hundred stats."""
    files = [
        p for pattern in ("*/migrations/*.py", "*/static/**/*") for p in _HOUSE.glob(pattern) if p.is_file()
    ]
    stamps = sorted(f"{p.relative_to(_HOUSE)} {p.stat().st_size} {p.stat().st_mtime_ns}" for p in files)
    return hashlib.sha256("\n".join([django.__version__, *stamps]).encode()).hexdigest()


def is_current() -> bool:
    """Whether this version has prepared the store already, so that serving can begin at once."""
    stamp = settings.HOME / "prepared"
    database = settings.DATABASES["default"]
    is_there = "postgresql" in database["ENGINE"] or Path(database["NAME"]).exists()
    return is_there and stamp.exists() and stamp.read_text() == _fingerprint()


def mark_current() -> None:
    """Keeps that this version has prepared the store."""
    (settings.HOME / "prepared").write_text(_fingerprint())


def _lock() -> int:
    return os.open(settings.HOME / "in-use.lock", os.O_RDWR | os.O_CREAT, 0o600)


def hold() -> int:
    """Says that a server uses the store, until the process ends or the handle is closed."""
    handle = _lock()
    fcntl.flock(handle, fcntl.LOCK_SH)
    return handle


@contextmanager
def alone() -> Iterator[None]:
    """For work during which no server may run. Raises RuleBroken at once where one does.

    Source: own choice: a server keeps the keys of its start in memory, and would seal to one put away.
    """
    handle = _lock()
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RuleBroken("desk.in_use", "A server uses this store. Stop it, then try again.") from None
        yield
    finally:
        os.close(handle)

"""How a store begins, and whether it matches the program: tables and static files of this very version."""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command

from secretariat.toolbox.errors import RuleBroken
from secretariat.toolbox.vault import NoKeys, begin_keyring, keep_once, kept_secret, no_store, service_files

from ..recovery.snapshot import DATABASE, DATABASE_KEY

_HOUSE = Path(__file__).parents[2]


def _fingerprint() -> str:
    """Names, sizes and times of migrations and static files: changes when either changes. A few hundred stats."""
    files = [
        p for pattern in ("*/migrations/*.py", "*/static/**/*") for p in _HOUSE.glob(pattern) if p.is_file()
    ]
    stamps = sorted(f"{p.relative_to(_HOUSE)} {p.stat().st_size} {p.stat().st_mtime_ns}" for p in files)
    return hashlib.sha256("\n".join([django.__version__, *stamps]).encode()).hexdigest()


def is_begun() -> bool:
    """Whether anything of a store lies in the home: a database, its key, or a paper."""
    papers = settings.FILES.rglob("*") if settings.FILES.is_dir() else iter(())
    places = (settings.HOME / DATABASE, settings.HOME / DATABASE_KEY)
    return any(path.exists() for path in places) or any(path.is_file() for path in papers)


def begin_keys() -> None:
    """Makes the keys of a store that begins; changes nothing where they are.

    Raises NoKeys where a store is here and its keys are not: new ones would open none of it.
    Source: own choice: keys are made by whoever begins a store, never by whoever only asks it something.
    """
    if is_begun() and not service_files(settings.KEYS):
        raise NoKeys(settings.KEYS)
    begin_keyring(settings.KEYS)
    if settings.SECRET_KEY_FILE is not None and not settings.SECRET_KEY_FILE.exists():
        # Another process may have been first: then both go on with its key.
        settings.SECRET_KEY = keep_once(settings.SECRET_KEY_FILE, settings.SECRET_KEY.encode()).decode(
            "ascii"
        )


def begin() -> None:
    """Lays down what a store begins with: home, keys, and an empty sealed database; changes nothing where it is.

    Raises NoKeys as ``begin_keys``, SealBroken where a database has lost its key.
    """
    settings.HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
    begin_keys()
    if "postgresql" in settings.DATABASES["default"]["ENGINE"]:
        return
    database, key = settings.HOME / DATABASE, settings.HOME / DATABASE_KEY
    if database.exists() and database.stat().st_size:
        return
    kept_secret(key, settings.KEYRING)
    os.close(os.open(database, os.O_RDWR | os.O_CREAT, 0o600))


def begin_where_none_is() -> None:
    """Begins a store with its tables in a home where none is; leaves any other as it is."""
    if not is_begun():
        call_command("migrate", verbosity=0)


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
    """Says that a server uses the store, until the process ends or the handle is closed. Makes the home."""
    settings.HOME.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = _lock()
    fcntl.flock(handle, fcntl.LOCK_SH)
    return handle


@contextmanager
def alone() -> Iterator[None]:
    """For work during which no server may run. Raises RuleBroken at once where one does, or where no home is.

    Source: own choice: a server keeps the keys of its start in memory, and would seal to one put away.
    """
    if not settings.HOME.is_dir():
        raise no_store(settings.HOME)
    handle = _lock()
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise RuleBroken("desk.in_use", "A server uses this store. Stop it, then try again.") from None
        yield
    finally:
        os.close(handle)

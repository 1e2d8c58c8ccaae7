"""A sealed copy of the database while it is in use, and what is in such a copy."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from sqlcipher3 import dbapi2 as sealed

from secretariat.toolbox.errors import RuleBroken
from secretariat.toolbox.vault import SealBroken, no_store, opened_secret

DATABASE = "secretariat.sqlite3"
DATABASE_KEY = "database.key.age"


@dataclass(frozen=True, slots=True)
class Table:
    """How many rows a table has, and the SHA-256 (hex) of all of them in order."""

    rows: int
    digest: str


def embedded_database() -> Path:
    """The store's own database file. Raises RuleBroken where the store lies on PostgreSQL."""
    database = settings.DATABASES["default"]
    if "postgresql" in database["ENGINE"]:
        raise RuleBroken(
            "recovery.embedded",
            "This store lies on PostgreSQL: back up its database with pg_dump, and the home folder beside it.",
        )
    return settings.HOME / DATABASE


def live_key() -> bytes:
    """The key of the store's database. Raises SealBroken when the keys here do not open it, RuleBroken where no
    store has begun.
    """
    file = settings.HOME / DATABASE_KEY
    if not file.exists() and not (settings.HOME / DATABASE).exists():
        raise no_store(settings.HOME)
    return opened_secret(file, settings.KEYRING)


@contextmanager
def opened(path: Path, key: bytes) -> Iterator[Any]:
    """A connection of its own to a sealed database file. Raises SealBroken when it is missing or does not open."""
    if not path.exists():
        raise SealBroken(f"{path} is missing; restore the newest backup.")  # SQLite would make an empty one
    connection = sealed.connect(str(path), isolation_level=None, timeout=20)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")  # what is wrong is told once, in words
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        try:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except sealed.DatabaseError as error:
            raise SealBroken(f"{path} cannot be opened with its key ({error}).") from None
        yield connection
    finally:
        connection.close()


def copy_database(target: Path, key: bytes) -> None:
    """Copies the store's database, whole and consistent, into a new file sealed with another key.

    Through the backup interface of SQLite in one step: writers go on, and none of their later work is in
    the copy. A plain copy of the file would be torn. Source: sqlite.org/backup.html.
    """
    database = embedded_database()
    if not database.exists():
        raise RuleBroken("recovery.nothing", f"There is no database in {settings.HOME}; nothing to back up.")
    os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    with opened(database, live_key()) as source, opened(target, key) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, no log beside it
    synchronise(target)


def tables_of(connection: Any) -> dict[str, Table]:
    """Every table with the digest of its rows. Reads the whole database once.

    Source: own choice: two databases with the same digests hold the same, whatever their files look like.
    """
    names = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    ).fetchall()
    found = {}
    for (name,) in names:
        quoted = name.replace('"', '""')
        sha, rows = hashlib.sha256(), 0
        places = len(connection.execute(f'PRAGMA table_info("{quoted}")').fetchall())
        order = ", ".join(str(place + 1) for place in range(min(places, 2)))
        for row in connection.execute(f'SELECT * FROM "{quoted}" ORDER BY {order}'):  # noqa: S608 - its own names
            sha.update(repr(row).encode())
            rows += 1
        found[name] = Table(rows, sha.hexdigest())
    return found


def faults_of(connection: Any) -> list[str]:
    """What the database itself finds wrong with its pages, seals and indexes; empty when all is well."""
    # What a power cut left half-written in the file still stands whole in the log: it comes home first.
    with suppress(sealed.DatabaseError):  # damaged beyond that is found, and told, by the checks themselves
        connection.execute("PRAGMA wal_checkpoint").fetchall()
    found: list[str] = []
    for question in ("PRAGMA cipher_integrity_check", "PRAGMA integrity_check"):
        try:
            found += [str(row[0]) for row in connection.execute(question) if row[0] != "ok"]
        except sealed.DatabaseError as error:
            found.append(str(error))
    return found


def head_of(connection: Any) -> tuple[int, str]:
    """Number and digest of the newest deed in a database; (0, "") before the first."""
    row = connection.execute("SELECT number, digest FROM audit_deed ORDER BY number DESC LIMIT 1").fetchone()
    return (int(row[0]), str(row[1])) if row else (0, "")


def synchronise(path: Path) -> None:
    """Waits until a file, or a folder's list of names, is on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""Coming back from a backup, into an empty home, and proving that all of it came back."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from secretariat.access.rules import system_actor
from secretariat.archive.reads import file_faults
from secretariat.audit.reads import verify_chain
from secretariat.desk.actions import note_restore
from secretariat.members.reads import main_network
from secretariat.toolbox import spool
from secretariat.toolbox.errors import OutsideFailed, RuleBroken
from secretariat.toolbox.vault import Keyring, SealBroken, load_keyring, seal, seal_file, unseal, unseal_file

from .backup import CONTENTS
from .manifest import Manifest, is_owners, item_faults, read_manifest
from .snapshot import (
    DATABASE,
    DATABASE_KEY,
    Table,
    embedded_database,
    head_of,
    opened,
    synchronise,
    tables_of,
)

STAGING = ".restoring"
RESTORER = system_actor("whoever keeps the machine")


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore compared, all of it found equal: papers, tables, rows, deeds, and the newest deed."""

    made_at: str
    files: int
    tables: int
    rows: int
    deeds: int
    head: tuple[int, str]
    resealed: bool


def restore(
    backup: Path, *, identities: Sequence[Path] = (), tell: Callable[[str], None] = lambda line: None
) -> Restored:
    """Restores a backup into this store's home, which must be empty but for its keys.

    ``identities`` are files with private keys, such as the recovery key; they open the backup and are not
    kept: what came back is sealed anew to the keys of this home. Without them the keys folder must hold a
    service key the backup was sealed to. Raises RuleBroken when the backup is not whole or what came back
    is not equal to it, SealBroken when no key here opens it. A restore that was broken off can be begun
    again. Source: own choice, because a restore is believed only when every digest was compared.
    """
    backup = backup.expanduser().resolve()
    _refuse_what_is_used()
    manifest, document = read_manifest(backup)
    tell(f"{len(manifest.items)} files against the manifest ...")
    if faults := item_faults(backup, manifest.items):
        raise RuleBroken(
            "recovery.altered", f"This backup is not whole: {'; '.join(faults[:5])}. Take another one."
        )
    ring, opening = load_keyring(settings.KEYS), load_keyring(settings.KEYS, identities)
    key, foreign = _database_key(backup, ring, opening)
    if not is_owners(document, key):
        raise RuleBroken("recovery.forged", "The manifest was not written by the owner of this backup.")
    contents = json.loads(unseal((backup / CONTENTS).read_bytes(), opening))
    try:
        _put_in_place(backup, manifest, key, ring, opening if foreign else None, tell)
    except OSError as error:
        raise OutsideFailed(
            f"The backup could not be copied ({error.strerror or error}). Make room and restore again.",
            permanent=False,
        ) from error
    expected = {name: Table(**table) for name, table in contents.items()}
    rows = _compare(manifest, expected, key)
    return _brought_to_life(manifest, len(expected), rows, opening if foreign else None, tell)


def _refuse_what_is_used() -> None:
    database = embedded_database()
    used = [p for p in (database, settings.HOME / DATABASE_KEY) if p.exists()]
    used += [p for p in [settings.FILES] if p.is_dir() and any(q.is_file() for q in p.rglob("*"))]
    if used:
        raise RuleBroken(
            "recovery.in_use",
            f"{settings.HOME} is not empty ({used[0].name}). Restore into an empty SECRETARIAT_HOME.",
        )


def _database_key(backup: Path, ring: Keyring, opening: Keyring) -> tuple[bytes, bool]:
    """The backup's database key, and whether only the keys that were handed in open it."""
    wrapped = (backup / DATABASE_KEY).read_bytes()
    try:
        return unseal(wrapped, ring), False
    except SealBroken:
        if len(opening.identities) == len(ring.identities):
            raise SealBroken(
                "No key here opens this backup: put the keys folder back (SECRETARIAT_KEYS), or hand in the "
                "recovery key with --identity FILE."
            ) from None
    return unseal(wrapped, opening), True


def _put_in_place(
    backup: Path,
    manifest: Manifest,
    key: bytes,
    ring: Keyring,
    opening: Keyring | None,
    tell: Callable[[str], None],
) -> None:
    """Copies all beside its place first, then moves it there, the database last: it makes a home a used one."""
    staging = settings.HOME / STAGING
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True, mode=0o700)
    for number, item in enumerate(manifest.items, 1):
        if item.path in {DATABASE_KEY, CONTENTS}:
            continue
        target = staging / item.path
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        is_sealed = item.path.startswith("files/") or target.suffix == ".age"
        if opening is not None and is_sealed:
            with spool.private_file(settings.HOME, size=item.bytes) as plain:
                unseal_file(backup / item.path, plain, opening)
                seal_file(plain, target, ring)
        else:
            shutil.copyfile(backup / item.path, target)
        target.chmod(0o600)
        os.utime(target, ns=(item.mtime_ns, item.mtime_ns))
        synchronise(target)
        if number % 500 == 0:
            tell(f"{number} files ...")
    (staging / DATABASE_KEY).touch(mode=0o600)
    (staging / DATABASE_KEY).write_bytes(seal(key, ring))
    synchronise(staging / DATABASE_KEY)
    for path in (staging / "keys").glob("*"):
        settings.KEYS.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not (settings.KEYS / path.name).exists():
            path.rename(settings.KEYS / path.name)
    shutil.rmtree(staging / "keys", ignore_errors=True)
    if settings.FILES.is_dir():
        shutil.rmtree(settings.FILES)
    for path in sorted(staging.iterdir(), key=lambda path: (path.name == DATABASE, path.name)):
        path.rename(settings.FILES if path.name == "files" else settings.HOME / path.name)
    shutil.rmtree(staging)
    synchronise(settings.HOME)


def _compare(manifest: Manifest, expected: dict[str, Table], key: bytes) -> int:
    """Compares every table and the head with what the backup wrote down; gives the rows compared."""
    with opened(settings.HOME / DATABASE, key) as database:
        found, head = tables_of(database), head_of(database)
    differing = sorted(
        name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name)
    )
    if differing or head != manifest.head:
        raise RuleBroken(
            "recovery.differs",
            f"What came back differs from the backup: {', '.join(differing) or 'the newest deed'}.",
        )
    return sum(table.rows for table in found.values())


def _brought_to_life(
    manifest: Manifest, tables: int, rows: int, opening: Keyring | None, tell: Callable[[str], None]
) -> Restored:
    """Brings an older store to this version, seals what only the handed-in keys open, and verifies all."""
    connection.close()
    call_command("migrate", verbosity=0)
    tell("deeds and papers ...")
    network = main_network(RESTORER)
    if network is not None:
        note_restore(RESTORER, network=network, made_at=manifest.made_at, opening=opening)
    deeds, faults = verify_chain()
    files, broken = file_faults()
    if faults or broken:
        first = faults[0].message if faults else broken[0][1]
        raise RuleBroken("recovery.verify", f"The restored store does not verify: {first}")
    return Restored(manifest.made_at, files, tables, rows, deeds, manifest.head, opening is not None)

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
from secretariat.desk.recovery.origin import Kept, heads_in, proved_by
from secretariat.members.reads import main_network
from secretariat.toolbox import spool
from secretariat.toolbox.errors import OutsideFailed, RuleBroken
from secretariat.toolbox.vault import (
    RECOVERY_FILE,
    Keyring,
    SealBroken,
    begin_keyring,
    load_keyring,
    seal,
    seal_file,
    service_files,
    unseal,
    unseal_file,
)

from .backup import CONTENTS
from .manifest import Manifest, is_bound, item_faults, read_manifest, signing_key
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
    """What a restore compared, all of it found equal: papers, tables, rows, deeds, and the newest deed.

    ``signed_by`` is the public half of the key that signed the backup, ``proved_by`` what proves that it is
    ours (empty where nothing does), ``lost`` how many deeds a kept head knows that the backup does not.
    """

    made_at: str
    files: int
    tables: int
    rows: int
    deeds: int
    head: tuple[int, str]
    resealed: bool
    signed_by: str
    proved_by: str
    lost: int


NOTHING_KEPT = Kept()
_NO_KEY = (
    "No key here opens this backup: put the keys folder back (SECRETARIAT_KEYS), or hand in the recovery key with "
    "--identity FILE."
)


def restore(
    backup: Path,
    *,
    identities: Sequence[Path] = (),
    kept: Kept = NOTHING_KEPT,
    tell: Callable[[str], None] = lambda line: None,
) -> Restored:
    """Restores a backup into this store's home, which must be empty but for its keys.

    ``identities`` are files with private keys, such as the recovery key; they open the backup and are not
    kept: what came back is sealed anew to the keys of this home. Without them the keys folder must hold a
    service key the backup was sealed to. ``kept`` proves whose backup it is, and so does a signing key that
    lies in the keys folder already; a head kept there is held against the record.

    Raises RuleBroken when the backup is not whole, was signed by another key than what was kept names, or what
    came back is not equal to it; SealBroken when no key here opens it. A restore that was broken off can be
    begun again. Source: own choice, because a restore is believed only when every digest was compared.
    """
    backup = backup.expanduser().resolve()
    _refuse_what_is_used()
    manifest, document = read_manifest(backup)
    tell(f"{len(manifest.items)} files against the manifest ...")
    if faults := item_faults(backup, manifest.items):
        raise RuleBroken(
            "recovery.altered", f"This backup is not whole: {'; '.join(faults[:5])}. Take another one."
        )
    if not identities and not service_files(settings.KEYS):
        raise SealBroken(_NO_KEY)
    ring, opening = begin_keyring(settings.KEYS), load_keyring(settings.KEYS, identities)
    key, foreign = _database_key(backup, ring, opening)
    if not is_bound(document, key):
        raise RuleBroken("recovery.forged", "The manifest was not written by the owner of this backup.")
    signed_by = signing_key(document)
    proof = proved_by(signed_by, kept, with_keys_folder=True)
    contents = json.loads(unseal((backup / CONTENTS).read_bytes(), opening))
    try:
        _stage(backup, manifest, key, ring, opening if foreign else None, tell)
        if not proof:
            _doubt_recovery_keys(opening, tell)
        _put_in_place()
    except OSError as error:
        raise OutsideFailed(
            f"The backup could not be copied ({error.strerror or error}). Make room and restore again.",
            permanent=False,
        ) from error
    expected = {name: Table(**table) for name, table in contents.items()}
    rows = _compare(manifest, expected, key)
    files, deeds, lost = _brought_to_life(manifest, kept, opening if foreign else None, tell)
    return Restored(
        manifest.made_at, files, len(expected), rows, deeds, manifest.head, foreign, signed_by, proof, lost
    )


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
            raise SealBroken(_NO_KEY) from None
    return unseal(wrapped, opening), True


def _stage(
    backup: Path,
    manifest: Manifest,
    key: bytes,
    ring: Keyring,
    opening: Keyring | None,
    tell: Callable[[str], None],
) -> None:
    """Copies all beside its place, sealed to the keys of this home where ``opening`` is given."""
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


def _doubt_recovery_keys(opening: Keyring, tell: Callable[[str], None]) -> None:
    """Leaves out recovery keys that nobody here holds, of a backup that is not proved ours: whoever forged it
    would read with a key of his own whatever is sealed from now on.
    """
    file = settings.HOME / STAGING / "keys" / RECOVERY_FILE
    lines = file.read_text(encoding="ascii").splitlines() if file.exists() else []
    held = {str(identity.to_public()) for identity in opening.identities}
    wanted = [line for line in lines if line.strip() in held]
    if len(wanted) < len([line for line in lines if line.strip() and not line.startswith("#")]):
        tell(
            f"{RECOVERY_FILE} of this backup names keys that were not handed in: they were left out, because the "
            "backup is not proved ours. Put back those you know."
        )
        file.write_text("".join(f"{line}\n" for line in wanted), encoding="ascii")
    if not wanted:
        file.unlink(missing_ok=True)


def _put_in_place() -> None:
    """Moves what was staged to its place, the database last: it makes a home a used one."""
    staging = settings.HOME / STAGING
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
    manifest: Manifest, kept: Kept, opening: Keyring | None, tell: Callable[[str], None]
) -> tuple[int, int, int]:
    """Brings an older store to this version, seals what only the handed-in keys open, and verifies all; gives
    how many papers and deeds there are, and how many deeds were lost for all that is known.
    """
    connection.close()
    call_command("migrate", verbosity=0)
    tell("deeds and papers ...")
    network = main_network(RESTORER)
    if network is not None:
        note_restore(RESTORER, network=network, made_at=manifest.made_at, opening=opening)
    heads = heads_in(kept)
    deeds, faults = verify_chain(*(old for old in heads if old.size <= manifest.head[0]))
    files, broken = file_faults()
    if faults or broken:
        first = faults[0].message if faults else broken[0][1]
        raise RuleBroken("recovery.verify", f"The restored store does not verify: {first}")
    return files, deeds, max([0, *(old.size - manifest.head[0] for old in heads)])

"""Changing the keys of a store: everything is sealed to a new key before an old one is put away."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyrage
from django.conf import settings

from secretariat.access.credentials import rewrite_secrets
from secretariat.access.rules import system_actor
from secretariat.archive.reads import file_faults
from secretariat.archive.upkeep import reseal_files
from secretariat.desk.actions import note_rotation
from secretariat.members.reads import main_network
from secretariat.toolbox.errors import RuleBroken, SecretariatError
from secretariat.toolbox.vault import (
    RECOVERY_FILE,
    Keyring,
    add_service_key,
    load_keyring,
    seal,
    seal_text,
    service_files,
    unseal,
    unseal_text,
)

from .snapshot import synchronise

RETIRED = "retired"
"""Folder in the keys folder: old keys, needed for older backups and for nothing else."""

MARK = "rotation-under-way"
KEEPER = system_actor("whoever keeps the machine")
_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class Rotated:
    """The new key's short name, what was sealed to it, and the files of the keys that were put away."""

    key_id: str
    papers: int
    secrets: int
    retired: tuple[Path, ...]


def rotate_keys(tell: Callable[[str], None] = lambda line: None) -> Rotated:
    """Makes a new service key, seals everything to it and to the recovery keys, then puts the old keys away.

    Killed at any point, the store stays open with the keys it has, and the next call goes on where this one
    ended. Older backups open with the keys in ``keys/retired``. Raises SourceUnreadable, SealBroken at what
    is damaged; no key is put away then. Source: NIST SP 800-57 part 1, 5.3.5: a key is retired only when
    nothing needs it.
    """
    load_keyring(settings.KEYS)  # without a key that opens what is here, a new one would only be in the way
    mark = settings.KEYS / MARK
    if not mark.exists():
        name = add_service_key(settings.KEYS).name
        _write_whole(mark, name.encode())
    newest = settings.KEYS / mark.read_text(encoding="ascii")
    ring = load_keyring(settings.KEYS)
    tell(f"sealing to key {ring.key_id} ...")
    papers = 0
    while done := reseal_files(KEEPER, limit=_AT_ONCE):
        papers += done
        tell(f"{papers} papers ...")
    network = main_network(KEEPER)
    secrets = note_rotation(KEEPER, network=network, ring=ring) if network else _seal_secrets(ring)
    for path in sorted([*settings.HOME.glob("*.age"), *settings.KEYS.glob("*.age")]):
        _write_whole(path, seal(unseal(path.read_bytes(), ring), ring))
    retired = _put_away([path for path in service_files(settings.KEYS) if path != newest])
    try:
        _prove(load_keyring(settings.KEYS))
    except SecretariatError:
        for path in retired:
            path.rename(settings.KEYS / path.name)
        raise
    mark.unlink()
    return Rotated(ring.key_id, papers, secrets, retired)


def _seal_secrets(ring: Keyring) -> int:
    return rewrite_secrets(lambda sealed: seal_text(unseal_text(sealed, ring), ring))


def _prove(newest: Keyring) -> None:
    """Opens everything with the keys that are left. Raises SealBroken or RuleBroken where that fails."""
    for path in [*settings.HOME.glob("*.age"), *settings.KEYS.glob("*.age")]:
        unseal(path.read_bytes(), newest)

    def opened(sealed: str) -> str:
        unseal_text(sealed, newest)
        return sealed

    rewrite_secrets(opened)
    _, broken = file_faults()
    if broken:
        raise RuleBroken(
            "recovery.rotation", f"Paper {broken[0][0]} does not open with the new key: {broken[0][1]}"
        )


def _put_away(old: list[Path]) -> tuple[Path, ...]:
    folder = settings.KEYS / RETIRED
    folder.mkdir(exist_ok=True, mode=0o700)
    for path in old:
        path.rename(folder / path.name)
    synchronise(folder)
    synchronise(settings.KEYS)
    return tuple(folder / path.name for path in old)


def _write_whole(path: Path, content: bytes) -> None:
    """Replaces a small secret file (mode 0600): after a crash it holds the old content or the new, whole."""
    part = path.with_name(f".{path.name}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    synchronise(path.parent)


def add_recovery_key() -> str:
    """Makes a recovery key, keeps its public half, and gives the private half, which is nowhere else.

    Everything sealed from now on opens with it too; ``rotate_keys`` seals what is there already.
    """
    identity = pyrage.x25519.Identity.generate()
    path = settings.KEYS / RECOVERY_FILE
    before = path.read_text(encoding="ascii") if path.exists() else ""
    if before and not before.endswith("\n"):
        before += "\n"
    _write_whole(path, f"{before}{identity.to_public()}\n".encode())
    return str(identity)

"""The files folder: papers as they were handed in, sealed, under random names, never changed.

A file is on the disk, whole and synchronised, before its row is committed; a row therefore never lacks its
file. What a crash leaves behind is a file without a row, which the tick sweeps. A file is opened into a
private one, checked there to the last byte, and only then read or served: a sealed file that was cut or
damaged would otherwise give away a readable half before anybody noticed.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import unicodedata
from collections.abc import Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from secretariat.toolbox import spool
from secretariat.toolbox.errors import SourceUnreadable
from secretariat.toolbox.vault import Keyring, SealBroken, seal_file, unseal_file

CHUNK = 1024 * 1024
LONGEST_NAME = 150


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is safely on the disk: its random name, digest (SHA-256, hex) and size in bytes of what
    was handed in, and the key it is sealed to; an empty ``key_id`` is a file kept in clear by an old version.
    """

    stored_name: str
    sha256: str
    size: int
    key_id: str


def clean_name(name: str) -> str:
    """A file's own name, fit to be shown: no folder, no control or direction signs, at most 150 long.

    It is only ever shown and offered for download; on the disk a file has a random name.
    Source: own choice, after the classes of hostile names that OWASP lists.
    """
    flat = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    flat = "".join(c for c in flat if unicodedata.category(c)[0] != "C" and c not in '<>:"|?*')
    flat = re.sub(r"\s+", " ", flat).strip(" .")
    if len(flat) > LONGEST_NAME:
        stem, dot, ending = flat.rpartition(".")
        flat = (
            f"{stem[: LONGEST_NAME - len(ending) - 2]}…{dot}{ending}"
            if dot and len(ending) < 10
            else flat[:LONGEST_NAME]
        )
    return flat or "unnamed"


def digest(path: Path, *, most_bytes: int) -> tuple[str, int]:
    """SHA-256 (hex) and size (bytes) of a file. Raises SourceUnreadable when it is empty or too large."""
    sha, size = hashlib.sha256(), 0
    for chunk in chunks(path):
        size += len(chunk)
        if size > most_bytes:
            raise SourceUnreadable(
                f"This file is larger than {most_bytes // 2**20} MB. Split it, or hand in the text alone."
            )
        sha.update(chunk)
    if size == 0:
        raise SourceUnreadable(
            "This file is empty (0 bytes). Save it again from its source and hand that in."
        )
    return sha.hexdigest(), size


def keep(path: Path, folder: Path, ring: Keyring, *, sha256: str, size: int) -> Kept:
    """Seals a file into the folder under a random name, synchronised to the disk."""
    with sealed_aside(path, folder, ring, sha256=sha256, size=size) as kept:
        put_in_place(kept, folder)
    return kept


@contextmanager
def sealed_aside(path: Path, folder: Path, ring: Keyring, *, sha256: str, size: int) -> Iterator[Kept]:
    """A file sealed beside its place, for ``put_in_place``; what is not put in place goes with the block.

    Sealing takes long for a large file, and is done here before a transaction makes others wait.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = Kept(secrets.token_hex(24), sha256, size, ring.key_id)
    part = _part(kept, folder)
    try:
        seal_file(path, part, ring)
        yield kept
    finally:
        part.unlink(missing_ok=True)


def put_in_place(kept: Kept, folder: Path) -> None:
    """Gives a file that was sealed aside its name, synchronised to the disk; quick at any size."""
    _part(kept, folder).rename(folder / kept.stored_name)
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _part(kept: Kept, folder: Path) -> Path:
    return folder / f"{kept.stored_name}.part"


@contextmanager
def opened(kept: Kept, folder: Path, ring: Keyring, home: Path) -> Iterator[Path]:
    """A kept file in clear and whole, in a private file that goes away with the block.

    Raises SourceUnreadable when the file is missing, does not open with the keys here, or is not the one
    that was handed in; nothing of it is given then.
    """
    sealed = folder / kept.stored_name
    if not sealed.is_file():
        raise SourceUnreadable("The file of this paper is missing; restore the files folder from a backup.")
    with spool.private_file(home, size=kept.size) as plain:
        try:
            if kept.key_id:
                unseal_file(sealed, plain, ring)
            else:
                shutil.copyfile(sealed, plain)
        except SealBroken as broken:
            raise SourceUnreadable(
                "The file of this paper is damaged, or sealed to a key that is not here; restore it from a backup."
            ) from broken
        if plain.stat().st_size != kept.size or _sha256(plain) != kept.sha256:
            raise SourceUnreadable("The file of this paper was altered; restore it from a backup.")
        yield plain


def _sha256(path: Path) -> str:
    sha = hashlib.sha256()
    for chunk in chunks(path):
        sha.update(chunk)
    return sha.hexdigest()


def sweep(folder: Path, *, known: Container[str], older_than: float) -> int:
    """Removes files of the folder that no row knows and that are older (seconds since the epoch); how many."""
    swept = 0
    for path in folder.glob("*"):
        if path.name not in known and path.stat().st_mtime < older_than:
            path.unlink(missing_ok=True)
            swept += 1
    return swept


def chunks(path: Path) -> Iterator[bytes]:
    """The bytes of a file, a mebibyte at a time."""
    with path.open("rb") as source:
        while chunk := source.read(CHUNK):
            yield chunk

"""The list of what a backup holds, with digests, sealed by a key that only the owner of the backup has."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from secretariat.toolbox.errors import RuleBroken

FORMAT = "secretariat-backup 1"
MANIFEST = "manifest.json"
_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Item:
    """One file of a backup: path inside it, bytes, SHA-256 (hex) as it lies there, and when it was written."""

    path: str
    bytes: int
    sha256: str
    mtime_ns: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds: ``head`` is number and digest of the newest deed in it."""

    made_at: str
    version: str
    key_id: str
    head: tuple[int, str]
    items: tuple[Item, ...]


def sha256_of(path: Path) -> str:
    """SHA-256 (hex) of a file as it lies on the disk."""
    sha = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            sha.update(chunk)
    return sha.hexdigest()


def _mac(document: dict[str, Any], key: bytes) -> str:
    plain = json.dumps(document, sort_keys=True, separators=(",", ":")).encode()
    own = hmac.new(key, b"secretariat manifest", hashlib.sha256).digest()
    return hmac.new(own, plain, hashlib.sha256).hexdigest()


def write_manifest(folder: Path, manifest: Manifest, key: bytes) -> Path:
    """Writes the manifest; ``key`` (the backup's database key) proves that its owner wrote it."""
    document: dict[str, Any] = {"format": FORMAT, **asdict(manifest)}
    document = json.loads(json.dumps(document))
    document["mac"] = _mac(document, key)
    path = folder / MANIFEST
    path.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")
    return path


def read_manifest(folder: Path) -> tuple[Manifest, dict[str, Any]]:
    """The manifest of a backup, and the document as it stands. Raises RuleBroken when there is none to read."""
    try:
        document = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if document["format"] != FORMAT:
            raise RuleBroken(
                "recovery.format", f"{folder} is a backup of another format: {document['format']}."
            )
        manifest = Manifest(
            document["made_at"],
            document["version"],
            document["key_id"],
            (document["head"][0], document["head"][1]),
            tuple(Item(**item) for item in document["items"]),
        )
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise RuleBroken(
            "recovery.manifest",
            f"{folder} holds no readable {MANIFEST} ({error}). Name the folder of one backup, secretariat-….",
        ) from None
    return manifest, document


def is_owners(document: dict[str, Any], key: bytes) -> bool:
    """Whether the manifest was written by somebody who held the backup's database key."""
    rest = {name: value for name, value in document.items() if name != "mac"}
    return hmac.compare_digest(str(document.get("mac", "")), _mac(rest, key))


def item_faults(folder: Path, items: tuple[Item, ...]) -> list[str]:
    """A sentence for each file of a backup that is missing, altered, or not on its list. Reads every file."""
    faults = []
    for item in items:
        path = folder / item.path
        if not path.resolve().is_relative_to(folder.resolve()) or path.is_symlink():
            faults.append(f"{item.path} leads out of the backup")
        elif not path.is_file():
            faults.append(f"{item.path} is missing")
        elif path.stat().st_size != item.bytes or sha256_of(path) != item.sha256:
            faults.append(f"{item.path} was altered")
    listed = {item.path for item in items} | {MANIFEST}
    there = {str(p.relative_to(folder)) for p in folder.rglob("*") if not p.is_dir()}
    return faults + [f"{name} is not on the list" for name in sorted(there - listed)]

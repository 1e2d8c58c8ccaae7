"""The list of what a backup holds, with digests, bound to the backup's own key and signed by the store's."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from secretariat.audit.heads import sign_bytes
from secretariat.audit.rules import HEADS_FILE, SIGNED_HEADS_FILE
from secretariat.audit.verify import is_signed
from secretariat.toolbox.errors import RuleBroken
from secretariat.toolbox.vault import RECOVERY_FILE

from .snapshot import DATABASE

FORMAT = "secretariat-backup 1"
MANIFEST = "manifest.json"
_SIGNED = ("public_key", "signature")
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


def _note(document: dict[str, Any]) -> str:
    plain = json.dumps(document, sort_keys=True, separators=(",", ":")).encode()
    return f"secretariat backup 1\n{hashlib.sha256(plain).hexdigest()}\n"


def write_manifest(folder: Path, manifest: Manifest, key: bytes) -> Path:
    """Writes the manifest, bound to ``key`` (the backup's database key) and signed with the key of the heads.

    Source: own choice: the database key is sealed to public keys, so that anybody can make one and wrap it;
    only the store has the key that signs its heads.
    """
    document: dict[str, Any] = {"format": FORMAT, **asdict(manifest)}
    document = json.loads(json.dumps(document))
    document["mac"] = _mac(document, key)
    document["public_key"], document["signature"] = sign_bytes(_note(document).encode())
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


def is_bound(document: dict[str, Any], key: bytes) -> bool:
    """Whether the manifest was written by somebody who held the backup's database key."""
    rest = {name: value for name, value in document.items() if name not in {"mac", *_SIGNED}}
    return hmac.compare_digest(str(document.get("mac", "")), _mac(rest, key))


def signing_key(document: dict[str, Any]) -> str:
    """The public half (hexadecimal) of the key that signed the manifest as it stands. Raises RuleBroken."""
    rest = {name: value for name, value in document.items() if name not in _SIGNED}
    public_key, signature = (str(document.get(name, "")) for name in _SIGNED)
    if not is_signed(public_key, signature, _note(rest)):
        raise RuleBroken(
            "recovery.unsigned", f"The signature of {MANIFEST} is not right: its owner did not write it so."
        )
    return public_key


def belongs(path: str) -> bool:
    """Whether a file of this path is ever put into a backup: a key that opens, for one, never is."""
    parts = PurePosixPath(path).parts
    if path.startswith("/") or any(part.startswith(".") for part in parts):
        return False
    if len(parts) == 1:
        return path in {DATABASE, HEADS_FILE, SIGNED_HEADS_FILE} or path.endswith(".age")
    if parts[0] == "keys":
        return len(parts) == 2 and (parts[1] == RECOVERY_FILE or parts[1].endswith(".age"))
    return parts[0] == "files"


def item_faults(folder: Path, items: tuple[Item, ...]) -> list[str]:
    """A sentence for each file of a backup that is missing, altered, or not on its list. Reads every file."""
    faults = []
    for item in items:
        path = folder / item.path
        if not belongs(item.path):
            faults.append(f"{item.path} has no place in a backup")
        elif not path.resolve().is_relative_to(folder.resolve()) or path.is_symlink():
            faults.append(f"{item.path} leads out of the backup")
        elif not path.is_file():
            faults.append(f"{item.path} is missing")
        elif path.stat().st_size != item.bytes or sha256_of(path) != item.sha256:
            faults.append(f"{item.path} was altered")
    listed = {item.path for item in items} | {MANIFEST}
    there = {str(p.relative_to(folder)) for p in folder.rglob("*") if not p.is_dir()}
    return faults + [f"{name} is not on the list" for name in sorted(there - listed)]

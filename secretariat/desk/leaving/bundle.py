"""An export as it is read back: checked file by file before anything of it is believed."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from secretariat.audit import verify
from secretariat.toolbox.errors import RuleBroken

from ..recovery.origin import Kept, proved_by
from .rows import FORMAT


@dataclass(frozen=True, slots=True)
class Bundle:
    """A checked export: its folder, what ``about.json`` says, the paths of the files that were compared, the
    root of the tree of deeds it was written with, the public half of the key that signed it all, and what
    proves that this key is ours (empty where nothing does).
    """

    folder: Path
    about: dict[str, Any]
    files: frozenset[str]
    head_root: str
    signed_by: str
    proved_by: str


NOTHING_KEPT = Kept()


def open_bundle(folder: Path, kept: Kept = NOTHING_KEPT) -> Bundle:
    """Reads an export's description, compares every file with ``files.csv``, and lets ``verify.py`` check its
    record, its head and the signature over the list, also against what was ``kept``.

    Raises RuleBroken when it is no export of this format; when a file is missing, altered or not on the list;
    when anything was not signed as it stands; and when what was kept names another key.
    """
    folder = folder.expanduser().resolve()
    try:
        about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        is_ours = about["format"] == FORMAT
        head = json.loads((folder / "record" / "head.json").read_text(encoding="utf-8"))
        head_root, signed_by = str(head["root"]), str(head["public_key"])
        with (folder / "files.csv").open(encoding="utf-8", newline="") as lines:
            listed = {row["path"]: row["sha256"] for row in csv.DictReader(lines)}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise RuleBroken("leaving.bundle", f"{folder} is no export of Secretariat ({error}).") from None
    if not is_ours:
        raise RuleBroken("leaving.bundle", f"{folder} is an export of another format: {about['format']}.")
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir() or p.is_symlink()}
    own = {"files.csv", "files.signed.json"}
    faults = [f"{name} is not on the list" for name in sorted(there - set(listed) - own)]
    for name, wanted in listed.items():
        path = folder / name
        if not path.resolve().is_relative_to(folder) or path.is_symlink() or not path.is_file():
            faults.append(f"{name} is missing")
            continue
        with path.open("rb") as content:
            if hashlib.file_digest(content, "sha256").hexdigest() != wanted:
                faults.append(f"{name} was altered")
    # Only what is as it was listed is read any further.
    faults = faults or verify.check(folder, list(kept.heads)).faults
    if faults:
        raise RuleBroken("leaving.altered", f"This export is not as it was written: {'; '.join(faults[:5])}.")
    return Bundle(folder, about, frozenset(listed), head_root, signed_by, proved_by(signed_by, kept))

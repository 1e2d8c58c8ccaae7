"""An export as it is read back: checked file by file before anything of it is believed."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from secretariat.toolbox.errors import RuleBroken

from .rows import FORMAT


@dataclass(frozen=True, slots=True)
class Bundle:
    """A checked export: its folder, what ``about.json`` says, how many files were compared, and the root of
    the tree of deeds it was written with.
    """

    folder: Path
    about: dict[str, Any]
    files: int
    head_root: str


def open_bundle(folder: Path) -> Bundle:
    """Reads an export's description and compares every file with ``files.csv``.

    Raises RuleBroken when it is no export of this format, or a file is missing, altered or not on the list.
    The signature over the list is checked by ``verify.py``, which also knows whose it should be.
    """
    folder = folder.expanduser().resolve()
    try:
        about = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        is_ours = about["format"] == FORMAT
        head = json.loads((folder / "record" / "head.json").read_text(encoding="utf-8"))
        head_root = str(head["root"])
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
    if faults:
        raise RuleBroken("leaving.altered", f"This export is not as it was written: {'; '.join(faults[:5])}.")
    return Bundle(folder, about, len(listed), head_root)

"""Private files of a short life: what must lie in clear for a moment, and never outlives its maker.

They lie in a folder that only this account opens, in memory where the machine has such a file system. Each
is locked by the process that made it: a file that nobody holds belongs to the dead, and is swept.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 - the folder made in it is checked to be ours alone
SPARE_BYTES = 64 * 2**20
"""What stays free of the memory file system; a larger file goes to the home folder instead."""


def rooms(home: Path) -> list[Path]:
    """The folders private files of a home folder may lie in, the one in memory first; made where missing.

    Source: own choice: age is checked while it is opened, so what it opens lies in clear until it is checked.
    """
    at_home = home / "spool"
    at_home.mkdir(parents=True, exist_ok=True, mode=0o700)
    mark = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]
    in_memory = MEMORY / f"secretariat-{os.geteuid()}-{mark}"
    if not MEMORY.is_dir() or not os.access(MEMORY, os.W_OK):
        return [at_home]
    with suppress(FileExistsError):
        in_memory.mkdir(mode=0o700)
    return [in_memory, at_home] if _is_ours_alone(in_memory) else [at_home]


def _is_ours_alone(folder: Path) -> bool:
    """Whether nobody else made or opens a folder: anybody may make one of that name in memory first."""
    facts = folder.lstat()
    return stat.S_ISDIR(facts.st_mode) and facts.st_uid == os.geteuid() and not facts.st_mode & 0o077


def room(home: Path, *, size: int = 0) -> Path:
    """The folder for a private file of about ``size`` bytes. Source: own choice, memory before disk."""
    *in_memory, at_home = rooms(home)
    for folder in in_memory:
        if shutil.disk_usage(folder).free > size + SPARE_BYTES:
            return folder
    return at_home


def claim(home: Path, *, size: int = 0, ending: str = "") -> tuple[Path, int]:
    """A new empty private file (mode 0600), and the handle that holds its lock until it is closed."""
    folder = room(home, size=size)
    while True:
        path = folder / f"{secrets.token_hex(16)}{ending}"
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        fcntl.flock(handle, fcntl.LOCK_EX)
        if os.fstat(handle).st_nlink:
            return path, handle
        os.close(handle)  # a sweep came between making and locking


@contextmanager
def private_file(home: Path, *, size: int = 0, ending: str = "") -> Iterator[Path]:
    """An empty private file that goes away with the block.

    ``home``: the home folder; ``size``: about how many bytes it will hold; ``ending``: of its name.
    """
    path, handle = claim(home, size=size, ending=ending)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)
        os.close(handle)


def sweep(home: Path) -> int:
    """Removes private files that no living process holds; gives how many."""
    return sum(_removed_if_dead(path) for folder in rooms(home) for path in folder.iterdir())


def _removed_if_dead(path: Path) -> bool:
    try:
        handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
    except OSError:
        return False  # gone meanwhile, or no file of ours
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink(missing_ok=True)
    except BlockingIOError:
        return False
    finally:
        os.close(handle)
    return True

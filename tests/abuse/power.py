"""The disk as it would be after a power cut, rebuilt from what a real process wrote and synchronised.

``python -m tests.abuse.power HOME LEDGER PAPERS SYNCHRONOUS DEEDS SEED`` is the process that is recorded.
"""

from __future__ import annotations

import os
import random
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = Path(__file__).with_name("recorder.c")
_HEAD = struct.Struct("<cQQQ")


def build_recorder(folder: Path) -> Path:
    """Compiles the recorder; gives the library."""
    library = folder / "recorder.so"
    subprocess.run(
        ["gcc", "-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o", str(library), str(SOURCE), "-ldl", "-lpthread"],
        check=True,
    )  # fmt: skip
    return library


def record(library: Path, root: Path, log: Path, *, synchronous: str, deeds: int, seed: int) -> None:
    """Lets a process do deeds on ``root/home``, writing down all it does to the files below ``root``."""
    words = [
        str(root / "home"),
        str(root / "ledger"),
        str(root / "papers"),
        synchronous,
        str(deeds),
        str(seed),
    ]
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("SECRETARIAT_", "PYTEST_"))}
    more = {
        "LD_PRELOAD": str(library), "POWER_ROOT": f"{root}/", "POWER_LOG": str(log),
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tests.abuse.power", *words],
        env=kept | more, cwd=ROOT, capture_output=True, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@dataclass
class File:
    """One file: as the process sees it, as it surely is on the disk, and what was written since."""

    live: bytearray = field(default_factory=bytearray)
    durable: bytes = b""
    pending: list[tuple[int, bytes]] = field(default_factory=list)

    def write(self, at: int, content: bytes) -> None:
        _put(self.live, at, content)
        self.pending.append((at, content))

    def synchronise(self) -> None:
        if self.pending or len(self.durable) != len(self.live):
            self.durable = bytes(self.live)
            self.pending = []

    def after_cut(self, chosen: random.Random | None) -> bytes:
        """What a disk holds after the cut: only what was synchronised, or with a choice of what was not."""
        if chosen is None or not self.pending:
            return self.durable
        content = bytearray(self.durable)
        is_log = self.pending[0][0] >= len(self.durable) and len(self.durable) < 1_000_000
        if is_log and all(len(words) < 400 for _, words in self.pending):
            # Lines added at the end of a file come in order, the last perhaps by half.
            rest = b"".join(words for _, words in self.pending)
            return bytes(content) + rest[: chosen.randint(0, len(rest))]
        for at, words in self.pending:
            if chosen.random() < 0.5:
                _put(content, at, words)
        return bytes(content)


def _put(content: bytearray, at: int, words: bytes) -> None:
    if at > len(content):
        content.extend(bytes(at - len(content)))
    content[at : at + len(words)] = words


@dataclass
class Disk:
    """All files below a root; ``names`` as the process sees them, ``kept`` as they surely are on the disk."""

    names: dict[str, File] = field(default_factory=dict)
    kept: dict[str, File] = field(default_factory=dict)
    by_number: dict[int, File] = field(default_factory=dict)
    ledger: str = ""

    @classmethod
    def of(cls, root: Path) -> Disk:
        disk = cls(ledger=str(root / "ledger"))
        for path in root.rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                file = File(bytearray(content), content)
                disk.names[str(path)] = disk.kept[str(path)] = disk.by_number[path.stat().st_ino] = file
        return disk

    def apply(self, operation: bytes, number: int, offset: int, words: bytes) -> None:
        """One thing the process did."""
        if operation == b"O":
            path = words.decode()
            if self.names.get(path) is None or self.by_number.get(number) is not self.names[path]:
                self.names[path] = self.by_number[number] = File()
        elif operation == b"W":
            self.by_number[number].write(offset, words)
        elif operation == b"T":
            file = self.by_number[number]
            del file.live[offset:]
            _put(file.live, offset, b"")
            file.pending = [(at, piece) for at, piece in file.pending if at < offset]
        elif operation == b"S":
            self.by_number[number].synchronise()
        elif operation == b"D":
            self._keep_names(words.decode().rstrip("/"))
        elif operation == b"U":
            self.names.pop(words.decode(), None)
        elif operation in {b"R", b"L"}:
            old, new = words.decode().split("\0")
            if old in self.names:
                self.names[new] = self.names[old]
                if operation == b"R":
                    del self.names[old]

    def _keep_names(self, folder: str) -> None:
        def inside(path: str) -> bool:
            return path.rpartition("/")[0] == folder

        self.kept = {path: file for path, file in self.kept.items() if not inside(path)}
        self.kept |= {path: file for path, file in self.names.items() if inside(path)}

    def acknowledged(self) -> list[str]:
        """What the process had told somebody was done."""
        file = self.names.get(self.ledger)
        return file.live.decode().splitlines() if file else []

    def materialise(self, root: Path, target: Path, chosen: random.Random | None) -> None:
        """Writes the disk as it is after a cut. Shared memory of SQLite is none of it: it is made anew."""
        shutil.rmtree(target, ignore_errors=True)
        for path, file in self.kept.items():
            if path.endswith("-shm") or path == self.ledger:
                continue
            place = target / Path(path).relative_to(root)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(file.after_cut(chosen))


def operations(log: Path) -> Iterator[tuple[bytes, int, int, bytes]]:
    """What the recorder wrote down, in order."""
    content = log.read_bytes()
    at = 0
    while at < len(content):
        operation, number, offset, length = _HEAD.unpack_from(content, at)
        at += _HEAD.size
        yield operation, number, offset, content[at : at + length] if length else b""
        at += length if operation not in {b"T", b"S"} else 0


def _main() -> None:
    home, ledger, papers, synchronous, deeds, seed = sys.argv[1:]
    import django

    django.setup()
    from tests.abuse.crash import work
    from tests.abuse.homes import point_at

    point_at(Path(home), synchronous=synchronous)
    work(Path(home), Path(ledger), "power", Path(papers), int(seed), most=int(deeds))
    # No tidy end: the power is about to go.
    os._exit(0)


if __name__ == "__main__":
    _main()

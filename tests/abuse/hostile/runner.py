"""Runs hostile files through the worker that looks them through, reads them and copies them, and measures it."""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass, field
from pathlib import Path

from secretariat.archive.reading.sniff import DOCX, PDF
from secretariat.archive.reading.worker import Worker
from secretariat.toolbox.errors import SourceUnreadable

DIED = ("stopped the program", "took too long")


@dataclass(slots=True)
class Run:
    """What came of one file: refused with a sentence, or taken in with these findings; and what it cost."""

    refusal: str = ""
    findings: frozenset[str] = frozenset()
    unread: str = ""
    seconds: float = 0.0
    cpu_seconds: float = 0.0
    megabytes: int = 0
    deaths: int = 0
    sentences: list[str] = field(default_factory=list)


class Bench:
    """One worker after the other, as the program itself runs them; counts what each file cost."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.worker = Worker(wall_seconds=20.0)
        self.peak = 0

    def run(self, data: bytes, name: str, *, copies: bool = True) -> Run:
        """Looks a file through, reads it, and makes its safe copy, as far as it is let in."""
        path = self.folder / "hostile"
        path.write_bytes(data)
        run = Run()
        self.worker._started()
        begun, cpu = time.perf_counter(), self._cpu()
        try:
            found = self.worker.inspect(path, name)
        except SourceUnreadable as refusal:
            run.refusal = refusal.message
        else:
            run.findings = frozenset(f.kind for f in found.findings)
            run.sentences = [f.sentence for f in found.findings]
            for step in (self.worker.read, self.worker.safe_copy)[: 2 if copies else 1]:
                if step == self.worker.safe_copy and found.media_type not in (DOCX, PDF):
                    continue
                try:
                    step(path, name)
                except SourceUnreadable as refusal:
                    run.unread += refusal.message
        run.seconds = time.perf_counter() - begun
        run.deaths = sum((run.refusal + run.unread).count(words) for words in DIED)
        if not run.deaths:
            run.cpu_seconds, run.megabytes = self._cpu() - cpu, self._peak()
        return run

    def _pid(self) -> int:
        assert self.worker._process is not None
        return self.worker._process.pid

    def _cpu(self) -> float:
        fields = Path(f"/proc/{self._pid()}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def _peak(self) -> int:
        """The most memory the worker ever held, in MB."""
        status = Path(f"/proc/{self._pid()}/status").read_text()
        found = re.search(r"VmHWM:\s+(\d+) kB", status)
        assert found is not None
        return int(found[1]) // 1024

    def close(self) -> None:
        self.worker.stop()

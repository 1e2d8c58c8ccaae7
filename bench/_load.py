"""A small load of eight clients on loopback, and what a group of processes costs."""

from __future__ import annotations

import http.client
import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Load:
    """What one stretch of load showed: requests a second, p95 and processor time a request in ms."""

    per_second: float
    p95_ms: float
    cpu_ms: float


def family(pid: int) -> list[int]:
    """A process and all its children."""
    found = [pid]
    for parent in found:
        for task in Path(f"/proc/{parent}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def cpu_seconds(pid: int) -> float:
    """Processor time used by a process and its living children."""
    total = 0
    for one in family(pid):
        fields = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def memory_mb(pid: int) -> float:
    """Memory of a process family; pages shared between them are counted once (PSS)."""
    total = 0
    for one in family(pid):
        for line in Path(f"/proc/{one}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                total += int(line.split()[1])
    return total / 1024


def wait_for(port: int, path: str = "/", *, started: float, limit: float = 30.0) -> float:
    """Seconds from ``started`` (monotonic) until the first page came with status 200."""
    while time.monotonic() - started < limit:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=limit)
        try:
            connection.request("GET", path)
            if connection.getresponse().status == 200:
                return time.monotonic() - started
        except OSError:
            time.sleep(0.01)
        finally:
            connection.close()
    raise SystemExit(f"nothing answered on port {port} within {limit:.0f} s")


def load(port: int, path: str, pid: int, *, cookie: str = "", clients: int = 8, seconds: float = 4.0) -> Load:
    """Eight clients (by default) that each ask again as soon as they were answered."""
    taken: list[float] = []
    stop = time.monotonic() + seconds

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        mine: list[float] = []
        headers = {"Cookie": cookie} if cookie else {}
        while (begun := time.monotonic()) < stop:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status != 200:
                raise SystemExit(f"{path} answered {answer.status}")
            mine.append(time.monotonic() - begun)
        taken.extend(mine)
        connection.close()

    before = cpu_seconds(pid)
    begun = time.monotonic()
    threads = [threading.Thread(target=client) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent, wall = cpu_seconds(pid) - before, time.monotonic() - begun
    return Load(len(taken) / wall, quantiles(taken, n=20)[18] * 1000, spent / len(taken) * 1000)

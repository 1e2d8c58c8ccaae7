"""The ticker: all periodic work once, each job for itself; and again and again as long as a server runs."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping

from django.db import connections

log = logging.getLogger("secretariat.desk")

EVERY_SECONDS = 60
HOUR_SECONDS = 3600


def run_jobs(jobs: Mapping[str, Callable[[], int]]) -> Iterator[tuple[str, int | None]]:
    """Runs each job and gives its words with what it did; None where it failed. One that fails stops no other:
    its report is in the log, and the next tick tries it again.
    """
    for words, job in jobs.items():
        try:
            yield words, job()
        except Exception:
            log.exception("the job “%s” failed", words)
            yield words, None


def tick_on(
    jobs: Mapping[str, Callable[[], int]],
    *,
    every_seconds: int,
    parent: int,
    hourly: Collection[str] = (),
) -> None:
    """Ticks as long as the process ``parent`` is the one that started this one; ends within a second after it.

    The jobs named in ``hourly`` run in the first round and then once an hour, all others in each.
    Connections are closed after each round: a store that was restored meanwhile is opened anew.
    """
    due = hour_due = 0.0
    while os.getppid() == parent:
        now = time.monotonic()
        if now >= due:
            is_hour = now >= hour_due
            for _ in run_jobs({words: job for words, job in jobs.items() if is_hour or words not in hourly}):
                pass
            connections.close_all()
            due = time.monotonic() + every_seconds
            hour_due = now + HOUR_SECONDS if is_hour else hour_due
        time.sleep(1)


class Ticker:
    """The one child of a server that ticks. A process and not a thread: the server forks its workers, and a
    thread that holds a lock at that moment would hold it in the worker for ever.
    """

    def __init__(self, every_seconds: int = EVERY_SECONDS) -> None:
        self.every_seconds = every_seconds
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Starts it, unless it runs already."""
        if self.process is not None and self.process.poll() is None:
            return
        words = ["tick", "--every", str(self.every_seconds), "--with", str(os.getpid())]
        self.process = subprocess.Popen(  # noqa: S603 - our own program, with two numbers
            [sys.executable, "-m", "config.manage", *words],
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the server, which then ends its ticker
        )

    def stop(self) -> None:
        """Ends it, and waits until it is gone; what it was at is done again by the next one."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

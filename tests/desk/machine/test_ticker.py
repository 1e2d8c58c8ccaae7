"""The ticker: each job for itself, one process, gone with its server."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from django.core.management import call_command

from secretariat.desk.machine import jobs, ticker


def _fails() -> int:
    raise ZeroDivisionError


def test_a_job_that_fails_stops_no_other_and_is_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    done = dict(ticker.run_jobs({"first": lambda: 1, "second": _fails, "third": lambda: 3}))
    assert done == {"first": 1, "second": None, "third": 3}
    assert "the job “second” failed" in caplog.text


@pytest.mark.django_db
def test_the_command_says_what_failed_and_ends_with_an_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(jobs.JOBS, "files swept", _fails)
    with pytest.raises(SystemExit):
        call_command("tick")
    said = capsys.readouterr().out
    assert "files swept: failed, see the log" in said
    assert "letters sent: 0" in said


def test_it_does_nothing_for_a_parent_that_is_gone() -> None:
    ticked: list[int] = []

    def job() -> int:
        ticked.append(1)
        return 1

    ticker.tick_on({"job": job}, every_seconds=1, parent=os.getpid())
    assert ticked == []


def test_what_looks_through_everything_runs_at_once_and_then_each_hour(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = [0.0]
    ran: list[str] = []

    def wait(seconds: float) -> None:
        now[0] += seconds

    def job(words: str) -> Callable[[], int]:
        def run() -> int:
            ran.append(words)
            return 1

        return run

    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    monkeypatch.setattr(time, "sleep", wait)
    monkeypatch.setattr(os, "getppid", lambda: 7 if now[0] <= 3600 else 1)
    jobs_here = {"each": job("each"), "seldom": job("seldom")}
    ticker.tick_on(jobs_here, every_seconds=60, parent=7, hourly={"seldom"})
    assert ran.count("each") == 61
    assert [place for place, words in enumerate(ran) if words == "seldom"] == [1, 62]
    assert jobs.HOURLY.issubset(jobs.JOBS)


@pytest.mark.real_time
def test_one_child_ticks_and_ends_when_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []
    real = subprocess.Popen

    def sleeper(command: list[str], **how: object) -> subprocess.Popen[bytes]:
        assert command[1:5] == ["-m", "config.manage", "tick", "--every"]
        assert command[-1] == str(os.getpid())
        process = real([sys.executable, "-c", "import time; time.sleep(60)"])
        started.append(process)
        return process

    monkeypatch.setattr(subprocess, "Popen", sleeper)
    one = ticker.Ticker()
    one.start()
    one.start()
    assert len(started) == 1, "a second start finds the first"
    started[0].kill()
    started[0].wait()
    one.start()
    assert len(started) == 2, "one that died is started anew"
    before = time.monotonic()
    one.stop()
    assert started[1].returncode is not None
    assert time.monotonic() - before < 10

"""Writers that are killed in the middle of their work, and what is left of what they were told was done."""

from __future__ import annotations

import os
import random
import signal
import time
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from secretariat.access.reads import account_by_email
from secretariat.access.rules import system_actor
from secretariat.archive.actions import take_in_source
from secretariat.archive.reads import file_faults, visible_sources
from secretariat.audit.reads import verify_chain
from secretariat.desk.recovery.snapshot import faults_of, live_key, opened
from secretariat.meetings.actions import note_offer
from secretariat.meetings.reads import visible_offers
from secretariat.members.reads import actor_for_account, network_here
from secretariat.minutes.actions import add_entry
from secretariat.minutes.reads import visible_entries, visible_records

from .homes import in_home, point_at

OFFICER = "officer@story.example"
CHECKER = system_actor("the test")


@dataclass
class Kills:
    """What rounds of killing showed."""

    rounds: int = 0
    acknowledged: int = 0
    lost: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    unacknowledged: int = 0


def work(home: Path, ledger: Path, name: str, papers: Path, seed: int, *, most: int = 10_000) -> None:
    """Does real deeds as the officer, and writes each into the ledger once it was told to be done."""
    chosen = random.Random(seed)
    account = account_by_email(OFFICER)
    assert account is not None
    actor = actor_for_account(account)
    network = network_here(actor)
    record = visible_records(actor).first()
    assert record is not None
    fd = os.open(ledger, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for number in range(most):
        words = f"{name}-{number}"
        which = chosen.random()
        if which < 0.15:
            path = papers / f"{words}.txt"
            path.write_text(f"Paper {words} {seed}\n" * chosen.randint(1, 500), encoding="utf-8")
            ref = take_in_source(actor, network=network, name=path.name, path=path)[0].ref
        elif which < 0.55:
            ref = add_entry(actor, record=record, kind="statement", text=words).ref
        else:
            ref = note_offer(actor, network=network, place=words).ref
        os.write(fd, f"{ref} {words}\n".encode())


def writer(home: Path, ledger: Path, name: str, papers: Path, seed: int) -> int:
    """Begins a process that works until it is killed; gives its id."""
    pid = os.fork()
    if pid:
        return pid
    try:
        point_at(home)
        work(home, ledger, name, papers, seed)
    finally:
        os._exit(70)  # a writer never ends by itself: whoever sees this code found a fault


def kill_round(home: Path, folder: Path, number: int, *, writers: int = 2) -> tuple[list[str], list[int]]:
    """One round: writers at work, killed with SIGKILL at a random instant; the acknowledged lines, and how
    each writer ended.
    """
    ledger = folder / f"ledger-{number}"
    chosen = random.Random(number)
    pids = [
        writer(home, ledger, f"round-{number}-writer-{w}", folder, number * 10 + w) for w in range(writers)
    ]
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and (not ledger.exists() or not ledger.stat().st_size):
        time.sleep(0.002)
    time.sleep(chosen.uniform(0.0, 0.12))
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    ends = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]
    return (ledger.read_text().splitlines() if ledger.exists() else []), ends


def found_now() -> tuple[dict[str, str], list[str]]:
    """What the store holds, by reference, and everything that is wrong with it."""
    found = {row.ref: row.place for row in visible_offers(CHECKER)}
    found |= {row.ref: row.text for row in visible_entries(CHECKER)}
    found |= {row.ref: row.name.removesuffix(".txt") for row in visible_sources(CHECKER)}
    _, faults = verify_chain()
    _, broken = file_faults()
    wrong = [fault.message for fault in faults] + [f"{ref}: {message}" for ref, message in broken]
    with opened(settings.HOME / "secretariat.sqlite3", live_key()) as database:
        wrong += faults_of(database)
        deeds = {str(row[0]) for row in database.execute("SELECT thing_ref FROM audit_deed")}
    return {ref: words for ref, words in found.items() if ref in deeds}, wrong


def kill_rounds(home: Path, folder: Path, rounds: int, *, check_every: int = 1) -> Kills:
    """Rounds of killing on one store, each checked after it against the ledger kept outside."""
    kills = Kills()
    waiting: list[str] = []
    everything: list[str] = []
    for number in range(rounds):
        lines, ends = kill_round(home, folder, number)
        kills.rounds += 1
        kills.faults += [
            f"round {number}: a writer ended by itself with {end}" for end in ends if end != -signal.SIGKILL
        ]
        waiting += lines
        everything += lines
        if (number + 1) % check_every == 0 or number + 1 == rounds:
            found, wrong = in_home(home, found_now)
            kills.faults += [f"round {number}: {fault}" for fault in wrong]
            kills.lost += [line for line in waiting if found.get(line.split(" ")[0]) != line.split(" ", 1)[1]]
            waiting = []
    found, _ = in_home(home, found_now)
    kills.acknowledged = len(everything)
    kills.lost += [line for line in everything if found.get(line.split(" ")[0]) != line.split(" ", 1)[1]]
    kills.unacknowledged = sum(words.startswith("round-") for words in found.values()) - len(everything)
    return kills

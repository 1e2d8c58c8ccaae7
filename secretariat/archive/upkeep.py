"""What the machine does with papers by itself: sealing them anew, asking the virus scanner again, and
reading what waits.

Sealed anew is to a newer key, or for the first time what an old version kept in clear. Each paper is a step of
its own: the new file is whole on the disk before the row names it, and the old one goes after that is
committed. Killed at any point, the row names a whole file, and going on continues behind it.
"""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from secretariat.access.rules import Actor
from secretariat.toolbox import clock, spool

from . import store
from .actions import clear_source, refuse_source, reseal_source
from .intake import read_or_refuse
from .reads import (
    held_sources,
    keyring,
    opened_source,
    sources_folder,
    sources_sealed_otherwise,
    waiting_readings,
)
from .scanner import scan

READ_AFTER = timedelta(minutes=1)


def reseal_files(actor: Actor, *, limit: int) -> int:
    """Seals up to ``limit`` papers to the newest key, and gives how many were not yet.

    Call it until it gives 0. Raises SourceUnreadable at a paper that is damaged; nothing of it is lost.
    """
    waiting = list(sources_sealed_otherwise(keyring().key_id)[:limit])
    for source in waiting:
        with (
            opened_source(source) as plain,
            store.sealed_aside(
                plain, sources_folder(), keyring(), sha256=source.sha256, size=source.size
            ) as sealed,
        ):
            reseal_source(actor, source=source, sealed=sealed)
    return len(waiting)


def scan_held_papers(actor: Actor) -> int:
    """Asks the scanner about every held paper; gives how many it answered about.

    Stops at the first without an answer: a scanner that is down is down for all, but for a paper that is
    beyond its limits. Raises SourceUnreadable at a paper that is damaged.
    """
    answered = 0
    for source in held_sources():
        with opened_source(source) as path:
            said = scan(path, settings.CLAMD)
        if said.outcome == "clean":
            clear_source(actor, source=source)
        elif said.outcome == "found":
            refuse_source(actor, source=source, virus=said.words)
        elif said.is_too_large:
            continue
        else:
            break
        answered += 1
    return answered


def read_waiting_papers(actor: Actor, *, limit: int) -> int:
    """Reads up to ``limit`` papers that wait, such as those the scanner cleared; gives how many it dealt with.

    Whoever hands a paper in has it read at once, so the newest are left to them.
    """
    waiting = list(waiting_readings(before=clock.now() - READ_AFTER)[:limit])
    for reading in waiting:
        read_or_refuse(actor, reading)
    return len(waiting)


def sweep_private_files() -> int:
    """Removes what a process that was killed left in clear; gives how many files."""
    return spool.sweep(settings.HOME)

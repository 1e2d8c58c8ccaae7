"""Reads one waiting paper now: claim, read in a process of its own, keep what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from secretariat.access.rules import Actor
from secretariat.toolbox.errors import RuleBroken, SourceUnreadable
from secretariat.toolbox.markings import marking_in

from .actions import begin_reading, fail_reading, keep_reading, note_progress, refuse_classified
from .models import Reading
from .reading.model import to_json_dict
from .reading.worker import read_safely
from .reads import opened_source


@dataclass(frozen=True, slots=True)
class Looked:
    """What looking a paper through gave: the reading (in the reading format), or why it cannot be read."""

    result: dict[str, Any] | None
    problem: str


class _StopAsked(Exception):
    """Somebody pressed Stop while the paper was read."""


def read_now(actor: Actor, reading: Reading) -> None:
    """Reads a paper whose reading waits; safe to call twice: only one caller gets the claim.

    Never inside a transaction: reading may take a minute, and the store must not wait for it.
    A paper that cannot be read is kept with the reason; that is an outcome, not an error. Raises RuleBroken
    for a paper that bears a classification marking, which is removed: nobody could open it until then.
    """
    marking = read_or_refuse(actor, reading)
    if marking:
        raise RuleBroken("archive.classified", classified(marking))


def read_or_refuse(actor: Actor, reading: Reading) -> str:
    """As ``read_now``, and gives the marking for which the paper was removed; empty: it bears none."""
    if not begin_reading(actor, reading=reading):
        return ""

    def on_progress(done: int, total: int) -> None:
        if not note_progress(reading, done * 100 // max(total, 1)):
            raise _StopAsked

    try:
        with opened_source(reading.source) as path:
            result = read_safely(path, reading.source.name, on_progress=on_progress)
    except SourceUnreadable as error:
        fail_reading(actor, reading=reading, problem=error.message)
        return ""
    except _StopAsked:
        fail_reading(actor, reading=reading, problem="Stopped on request.", state="stopped")
        return ""
    marking = marking_in(result.text)
    if marking:
        refuse_classified(actor, source=reading.source, marking=marking)
    else:
        keep_reading(actor, reading=reading, result=to_json_dict(result))
    return marking


def look_through(path: Path, name: str) -> Looked:
    """Reads a paper that is not kept yet, for a marking; it may take a minute, so never inside a transaction.

    A paper that cannot be read is an outcome, not an error. Raises RuleBroken for one that bears a marking.
    """
    try:
        result = read_safely(path, name)
    except SourceUnreadable as error:
        return Looked(None, error.message)
    marking = marking_in(result.text)
    if marking:
        raise RuleBroken("archive.classified", classified(marking))
    return Looked(to_json_dict(result), "")


def keep_look(actor: Actor, reading: Reading, looked: Looked) -> None:
    """Keeps what ``look_through`` gave as the reading of the paper, now that it is kept."""
    if looked.result is None:
        fail_reading(actor, reading=reading, problem=looked.problem)
    else:
        keep_reading(actor, reading=reading, result=looked.result)


def classified(marking: str) -> str:
    """The sentence with which a paper that bears a marking is refused."""
    return (
        f"This paper bears the marking “{marking}”. Secretariat is not accredited for classified information of "
        "RESTRICTED and above, so the paper was removed and nothing of it was kept. Hand in only what its "
        "originator has released without the marking."
    )

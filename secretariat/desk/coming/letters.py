"""A letter of nomination: in words, or as a file that goes to the archive for Chair and Secretariat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.db import transaction

from secretariat.access.rules import Actor, Ring, system_actor
from secretariat.archive.actions import take_in_source
from secretariat.archive.checking import prepared
from secretariat.archive.intake import keep_look, look_through
from secretariat.members.actions import Letter
from secretariat.members.models import Network

KEEPER = system_actor("a letter of nomination")
"""A seat has no right to bring papers in; its letter is kept by the program, as part of the nomination."""

Done = TypeVar("Done")


@dataclass(frozen=True, slots=True)
class Paper:
    """A file as somebody handed it in: its own name, and where it lies until it is kept."""

    name: str
    path: Path


def with_letter(
    actor: Actor,
    network: Network,
    *,
    words: str,
    paper: Paper | None,
    act: Callable[[Letter], Done],
    tell: Callable[[str], None],
) -> Done:
    """Does what a letter says, with the letter: kept in the archive where it came as a file. Both or neither.

    The file is looked through and read before anything is written, because that may take seconds; what the
    virus scanner holds is read once that has answered. ``tell`` hears what the file does when it is opened, and
    why it is held: whoever sends it may not know, and cannot open it here any more. It counts to the actor's quota of a day. Raises what
    ``act`` raises, SourceUnreadable for a file that is refused, and RuleBroken for one that bears a
    classification marking or is more than the day's quota.
    """
    if paper is None:
        return act(Letter(words=words))
    with prepared(paper.path, paper.name) as (checked, sealed):
        looked = None if checked.held_because else look_through(paper.path, paper.name)
        with transaction.atomic():
            source, is_new = take_in_source(
                KEEPER,
                network=network,
                name=paper.name,
                path=paper.path,
                ring=Ring.BUREAU,
                checked=checked,
                sealed=sealed,
                account_id=actor.account_id,
            )
            if is_new and looked is not None:
                keep_look(KEEPER, source.readings.get(), looked)
            done = act(Letter(words=words, source_ref=source.ref))
        for sentence in (*(finding.sentence for finding in checked.findings), checked.held_because):
            if sentence:
                tell(f"{paper.name}: {sentence}")
        return done

"""A letter of nomination: in words, or as a file that goes to the archive for Chair and Secretariat."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from django.db import transaction

from secretariat.access.rules import Ring, system_actor
from secretariat.archive.actions import take_in_source
from secretariat.archive.checking import check_paper
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


def with_letter(network: Network, *, words: str, paper: Paper | None, act: Callable[[Letter], Done]) -> Done:
    """Does what a letter says, with the letter: kept in the archive where it came as a file. Both or neither.

    The file is looked through before anything is written, because that may take seconds. Raises what ``act``
    raises, and SourceUnreadable for a file that is refused.
    """
    if paper is None:
        return act(Letter(words=words))
    checked = check_paper(paper.path, paper.name)
    with transaction.atomic():
        source, _ = take_in_source(
            KEEPER, network=network, name=paper.name, path=paper.path, ring=Ring.BUREAU, checked=checked
        )
        return act(Letter(words=words, source_ref=source.ref))

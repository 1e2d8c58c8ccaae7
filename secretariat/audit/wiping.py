"""Words that are purged from a thing go from its deeds too."""

from __future__ import annotations

from secretariat.access.rules import Actor
from secretariat.toolbox.errors import RuleBroken

from .actions import Subject, wipe_words
from .reads import numbers_with_words


def wipe_deeds_of(actor: Actor, *, thing: Subject, reason: str) -> None:
    """Wipes the words of every deed about a thing but those that tell who looked at it
    in an emergency or wiped before, as one deed; nothing where none has any left.

    For actions that purge, inside their transaction. Raises RuleBroken without a reason, and else as ``wipe_words``; costs one query more.
    """
    if not reason.strip():
        raise RuleBroken("audit.reason", "Say why this is purged; the record keeps the reason.")
    numbers = numbers_with_words(thing.ref)
    if numbers:
        wipe_words(actor, thing=thing, numbers=numbers, reason=reason, with_own=True)

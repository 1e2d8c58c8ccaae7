"""The errors a person can meet, as one tree.

SecretariatError
├── RuleBroken          422   a rule of the house or of the network says no
├── NotAllowed          403   you can see it, but this deed is not yours
├── NotVisible          404   there is nothing here for you
├── Conflict            409   somebody else changed it meanwhile; both texts are kept
├── SourceUnreadable    422   a file cannot be read; says why and what to do
└── OutsideFailed       502   something outside this program failed (``permanent`` or not)

``web.middleware`` turns them into pages and fragments; commands print the message and exit with 1.
Anything that is not in this tree is a fault of the program and gets a report number.
"""

from __future__ import annotations

from collections.abc import Mapping


class SecretariatError(Exception):
    """The trunk: a message for a person, and the HTTP status it becomes."""

    status = 500

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class RuleBroken(SecretariatError):
    """A rule says no. ``rule`` names it (``members.mandates_overlap``), ``facts`` say on what it rests."""

    status = 422

    def __init__(self, rule: str, message: str, facts: Mapping[str, object] | None = None) -> None:
        super().__init__(message)
        self.rule = rule
        self.facts = dict(facts or {})


class NotAllowed(SecretariatError):
    """The actor sees the thing but may not do this. ``rule`` names what forbids it, ``who`` who can act."""

    status = 403

    def __init__(self, message: str, rule: str = "", who: str = "") -> None:
        super().__init__(message)
        self.rule = rule
        self.who = who


class NotVisible(SecretariatError):
    """Nothing here for this actor; the same words whether it exists or not."""

    status = 404

    def __init__(self, message: str = "There is nothing here that you can see.") -> None:
        super().__init__(message)


class Conflict(SecretariatError):
    """Two people changed the same thing; ``ours`` and ``theirs`` are both kept as plain text."""

    status = 409

    def __init__(self, message: str, *, ours: str, theirs: str) -> None:
        super().__init__(message)
        self.ours = ours
        self.theirs = theirs


class SourceUnreadable(SecretariatError):
    """A file cannot be read; the message says why and what the person can do."""

    status = 422


class OutsideFailed(SecretariatError):
    """Something outside failed; ``permanent`` tells whether trying again can help."""

    status = 502

    def __init__(self, message: str, *, permanent: bool) -> None:
        super().__init__(message)
        self.permanent = permanent

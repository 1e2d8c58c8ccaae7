"""The words by which people know the rings, the same on every page and in every choice."""

from __future__ import annotations

from collections.abc import Iterable

from secretariat.access.rules import Ring

RING_WORDS = {
    Ring.PUBLIC: "public",
    Ring.PARTNERS: "partners",
    Ring.MEMBERS: "members",
    # Its name in tables and rights is bureau; nobody outside of them is asked to learn that word.
    Ring.BUREAU: "Chair and Secretariat",
    Ring.SEAT: "seat",
}


def ring_choice(rings: Iterable[str]) -> list[tuple[str, str]]:
    """Rings to choose from, each by its word."""
    return [(Ring(ring).value, RING_WORDS[Ring(ring)]) for ring in rings]

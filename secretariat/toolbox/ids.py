"""Public references: short, unguessable, readable aloud."""

from __future__ import annotations

import secrets

_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"


def new_ref(prefix: str) -> str:
    """A new public reference such as ``meeting-7k3f9q2xbd``: the prefix and ten random characters (47 bits).

    Without vowels no word forms by chance, without 0, 1, l and o none is misread. A reference is never a
    secret: every fetch is checked. Source: own choice, after Crockford's base 32.
    """
    return f"{prefix}-{''.join(secrets.choice(_ALPHABET) for _ in range(10))}"

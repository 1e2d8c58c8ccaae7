"""Public references and parts of addresses: short and plain; references also unguessable."""

from __future__ import annotations

import re
import secrets

from .names import fold

_ALPHABET = "23456789bcdfghjkmnpqrstvwxz"


def new_ref(prefix: str) -> str:
    """A new public reference such as ``meeting-7k3f9q2xbd``: the prefix and ten random characters (47 bits).

    Without vowels no word forms by chance, without 0, 1, l and o none is misread. A reference is never a
    secret: every fetch is checked. Source: own choice, after Crockford's base 32.
    """
    return f"{prefix}-{''.join(secrets.choice(_ALPHABET) for _ in range(10))}"


def slug(text: str, max_len: int = 60) -> str:
    """The text as a part of an address: ASCII words joined by hyphens, at most ``max_len`` signs; may be ''.

    Source: own choice, through ``fold``, so that a title in Cyrillic has an address that can be read.
    """
    return "-".join(re.findall(r"[a-z0-9]+", fold(text)))[:max_len].strip("-")

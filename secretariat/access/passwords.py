"""Passwords that whoever knows us would try first: built on the names of the network, its members and the person."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.module_loading import import_string

from secretariat.toolbox.names import fold

PLAIN_WORDS = (
    *("secretariat", "password", "passphrase", "network", "coordinator", "national", "antitrafficking"),
    *(
        "trafficking",
        "welcome",
        "changeme",
        "letmein",
        "qwertz",
        "qwerty",
        "minister",
        "ministry",
        "interior",
    ),
)
"""Words of the trade and of the product; the names of members and people are asked of the store."""

FEWEST_LETTERS = 6
"""Letters that must be left when all words of ours are taken out."""


def is_built_on(password: str, words: Collection[str]) -> bool:
    """Whether a password is one of these words, or several, with next to nothing of its own beside them.

    ``words``: in any script and spelling; those under four letters do not count. Digits and signs are
    nothing of one's own: "Alba2026!Alba2026!" is built on Alba. Source: ASVS 5.0, 6.1.2 and 6.2.11.
    """
    left = _letters(password)
    whole = len(left)
    for word in sorted({_letters(word) for word in words}, key=len, reverse=True):
        if len(word) >= 4:
            left = left.replace(word, "")
    return len(left) < whole and len(left) < FEWEST_LETTERS


def _letters(words: str) -> str:
    return "".join(character for character in fold(words) if character.isalpha())


class NoWordsOfOurs:
    """Refuses a password built on names that everybody knows. ``reader`` names who knows them: a room above."""

    def __init__(self, reader: str) -> None:
        self.reader = reader

    def validate(self, password: str, user: Any = None) -> None:
        """Raises ValidationError. Two queries."""
        read: Callable[[], Collection[str]] = import_string(self.reader)
        own = [part for part in str(getattr(user, "email", "")).replace("@", ".").split(".") if part]
        if is_built_on(password, {*PLAIN_WORDS, *read(), *own}):
            raise ValidationError(self.get_help_text(), code="password_of_our_words")

    def get_help_text(self) -> str:
        """What is asked, in a sentence."""
        return "Not the name of the network, of a country or of yourself: whoever knows us tries those first."

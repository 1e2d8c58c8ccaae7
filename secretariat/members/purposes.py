"""Personal links, as far as they are decidable without a table: what each is for, and when one is dead.

The longer half of ``rules.py``. A room that wants to be answered without a sign-in declares its purpose
here with one call, beside its right; the desk shows the page and takes the answer.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from secretariat.access.rules import (
    Actor,
    Allowed,
    Denied,
    Thing,
    Verdict,
    bureau_only,
    bureau_or_own_seat,
    right,
    right_named,
)

from .rules import LETTER_WORDS, is_in_force

SECRET_BYTES = 32
LinkState = Literal["open", "answered", "revoked", "expired", "ended", "suspended"]


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a personal link is for: one question, the one right it may use (none: it only reads), how long it
    lives, and whether an answer may be given anew until then.
    """

    name: str
    asks: str
    deed: str
    days: int
    may_change: bool


_PURPOSES: dict[str, Purpose] = {}


def purpose(name: str, *, asks: str, deed: str = "", days: int = 14, may_change: bool = True) -> Purpose:
    """Declares what a personal link may be for. ``asks`` is printed in its letter and on its page; ``deed`` is
    the declared right it may use on its one thing, empty for a link that only reads.

    Raises ValueError for a name given twice and for a life of no day, LookupError for an undeclared right.
    Source: own choice of 14 days: long enough for a holiday, short enough for a letter that lies about.
    """
    if name in _PURPOSES:
        raise ValueError(f"the purpose {name} is declared twice")
    if days < 1:
        raise ValueError(f"a link for the purpose {name} would never live")
    if deed:
        right_named(deed)
    _PURPOSES[name] = Purpose(name, asks, deed, days, may_change)
    return _PURPOSES[name]


def purpose_named(name: str) -> Purpose:
    """The purpose of that name. Raises LookupError when nobody declared it."""
    try:
        return _PURPOSES[name]
    except KeyError:
        raise LookupError(f"no purpose of a personal link is declared under the name {name}") from None


def words_of_letter(kind: str) -> str:
    """A kind of letter in words: what it tells, or what its personal link asks; the kind itself where neither
    is declared.
    """
    if kind in _PURPOSES:
        return f"asks {_PURPOSES[kind].asks}"
    return LETTER_WORDS.get(kind, kind)


def new_secret() -> str:
    """A secret for an address: 256 random bits in 43 signs. Source: ASVS 5.0, 11.5.1, asks for 128."""
    return secrets.token_urlsafe(SECRET_BYTES)


def digest_of_secret(secret: str) -> str:
    """What is kept of a secret: its SHA-256, in hex.

    Source: own choice of a bare digest: 256 random bits can neither be guessed nor found in a table.
    """
    return hashlib.sha256(secret.encode()).hexdigest()


def link_state(
    at: datetime,
    on: date,
    *,
    expires_at: datetime,
    revoked_at: datetime | None,
    used_at: datetime | None,
    may_change: bool,
    starts_on: date | None,
    ends_on: date | None,
    is_suspended: bool,
) -> LinkState:
    """Whether a link still opens at an instant, and if not, why. ``on`` is the day it then is where the
    network lives; ``starts_on`` and ``ends_on`` (both included) bound the mandate it was given to.

    Whoever comes with a dead link is never told which of these it is. Source: own choice: the mandate is
    asked first, because nothing revives a link whose mandate is over.
    """
    if not is_in_force(on, starts_on, ends_on):
        return "ended"
    if is_suspended:
        return "suspended"
    if revoked_at is not None:
        return "revoked"
    if at >= expires_at:
        return "expired"
    if used_at is not None and not may_change:
        return "answered"
    return "open"


right("members.make_link", sentence="{actor} made a personal link: {thing}")(bureau_only)
right("members.revoke_link", sentence="{actor} took back a personal link: {thing}")(bureau_or_own_seat)


@right("members.keep_own_link", sentence="{actor} renewed or took back an address of their own: {thing}")
def may_keep_own_link(actor: Actor, seat: Thing) -> Verdict:
    """Whoever sits at the seat today, advisers too: what the address shows is what they see themselves."""
    if seat.seat_id in actor.seat_ids:
        return Allowed
    return Denied("This belongs to another seat.", rule="members.own_link", who="whoever holds the mandate")

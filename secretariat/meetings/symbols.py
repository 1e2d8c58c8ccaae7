"""Symbols of papers: made by rule, never twice; states of papers, and who may do what. Pure."""

from __future__ import annotations

from typing import Final

from secretariat.access.rules import bureau_only, bureau_or_own_seat, right, secretariat_only
from secretariat.toolbox.errors import RuleBroken
from secretariat.toolbox.ids import slug

from .agendas import may_bring

PAPER_KINDS: Final = ("for decision", "working paper", "for information", "conference room paper")
_LETTERS_OF_PAPER: Final = {
    "for decision": "L",
    "working paper": "WP",
    "for information": "INF",
    "conference room paper": "CRP",
}
_LETTERS_OF_MEETING: Final = {
    "plenary": "PL",
    "technical": "TEC",
    "bilateral": "BIL",
    "online": "ONL",
    "ministerial": "MIN",
    "conference": "CONF",
}
PAPER_STATES: Final = ("announced", "delivered", "reviewed", "in the book", "withdrawn")
WITH_A_FILE: Final = ("delivered", "reviewed", "in the book")
"""The states of a paper whose file is here."""
SUFFIXES: Final = {"revision": "Rev", "addendum": "Add", "corrigendum": "Corr"}
"""What a later paper is to the one it belongs to, and how its symbol says so."""


def meeting_series(network: str, year: int, kind: str) -> str:
    """The series in which the meetings of one kind and year are counted, such as ``NATC/2026/PL``.

    ``network``: its short name; only letters and digits of it are taken.
    """
    letters = slug(network, 20).replace("-", "").upper() or "NET"
    return f"{letters}/{year}/{_LETTERS_OF_MEETING[kind]}"


def paper_series(meeting: str, kind: str) -> str:
    """The series in which the papers of one kind of a meeting are counted, such as ``NATC/2026/PL.1/INF``.

    ``meeting``: the symbol of the meeting. Source: the symbols of United Nations documents: the body, the
    session, the kind of paper (L for a draft to be decided), a number.
    """
    return f"{meeting}/{_LETTERS_OF_PAPER[kind]}"


def suffix_series(symbol: str, suffix: str) -> str:
    """The series in which the revisions, addenda or corrigenda of a paper are counted.

    Raises RuleBroken (``meetings.suffix``) for another word. Source: as for ``paper_series``.
    """
    if suffix not in SUFFIXES:
        raise RuleBroken("meetings.suffix", f"A later paper is one of: {', '.join(SUFFIXES)}.")
    return f"{symbol}/{SUFFIXES[suffix]}"


def numbered(series: str, number: int) -> str:
    """The symbol with that number (from 1) in a series, such as ``NATC/2026/PL.1/INF.3``."""
    return f"{series}.{number}"


def refuse_step(state: str, *, to: str) -> None:
    """Raises RuleBroken (``meetings.paper_state``) where a paper cannot go from one state to another.

    Source: own choice: announced, delivered, reviewed, in the book, one after the other; a new file begins
    anew at delivered, and a withdrawn paper stays withdrawn.
    """
    before = {
        "delivered": ("announced", *WITH_A_FILE),
        "reviewed": ("delivered",),
        "in the book": ("reviewed",),
    }
    allowed = before.get(to, ("announced", *WITH_A_FILE))
    if state not in allowed:
        raise RuleBroken(
            "meetings.paper_state", f"This paper is {state}; it must be {' or '.join(allowed)} before that."
        )


right("meetings.announce_paper", sentence="{actor} announced a paper: {thing}")(may_bring)
right("meetings.change_paper", sentence="{actor} changed what is said of a paper: {thing}")(
    bureau_or_own_seat
)
right("meetings.deliver_paper", sentence="{actor} delivered a paper: {thing}")(bureau_or_own_seat)
right("meetings.review_paper", sentence="{actor} reviewed a paper: {thing}")(bureau_only)
right("meetings.put_in_book", sentence="{actor} put a paper into the book: {thing}")(bureau_only)
right("meetings.withdraw_paper", sentence="{actor} withdrew a paper: {thing}")(bureau_or_own_seat)
right("meetings.purge_paper", sentence="{actor} purged words that did not belong here: {thing}")(
    secretariat_only
)

"""Kinds of entries, what follows from a kind, and who may write in a record."""

from __future__ import annotations

from secretariat.access.rules import bureau_only, right

ENTRY_KINDS = (
    "opening",
    "statement",
    "proposal",
    "support",
    "reservation",
    "request",
    "offer",
    "commitment",
    "information",
    "decision",
    "closing",
)
FOLLOWED_UP = frozenset({"proposal", "request", "offer", "commitment", "decision"})
"""Kinds that somebody must come back to; each becomes a line of the follow-up list."""

RECORD_STATES = ("draft", "circulated", "approved")

right("minutes.open_record", sentence="{actor} opened the {thing}")(bureau_only)
right("minutes.remove_record", sentence="{actor} took back the {thing}")(bureau_only)
right("minutes.add_entry", sentence="{actor} entered: {thing}")(bureau_only)
right("minutes.edit_entry", sentence="{actor} changed: {thing}")(bureau_only)
right("minutes.move_entry", sentence="{actor} moved: {thing}")(bureau_only)
right("minutes.remove_entry", sentence="{actor} removed: {thing}")(bureau_only)
right("minutes.circulate_record", sentence="{actor} circulated the {thing}")(bureau_only)
right("minutes.approve_record", sentence="{actor} declared approved the {thing}")(bureau_only)

"""Every query about records, entries and their revisions."""

from .entries import (
    HIDDEN,
    NOBODY,
    EntryLine,
    Speaker,
    entries_of,
    hidden_entry_count,
    is_speaker_hidden,
    shown_speaker,
    visible_entries,
    visible_removed_entries,
)
from .live import Floor, Room, floor_of, room_of, screen_of, sendings_of, visible_slots
from .records import record_of, record_to_write, visible_records
from .revisions import RevisionLine, entry_history, revision_as_seen

__all__ = [
    "HIDDEN",
    "NOBODY",
    "EntryLine",
    "Floor",
    "RevisionLine",
    "Room",
    "Speaker",
    "entries_of",
    "entry_history",
    "floor_of",
    "hidden_entry_count",
    "is_speaker_hidden",
    "record_of",
    "record_to_write",
    "revision_as_seen",
    "room_of",
    "screen_of",
    "sendings_of",
    "shown_speaker",
    "visible_entries",
    "visible_records",
    "visible_removed_entries",
    "visible_slots",
]

"""The record of a meeting (``records``), its ordered entries with all their revisions (``entries``), and what the
seats ask to have put right (``corrections``).
"""

from .corrections import Correction, correction_ref, correction_states
from .entries import Entry, EntryRevision, entry_kinds, entry_ref
from .live import Screen, Sending, SpeakerSlot, slot_kinds, slot_ref
from .records import Record, record_ref, record_states

__all__ = [
    "Correction",
    "Entry",
    "EntryRevision",
    "Record",
    "Screen",
    "Sending",
    "SpeakerSlot",
    "correction_ref",
    "correction_states",
    "entry_kinds",
    "entry_ref",
    "record_ref",
    "record_states",
    "slot_kinds",
    "slot_ref",
]

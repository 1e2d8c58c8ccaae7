"""The record of a meeting (``records``), its ordered entries with all their revisions (``entries``)."""

from .entries import Entry, EntryRevision, entry_kinds, entry_ref
from .live import Screen, Sending, SpeakerSlot, slot_kinds, slot_ref
from .records import Record, record_ref, record_states

__all__ = [
    "Entry",
    "EntryRevision",
    "Record",
    "Screen",
    "Sending",
    "SpeakerSlot",
    "entry_kinds",
    "entry_ref",
    "record_ref",
    "record_states",
    "slot_kinds",
    "slot_ref",
]

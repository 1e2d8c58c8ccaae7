"""Pages of the record of a meeting: read, write, compare, approve."""

from .entries import add_entry, edit_entry, entry, move_entry, remove_entry
from .records import approve, circulate, open_record, record

__all__ = [
    "add_entry",
    "approve",
    "circulate",
    "edit_entry",
    "entry",
    "move_entry",
    "open_record",
    "record",
    "remove_entry",
]

"""Every write in a record of minutes."""

from .entries import add_entry, edit_entry, move_entry, purge_entry, remove_entry
from .records import approve_record, circulate_record, open_record, remove_record

__all__ = [
    "add_entry",
    "approve_record",
    "circulate_record",
    "edit_entry",
    "move_entry",
    "open_record",
    "purge_entry",
    "remove_entry",
    "remove_record",
]

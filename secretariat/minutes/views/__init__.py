"""Pages of the record of a meeting: read, write, compare, correct, approve."""

from .entries import add_entry, edit_entry, entry, move_entry, remove_entry
from .records import approve, circulate, close, open_record, record
from .round import accept, correct, corrigendum, lag, later, object_, refuse, round_, silence, withdraw

__all__ = [
    "accept",
    "add_entry",
    "approve",
    "circulate",
    "close",
    "correct",
    "corrigendum",
    "edit_entry",
    "entry",
    "lag",
    "later",
    "move_entry",
    "object_",
    "open_record",
    "record",
    "refuse",
    "remove_entry",
    "round_",
    "silence",
    "withdraw",
]

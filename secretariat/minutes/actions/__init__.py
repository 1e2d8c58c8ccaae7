"""Every write in a record of minutes."""

from .entries import add_entry, edit_entry, move_entry, purge_entry, remove_entry
from .live import (
    Heard,
    Taken,
    ask_floor,
    end_floor,
    give_floor,
    set_list,
    show_on_screen,
    take_in_entry,
)
from .records import approve_record, circulate_record, open_record, remove_record

__all__ = [
    "Heard",
    "Taken",
    "add_entry",
    "approve_record",
    "ask_floor",
    "circulate_record",
    "edit_entry",
    "end_floor",
    "give_floor",
    "move_entry",
    "open_record",
    "purge_entry",
    "remove_entry",
    "remove_record",
    "set_list",
    "show_on_screen",
    "take_in_entry",
]

"""Every write in a record of minutes."""

from .corrections import (
    accept_correction,
    correct_entry,
    issue_corrigendum,
    note_later_correction,
    refuse_correction,
    withdraw_correction,
)
from .entries import add_entry, edit_entry, move_entry, purge_entry, remove_entry
from .live import Heard, Taken, ask_floor, end_floor, give_floor, set_list, show_on_screen, take_in_entry
from .records import (
    approve_record,
    circulate_record,
    close_record,
    end_silence,
    object_to_record,
    open_record,
    open_silence,
    remove_record,
)

__all__ = [
    "Heard",
    "Taken",
    "accept_correction",
    "add_entry",
    "approve_record",
    "ask_floor",
    "circulate_record",
    "close_record",
    "correct_entry",
    "edit_entry",
    "end_floor",
    "end_silence",
    "give_floor",
    "issue_corrigendum",
    "move_entry",
    "note_later_correction",
    "object_to_record",
    "open_record",
    "open_silence",
    "purge_entry",
    "refuse_correction",
    "remove_entry",
    "remove_record",
    "set_list",
    "show_on_screen",
    "take_in_entry",
    "withdraw_correction",
]

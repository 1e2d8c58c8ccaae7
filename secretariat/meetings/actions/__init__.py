"""Every write about meetings, attendance and hosting offers."""

from .meetings import change_meeting, create_meeting, note_attendance, purge_meeting, remove_meeting
from .offers import answer_offer, lapse_offer, note_offer, purge_offer, remind_of_offer, remove_offer

__all__ = [
    "answer_offer",
    "change_meeting",
    "create_meeting",
    "lapse_offer",
    "note_attendance",
    "note_offer",
    "purge_meeting",
    "purge_offer",
    "remind_of_offer",
    "remove_meeting",
    "remove_offer",
]

"""Pages about meetings and hosting offers; the page of one meeting is the desk's."""

from .meetings import add_meeting, attended, change_meeting, meetings
from .offers import add_offer, offer

__all__ = [
    "add_meeting",
    "add_offer",
    "attended",
    "change_meeting",
    "meetings",
    "offer",
]

"""Meetings and attendance (``meetings``), offers to host one (``offers``)."""

from .meetings import Attendance, Meeting, kinds, meeting_ref
from .offers import HostingOffer, firmness_words, offer_ref, offer_states

__all__ = [
    "Attendance",
    "HostingOffer",
    "Meeting",
    "firmness_words",
    "kinds",
    "meeting_ref",
    "offer_ref",
    "offer_states",
]

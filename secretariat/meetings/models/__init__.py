"""Meetings and attendance (``meetings``), offers to host one (``offers``), the agenda, papers and terms."""

from .agenda import AgendaItem, item_kinds, item_ref, item_states
from .meetings import Attendance, Meeting, kinds, meeting_ref
from .offers import HostingOffer, firmness_words, offer_ref, offer_states
from .papers import Paper, SymbolSeries, paper_kinds, paper_ref, paper_states
from .terms import Term, term_ref, term_states

__all__ = [
    "AgendaItem",
    "Attendance",
    "HostingOffer",
    "Meeting",
    "Paper",
    "SymbolSeries",
    "Term",
    "firmness_words",
    "item_kinds",
    "item_ref",
    "item_states",
    "kinds",
    "meeting_ref",
    "offer_ref",
    "offer_states",
    "paper_kinds",
    "paper_ref",
    "paper_states",
    "term_ref",
    "term_states",
]

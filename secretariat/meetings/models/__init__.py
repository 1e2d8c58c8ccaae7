"""Meetings and attendance (``meetings``), offers to host one (``offers``), finding a date (``polls``), days that
are taken (``outside``), the agenda, papers and terms.
"""

from .agenda import AgendaItem, item_kinds, item_ref, item_states
from .invitations import (
    Invitation,
    Invitee,
    Letter,
    UnplacedMail,
    answers,
    invitation_kinds,
    invitation_ref,
    invitation_states,
    invitee_ref,
    languages,
    letter_kinds,
    letter_ref,
    mail_ref,
    ways,
)
from .meetings import Attendance, Meeting, kinds, meeting_ref
from .offers import HostingOffer, firmness_words, offer_ref, offer_states
from .outside import FreeSpan, OutsideEvent, event_ref, free_span_ref
from .papers import Paper, SymbolSeries, paper_kinds, paper_ref, paper_states
from .polls import (
    Candidate,
    DatePoll,
    PollAnswer,
    PollLine,
    answer_words,
    candidate_ref,
    halves,
    poll_line_ref,
    poll_ref,
    poll_states,
)
from .presence import Presence
from .terms import Term, term_ref, term_states

__all__ = [
    "AgendaItem",
    "Attendance",
    "Candidate",
    "DatePoll",
    "FreeSpan",
    "HostingOffer",
    "Invitation",
    "Invitee",
    "Letter",
    "Meeting",
    "OutsideEvent",
    "Paper",
    "PollAnswer",
    "PollLine",
    "Presence",
    "SymbolSeries",
    "Term",
    "UnplacedMail",
    "answer_words",
    "answers",
    "candidate_ref",
    "event_ref",
    "firmness_words",
    "free_span_ref",
    "halves",
    "invitation_kinds",
    "invitation_ref",
    "invitation_states",
    "invitee_ref",
    "item_kinds",
    "item_ref",
    "item_states",
    "kinds",
    "languages",
    "letter_kinds",
    "letter_ref",
    "mail_ref",
    "meeting_ref",
    "offer_ref",
    "offer_states",
    "paper_kinds",
    "paper_ref",
    "paper_states",
    "poll_line_ref",
    "poll_ref",
    "poll_states",
    "term_ref",
    "term_states",
    "ways",
]

"""Typesetting: frozen data in, bytes out. Knows no Django, no table, no clock.

Question: how does it look on paper?
Words: report, pack, letter, list of participants, plate, badge, agenda, book; marking, letterhead, footnote.
Each paper is one frozen dataclass (``ReportData``, ``LetterData`` ...) and a function for each form it takes
(``report_pdf``, ``report_docx`` ...).
Neighbours: ``toolbox.errors`` only. The caller decides what a reader may see *before* it gets here.
"""

from secretariat.publishing.typeset.agenda_pdf import (
    AgendaData,
    AgendaItem,
    AgendaPaper,
    AgendaSession,
    AgendaWords,
    agenda_pdf,
)
from secretariat.publishing.typeset.badges_pdf import Badge, BadgesData, badges_pdf
from secretariat.publishing.typeset.book_pdf import BookData, BookPaper, BookPart, BookWords, book_pdf
from secretariat.publishing.typeset.letter import LetterData, LetterWords
from secretariat.publishing.typeset.letter_docx import letter_docx
from secretariat.publishing.typeset.letter_pdf import letter_pdf
from secretariat.publishing.typeset.model import (
    Correction,
    Decision,
    Delegation,
    FollowUp,
    Footnote,
    HostingOffer,
    Letterhead,
    MeetingFacts,
    Participant,
    ReportData,
    ReportEntry,
    ReportWords,
)
from secretariat.publishing.typeset.pack_pdf import PackData, PackPart, pack_pdf
from secretariat.publishing.typeset.participants import (
    ListedGroup,
    ListedPerson,
    ListSection,
    ParticipantsData,
    ParticipantsWords,
)
from secretariat.publishing.typeset.participants_docx import participants_docx
from secretariat.publishing.typeset.participants_pdf import participants_pdf
from secretariat.publishing.typeset.plates_pdf import Plate, PlatesData, plates_pdf
from secretariat.publishing.typeset.report_docx import report_docx
from secretariat.publishing.typeset.report_pdf import report_pdf

__all__ = [
    "AgendaData",
    "AgendaItem",
    "AgendaPaper",
    "AgendaSession",
    "AgendaWords",
    "Badge",
    "BadgesData",
    "BookData",
    "BookPaper",
    "BookPart",
    "BookWords",
    "Correction",
    "Decision",
    "Delegation",
    "FollowUp",
    "Footnote",
    "HostingOffer",
    "LetterData",
    "LetterWords",
    "Letterhead",
    "ListSection",
    "ListedGroup",
    "ListedPerson",
    "MeetingFacts",
    "PackData",
    "PackPart",
    "Participant",
    "ParticipantsData",
    "ParticipantsWords",
    "Plate",
    "PlatesData",
    "ReportData",
    "ReportEntry",
    "ReportWords",
    "agenda_pdf",
    "badges_pdf",
    "book_pdf",
    "letter_docx",
    "letter_pdf",
    "pack_pdf",
    "participants_docx",
    "participants_pdf",
    "plates_pdf",
    "report_docx",
    "report_pdf",
]

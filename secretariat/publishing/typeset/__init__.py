"""Typesetting: frozen data in, bytes out. Knows no Django, no table, no clock.

Question: how does a report look on paper?
Words: report, pack, entry, decision, marking, letterhead, footnote.
Start at ``model.ReportData``; ``report_pdf`` and ``report_docx`` turn one into a file, ``pack_pdf`` a pack.
Neighbours: ``toolbox.errors`` only. The caller decides what a reader may see *before* it gets here.
"""

from secretariat.publishing.typeset.model import (
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
from secretariat.publishing.typeset.report_docx import report_docx
from secretariat.publishing.typeset.report_pdf import report_pdf

__all__ = [
    "Decision",
    "Delegation",
    "FollowUp",
    "Footnote",
    "HostingOffer",
    "Letterhead",
    "MeetingFacts",
    "PackData",
    "PackPart",
    "Participant",
    "ReportData",
    "ReportEntry",
    "ReportWords",
    "pack_pdf",
    "report_docx",
    "report_pdf",
]

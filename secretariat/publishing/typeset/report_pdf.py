"""The report of a meeting as PDF."""

from __future__ import annotations

from secretariat.publishing.typeset.model import ReportData
from secretariat.publishing.typeset.press import pressed


def report_pdf(data: ReportData) -> bytes:
    """The report as a PDF/A-2a and PDF/UA-1 file. Raises what ``press.pressed`` raises.

    Source: the reports of the network: letterhead of Chair and Secretariat, one numbered entry after another.
    """
    return pressed("report", data)

"""A list of participants as PDF."""

from __future__ import annotations

from secretariat.publishing.typeset.participants import ParticipantsData
from secretariat.publishing.typeset.press import pressed


def participants_pdf(data: ParticipantsData) -> bytes:
    """The list as a PDF/A-2a and PDF/UA-1 file. Raises what ``press.pressed`` raises.

    Every page says above and below who may read it, and whether the list is provisional or final.
    Source: lists of participants of meetings of States: delegations in order of States, heads first, observers
    and the Secretariat apart.
    """
    return pressed("participants", data)

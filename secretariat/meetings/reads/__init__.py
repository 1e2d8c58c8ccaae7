"""Every query about meetings, attendance and hosting offers."""

from .meetings import (
    Calendar,
    MeetingLine,
    calendar,
    meetings_of_person,
    participants,
    visible_attendances,
    visible_meetings,
)
from .offers import (
    OfferLine,
    offer_line,
    offer_lines,
    offers_run_out,
    offers_running_out,
    visible_offers,
)

__all__ = [
    "Calendar",
    "MeetingLine",
    "OfferLine",
    "calendar",
    "meetings_of_person",
    "offer_line",
    "offer_lines",
    "offers_run_out",
    "offers_running_out",
    "participants",
    "visible_attendances",
    "visible_meetings",
    "visible_offers",
]

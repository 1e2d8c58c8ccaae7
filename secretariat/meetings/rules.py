"""Kinds of meetings, states of offers, and who may enter them."""

from __future__ import annotations

from datetime import date

from secretariat.access.rules import bureau_only, bureau_or_own_seat, right

KINDS = ("plenary", "technical", "bilateral", "online", "ministerial", "conference")
FIRMNESS = ("firm", "intended", "tentative")
OFFER_STATES = ("open", "taken up", "withdrawn", "lapsed")


def offer_has_passed(on: date, *, latest: date | None, expires_on: date | None, state: str) -> bool:
    """Whether an open offer can no longer come true: its period, or the day it stood until, has passed.

    Source: the two offers of 2019, which nobody answered and nobody took back.
    """
    if state != "open":
        return False
    return (latest is not None and latest < on) or (expires_on is not None and expires_on < on)


right("meetings.create_meeting", sentence="{actor} entered the meeting {thing}")(bureau_only)
right("meetings.change_meeting", sentence="{actor} changed the meeting {thing}")(bureau_only)
right("meetings.remove_meeting", sentence="{actor} took back the meeting {thing}")(bureau_only)
right("meetings.note_attendance", sentence="{actor} noted who attended {thing}")(bureau_only)
right("meetings.note_offer", sentence="{actor} noted an offer to host: {thing}")(bureau_or_own_seat)
right("meetings.answer_offer", sentence="{actor} said what became of an offer to host: {thing}")(
    bureau_or_own_seat
)
right("meetings.remove_offer", sentence="{actor} took back an offer to host: {thing}")(bureau_only)

"""Kinds of meetings, states of offers, and who may enter them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from secretariat.access.rules import (
    Actor,
    Ring,
    SeatKind,
    bureau_only,
    bureau_or_own_seat,
    program_only,
    right,
    secretariat_only,
)
from secretariat.toolbox.errors import RuleBroken

from .agendas import chair_only
from .delegating import who_names

PURGED = "(purged: this did not belong here)"
"""What stands where words were that should never have been entered, here and in the rooms above."""

KINDS = ("plenary", "technical", "bilateral", "online", "ministerial", "conference")
FIRMNESS = ("firm", "intended", "tentative")
OFFER_STATES = ("open", "taken up", "withdrawn", "lapsed")
REMINDED_BEFORE = timedelta(days=14)
"""How long before the day an offer stands until its seat is asked whether it still stands."""


def offer_has_passed(on: date, *, latest: date | None, expires_on: date | None, state: str) -> bool:
    """Whether an open offer can no longer come true: its period, or the day it stood until, has passed.

    Source: the two offers of 2019, which nobody answered and nobody took back.
    """
    if state != "open":
        return False
    return (latest is not None and latest < on) or (expires_on is not None and expires_on < on)


def reminder_is_due(on: date, expires_on: date | None) -> bool:
    """Whether an open offer that stands until ``expires_on`` runs out within a fortnight, that day included.

    Source: own choice: long enough for a ministry to answer, short enough that the day is in sight.
    """
    return expires_on is not None and on <= expires_on <= on + REMINDED_BEFORE


def has_lapsed(on: date, expires_on: date | None) -> bool:
    """Whether the day an offer stood until is over. Without such a day it never lapses by itself: that nobody
    answered it is then what the network remembers of it.
    """
    return expires_on is not None and expires_on < on


def refuse_standing_until(on: date, expires_on: date | None) -> None:
    """Raises RuleBroken (``meetings.offer_over``) where an offer would be open though its day is over."""
    if has_lapsed(on, expires_on):
        raise RuleBroken(
            "meetings.offer_over",
            f"It stood until {expires_on:%-d %B %Y}. Give the day until which it stands from now on.",
        )


def lies_within(days: tuple[date, date], larger: tuple[date, date]) -> bool:
    """Whether the first and last day of a session lie within those of the meeting around it.

    Only worth a word of warning: delegations do meet on the eve of the meeting they come for.
    Source: the coordinators of 2020 and 2025, who met the day before the ministers.
    """
    return larger[0] <= days[0] and days[1] <= larger[1]


def no_meeting_within_itself(meeting: int, within: Mapping[int, int | None]) -> None:
    """Raises RuleBroken (``meetings.within_itself``) when the way up from a meeting comes back to it.

    ``within`` gives, by row id, the meeting around each meeting, the wished one for ``meeting`` itself.
    """
    above, seen = within.get(meeting), {meeting}
    while above is not None:
        if above in seen:
            raise RuleBroken("meetings.within_itself", "A meeting cannot lie within itself.")
        seen.add(above)
        above = within.get(above)


MOST_LEVELS = 8
"""How deep meetings lie in each other: a session of a session of a meeting makes three. Pages and papers that show
them are built level by level, and a hundred would break them for everybody.
"""


def refuse_deeper(meeting: int, within: Mapping[int, int | None]) -> None:
    """Raises RuleBroken (``meetings.too_deep``) where a meeting, with what lies in it, would lie deeper than
    ``MOST_LEVELS``. ``within`` as for ``no_meeting_within_itself``, which is asked first.
    """

    def way_up(one: int) -> list[int]:
        way, above = [one], within.get(one)
        while above is not None:
            way.append(above)
            above = within.get(above)
        return way

    if any(len(way) > MOST_LEVELS for way in map(way_up, {meeting, *within}) if meeting in way):
        raise RuleBroken(
            "meetings.too_deep", f"Sessions lie in each other {MOST_LEVELS} deep at most; put it further up."
        )


def refuse_hours(
    *, opens_at: datetime | None, closes_at: datetime | None, days: tuple[date, date], zone: str
) -> None:
    """Raises RuleBroken where a meeting would open or close on another day than its first or last (in its
    zone), close before it opens, or close at an hour without an hour at which it opens.
    """
    if opens_at is None and closes_at is None:
        return
    if opens_at is None or (closes_at is not None and closes_at <= opens_at):
        raise RuleBroken("meetings.hours", "Say when the meeting opens; it closes after that.")
    here = ZoneInfo(zone)
    if opens_at.astimezone(here).date() != days[0] or (
        closes_at is not None and closes_at.astimezone(here).date() != days[1]
    ):
        raise RuleBroken(
            "meetings.hours", f"It opens on its first day and closes on its last, in the zone {zone}."
        )


def instant_at(day: date, at: time, zone: str) -> datetime:
    """The instant (UTC) at which clocks in a zone show that hour on that day.

    Raises RuleBroken (``meetings.no_such_hour``) for an hour that the change to summer time leaves out; of one
    that comes twice in autumn, the first. Source: PEP 495.
    """
    local = datetime.combine(day, at, tzinfo=ZoneInfo(zone))
    found = local.astimezone(UTC)
    if found.astimezone(local.tzinfo).time() != at:
        raise RuleBroken("meetings.no_such_hour", f"On {day:%-d %B %Y} there is no {at:%H:%M} in {zone}.")
    return found


def offering_seats(actor: Actor, network_id: int) -> frozenset[int]:
    """The row ids of the seats in whose name the actor can offer to host today; advisers have none."""
    held = (s.seat_id for s in actor.standings if s.network_id == network_id)
    return frozenset(seat_id for seat_id in held if actor.speaks_for(seat_id))


def telling_seats(actor: Actor, network_id: int) -> frozenset[int]:
    """The row ids of the members' seats of whose free days the actor can tell today; advisers have none."""
    held = (
        s.seat_id for s in actor.standings if (s.network_id, s.seat_kind) == (network_id, SeatKind.MEMBER)
    )
    return frozenset(seat_id for seat_id in held if actor.speaks_for(seat_id))


def ring_of_offer(rings: Collection[Ring]) -> Ring:
    """The ring of an offer by somebody who sees these rings: members', or partners' for whoever sees no more.

    Source: own choice, because whoever offers must find the offer again to say what became of it.
    """
    return Ring.MEMBERS if Ring.MEMBERS in rings else Ring.PARTNERS


right("meetings.create_meeting", sentence="{actor} entered the meeting {thing}")(bureau_only)
right("meetings.change_meeting", sentence="{actor} changed the meeting {thing}")(bureau_only)
right("meetings.remove_meeting", sentence="{actor} took back the meeting {thing}")(bureau_only)
right("meetings.cancel_meeting", sentence="{actor} cancelled the meeting {thing}")(bureau_only)
right("meetings.prepare_term", sentence="{actor} prepared a term of reference: {thing}")(bureau_only)
right("meetings.decide_term", sentence="{actor} decided a term of reference: {thing}")(chair_only)
right("meetings.withdraw_term", sentence="{actor} took back a prepared term of reference: {thing}")(
    bureau_only
)
right("meetings.note_attendance", sentence="{actor} noted who attended {thing}")(bureau_only)
right("meetings.note_offer", sentence="{actor} noted an offer to host: {thing}")(bureau_or_own_seat)
right("meetings.answer_offer", sentence="{actor} said what became of an offer to host: {thing}")(
    bureau_or_own_seat
)
right("meetings.remind_of_offer", sentence="A seat was asked whether its offer still stands: {thing}")(
    program_only
)
right("meetings.lapse_offer", sentence="The day until which an offer stood passed: {thing}")(program_only)
right("meetings.remove_offer", sentence="{actor} took back an offer to host: {thing}")(bureau_only)
right("meetings.purge_meeting", sentence="{actor} purged words that did not belong here: {thing}")(
    secretariat_only
)
right("meetings.purge_offer", sentence="{actor} purged words that did not belong here: {thing}")(
    secretariat_only
)
right("meetings.note_presence", sentence="{actor} noted which seats are in the room: {thing}")(bureau_only)
right("meetings.name_delegate", sentence="{actor} named somebody of a delegation: {thing}")(who_names)
right("meetings.change_delegate", sentence="{actor} changed as what somebody comes: {thing}")(who_names)
right("meetings.withdraw_delegate", sentence="{actor} took a name off a delegation: {thing}")(who_names)
right("meetings.validate_delegate", sentence="{actor} validated somebody of a delegation: {thing}")(
    secretariat_only
)
right("meetings.note_credentials", sentence="{actor} handed in credentials: {thing}")(who_names)
right("meetings.give_message", sentence="{actor} said what a delegate passes on: {thing}")(who_names)
right("meetings.note_needs", sentence="{actor} noted what somebody needs: {thing}")(who_names)
right("meetings.delete_needs", sentence="What people needed at a meeting was deleted: {thing}")(program_only)
right("meetings.purge_delegate", sentence="{actor} purged words that did not belong here: {thing}")(
    secretariat_only
)
right(
    "meetings.arrange_delegations", sentence="{actor} chose order of States and size of delegations: {thing}"
)(bureau_only)
right("meetings.draw_lot", sentence="{actor} drew the lot for the order of States: {thing}")(bureau_only)
right("meetings.settle_participants", sentence="{actor} made the list of participants final: {thing}")(
    bureau_only
)

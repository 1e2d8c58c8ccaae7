"""Every write about meetings and attendance."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import available_timezones

from django.db import transaction
from django.db.models import ProtectedError

from secretariat.access.rules import Actor, Ring, require
from secretariat.audit.actions import Subject, record_deed
from secretariat.audit.wiping import wipe_deeds_of
from secretariat.members.models import Network, Person, Seat
from secretariat.members.rules import refuse_other_network
from secretariat.toolbox.errors import Conflict, RuleBroken

from ..models import Attendance, Meeting
from ..rules import KINDS, PURGED, no_meeting_within_itself, refuse_deeper, refuse_hours
from .letters import wipe_letters_of

_CHANGEABLE = frozenset(
    {
        "title",
        "kind",
        "is_closed",
        "ring",
        "within",
        "starts_on",
        "ends_on",
        "period_words",
        "place",
        "country",
        "host_seat",
        "organiser",
        "chair",
        "chair_seat",
        "secretariat",
        "secretariat_seat",
        "theme",
        "opens_at",
        "closes_at",
        "zone",
    }
)


@transaction.atomic
def create_meeting(
    actor: Actor,
    *,
    network: Network,
    title: str,
    starts_on: date,
    ends_on: date | None = None,
    kind: str = "plenary",
    is_closed: bool = True,
    ring: str = "members",
    within: Meeting | None = None,
    place: str = "",
    country: str = "",
    host_seat: Seat | None = None,
    organiser: str = "",
    chair: str = "",
    chair_seat: Seat | None = None,
    secretariat: str = "",
    secretariat_seat: Seat | None = None,
    theme: str = "",
    period_words: str = "",
    opens_at: datetime | None = None,
    closes_at: datetime | None = None,
    zone: str = "",
) -> Meeting:
    """Enters a meeting; ``ends_on`` defaults to its first day. ``period_words`` stand where no day is known.

    ``opens_at`` and ``closes_at`` (aware) are told in ``zone``, the network's own where it is empty. Raises
    RuleBroken for an empty title, an unknown kind, days or hours that run backwards, hours on other days, an
    unknown zone or a parent elsewhere.
    """
    require(actor, "meetings.create_meeting", network)
    meeting = Meeting(
        network=network,
        title=" ".join(title.split()),
        starts_on=starts_on,
        ends_on=ends_on or starts_on,
        kind=kind,
        is_closed=is_closed,
        ring=ring,
        within=within,
        place=place,
        country=country,
        host_seat=host_seat,
        organiser=organiser,
        chair=chair,
        chair_seat=chair_seat,
        secretariat=secretariat,
        secretariat_seat=secretariat_seat,
        theme=theme,
        period_words=period_words,
        opens_at=opens_at,
        closes_at=closes_at,
        zone=zone,
    )
    _check(meeting)
    meeting.save()
    record_deed(actor, "meetings.create_meeting", meeting, after=_values(meeting))
    return meeting


def _check(meeting: Meeting) -> None:
    if not meeting.title:
        raise RuleBroken("meetings.title", "A meeting needs a title.")
    if meeting.kind not in KINDS:
        raise RuleBroken(
            "meetings.kind", f"There is no kind “{meeting.kind}”; choose one of: {', '.join(KINDS)}."
        )
    if meeting.ends_on < meeting.starts_on:
        raise RuleBroken("meetings.days", "The meeting would end before it starts; swap the two days.")
    if meeting.zone and meeting.zone not in available_timezones():
        raise RuleBroken("meetings.zone", f"There is no zone “{meeting.zone}”, such as Europe/Vienna.")
    refuse_hours(
        opens_at=meeting.opens_at,
        closes_at=meeting.closes_at,
        days=(meeting.starts_on, meeting.ends_on),
        zone=meeting.own_zone,
    )
    if meeting.ring == Ring.SEAT:
        raise RuleBroken(
            "meetings.ring", "A meeting belongs to the network; choose a wider ring than a seat."
        )
    refuse_other_network(meeting.network_id, meeting.host_seat, meeting.chair_seat, meeting.secretariat_seat)
    if meeting.within is None:
        return
    if meeting.within.network_id != meeting.network_id:
        raise RuleBroken("meetings.same_network", "The larger meeting belongs to another network.")
    known = Meeting.objects.filter(network_id=meeting.network_id, within__isnull=False)
    new = meeting.pk or 0  # no row has the id 0
    within: dict[int, int | None] = {**dict(known.values_list("pk", "within_id")), new: meeting.within_id}
    no_meeting_within_itself(new, within)
    refuse_deeper(new, within)


def _values(meeting: Meeting) -> dict[str, object]:
    return {name: str(getattr(meeting, name)) for name in sorted(_CHANGEABLE)}


@transaction.atomic
def change_meeting(actor: Actor, *, meeting: Meeting, version: int, **fields: Any) -> Meeting:
    """Changes the facts of a meeting. ``version`` is the one the person had before them.

    Raises Conflict when somebody changed it meanwhile (both shown as text), RuleBroken as for a new one.
    A change of ring to a wider one is refused here: widening is a release.
    """
    require(actor, "meetings.change_meeting", meeting)
    unknown = set(fields) - _CHANGEABLE
    if unknown:
        raise TypeError(f"a meeting has no {', '.join(sorted(unknown))} to change")
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    before = _values(row)
    if row.version != version:
        ours = "\n".join(f"{name}: {value}" for name, value in sorted(fields.items()))
        theirs = "\n".join(f"{name}: {before[name]}" for name in sorted(fields))
        raise Conflict("Somebody changed this meeting while you did.", ours=ours, theirs=theirs)
    if "ring" in fields and Ring(fields["ring"]).is_wider_than(Ring(row.ring)):
        raise RuleBroken(
            "access.widening",
            f"This meeting is for {row.ring}. Only a release shows more of it, in cleared words.",
        )
    for name, value in fields.items():
        setattr(row, name, value)
    row.version += 1
    _check(row)
    row.save()
    record_deed(actor, "meetings.change_meeting", row, before=before, after=_values(row))
    return row


@transaction.atomic
def cancel_meeting(actor: Actor, *, meeting: Meeting, why: str) -> Meeting:
    """Cancels a meeting: it stays where it stood, with the reason beside it, and nothing is added to it.

    Raises RuleBroken without a reason, and where it is cancelled already.
    """
    require(actor, "meetings.cancel_meeting", meeting)
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if row.is_cancelled:
        raise RuleBroken("meetings.cancelled", "This meeting is cancelled already.")
    if not why.strip():
        raise RuleBroken("meetings.cancelled_why", "Say why it is cancelled; its page shows it.")
    row.is_cancelled, row.cancelled_because = True, " ".join(why.split())[:240]
    row.version += 1
    row.save()
    record_deed(actor, "meetings.cancel_meeting", row, after={"why": row.cancelled_because})
    return row


@transaction.atomic
def remove_meeting(actor: Actor, *, meeting: Meeting) -> None:
    """Takes a meeting back, with its attendance. Raises RuleBroken while something stands on it."""
    require(actor, "meetings.remove_meeting", meeting)
    before = _values(meeting)
    record_deed(actor, "meetings.remove_meeting", meeting, before=before)
    try:
        Meeting.objects.get(pk=meeting.pk).delete()
    except ProtectedError as error:
        kinds = sorted({str(row._meta.verbose_name) for row in error.protected_objects})
        raise RuleBroken(
            "meetings.stands_on_it", f"This meeting cannot be taken back: {', '.join(kinds)} stand on it."
        ) from error


@transaction.atomic
def note_attendance(
    actor: Actor,
    *,
    meeting: Meeting,
    person: Person,
    seat: Seat | None = None,
    function: str = "",
    is_present: bool | None = None,
) -> Attendance:
    """Notes that a person was there, was excused (False), or is named without a word on it (None).

    Noting the same person again changes the one line there is.
    """
    require(actor, "meetings.note_attendance", meeting)
    refuse_other_network(meeting.network_id, person, seat)
    attendance, _ = Attendance.objects.update_or_create(
        meeting=meeting,
        person=person,
        defaults={"seat": seat, "function": function, "is_present": is_present},
    )
    record_deed(
        actor,
        "meetings.note_attendance",
        meeting,
        after={"person": person.ref, "is_present": is_present},
        label=f"{meeting}: {person}",
    )
    return attendance


@transaction.atomic
def purge_meeting(
    actor: Actor, *, meeting: Meeting, reason: str, called_after: Iterable[Subject] = ()
) -> Meeting:
    """Wipes every word written about a meeting for good, in its deeds too; its days, its seats, who attended and
    what was recorded stay.

    ``called_after`` are things whose own deeds tell the title, such as its record: their deeds lose their words
    too. ``reason`` says why and names nobody. Whoever has the meeting open to change it meets a Conflict. Raises
    RuleBroken without a reason. Source: own choice, as for an entry of a record.
    """
    require(actor, "meetings.purge_meeting", meeting)
    row = Meeting.objects.select_for_update().get(pk=meeting.pk)
    for thing in (row, *called_after):
        wipe_deeds_of(actor, thing=thing, reason=reason)
    row.title, row.period_words, row.place, row.theme = PURGED, "", "", ""
    row.organiser, row.chair, row.secretariat = "", "", ""
    row.cancelled_because = PURGED if row.is_cancelled else ""
    row.version += 1
    row.save()
    Attendance.objects.filter(meeting=row).update(function="")
    wipe_letters_of(actor, row.invitations.all(), reason)
    record_deed(actor, "meetings.purge_meeting", row, label=f"{row.ref} ({reason.strip()})")
    return row

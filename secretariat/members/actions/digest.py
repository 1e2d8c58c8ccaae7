"""Telling seats what is asked of them: at once where it is urgent, else in one letter a morning."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string

from secretariat.access.rules import Actor, Thing, sees, system_actor
from secretariat.toolbox import clock

from ..models import DigestLine, Mandate, Seat
from ..reads.digest import Digest, due_digests, speakers_of_seats
from ..reads.links import reader_of
from .notices import queue_notice

MORNING_POST = system_actor("the letter of the day")
DIGEST = "digest"


def tell_seats(
    actor: Actor,
    *,
    seats: Iterable[Seat],
    kind: str,
    asked: str,
    by_at: datetime | None = None,
    address: str = "",
    thing: Thing | None = None,
    is_urgent: bool = False,
) -> list[Mandate]:
    """Tells whoever speaks for these seats today what is asked of them; gives the mandates told.

    ``asked`` is one sentence of the program of at most 200 signs ("Say which days suit your seat."), never words
    that somebody wrote, because a letter may be read on its way. ``by_at`` is printed in the reader's own zone,
    ``address`` is a path on this server, ``thing`` what it is about: who does not see it is not told. An urgent
    matter is a letter of its own at the next tick, any other a line of the reader's next morning. A vacant seat is
    told nothing. The actor is not told what they ask themselves.
    Belongs into the transaction of the deed that asks. One query, and one for each mandate (urgent: four).
    """
    told = []
    for mandate in speakers_of_seats(seats):
        if mandate.person_id == actor.person_id or (
            thing is not None and not sees(reader_of(mandate), thing)
        ):
            continue
        line = DigestLine(
            account=mandate.person.account,
            mandate=mandate,
            kind=kind,
            asked=asked,
            by_at=by_at,
            address=address,
            thing_ref=getattr(thing, "ref", ""),
            added_at=clock.now(),
        )
        if is_urgent:
            _write(Digest(mandate, (line,)), kind=kind)
        else:
            line.save()
        told.append(mandate)
    return told


def take_back_lines(thing_ref: str) -> int:
    """Takes back what waits for the morning about a thing that is settled, or gone; gives how many lines. No deed:
    nobody was told yet. One query.
    """
    return DigestLine.objects.filter(thing_ref=thing_ref).delete()[0]


@transaction.atomic
def queue_digests() -> int:
    """Writes the letters of the day whose morning has come; gives how many. Safe to run at any minute.

    The lines go with their letter. One that was written for a mandate which ended meanwhile is refused when it is
    to be sent, as every letter is. Two queries, and eight for each letter.
    """
    due = due_digests(clock.now())
    for digest in due:
        _write(digest, kind=DIGEST)
        DigestLine.objects.filter(pk__in=[line.pk for line in digest.lines]).delete()
    return len(due)


def _write(digest: Digest, *, kind: str) -> None:
    mandate, network = digest.mandate, digest.mandate.seat.network
    count = len(digest.lines)
    body = render_to_string(
        "members/letters/digest.txt",
        {
            "person": mandate.person,
            "seat": mandate.seat,
            "network": network,
            "lines": digest.told(settings.BASE_URL),
        },
    )
    subject = "one thing is asked of your seat" if count == 1 else f"{count} things are asked of your seat"
    queue_notice(
        MORNING_POST,
        account=digest.lines[0].account,
        mandate=mandate,
        kind=kind,
        subject=f"{network.short_name}: {subject}",
        body=body,
    )

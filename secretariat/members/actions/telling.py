"""Letters to those who must hear what somebody at an office did alone; nobody stops them."""

from __future__ import annotations

from collections.abc import Iterable

from django.template.loader import render_to_string

from secretariat.access.models import Account
from secretariat.access.rules import Actor, SeatKind, system_actor

from ..models import Mandate, Network, Person, Seat, Suspension
from ..reads.actors import others_at_the_offices, speakers_of
from .notices import queue_notice

WATCH = system_actor("the watch over offices")


def tell_the_others(
    actor: Actor,
    network: Network,
    *,
    kind: str,
    subject: str,
    letter: str,
    words: dict[str, object],
    also: Iterable[Account] = (),
) -> None:
    """Writes to everybody at Chair and Secretariat but the actor, and to the accounts of ``also``, each once, in the
    caller's transaction. ``letter`` names the template. Nothing where the program acts: that is a person at the
    machine. One query, and a letter for each.

    Source: own choice: what one may do alone is safe only if the others hear of it in any case.
    """
    if actor.kind == "system":
        return
    told = {m.person.account for m in others_at_the_offices(actor, network)} | set(also)
    body = render_to_string(f"members/letters/{letter}.txt", {"by": actor.label, **words})
    for account in sorted(
        (a for a in told if a is not None and a.pk != actor.account_id), key=lambda a: a.pk
    ):
        queue_notice(WATCH, account=account, kind=kind, subject=subject, body=body)


def tell_of_mandate(actor: Actor, mandate: Mandate) -> None:
    """That a mandate was opened: to the offices, and to whoever speaks for the seat. Two queries, and the letters."""
    holder = mandate.person.account
    speakers = [m.person.account for m in speakers_of(mandate.seat) if m.person.account is not None]
    tell_the_others(
        actor,
        mandate.seat.network,
        kind="mandate opened",
        subject=f"A mandate was opened: {mandate}",
        letter="mandate_opened",
        words={"mandate": mandate},
        also=[account for account in speakers if account != holder],
    )


def tell_of_end(actor: Actor, mandate: Mandate) -> None:
    """That a mandate at an office was ended: to the offices, and to whoever held it. At a member's seat nobody
    is written to: the seat sees it, and no watch is lost.
    """
    if mandate.seat.kind == SeatKind.MEMBER:
        return
    holder = mandate.person.account
    tell_the_others(
        actor,
        mandate.seat.network,
        kind="mandate ended",
        subject=f"A mandate was ended: {mandate}",
        letter="mandate_ended",
        words={"mandate": mandate},
        also=[holder] if holder is not None else [],
    )


def tell_of_suspension(actor: Actor, suspension: Suspension) -> None:
    """That somebody was suspended, and why: to the offices."""
    person = suspension.person
    tell_the_others(
        actor,
        person.network,
        kind="suspension",
        subject=f"A sign-in was suspended: {person}",
        letter="suspended",
        words={"person": person, "reason": suspension.reason},
    )


def tell_of_lost_factors(actor: Actor, person: Person, vouched_by: str) -> None:
    """That somebody begins anew, and on whose word: to the offices."""
    tell_the_others(
        actor,
        person.network,
        kind="sign-in",
        subject=f"A sign-in was opened anew: {person}",
        letter="factors_removed",
        words={"person": person, "vouched_by": vouched_by},
    )


def tell_of_export(actor: Actor, network: Network, seat: Seat | None = None) -> None:
    """That papers left the store in somebody's name: to the offices or, for the export of one seat, to those who
    speak for it; in both to whoever is named, who may not know. Two queries, and a letter for each.

    Source: own choice: the command is run by whoever keeps the machine, and asks nobody's password.
    """
    holders = others_at_the_offices(WATCH, network) if seat is None else speakers_of(seat)
    accounts = {m.person.account for m in holders if m.person.account is not None}
    body = render_to_string(
        "members/letters/exported.txt", {"by": actor.label, "network": network, "seat": seat}
    )
    for account in sorted(accounts, key=lambda a: a.pk):
        queue_notice(WATCH, account=account, kind="export", subject="Papers were exported", body=body)

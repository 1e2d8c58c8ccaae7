"""The administrator's way to the papers: two people, a reason, a time limit, a deed for everything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from secretariat.access.rules import Actor, require, system_actor
from secretariat.audit.actions import record_deed
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotAllowed, NotVisible, RuleBroken

from ..models import EmergencyOpening, Network, Person
from ..reads import holders_of_chair, state_of, was_just_seated_by
from ..rules import refuse_opening_of
from ..zones import instant_in_words
from .notices import queue_notice

LETTERS = system_actor("the register of emergency openings")


@transaction.atomic
def ask_opening(actor: Actor, *, network: Network, reason: str, hours: int) -> EmergencyOpening:
    """Asks for an emergency opening; nothing is open until a second person agrees.

    ``hours`` counts from the agreement. Raises RuleBroken for a reason of fewer than twenty characters, for
    hours that are none of one to eight, for an account that belongs to no person, for somebody who has a mandate
    here and so needs no opening, and
    while another of the same administrator waits or is in force.
    """
    require(actor, "members.ask_opening", network)
    if not Person.objects.filter(account_id=actor.account_id or 0).exists():
        raise RuleBroken(
            "members.opening_name",
            "Your account is nobody's by name; let the Secretariat enter you and give you a sign-in of your own.",
        )
    holds_here = any(s.network_id == network.pk for s in actor.standings)
    refuse_opening_of(reason=reason, hours=hours, has_mandate=holds_here)
    now = clock.now()
    others = EmergencyOpening.objects.select_for_update().filter(
        network=network, administrator_id=actor.account_id
    )
    if any(state_of(other, now) in {"waiting", "in force"} for other in others):
        raise RuleBroken("members.one_opening", "You have asked already; withdraw or close that first.")
    opening = EmergencyOpening.objects.create(
        network=network,
        administrator_id=actor.account_id or 0,
        reason=reason.strip(),
        hours=hours,
        asked_at=now,
    )
    record_deed(actor, "members.ask_opening", opening, after={"reason": opening.reason, "hours": hours})
    return opening


def _waiting(opening: EmergencyOpening) -> EmergencyOpening:
    row = (
        EmergencyOpening.objects.select_for_update(of=("self",)).select_related("network").get(pk=opening.pk)
    )
    state = state_of(row, clock.now())
    if state != "waiting":
        raise RuleBroken("members.opening_state", f"This opening is {state}; there is nothing to answer.")
    return row


@transaction.atomic
def agree_to_opening(actor: Actor, *, opening: EmergencyOpening) -> EmergencyOpening:
    """The second person agrees: from now on, for the hours asked for, the administrator sees and does
    nothing. The Chair is told. Raises RuleBroken unless it still waits, NotAllowed for whoever was seated this week
    by the one who asks.
    """
    require(actor, "members.agree_to_opening", opening)
    row = _waiting(opening)
    if was_just_seated_by(actor, row.administrator_id, row.network_id):
        raise NotAllowed(
            "Whoever asks seated you here this week; somebody else answers.",
            rule="members.second_person",
            who="another holder of the Chair or the Secretariat",
        )
    now = clock.now()
    row.agreed_by = Person.objects.get(pk=actor.person_id or 0)
    row.agreed_at, row.ends_at = now, now + timedelta(hours=row.hours)
    row.save(update_fields=["agreed_by", "agreed_at", "ends_at"])
    record_deed(actor, "members.agree_to_opening", row, after={"ends_at": row.ends_at})
    _tell_the_chair(
        row,
        "An emergency opening has begun",
        f"{row.agreed_by} agreed that {_administrator(row)} may see the papers of {row.network} until "
        f"{instant_in_words(row.ends_at, row.network.zone)}. The reason given: {row.reason} Every page that is opened is "
        "in the record of deeds. You can close the opening at any time.",
    )
    return row


@transaction.atomic
def refuse_opening(actor: Actor, *, opening: EmergencyOpening) -> EmergencyOpening:
    """The second person says no; it can be asked for anew. Raises RuleBroken unless it still waits."""
    require(actor, "members.refuse_opening", opening)
    row = _waiting(opening)
    row.refused_at = clock.now()
    row.save(update_fields=["refused_at"])
    record_deed(actor, "members.refuse_opening", row)
    return row


@transaction.atomic
def withdraw_opening(actor: Actor, *, opening: EmergencyOpening) -> EmergencyOpening:
    """The administrator takes back what nobody answered yet; it can be asked for anew.

    The right is asked of the network, because its papers, and what belongs to its bureau, are closed to whoever
    asks here. Raises NotVisible for another's opening, RuleBroken unless it still waits.
    """
    require(actor, "members.withdraw_opening", opening.network)
    if actor.kind != "system" and opening.administrator_id != actor.account_id:
        raise NotVisible
    row = _waiting(opening)
    row.closed_at = clock.now()
    row.save(update_fields=["closed_at"])
    record_deed(actor, "members.withdraw_opening", row, after={"closed_at": row.closed_at})
    return row


@transaction.atomic
def close_opening(actor: Actor, *, opening: EmergencyOpening) -> EmergencyOpening:
    """Ends an opening before its hour, or notes that its hour has passed; the Chair is told.

    Raises RuleBroken where it is closed already, or was never agreed to.
    """
    require(actor, "members.close_opening", opening)
    row = (
        EmergencyOpening.objects.select_for_update(of=("self",)).select_related("network").get(pk=opening.pk)
    )
    if row.ends_at is None or row.closed_at is not None:
        raise RuleBroken("members.opening_state", "This opening is not open.")
    row.closed_at = min(clock.now(), row.ends_at)
    row.save(update_fields=["closed_at"])
    record_deed(actor, "members.close_opening", row, after={"closed_at": row.closed_at})
    _tell_the_chair(
        row,
        "An emergency opening has ended",
        f"{_administrator(row)} no longer sees the papers of {row.network} since "
        f"{instant_in_words(row.closed_at, row.network.zone)}. What was opened is in the record of deeds.",
    )
    return row


@dataclass(slots=True)
class Seen:
    """What was looked at in an emergency: the thing's own reference, so that its history tells it."""

    ref: str
    network_id: int
    page: str

    def __str__(self) -> str:
        return self.page


@transaction.atomic
def see_in_emergency(actor: Actor, *, opening: EmergencyOpening, page: str, thing_ref: str = "") -> None:
    """Records that a page was opened: ``page`` is its address, ``thing_ref`` the thing it is about, if one."""
    require(actor, "members.see_in_emergency", opening)
    seen = Seen((thing_ref or opening.ref)[:60], opening.network_id, page)
    record_deed(actor, "members.see_in_emergency", seen)


def _administrator(opening: EmergencyOpening) -> str:
    person = Person.objects.filter(account_id=opening.administrator_id).first()
    return str(person or opening.administrator)


def _tell_the_chair(opening: EmergencyOpening, subject: str, body: str) -> None:
    for mandate in holders_of_chair(opening.network):
        account = mandate.person.account
        assert account is not None
        queue_notice(
            LETTERS, account=account, mandate=mandate, kind="emergency opening", subject=subject, body=body
        )

"""How people come to a seat: the seat proposes, the Secretariat confirms, and all of it happens at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.template.loader import render_to_string

from secretariat.access.rules import Actor, require
from secretariat.audit.actions import record_deed
from secretariat.toolbox import clock
from secretariat.toolbox.errors import RuleBroken

from ..models import Mandate, Nomination, Person, Seat
from ..reads import room_at, succession, was_in
from ..rules import KEPT_AS_FILE, NOMINABLE, day_before, for_another
from .accounts import DOOR, send_activation
from .mandates import end_mandate, start_mandate
from .notices import queue_notice
from .people import add_another_person, add_person


@dataclass(frozen=True, slots=True)
class Letter:
    """What says that somebody holds a mandate: a letter in words, or kept in the archive (its reference)."""

    words: str = ""
    source_ref: str = ""

    def __str__(self) -> str:
        """As a mandate notes it."""
        return self.words.strip() or (f"{KEPT_AS_FILE}{self.source_ref}" if self.source_ref else "")


@transaction.atomic
def nominate_person(
    actor: Actor,
    *,
    seat: Seat,
    name: str,
    email: str,
    function: str,
    starts_on: date,
    ends_on: date | None = None,
    letter: Letter,
) -> Nomination:
    """A seat proposes one of its people. It gives no right: the Secretariat confirms or refuses it.

    Raises RuleBroken for a function no seat proposes, a full one, dates in the wrong order, no letter, and
    the same proposal twice; NotAllowed for oneself.
    """
    require(actor, "members.nominate_person", seat)
    address = email.strip().casefold()
    _refuse_wrong(function, starts_on, ends_on, letter)
    me = Person.objects.select_related("account").filter(pk=actor.person_id or 0).first()
    if me is not None and address in {me.email.casefold(), me.account.email if me.account else ""}:
        for_another(actor, person_id=me.pk, deed="proposes")
    # Locked, or two who propose at once would both find the last place free.
    Seat.objects.select_for_update().get(pk=seat.pk)
    waiting = Nomination.objects.filter(seat=seat, state="waiting", function=function, email=address)
    if waiting.exists():
        raise RuleBroken("members.nomination", f"{address} is proposed as {function} already.")
    room = next(room for room in room_at(seat) if room.function == function)
    if room.is_full:
        raise RuleBroken(
            "members.seat_is_full",
            f"{seat} has {room.held} of at most {room.most} as {function}, those waiting among them. "
            "Withdraw one, or ask the Secretariat to end a mandate.",
        )
    nomination = Nomination.objects.create(
        seat=seat,
        name=" ".join(name.split()),
        email=address,
        function=function,
        starts_on=starts_on,
        ends_on=ends_on,
        letter=letter.words.strip(),
        source_ref=letter.source_ref,
        proposed_by=me,
        made_at=clock.now(),
    )
    after = {"seat": seat.ref, "function": function, "starts_on": starts_on, "ends_on": ends_on}
    record_deed(actor, "members.nominate_person", nomination, after=after)
    return nomination


def _refuse_wrong(function: str, starts_on: date, ends_on: date | None, letter: Letter) -> None:
    if function not in NOMINABLE:
        raise RuleBroken("members.function", f"A seat does not propose “{function}”; choose one of the list.")
    if ends_on is not None and ends_on < starts_on:
        raise RuleBroken("members.mandate_dates", "The mandate would end before it starts.")
    if not str(letter):
        raise RuleBroken("members.letter", "Name the letter of nomination, or add it as a file.")


@transaction.atomic
def withdraw_nomination(actor: Actor, *, nomination: Nomination, why: str = "") -> Nomination:
    """The seat takes a waiting nomination back. Raises RuleBroken when it was answered meanwhile."""
    require(actor, "members.withdraw_nomination", nomination.seat)
    row = _answer(nomination, "withdrawn", why)
    record_deed(actor, "members.withdraw_nomination", row)
    return row


@transaction.atomic
def refuse_nomination(actor: Actor, *, nomination: Nomination, why: str) -> Nomination:
    """The Secretariat says no, with a reason the seat reads. Raises RuleBroken without one, and when the
    nomination was answered meanwhile.
    """
    require(actor, "members.refuse_nomination", nomination)
    if not why.strip():
        raise RuleBroken("members.reason", "Say why; the seat must know what to do now.")
    row = _answer(nomination, "refused", why)
    record_deed(actor, "members.refuse_nomination", row, after={"why": why.strip()})
    return row


def _answer(nomination: Nomination, state: str, why: str) -> Nomination:
    rows = Nomination.objects.filter(pk=nomination.pk, state="waiting")
    if not rows.update(state=state, answer=why.strip(), answered_at=clock.now()):
        raise RuleBroken("members.nomination", "This nomination was answered meanwhile.")
    return Nomination.objects.select_related("seat").get(pk=nomination.pk)


@transaction.atomic
def confirm_nomination(
    actor: Actor, *, nomination: Nomination, person: Person | None = None, unlike: Iterable[Person] = ()
) -> Mandate:
    """The Secretariat confirms: the person is entered (or chosen), the mandate opened, a predecessor's ended,
    the sign-in opened and its link written, all or nothing.

    ``person`` is the one who is here already, if somebody said so; ``unlike`` those alike in name of whom it
    was said that they are others. Raises RuleBroken when the nomination was
    answered meanwhile and whatever stands in the way of the mandate or the sign-in; NotAllowed for oneself and for one's own
    proposal: two people stand behind every mandate.
    """
    require(actor, "members.confirm_nomination", nomination)
    row = Nomination.objects.select_for_update(of=("self",)).select_related("seat").get(pk=nomination.pk)
    if row.state != "waiting":
        raise RuleBroken("members.nomination", "This nomination was answered meanwhile.")
    for_another(actor, person_id=row.proposed_by_id, deed="confirms a proposal of")
    mandate = seat_newcomer(
        actor,
        seat=row.seat,
        person=person,
        unlike=unlike,
        name=row.name,
        email=row.email,
        function=row.function,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        letter=Letter(row.letter, row.source_ref),
    )
    row.state, row.answered_at, row.mandate, row.person = "confirmed", clock.now(), mandate, mandate.person
    row.save(update_fields=["state", "answered_at", "mandate", "person"])
    record_deed(actor, "members.confirm_nomination", row, after={"mandate": mandate.ref})
    return mandate


@transaction.atomic
def seat_newcomer(
    actor: Actor,
    *,
    seat: Seat,
    person: Person | None = None,
    unlike: Iterable[Person] = (),
    name: str = "",
    email: str,
    function: str,
    starts_on: date,
    ends_on: date | None = None,
    title: str = "",
    letter: Letter,
) -> Mandate:
    """Seats somebody in one step: the person (``person``, or entered under ``name``), the mandate by the letter,
    the sign-in with its link, and the end of a predecessor's mandate on the day before; a successor begins today
    at the earliest.

    Raises RuleBroken as each of these does, and without a letter; NotAllowed for oneself.
    """
    require(actor, "members.seat_newcomer", seat)
    if not str(letter):
        raise RuleBroken("members.letter", "Name the letter of nomination, or add it as a file.")
    who = person or _enter(actor, seat, name, email.strip().casefold(), list(unlike))
    for_another(actor, person_id=who.pk, deed="seats")
    _refuse_foreign_address(who, email)
    starts_on, succeeded = succession(seat, function, starts_on)
    for mandate in succeeded:
        end_mandate(actor, mandate=mandate, ends_on=day_before(starts_on))
    mandate = start_mandate(
        actor,
        person=who,
        seat=seat,
        function=function,
        starts_on=starts_on,
        ends_on=ends_on,
        title=title,
        nomination=str(letter)[:240],
    )
    _write(actor, mandate, email)
    record_deed(actor, "members.seat_newcomer", mandate)
    return mandate


def _enter(actor: Actor, seat: Seat, name: str, email: str, unlike: list[Person]) -> Person:
    if unlike:
        return add_another_person(actor, network=seat.network, name=name, email=email, unlike=unlike)
    return add_person(actor, network=seat.network, name=name, email=email)


def _refuse_foreign_address(person: Person, email: str) -> None:
    """A letter of nomination never moves somebody's sign-in to another mailbox."""
    if person.account is not None and person.account.email != email.strip().casefold():
        raise RuleBroken(
            "members.one_account",
            f"{person} signs in with another address. If it is the same person, confirm with that address.",
        )


def _write(actor: Actor, mandate: Mandate, email: str) -> None:
    """To whoever never was in the link to come in, to everybody else that the mandate is entered."""
    person = mandate.person
    account = person.account
    if account is None or not account.is_active or not was_in(person):
        send_activation(actor, person=person, email=email, mandate=mandate)
        return
    queue_notice(
        DOOR,
        account=account,
        mandate=mandate,
        kind="mandate",
        subject=f"Your mandate at {mandate.seat.label}",
        body=render_to_string("members/letters/mandate.txt", {"person": person, "mandate": mandate}),
    )

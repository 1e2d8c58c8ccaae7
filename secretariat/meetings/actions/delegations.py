"""Every write about delegations: whom a seat sends, with what credentials, and what they need."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from secretariat.access.rules import Actor, Ring, require
from secretariat.audit.actions import record_deed
from secretariat.audit.wiping import wipe_deeds_of
from secretariat.members.actions import add_another_person, add_person
from secretariat.members.models import Mandate, Person, Seat
from secretariat.members.reads import in_force_q
from secretariat.members.rules import refuse_other_network
from secretariat.toolbox import clock
from secretariat.toolbox.errors import Conflict, NotAllowed, RuleBroken

from ..delegating import ROLES, limit_of, needs_have_gone, refuse_larger, refuse_other_delegation
from ..models import Delegate, Delegation, Meeting, Needs
from ..models.delegations import STANDING
from ..reads import due_or_none, terms_of
from ..rules import PURGED

_CHANGEABLE = frozenset({"role", "function", "languages"})


@transaction.atomic
def name_delegate(
    actor: Actor,
    *,
    meeting: Meeting,
    seat: Seat,
    role: str,
    person: Person | None = None,
    name: str = "",
    function: str = "",
    languages: str = "",
) -> Delegate:
    """Names somebody of a seat's delegation: a ``person`` of the network, or a ``name`` not known here yet. It
    stands on no list before the Secretariat has validated it.

    Raises NotAllowed for another seat's delegation; RuleBroken for one person too many (citing the article), a
    second head, a person named already, an unknown role, and once the meeting is cancelled or its list final.
    """
    require(actor, "meetings.name_delegate", meeting)
    row = _open(meeting)
    refuse_other_network(row.network_id, seat, person)
    refuse_other_delegation(actor, row.network_id, seat.pk)
    if bool(person) == bool(name.strip()):
        raise RuleBroken("meetings.delegate", "Choose somebody who is here already, or write a name.")
    delegation, _ = Delegation.objects.get_or_create(meeting=row, seat=seat)
    standing = list(Delegate.objects.filter(delegation=delegation, state__in=STANDING))
    limit = limit_of(terms_of(row.network, row.starts_on), row.kind, row.delegation_size)
    refuse_larger(limit, len(standing), seat=str(seat))
    _refuse_role(role, standing)
    if person is not None and any(other.person_id == person.pk for other in standing):
        raise RuleBroken("meetings.delegate_twice", f"{person} is named already.")
    delegate = Delegate.objects.create(
        delegation=delegation,
        person=person,
        name=" ".join(name.split()),
        role=role,
        function=" ".join(function.split()),
        languages=" ".join(languages.split()),
    )
    record_deed(actor, "meetings.name_delegate", delegate, label=_called(delegate), after=_values(delegate))
    return delegate


def _open(meeting: Meeting) -> Meeting:
    """The meeting, locked, as long as its delegations are open."""
    row = Meeting.objects.select_for_update(of=("self",)).select_related("network").get(pk=meeting.pk)
    if row.is_cancelled:
        raise RuleBroken("meetings.cancelled", "This meeting is cancelled; nobody is sent to it.")
    if row.list_final_at is not None:
        raise RuleBroken(
            "meetings.list_final",
            "The list of participants is final. Who was there is noted as attendance, by Chair or Secretariat.",
        )
    return row


def _refuse_role(role: str, others: Iterable[Delegate]) -> None:
    if role not in ROLES:
        raise RuleBroken("meetings.delegate", f"Somebody comes as one of: {', '.join(ROLES)}.")
    if role == "head" and any(other.role == "head" for other in others):
        raise RuleBroken(
            "meetings.one_head",
            "This delegation has a head. One voice speaks for a State: change that one first.",
        )


def _standing(delegate: Delegate, *, is_open: bool = True) -> Delegate:
    """The delegate, locked, with its meeting; refused once withdrawn."""
    if is_open:
        _open(delegate.delegation.meeting)
    row = (
        Delegate.objects.select_for_update(of=("self",))
        .select_related("delegation__meeting__network", "delegation__seat", "person")
        .get(pk=delegate.pk)
    )
    if not row.is_standing:
        raise RuleBroken("meetings.delegate_state", "This name is withdrawn; name the person anew.")
    return row


def _called(delegate: Delegate) -> str:
    """What a deed calls a delegate: by seat and meeting, never by name, since a deed is kept for good."""
    return str(delegate.delegation)


@transaction.atomic
def change_delegate(actor: Actor, *, delegate: Delegate, version: int, **fields: Any) -> Delegate:
    """Changes as what somebody comes, the function or the languages. Another role or function is validated anew.

    Raises Conflict when somebody changed it meanwhile, NotAllowed for another seat's delegation, and RuleBroken as
    naming does.
    """
    require(actor, "meetings.change_delegate", delegate.delegation.meeting)
    refuse_other_delegation(actor, delegate.network_id, delegate.seat_id)
    unknown = set(fields) - _CHANGEABLE
    if unknown:
        raise TypeError(f"a delegate has no {', '.join(sorted(unknown))} to change")
    row = _standing(delegate)
    before = _values(row)
    if row.version != version:
        raise Conflict(
            "Somebody changed this delegate while you did.",
            ours="\n".join(f"{name}: {value}" for name, value in sorted(fields.items())),
            theirs="\n".join(f"{name}: {before[name]}" for name in sorted(fields)),
        )
    for name, value in fields.items():
        setattr(row, name, " ".join(str(value).split()))
    _refuse_role(row.role, row.delegation.delegates.filter(state__in=STANDING).exclude(pk=row.pk))
    if (row.role, row.function) != (before["role"], before["function"]):
        row.state, row.validated_at = "named", None
    row.version += 1
    row.save()
    record_deed(actor, "meetings.change_delegate", row, label=_called(row), before=before, after=_values(row))
    return row


@transaction.atomic
def withdraw_delegate(actor: Actor, *, delegate: Delegate) -> Delegate:
    """Takes a name off a delegation; what the person needs is deleted at once.

    Raises NotAllowed for another seat's delegation, RuleBroken where it is withdrawn already or the list is final.
    """
    require(actor, "meetings.withdraw_delegate", delegate.delegation.meeting)
    refuse_other_delegation(actor, delegate.network_id, delegate.seat_id)
    row = _standing(delegate)
    before = _values(row)
    row.state, row.validated_at = "withdrawn", None
    row.version += 1
    row.save()
    Needs.objects.filter(delegate=row).delete()
    record_deed(
        actor, "meetings.withdraw_delegate", row, label=_called(row), before=before, after=_values(row)
    )
    return row


@transaction.atomic
def validate_delegate(
    actor: Actor, *, delegate: Delegate, person: Person | None = None, unlike: Iterable[Person] = ()
) -> Delegate:
    """The Secretariat validates a name: from now on it stands on the list of participants.

    A name that is not known here becomes a person: the one given, or a new one (``unlike``: those alike in name of
    whom it was said that they are others). Raises RuleBroken where it is validated or withdrawn already.
    """
    require(actor, "meetings.validate_delegate", delegate.delegation.meeting)
    row = _standing(delegate)
    refuse_other_network(row.network_id, person)
    if row.state == "validated":
        raise RuleBroken("meetings.delegate_state", f"{row} is validated already.")
    if row.person is None:
        row.person, row.name = person or _entered(actor, row, list(unlike)), ""
        twice = row.delegation.delegates.filter(person=row.person, state__in=STANDING).exclude(pk=row.pk)
        if twice.exists():
            raise RuleBroken("meetings.delegate_twice", f"{row.person} is named already.")
    row.state, row.validated_at = "validated", clock.now()
    row.version += 1
    row.save()
    record_deed(actor, "meetings.validate_delegate", row, label=_called(row), after=_values(row))
    return row


def _entered(actor: Actor, row: Delegate, unlike: list[Person]) -> Person:
    network = row.delegation.meeting.network
    if unlike:
        return add_another_person(actor, network=network, name=row.name, unlike=unlike)
    return add_person(actor, network=network, name=row.name)


@dataclass(frozen=True, slots=True)
class Credentials:
    """Who gave them, from when until when they hold, and whether they cover decisions; the note that says so in
    ``words``, or kept in the archive (``source_ref``).
    """

    issuer: str
    dated_on: date
    valid_until: date | None = None
    decides: bool = False
    words: str = ""
    source_ref: str = ""


@transaction.atomic
def note_credentials(actor: Actor, *, delegate: Delegate, credentials: Credentials) -> Delegate:
    """Takes in somebody's credentials, or better ones in their place. After their day they are late, and say so.

    Raises NotAllowed for another seat's delegation; RuleBroken without an issuer or a note, for an end before the
    beginning, and for a note dated in days to come.
    """
    require(actor, "meetings.note_credentials", delegate.delegation.meeting)
    refuse_other_delegation(actor, delegate.network_id, delegate.seat_id)
    row, now = _standing(delegate), clock.now()
    _refuse_wrong(credentials, clock.today(row.delegation.meeting.network.zone))
    before = _values(row)
    due = due_or_none(row.delegation.meeting, "credentials")
    row.credential_issuer = " ".join(credentials.issuer.split())
    row.credential_words, row.source_ref = " ".join(credentials.words.split()), credentials.source_ref
    row.credential_on, row.credential_until = credentials.dated_on, credentials.valid_until
    row.credential_decides = credentials.decides
    row.credential_at, row.credential_is_late = now, due is not None and now >= due.at
    row.version += 1
    row.save()
    record_deed(
        actor, "meetings.note_credentials", row, label=_called(row), before=before, after=_values(row)
    )
    return row


def _refuse_wrong(credentials: Credentials, today: date) -> None:
    if not credentials.issuer.strip():
        raise RuleBroken(
            "meetings.credentials", "Say who gave the credentials, such as the foreign ministry."
        )
    if not credentials.words.strip() and not credentials.source_ref:
        raise RuleBroken("meetings.credentials", "Name the note that says so, or add it as a file.")
    if credentials.valid_until is not None and credentials.valid_until < credentials.dated_on:
        raise RuleBroken("meetings.credentials", "They would end before they begin.")
    if credentials.dated_on > today:
        raise RuleBroken("meetings.credentials", "The note would be of a day to come.")


@transaction.atomic
def give_message(
    actor: Actor, *, delegate: Delegate, message: str, of: Person | None = None, version: int
) -> Delegate:
    """Says what a delegate passes on in the name of somebody who stays away (``of``); empty words take it back.

    Raises Conflict when somebody changed the delegate meanwhile, NotAllowed for another seat's delegation and in the
    name of somebody who sits at another seat (Chair and Secretariat may note that), RuleBroken where nobody is named in whose name it is passed on, or where it would be the delegate's own.
    """
    require(actor, "meetings.give_message", delegate.delegation.meeting)
    refuse_other_delegation(actor, delegate.network_id, delegate.seat_id)
    row = _standing(delegate)
    refuse_other_network(row.network_id, of)
    before, words = _values(row), message.strip()
    if row.version != version:
        raise Conflict(
            "Somebody changed this delegate while you did.", ours=words, theirs=row.message or "(no message)"
        )
    if words and of is not None:
        _refuse_other_voice(actor, row, of)
    if words and (of is None or of.pk == row.person_id):
        raise RuleBroken(
            "meetings.message", "Say in whose name it is passed on: somebody else, who stays away."
        )
    row.message, row.message_of = words, of if words else None
    row.version += 1
    row.save()
    record_deed(actor, "meetings.give_message", row, label=_called(row), before=before, after=_values(row))
    return row


def _refuse_other_voice(actor: Actor, row: Delegate, of: Person) -> None:
    """Whoever is named as staying away stands so on the list of participants: no State says that of another's."""
    if actor.kind == "system" or actor.is_bureau(row.network_id):
        return
    today = clock.today(row.delegation.meeting.network.zone)
    held = set(Mandate.objects.filter(in_force_q(today), person=of).values_list("seat_id", flat=True))
    if held and row.seat_id not in held:
        raise NotAllowed(
            f"{of} sits at another seat, which says itself who comes and who stays away.",
            rule="meetings.other_voice",
            who="whoever speaks for that seat, or the Secretariat",
        )


@transaction.atomic
def note_needs(
    actor: Actor, *, delegate: Delegate, diet: str = "", access: str = "", interpretation: str = ""
) -> Needs | None:
    """Notes what somebody needs; empty words delete it. The deed tells that it was noted and nothing else.

    Raises NotAllowed for whoever is neither of the seat nor of the Secretariat, RuleBroken for somebody withdrawn
    and once needs are no longer kept.
    """
    require(actor, "meetings.note_needs", delegate.delegation.meeting)
    refuse_other_delegation(actor, delegate.network_id, delegate.seat_id, private=True)
    row = _standing(delegate, is_open=False)
    meeting = row.delegation.meeting
    if needs_have_gone(clock.today(meeting.network.zone), meeting.ends_on):
        raise RuleBroken("meetings.needs", "The meeting is over; what people needed there is kept no longer.")
    said = {"diet": diet, "access": access, "interpretation": interpretation}
    said = {name: " ".join(words.split()) for name, words in said.items()}
    needs = None
    if any(said.values()):
        needs, _ = Needs.objects.update_or_create(delegate=row, defaults=said)
    else:
        Needs.objects.filter(delegate=row).delete()
    record_deed(actor, "meetings.note_needs", row, label=_called(row))
    return needs


@transaction.atomic
def delete_needs(actor: Actor, *, meeting: Meeting) -> int:
    """Deletes what everybody needed at a meeting that is over; gives how many rows went. Twice does nothing.

    Raises RuleBroken while they are still kept.
    """
    require(actor, "meetings.delete_needs", meeting)
    if not needs_have_gone(clock.today(meeting.network.zone), meeting.ends_on):
        raise RuleBroken("meetings.needs", "Needs are kept for a fortnight after the last day of a meeting.")
    rows = Needs.objects.filter(delegate__delegation__meeting=meeting)
    count = rows.count()
    if count:
        rows.delete()
        record_deed(actor, "meetings.delete_needs", meeting, label=meeting.ref)
    return count


@transaction.atomic
def purge_delegate(actor: Actor, *, delegate: Delegate, reason: str) -> Delegate:
    """Wipes what was written about somebody of a delegation for good, in its deeds too, and takes the name off.

    The person stays, where it was known; a note that came as a file is the archive's, and is purged there.
    ``reason`` says why and names nobody. Raises RuleBroken without it.
    """
    require(actor, "meetings.purge_delegate", delegate.delegation.meeting)
    row = (
        Delegate.objects.select_for_update(of=("self",))
        .select_related("delegation__meeting", "delegation__seat", "person")
        .get(pk=delegate.pk)
    )
    wipe_deeds_of(actor, thing=_Kept(row.ref, row.network_id), reason=reason)
    row.name = PURGED if row.person is None else ""
    row.function, row.languages, row.credential_words = "", "", ""
    row.credential_issuer = PURGED if row.credential_issuer else ""
    row.message, row.message_of = "", None
    row.state, row.validated_at = "withdrawn", None
    row.version += 1
    row.save()
    Needs.objects.filter(delegate=row).delete()
    record_deed(actor, "meetings.purge_delegate", row, label=f"{row.ref} ({reason.strip()})")
    return row


@dataclass(frozen=True, slots=True)
class _Kept:
    """The deeds about a delegate, as they are kept: they name the seat and nobody, and are the offices' to wipe."""

    ref: str
    network_id: int
    ring: str = Ring.BUREAU
    seat_id: int | None = None


def _values(delegate: Delegate) -> dict[str, object]:
    names = (
        "person",
        "name",
        "role",
        "function",
        "languages",
        "state",
        "credential_issuer",
        "credential_words",
    )
    more = ("source_ref", "credential_on", "credential_until", "credential_decides", "message", "message_of")
    return {name: str(getattr(delegate, name)) for name in (*names, *more)}

"""Histories: the deeds done to one thing, those of a whole network, and those that name a person.

Strict, because a history tells who acted and what things were called: a thing's history is for whoever sees
the thing, in the names of today; the network's is for Chair and Secretariat, and there too a thing that they
do not see (one seat's own, or gone and never theirs) keeps its name to itself.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from secretariat.access.rules import Actor, Ring, all_rights, system_actor
from secretariat.audit.export import proof_document
from secretariat.audit.models import Deed
from secretariat.audit.reads import (
    DeedLine,
    accounts_in,
    deed_numbered,
    deeds_in,
    deeds_numbered,
    deeds_of,
    numbers_naming,
    told,
    wipeable,
)
from secretariat.commitments.models import Commitment
from secretariat.commitments.reads import shown_owner, visible_progress
from secretariat.members.models import Network, Person
from secretariat.members.reads import visible_mandates, visible_people
from secretariat.minutes.models import Entry
from secretariat.minutes.reads import is_speaker_hidden
from secretariat.toolbox.errors import NotVisible

from ..things import KINDS, find_thing

_ANYBODY = system_actor("the history")
OF_ITS_SEAT = ("publishing.release_ring", "publishing.narrow_ring")
"""Deeds that a seat does to its own words: whoever did one spoke."""
CLOSED = "something that is not open to you"

ROOMS = {
    "members": "Members",
    "meetings": "Meetings",
    "minutes": "Records",
    "commitments": "Commitments",
    "archive": "Archive",
    "publishing": "Publishing",
    "access": "Sign-in and rights",
    "audit": "Record of deeds",
    "desk": "Desk",
}


@dataclass(frozen=True, slots=True)
class History:
    """What a thing is called today and the deeds done to it, newest first, for a paginator."""

    actor: Actor
    thing: Any
    name: str
    rows: QuerySet[Deed]
    called: str

    def told(self, rows: Iterable[Deed]) -> list[DeedLine]:
        """Some of the rows as sentences; people whom the reader may not know are told by their seat.
        Two queries.
        """
        page = list(rows)
        accounts = {row.account_id for row in page if row.account_id is not None}
        people = visible_people(self.actor).filter(account_id__in=accounts)
        known = set(people.values_list("account_id", flat=True))
        return told(page, lambda _: self.called, lambda account: account in known)


def history(actor: Actor, ref: str) -> History:
    """The deeds done to the thing with that reference. Raises NotVisible. One query, and those of a page.

    What a thing was called in a deed may be narrower than what it is now (an older wording, the name of
    somebody who attended): only Chair and Secretariat, who write them all, are told it so.
    """
    thing = find_thing(actor, ref)
    called = "" if actor.is_bureau(thing.network_id) else str(thing)
    rows = deeds_of(ref, actor, parts=_parts(actor, thing))
    if isinstance(thing, Commitment) and thing.seat_id and shown_owner(actor, thing) is None:
        # Whoever reported on it would tell whose words the Chatham House Rule hides.
        rows = rows.none()
    if isinstance(thing, Entry) and is_speaker_hidden(actor, thing):
        # Its own seat may have shown it to more people before it came under the rule.
        rows = rows.exclude(deed__in=OF_ITS_SEAT)
    return History(actor, thing, str(thing), rows, called)


def _parts(actor: Actor, thing: Any) -> QuerySet[Any] | None:
    """The reports on a line of the follow-up list: what was purged of them is told in the history of the line."""
    if isinstance(thing, Commitment):
        return visible_progress(actor).filter(commitment=thing).order_by().values("ref")
    return None


def _whole(actor: Actor, ref: str) -> str:
    """The reference of the thing in whose history a deed stands: its own, or that of the whole it is a part of."""
    report = visible_progress(actor).filter(ref=ref).select_related("commitment").first()
    return report.commitment.ref if report else ref


@dataclass(frozen=True, slots=True)
class Filters:
    """What of a network's history is asked for; everything may be left out."""

    room: str = ""
    person: Person | None = None
    day: date | None = None


def network_deeds(actor: Actor, network: Network, filters: Filters) -> QuerySet[Deed]:
    """The deeds of a network, newest first, for a paginator; for Chair and Secretariat alone.

    Raises NotVisible for anybody else. ``filters.day`` is a day where the network lives.
    Nothing is asked of the database here.
    """
    if not actor.is_bureau(network.pk):
        raise NotVisible
    since = before = None
    if filters.day is not None:
        zone = ZoneInfo(network.zone)
        since = datetime.combine(filters.day, time(), zone)
        before = datetime.combine(filters.day + timedelta(days=1), time(), zone)
    rows = deeds_in(network.pk, room=filters.room, since=since, before=before)
    if filters.person is not None:
        # Somebody without a sign-in never acted; a deed without an account is nobody's.
        account = filters.person.account_id
        rows = rows.filter(account_id=account) if account else rows.none()
    return rows


def told_to_bureau(actor: Actor, rows: Iterable[Deed]) -> list[DeedLine]:
    """Deeds as sentences for Chair and Secretariat, who are not told the name of what they do not see.

    At most two queries for each kind of thing among the deeds.
    """
    page = list(rows)
    return told(page, _names_for_bureau(actor, page))


def _names_for_bureau(actor: Actor, page: Iterable[Deed]) -> Callable[[Deed], str]:
    """Gives for each of these deeds the name its thing is told by, empty for the name of its day."""
    refs: dict[str, set[str]] = {}
    for row in page:
        refs.setdefault(row.thing_ref.partition("-")[0], set()).add(row.thing_ref)
    seen, there = set[str](), set[str]()
    for name, wanted in refs.items():
        if name in KINDS:
            door = KINDS[name].door
            seen |= set(door(actor).filter(ref__in=wanted).values_list("ref", flat=True))
            there |= set(door(_ANYBODY).filter(ref__in=wanted).values_list("ref", flat=True))

    def called(row: Deed) -> str:
        # What was opened in an emergency is told by its address, which holds nothing of any seat's own.
        if row.thing_ref in seen or row.deed == "members.see_in_emergency":
            return ""
        # What is gone, or has no page, is told by the ring it had on the day of the deed.
        ring = (row.words or {}).get("ring", "")
        return "" if row.thing_ref not in there and ring in set(Ring) - {Ring.SEAT} else CLOSED

    return called


def who_acted(actor: Actor, network: Network) -> QuerySet[Person]:
    """The people whose deeds stand in a network's record, as far as the actor may see them. Two queries."""
    return visible_people(actor).filter(network=network, account_id__in=accounts_in(network.pk))


def rooms_with_deeds() -> list[tuple[str, str]]:
    """The rooms in which deeds are done, with the word for each."""
    names = dict.fromkeys(right.name.partition(".")[0] for right in all_rights())
    return [(name, ROOMS.get(name, name.capitalize())) for name in names]


def numbers_about(actor: Actor, person: Person) -> tuple[int, ...]:
    """The numbers of the deeds whose words name a person, in any form of the name that is known, or that were
    done to the person or to a mandate of the person, oldest first; those that the actor can wipe.
    Raises NotVisible for anybody outside the bureau. Three queries, and what ``numbers_naming`` costs.
    """
    if not actor.is_bureau(person.network_id):
        raise NotVisible
    mandates = visible_mandates(_ANYBODY).filter(person=person).values_list("ref", flat=True)
    names = frozenset({person.name, *(form.name for form in person.name_forms.all())})
    named = numbers_naming(person.network_id, refs=frozenset({person.ref, *mandates}), names=names)
    return wipeable(actor, person.network_id, named)


def told_by_number(numbers: Collection[int]) -> list[DeedLine]:
    """Deeds that ``numbers_about`` gave, one page of them, as sentences in the names of their day. One query."""
    return told(deeds_numbered(numbers))


def deed_proof(actor: Actor, number: int) -> bytes:
    """The proof of one deed, as a file, for whoever is told the deed in a history.

    Chair and Secretariat get what stands in the record about it; anybody else gets hashes that tell nothing:
    who acted, or what an old digest hides, must not be found out by guessing. Raises NotVisible.
    """
    row = deed_numbered(number)
    if row is None:
        raise NotVisible
    if row.network_id is not None and actor.is_bureau(row.network_id):
        is_open = _names_for_bureau(actor, [row])(row) == ""
        return proof_document(number, with_facts=is_open)
    if not history(actor, _whole(actor, row.thing_ref)).rows.filter(number=number).exists():
        raise NotVisible
    return proof_document(number, with_facts=False)

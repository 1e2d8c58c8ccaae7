"""Personal links: who comes by one, and which are open."""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.crypto import salted_hmac

from secretariat.access.models import Account
from secretariat.access.rules import Actor
from secretariat.toolbox import clock

from ..models import Mandate, PersonalLink, Seat, Suspension
from ..purposes import LinkState, Purpose, digest_of_secret, link_state, purpose_named
from ..rules import HOLDERS, is_in_force
from .actors import in_force_q, standing_of


def visible_links(actor: Actor) -> QuerySet[PersonalLink]:
    """The personal links the actor may see, newest first: their own, and at Chair and Secretariat all."""
    bureaus = [n for n in actor.network_ids if actor.is_bureau(n)]
    allowed = Q(mandate__seat__network_id__in=bureaus)
    if actor.is_signed_in and actor.person_id is not None:
        allowed |= Q(mandate__person_id=actor.person_id)
    rows = PersonalLink.objects.all() if actor.kind == "system" else PersonalLink.objects.filter(allowed)
    return _with_holders(rows)


def _with_holders(rows: QuerySet[PersonalLink]) -> QuerySet[PersonalLink]:
    suspended = Suspension.objects.filter(person=OuterRef("mandate__person"), ended_at__isnull=True)
    return rows.select_related(
        "mandate__person__account", "mandate__seat__network", "mandate__seat__member"
    ).annotate(is_suspended=Exists(suspended))


@dataclass(frozen=True, slots=True)
class LinkLine:
    """A personal link with what it is for and whether it still opens."""

    link: PersonalLink
    purpose: Purpose
    state: LinkState

    @property
    def is_open(self) -> bool:
        return self.state == "open"


def link_line(link: PersonalLink) -> LinkLine:
    """A link as it stands at this instant. No query for a row of ``visible_links``."""
    mandate = link.mandate
    purpose, account = purpose_named(link.purpose), mandate.person.account
    is_shut = account is not None and not account.is_active
    state = link_state(
        clock.now(),
        clock.today(mandate.seat.network.zone),
        expires_at=link.expires_at,
        revoked_at=link.revoked_at,
        used_at=link.used_at,
        may_change=purpose.may_change,
        starts_on=mandate.starts_on,
        ends_on=mandate.ends_on,
        is_suspended=is_shut or bool(link.is_suspended),  # type: ignore[attr-defined]
    )
    return LinkLine(link, purpose, state)


@dataclass(frozen=True, slots=True)
class LinkHolder:
    """Who comes by a link that opens: ``reader`` sees what the mandate sees and does nothing; ``answerer`` is
    the public, but for the one deed on the one thing.
    """

    line: LinkLine
    reader: Actor
    answerer: Actor


def holder_of_secret(secret: str) -> LinkHolder | None:
    """Who comes by the link with that secret; None for a wrong, used, old or revoked one, for an ended
    mandate and for somebody suspended alike. One query, whatever the answer.

    Asked anew at each request, so that all of these count on the very next one.
    """
    found = _with_holders(PersonalLink.objects.filter(digest=digest_of_secret(secret))).first()
    if found is None:
        return None
    line = link_line(found)
    if not line.is_open:
        return None
    reader = reader_of(found.mandate)
    only = (line.purpose.deed, found.thing_ref) if line.purpose.deed else None
    answerer = Actor(
        kind="link",
        label=reader.label,
        account_id=reader.account_id,
        person_id=reader.person_id,
        standings=reader.standings,
        only=only,
    )
    return LinkHolder(line, reader, answerer)


def reader_of(mandate: Mandate) -> Actor:
    """Who comes by a link of a mandate, to see: the holder by this one mandate, who does nothing; other
    mandates of the same person stay outside. No query for a mandate with its person, seat and network.
    """
    return Actor(
        kind="link",
        label=f"{mandate.person.name}, by personal link",
        account_id=mandate.person.account_id,
        person_id=mandate.person_id,
        standings=(standing_of(mandate),),
    )


_SALT = "secretariat.members.link"
_MARK = re.compile(r"\[(link-[a-z0-9]+)\]")


def secret_of(ref: str) -> str:
    """The secret of a link that is sent by letter: 256 bits, signed over its reference, in 43 signs.

    Source: own choice: a letter may wait in the queue without holding what it will say, and a copy of the
    store opens nothing, because the key lies elsewhere.
    """
    signed = salted_hmac(_SALT, ref, algorithm="sha256").digest()
    return urlsafe_b64encode(signed).rstrip(b"=").decode("ascii")


def address_of(link: PersonalLink) -> str:
    """The whole address at which a link that was sent is answered."""
    return _address(link.ref)


def _address(ref: str) -> str:
    return settings.BASE_URL + reverse("desk:answer", args=[secret_of(ref)])


def mark_of(link: PersonalLink) -> str:
    """What stands in a waiting letter where its address belongs."""
    return f"[{link.ref}]"


def with_addresses(words: str, mandate_id: int | None) -> str:
    """The words of a letter to a mandate with every mark of a link of that mandate as its address. At most one query.

    A letter holds words of people too, a title or a paragraph: somebody who wrote the mark of another's link into them
    would be sent its secret. Such a mark stays as it is.
    """
    marked = _MARK.findall(words)
    if not marked or mandate_id is None:
        return words
    own = PersonalLink.objects.filter(ref__in=marked, mandate_id=mandate_id)
    refs = set(own.values_list("ref", flat=True))
    return _MARK.sub(lambda found: _address(found[1]) if found[1] in refs else found[0], words)


def holder_of_seat(seat: Seat, on: date) -> Mandate | None:
    """The mandate that fills a seat on a day: whom one writes to. A coordinator before who acts for one.

    One query.
    """
    rows = Mandate.objects.filter(in_force_q(on), seat=seat, function__in=HOLDERS)
    held = rows.select_related("person__account", "seat__network").order_by("starts_on", "pk")
    return min(held, key=lambda m: HOLDERS.index(m.function), default=None)


def holders_of_seats(seats: Iterable[Seat], on: date) -> dict[int, Mandate]:
    """The mandates that fill seats on a day, by the row id of the seat, as ``holder_of_seat`` gives them; a vacant seat
    is missing. One query.
    """
    rows = Mandate.objects.filter(in_force_q(on), seat__in=list(seats), function__in=HOLDERS)
    held: dict[int, Mandate] = {}
    for mandate in rows.select_related("person__account", "seat__member", "seat__network").order_by(
        "starts_on", "pk"
    ):
        first = held.get(mandate.seat_id)
        if first is None or HOLDERS.index(mandate.function) < HOLDERS.index(first.function):
            held[mandate.seat_id] = mandate
    return held


def mailbox_of(mandate: Mandate) -> Account | None:
    """The account to which letters by a mandate go: none for whoever has no sign-in, and none while it is suspended,
    because such a letter would be refused on its way. No query for a mandate with its person and account.
    """
    account = mandate.person.account
    return account if account is not None and account.is_active else None


def own_mandates(actor: Actor) -> list[Mandate]:
    """The actor's own mandates in force at this instant, each by the day it is in its own network's zone, the oldest
    first. One query.
    """
    if not actor.is_signed_in or actor.person_id is None:
        return []
    rows = Mandate.objects.filter(person_id=actor.person_id, starts_on__isnull=False)
    rows = rows.select_related("person", "seat__network", "seat__member").order_by("starts_on", "pk")
    return [m for m in rows if is_in_force(clock.today(m.seat.network.zone), m.starts_on, m.ends_on)]


def open_links(actor: Actor, purpose: str, thing_refs: Iterable[str]) -> list[LinkLine]:
    """The links for a purpose and these things that still open, newest first. One query."""
    rows = visible_links(actor).filter(purpose=purpose, thing_ref__in=list(thing_refs))
    return [line for line in map(link_line, rows.filter(revoked_at__isnull=True)) if line.is_open]

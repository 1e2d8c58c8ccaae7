"""First sign-in links: what one opens now, and how it is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.urls import reverse

from secretariat.access.proof import kinds_held
from secretariat.access.rules import ADVISERS, Actor, SeatKind
from secretariat.audit.reads import was_done
from secretariat.toolbox import clock

from ..models import Activation, Mandate, Notice, Person, person_of
from .links import with_addresses
from .people import visible_people

LINK = "{link}"
"""Stands in a queued letter for the first sign-in link, which is written in only when the letter goes."""

ACTIVATION = "activation"
_SALT = "secretariat.members.activation"

LinkState = Literal["open", "unfinished", "ended", "unknown"]


@dataclass(frozen=True, slots=True)
class ActivationPage:
    """What a first sign-in link opens: ``open``, ``unfinished`` (it was used, and no second factor was set up),
    ``ended`` (a new one may be asked for) or ``unknown``.
    """

    state: LinkState
    activation: Activation | None = None
    person: Person | None = None


def activation_token(activation: Activation) -> str:
    """The secret of the link as it is now, signed over account and serial; nothing of it is kept.

    Source: own choice: a copy of the database opens no account, because the key lies elsewhere.
    """
    return signing.Signer(salt=_SALT, sep=".").sign(f"{activation.ref}.{activation.serial}")


def activation_link(activation: Activation) -> str:
    """The whole address, as a letter holds it."""
    return settings.BASE_URL + reverse("members:activate", args=[activation_token(activation)])


def activation_behind(token: str) -> ActivationPage:
    """What a link opens at this instant. At most four queries.

    One that was signed here but was used, ran out, was followed by a newer one or leads to a suspended
    account has ended; anything else is unknown.
    """
    try:
        ref, _, serial = signing.Signer(salt=_SALT, sep=".").unsign(token).rpartition(".")
    except signing.BadSignature:
        return ActivationPage("unknown")
    row = Activation.objects.select_related("account__person").filter(ref=ref).first()
    if row is None:
        return ActivationPage("ended")
    person = person_of(row.account)
    if serial != str(row.serial):
        # An older link leads to nothing: whoever found one must not end the newer ones with it.
        return ActivationPage("ended")
    if person is not None and row.account.is_active and is_unfinished(row):
        return ActivationPage("unfinished", row, person)
    if (
        person is None
        or row.used_at is not None
        or clock.now() >= row.expires_at
        or not row.account.is_active
    ):
        return ActivationPage("ended", row, person)
    return ActivationPage("open", row, person)


def activation_of(actor: Actor, person: Person) -> Activation | None:
    """The first sign-in link of a person whom the actor sees, as far as it still matters; None where none was
    written or the sign-in it led to was finished. At most three queries.
    """
    rows = Activation.objects.filter(account__person__in=visible_people(actor).filter(pk=person.pk))
    row = rows.select_related("account__person").first()
    return row if row is not None and (row.used_at is None or is_unfinished(row)) else None


def was_in(person: Person) -> bool:
    """Whether somebody ever came past the second factor. A first sign-in that was broken off showed nothing; who
    lost the factors, and had them taken away, was in. At most two queries.
    """
    account = person.account
    if account is None or account.last_login is None:
        return False
    return bool(kinds_held(account)) or was_done("members.remove_factors", person.ref)


def is_unfinished(activation: Activation) -> bool:
    """Whether a link was used and the second factor never set up, so that nothing opened. At most one query."""
    return activation.used_at is not None and not kinds_held(activation.account)


def is_only_mailed(activation: Activation) -> bool:
    """Whether a first sign-in link goes by letter alone and is shown to no officer: that of whoever signed in
    before and begins anew, and of whoever has, or will have, an office. At most three queries.

    Source: own choice: an officer who sees the link can be the person, and at an office nobody watches him then.
    """
    person = activation.person
    if was_in(person):
        return True
    rows = Mandate.objects.filter(
        person=person, seat__kind__in=(SeatKind.CHAIR, SeatKind.SECRETARIAT), starts_on__isnull=False
    ).exclude(function__in=ADVISERS)
    today = clock.today(person.network.zone)
    return rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=today)).exists()


def words_to_send(notice: Notice) -> str:
    """The words of a letter with the link written in where one belongs. At most one query."""
    if notice.kind != ACTIVATION:
        return with_addresses(notice.body, notice.mandate_id)
    return notice.body.replace(LINK, activation_link(Activation.objects.get(account=notice.account)))

"""Queries about seeing: the one filter every ``visible_<things>`` of the house builds on."""

from __future__ import annotations

from typing import TypeVar, cast

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.module_loading import import_string

from secretariat.toolbox.errors import NotVisible

from .models import Account
from .rules import PUBLIC, Actor, Ring


def visible(
    actor: Actor, *, network: str = "network_id", ring: str = "ring", seat: str | None = "seat_id"
) -> Q:
    """The filter for rows an actor may see: the query twin of ``rules.sees``. Costs nothing itself.

    ``network``, ``ring`` and ``seat`` name the columns on (or the paths from) the filtered table; ``seat``
    is None for things that never are one seat's own.
    """
    if actor.kind == "system":
        return Q()
    allowed = Q(**{ring: Ring.PUBLIC})
    for network_id in actor.network_ids:
        rings = sorted(actor.rings_in(network_id))
        allowed |= Q(**{network: network_id, f"{ring}__in": rings})
    if seat is not None and actor.seat_ids:
        allowed |= Q(**{ring: Ring.SEAT, f"{seat}__in": sorted(actor.seat_ids)})
    return allowed


def actor_for(account: Account | None) -> Actor:
    """The actor behind an account today, asked from the room that knows the mandates.

    That room is named in ``settings.ACTOR_READER``, because ``access`` stands below it. One query.
    """
    if account is None or not account.is_active:
        return PUBLIC
    return cast(Actor, import_string(settings.ACTOR_READER)(account))


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a request, as the gatekeeper found it."""
    return cast(Actor, request.actor)  # type: ignore[attr-defined]


def account_by_email(email: str) -> Account | None:
    """The active account with that address, or None. One query."""
    return Account.objects.filter(email=email.strip().casefold(), is_active=True).first()


Row = TypeVar("Row", bound=models.Model)


def one_or_hidden(rows: QuerySet[Row], **lookup: object) -> Row:
    """The one row that a ``visible_…`` query holds under this lookup. Raises NotVisible, whether the row
    does not exist or may not be seen: the answer must not tell which. One query.
    """
    row = rows.filter(**lookup).first()
    if row is None:
        raise NotVisible
    return row

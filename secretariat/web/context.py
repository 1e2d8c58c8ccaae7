"""What every page of the shell needs: who reads it, where they are, where they can go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string

from secretariat.access.rules import Actor


@dataclass(frozen=True, slots=True)
class Door:
    """One word of the navigation."""

    word: str
    url: str
    is_current: bool


_SIGNED_IN = (
    ("Desk", "desk:home", "desk"),
    ("Meetings", "meetings:list", "meetings"),
    ("Commitments", "commitments:list", "commitments"),
    ("Members", "members:list", "members"),
)
_BUREAU = (("Archive", "archive:list", "archive"),)


def _room_of(request: HttpRequest) -> str:
    """The word of the navigation a page stands under: the first part of its address, which for the desk's
    own dossiers names the room the matter is of.
    """
    first = request.path.strip("/").partition("/")[0]
    return {"": "desk", "records": "meetings", "threads": "commitments"}.get(first, first)


def shell(request: HttpRequest) -> dict[str, Any]:
    """Actor, network, seat line and navigation for ``web/base.html``. One query, for the network; the room
    that knows it is named in ``settings.NETWORK_READER``, because ``web`` stands below it.
    """
    actor: Actor | None = getattr(request, "actor", None)
    room = _room_of(request)
    doors = list(_SIGNED_IN) if actor and (actor.standings or actor.opened) else []
    if actor and (actor.opened or any(actor.is_bureau(n) for n in actor.network_ids)):
        doors += _BUREAU
    return {
        "actor": actor,
        "network": import_string(settings.NETWORK_READER)(actor) if actor is not None else None,
        "holds": " · ".join(f"{s.function}, {s.seat_label}" for s in actor.standings) if actor else "",
        "navigation": [Door(word, reverse(name), room == namespace) for word, name, namespace in doors],
        "is_demo": settings.DEMO,
        "sends_mail": settings.SENDS_MAIL,
        # Known once somebody asked who acts, which the lines above did.
        "open_step": getattr(request, "open_step", ""),
    }

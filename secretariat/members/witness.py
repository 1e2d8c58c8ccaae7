"""What the gatekeeper calls for every page that an emergency opening shows: the deed comes first."""

from __future__ import annotations

from secretariat.access.rules import Actor
from secretariat.toolbox.errors import NotVisible

from .actions import see_in_emergency
from .reads import openings_in_force


def witness(actor: Actor, page: str, thing_ref: str) -> None:
    """Records the page once for each opening in force. Raises NotVisible where none is: an actor that was
    found a moment ago may have been closed out since.
    """
    openings = list(openings_in_force(actor))
    if not openings:
        raise NotVisible
    for opening in openings:
        see_in_emergency(actor, opening=opening, page=page, thing_ref=thing_ref)

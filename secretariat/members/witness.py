"""What rooms below call by name: the deed before a page that an emergency opening shows, the letters after words
were wiped.
"""

from __future__ import annotations

from django.template.loader import render_to_string

from secretariat.access.rules import Actor, system_actor
from secretariat.audit.actions import Named
from secretariat.toolbox.errors import NotVisible

from .actions import queue_notice, see_in_emergency
from .reads import openings_in_force, visible_networks
from .reads.actors import others_at_the_offices

_RECORD = system_actor("the record of deeds")


def witness(actor: Actor, page: str, thing_ref: str) -> None:
    """Records the page once for each opening in force. Raises NotVisible where none is: an actor that was
    found a moment ago may have been closed out since.
    """
    openings = list(openings_in_force(actor))
    if not openings:
        raise NotVisible
    for opening in openings:
        see_in_emergency(actor, opening=opening, page=page, thing_ref=thing_ref)


def tell_of_wiping(actor: Actor, thing: Named, count: int, reason: str) -> None:
    """Writes to everybody at Chair and Secretariat but the actor that words of deeds were wiped, inside the
    caller's transaction. Two queries, and a letter for each.
    """
    network = visible_networks(_RECORD).get(pk=thing.network_id)
    words = {"by": actor.label, "count": count, "ref": thing.ref, "reason": reason}
    for mandate in others_at_the_offices(actor, network):
        assert mandate.person.account is not None
        queue_notice(
            _RECORD,
            account=mandate.person.account,
            mandate=mandate,
            kind="wiping",
            subject="Words of deeds were wiped",
            body=render_to_string("members/letters/words_wiped.txt", words),
        )

"""Pages that an emergency opening shows: each leaves its deed before it is shown, and none does anything."""

from __future__ import annotations

from urllib.parse import quote, unquote

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from secretariat.access.doors import Entrance
from secretariat.access.reads import actor_of
from secretariat.toolbox.errors import NotAllowed, RuleBroken

LONGEST_PAGE = 200
"""Characters of an address that a deed keeps."""

_NOTHING_IS_DONE = "An emergency opening shows papers; nothing can be changed with it."
_NOR_BESIDE_IT = (
    " As long as it is open, nothing can be changed by a mandate you hold either: close it first."
)


def witness(request: HttpRequest, entrance: Entrance) -> None:
    """Records the page for whoever sees it by an emergency opening; for everybody else nothing happens.

    One's own sign-in shows no papers and stays free. Raises NotAllowed for a form sent to any page that is not
    public, RuleBroken for an address too long to be recorded.
    The room that writes the deed is named in ``settings.EMERGENCY_WITNESS``, because ``web`` stands below it.
    """
    if entrance == "person":
        return
    actor = actor_of(request)
    if not actor.opened:
        return
    is_looking = request.method in {"GET", "HEAD", "OPTIONS"}
    if not is_looking and entrance != "public":
        also = _NOR_BESIDE_IT if actor.standings else ""
        raise NotAllowed(_NOTHING_IS_DONE + also, rule="members.opening_shows_only")
    match = request.resolver_match
    # Pages without a namespace are the sign-in library's. A public page of ours shows its papers to a form
    # that was sent, too, and so leaves its deed whatever it was asked with.
    if match is not None and match.namespace:
        given = match.kwargs
        thing_ref = str(given.get("ref") or given.get("thing_ref") or "")
        # A secret address must not come to stand in the record, which is kept for good.
        page = match.view_name if "token" in given else _whole(request.get_full_path())
        import_string(settings.EMERGENCY_WITNESS)(actor, page, thing_ref)


def _whole(address: str) -> str:
    """An address as people read it. Raises RuleBroken where the record would cut it: padding before a question
    must not take the question off the record.
    """
    read = "".join(letter if letter.isprintable() else quote(letter) for letter in unquote(address))
    if len(read) > LONGEST_PAGE:
        raise RuleBroken(
            "members.opening_in_full",
            "What is looked at in an emergency is recorded whole, and this address is too long for that. "
            "Ask with fewer words.",
        )
    return read

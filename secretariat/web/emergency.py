"""Pages that an emergency opening shows: each leaves its deed before it is shown, and none does anything."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string

from secretariat.access.doors import Entrance
from secretariat.access.reads import actor_of
from secretariat.toolbox.errors import NotAllowed

_NOTHING_IS_DONE = "An emergency opening shows papers; nothing can be changed with it."


def witness(request: HttpRequest, entrance: Entrance) -> None:
    """Records the page for whoever sees it by an emergency opening; for everybody else nothing happens.

    One's own sign-in shows no papers and stays free. Raises NotAllowed for a form sent to any other page.
    The room that writes the deed is named in ``settings.EMERGENCY_WITNESS``, because ``web`` stands below it.
    """
    if entrance == "person":
        return
    actor = actor_of(request)
    if not actor.opened:
        return
    match = request.resolver_match
    is_ours = match is not None and bool(match.namespace)
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        if entrance == "public":
            return
        raise NotAllowed(_NOTHING_IS_DONE, rule="members.opening_shows_only", who="whoever holds a mandate")
    if is_ours and match is not None:
        given = match.kwargs
        thing_ref = str(given.get("ref") or given.get("thing_ref") or "")
        # A secret address must not come to stand in the record, which is kept for good.
        page = match.view_name if "token" in given else request.get_full_path()
        import_string(settings.EMERGENCY_WITNESS)(actor, page[:200], thing_ref)

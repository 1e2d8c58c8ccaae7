"""Letters by e-mail: what went, what waits, what the mail server did not take. Never their words."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from secretariat.access.doors import fresh, opens_to
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.access.rules import require
from secretariat.web.respond import respond

from .. import actions
from ..reads import letters_of, network_here, visible_notices


@opens_to("bureau")
def letters(request: HttpRequest) -> HttpResponse:
    """The letters of the network, those that could not be delivered first; for the Secretariat alone."""
    actor, network = actor_of(request), network_here(actor_of(request))
    require(actor, "members.read_letters", network)
    return respond(request, "members/letters.html", {"letters": letters_of(actor, network)})


@opens_to("bureau")
@fresh
@require_POST
def stop_letter(request: HttpRequest, ref: str) -> HttpResponse:
    """Stops a letter that cannot be delivered."""
    actor = actor_of(request)
    actions.stop_notice(actor, notice=one_or_hidden(visible_notices(actor), ref=ref))
    messages.success(request, "The letter is stopped and will not be sent.")
    return redirect("members:letters")

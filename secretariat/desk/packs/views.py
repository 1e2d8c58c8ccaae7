"""Pages for whoever begins: the welcome pack of a seat and the handover pack of a Chair, and both as PDF."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from secretariat.access.doors import opens_to
from secretariat.access.reads import actor_of
from secretariat.access.rules import require
from secretariat.members.models import Network
from secretariat.members.reads import network_here
from secretariat.publishing.typeset import pack_pdf
from secretariat.toolbox import clock
from secretariat.web.respond import respond

from .reads import Pack, handover_pack, paper_of, welcome_pack


def _welcome(request: HttpRequest) -> tuple[Network, Pack]:
    network = network_here(actor_of(request))
    return network, welcome_pack(actor_of(request), network, clock.today(network.zone))


def _handover(request: HttpRequest) -> tuple[Network, Pack]:
    network = network_here(actor_of(request))
    require(actor_of(request), "desk.read_handover", network)
    return network, handover_pack(actor_of(request), network, clock.today(network.zone))


@opens_to("mandate")
def welcome(request: HttpRequest) -> HttpResponse:
    """The first page at a seat: what it promised, what is open, next dates, records, contacts, how we work."""
    _, pack = _welcome(request)
    return respond(request, "desk/pack.html", {"pack": pack, "kind": "welcome"})


@opens_to("mandate")
def welcome_paper(request: HttpRequest) -> HttpResponse:
    """The same, to print and to take along."""
    return _paper(request, *_welcome(request), "welcome.pdf")


@opens_to("bureau")
def handover(request: HttpRequest) -> HttpResponse:
    """What the next Chair takes over."""
    _, pack = _handover(request)
    return respond(request, "desk/pack.html", {"pack": pack, "kind": "handover"})


@opens_to("bureau")
def handover_paper(request: HttpRequest) -> HttpResponse:
    """The same, to print and to hand over."""
    return _paper(request, *_handover(request), "handover.pdf")


def _paper(request: HttpRequest, network: Network, pack: Pack, name: str) -> HttpResponse:
    paper = paper_of(actor_of(request), network, pack)
    response = HttpResponse(pack_pdf(paper), content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response

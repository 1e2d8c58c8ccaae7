"""Pages that join rooms, and the way in."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from secretariat.access.credentials import note_session
from secretariat.access.doors import opens_to
from secretariat.access.proof import note_demo_entry
from secretariat.access.reads import actor_of, one_or_hidden
from secretariat.audit.memory import remembered
from secretariat.commitments.reads import visible_commitments
from secretariat.meetings.rules import offering_seats
from secretariat.members.reads import main_network, network_here, register_of, visible_members
from secretariat.publishing.reads import visible_releases
from secretariat.toolbox import clock
from secretariat.web.kept import kept_page
from secretariat.web.respond import respond

from . import reads
from .packs.reads import is_newcomer
from .rules import promises
from .sign_in.accounts import account_of_token


@opens_to("public")
def home(request: HttpRequest) -> HttpResponse:
    """The first page: what is asked of whoever reads it; for everybody else what is public."""
    actor = actor_of(request)
    network = main_network(actor)
    if network is None:
        return respond(request, "desk/no_network.html")
    if not actor.standings and not actor.opened:
        public = {
            "members": visible_members(actor).filter(network=network),
            "releases": visible_releases(actor).filter(network=network, state="released"),
        }
        return respond(request, "desk/public.html", public)
    today = clock.today(network.zone)
    context = {
        "home": remembered(("home", actor, today), lambda: reads.home(actor, network, today)),
        "today": today,
        "is_bureau": actor.is_bureau(network.pk),
        "promises": promises(actor),
        "may_offer": bool(offering_seats(actor, network.pk)),
        "register": register_of(actor, network),
        "is_new": remembered(("newcomer", actor, today), lambda: is_newcomer(actor, today)),
    }
    return respond(request, "desk/home.html", context)


@opens_to("mandate")
def meeting(request: HttpRequest, ref: str) -> HttpResponse:
    """Everything that belongs to one meeting, with the thread of each matter."""
    actor, template = actor_of(request), "desk/meeting.html"

    def read() -> dict[str, object]:
        page = reads.dossier_by_ref(actor, ref)
        return {"page": page, "meeting": page.meeting}

    # The hour, not the day: whose midnight counts is known only once the meeting is read.
    key = (ref, f"{clock.now():%Y-%m-%d %H}")
    return respond(request, template, kept_page(request, key, read, template, "facts", "ahead", "matters"))


@opens_to("mandate")
def thread(request: HttpRequest, ref: str) -> HttpResponse:
    """The thread of one follow-up line; other pages load it as a fragment."""
    actor = actor_of(request)
    row = one_or_hidden(
        visible_commitments(actor).select_related(
            "network", "entry__speaker", "entry__seat__member", "entry__on_behalf_of", "entry__record"
        ),
        ref=ref,
    )
    nodes = reads.thread_of_commitment(actor, row, clock.today(row.network.zone))
    return respond(request, "desk/thread.html", {"nodes": nodes, "commitment": row}, part="thread")


@opens_to("mandate")
def timeline(request: HttpRequest) -> HttpResponse:
    """The life of the network by year."""
    network = network_here(actor_of(request))
    years = reads.timeline(actor_of(request), network, clock.today(network.zone))
    return respond(request, "desk/timeline.html", {"years": years})


@opens_to("public")
def search(request: HttpRequest) -> HttpResponse:
    """Search over all that the reader may see."""
    query = request.GET.get("q", "").strip()[:200]
    hits = reads.search(actor_of(request), query)
    context = {"q": query, "hits": hits, "most": reads.HITS_A_KIND}
    return respond(request, "desk/search.html", context, part="hits")


@opens_to("public")
def public_meeting(request: HttpRequest, ref: str) -> HttpResponse:
    """The public page of a meeting: cleared words, and nothing behind them."""
    row = one_or_hidden(visible_releases(actor_of(request)), ref=ref)
    return respond(request, "desk/public_meeting.html", {"release": row})


@opens_to("public")
def how_we_work(request: HttpRequest) -> HttpResponse:
    """What the rings mean, who may do what, and what is kept."""
    return respond(request, "desk/how_we_work.html")


@opens_to("public")
def enter(request: HttpRequest, token: str) -> HttpResponse:
    """A demo link: one button signs in as somebody of the cast."""
    account = account_of_token(token)
    if request.method == "POST":
        login(request, account, backend=settings.AUTHENTICATION_BACKENDS[0])
        note_demo_entry(request)
        note_session(request)
        return redirect("desk:home")
    return respond(request, "desk/enter.html", {"account": account})

"""What happens around every page: who comes in, how refusals look, which headers go out."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from urllib.parse import urlencode

from allauth.core.exceptions import ReauthenticationRequired
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render, resolve_url
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from secretariat.access.doors import Entrance
from secretariat.access.models import Account
from secretariat.access.proof import step_of
from secretariat.access.reads import actor_for, actor_of
from secretariat.access.rules import Actor
from secretariat.audit.declared import declarations
from secretariat.toolbox.errors import Conflict, NotAllowed, NotVisible, RuleBroken, SecretariatError

from .emergency import witness
from .fresh import first_way, fresh_first, keep_form, led
from .headers import GetResponse, comes_from_elsewhere
from .respond import wants_fragment, wants_json

log = logging.getLogger("secretariat.web")

_ELSEWHERE = "Your browser says that another site is behind this. Nothing was changed; open the page here and do it there."


class Gatekeeper:
    """Finds the actor, lets in only where the page says so, and turns errors into pages."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.actor = SimpleLazyObject(lambda: _actor(request))  # type: ignore[attr-defined]
        with declarations():
            return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: object, kwargs: object
    ) -> HttpResponseBase | None:
        entrance: Entrance | None = getattr(view, "entrance", None)
        if entrance is None:
            # The system check refuses to start with such a page; this is the second lock.
            raise LookupError(f"the page {view} does not say who may come in")
        if comes_from_elsewhere(request):
            return refusal(request, NotAllowed(_ELSEWHERE, rule="web.same_site"))
        away = _turned_away(request, entrance, view) if entrance != "public" else None
        if away is not None:
            return away
        try:
            witness(request, entrance)
        except SecretariatError as error:
            return refusal(request, error)
        return None if entrance == "public" else fresh_first(request, view)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        if isinstance(error, SecretariatError):
            return refusal(request, error)
        if isinstance(error, Http404):
            return refusal(request, NotVisible())
        if isinstance(error, ReauthenticationRequired):
            return first_way(request, back=request.path)
        if isinstance(error, PermissionDenied):
            return refusal(request, NotAllowed("This page does not answer to that."))
        if settings.DEBUG:
            return None
        return _page(request, 500, report=note_fault(request))


def note_fault(request: HttpRequest) -> str:
    """Logs the fault being handled under a number that the person can tell; gives the number."""
    report = secrets.token_hex(4)
    log.exception("report %s on %s", report, request.resolver_match and request.resolver_match.view_name)
    return report


def _actor(request: HttpRequest) -> Actor:
    """Who acts; somebody whose second factor is missing has a name here and no rights but the public's."""
    whole = actor_for(request.user if isinstance(request.user, Account) else None)
    step = step_of(request, whole) if whole.is_signed_in else ""
    request.open_step = step  # type: ignore[attr-defined]
    return Actor(kind="person", label=whole.label, account_id=whole.account_id) if step else whole


def _turned_away(
    request: HttpRequest, entrance: Entrance, view: Callable[..., HttpResponseBase]
) -> HttpResponseBase | None:
    actor = actor_of(request)
    back = urlencode({"next": request.get_full_path()}) if request.method == "GET" else ""
    if not actor.is_signed_in:
        ended = getattr(request, "ended_account", None)
        if ended is not None and request.method == "POST" and not wants_json(request):
            keep_form(request, ended)
            messages.info(request, "What you had typed is kept for a quarter of an hour.")
            back = urlencode({"next": reverse("desk:go_on")})
        return led(request, f"{resolve_url(settings.LOGIN_URL)}?{back}".rstrip("?"))
    step = request.open_step  # type: ignore[attr-defined]
    if step:
        if step in getattr(view, "steps", ()):
            return None
        return led(request, f"{reverse('desk:next_step')}?{back}".rstrip("?"))
    if entrance == "person":
        return None
    if actor.opened:
        return None
    if not actor.standings:
        return refusal(request, NotVisible())
    if entrance == "bureau" and not any(actor.is_bureau(n) for n in actor.network_ids):
        return refusal(request, NotVisible())
    return None


def refusal(request: HttpRequest, error: SecretariatError) -> HttpResponse:
    """The page, or fragment, that an error of the tree becomes. What somebody who is signed in was refused
    stands in the log, by the name of the page and of the rule.
    """
    account = getattr(request, "user", None)
    if isinstance(error, NotAllowed | NotVisible) and isinstance(account, Account):
        page = request.resolver_match and request.resolver_match.view_name
        rule = getattr(error, "rule", "")
        log.info(
            "account %s was refused %s at %s (%s)", account.pk, error.status, page, rule or "not visible"
        )
    return _page(request, error.status, error)


def _page(
    request: HttpRequest, status: int, error: SecretariatError | None = None, report: str = ""
) -> HttpResponse:
    if wants_json(request):
        words = {"message": error.message if error else "A fault of ours.", "report": report}
        return JsonResponse(words, status=status)
    name = "web/error.html"
    context: dict[str, object]
    if isinstance(error, Conflict):
        name = "web/conflict.html"
        context = {"message": error.message, "ours": error.ours, "theirs": error.theirs}
    else:
        context = {
            "status": status,
            "message": error.message if error else "",
            "rule": error.rule if isinstance(error, NotAllowed | RuleBroken) else "",
            "who": error.who if isinstance(error, NotAllowed) else "",
            "report": report,
        }
    fragment = "#fragment" if wants_fragment(request) else ""
    response = render(request, name + fragment, context, status=status)
    if fragment:
        # htmx drops answers that are not 2xx unless told; the fragment lands in the page's notice area.
        response.headers["HX-Retarget"] = "#notices"
        response.headers["HX-Reswap"] = "innerHTML"
    return response

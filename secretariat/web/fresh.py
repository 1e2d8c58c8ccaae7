"""Before a deed that matters, whoever is signed in proves once more who it is; what was typed is kept."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.urls import reverse

from secretariat.access.proof import is_fresh

from .respond import wants_fragment, wants_json

_KEPT = "kept_form"
_MOST_CHARACTERS = 200_000
_SECRET = {"password", "password1", "password2", "oldpassword", "code", "credential"}
"""What is typed again rather than kept anywhere."""


@dataclass(frozen=True, slots=True)
class KeptForm:
    """A form that waits until whoever sent it proved who it is."""

    path: str
    back: str
    fields: tuple[tuple[str, str], ...]
    is_whole: bool
    """False where a file or a secret was among it, or more text than is kept: it is filled in once more."""


def fresh_first(request: HttpRequest, view: Callable[..., HttpResponseBase]) -> HttpResponseBase | None:
    """None when the view may run; else the way to prove oneself first. Looking (GET, HEAD) needs no proof."""
    if not getattr(view, "needs_fresh", False) or request.method in {"GET", "HEAD", "OPTIONS"}:
        return None
    if is_fresh(request):
        kept = kept_form(request)
        if kept is not None and kept.path == request.path:
            request.session.pop(_KEPT)
        return None
    keep_form(request, request.user.pk)
    return first_way(request, back=reverse("desk:go_on"))


def first_way(request: HttpRequest, *, back: str) -> HttpResponseBase:
    """Leads to the best way this account has to prove itself, and from there to the path ``back``."""
    ways = get_adapter().get_reauthentication_methods(request.user)
    address = str(ways[0]["url"]) if ways else resolve_url(settings.LOGIN_URL)
    return led(request, f"{address}?{urlencode({'next': back})}")


def led(request: HttpRequest, address: str) -> HttpResponseBase:
    """A redirect, also where htmx asked for a fragment: there the whole page must go. A script that asked for
    values gets 401 and the way, and keeps what it wanted to send.
    """
    if wants_json(request):
        return JsonResponse({"message": "Sign in again.", "way": address}, status=401)
    if wants_fragment(request):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)


def keep_form(request: HttpRequest, account_id: int | None) -> None:
    """Keeps what was typed in the session, for as long as a proof counts as fresh and for that account alone."""
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
        if isinstance(value, str)
    ]
    is_whole = not request.FILES and not _SECRET & set(request.POST)
    is_whole = is_whole and sum(len(n) + len(v) for n, v in fields) <= _MOST_CHARACTERS
    came_from = urlsplit(request.headers.get("Referer", ""))
    back = came_from.path if came_from.netloc == request.get_host() else request.path
    kept = {
        "path": request.path,
        "back": back,
        "fields": fields if is_whole else [],
        "is_whole": is_whole,
        "account": account_id,
    }
    request.session[_KEPT] = {**kept, "at": time.time()}


def kept_form(request: HttpRequest) -> KeptForm | None:
    """The form that waits in this session, if there is one and it is not too old."""
    kept = request.session.get(_KEPT)
    if (
        not kept
        or kept["account"] != request.user.pk
        or not 0 <= time.time() - kept["at"] < settings.FRESH_SECONDS
    ):
        return None
    return KeptForm(kept["path"], kept["back"], tuple((n, v) for n, v in kept["fields"]), kept["is_whole"])

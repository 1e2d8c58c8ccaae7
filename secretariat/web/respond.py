"""One way to answer with a page or with the fragment of it that htmx asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers

from secretariat.toolbox.errors import RuleBroken, SourceUnreadable


def wants_fragment(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page (and not for a whole one, as it does for history and boost)."""
    htmx = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def wants_json(request: HttpRequest) -> bool:
    """Whether a script of ours asks for values and could do nothing with a page."""
    return request.headers.get("Accept") == "application/json"


def respond(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    part: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page, or only its partial ``part`` when htmx asks for a fragment.

    ``part`` is the name of a ``{% partialdef %}`` in the template and the id of the element it replaces.
    """
    name = f"{template}#{part}" if part and wants_fragment(request) else template
    response = render(request, name, dict(context or {}), status=status)
    patch_vary_headers(response, ["HX-Request", "Cookie"])
    return response


def form_page(
    request: HttpRequest,
    template: str,
    form: forms.Form,
    done: Callable[[], HttpResponse],
    context: Mapping[str, Any],
) -> HttpResponse:
    """A page with one form: shown, sent and carried out by ``done``, or shown again with what stands in the way.

    ``done`` acts on the cleaned form and gives the answer; a rule that says no becomes a word on the form, and
    nothing typed is lost.
    """
    if request.method == "POST" and form.is_valid():
        try:
            return done()
        except (RuleBroken, SourceUnreadable) as error:
            form.add_error(None, error.message)
    status = 422 if form.is_bound else 200
    return respond(request, template, {"form": form, **context}, status=status)


def act_and_say(request: HttpRequest, act: Callable[[], object], words: str) -> None:
    """Carries out what a button asks and keeps what is said of it for the next page: ``words``, or why a rule says no."""
    try:
        act()
    except RuleBroken as error:
        messages.error(request, error.message)
    else:
        messages.success(request, words)


HAND_IT_OVER = (
    "No mail goes out from here: show the link once on the page of the person, and hand it over yourself, by a "
    "way on which you know each other."
)


def told(goes: str, waits: str) -> str:
    """The first words where letters go out from this machine, the second where no mail server is named."""
    return goes if settings.SENDS_MAIL else waits


def thanked(request: HttpRequest, words: str, name: str, *refs: str) -> HttpResponse:
    """The way on after something was done: what was done in words, shown on the page of that name."""
    messages.success(request, words)
    return redirect(name, *refs)

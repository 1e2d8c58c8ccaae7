"""The declaration each page carries: who may come in at all. A page without one does not start."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeVar

from django.http import HttpResponseBase

from .proof import Step

Entrance = Literal["public", "person", "mandate", "bureau"]
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def opens_to(entrance: Entrance) -> Callable[[View], View]:
    """Declares who may come to a page: everybody, who signed in, who holds a mandate today, or Chair and
    Secretariat.

    The gatekeeper enforces it before the page runs; what the page then shows goes through
    ``visible_<things>``, what it does through ``require``.
    """

    def mark(view: View) -> View:
        view.entrance = entrance  # type: ignore[attr-defined]
        return view

    return mark


def fresh(view: View) -> View:
    """Declares that sending this page's form needs a proof of identity of the last minutes
    (``settings.FRESH_SECONDS``). Stands under ``@opens_to``; the gatekeeper enforces it, looking stays free.
    """
    view.needs_fresh = True  # type: ignore[attr-defined]
    return view


def at_steps(*steps: Step) -> Callable[[View], View]:
    """Declares that a page opens although one of these steps of signing in is still missing: the pages on
    which the step is taken, and no other.
    """

    def mark(view: View) -> View:
        view.steps = frozenset(steps)  # type: ignore[attr-defined]
        return view

    return mark

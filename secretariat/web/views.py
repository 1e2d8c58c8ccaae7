"""Pages of the shell itself: what a refused form and a wrong address look like."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from secretariat.access.doors import opens_to
from secretariat.toolbox.errors import NotAllowed, NotVisible

from .middleware import refusal


@opens_to("public")
def refused_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is missing or old: nothing was done, and here is what to do."""
    return refusal(
        request,
        NotAllowed(
            "This form was opened too long ago, or in another window after signing in. "
            "Go back, load the page again and send it once more; nothing was changed.",
            rule="web.form_token",
        ),
    )


@opens_to("public")
def nothing_here(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same answer for a wrong address and for a thing the reader may not see."""
    return refusal(request, NotVisible())

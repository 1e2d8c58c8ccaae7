"""Pages of the shell itself: what a refused form and a wrong address look like."""

from __future__ import annotations

import json
import logging
import time

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from secretariat.access.doors import opens_to
from secretariat.toolbox.errors import NotAllowed, NotVisible

from .headers import plain_fault
from .middleware import note_fault, refusal

log = logging.getLogger("secretariat.web")

LARGEST_REPORT = 16_384
REPORTS_A_MINUTE = 30
DIRECTIVES = {
    *("base-uri", "connect-src", "default-src", "font-src", "form-action", "frame-ancestors", "img-src"),
    *("manifest-src", "media-src", "object-src", "script-src", "script-src-attr", "script-src-elem"),
    *("style-src", "style-src-attr", "style-src-elem", "worker-src"),
}


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


@opens_to("public")
def fault(request: HttpRequest) -> HttpResponse:
    """What even the middleware could not answer: a number, and nothing that may be broken is used."""
    return plain_fault(note_fault(request))


@opens_to("public")
@csrf_exempt
@require_POST
def policy_report(request: HttpRequest) -> HttpResponse:
    """Takes a browser's word that a page broke its policy; keeps which rule it was and nothing else."""
    rule = _broken_rule(request.read(LARGEST_REPORT + 1))
    minute = f"policy-report-{int(time.time()) // 60}"
    cache.add(minute, 0, 120)
    # Anybody can send such reports, so they may not fill the log.
    if cache.incr(minute) <= REPORTS_A_MINUTE:
        log.warning("a page broke its policy: %s", rule)
    return HttpResponse(status=204)


def _broken_rule(body: bytes) -> str:
    try:
        report = json.loads(body[:LARGEST_REPORT])["csp-report"]
        words = str(report.get("effective-directive") or report["violated-directive"]).split()
    except (ValueError, KeyError, TypeError, AttributeError):
        return "unreadable report"
    return words[0] if words and words[0] in DIRECTIVES else "unknown rule"

"""The headers of every answer, and which requests are not taken at all."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.http.response import HttpResponseBase

GetResponse = Callable[[HttpRequest], HttpResponseBase]

METHODS = ("GET", "HEAD", "POST")
"""Forms and links need no other; what is not needed is not answered."""

EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), "
        "microphone=(), midi=(), payment=(), serial=(), usb=(), publickey-credentials-get=(self), "
        "publickey-credentials-create=(self)"
    ),
    "Cache-Control": "no-store",
}
"""Set where nobody set them already; a static file brings a Cache-Control of its own."""

_LOADED_AS_PART = {
    *("audioworklet", "embed", "frame", "iframe", "object", "paintworklet", "script", "serviceworker"),
    *("sharedworker", "style", "worker", "xslt"),
}
"""What a browser loads as part of a page: none of our pages or papers is ever that."""


def harden(get_response: GetResponse) -> GetResponse:
    """Outermost, with the policy alone around it: even a static file, a refused host and a fault leave with every header."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response: HttpResponseBase
        if request.method in METHODS:
            response = get_response(request)
        else:
            response = HttpResponseNotAllowed(METHODS)
        for name, value in EVERYWHERE.items():
            response.headers.setdefault(name, value)
        if is_sign_out(request):
            # The answer to signing out also empties what the browser may still hold, the Back button's
            # pages included. Not the cookies: the session's is gone already, and the one that says a device is
            # known must stay, or each sign-in would be told as one from a new device.
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return middleware


def name_not_number(get_response: GetResponse) -> GetResponse:
    """Leads whoever came by the machine's number (``http://127.0.0.1:8000``) to its name in ``BASE_URL``.

    By a number every page would work but the passkey: the first sign-in would end in a failure that no page
    can explain. The port stays, where both are unsealed: a server may be tried out at any. A form is taken as
    it came, because what it holds would be lost on the way. Source: WebAuthn level 3, 5.1.2: the relying party
    is a domain name.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        home = urlsplit(settings.BASE_URL)
        if request.method in ("GET", "HEAD") and home.hostname and not _is_number(home.hostname):
            came = urlsplit(f"//{request.get_host()}")
            if _is_number(came.hostname or ""):
                port = f":{came.port}" if came.port and home.scheme == "http" else ""
                name = f"{home.hostname}{port}" if port else home.netloc
                return HttpResponseRedirect(f"{home.scheme}://{name}{request.get_full_path()}")
        return get_response(request)

    return middleware


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def is_sign_out(request: HttpRequest) -> bool:
    """Whether somebody just signed out by the form made for it."""
    match = request.resolver_match
    return request.method == "POST" and match is not None and match.url_name == "account_logout"


def comes_from_elsewhere(request: HttpRequest) -> bool:
    """Whether the browser itself says that another site, or a page's script or frame, is behind a request.

    A link from another site is followed like any other (navigation, by GET); nothing is sent, embedded or
    fetched from there. A program that is no browser sends none of these headers and has no cookie to
    misuse. Source: W3C Fetch Metadata, and the resource isolation policy that web.dev describes for it.
    """
    headers = request.headers
    if headers.get("Sec-Fetch-Dest", "") in _LOADED_AS_PART:
        return True
    if headers.get("Sec-Fetch-Site", "none") in {"none", "same-origin"}:
        return False
    return request.method == "POST" or headers.get("Sec-Fetch-Mode") != "navigate"


def plain_fault(report: str) -> HttpResponse:
    """The page of last resort: no table, no template, no session is touched, since one of them may be broken."""
    return HttpResponse(
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A fault of ours</title></head><body>'
        "<h1>Something broke on our side</h1><p>What you sent was not saved. If it happens again, tell the "
        f'Secretariat this number: <strong class="report">{report}</strong></p>'
        '<p><a href="/">To the first page</a></p></body></html>',
        status=500,
    )

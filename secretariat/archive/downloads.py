"""How a paper leaves: to be saved under its own name, never shown, never part of another page."""

from __future__ import annotations

from typing import IO

from django.http import FileResponse, HttpRequest

from secretariat.toolbox.errors import NotAllowed

_ASKED_BY_HAND = {"document", "empty", ""}
"""What a browser says of a request that a person made: a link, or one that says nothing."""


def as_download(request: HttpRequest, content: IO[bytes], name: str) -> FileResponse:
    """The answer that saves a file.

    ``content``: open at its beginning, closed by the answer; ``name``: as it is shown to people. Raises
    NotAllowed when another site, or a page that would embed it, asks.
    Source: RFC 6266 (the name), W3C Fetch Metadata and Content Security Policy 3 (sandbox), OWASP ASVS 5.0
    3.5.8 and 5.4.1.
    """
    headers = request.headers
    is_by_hand = headers.get("Sec-Fetch-Dest", "") in _ASKED_BY_HAND
    if not is_by_hand or headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}:
        content.close()
        raise NotAllowed(
            "A paper is saved from its own page, and never as part of another one.", rule="archive.embedding"
        )
    response = FileResponse(
        content, as_attachment=True, filename=name, content_type="application/octet-stream"
    )
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'; frame-ancestors 'none'"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "no-store"
    return response

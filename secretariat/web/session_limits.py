"""How long a session lives: a while without a sign of life, and a working day at most."""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from secretariat.access.credentials import note_session

from .headers import GetResponse

BEGAN, SEEN = "began_at", "seen_at"
_NOTE_EVERY_SECONDS = 60
"""A page changes the session at most so often: writing on every page would queue readers behind writers."""


def why_over(began: object, seen: object, now: float, *, idle: int, absolute: int) -> str:
    """Why a session is over, as a sentence; empty while it lives. All in seconds since 1970.

    A session without a beginning, or from the future, is over. Source: ASVS 5.0, 7.3.1 and 7.3.2.
    """
    if not isinstance(began, int | float) or not isinstance(seen, int | float):
        return "Sign in again."
    if now - began >= absolute or began > now + _NOTE_EVERY_SECONDS:
        return "A session lasts a working day at most. Sign in again."
    if now - seen >= idle:
        return f"You were signed out after {idle // 60} minutes without a sign of life. Sign in again."
    return ""


def session_limits(get_response: GetResponse) -> GetResponse:
    """Ends sessions that are over, and notes about once a minute that one is alive."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            _hold_to_limits(request)
        return get_response(request)

    return middleware


def _hold_to_limits(request: HttpRequest) -> None:
    now, session = time.time(), request.session
    reason = why_over(
        session.get(BEGAN),
        session.get(SEEN),
        now,
        idle=settings.SESSION_IDLE_SECONDS,
        absolute=settings.SESSION_COOKIE_AGE,
    )
    if reason:
        # The gatekeeper keeps what was typed for the same account, once the form's token was looked at.
        request.ended_account = request.user.pk  # type: ignore[attr-defined]
        logout(request)
        messages.info(request, reason)
    elif now - session[SEEN] >= _NOTE_EVERY_SECONDS:
        session[SEEN] = now
        note_session(request)


def _begin(sender: object, request: HttpRequest, **_: object) -> None:
    request.session[BEGAN] = request.session[SEEN] = time.time()


user_logged_in.connect(_begin, dispatch_uid="secretariat.web.session_limits")

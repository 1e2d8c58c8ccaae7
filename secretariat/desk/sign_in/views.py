"""My sign-in: open sessions, passkeys, code app, recovery codes, and the steps that are still missing."""

from __future__ import annotations

from typing import cast

from allauth.mfa.recovery_codes.internal import flows as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.totp.internal import flows as totp_flows
from allauth.mfa.webauthn.internal import flows as passkey_flows
from allauth.usersessions.internal.flows.sessions import end_other_sessions as end_others
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from secretariat.access import credentials
from secretariat.access.doors import at_steps, fresh, opens_to
from secretariat.access.models import Account
from secretariat.access.proof import CODE_APP, PASSKEY, RECOVERY, kinds_held, needs_passkey, why_kept
from secretariat.access.reads import actor_of
from secretariat.toolbox.errors import NotVisible, RuleBroken
from secretariat.web.fresh import kept_form
from secretariat.web.respond import respond

from .factors import note_set_up


def _account(request: HttpRequest) -> Account:
    return cast(Account, request.user)


@opens_to("person")
@at_steps("set up", "set up passkey", "use", "use passkey", "replace passkey")
def next_step(request: HttpRequest) -> HttpResponse:
    """What is still missing before the pages open, and the way to it."""
    back = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = ""
    step = request.open_step  # type: ignore[attr-defined]
    if not step:
        return redirect(back or resolve_url(settings.LOGIN_REDIRECT_URL))
    held = kinds_held(_account(request))
    context = {"step": step, "back": back, "has_passkey": PASSKEY in held, "has_code_app": CODE_APP in held}
    return respond(request, "desk/next_step.html", context)


@opens_to("person")
def mine(request: HttpRequest) -> HttpResponse:
    """One's own sessions and factors, each with what can be done about it."""
    account = _account(request)
    codes = credentials.factor_of(account, RECOVERY)
    context = {
        "sessions": credentials.open_sessions(request),
        "passkeys": credentials.passkeys_of(account),
        "code_app": credentials.factor_of(account, CODE_APP),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else 0,
        "codes_were_made": codes is not None,
        "passkey_only": needs_passkey(actor_of(request)),
        "has_password": account.has_usable_password(),
        "idle_minutes": settings.SESSION_IDLE_SECONDS // 60,
        "hours": settings.SESSION_COOKIE_AGE // 3600,
    }
    return respond(request, "desk/my_sign_in.html", context)


@opens_to("person")
@require_POST
def end_session(request: HttpRequest, mark: str) -> HttpResponse:
    """Ends one of one's own sessions on its next request."""
    if not credentials.end_session(_account(request), mark):
        raise NotVisible
    messages.success(request, "That session is ended.")
    return redirect("mfa_index")


@opens_to("person")
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Ends all of one's own sessions but this."""
    end_others(request, _account(request))
    messages.success(request, "All other sessions are ended.")
    return redirect("mfa_index")


def _remove(request: HttpRequest, kind: str, mark: str = "") -> HttpResponse:
    account = _account(request)
    factor = credentials.factor_of(account, kind, mark)
    if factor is None:
        raise NotVisible
    reason = why_kept(
        kind,
        passkeys=len(credentials.passkeys_of(account)),
        has_code_app=credentials.factor_of(account, CODE_APP) is not None,
        passkey_only=needs_passkey(actor_of(request)),
    )
    if reason:
        raise RuleBroken("access.last_factor", reason)
    if kind == PASSKEY:
        passkey_flows.remove_authenticator(request, factor)
    else:
        totp_flows.deactivate_totp(request, factor)
    return redirect("mfa_index")


@opens_to("person")
@fresh
@require_POST
def remove_passkey(request: HttpRequest, mark: str) -> HttpResponse:
    """Removes a passkey, but never the last way in."""
    return _remove(request, PASSKEY, mark)


@opens_to("person")
@fresh
@require_POST
def remove_code_app(request: HttpRequest) -> HttpResponse:
    """Removes the code app, but never the last way in."""
    return _remove(request, CODE_APP)


@opens_to("person")
@at_steps("set up")
def code_app(request: HttpRequest) -> HttpResponseBase:
    """Sets up a code app: photograph the square, type the first code."""
    if credentials.factor_of(_account(request), CODE_APP) is not None:
        return redirect("mfa_index")
    response = cast(HttpResponseBase, totp.activate_totp(request))
    factor = credentials.factor_of(_account(request), CODE_APP)
    if factor is not None:
        note_set_up(request, factor)
    return response


@opens_to("person")
@fresh
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Shows the recovery codes once, on request; makes new ones, which void the old."""
    account = _account(request)
    codes: list[str] = []
    if request.method == "POST":
        if request.POST.get("what") == "new":
            if not recovery.can_generate_recovery_codes(account):
                raise RuleBroken("access.codes_need_a_factor", "Set up a passkey or a code app first.")
            recovery.generate_recovery_codes(request)
        held, may_see = recovery.view_recovery_codes(request)
        codes = held.get_unused_codes() if held is not None and may_see else []
    row = credentials.factor_of(account, RECOVERY)
    context = {
        "codes": codes,
        "left": len(row.wrap().get_unused_codes()) if row else 0,
        "are_seen": row is not None and row.wrap().did_view,
    }
    return respond(request, "desk/recovery_codes.html", context)


@opens_to("person")
def go_on(request: HttpRequest) -> HttpResponse:
    """After a new proof: what was typed before it, to be sent now by one button."""
    kept = kept_form(request)
    if kept is None:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return respond(request, "desk/go_on.html", {"kept": kept})

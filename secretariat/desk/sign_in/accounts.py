"""Sign-in: accounts are opened by the Secretariat, never by the visitor; the demo also has links."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import EmailField, default_token_generator
from allauth.account.signals import authentication_step_completed, user_logged_in
from allauth.account.utils import user_pk_to_url_str
from allauth.core.internal.httpkit import get_client_ip
from django import forms
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core import signing
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse

from secretariat.access.credentials import ask_for_reset, device_words, renamed_session, take_reset_requests
from secretariat.access.models import Account
from secretariat.access.proof import CODE_APP, PASSKEY, is_fresh, kinds_held, needs_passkey, step_of
from secretariat.access.reads import account_by_email, actor_for
from secretariat.access.rules import system_actor
from secretariat.members.actions import queue_notice
from secretariat.members.reads import zone_for
from secretariat.members.zones import instant_in_words
from secretariat.toolbox import clock
from secretariat.toolbox.errors import NotVisible

SALT = "secretariat.desk.demo"
LINK_DAYS = 30
_DEVICE_SALT, _DEVICE_DAYS, _MOST_ACCOUNTS = "secretariat.desk.device", 365, 8
_DOORKEEPER = system_actor("sign-in")

CHANGES = {
    "account/email/password_changed": "Your password was changed.",
    "account/email/password_set": "A password was set for your account.",
    "account/email/password_reset": "Your password was replaced by way of a link sent to this address.",
    "mfa/email/totp_activated": "A code app was set up for your account.",
    "mfa/email/totp_deactivated": "The code app of your account was removed.",
    "mfa/email/webauthn_added": "A passkey was added to your account.",
    "mfa/email/webauthn_removed": "A passkey of your account was removed.",
    "mfa/email/recovery_codes_generated": "New recovery codes were made for your account; the old ones are void.",
}
"""What is written to the holder when something about the sign-in changes, by the library's name for it."""


class ClosedDoorAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No sign-up; letters are queued, never sent while somebody waits; the strongest proof comes first."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "Address and password are not correct together.",
        "too_many_login_attempts": "Too many tries. Wait five minutes, then try once more.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Tells the holder of an account that something about its sign-in changed, and from where."""
        assert isinstance(user, Account)
        write_of_change(self.request, user, CHANGES[template_prefix])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Nothing is sent from within a request: a kind of letter nobody foresaw is a fault."""
        raise LookupError(f"no letter of the kind {template_prefix} is written from a page")

    def is_reauthentication_required(self, app: str | None = None) -> bool:
        """Changing a factor needs a proof of the last minutes; signing in is one."""
        return not is_fresh(self.request)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """How an account proves itself again: by a factor where it has one, never by less than it must use."""
        if not isinstance(user, Account):
            return []
        ways = {way["id"]: way for way in super().get_reauthentication_methods(user)}
        held = kinds_held(user)
        if PASSKEY in held:
            order = ["mfa_reauthenticate:webauthn"]
            if not needs_passkey(actor_for(user)):
                order.append("mfa_reauthenticate")
        elif CODE_APP in held:
            order = ["mfa_reauthenticate"]
        else:
            order = ["reauthenticate"]
        return [ways[name] for name in order if name in ways]

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        account = request.user if isinstance(request.user, Account) else None
        if step_of(request, actor_for(account)):
            return reverse("desk:next_step")
        return str(super().get_login_redirect_url(request))


class ResetForm(forms.Form):
    """Asks for a new password. Looks nothing up: known and unknown addresses cost the same work."""

    email = EmailField(required=True)

    def save(self, request: HttpRequest, **_: Any) -> str:
        email: str = self.cleaned_data["email"]
        ask_for_reset(email)
        return email


def write_of_change(request: HttpRequest, account: Account, what: str) -> None:
    """Queues a letter about the account's own sign-in: what happened, when, from where."""
    facts = {
        "what": what,
        "at": instant_in_words(clock.now(), zone_for(account)),
        "device": device_words(request.META.get("HTTP_USER_AGENT", "")),
        "address": get_client_ip(request) or "an unknown address",
        "page": settings.BASE_URL + reverse("mfa_index"),
    }
    body = render_to_string("desk/letters/sign_in_changed.txt", facts)
    queue_notice(_DOORKEEPER, account=account, kind="sign-in", subject=what.rstrip("."), body=body)


@transaction.atomic
def answer_reset_requests() -> int:
    """Writes the letters for those who asked for a new password and have an account; how many were written.

    Runs in the tick, away from whoever asked. What nobody has an account for is dropped without a trace.
    """
    return sum(_answer_reset(email, asked_at) for email, asked_at in take_reset_requests())


def _answer_reset(email: str, asked_at: datetime) -> int:
    account = account_by_email(email)
    if account is None:
        return 0
    parts = {"uidb36": user_pk_to_url_str(account), "key": default_token_generator.make_token(account)}
    facts = {
        "link": settings.BASE_URL + reverse("account_reset_password_from_key", kwargs=parts),
        "asked_at": instant_in_words(asked_at, zone_for(account)),
        "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
    }
    body = render_to_string("desk/letters/new_password.txt", facts)
    queue_notice(_DOORKEEPER, account=account, kind="sign-in", subject="A new password", body=body)
    return 1


def _new_key_after_proof(sender: object, request: HttpRequest, **facts: Any) -> None:
    """A session that proved itself again gets a new key, so that an old one overheard is worth nothing."""
    if facts.get("reauthenticated"):
        old = request.session.session_key
        request.session.cycle_key()
        renamed_session(old, request.session.session_key)


def _note_device(
    sender: object, request: HttpRequest, response: HttpResponseBase, user: Account, **_: Any
) -> None:
    """Writes to the holder when a browser signs in that never did before, and remembers it in that browser."""
    name = "__Host-device" if settings.SECURE else "device"
    try:
        known = signing.loads(request.COOKIES.get(name, ""), salt=_DEVICE_SALT, max_age=_DEVICE_DAYS * 86400)
    except signing.BadSignature:
        known = []
    if user.pk not in known:
        write_of_change(request, user, "Somebody signed in from a device that is new to your account.")
    known = [user.pk, *(pk for pk in known if pk != user.pk)][:_MOST_ACCOUNTS]
    response.set_cookie(
        name,
        signing.dumps(known, salt=_DEVICE_SALT),
        max_age=_DEVICE_DAYS * 86400,
        httponly=True,
        secure=settings.SECURE,
        samesite="Lax",
    )


authentication_step_completed.connect(
    _new_key_after_proof, dispatch_uid="secretariat.desk.sign_in.accounts.key"
)
user_logged_in.connect(_note_device, dispatch_uid="secretariat.desk.sign_in.accounts.device")


def demo_token(account: Account) -> str:
    """The token of a sign-in link for one of the demo's cast; worthless outside demo mode."""
    return signing.dumps(account.email, salt=SALT)


def account_of_token(token: str) -> Account:
    """The account behind a demo link. Raises NotVisible outside demo mode and for a wrong or old link."""
    if not settings.DEMO:
        raise NotVisible
    try:
        email = signing.loads(token, salt=SALT, max_age=LINK_DAYS * 86400)
    except signing.BadSignature:
        raise NotVisible from None
    account = account_by_email(email)
    if account is None:
        raise NotVisible
    return account

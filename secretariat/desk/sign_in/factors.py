"""Second factors: secrets sealed, passkeys held to more than the library asks, the log of what changed."""

from __future__ import annotations

import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import qrcode
from allauth.account.internal.flows.login import record_authentication
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter, get_adapter
from allauth.mfa.base import forms as codes
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as passkeys
from allauth.mfa.webauthn.internal import auth as ceremony
from django import forms
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.html import format_html
from fido2.cose import ES256, ES384, ES512, PS256, RS256, CoseKey, EdDSA
from fido2.utils import websafe_decode
from fido2.webauthn import AuthenticationResponse, CollectedClientData, RegistrationResponse

from secretariat.access.credentials import is_credential_known, note_count
from secretariat.access.proof import PASSKEY
from secretariat.toolbox.vault import seal_text, unseal_text

CHALLENGE_SECONDS = 300
_ASKED_AT = "passkey_asked_at"
_KEYS: tuple[type[CoseKey], ...] = (ES256, ES384, ES512, EdDSA, RS256, PS256)
_UNREADABLE = (TypeError, ValueError, KeyError, AttributeError, IndexError, struct.error, OverflowError)
"""What the library raises on an answer that is no passkey's; all else is a fault of ours."""


class SealedAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """The library's second factors, with secrets that no copy of the database gives away."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This was not right, or it was used before, or it is too old. Try once more.",
    }

    def encrypt(self, text: str) -> str:
        return seal_text(text, settings.KEYRING)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal_text(encrypted_text, settings.KEYRING)

    def build_totp_svg(self, url: str) -> str:
        """The secret as a square to photograph, dark on light in every colour scheme."""
        code = qrcode.QRCode(border=4)
        code.add_data(url)
        rows = code.get_matrix()
        path = "".join(
            f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
        )
        return format_html(
            '<svg class="square" viewBox="0 0 {0} {0}" role="img" aria-label="Square code for your code app">'
            '<rect width="{0}" height="{0}" fill="#fff"/><path d="{1}" fill="#000"/></svg>',
            len(rows),
            path,
        )

    def generate_authenticator_name(self, user: AbstractBaseUser, type: Any) -> str:
        return "Passkey"


def stamped(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Notes when a page asked a passkey for an answer, so that an answer can come too late."""

    @wraps(view)
    def noting(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        before = request.session.get(ceremony.STATE_SESSION_KEY)
        response = view(request, *args, **kwargs)
        after = request.session.get(ceremony.STATE_SESSION_KEY)
        if after is not None and after != before:
            request.session[_ASKED_AT] = time.time()
        return response

    return noting


def _refused() -> ValidationError:
    problem: ValidationError = get_adapter().validation_error("incorrect_code")
    return problem


@contextmanager
def _one_try(request: HttpRequest) -> Iterator[None]:
    """One question, one answer, in time: the library would take many answers to an old question."""
    asked = request.session.pop(_ASKED_AT, 0.0)
    try:
        if not 0 <= time.time() - asked < CHALLENGE_SECONDS:
            raise _refused()
        yield
    except _UNREADABLE:
        raise _refused() from None
    finally:
        ceremony.clear_state()


def _asked_here(client: CollectedClientData, request: HttpRequest) -> None:
    """Refuses an answer made for another origin. The library lets every subdomain of ours ask."""
    if client.origin != f"{request.scheme}://{request.get_host()}" or client.cross_origin:
        raise _refused()


def _count(answer: AuthenticationResponse, factor: Authenticator) -> None:
    """Keeps how often a passkey signed, and refuses a count that does not go up."""
    if not note_count(factor, answer.response.authenticator_data.counter):
        raise _refused()


class _PasskeyChecks:
    """What is checked beyond the library whenever a passkey answers."""

    cleaned_data: dict[str, Any]

    def clean_credential(self) -> Authenticator:
        request = context.request
        answer = self.cleaned_data["credential"]
        with _one_try(request):
            read = AuthenticationResponse.from_dict(answer)
            _asked_here(read.response.client_data, request)
            factor: Authenticator = super().clean_credential()  # type: ignore[misc]
            if not factor.user.is_active:
                raise _refused()
            _count(read, factor)
        return factor


class PasskeyForm(_PasskeyChecks, passkeys.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """The passkey as second factor after the password."""


class PasskeyAgainForm(_PasskeyChecks, passkeys.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """The passkey once more, before a deed that matters."""


class PasskeyOnlyForm(_PasskeyChecks, passkeys.LoginWebAuthnForm):  # type: ignore[misc]
    """The passkey alone: it knows its holder, so it is two factors by itself."""


class NewPasskeyForm(passkeys.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey, of a kind that signs well and that nobody else holds."""

    def clean(self) -> dict[str, Any]:
        answer = self.cleaned_data.get("credential")
        if not answer:
            raise _refused()
        request = context.request
        with _one_try(request):
            read = RegistrationResponse.from_dict(answer)
            _asked_here(read.response.client_data, request)
            data = read.response.attestation_object.auth_data.credential_data
            if data is None or not isinstance(data.public_key, _KEYS):
                raise _refused()
            if websafe_decode(answer["id"]) != data.credential_id or is_credential_known(answer["id"]):
                raise _refused()
            cleaned: dict[str, Any] = super().clean()
        return cleaned


def _says(form: forms.Form, label: str) -> None:
    code = form.fields["code"]
    code.label = label
    code.widget.attrs |= {"placeholder": "", "inputmode": "text"}


class CodeForm(codes.AuthenticateForm):  # type: ignore[misc]
    """A code as second factor after the password; says which codes it takes."""

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        _says(self, "Code from your app, or a recovery code")


class CodeAgainForm(codes.ReauthenticateForm):  # type: ignore[misc]
    """A code once more, before a deed that matters."""

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        _says(self, "Code from your app, or a recovery code")


class NewCodeAppForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app, with the key as people type it."""

    def __init__(self, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        _says(self, "The six digits")

    @property
    def key_in_fours(self) -> str:
        """The key in groups of four: whoever types 32 letters loses the place otherwise. Apps drop the blanks."""
        return " ".join(self.secret[i : i + 4] for i in range(0, len(self.secret), 4))


def note_set_up(request: HttpRequest, factor: Authenticator) -> None:
    """Whoever just set up a factor proved to hold it; asking for it again at once would teach nothing."""
    record_authentication(request, factor.user, "mfa", id=factor.pk, type=factor.type)


def _note_new_passkey(sender: object, request: HttpRequest, **facts: Any) -> None:
    factor: Authenticator = facts["authenticator"]
    if factor.type == PASSKEY:
        note_set_up(request, factor)


authenticator_added.connect(_note_new_passkey, dispatch_uid="secretariat.desk.sign_in.factors")

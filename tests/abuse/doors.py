"""How the abuse tests come to the door: with a password, a passkey, a code, the right way first."""

from __future__ import annotations

import json
import re
import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from fido2.utils import websafe_encode

from secretariat.access.models import Account
from tests.abuse.soft_key import SoftKey

PASSWORD = "correct horse battery staple"


def browser(**more: Any) -> Client:
    """A browser on the host that passkeys are made for."""
    return Client(SERVER_NAME="localhost", **more)


def with_password(account: Account) -> Account:
    """The account, able to sign in with the password of these tests."""
    account.set_password(PASSWORD)
    account.save()
    return account


def enter_password(client: Client, account: Account, password: str = PASSWORD) -> HttpResponse:
    return client.post(reverse("account_login"), {"login": account.email, "password": password})


def question(client: Client, name: str) -> str:
    """The challenge that a page asks a passkey."""
    address = reverse(name)
    if name == "mfa_login_webauthn":
        found = client.get(address, HTTP_ACCEPT="application/json").json()
    else:
        found = client.get(address).context["js_data"]
    options = found.get("creation_options") or found["request_options"]
    return str(options["publicKey"]["challenge"])


def send(client: Client, page: str, answer: object, /, **more: str) -> HttpResponse:
    """Sends a passkey's answer to a page."""
    return client.post(reverse(page), {"credential": json.dumps(answer), **more})


def enrol(account: Account, key: SoftKey | None = None) -> tuple[Client, SoftKey]:
    """Sets up a passkey through the pages, as a newcomer does; the browser that did is signed in."""
    client, key = browser(), key or SoftKey()
    enter_password(client, with_password(account))
    answer = send(client, "mfa_add_webauthn", key.make(question(client, "mfa_add_webauthn")))
    assert answer.status_code == 302, answer.content.decode()
    assert is_whole(client)
    return client, key


def enrol_code_app(account: Account) -> tuple[Client, str]:
    """Sets up a code app through the pages; the browser and the secret of the app."""
    client = browser()
    enter_password(client, with_password(account))
    secret = str(client.get(reverse("mfa_activate_totp")).context["form"].secret)
    answer = client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert answer.status_code == 302, answer.content.decode()
    assert is_whole(client)
    return client, secret


def code(secret: str, steps: int = 0) -> str:
    """What a code app shows now, or so many half minutes later."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + steps))


def recovery_codes(client: Client) -> list[str]:
    """The codes as the page shows them, once."""
    page = client.post(reverse("mfa_view_recovery_codes"), {"what": "show"}).content.decode()
    return re.findall(r"<code>(\d{8})</code>", page)


def holder_of(account: Account) -> str:
    """What a passkey knows its holder by."""
    from allauth.account.utils import user_pk_to_url_str

    return websafe_encode(user_pk_to_url_str(account).encode())


def is_in(client: Client) -> bool:
    """Whether the session belongs to somebody at all."""
    return "_auth_user_id" in client.session


def is_whole(client: Client) -> bool:
    """Whether pages behind sign-in open: the test of every refusal here."""
    return bool(client.get(reverse("mfa_index")).status_code == 200)


def pending(account: Account) -> Client:
    """A browser that gave the right password and is asked for the second factor."""
    client = browser()
    answer = enter_password(client, account)
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    return client

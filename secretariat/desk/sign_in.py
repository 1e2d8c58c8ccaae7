"""Sign-in: accounts are opened by the Secretariat, never by the visitor; the demo also has links."""

from __future__ import annotations

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core import signing
from django.http import HttpRequest

from secretariat.access.models import Account
from secretariat.access.reads import account_by_email
from secretariat.toolbox.errors import NotVisible

log = logging.getLogger("secretariat.desk")

SALT = "secretariat.desk.demo"
LINK_DAYS = 30


class ClosedDoorAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No sign-up: a person gets an account through a mandate."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Sends a letter; when no mail server takes it the page answers all the same.

        A different answer would tell who has an account, because only then a letter is sent. The fault is
        in the log for whoever keeps the machine, without the address.
        """
        try:
            super().send_mail(template_prefix, email, context)
        except OSError as error:
            log.error("a letter (%s) could not be sent: %s", template_prefix, error)


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

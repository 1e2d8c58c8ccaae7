"""Sign-in: accounts are opened by the Secretariat, never by the visitor."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedDoorAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """No sign-up: a person gets an account through a mandate."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

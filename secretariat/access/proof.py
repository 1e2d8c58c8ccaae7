"""What a session has proved: which factor was used and when, and which step is missing before a page opens."""

from __future__ import annotations

import time
from collections.abc import Set
from typing import Literal, cast

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest

from .models import Account
from .rules import Actor, SeatKind

Step = Literal["", "set up", "set up passkey", "use", "use passkey", "replace passkey"]

PASSKEY = str(Authenticator.Type.WEBAUTHN)
CODE_APP = str(Authenticator.Type.TOTP)
RECOVERY = str(Authenticator.Type.RECOVERY_CODES)
_DEMO = "demo_entry"


def needs_passkey(actor: Actor) -> bool:
    """Whether only a passkey will do: at Chair and Secretariat, and for whoever keeps the machine.

    Source: ASVS 5.0, 6.3.3: who can do most harm proves more than a code that can be read out on the phone.
    """
    offices = {SeatKind.CHAIR, SeatKind.SECRETARIAT}
    return actor.is_administrator or any(s.seat_kind in offices for s in actor.standings)


def next_step(held: Set[str], used: Set[str], *, passkey_only: bool) -> Step:
    """What is missing before a page behind sign-in opens; empty when nothing is.

    ``held``: kinds of factors the account has; ``used``: those that this session proved itself with.
    A code is never enough to add a second passkey where one is held, or whoever lured a code out of somebody
    would soon have a passkey; a recovery code is, because it is what one has left when the passkey is gone.
    Source: own choice, after ASVS 5.0, 6.3.3 and 6.4.4.
    """
    if not passkey_only:
        if used:
            return ""
        return "use" if held & {PASSKEY, CODE_APP} else "set up"
    if PASSKEY in used:
        return ""
    if PASSKEY in held:
        return "replace passkey" if RECOVERY in used else "use passkey"
    return "use" if CODE_APP in held and not used else "set up passkey"


def is_demo_entry(request: HttpRequest) -> bool:
    """Whether this session came in by a link of the demo; never outside demo mode."""
    return bool(settings.DEMO) and request.session.get(_DEMO) is True


def note_demo_entry(request: HttpRequest) -> None:
    """Remembers that this session came in by a link of the demo: nobody there has a second factor."""
    request.session[_DEMO] = True


def _records(request: HttpRequest) -> list[dict[str, object]]:
    user = request.user if isinstance(request.user, Account) else None
    return cast(list[dict[str, object]], get_authentication_records(request, user))


def kinds_used(request: HttpRequest) -> frozenset[str]:
    """The kinds of second factor this session proved itself with."""
    if is_demo_entry(request):
        return frozenset({PASSKEY})
    return frozenset(str(r.get("type")) for r in _records(request) if r.get("method") == "mfa")


def kinds_held(account: Account) -> frozenset[str]:
    """The kinds of factors an account has. One query."""
    return frozenset(account.authenticator_set.values_list("type", flat=True))  # type: ignore[attr-defined]


def step_of(request: HttpRequest, actor: Actor) -> Step:
    """The step that is missing for whoever is signed in; one query, none once a passkey was used."""
    if not isinstance(request.user, Account):
        return ""
    used, passkey_only = kinds_used(request), needs_passkey(actor)
    if PASSKEY in used or (used and not passkey_only):
        return ""
    return next_step(kinds_held(request.user), used, passkey_only=passkey_only)


def is_fresh(request: HttpRequest) -> bool:
    """Whether who is signed in proved it within ``settings.FRESH_SECONDS``: by a factor, or by the password
    where no factor is set up yet.
    """
    if is_demo_entry(request):
        return True
    records = _records(request)
    factors = [r for r in records if r.get("method") == "mfa"]
    proofs = [r["at"] for r in factors or records if isinstance(r.get("at"), int | float)]
    last = max((float(cast(float, at)) for at in proofs), default=0.0)
    return 0 <= time.time() - last < settings.FRESH_SECONDS


def why_kept(kind: str, *, passkeys: int, has_code_app: bool, passkey_only: bool) -> str:
    """Why a factor cannot be removed now, as a sentence; empty when it can. ``passkeys``: how many are held.

    Source: own choice: whoever removes the last one would stand outside at once.
    """
    if kind == PASSKEY and passkeys == 1:
        if passkey_only:
            return "Your office asks for a passkey, and this is the only one. Add another first."
        if not has_code_app:
            return "This is your only second factor. Add another passkey or a code app first."
    if kind == CODE_APP and passkeys == 0:
        return "This is your only second factor. Add a passkey first."
    return ""

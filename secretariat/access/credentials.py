"""Rows about signing in: sessions of an account, its factors, who asked for a new password."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from allauth.core.internal.httpkit import get_client_ip
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest

from secretariat.toolbox import clock

from .models import Account, ResetRequest
from .proof import PASSKEY


def mark_of(secret: str) -> str:
    """A short name for something whose own key must not be shown, such as a session. 64 bit, hexadecimal."""
    return hashlib.sha256(secret.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One session of an account as its holder sees it."""

    mark: str
    device: str
    address: str
    began_at: datetime
    seen_at: datetime
    is_this: bool


def open_sessions(request: HttpRequest) -> list[OpenSession]:
    """The sessions of whoever is signed in, this one first, then the latest seen. Two queries for each session:
    rows whose session ended by itself are dropped on the way.
    """
    rows: Sequence[UserSession] = UserSession.objects.purge_and_list(request.user)
    found = [
        OpenSession(
            mark=mark_of(row.session_key),
            device=device_words(row.user_agent),
            address=row.ip,
            began_at=row.created_at,
            seen_at=row.last_seen_at,
            is_this=row.session_key == request.session.session_key,
        )
        for row in rows
    ]
    return sorted(found, key=lambda s: (not s.is_this, -s.seen_at.timestamp()))


_SYSTEMS = {"iPhone": "iPhone", "iPad": "iPad", "Android": "Android", "Windows": "Windows", "Mac OS": "Mac"}
_BROWSERS = {"Edg/": "Edge", "OPR/": "Opera", "Firefox/": "Firefox", "Chrome/": "Chrome", "Safari/": "Safari"}


def device_words(user_agent: str) -> str:
    """A browser's own description in three words, such as "Firefox on Windows".

    Source: own choice: enough to recognise one's own device, and no library of ten thousand patterns.
    """
    browser = next((word for sign, word in _BROWSERS.items() if sign in user_agent), "")
    system = next((word for sign, word in _SYSTEMS.items() if sign in user_agent), "")
    system = system or ("Linux" if "Linux" in user_agent else "")
    return " on ".join(part for part in (browser, system) if part) or "Unknown device"


def note_session(request: HttpRequest) -> None:
    """Enters the session of a request in the list of its account, or renews when it was last seen."""
    if get_client_ip(request):
        UserSession.objects.create_from_request(request)


def renamed_session(old: str | None, new: str | None) -> None:
    """A session got a new key and stays the same line in the list. One query."""
    UserSession.objects.filter(session_key=old).update(session_key=new)


def end_session(account: Account, mark: str) -> bool:
    """Ends one session of the account; whether there was one."""
    for row in UserSession.objects.filter(user=account):
        if mark_of(row.session_key) == mark:
            row.end()
            return True
    return False


@transaction.atomic
def end_sessions(account: Account) -> None:
    """Ends every session of an account on its next request, also those that no list knows."""
    Account.objects.filter(pk=account.pk).update(session_round=F("session_round") + 1)
    account.refresh_from_db(fields=["session_round"])
    for row in UserSession.objects.filter(user=account):
        row.end()


@transaction.atomic
def end_all_sessions() -> None:
    """Ends every session of everybody. Three queries."""
    Account.objects.update(session_round=F("session_round") + 1)
    UserSession.objects.all().delete()
    Session.objects.all().delete()


def forget_ended_sessions() -> int:
    """Removes the sessions whose time is over; how many. Two queries."""
    removed, _ = Session.objects.filter(expire_date__lt=clock.now()).delete()
    return int(removed)


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey as its holder sees it."""

    mark: str
    name: str
    made_at: datetime
    used_at: datetime | None


def passkeys_of(account: Account) -> list[Passkey]:
    """The passkeys of an account, oldest first. One query."""
    rows = Authenticator.objects.filter(user=account, type=PASSKEY).order_by("created_at", "pk")
    return [
        Passkey(mark_of(f"passkey {row.pk}"), str(row.data["name"]), row.created_at, row.last_used_at)
        for row in rows
    ]


def factor_of(account: Account, kind: str, mark: str = "") -> Authenticator | None:
    """The account's factor of a kind; of its passkeys the one with the mark. One query."""
    for row in Authenticator.objects.filter(user=account, type=kind):
        if kind != PASSKEY or mark_of(f"passkey {row.pk}") == mark:
            return row
    return None


def is_credential_known(credential_id: str) -> bool:
    """Whether a passkey with this id is held by anybody. One query."""
    return bool(Authenticator.objects.filter(type=PASSKEY, data__credential__id=credential_id).exists())


@transaction.atomic
def note_count(factor: Authenticator, count: int) -> bool:
    """Keeps how often a passkey signed; False, and nothing is kept, where the count does not go up: that betrays
    a copy of the key. The row is locked, so that of two answers with one count only one is taken. Two queries.

    Source: Web Authentication Level 2, 7.2, step 21. Passkeys that count nothing always say 0.
    """
    row = Authenticator.objects.select_for_update().filter(pk=factor.pk).first()
    if row is None:
        return False
    last = row.data.get("counter", row.wrap().authenticator_data.counter)
    if (count or last) and count <= last:
        return False
    row.data["counter"] = count
    row.save(update_fields=["data"])
    factor.data = row.data
    return True


@transaction.atomic
def take_away_factors(account: Account) -> int:
    """Removes all factors and the password of an account and ends its sessions; how many factors it had.

    Whoever found or guessed one of them can do nothing with the rest; a link opens the account again.
    """
    removed, _ = Authenticator.objects.filter(user=account).delete()
    account.set_unusable_password()
    account.save(update_fields=["password"])
    end_sessions(account)
    return int(removed)


@transaction.atomic
def rewrite_secrets(rewrite: Callable[[str], str]) -> int:
    """Passes every sealed secret of every factor through ``rewrite``; how many secrets there are."""
    count = 0
    for row in Authenticator.objects.select_for_update().order_by("pk"):
        sealed = {key: rewrite(row.data[key]) for key in ("secret", "seed") if key in row.data}
        if sealed:
            row.data = {**row.data, **sealed}
            row.save(update_fields=["data"])
            count += len(sealed)
    return count


def ask_for_reset(email: str) -> None:
    """Keeps that somebody asked for a new password, for the address as typed. One query, whoever it is."""
    ResetRequest.objects.create(email=email, asked_at=clock.now())


@transaction.atomic
def take_reset_requests() -> list[tuple[str, datetime]]:
    """The requests for a new password that wait, oldest first, each given out once. Two queries."""
    rows = list(ResetRequest.objects.select_for_update().order_by("asked_at", "pk"))
    ResetRequest.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return [(row.email, row.asked_at) for row in rows]

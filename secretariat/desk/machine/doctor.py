"""What is wrong with a machine, its settings and its store, and what to do about each."""

from __future__ import annotations

import os
import shutil
import smtplib
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db import Error, connection

from secretariat.audit.reads import newest_instant
from secretariat.toolbox import clock
from secretariat.toolbox.errors import SecretariatError
from secretariat.toolbox.vault import load_keyring, service_files

from ..recovery.rotation import MARK
from ..recovery.snapshot import embedded_database, faults_of, live_key, opened
from .store import is_begun

Weight = Literal["well", "note", "wrong"]
LEAST_FREE_BYTES = 2 * 2**30
_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at: ``wrong`` must be mended, ``note`` should be known; ``remedy`` says what to do."""

    about: str
    weight: Weight
    words: str
    remedy: str = ""


_Look = Callable[[], Iterator[Finding]]


def examine() -> list[Finding]:
    """Looks at everything; each part by itself, so that one broken thing does not hide the next. Reads the
    whole database once. Source: own choice, after what most often goes wrong on a machine of one's own.
    """
    of_store: dict[str, _Look] = {
        "permissions": _permissions, "keys": _keys, "database": _database, "clock": _clock, "space": _space,
    }  # fmt: skip
    begins: dict[str, _Look] = {"store": _no_store}
    here = of_store if is_begun() or service_files(settings.KEYS) else begins
    parts: dict[str, _Look] = {"settings": _settings, **here, "mail": _mail, "virus scanner": _scanner}
    found: list[Finding] = []
    for about, look in parts.items():
        try:
            found += list(look())
        except SecretariatError as error:
            found.append(Finding(about, "wrong", error.message, "Mend this first, then run doctor again."))
        except (OSError, Error) as error:
            found.append(
                Finding(about, "wrong", f"It cannot be looked at: {error}", "See docs/operations.md.")
            )
    return found


def _settings() -> Iterator[Finding]:
    if settings.DEBUG:
        yield Finding(
            "settings", "wrong", "DEBUG shows faults in full to everybody.", "Unset SECRETARIAT_DEBUG."
        )
    if settings.DEMO:
        yield Finding(
            "settings", "note", "This is a demo: links sign in as anybody.", "Unset SECRETARIAT_DEMO."
        )
    if not settings.SECURE:
        local = any(word in settings.BASE_URL for word in ("localhost", "127.0.0.1", "[::1]"))
        yield Finding(
            "settings",
            "note" if local else "wrong",
            f"{settings.BASE_URL} is not sealed on its way.",
            "Put a proxy with TLS in front and set SECRETARIAT_BASE_URL to https://…",
        )
    else:
        yield Finding("settings", "well", f"People come in at {settings.BASE_URL}.")


def _no_store() -> Iterator[Finding]:
    yield Finding(
        "store", "wrong", f"There is none in {settings.HOME} yet.",
        "Begin one with: secretariat serve. Or set SECRETARIAT_HOME to where it lies.",
    )  # fmt: skip


def _permissions() -> Iterator[Finding]:
    home = settings.HOME
    if not os.access(home, os.W_OK | os.X_OK):
        yield Finding(
            "permissions", "wrong", f"{home} cannot be written.", f"chown it to user {os.geteuid()}."
        )
        return
    open_ones = [path for path in _private_places() if path.exists() and path.stat().st_mode & 0o077]
    for path in open_ones:
        right = 700 if path.is_dir() else 600
        yield Finding(
            "permissions", "wrong", f"Others on this machine may open {path}.", f"chmod {right} {path}"
        )
    if not open_ones:
        yield Finding("permissions", "well", f"Only user {os.geteuid()} opens keys, database and papers.")


def _private_places() -> list[Path]:
    keys = list(settings.KEYS.iterdir()) if settings.KEYS.is_dir() else []
    kept = [path for path in keys if path.suffix != ".pub"]
    return [
        settings.KEYS,
        *kept,
        settings.FILES,
        *settings.HOME.glob("*.sqlite3*"),
        *settings.HOME.glob("*.age"),
    ]


def _keys() -> Iterator[Finding]:
    ring = load_keyring(settings.KEYS)
    yield Finding("keys", "well", f"The newest service key is {ring.key_id}.")
    if len(ring.recipients) < 2:
        yield Finding(
            "keys", "wrong", "There is no recovery key: with the keys folder, everything would be lost.",
            "Run: secretariat keys recovery, then: secretariat rotate-keys",
        )  # fmt: skip
    if settings.KEYS.is_relative_to(settings.HOME):
        yield Finding(
            "keys", "note", "The keys lie in the home folder: who takes the disk has both.",
            "Move the keys folder to another disk or a mounted secret and set SECRETARIAT_KEYS.",
        )  # fmt: skip
    if (settings.KEYS / MARK).exists():
        yield Finding("keys", "wrong", "A change of keys was broken off.", "Run: secretariat rotate-keys")
    elif len(service_files(settings.KEYS)) > 1:
        yield Finding("keys", "note", "Several service keys are in use.", "Run: secretariat rotate-keys")


def _database() -> Iterator[Finding]:
    if connection.vendor == "sqlite":
        with opened(embedded_database(), live_key()) as database:
            for fault in faults_of(database)[:3]:
                yield Finding(
                    "database", "wrong", fault, "Restore the newest backup; see docs/operations.md."
                )
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous")
            row = cursor.fetchone()
        if row is None or row[0] < 2:
            yield Finding(
                "database", "wrong", "A power cut can lose what was done.", "Do not change the pragmas."
            )
    names = set(connection.introspection.table_names())
    if "audit_deed" not in names:
        yield Finding("database", "wrong", "The store is not prepared.", "Run: secretariat migrate")
        return
    yield Finding("database", "well", f"{len(names)} tables open with the keys here.")


def _clock() -> Iterator[Finding]:
    newest = newest_instant()
    now = clock.now()
    if newest is not None and newest > now:
        yield Finding(
            "clock", "wrong", f"The newest deed is of {newest:%d %B %Y %H:%M}, and the clock says {now:%d %B %Y %H:%M}.",
            "Set the clock (timedatectl set-ntp true): deadlines and mandates go by it.",
        )  # fmt: skip
    elif now < datetime(2025, 1, 1, tzinfo=UTC):
        yield Finding("clock", "wrong", f"The clock says {now:%Y}.", "Set it: timedatectl set-ntp true")
    else:
        yield Finding("clock", "well", f"It is {now:%d %B %Y %H:%M} UTC, after the newest deed.")


def _space() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.HOME).free
    if free < LEAST_FREE_BYTES:
        yield Finding(
            "space", "wrong", f"{free / 2**20:.0f} MB are free at {settings.HOME}.",
            "Make room: a full disk refuses every deed (it loses none).",
        )  # fmt: skip
    else:
        yield Finding("space", "well", f"{free / 2**30:.1f} GB are free.")


def _mail() -> Iterator[Finding]:
    if "smtp" not in settings.EMAIL_BACKEND:
        yield Finding("mail", "note", "Letters are not sent by this configuration.")
        return
    if not settings.SENDS_MAIL:
        yield Finding(
            "mail", "note", "No mail server is named: letters wait, and links are handed over by hand.",
            "Set SECRETARIAT_MAIL_HOST to a server that takes letters (localhost for one on this machine).",
        )  # fmt: skip
        return
    host, port = settings.EMAIL_HOST, settings.EMAIL_PORT
    try:
        with smtplib.SMTP(host, port, timeout=_SECONDS):
            yield Finding("mail", "well", f"{host}:{port} takes letters.")
    except (OSError, smtplib.SMTPException) as error:
        yield Finding(
            "mail", "wrong", f"{host}:{port} does not answer ({error}); letters wait.",
            "Set SECRETARIAT_MAIL_HOST to a server that takes them.",
        )  # fmt: skip


def _scanner() -> Iterator[Finding]:
    address = getattr(settings, "CLAMD", "")
    if not address:
        yield Finding(
            "virus scanner", "note", "None is configured.", "Install clamav-daemon and set SECRETARIAT_CLAMD."
        )
        return
    try:
        answer = _asked(str(address))
    except OSError as error:
        yield Finding(
            "virus scanner", "wrong", f"{address} does not answer ({error}); papers are held.", "Start clamav-daemon.",
        )  # fmt: skip
        return
    if answer.startswith(b"PONG"):
        yield Finding("virus scanner", "well", f"{address} answers.")
    else:
        yield Finding(
            "virus scanner", "wrong", f"{address} is something else.", "Set SECRETARIAT_CLAMD to clamd."
        )


def _asked(address: str) -> bytes:
    if address.startswith("/"):
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(_SECONDS)
            line.connect(address)
            line.sendall(b"zPING\x00")
            return line.recv(64)
    host, _, port = address.rpartition(":")
    with socket.create_connection((host, int(port)), timeout=_SECONDS) as line:
        line.sendall(b"zPING\x00")
        return line.recv(64)

"""Writing the record of deeds."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from typing import Protocol

from django.conf import settings
from django.db import connection, transaction

from secretariat.access.rules import Actor, right_named
from secretariat.toolbox import clock

from .models import Deed
from .rules import GENESIS, HEADS_FILE, digest_of, link_digest, words_digest
from .signals import deed_recorded


class Named(Protocol):
    """What a deed can be about: a row with a public reference that belongs to a network."""

    ref: str

    @property
    def network_id(self) -> int: ...


def record_deed(
    actor: Actor,
    deed: str,
    thing: Named,
    *,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    label: str = "",
) -> Deed:
    """Adds one deed to the chain, inside the caller's transaction.

    ``deed`` must be a declared right; ``before`` and ``after`` are the values that changed (only their
    digests are kept); ``label`` is what the thing is called in a sentence, ``str(thing)`` if empty.
    Raises LookupError for an undeclared deed and TransactionManagementError outside a transaction.
    Costs two queries. After commit the new head is appended to a file beside the database.
    """
    right_named(deed)
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"the deed {deed} must be recorded in its transaction")
    if connection.vendor == "postgresql":
        # Two writers must not take the same number; SQLite's IMMEDIATE transactions already queue.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(20101020)")
    last = Deed.objects.order_by("-number").values_list("number", "digest").first()
    number, previous = (last[0] + 1, last[1]) if last else (1, GENESIS)
    salt = secrets.token_hex(16)
    words: dict[str, object] = {
        "actor": actor.label,
        "seat": ", ".join(s.seat_label for s in actor.standings if s.network_id == thing.network_id),
        "thing": (label or str(thing))[:200],
    }
    facts = {
        "number": number,
        "at": clock.now(),
        "deed": deed,
        "thing_kind": type(thing).__name__.casefold(),
        "thing_ref": thing.ref,
        "before": digest_of(_plain(before)) if before is not None else "",
        "after": digest_of(_plain(after)) if after is not None else "",
        "words_digest": words_digest(salt, words),
        "previous": previous,
    }
    row = Deed.objects.create(
        **facts,
        network_id=thing.network_id,
        account_id=actor.account_id,
        salt=salt,
        words=words,
        digest=link_digest(**facts),  # type: ignore[arg-type]
    )
    transaction.on_commit(lambda: _keep_head(row.number, row.digest))
    transaction.on_commit(
        lambda: deed_recorded.send(sender=type(thing), deed=deed, thing=thing, actor=actor),
        robust=True,  # the deed holds whatever becomes of a listener; what fails there is in the log
    )
    return row


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    return {
        key: value if isinstance(value, str | int | bool | None | list) else str(value)
        for key, value in values.items()
    }


def _keep_head(number: int, digest: str) -> None:
    """One line in a file outside the database: a rewritten database no longer matches it."""
    line = f"{number} {digest}\n".encode()
    fd = os.open(settings.HOME / HEADS_FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(fd, line)
    finally:
        os.close(fd)

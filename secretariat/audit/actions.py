"""Writing the record of deeds."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Collection, Mapping
from typing import Protocol

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string

from secretariat.access.rules import Actor, require, right_named
from secretariat.toolbox import clock
from secretariat.toolbox.errors import RuleBroken

from .declared import declared
from .heads import SignedHead, sign
from .models import Deed
from .reads import deeds_with_words, growth_at, head
from .rules import (
    HEADS_FILE,
    SIGNED_HEADS_FILE,
    WORDS_STAY,
    Link,
    digest_of,
    link_digest,
    wiped_digest,
    words_digest,
)
from .signals import deed_recorded


class Named(Protocol):
    """What a deed can be about: a row with a public reference that belongs to a network."""

    @property
    def ref(self) -> str: ...
    @property
    def network_id(self) -> int: ...


class Subject(Named, Protocol):
    """What words can be wiped about: a thing with a reference, a network and a ring."""

    @property
    def ring(self) -> str: ...
    @property
    def seat_id(self) -> int | None: ...


def record_deed(
    actor: Actor,
    deed: str,
    thing: Named,
    *,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    label: str = "",
    wiped: Collection[int] | None = None,
) -> Deed:
    """Adds one deed to the chain and to the tree, inside the caller's transaction.

    ``deed`` must be a declared right; ``before`` and ``after`` are the values that changed (only their
    digests are kept, under the deed's salt, so that they can be shredded with the words); ``label`` is what
    the thing is called in a sentence, ``str(thing)`` if empty; ``wiped`` are the numbers of the deeds whose
    words this one wipes, kept instead of ``after``.
    Raises LookupError for an undeclared deed and TransactionManagementError outside a transaction.
    Costs three queries. After commit the new head is appended to a file beside the database.
    """
    salt = secrets.token_hex(16)
    after_digest = digest_of([salt, _plain(after)]) if after is not None else ""
    if wiped is not None:
        after_digest = wiped_digest(wiped)
    return _append(
        actor,
        deed,
        thing,
        salt=salt,
        before=digest_of([salt, _plain(before)]) if before is not None else "",
        after=after_digest,
        label=label,
    )


def _append(actor: Actor, deed: str, thing: Named, *, salt: str, before: str, after: str, label: str) -> Deed:
    right_named(deed)
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(f"the deed {deed} must be recorded in its transaction")
    if connection.vendor == "postgresql":
        # Two writers must not take the same number; SQLite's IMMEDIATE transactions already queue.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(20101020)")
    last, previous = head()
    words: dict[str, object] = {
        "actor": actor.label,
        "seat": ", ".join(s.seat_label for s in actor.standings if s.network_id == thing.network_id),
        "thing": (label or str(thing))[:200],
        # Long after the thing is gone, the ring it had tells to whom its name may be told.
        "ring": str(getattr(thing, "ring", "")),
    }
    if declared():
        words["declared"] = declared()
    facts = {
        "number": last + 1,
        "at": clock.now(),
        "deed": deed,
        "thing_kind": type(thing).__name__.casefold(),
        "thing_ref": thing.ref,
        "before": before,
        "after": after,
        "words_digest": words_digest(salt, words),
        "previous": previous,
    }
    digest = link_digest(**facts)  # type: ignore[arg-type]
    owned = {"network_id": thing.network_id, "account_id": actor.account_id, "salt": salt, "words": words}
    growth = growth_at(last)
    nodes = growth.append(Link(**facts, **owned, digest=digest).leaf)  # type: ignore[arg-type]
    row = Deed.objects.create(**facts, **owned, digest=digest, nodes=b"".join(nodes).hex())
    root = growth.root.hex()
    transaction.on_commit(
        lambda: _keep_line(HEADS_FILE, f"{row.number} {row.digest} {root}"),
        robust=True,  # the deed is done; a disk that is full for this line must not say that it is not
    )
    transaction.on_commit(
        lambda: deed_recorded.send(sender=type(thing), deed=deed, thing=thing, actor=actor),
        robust=True,  # the deed holds whatever becomes of a listener; what fails there is in the log
    )
    return row


@transaction.atomic
def wipe_words(
    actor: Actor, *, thing: Subject, numbers: Collection[int], reason: str, with_own: bool = False
) -> int:
    """Wipes the words and the salt of deeds about a thing for good; chain and tree stand. Gives how many.

    ``thing`` is whom or what the deeds are about, ``numbers`` the deeds, ``reason`` why, in words that name
    nobody. The deed that says so keeps the digest of their numbers, so that a wiping without it is found.
    Nobody wipes what they did themselves but with the thing's own words, which ``with_own`` says; everybody
    else at Chair and Secretariat is told by a letter, which ``settings.TELL_OF_WIPING`` writes.
    Raises RuleBroken without a reason, for a deed of one's own or one whose words stay, or when none of the
    deeds (of the thing's network) has words left. Five queries, two for each five hundred deeds, and the
    letters. Source: own choice, because the right to be forgotten (GDPR, article 17) and a record that cannot
    be altered meet only where the digests never were the words.
    """
    require(actor, "audit.wipe_words", thing)
    if not reason.strip():
        raise RuleBroken("audit.reason", "Say why the words are wiped; the record keeps the reason.")
    found: list[int] = []
    for row in deeds_with_words(thing.network_id, numbers):
        if row.deed in WORDS_STAY:
            raise RuleBroken(
                "audit.words_stay",
                f"The words of deed {row.number} stay: it tells who opened or shut a way in, or wiped words.",
            )
        if not with_own and row.account_id is not None and row.account_id == actor.account_id:
            raise RuleBroken(
                "audit.own_deed",
                f"You did deed {row.number} yourself; somebody else at Chair or Secretariat wipes its words.",
            )
        found.append(row.number)
    if not found:
        raise RuleBroken("audit.nothing_to_wipe", "None of these deeds has words left to wipe.")
    count = "one deed" if len(found) == 1 else f"{len(found)} deeds"
    deed = record_deed(actor, "audit.wipe_words", thing, wiped=found, label=f"{count} ({reason.strip()})")
    for start in range(0, len(found), 500):
        Deed.objects.filter(number__in=found[start : start + 500]).update(
            words=None, salt=None, wiped_by=deed.number
        )
    import_string(settings.TELL_OF_WIPING)(actor, thing, len(found), reason.strip())
    return len(found)


def keep_signed_head() -> SignedHead:
    """Signs the head of the record as it is now and, after commit, keeps it in a file beside the database.

    No deed: a head says nothing that the deeds do not say. Raises SealBroken when the signing key does not
    open. Two queries.
    """
    growth = growth_at(head()[0])
    signed = sign(growth.size, growth.root.hex(), clock.now())
    transaction.on_commit(
        lambda: _keep_line(SIGNED_HEADS_FILE, signed.line),
        robust=True,  # what was approved is approved; the tick keeps the next head once the disk has room
    )
    return signed


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    return {
        key: value if isinstance(value, str | int | bool | None | list) else str(value)
        for key, value in values.items()
    }


def _keep_line(name: str, line: str) -> None:
    """One line in a file outside the database: a rewritten database no longer matches it.

    A line that a power cut or a full disk left by half goes first; its deed is in the database all the same.
    """
    fd = os.open(settings.HOME / name, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
        size = os.fstat(fd).st_size
        tail = os.pread(fd, 1000, max(0, size - 1000))
        if tail and not tail.endswith(b"\n"):
            os.ftruncate(fd, size - len(tail) + tail.rfind(b"\n") + 1)
        os.write(fd, f"{line}\n".encode())
    finally:
        os.close(fd)

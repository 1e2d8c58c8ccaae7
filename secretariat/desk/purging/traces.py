"""No trace: rows and old pages of the store that may still hold words which were purged or wiped.

What is left is told by the record of deeds itself: every wiping is a deed, and a small file beside the database
says up to which deed all traces are erased. A process that dies between a purge and this leaves it to the tick.
"""

from __future__ import annotations

import re
from typing import Final

from django.conf import settings
from django.db import connection

from secretariat.access.rules import system_actor
from secretariat.audit.reads import deed_numbered, head, things_done_to

from ..actions import refresh_row
from ..things import KINDS
from .kinds import PURGES

TRACES_FILE: Final = "traces-erased.txt"
_LEAVES_TRACES: Final = frozenset({purge.deed for purge in PURGES.values()} | {"audit.wipe_words"})
_PATIENCE_MS: Final = 2000
"""How long the log waits for readers: whoever wants to write waits with it."""
_EVERYTHING: Final = system_actor("the eraser of traces")


def erase_traces() -> bool:
    """Rewrites the search rows of what was purged, merges the search index and empties the write-ahead log.

    Gives whether nothing is left. False within a transaction, and while somebody reads from the log: then the
    words lie there until the next round. Costs four queries where nothing was wiped since the last time.
    SQLite overwrites what it deletes in its tables, but its full-text index and its log keep old pages until they
    are merged; on PostgreSQL its VACUUM does that. Source: the documentation of SQLite's ``wal_checkpoint``.
    """
    (number, digest), until = head(), _erased_until()
    refs = things_done_to(_LEAVES_TRACES, after=until)
    for ref in refs:
        _refresh(ref)
    if refs and not _empty_index_and_log():
        return False
    if number > until and not connection.in_atomic_block:
        (settings.HOME / TRACES_FILE).write_text(f"{number} {digest}\n")
    return True


def things_with_traces() -> int:
    """How many things were purged or had words of their deeds wiped since all traces were erased. Two queries."""
    return len(things_done_to(_LEAVES_TRACES, after=_erased_until()))


def _refresh(ref: str) -> None:
    """Writes the search rows of a thing anew: whoever purged it may have died before the index followed."""
    kind = KINDS.get(ref.partition("-")[0])
    if kind is not None:
        rows = kind.door(_EVERYTHING)
        refresh_row(rows.filter(ref=ref).first() or rows.model(ref=ref))


def _erased_until() -> int:
    """The number of the deed up to which nothing is left; 0 where that is not known, as after a restore."""
    path = settings.HOME / TRACES_FILE
    found = re.fullmatch(r"([0-9]{1,18}) ([0-9a-f]{64})\n", path.read_text()) if path.exists() else None
    deed = deed_numbered(int(found[1])) if found else None
    return deed.number if found and deed is not None and deed.digest == found[2] else 0


def _empty_index_and_log() -> bool:
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO desk_search(desk_search) VALUES('optimize')")
        if connection.in_atomic_block:
            return False
        cursor.execute("PRAGMA busy_timeout")
        (patience,) = cursor.fetchone()
        cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE_MS}")
        try:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            is_busy, *_ = cursor.fetchone()
        finally:
            cursor.execute(f"PRAGMA busy_timeout = {int(patience)}")
    return not is_busy

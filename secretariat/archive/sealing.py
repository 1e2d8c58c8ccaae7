"""Sealing papers anew: to a newer key, or for the first time when an old version kept them in clear.

Each file is a step of its own: the new file is whole on the disk before the row names it, and the old one goes
after that is committed. Killed at any point, the row names a whole file, and going on continues behind it.
"""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from secretariat.access.rules import Actor, require
from secretariat.audit.actions import record_deed

from . import store
from .models import Source
from .reads import keyring, sources_folder


def reseal_files(actor: Actor, *, limit: int) -> int:
    """Seals up to ``limit`` papers to the newest key, and gives how many were not yet.

    Call it until it gives 0. Raises SourceUnreadable at a paper that is damaged; nothing of it is lost.
    """
    newest = keyring().key_id
    waiting = list(Source.objects.exclude(key_id=newest).order_by("pk")[:limit])
    for source in waiting:
        reseal_source(actor, source=source)
    return len(waiting)


@transaction.atomic
def reseal_source(actor: Actor, *, source: Source) -> None:
    """Seals one paper to the newest key under a new name. Raises SourceUnreadable when it is damaged."""
    require(actor, "archive.reseal_source", source)
    row = Source.objects.select_for_update(of=("self",)).get(pk=source.pk)
    ring, folder, old = keyring(), sources_folder(), row.stored_name
    if row.key_id == ring.key_id:
        return
    before = store.Kept(old, row.sha256, row.size, row.key_id)
    with store.opened(before, folder, ring, settings.HOME) as plain:
        kept = store.keep(plain, folder, ring, sha256=row.sha256, size=row.size)
    try:
        row.stored_name, row.key_id = kept.stored_name, kept.key_id
        row.save(update_fields=["stored_name", "key_id"])
        record_deed(
            actor,
            "archive.reseal_source",
            row,
            before={"key": before.key_id},
            after={"key": kept.key_id},
        )
    except BaseException:
        (folder / kept.stored_name).unlink(missing_ok=True)
        raise
    transaction.on_commit(lambda: (folder / old).unlink(missing_ok=True))

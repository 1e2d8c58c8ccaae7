"""What the desk does when a deed was recorded below: it keeps the search index in step."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from secretariat.audit.signals import deed_recorded

from .actions import refresh_row
from .agenda.book import forget_books


@receiver(deed_recorded, dispatch_uid="desk.search")
def keep_the_index(sender: type, thing: Any, **_: Any) -> None:
    """Writes, rewrites or removes the search row of the thing the deed was about."""
    refresh_row(thing)


@receiver(deed_recorded, dispatch_uid="desk.books")
def forget_what_was_purged(sender: type, deed: str, **_: Any) -> None:
    """Throws the kept books away when words or a paper were purged: they may stand in any of them."""
    if ".purge_" in deed or deed in {"archive.remove_source", "archive.refuse_classified"}:
        forget_books()

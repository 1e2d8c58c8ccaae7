"""What the desk does when a deed was recorded below: it keeps the search index in step."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from secretariat.audit.signals import deed_recorded

from .actions import refresh_row


@receiver(deed_recorded, dispatch_uid="desk.search")
def keep_the_index(sender: type, thing: Any, **_: Any) -> None:
    """Writes, rewrites or removes the search row of the thing the deed was about."""
    refresh_row(thing)

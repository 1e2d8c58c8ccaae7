"""``secretariat migrate``: prepares the store for this version, and begins one in an empty home."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate

from secretariat.desk.machine.store import begin


class Command(migrate.Command):
    """Django's own command; it alone lays down keys and database, so that no command that only looks does."""

    help = "Prepares the store for this version, or begins one in an empty home; serve does so by itself."

    def execute(self, *args: Any, **options: Any) -> Any:
        begin()  # before the checks, which ask the database already
        return super().execute(*args, **options)

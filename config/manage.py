"""The console script ``secretariat``: every command that can be called from outside.

``read`` needs no database and starts without Django, which keeps it fast; all others are management
commands of the rooms. Exit codes: 0 done, 1 refused or found wrong (with a sentence), 2 wrong use.
"""

from __future__ import annotations

import os
import sys


def main(argv: list[str] | None = None) -> None:
    """Runs one command and exits with its code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["read"]:
        from secretariat.archive.reading.cli import main as read

        sys.exit(read(arguments[1:]))
    if arguments and not arguments[0].startswith("-"):
        arguments[:1] = [
            word.replace("-", "_") for word in arguments[:1]
        ]  # rotate-keys is a module rotate_keys
    os.umask(0o077)  # what a store holds is read by its own user only
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, ProgrammingError

    from secretariat.toolbox.errors import SecretariatError

    try:
        execute_from_command_line(["secretariat", *arguments])
    except SecretariatError as error:
        print(error.message, file=sys.stderr)
        sys.exit(1)
    except (OperationalError, ProgrammingError):
        if not _tables_are_missing():
            raise
        print(
            "This store is not prepared for this version yet; run: secretariat migrate (or serve).",
            file=sys.stderr,
        )
        sys.exit(1)


def _tables_are_missing() -> bool:
    """Whether migrations of this version were not applied to the store yet."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


if __name__ == "__main__":
    main()

"""The console script ``secretariat``: every command that can be called from outside.

``read`` needs no database and starts without Django, which keeps it fast; all others are management
commands of the rooms. Exit codes: 0 done, 1 refused or found wrong (with a sentence), 2 wrong use.
"""

from __future__ import annotations

import os
import sys
import textwrap


def main(argv: list[str] | None = None) -> None:
    """Runs one command and exits with its code."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["read"]:
        from secretariat.archive.reading.cli import main as read

        sys.exit(read(arguments[1:]))
    named = 1 if arguments[:1] == ["help"] else 0
    if len(arguments) > named and not arguments[named].startswith("-"):
        arguments[named] = arguments[named].replace("-", "_")  # rotate-keys is a module rotate_keys
    os.umask(0o077)  # what a store holds is read by its own user only
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, ProgrammingError

    from secretariat.toolbox.errors import SecretariatError

    try:
        if arguments in ([], ["help"], ["--help"], ["-h"]):
            print(_overview())
            return
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


def _overview() -> str:
    """Every command of ours with the first sentence of its help, and how to learn more.

    Source: own choice: what Django and its neighbours bring (a superuser, a dump in clear) has no place in the
    hands of whoever keeps the machine, so it is not offered, though it can still be called for development.
    """
    import django
    from django.core.management import get_commands, load_command_class

    django.setup()
    offered = {"read": "Reads one paper and prints what it says; needs no store."}
    for name, room in get_commands().items():
        if room.startswith("secretariat."):
            words = load_command_class(room, name).help
            offered[name.replace("_", "-")] = words.partition("; ")[0].partition(". ")[0].rstrip(".") + "."
    lines = [
        textwrap.fill(offered[name], 100, initial_indent=f"  {name:<13}", subsequent_indent=" " * 15)
        for name in sorted(offered)
    ]
    return "\n".join(["secretariat COMMAND [--help]", "", *lines, "", "More: docs/operations.md"])


def _tables_are_missing() -> bool:
    """Whether migrations of this version were not applied to the store yet."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


if __name__ == "__main__":
    main()

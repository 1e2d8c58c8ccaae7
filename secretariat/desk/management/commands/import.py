"""``secretariat import DIR``: an export goes into an empty store, every thing as it was."""

# ruff: noqa: N999 - a command is named by its file

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from secretariat.access.rules import system_actor
from secretariat.audit.heads import key_name
from secretariat.desk.actions import import_export, rebuild_index
from secretariat.desk.leaving.bundle import open_bundle
from secretariat.desk.machine.store import begin_where_none_is
from secretariat.desk.recovery.origin import Kept, ask_for_kept, warning
from secretariat.members.reads import network_here

IMPORTER = system_actor("whoever keeps the machine")


class Command(BaseCommand):
    help = (
        "Takes an export into an empty store, or an empty home: all its things and papers. Passwords and keys were never in it; "
        "renew each activation link. Its record of deeds stays with the export, and proves itself there. Whose "
        "export it is, a kept --head or --key proves; without any it says so."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)
        ask_for_kept(parser)
        parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        bundle = open_bundle(options["folder"], Kept(tuple(options["head"]), tuple(options["key"])))
        key = key_name(bytes.fromhex(bundle.signed_by))
        self.stderr.write(
            f"{len(bundle.files)} files are as they were written, and signed with the key {key}."
        )
        if not bundle.proved_by:
            self.stderr.write(warning(bundle.signed_by))
        begin_where_none_is()
        counts = import_export(IMPORTER, bundle=bundle)
        self.stderr.write("search index ...")
        rebuild_index(IMPORTER, network=network_here(IMPORTER))
        if options["json"]:
            self.stdout.write(
                json.dumps(
                    {
                        "things": counts,
                        "files": len(bundle.files),
                        "key": key,
                        "proved_by": bundle.proved_by,
                    }
                )
            )
            return
        self.stdout.write(
            f"{sum(counts.values())} things are here, as {bundle.about['exported_for']} saw them. "
            f"They were signed with the key {key}: "
            f"{'proved by ' + bundle.proved_by if bundle.proved_by else 'NOT PROVED to be ours'}."
        )

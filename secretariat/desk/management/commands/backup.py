"""``secretariat backup DIR``: a sealed backup in a new folder, while the store is in use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from secretariat.desk.recovery.backup import back_up


class Command(BaseCommand):
    help = (
        "Backs the store up into DIR/secretariat-YYYYMMDD-HHMMSS while it is in use. All of it is sealed; the "
        "service keys are not in it: keep the keys folder, or the recovery key, elsewhere."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument(
            "--afresh", action="store_true", help="copy every paper, also those an older backup has"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        made = back_up(options["folder"], afresh=options["afresh"], tell=self.stderr.write)
        if options["json"]:
            facts = {
                "folder": str(made.folder), "papers": made.files, "reused": made.reused, "bytes": made.bytes,
                "deeds": made.head[0], "head": made.head[1],
            }  # fmt: skip
            self.stdout.write(json.dumps(facts))
            return
        self.stdout.write(
            f"{made.folder}: {made.files} papers ({made.reused} lent by the backup before), "
            f"{made.bytes / 2**20:.1f} MB, {made.head[0]} deeds up to {made.head[1][:16]}…"
        )

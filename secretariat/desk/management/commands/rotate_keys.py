"""``secretariat rotate-keys``: a new service key, and everything sealed to it; can be broken off and goes on."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from secretariat.desk.machine.store import alone
from secretariat.desk.recovery.rotation import rotate_keys


class Command(BaseCommand):
    help = (
        "Makes a new service key and seals database key, papers and secrets to it and to the recovery keys. "
        "The old key is put away at the very end. Stop the server first; broken off, call it again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        with alone():
            done = rotate_keys(tell=self.stderr.write)
        if options["json"]:
            facts = {
                "key_id": done.key_id, "papers": done.papers, "secrets": done.secrets,
                "retired": [str(path) for path in done.retired],
            }  # fmt: skip
            self.stdout.write(json.dumps(facts))
            return
        self.stdout.write(
            f"All is sealed to key {done.key_id}: {done.papers} papers and {done.secrets} secrets in this run."
        )
        for path in done.retired:
            self.stdout.write(f"{path} opens older backups only. Destroy it when the last of them is gone.")

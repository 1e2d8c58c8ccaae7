"""``secretariat restore DIR``: a backup comes back into an empty home, and every digest is compared."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from secretariat.audit.heads import key_name
from secretariat.desk.recovery.origin import Kept, ask_for_kept, warning
from secretariat.desk.recovery.restore import restore


class Command(BaseCommand):
    help = (
        "Restores one backup into an empty SECRETARIAT_HOME. Put the keys folder back first (SECRETARIAT_KEYS), "
        "or hand in the recovery key with --identity; then all is sealed anew to the keys of this home. Whose "
        "backup it is, a kept --head or --key proves; without any it says so."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", metavar="DIR", type=Path, help="one backup, secretariat-YYYYMMDD-HHMMSS"
        )
        parser.add_argument(
            "--identity", metavar="FILE", type=Path, action="append", default=[],
            help="a file with a private key: the recovery key, or an old service key; may be given again",
        )  # fmt: skip
        ask_for_kept(parser)
        parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        kept = Kept(tuple(options["head"]), tuple(options["key"]))
        done = restore(options["folder"], identities=options["identity"], kept=kept, tell=self.stderr.write)
        if options["json"]:
            if not done.proved_by:
                self.stderr.write(warning(done.signed_by))
            self.stdout.write(json.dumps(asdict(done)))
            return
        self.stdout.write(f"{settings.HOME} holds the store of {done.made_at} again. Compared and equal:")
        self.stdout.write("  every file of the backup with its digest in the manifest")
        self.stdout.write(f"  {done.tables} tables, {done.rows} rows")
        self.stdout.write(f"  deed {done.head[0]}, {done.head[1]}, the newest of the backup")
        self.stdout.write(f"  the record of {done.deeds} deeds and {done.files} papers, verified")
        if done.proved_by:
            name = key_name(bytes.fromhex(done.signed_by))
            self.stdout.write(f"  the key that signed it, {name}, with {done.proved_by}")
        else:
            self.stdout.write(warning(done.signed_by))
        if done.lost:
            self.stdout.write(
                f"{done.lost} deeds that a kept head knows came after this backup: they are lost."
            )
        if done.resealed:
            self.stdout.write("All of it was sealed to the new keys of this home; back them up.")
        self.stdout.write("Everybody signs in anew. Start with: secretariat serve")

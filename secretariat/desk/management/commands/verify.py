"""``secretariat verify``: proves the record of deeds and the files; exit 1 and the place where not."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from secretariat.archive.reads import file_faults
from secretariat.audit.reads import verify_chain
from secretariat.toolbox.errors import RuleBroken


class Command(BaseCommand):
    help = "Checks the chain of deeds against its kept heads, and every stored paper against its digest."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        count, faults = verify_chain()
        files, broken = file_faults()
        found = [{"where": f"deed {f.number}", "kind": f.kind, "message": f.message} for f in faults]
        found += [{"where": ref, "kind": "file", "message": message} for ref, message in broken]
        if options["json"]:
            self.stdout.write(
                json.dumps({"deeds": count, "files": files, "faults": found}, ensure_ascii=False)
            )
        else:
            for fault in found:
                self.stdout.write(f"{fault['where']}: {fault['message']}")
            self.stdout.write(f"{count} deeds and {files} files checked, {len(found)} faults.")
        if found:
            raise RuleBroken("audit.verify", "The store was altered or damaged; see the places above.")

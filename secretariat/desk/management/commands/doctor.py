"""``secretariat doctor``: finds wrong settings, permissions, keys and neighbours, and says what to do."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from secretariat.desk.machine.doctor import examine
from secretariat.toolbox.errors import RuleBroken


class Command(BaseCommand):
    help = "Looks at settings, permissions, keys, database, clock, space, mail and virus scanner; says what to do."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        findings = examine()
        if options["json"]:
            self.stdout.write(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False))
        else:
            for finding in findings:
                remedy = f" {finding.remedy}" if finding.remedy else ""
                self.stdout.write(f"{finding.weight:5}  {finding.about}: {finding.words}{remedy}")
        wrong = sum(finding.weight == "wrong" for finding in findings)
        if wrong:
            raise RuleBroken("desk.doctor", f"{wrong} of {len(findings)} findings must be mended.")

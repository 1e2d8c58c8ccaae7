"""``secretariat intake FILE... --network SLUG --as EMAIL [--accept-all]``: papers into the archive."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from secretariat.access.command import ActorCommand
from secretariat.access.reads import one_or_hidden
from secretariat.access.rules import Actor
from secretariat.archive import actions
from secretariat.archive.checking import prepared
from secretariat.archive.intake import read_now
from secretariat.archive.reads import findings_of, visible_readings
from secretariat.members.models import Network
from secretariat.members.reads import visible_networks
from secretariat.toolbox.errors import RuleBroken, SourceUnreadable


class Command(ActorCommand):
    help = "Takes papers in, reads them, and with --accept-all enters what was read."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--network", required=True, metavar="SLUG")
        parser.add_argument("--ring", default="members", choices=["partners", "members", "bureau"])
        parser.add_argument("--accept-all", action="store_true", help="enter everything that was read")
        parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = self.actor(options["email"])
        network = one_or_hidden(visible_networks(actor), slug=options["network"])
        done = []
        problems = []
        for number, path in enumerate(options["files"], 1):
            if not options["json"]:
                self.stderr.write(f"{number} of {len(options['files'])}: {path.name} ...")
            try:
                done.append(self._one(actor, network, path, options))
            except (SourceUnreadable, RuleBroken) as error:
                problems.append(f"{path}: {error.message}")
                self.stderr.write(problems[-1])
        if options["json"]:
            self.stdout.write(json.dumps(done, ensure_ascii=False))
        else:
            for row in done:
                self.stdout.write(
                    f"{row['file']}: reading {row['reading']}"
                    + (f", meeting {row['meeting']}" if row["meeting"] else "")
                )
        if problems:
            raise SourceUnreadable(f"{len(problems)} of {len(options['files'])} files were not taken in.")

    def _one(self, actor: Actor, network: Network, path: Path, options: dict[str, Any]) -> dict[str, Any]:
        if not path.is_file():
            raise SourceUnreadable("there is no such file.")
        with prepared(path, path.name) as (checked, sealed):
            source, _ = actions.take_in_source(
                actor,
                network=network,
                name=path.name,
                path=path,
                ring=options["ring"],
                checked=checked,
                sealed=sealed,
            )
        for finding in findings_of(source):
            self.stderr.write(f"{path.name}: {finding.sentence}")
        if source.state == "held":
            raise SourceUnreadable(source.held_because)
        reading = one_or_hidden(visible_readings(actor), source=source)
        if reading.state in {"waiting", "failed", "stopped"}:
            read_now(actor, reading)
            reading.refresh_from_db()
        if reading.state == "failed":
            raise SourceUnreadable(reading.problem)
        meeting = reading.meeting
        if options["accept_all"] and reading.state == "read":
            actions.settle_rest(actor, reading=reading, state="accepted")
            meeting = actions.accept_reading(actor, reading=reading)
        return {"file": str(path), "reading": reading.ref, "meeting": meeting.ref if meeting else None}

"""``secretariat export DIR [--seat CODE] --as EMAIL``: everything of a seat, or of the network, as plain folders."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from secretariat.access.command import ActorCommand
from secretariat.access.reads import one_or_hidden
from secretariat.desk.leaving.export import export_network, export_seat
from secretariat.members.reads import network_here, visible_seats


class Command(ActorCommand):
    help = (
        "Writes what a seat owns and sees (--seat), or what Chair or Secretariat see of the network, into a new "
        "folder that needs no program of ours to be read: PDF, CSV, JSON, papers in clear. Keep it safe. "
        "Whoever can run this has the keys and so every paper: --as asks no password. The person named, and the "
        "offices (or those who speak for the seat), get a letter, and the record of deeds says it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("folder", metavar="DIR", type=Path)
        parser.add_argument("--seat", metavar="CODE", default="", help="one seat; only its own people may")
        parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = self.actor(options["email"])
        network = network_here(actor)
        folder = options["folder"].expanduser().resolve()
        if options["seat"]:
            seat = one_or_hidden(
                visible_seats(actor).filter(network=network), code=options["seat"].casefold()
            )
            done = export_seat(actor, seat, folder, tell=self.stderr.write)
        else:
            done = export_network(actor, network, folder, tell=self.stderr.write)
        if options["json"]:
            facts = {
                "folder": str(folder), "things": done.counts, "papers": done.papers,
                "reports": len(done.reports), "left_out": done.left_out,
            }  # fmt: skip
            self.stdout.write(json.dumps(facts))
            return
        self.stdout.write(
            f"{folder}: {sum(done.counts.values())} things, {done.papers} papers, {len(done.reports)} reports. "
            "Open index.html, or read contents.txt. It lies there in clear: keep it safe."
        )
        if done.left_out:
            self.stdout.write(
                f"{done.left_out} things stayed: they hang on something you do not see, or are held."
            )

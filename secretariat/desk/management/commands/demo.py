"""``secretariat demo load`` and ``secretariat demo cast --json``: the demo story and who is in it."""

from __future__ import annotations

import json
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction
from django.urls import reverse

from secretariat.access.rules import system_actor
from secretariat.desk.sign_in.accounts import demo_token
from secretariat.desk.story.natc import NATC
from secretariat.desk.story.natc_story import PAPERS, tell
from secretariat.members.reads import cast_lines, main_network
from secretariat.toolbox.errors import NotVisible, RuleBroken

TRY_FIRST = """
What to try first
  1. Open the first link (the officer of the Secretariat). The desk says that a paper waits: review it,
     then “Accept all and enter”.
  2. Open the meeting in Bečići of 30 May 2019: what was said, and what became of it. From any line the
     first node of its thread leads to the sentence in the source.
  3. Open the link of the coordinator of Croatia: what is asked of that seat, and by when.
  4. Open the link of the observer, or of the coordinator whose mandate ended yesterday: nothing closed.
  Papers to drop into the archive yourself: {papers}
"""


class Command(BaseCommand):
    help = "Fills an empty store with the demo story; lists the demo cast."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("deed", choices=["load", "cast"])
        parser.add_argument("--only-data", action="store_true", help="load without printing the cast")
        parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
        parser.add_argument("--base-url", default=settings.BASE_URL)

    def handle(self, *args: Any, **options: Any) -> None:
        if options["deed"] == "load":
            self._load(quiet=options["json"])
            if options["only_data"]:
                return
        cast = self._cast(options["base_url"])
        if options["json"]:
            self.stdout.write(json.dumps(cast, ensure_ascii=False))
        else:
            self._print(cast)

    def _load(self, *, quiet: bool) -> None:
        network = main_network(system_actor("the demo"))
        if network is not None:
            if network.slug != NATC.slug or not settings.DEMO:
                raise RuleBroken(
                    "story.empty_store", "This store is in use. A demo needs an empty SECRETARIAT_HOME."
                )
            self.stderr.write("The demo story is in this store already; it is kept as you left it.")
            return
        begun = time.monotonic()
        with transaction.atomic():
            _as_one_step(self, quiet)
        if not quiet:
            self.stderr.write(f"The demo story stands ({time.monotonic() - begun:.1f} s).")

    def _cast(self, base_url: str) -> list[dict[str, str]]:
        network = main_network(system_actor("the demo"))
        if network is None:
            raise NotVisible("There is no network in this store yet; load the demo first.")
        order = {plan.email: n for n, plan in enumerate(NATC.cast)}
        cast = []
        for line in cast_lines(network):
            row = {"name": line.name, "email": line.email, "seat": line.seat, "function": line.function}
            if settings.DEMO:
                row["link"] = base_url + reverse("desk:enter", args=[demo_token(line.account)])
            cast.append(row)
        return sorted(cast, key=lambda row: order.get(row["email"], len(order)))

    def _print(self, cast: list[dict[str, str]]) -> None:
        self.stdout.write(f"\nThe demo is at {settings.BASE_URL}/  One link signs in as one person:\n")
        for row in cast:
            what = ", ".join(part for part in (row["function"], row["seat"]) if part) or "no mandate"
            self.stdout.write(
                f"  {row['name']} ({what})\n    {row.get('link', 'links only with SECRETARIAT_DEMO=true')}"
            )
        self.stdout.write(TRY_FIRST.format(papers=PAPERS))


def _as_one_step(command: Command, quiet: bool) -> None:
    for step in tell():
        if not quiet:
            command.stderr.write(f"  {step} ...")

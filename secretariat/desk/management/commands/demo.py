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
  5. As the coordinator of Croatia open the own seat under {base}/members/ and propose somebody, with a letter.
     The officer finds it on the desk, confirms it, and copies the first sign-in link once, because the demo
     sends no mail.
  6. As the officer open a line of the follow-up list and “Ask by a personal link”. The address is shown once:
     opened in another browser, it is answered without a sign-in.
  7. As the newcomer of Albania read what the seat promised: {base}/welcome/
  8. On any entry open “Who can see this, and why”; as the officer look at what differs from the default:
     {base}/rights/
  9. As the administrator ask for an emergency opening ({base}/rights/openings/), agree to it as the Chair, look at
     a paper, and see as the Chair what was opened.
 10. As the officer read who did what ({base}/deeds/), keep the head of today ({base}/deeds/head/), and hold it
     against the record tomorrow.
 11. Write “born on 12 March 1980” into any form: it is asked about before it is saved.
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
        self.stdout.write(TRY_FIRST.format(papers=PAPERS, base=settings.BASE_URL))


def _as_one_step(command: Command, quiet: bool) -> None:
    for step in tell():
        if not quiet:
            command.stderr.write(f"  {step} ...")

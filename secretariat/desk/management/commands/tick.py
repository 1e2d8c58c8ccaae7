"""``secretariat tick``: all periodic work that is due; safe to run at any time, twice."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from secretariat.desk.machine.jobs import HOURLY, JOBS, TICK
from secretariat.desk.machine.ticker import run_jobs, tick_on
from secretariat.members.reads import visible_networks


class Command(BaseCommand):
    help = "Runs all periodic work that is due; the server does so by itself every minute."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--every", type=int, default=0, metavar="SECONDS", help="again and again")
        parser.add_argument("--with", type=int, dest="parent", default=0, metavar="PID", help="ends with it")

    def handle(self, *args: Any, **options: Any) -> None:
        # A store without tables fails here, with the sentence that says what to do, and not in every job.
        visible_networks(TICK).exists()
        if options["every"]:
            tick_on(JOBS, every_seconds=options["every"], parent=options["parent"], hourly=HOURLY)
            return
        failed = False
        for words, done in run_jobs(JOBS):
            self.stdout.write(f"{words}: {'failed, see the log' if done is None else done}")
            failed = failed or done is None
        if failed:
            sys.exit(1)

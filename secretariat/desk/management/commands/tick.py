"""``secretariat tick``: all periodic work that is due; safe to run at any time, twice."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from secretariat.desk.jobs import JOBS


class Command(BaseCommand):
    help = "Runs all periodic work that is due."

    def handle(self, *args: Any, **options: Any) -> None:
        for words, job in JOBS.items():
            self.stdout.write(f"{words}: {job()}")

"""``secretariat report MEETING --pdf FILE --docx FILE --as EMAIL``: the report of a meeting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser

from secretariat.access.command import ActorCommand
from secretariat.access.reads import one_or_hidden
from secretariat.meetings.reads import visible_meetings
from secretariat.publishing import typeset
from secretariat.publishing.reads import report_data


class Command(ActorCommand):
    help = "Writes the report of a meeting, with what the actor may see."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("meeting", metavar="MEETING", help="the meeting's reference")
        parser.add_argument("--pdf", type=Path, metavar="FILE")
        parser.add_argument("--docx", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = [(options["pdf"], typeset.report_pdf), (options["docx"], typeset.report_docx)]
        if not any(path for path, _ in wanted):
            raise CommandError("Say what to write: --pdf FILE, --docx FILE or both.", returncode=2)
        actor = self.actor(options["email"])
        meeting = one_or_hidden(visible_meetings(actor).select_related("within"), ref=options["meeting"])
        data = report_data(actor, meeting)
        for path, make in wanted:
            if path is not None:
                part = path.with_name(f".{path.name}.part")
                part.write_bytes(make(data))
                part.replace(path)
                self.stdout.write(f"{path} written")

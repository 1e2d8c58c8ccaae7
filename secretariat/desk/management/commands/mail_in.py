"""``secretariat mail-in FILE``: the mail server hands mail over, one by a pipe or many in a mailbox file."""

from __future__ import annotations

import mailbox
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from secretariat.desk.machine.mail_in import MAIL, place_mail
from secretariat.meetings.actions import LARGEST_MAIL
from secretariat.members.reads import network_here
from secretariat.toolbox.errors import RuleBroken, SourceUnreadable


class Command(BaseCommand):
    help = (
        "Takes in mail: answers to invitations, letters that came back; the rest waits for the Secretariat. "
        "FILE is one mail, a mailbox file (mbox), or - for one mail from standard input."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="a mail (.eml), a mailbox file, or -")

    def handle(self, *args: Any, **options: Any) -> None:
        network = network_here(MAIL)
        is_refused = False
        for raw in _mails(options["file"]):
            try:
                placed = place_mail(network, raw)
            except RuleBroken as error:
                # One mail that is not taken in holds up no other; the mail server learns it by the exit code.
                self.stderr.write(error.message)
                is_refused = True
            else:
                self.stdout.write(f"{placed.outcome}: {placed.words}")
        if is_refused:
            sys.exit(1)


def _mails(file: str) -> Iterator[bytes]:
    """The mails of a file, each as its bytes."""
    if file == "-":
        # One byte more than is kept, so that a mail which is too large is refused and not cut.
        yield sys.stdin.buffer.read(LARGEST_MAIL + 1)
        return
    path = Path(file)
    if not path.is_file():
        raise SourceUnreadable(f"There is no file {path.name}.")
    with path.open("rb") as start:
        is_mailbox = start.read(5) == b"From "
    if not is_mailbox:
        with path.open("rb") as whole:
            yield whole.read(LARGEST_MAIL + 1)
        return
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.iterkeys():
            yield box.get_bytes(key)
    finally:
        box.close()

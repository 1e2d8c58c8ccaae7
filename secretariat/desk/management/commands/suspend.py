"""``secretariat suspend``: whoever keeps the machine shuts somebody out, the Chair too."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from secretariat.access.rules import system_actor
from secretariat.members import actions as members
from secretariat.members.reads import visible_people
from secretariat.toolbox.errors import RuleBroken

KEEPER = system_actor("whoever keeps the machine")


class Command(BaseCommand):
    help = "Suspends the sign-in of an address, at once; for the Chair, whom no officer suspends alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="the address that signs in")
        parser.add_argument("--reason", required=True, help="why; Chair and Secretariat read it")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip().casefold()
        person = visible_people(KEEPER).filter(account__email=email).first()
        if person is None:
            raise RuleBroken("members.person", f"Nobody signs in with {email}.")
        members.suspend_account(KEEPER, person=person, reason=options["reason"])
        self.stdout.write(f"{person} is suspended; the Secretariat can let {person} in again.")

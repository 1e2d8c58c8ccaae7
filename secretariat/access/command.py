"""What every command that shows or changes papers begins with: who acts."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandParser

from secretariat.toolbox.errors import NotAllowed

from .reads import account_by_email, actor_for
from .rules import Actor


class ActorCommand(BaseCommand):
    """A command that acts as somebody: the same rights, the same deeds as on the pages."""

    def add_arguments(self, parser: CommandParser) -> None:
        """Adds ``--as EMAIL``, without which the command refuses."""
        parser.add_argument(
            "--as", dest="email", metavar="EMAIL", default="", help="who acts; needs a mandate today"
        )

    def actor(self, email: str) -> Actor:
        """The actor behind an address. Raises NotAllowed when none is named, known or in office today."""
        if not email:
            raise NotAllowed("Say who acts: --as EMAIL. Commands have the rights of a person, no more.")
        account = account_by_email(email)
        actor = actor_for(account)
        if account is None or not actor.standings:
            raise NotAllowed(f"Nobody with a mandate in force today signs in with {email}.")
        return actor

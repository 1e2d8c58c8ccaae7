"""``secretariat search rebuild``: throws the search index away and writes it anew."""

from __future__ import annotations

from typing import Any

from django.core.management.base import CommandParser

from secretariat.access.command import ActorCommand
from secretariat.desk.actions import rebuild_index
from secretariat.members.reads import main_network
from secretariat.toolbox.errors import NotVisible


class Command(ActorCommand):
    help = "Rebuilds the search index from the rooms."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("deed", choices=["rebuild"])

    def handle(self, *args: Any, **options: Any) -> None:
        actor = self.actor(options["email"])
        network = main_network(actor)
        if network is None:
            raise NotVisible
        self.stdout.write(f"{rebuild_index(actor, network=network)} things are indexed.")

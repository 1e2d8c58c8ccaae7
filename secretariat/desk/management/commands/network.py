"""``secretariat network found``: a network of one's own, with its two offices and the first officer."""

from __future__ import annotations

import getpass
import sys
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandParser
from django.db import transaction

from secretariat.access.rules import SeatKind, system_actor
from secretariat.desk.machine.store import begin_where_none_is
from secretariat.members import actions as members
from secretariat.members.reads import visible_networks
from secretariat.toolbox import clock
from secretariat.toolbox.errors import RuleBroken
from secretariat.toolbox.ids import slug

FOUNDER = system_actor("whoever keeps the machine")


class Command(BaseCommand):
    help = "Founds a network: its name, the seats of Chair and Secretariat, and the first officer's account."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("deed", choices=["found"])
        parser.add_argument("--name", required=True, help="the network's full name")
        parser.add_argument("--short-name", required=True, help="its acronym")
        parser.add_argument("--chair", required=True, help="the institution that chairs")
        parser.add_argument("--secretariat", required=True, help="the institution that keeps the Secretariat")
        parser.add_argument("--officer", required=True, help="name of the Secretariat's first officer")
        parser.add_argument("--email", required=True, help="the officer's address to sign in with")
        parser.add_argument(
            "--zone", default="Europe/Vienna", metavar="AREA/CITY",
            help="where its days begin and its hours are told, such as Europe/Sofia (default: %(default)s)",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        begin_where_none_is()
        code = slug(options["short_name"])
        if visible_networks(FOUNDER).filter(slug=code).exists():
            raise RuleBroken(
                "members.network", f"There is a network {options['short_name']} in this store already."
            )
        password = _password()
        with transaction.atomic():
            network = members.create_network(
                FOUNDER,
                slug=code,
                name=options["name"],
                short_name=options["short_name"],
                zone=options["zone"],
            )
            for kind, word, place in (
                (SeatKind.CHAIR, "Chair", options["chair"]),
                (SeatKind.SECRETARIAT, "Secretariat", options["secretariat"]),
            ):
                seat = members.add_seat(
                    FOUNDER, network=network, code=kind.value, kind=kind, label=word, institution=place
                )
            officer = members.add_person(FOUNDER, network=network, name=options["officer"])
            members.open_account(FOUNDER, person=officer, email=options["email"], password=password)
            members.start_mandate(
                FOUNDER,
                person=officer,
                seat=seat,
                function="officer",
                starts_on=clock.today(network.zone),
                nomination="Founding of the network in this store",
            )
        self.stdout.write(f"{network.name} is founded. Start with: secretariat serve")
        self.stdout.write(
            f"Then sign in as {options['email']} at {settings.BASE_URL}/ and enter the members."
        )


def _password() -> str:
    """The officer's password, typed twice at a terminal, or one line of standard input for scripts."""
    if not sys.stdin.isatty():
        password = sys.stdin.readline().rstrip("\n")
    else:
        try:
            password = getpass.getpass("Password for the officer (at least 15 characters): ")
            again = getpass.getpass("Once more: ")
        except EOFError:
            raise RuleBroken("access.password", "No password was given; nothing was founded.") from None
        if password != again:
            raise RuleBroken("access.password", "The two passwords differ; nothing was founded.")
    try:
        validate_password(password)
    except ValidationError as error:
        raise RuleBroken("access.password", " ".join(error.messages)) from None
    return password

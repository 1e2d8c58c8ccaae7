"""``secretariat keys show · recovery``: which keys the store has; a recovery key that is kept off the machine."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from secretariat.desk.machine.store import begin_keys
from secretariat.desk.recovery.rotation import add_recovery_key
from secretariat.toolbox.vault import key_id_of, load_keyring, service_files


class Command(BaseCommand):
    help = "Shows the keys of this store; makes a recovery key, whose private half is printed once and kept nowhere."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("deed", choices=["show", "recovery"])
        parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")

    def handle(self, *args: Any, **options: Any) -> None:
        identity = ""
        if options["deed"] == "recovery":
            begin_keys()  # it may be made before the first start, so that all is sealed to it from the beginning
            identity = add_recovery_key()
        ring = load_keyring(settings.KEYS)
        facts: dict[str, Any] = {
            "folder": str(settings.KEYS),
            "service": [path.name for path in service_files(settings.KEYS)],
            "newest": ring.key_id,
            "recovery": [key_id_of(recipient) for recipient in ring.recipients[1:]],
        }
        if options["json"]:
            self.stdout.write(json.dumps(facts | ({"identity": identity} if identity else {})))
            return
        self.stdout.write(f"Keys folder: {facts['folder']}. Newest service key: {ring.key_id}.")
        if not facts["recovery"]:
            self.stdout.write(
                "There is no recovery key. If the keys folder is lost, all is lost: secretariat keys recovery"
            )
        for key in facts["recovery"]:
            self.stdout.write(f"Recovery key: {key}")
        if identity:
            self.stdout.write(
                "\nThe new recovery key. It is shown once and kept nowhere here. Write it down twice, seal the two "
                "envelopes, and give one to the Chair and one to the Secretariat:\n\n  "
                f"{identity}\n\nThen run: secretariat rotate-keys (so that what is here already opens with it too)."
            )

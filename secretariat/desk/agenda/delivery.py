"""How the file of a paper comes in: through the archive's intake, sealed, and with the paper or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from secretariat.access.rules import Actor, Ring, require
from secretariat.archive.actions import take_in_source
from secretariat.archive.checking import prepared
from secretariat.archive.intake import keep_look, look_through
from secretariat.archive.store import clean_name
from secretariat.meetings.actions import Delivered, deliver_paper
from secretariat.meetings.models import Paper

from .reads import KEEPER


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as somebody handed it in: its own name, and where it lies until it is kept."""

    name: str
    path: Path


def deliver(actor: Actor, paper: Paper, upload: Upload) -> Paper:
    """Takes in the file of a paper and notes that it was delivered. Both or neither.

    The file is looked through and read before anything is written, because that may take seconds; what the virus
    scanner holds is read once that has answered. It counts to the actor's quota of a day. Raises NotAllowed, what
    ``deliver_paper`` raises, SourceUnreadable for a file that is refused, and RuleBroken for one that bears a
    classification marking or is more than the day's quota.
    """
    require(actor, "meetings.deliver_paper", paper)
    with prepared(upload.path, upload.name) as (checked, sealed):
        looked = None if checked.held_because else look_through(upload.path, upload.name)
        with transaction.atomic():
            source, is_new = take_in_source(
                KEEPER,
                network=paper.meeting.network,
                name=upload.name,
                path=upload.path,
                ring=Ring.BUREAU,
                checked=checked,
                sealed=sealed,
                account_id=actor.account_id,
            )
            if is_new and looked is not None:
                keep_look(KEEPER, source.readings.get(), looked)
            pages = (looked.result or {}).get("source", {}).get("pages") if looked is not None else 0
            is_pdf = checked.media_type == "application/pdf"
            # By the name it was handed in under: the same bytes may lie here by a name that is others' to know.
            name = clean_name(upload.name)
            file = Delivered(source.ref, name, source.sha256, (pages or 1) if is_pdf else 0)
            return deliver_paper(actor, paper=paper, file=file)

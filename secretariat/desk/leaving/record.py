"""The record of deeds as it goes out: whole and provable, but telling nothing of what its reader does not see."""

from __future__ import annotations

import csv
import json
from collections.abc import Collection
from dataclasses import asdict
from pathlib import Path

from django.db import transaction

from secretariat.audit.export import seal_files, write_record
from secretariat.audit.reads import inclusion_proof, links
from secretariat.audit.rules import canonical


@transaction.atomic
def write_network_record(part: Path, refs: Collection[str]) -> None:
    """All deeds; the words of those about things that are not in the export (``refs``) are withheld, and
    ``record/withheld.json`` says which: the tree holds without them.
    """
    write_record(part)
    deeds = part / "record" / "deeds.jsonl"
    told = deeds.with_name("told.jsonl")
    withheld: list[int] = []
    with deeds.open("rb") as lines, told.open("wb") as out:
        for line in lines:
            deed = json.loads(line)
            if deed["words"] is not None and deed["thing_ref"] not in refs:
                withheld.append(deed["number"])
                line = canonical({**deed, "words": None, "salt": None}) + b"\n"
            out.write(line)
    told.replace(deeds)
    (part / "record" / "withheld.json").write_bytes(canonical({"numbers": withheld}) + b"\n")
    seal_files(part)


@transaction.atomic
def write_seat_record(part: Path, refs: Collection[str]) -> None:
    """The deeds about the things of the export alone, each with the proof that it stands in the record: of
    the others not even the names go out.
    """
    head = write_record(part)
    (part / "record" / "deeds.jsonl").unlink()
    with (
        (part / "record" / "proofs.jsonl").open("wb") as proofs,
        (part / "tables" / "deeds.csv").open("w", encoding="utf-8", newline="") as table,
    ):
        lines = csv.writer(table)
        lines.writerow(["number", "at", "deed", "thing_kind", "thing_ref", "digest"])
        for link in links():
            if link.thing_ref not in refs:
                continue
            leaf, path = inclusion_proof(link.number, head.size)
            proof = {
                "number": link.number,
                "leaf": leaf.hex(),
                # Who acted stands among the facts, and may be whom the Chatham House Rule hides.
                "facts": None,
                "path": [step.hex() for step in path],
                "head": asdict(head),
            }
            proofs.write(canonical(proof) + b"\n")
            lines.writerow(
                [link.number, link.at.isoformat(), link.deed, link.thing_kind, link.thing_ref, link.digest]
            )
    seal_files(part)

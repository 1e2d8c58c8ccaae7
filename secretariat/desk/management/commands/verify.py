"""``secretariat verify``: proves the record of deeds and the files, or an export; exit 1 and the place where not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from secretariat.archive.reads import file_faults
from secretariat.audit import verify
from secretariat.audit.heads import OldHead, read_head
from secretariat.audit.reads import kept_heads, kept_signed_heads, verify_chain
from secretariat.toolbox.errors import RuleBroken


class Command(BaseCommand):
    help = (
        "Checks the chain and the tree of deeds against all kept heads, and every paper against its digest."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
        parser.add_argument("--export", type=Path, help="check this export instead of the store")
        parser.add_argument(
            "--head", type=Path, action="append", default=[], help="also hold a head that was kept against it"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["export"]:
            said, found = _export(options["export"], options["head"])
        else:
            said, found = _store([_kept(path) for path in options["head"]])
        if options["json"]:
            self.stdout.write(json.dumps({**said, "faults": found}, ensure_ascii=False))
        else:
            for fault in found:
                self.stdout.write(f"{fault['where']}: {fault['message']}")
            for sentence in said["said"]:
                self.stdout.write(sentence)
        if found:
            raise RuleBroken("audit.verify", "Something was altered or damaged; see the places above.")


Found = tuple[dict[str, Any], list[dict[str, str]]]


def _kept(path: Path) -> OldHead:
    try:
        return read_head(path.read_text(encoding="utf-8", errors="replace"))
    except OSError as error:
        raise RuleBroken("audit.head_form", f"{path} cannot be read ({error.strerror}).") from None


def _faults(found: list[dict[str, str]]) -> str:
    return f"{len(found)} fault{'s' if len(found) != 1 else ''}"


def _store(kept: list[OldHead]) -> Found:
    count, faults = verify_chain(*kept)
    files, broken = file_faults()
    found = [{"where": f"deed {f.number}", "kind": f.kind, "message": f.message} for f in faults]
    found += [{"where": ref, "kind": "file", "message": message} for ref, message in broken]
    heads = (
        f"Held against {len(kept_heads())} heads kept beside the database, {len(kept_signed_heads())} signed"
    )
    said = [
        f"{heads} and {len(kept)} given.",
        f"{count} deeds and {files} files checked, {_faults(found)}.",
    ]
    return {"deeds": count, "files": files, "said": said}, found


def _export(folder: Path, heads: list[Path]) -> Found:
    report = verify.check(folder, heads)
    found = [{"where": folder.name, "kind": "export", "message": fault} for fault in report.faults]
    return {"said": [*report.said, f"{_faults(found)}."]}, found

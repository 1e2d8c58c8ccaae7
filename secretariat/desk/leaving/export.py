"""Writes everything of a seat, or what somebody sees of a network, as plain folders.

Nothing in it needs this program, or any program of a particular maker: text, CSV, JSON, HTML without script,
PDF, and papers as they were handed in.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from secretariat.access.rules import Actor, SeatKind, Standing
from secretariat.archive.models import Source
from secretariat.archive.reads import opened_source
from secretariat.desk.actions import note_network_export, note_seat_export
from secretariat.meetings.reads import visible_meetings
from secretariat.members.models import Network, Seat
from secretariat.minutes.reads import visible_records
from secretariat.publishing import typeset
from secretariat.publishing.reads import report_data
from secretariat.toolbox import clock
from secretariat.toolbox.errors import OutsideFailed, RuleBroken
from secretariat.toolbox.ids import slug

from .contents import write_contents
from .kinds import KINDS, Kind
from .record import write_network_record, write_seat_record
from .rows import FORMAT, Names, TableWriter, name_field, values_of


@dataclass(slots=True)
class Exported:
    """A finished export: its folder, rows by kind, papers, reports, and rows left out because something they
    cannot be without is not the reader's to see.
    """

    folder: Path
    counts: dict[str, int] = field(default_factory=dict)
    papers: int = 0
    reports: list[tuple[str, str]] = field(default_factory=list)
    left_out: int = 0


def export_network(
    actor: Actor, network: Network, folder: Path, *, tell: Callable[[str], None] = lambda line: None
) -> Exported:
    """Exports what the actor sees of a network into a new folder. Raises NotAllowed, RuleBroken, OutsideFailed.

    Other seats' own workspaces are not in it: each seat exports its own. Source: own choice, the house's
    rule that an export goes through the same door as a page.
    """
    _refuse_what_is_there(folder)
    note_network_export(actor, network=network)
    return _export(actor, network, folder, "", tell)


def export_seat(
    actor: Actor, seat: Seat, folder: Path, *, tell: Callable[[str], None] = lambda line: None
) -> Exported:
    """Exports all that a seat owns and sees into a new folder. Raises NotAllowed, RuleBroken, OutsideFailed."""
    _refuse_what_is_there(folder)
    note_seat_export(actor, seat=seat)
    return _export(seat_itself(seat), seat.network, folder, seat.code, tell)


def seat_itself(seat: Seat) -> Actor:
    """The seat as a reader of its own: what it sees whoever holds it, and nothing its holder sees elsewhere."""
    standing = Standing(
        seat.network_id, seat.network.slug, seat.pk, seat.code, seat.label, SeatKind(seat.kind), "coordinator"
    )
    return Actor(kind="person", label=seat.label, standings=(standing,))


def _refuse_what_is_there(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RuleBroken("leaving.folder", f"{folder} is not empty. Name a new folder for the export.")


def _export(
    actor: Actor, network: Network, folder: Path, seat_code: str, tell: Callable[[str], None]
) -> Exported:
    """Writes beside the folder and gives it its name at the end: half an export is no export."""
    part = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.part")
    done = Exported(folder)
    try:
        for name in ("data", "tables", "papers", "reports", "record"):
            (part / name).mkdir(parents=True, mode=0o700)
        names: Names = {}
        for kind in KINDS:
            tell(f"{kind.name} ...")
            _write_kind(actor, network, kind, part, names, done)
        _write_reports(actor, network, part, done, tell)
        _write_about(part, actor, network, seat_code, done)
        write_contents(part, network, seat_code, done.counts, done.reports)
        (write_seat_record if seat_code else write_network_record)(part, _refs(names))
        if folder.is_dir():
            folder.rmdir()
        part.rename(folder)
    except OSError as error:
        raise OutsideFailed(
            f"The export could not be written ({error.strerror or error}). Nothing was kept of it.",
            permanent=False,
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return done


def _refs(names: Names) -> frozenset[str]:
    return frozenset(name for rows in names.values() for name in rows.values())


def _write_kind(actor: Actor, network: Network, kind: Kind, part: Path, names: Names, done: Exported) -> None:
    own_name = name_field(kind.model)
    rows = kind.rows(actor, network).order_by("pk")
    if own_name is not None:
        names[kind.model] = dict(rows.values_list("pk", own_name))
    is_paper = kind.model is Source
    table = TableWriter(kind, part, ("file",) if is_paper else ())
    try:
        for row in rows.iterator(chunk_size=500):
            values = values_of(kind, row, names)
            values = None if values is None else kind.shown(actor, row, values)
            if values is None:
                done.left_out += 1
                names.get(kind.model, {}).pop(row.pk, None)
                continue
            if is_paper:
                values["file"] = _write_paper(row, part)
                done.papers += 1
            table.add(values)
    finally:
        table.close()
    done.counts[kind.name] = table.count


def _write_paper(source: Source, part: Path) -> str:
    """A paper in clear under its own name, in a folder of its own because names repeat."""
    name = f"papers/{source.ref}/{_file_name(source.name)}"
    (part / name).parent.mkdir(mode=0o700)
    with opened_source(source) as path:
        shutil.copyfile(path, part / name)
    return name


def _file_name(name: str) -> str:
    """A paper's own name, kept where any file system takes it."""
    flat = name.replace("/", "_").lstrip(".") or "unnamed"
    while len(flat.encode()) > 200:
        flat = flat[1:]
    return flat


def _write_reports(
    actor: Actor, network: Network, part: Path, done: Exported, tell: Callable[[str], None]
) -> None:
    """The report of every meeting with a record, as PDF, as this reader may have it."""
    recorded = visible_records(actor).filter(network=network).order_by().values("meeting")
    meetings = visible_meetings(actor).filter(network=network, pk__in=recorded).order_by("starts_on", "pk")
    for meeting in meetings.iterator(chunk_size=100):
        tell(f"report of {meeting.starts_on} ...")
        name = f"reports/{meeting.starts_on}-{slug(meeting.title, 40)}-{meeting.ref}.pdf"
        (part / name).write_bytes(typeset.report_pdf(report_data(actor, meeting)))
        done.reports.append((name, f"{meeting.starts_on} {meeting.title}"))


def _write_about(part: Path, actor: Actor, network: Network, seat_code: str, done: Exported) -> None:
    facts: dict[str, Any] = {
        "format": FORMAT,
        "exported_at": clock.now().isoformat(),
        "exported_for": actor.label,
        "network": network.slug,
        "network_name": network.name,
        "seat": seat_code,
        "program": f"Secretariat {version('secretariat')}",
        "counts": done.counts,
        "left_out": done.left_out,
    }
    (part / "about.json").write_text(json.dumps(facts, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")

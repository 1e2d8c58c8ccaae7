"""``secretariat read FILE... [--json] [--out DIR]``: readings on the command line, without a database."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from secretariat.archive.reading.model import Found, Reading, to_json_dict
from secretariat.archive.reading.worker import read_many_safely
from secretariat.toolbox.errors import SourceUnreadable


def main(argv: Sequence[str]) -> int:
    """Reads files and prints what they say; gives the exit code: 0 read, 1 refused, 2 wrong use.

    ``argv``: the words behind ``secretariat read``.
    Source: own choice, the rules of this program's commands: JSON alone on standard output, refusals on
    standard error in one sentence, nothing left half written.
    """
    try:
        wish = _parser().parse_args(argv)
    except SystemExit as left:
        return left.code if isinstance(left.code, int) else 2
    paths: list[Path] = wish.files
    out: Path | None = wish.out
    if out is not None:
        stems = [p.stem for p in paths]
        twice = next((s for s in stems if stems.count(s) > 1), None)
        if twice is not None:
            return _wrong(
                f"Two files would both be written to {twice}.json; read them into different folders."
            )
        try:
            out.mkdir(parents=True, exist_ok=True)
        except OSError as fault:
            return _wrong(f"The folder {out} cannot be made ({fault.strerror}); choose another one.")
    told: list[Any] = []
    refused = 0
    for count, (path, outcome) in enumerate(read_many_safely(paths), 1):
        if isinstance(outcome, SourceUnreadable):
            refused += 1
            _complain(f"{path}: {outcome.message}")
            continue
        try:
            told.append(_told(path, outcome, out, as_json=wish.json))
        except OSError as fault:
            refused += 1
            _complain(
                f"{path}: its reading could not be written ({fault.strerror}); free space or choose another folder."
            )
        if len(paths) > 1 and sys.stderr.isatty():
            sys.stderr.write(f"{count} of {len(paths)} read\n")
    _print(told, as_json=wish.json, single=len(paths) == 1)
    return 1 if refused else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="secretariat read",
        description="Reads reports of meetings (text, Markdown, DOCX, PDF with text) and says what they say, every fact with its place.",
    )
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a report to read")
    parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
    parser.add_argument(
        "--out", type=Path, metavar="DIR", help="write one NAME.json for each file into this folder"
    )
    return parser


def _told(path: Path, reading: Reading, out: Path | None, *, as_json: bool) -> Any:
    """What is printed about one reading; with a folder, the reading is written there first."""
    if out is None:
        return to_json_dict(reading) if as_json else _summary(path, reading)
    target = out / f"{path.stem}.json"
    _write_whole(target, json.dumps(to_json_dict(reading), ensure_ascii=False, indent=2) + "\n")
    return (
        {"file": str(path), "reading": str(target)}
        if as_json
        else _summary(path, reading) + f"\n  written to {target}"
    )


def _write_whole(target: Path, words: str) -> None:
    """Writes beside the target and renames, so that no reader ever sees half a file."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.stem[:60]}-", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(words)
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _summary(path: Path, reading: Reading) -> str:
    header = reading.header
    when = _value(header.starts_on) or "no date"
    where = _value(header.place) or "no place"
    lines = [
        f"{path}: {_value(header.body) or _value(header.title) or 'no body named'}, {when}, {where}",
        f"  {len(reading.people)} people, {len(reading.entries)} entries, {len(reading.meetings_ahead)} meetings ahead",
    ]
    return "\n".join(lines + [f"  Note: {w}" for w in reading.source.warnings])


def _value(found: Found | None) -> str | None:
    return str(found.value) if found is not None else None


def _print(told: Sequence[Any], *, as_json: bool, single: bool) -> None:
    if as_json and (told or not single):
        sys.stdout.write(json.dumps(told[0] if single else list(told), ensure_ascii=False, indent=2) + "\n")
    elif not as_json:
        sys.stdout.writelines(f"{words}\n" for words in told)


def _complain(sentence: str) -> None:
    sys.stderr.write(sentence + "\n")


def _wrong(sentence: str) -> int:
    _complain(sentence)
    return 2

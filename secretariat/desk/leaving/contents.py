"""The table of contents of an export: one page for a browser, one text for anything."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

from django.utils.html import escape

from secretariat.members.models import Network
from secretariat.toolbox import clock

from .kinds import KINDS
from .rows import columns_of, read_rows

_STYLE = (
    "body{font:1rem/1.5 Georgia,serif;max-width:44rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse}td,th{text-align:left;padding:.2rem 1rem .2rem 0;vertical-align:top}"
)


def write_contents(
    part: Path, network: Network, seat_code: str, counts: dict[str, int], reports: list[tuple[str, str]]
) -> None:
    """Writes ``index.html`` and ``contents.txt``."""
    papers = [(str(row["file"]), str(row["name"])) for row in read_rows(part / "data" / "papers.json")]
    whose = f"{network.name}: all that the seat “{seat_code}” has and sees" if seat_code else network.name
    title = f"{whose}, {clock.today(network.zone).isoformat()}"
    (part / "contents.txt").write_text(_text(title, counts, reports, papers), encoding="utf-8")
    (part / "index.html").write_text(_page(title, counts, reports, papers), encoding="utf-8")


_HOW = (
    "Start with the reports (PDF): each is the whole record of one meeting.",
    "tables/ holds every kind of thing as a CSV file for any table program (UTF-8, comma). A cell that would be "
    "taken for a formula has an apostrophe before it.",
    "data/ holds the same as JSON, exactly: this is what another store imports.",
    "papers/ holds papers as they were handed in, each in a folder named after its reference.",
    "record/ holds the record of deeds. To check it and all files: python3 verify.py . (it needs nothing else).",
    "files.csv lists every file with its SHA-256 digest and its size in bytes.",
)


def _text(
    title: str, counts: dict[str, int], reports: list[tuple[str, str]], papers: list[tuple[str, str]]
) -> str:
    lines = [title, "=" * len(title), "", *_HOW, "", "Reports", "-------"]
    lines += [f"{words}\n    {path}" for path, words in reports]
    lines += ["", "Papers", "------", *(f"{words}\n    {path}" for path, words in papers)]
    lines += ["", "Kinds of things, with their columns", "-----------------------------------"]
    for kind in KINDS:
        lines += ["", f"{kind.name} ({counts[kind.name]}): {kind.words}"]
        lines += [f"    {name}{f': {words}' if words else ''}" for name, words in _columns(kind.name)]
    return "\n".join(lines) + "\n"


def _columns(name: str) -> list[tuple[str, str]]:
    kind = next(kind for kind in KINDS if kind.name == name)
    found = []
    for field in columns_of(kind):
        words = str(field.help_text)
        if field.is_relation and field.related_model is not None:
            words = (
                f"the {'address' if field.related_model._meta.model_name == 'account' else 'ref'} of one of "
                + next((other.name for other in KINDS if other.model is field.related_model), "?")
            )
        found.append((field.name, words))
    return found


def _page(
    title: str, counts: dict[str, int], reports: list[tuple[str, str]], papers: list[tuple[str, str]]
) -> str:
    def links(pairs: list[tuple[str, str]]) -> str:
        items = "".join(f'<li><a href="{quote(path)}">{escape(words)}</a></li>' for path, words in pairs)
        return f"<ul>{items}</ul>" if items else "<p>None.</p>"

    rows = "".join(
        f'<tr><td><a href="tables/{kind.name}.csv">{kind.name}</a> '
        f'(<a href="data/{kind.name}.json">JSON</a>)</td><td>{counts[kind.name]}</td><td>{escape(kind.words)}</td></tr>'
        for kind in KINDS
    )
    how = "".join(f"<li>{escape(line)}</li>" for line in _HOW)
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escape(title)}</h1>"
        f"<h2>How to read this</h2><ul>{how}</ul><h2>Reports of meetings</h2>{links(reports)}"
        f"<h2>Papers</h2>{links(papers)}"
        f"<h2>Everything, kind by kind</h2><table><tr><th>Kind</th><th>How many</th><th>What</th></tr>{rows}</table>"
        f'<p><a href="contents.txt">The same as text, with the meaning of every column</a>. '
        f'<a href="about.json">About this export</a>. <a href="files.csv">All files with their digests</a>.</p>'
        "</body></html>\n"
    )

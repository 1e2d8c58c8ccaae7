"""Between a row of a table and plain values: names instead of row ids, days and instants as ISO 8601."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db.models import Field, Model

from .kinds import Kind, Values

FORMAT = "secretariat-export 1"

Names = dict[type[Model], dict[int, str]]
"""For each table the public names of its rows that are in the export, by row id."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\x00")


def name_field(model: type[Model]) -> str | None:
    """The field by which other rows name a row of this table; None where nothing refers to it."""
    fields = {field.name for field in model._meta.concrete_fields}
    return "ref" if "ref" in fields else "email" if model._meta.model_name == "account" else None


def columns_of(kind: Kind) -> list[Field[Any, Any]]:
    """The fields of a kind that an export holds, in the order of the table."""
    fields = kind.model._meta.concrete_fields
    return [f for f in fields if not f.primary_key and f.name not in kind.left_out]


def values_of(kind: Kind, row: Model, names: Names) -> Values | None:
    """A row as plain values; None where something it cannot be without is not in the export."""
    values: Values = {}
    for field in columns_of(kind):
        value = getattr(row, field.attname)
        if field.is_relation and value is not None:
            value = names.get(field.related_model, {}).get(value)  # type: ignore[arg-type]
            if value is None and not field.null:
                return None
        values[field.name] = value.isoformat() if isinstance(value, date | datetime) else value
    return values


def cell(value: object) -> str:
    """A value as a cell of a CSV file that no table program takes for a formula.

    Source: OWASP ASVS 5.0, 1.2.10: a cell that begins like a formula gets an apostrophe before it.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


class TableWriter:
    """Writes the rows of one kind as JSON and as CSV side by side, one at a time."""

    def __init__(self, kind: Kind, folder: Path, more: tuple[str, ...] = ()) -> None:
        self.columns = [*(field.name for field in columns_of(kind)), *more]
        self.count = 0
        self._json = (folder / "data" / f"{kind.name}.json").open("w", encoding="utf-8")
        self._csv = (folder / "tables" / f"{kind.name}.csv").open("w", encoding="utf-8", newline="")
        self._lines = csv.writer(self._csv)
        self._lines.writerow(self.columns)
        self._json.write("[")

    def add(self, values: Values) -> None:
        """Adds one row."""
        self._json.write(("," if self.count else "") + "\n" + json.dumps(values, ensure_ascii=False))
        self._lines.writerow(cell(values[name]) for name in self.columns)
        self.count += 1

    def close(self) -> None:
        """Ends both files."""
        self._json.write("\n]\n")
        self._json.close()
        self._csv.close()


def read_rows(path: Path) -> Iterator[Values]:
    """The rows of a file that ``TableWriter`` wrote, one at a time, whatever its length."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            text = line.strip().rstrip(",")
            if text not in {"[", "]", ""}:
                values: Values = json.loads(text)
                yield values


def in_batches(rows: Iterable[Any], size: int = 500) -> Iterator[list[Any]]:
    """Rows in lists of at most ``size``."""
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch

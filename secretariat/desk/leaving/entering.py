"""Puts the things of an export into an empty store, row by row as they were: names become row ids again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import DatabaseError
from django.db.models import Model

from secretariat.access.models import Account
from secretariat.archive import store
from secretariat.archive.models import Source
from secretariat.toolbox.errors import RuleBroken
from secretariat.toolbox.vault import load_keyring

from .bundle import Bundle
from .kinds import KINDS, Kind, Values
from .rows import columns_of, in_batches, name_field, read_rows

Ids = dict[type[Model], dict[str, int]]


def enter_things(bundle: Bundle) -> dict[str, int]:
    """Writes every row of an export, inside the caller's transaction; gives how many of each kind.

    Raises RuleBroken where a row does not fit, also where its paper is no file of the export. A paper is sealed
    and on the disk before its row is written.
    """
    ids: Ids = {}
    return {kind.name: _enter_kind(kind, bundle, ids) for kind in KINDS}


def _enter_kind(kind: Kind, bundle: Bundle, ids: Ids) -> int:
    own_name = name_field(kind.model)
    known = ids.setdefault(kind.model, {})
    later: list[tuple[str, Values]] = []
    count = 0
    try:
        for batch in in_batches(read_rows(bundle.folder / "data" / f"{kind.name}.json")):
            made = kind.model._base_manager.bulk_create(_made(kind, batch, bundle, ids))
            count += len(made)
            if own_name is not None:
                known.update((getattr(row, own_name), row.pk) for row in made)
            later += [
                (values[own_name], own) for values in batch if own_name for own in [_own(kind, values)] if own
            ]
        for name, own in later:
            changed = {field: known[target] for field, target in own.items()}
            kind.model._base_manager.filter(pk=known[name]).update(**changed)
    except (DatabaseError, ValidationError, KeyError, TypeError, ValueError) as error:
        raise RuleBroken(
            "leaving.row", f"A row of {kind.name} does not fit into this store: {error!r}."
        ) from error
    return count


def _own(kind: Kind, values: Values) -> Values:
    """References to other rows of the same kind, which may stand further down."""
    fields = [f for f in columns_of(kind) if f.is_relation and f.related_model is kind.model]
    return {f.attname: values[f.name] for f in fields if values[f.name] is not None}


def _made(kind: Kind, batch: Iterable[Values], bundle: Bundle, ids: Ids) -> list[Any]:
    return [_row(kind, values, bundle, ids) for values in batch]


def _paper(name: str, bundle: Bundle) -> Path:
    """The file of a paper. Raises ValueError for one that is no checked file of the export: a row could name
    any file of this machine.
    """
    path = bundle.folder / name
    if name not in bundle.files or path.is_symlink() or not path.resolve().is_relative_to(bundle.folder):
        raise ValueError(f"{name} is no file of this export")
    return path


def _row(kind: Kind, values: Values, bundle: Bundle, ids: Ids) -> Model:
    plain: Values = {}
    for field in columns_of(kind):
        value = values[field.name]
        if not field.is_relation:
            plain[field.name] = None if value is None else field.to_python(value)
        elif field.related_model is not kind.model:
            plain[field.attname] = None if value is None else ids[field.related_model][value]  # type: ignore[index]
    if kind.model is Account:
        plain["password"] = make_password(None)
    if kind.model is Source:
        paper = _paper(str(values["file"]), bundle)
        if store.digest(paper, most_bytes=settings.UPLOAD_MAX_BYTES) != (values["sha256"], values["size"]):
            raise ValueError(f"{values['file']} is not the paper that was handed in")
        kept = store.keep(
            paper,
            Path(settings.FILES) / "sources",
            load_keyring(settings.KEYS),
            sha256=values["sha256"],
            size=values["size"],
        )
        plain |= {"stored_name": kept.stored_name, "key_id": kept.key_id}
    return kind.model(**plain)

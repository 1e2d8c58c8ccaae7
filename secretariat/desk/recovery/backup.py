"""A backup while the store is in use: one folder, sealed, checked before it gets its name."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

from secretariat.audit.heads import our_key
from secretariat.audit.rules import HEADS_FILE, SIGNED_HEADS_FILE
from secretariat.toolbox import clock
from secretariat.toolbox.errors import OutsideFailed, RuleBroken
from secretariat.toolbox.vault import RECOVERY_FILE, load_keyring, seal

from .manifest import Item, Manifest, belongs, read_manifest, sha256_of, write_manifest
from .snapshot import (
    DATABASE,
    DATABASE_KEY,
    copy_database,
    embedded_database,
    faults_of,
    head_of,
    opened,
    synchronise,
    tables_of,
)

CONTENTS = "contents.age"
"""Sealed: the digest of every table, which a restored store is compared with."""

PREFIX = "secretariat-"


@dataclass(frozen=True, slots=True)
class Made:
    """A finished backup: its folder, how many papers, how many of them an older backup lent, bytes, head."""

    folder: Path
    files: int
    reused: int
    bytes: int
    head: tuple[int, str]


def is_paper(path: Path) -> bool:
    """Whether a file of the files folder belongs to the store; half-written ones do not."""
    return (
        path.is_file() and not path.is_symlink() and path.suffix != ".part" and not path.name.startswith(".")
    )


def back_up(into: Path, *, afresh: bool = False, tell: Callable[[str], None] = lambda line: None) -> Made:
    """Makes a backup of the store in a new folder inside ``into``; the store stays in use.

    ``afresh`` copies every paper; otherwise those that did not change since the newest backup there are
    hard-linked to it. The service keys are never in it: its database key is sealed to the newest service
    key and to every recovery key. The key of the heads signs its list of files. Raises RuleBroken, OutsideFailed; a half-made folder never has the name
    of a backup. Source: own choice after sqlite.org/backup.html; the heads of deeds are copied before the
    database, so that they never know of a deed that the copy lacks, and the papers after it, so that no row
    of it lacks its paper.
    """
    embedded_database()
    into = into.expanduser().resolve()
    if into.is_relative_to(settings.HOME.resolve()):
        raise RuleBroken("recovery.inside", "A backup inside the store is lost with it; name another folder.")
    name = f"{PREFIX}{clock.now():%Y%m%d-%H%M%S}"
    if (into / name).exists():
        raise RuleBroken("recovery.taken", f"{into / name} was made this very second; try again.")
    part = into / f".{name}.{secrets.token_hex(4)}.part"
    try:
        into.mkdir(parents=True, exist_ok=True, mode=0o700)
        part.mkdir(mode=0o700)
        made = _fill(part, None if afresh else newest_backup(into), tell)
        part.rename(into / name)
        synchronise(into)
    except OSError as error:
        raise OutsideFailed(
            f"The backup could not be written ({error.strerror or error}). Nothing was kept of it.",
            permanent=False,
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Made(into / name, made.files, made.reused, made.bytes, made.head)


def newest_backup(into: Path) -> Path | None:
    """The newest finished backup in a folder."""
    found = sorted(path for path in into.glob(f"{PREFIX}*") if (path / "manifest.json").is_file())
    return found[-1] if found else None


def _fill(part: Path, older: Path | None, tell: Callable[[str], None]) -> Made:
    ring, key = load_keyring(settings.KEYS), secrets.token_bytes(32)
    our_key()  # made here where nothing was signed yet: it signs the manifest, and belongs into the backup
    _copy_loose_files(part)
    tell("database ...")
    copy_database(part / DATABASE, key)
    with opened(part / DATABASE, key) as copy:
        if faults := faults_of(copy):
            raise RuleBroken(
                "recovery.damaged", f"The database is damaged: {faults[0]} Restore an older backup."
            )
        head, tables = head_of(copy), tables_of(copy)
        wanted = {str(row[0]) for row in copy.execute("SELECT stored_name FROM archive_source")}
    _write(part / DATABASE_KEY, seal(key, ring))
    contents = {name: asdict(table) for name, table in tables.items()}
    _write(part / CONTENTS, seal(json.dumps(contents).encode(), ring))
    papers, reused = _copy_papers(part, older, tell)
    if lacking := wanted - {Path(item.path).name for item in papers}:
        raise RuleBroken(
            "recovery.papers",
            f"{len(lacking)} papers have a row and no file; run secretariat verify, then restore what it names.",
        )
    loose = [_item(path, part) for path in sorted([*part.glob("*"), *part.glob("keys/*")]) if path.is_file()]
    items = (*loose, *papers)
    manifest = Manifest(clock.now().isoformat(), version("secretariat"), ring.key_id, head, items)
    synchronise(write_manifest(part, manifest, key))
    for folder in {part, *(path for path in part.rglob("*") if path.is_dir())}:
        synchronise(folder)
    return Made(part, len(papers), reused, sum(item.bytes for item in items), head)


def _copy_loose_files(part: Path) -> None:
    """The heads of the deeds, public halves of recovery keys, and small secrets that lie sealed themselves."""
    for name, path in loose_files():
        target = part / name
        target.parent.mkdir(exist_ok=True, mode=0o700)
        shutil.copyfile(path, target)
        target.chmod(0o600)
        synchronise(target)


def loose_files() -> Iterator[tuple[str, Path]]:
    """Small files of the store that go into a backup beside database and papers: name there, and path."""
    heads = [settings.HOME / name for name in (HEADS_FILE, SIGNED_HEADS_FILE)]
    for path in sorted([*heads, *settings.HOME.glob("*.age")]):
        if path.is_file() and path.name != DATABASE_KEY and belongs(path.name):
            yield path.name, path
    for path in sorted([settings.KEYS / RECOVERY_FILE, *settings.KEYS.glob("*.age")]):
        if path.is_file() and belongs(f"keys/{path.name}"):
            yield f"keys/{path.name}", path


def _copy_papers(part: Path, older: Path | None, tell: Callable[[str], None]) -> tuple[list[Item], int]:
    known = {item.path: item for item in read_manifest(older)[0].items} if older else {}
    found, reused = [], 0
    for number, path in enumerate(sorted(p for p in settings.FILES.rglob("*") if is_paper(p)), 1):
        name = f"files/{path.relative_to(settings.FILES)}"
        facts, target = path.stat(), part / name
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        item = known.get(name)
        if (
            item
            and older
            and (item.bytes, item.mtime_ns) == (facts.st_size, facts.st_mtime_ns)
            and _lent(older / name, target)
        ):
            found.append(item)
            reused += 1
        else:
            shutil.copyfile(path, target)
            target.chmod(0o600)
            os.utime(target, ns=(facts.st_mtime_ns, facts.st_mtime_ns))
            synchronise(target)
            found.append(_item(target, part))
        if number % 500 == 0:
            tell(f"{number} papers ...")
    return found, reused


def _lent(old: Path, new: Path) -> bool:
    """Whether the older backup could lend its copy; not every file system links, and then it is copied."""
    try:
        new.hardlink_to(old)
    except OSError:
        return False
    return True


def _item(path: Path, folder: Path) -> Item:
    facts = path.stat()
    return Item(str(path.relative_to(folder)), facts.st_size, sha256_of(path), facts.st_mtime_ns)


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())

"""Whether the store matches the program: tables and static files of this very version."""

from __future__ import annotations

import hashlib
from pathlib import Path

import django
from django.conf import settings

_HOUSE = Path(__file__).parents[1]


def _fingerprint() -> str:
    """Names, sizes and times of migrations and static files: changes when either changes. A few hundred stats."""
    files = [
        p for pattern in ("*/migrations/*.py", "*/static/**/*") for p in _HOUSE.glob(pattern) if p.is_file()
    ]
    stamps = sorted(f"{p.relative_to(_HOUSE)} {p.stat().st_size} {p.stat().st_mtime_ns}" for p in files)
    return hashlib.sha256("\n".join([django.__version__, *stamps]).encode()).hexdigest()


def is_current() -> bool:
    """Whether this version has prepared the store already, so that serving can begin at once."""
    stamp = settings.HOME / "prepared"
    database = settings.DATABASES["default"]
    is_there = "postgresql" in database["ENGINE"] or Path(database["NAME"]).exists()
    return is_there and stamp.exists() and stamp.read_text() == _fingerprint()


def mark_current() -> None:
    """Keeps that this version has prepared the store."""
    (settings.HOME / "prepared").write_text(_fingerprint())

"""Whether a paper may be taken in: size, kind, what it does beside holding words, and the virus scanner's word."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from secretariat.toolbox.errors import SourceUnreadable

from . import store
from .reading.inspection import Finding
from .reading.worker import inspect_safely
from .reads import keyring, sources_folder
from .scanner import scan

CHANGED = "This file was changed while it was handed in; hand it in again."


@dataclass(frozen=True, slots=True)
class Checked:
    """A paper that may be taken in: digest (SHA-256, hex), size (bytes), kind, findings, and why it is held
    until the scanner answers (empty: it is not).
    """

    sha256: str
    size: int
    media_type: str
    findings: tuple[Finding, ...]
    held_because: str


def check_paper(path: Path, name: str) -> Checked:
    """Looks a paper through. It may take seconds: never call it while a transaction is open.

    ``path``: where it lies; ``name``: as the sender called it. Raises SourceUnreadable, with a sentence that
    says why it is refused and what to do, and naming the virus where one was found.
    """
    sha256, size = store.digest(path, most_bytes=settings.UPLOAD_MAX_BYTES)
    inspection = inspect_safely(path, name)
    said = scan(path, settings.CLAMD)
    if said.outcome == "found":
        raise SourceUnreadable(virus_found(said.words))
    held = f"Held until a virus scanner has looked at it: {said.words}." if said.outcome == "unknown" else ""
    return Checked(sha256, size, inspection.media_type, inspection.findings, held)


@contextmanager
def prepared(path: Path, name: str) -> Iterator[tuple[Checked, store.Kept]]:
    """A paper looked through and sealed beside its place, so that taking it in is quick: ``take_in_source``.

    As ``check_paper``, and also SourceUnreadable for a file that was changed meanwhile.
    """
    checked = check_paper(path, name)
    with store.sealed_aside(
        path, sources_folder(), keyring(), sha256=checked.sha256, size=checked.size
    ) as sealed:
        if store.digest(path, most_bytes=settings.UPLOAD_MAX_BYTES)[0] != checked.sha256:
            raise SourceUnreadable(CHANGED)
        yield checked, sealed


def virus_found(virus: str) -> str:
    """The sentence with which an infected paper is refused."""
    return (
        f"The virus scanner found {virus} in this file, and it was not kept; "
        "tell your IT service, and send a copy from a clean machine."
    )

"""Looks through a foreign file before it is kept: is it what it says, and what does it do beside holding words.

The written rule. Refused: whatever is not on the allow-list by content, ending and parser alike; what cannot
be looked through (locked, broken boxes, packed beyond measure); what is two kinds of file at once; a document
with macros, which is another kind of file than DOCX; definitions inside XML. Kept with a warning, and named:
a true DOCX or PDF that does something when Word or a PDF reader opens it. Nothing here ever does it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from secretariat.archive.reading import sniff

MAX_DETAIL: Final = 120
MAX_FINDINGS: Final = 20

SENTENCES: Final = {
    "remote-template": "It fetches a template from another place when it is opened",
    "remote-part": "It fetches a picture or another part from another place when it is opened",
    "linked-object": "It is linked to a file elsewhere, which it opens",
    "embedded-object": "Another file or program is packed into it",
    "active-control": "It holds an active control (ActiveX), which is a program",
    "foreign-chunk": "It takes in another document when it is opened",
    "acting-field": "It holds a field that runs a command or fetches words from elsewhere",
    "odd-link": "It holds a link that is no web or mail address",
    "added-program": "It calls an added program of the word processor",
    "odd-picture": "It holds a picture that can hold a program",
    "pdf-script": "It holds a script (JavaScript)",
    "pdf-launch": "It starts a program or opens a file on the reader's machine",
    "pdf-attachment": "Another file is packed into it",
    "pdf-sends": "It sends what is filled in, or takes data in from elsewhere",
    "pdf-elsewhere": "It opens another document when it is clicked or opened",
    "pdf-media": "It holds film, sound or another active part",
    "pdf-form": "It holds a form of the kind that carries programs (XFA)",
    "pdf-dark": "A part of it is packed in a way that cannot be looked through",
}
"""What can be found, each as the uploader reads it."""


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One thing a file does beside holding words: its kind, and where or whereto in the file's own words."""

    kind: str
    detail: str = ""

    @property
    def sentence(self) -> str:
        """The finding as a person reads it."""
        return f"{SENTENCES[self.kind]}{f': {self.detail}' if self.detail else ''}."


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a file is, and what it does beside holding words."""

    media_type: str
    findings: tuple[Finding, ...] = ()


def inspect_bytes(data: bytes, name: str) -> Inspection:
    """What a file is and does.

    ``data``: the whole file; ``name``: as the sender called it. Unpacks foreign bytes in this process: hand
    them to ``worker.inspect_safely``. Raises SourceUnreadable with a sentence that says what to do.
    Source: own choice, see the head of this module.
    """
    media_type = sniff.media_type(data, name)
    if media_type == sniff.PDF:
        from secretariat.archive.reading.inside_pdf import findings_in_pdf

        return Inspection(media_type, told(findings_in_pdf(data)))
    if media_type == sniff.DOCX:
        from secretariat.archive.reading.inside_docx import findings_in_docx

        return Inspection(media_type, told(findings_in_docx(data)))
    return Inspection(media_type)


def told(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings fit to be shown: each once, at most MAX_FINDINGS, details short and printable.

    Source: own choice: a hostile file could hold a million of them.
    """
    plain = {
        Finding(f.kind, "".join(c for c in f.detail if c.isprintable())[:MAX_DETAIL].strip()) for f in found
    }
    return tuple(sorted(plain)[:MAX_FINDINGS])


def to_json(inspection: Inspection) -> dict[str, Any]:
    """An inspection as plain dicts and lists. Source: own choice."""
    findings = [{"kind": f.kind, "detail": f.detail} for f in inspection.findings]
    return {"media_type": inspection.media_type, "findings": findings}


def from_json(data: dict[str, Any]) -> Inspection:
    """The inspection whose JSON form is ``data``. Source: own choice, the inverse of ``to_json``."""
    return Inspection(data["media_type"], tuple(Finding(f["kind"], f["detail"]) for f in data["findings"]))

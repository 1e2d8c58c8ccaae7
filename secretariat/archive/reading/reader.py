"""From the bytes of a file to its reading."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from secretariat.archive.reading import sniff
from secretariat.archive.reading.ahead import read_ahead
from secretariat.archive.reading.drafts import Draft
from secretariat.archive.reading.entries import Minutes
from secretariat.archive.reading.header import read_header
from secretariat.archive.reading.model import Entry, Reading, Source
from secretariat.archive.reading.outputs import read_outputs
from secretariat.archive.reading.paper import Paper
from secretariat.archive.reading.people import Register, Someone, meet
from secretariat.archive.reading.roll import read_roll
from secretariat.archive.reading.sections import purposes
from secretariat.archive.reading.speeches import is_speech, read_speeches
from secretariat.archive.reading.text_plain import read_plain
from secretariat.toolbox.errors import SourceUnreadable

LONGEST_NAME = 255


def read_bytes(data: bytes, name: str, *, on_progress: Callable[[int, int], None] | None = None) -> Reading:
    """The reading of a file.

    ``data``: the whole file; ``name``: as the sender called it, kept as words and never used as a path;
    ``on_progress``: called with pages done and pages in all, where the format has pages.
    Parses in this process: hand foreign bytes to ``worker.read_safely``.
    Raises SourceUnreadable with a sentence that says what is wrong and what to do.
    Source: own choice: text first, then rules over the canonical text; nothing is inferred from the name.
    """
    media_type = sniff.media_type(data, name)
    paper = _paper(data, media_type, on_progress)
    if not paper.blocks:
        raise SourceUnreadable(
            "There is no text in this file; send it again from where it opens with its text."
        )
    source = Source(
        name=plain_name(name),
        sha256=hashlib.sha256(data).hexdigest(),
        media_type=media_type,
        pages=paper.pages,
        warnings=paper.warnings,
    )
    return understand(paper, source)


def plain_name(name: str) -> str:
    """A file's name fit to be shown: no folders, nothing invisible, not endless.

    Source: own choice; names arrive with paths and control characters in them.
    """
    last = name.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1]
    return "".join(c for c in last if c.isprintable())[:LONGEST_NAME]


def understand(paper: Paper, source: Source) -> Reading:
    """What the rules make of a paper.

    Source: own choice: attendance lists first, because they name those who speak later.
    """
    register = Register()
    roll = read_roll(paper, register)
    for block in paper.blocks:
        if block.kind != "front":
            meet(paper.text, *block.span, register)
    purpose = purposes(paper, roll.blocks)
    drafts = (
        read_speeches(paper, purpose, register)
        if is_speech(paper)
        else Minutes(paper, register, purpose).read()
    )
    people, refs = register.persons()
    entries = _entries(drafts, refs)
    header = read_header(paper, register)
    return Reading(
        source=source,
        text=paper.text,
        header=header,
        people=people,
        entries=entries,
        outputs=read_outputs(paper.text, entries),
        meetings_ahead=read_ahead(paper, purpose, entries, header.starts_on),
        blocks=paper.blocks,
    )


def _paper(data: bytes, media_type: str, on_progress: Callable[[int, int], None] | None) -> Paper:
    # The parsers of office formats load only for their own files: a text must be read at once.
    if media_type == sniff.PDF:
        from secretariat.archive.reading.text_pdf import read_pdf

        return read_pdf(data, on_progress)
    if media_type == sniff.DOCX:
        from secretariat.archive.reading.text_docx import read_docx

        return read_docx(data)
    return read_plain(data)


def _entries(drafts: Sequence[Draft], refs: dict[int, str]) -> tuple[Entry, ...]:
    """Entries from drafts: one for each of two or three persons over the same words."""
    entries: list[Entry] = []
    for draft in drafts:
        behalf = refs.get(id(draft.behalf)) if isinstance(draft.behalf, Someone) else draft.behalf
        for someone in draft.persons or (None,):
            entries.append(
                Entry(
                    kind=draft.kind,
                    span=(draft.start, draft.end),
                    speaker=refs.get(id(someone)) if someone is not None else None,
                    seat=draft.seat,
                    on_behalf_of=behalf,
                    due=draft.due,
                )
            )
    return tuple(entries)

"""The Word file as a package: what it says about itself, and the same bytes for the same data."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

from docx.document import Document

# Parts of python-docx's own template that say nothing about the report.
_UNWANTED = ("/thumbnail", "/stylesWithEffects", "/customXml")
LONGEST_FACT = 255
"""Signs in one of the facts a Word file tells about itself; more is no Word file."""


def tell_about(
    document: Document, *, title: str, author: str, subject: str, language: str, at: datetime
) -> None:
    """The core properties; ``at`` (aware) is the only date in them."""
    facts = document.core_properties
    # The page keeps the whole title; Word's own list of facts about a file has room for so much only.
    facts.title, facts.author, facts.subject = (words[:LONGEST_FACT] for words in (title, author, subject))
    facts.language = language
    facts.last_modified_by = author[:LONGEST_FACT]
    facts.comments = facts.keywords = facts.category = ""
    facts.created = facts.modified = at.astimezone(UTC).replace(tzinfo=None)
    facts.revision = 1
    for owner in (document.part.package, document.part):
        for name, relation in list(owner.rels.items()):
            if relation.reltype.endswith(_UNWANTED):
                del owner.rels[name]


def packed(document: Document, at: datetime) -> bytes:
    """The file's bytes, every member of the zip dated ``at``.

    Source: own choice, because a zip otherwise carries the clock of the machine in each member.
    """
    loose = io.BytesIO()
    document.save(loose)
    fixed = io.BytesIO()
    stamp = at.astimezone(UTC)
    date = (max(stamp.year, 1980), stamp.month, stamp.day, stamp.hour, stamp.minute, stamp.second)
    with zipfile.ZipFile(loose) as source, zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            member = zipfile.ZipInfo(name, date)
            member.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(member, source.read(name))
    return fixed.getvalue()

"""From a template and frozen data to a PDF: tagged, archivable, the same bytes for the same data."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources
from textwrap import shorten
from typing import Literal

import typst

from secretariat.publishing.typeset.fonts import house_fonts
from secretariat.publishing.typeset.notes import Paper, plain_texts, prepared
from secretariat.toolbox.errors import RuleBroken

# Archive and accessibility in one file. Typst checks both while it builds, and refuses what breaks them.
_Standards = tuple[Literal["a-2a", "ua-1"], ...]
_STANDARDS: _Standards = ("a-2a", "ua-1")
# Typst knows no hyphenation for other languages of the region (Romanian, Macedonian, Bosnian,
# Montenegrin); justified without hyphens they would show rivers, so they are set ragged right.
_HYPHENATED = frozenset({"bg", "de", "el", "en", "fr", "hr", "hu", "it", "sl", "sq", "sr", "tr"})
# Templates whose words must keep inside a room of their own.
_FITTED = frozenset({"plates", "badges"})
_NO_ROOM = re.compile(r"no room for: (?P<text>.+?)\"?$", re.DOTALL)
_NO_GLYPH = re.compile(r'the text `"(?P<text>.+?)"` could not be displayed', re.DOTALL)


class TypesettingFailed(RuntimeError):
    """The template and the typesetter disagree: a fault of the program, with the typesetter's own words."""


def pressed(template: str, data: Paper) -> bytes:
    """A paper as a PDF/A-2a and PDF/UA-1 file, set by the template of that name (``report``, ``letter`` ...).

    Raises ``RuleBroken("typeset.glyph")`` when a text holds a sign that the typefaces lack,
    ``RuleBroken("typeset.title")`` when nothing of the title can be printed,
    ``RuleBroken("typeset.heading")`` when a heading or a name on a plate is empty,
    ``RuleBroken("typeset.room")`` when a text is too long for the room it must stand in,
    ``FontMissing`` when they are not installed, ``TypesettingFailed`` on any other complaint, warnings
    included. Same data, same installation: same bytes.
    Source: ISO 19005-2 (PDF/A-2, level a) and ISO 14289-1 (PDF/UA-1).
    """
    return _compiled(template, data, _STANDARDS)


def pressed_loose(template: str, data: Paper) -> bytes:
    """Pieces that become part of another file: set like ``pressed``, without title, tags or standard of their own.

    Raises what ``pressed`` raises, but a sign that the typefaces lack stays unseen: its text must stand on a
    ``pressed`` page as well.
    Source: own choice, because what is laid over other pages is no document.
    """
    return _compiled(template, data, ())


def _compiled(template: str, data: Paper, standards: _Standards) -> bytes:
    values = prepared(data) | {"justify": _language(data.language) in _HYPHENATED}
    try:
        pdf, warnings = typst.compile_with_warnings(
            _source(template),
            font_paths=house_fonts(),
            sys_inputs={"data": json.dumps(values, ensure_ascii=False)},
            pdf_standards=[*standards],
            timestamp=int(data.made_at.timestamp()),
        )
    except typst.TypstError as error:
        raise _explained(error, data) from error
    except BaseException as error:
        # A panic of the typesetter is no Exception: unchanged, it would pass every handler and end the process.
        if type(error).__name__ == "PanicException":
            raise TypesettingFailed(f"The typesetter gave up: {error}") from error
        raise
    if warnings:
        raise TypesettingFailed("; ".join(str(warning) for warning in warnings))
    return bytes(pdf)


@cache
def _source(template: str) -> bytes:
    folder = resources.files("secretariat.publishing.typeset")
    pieces = ("house", "fitted", template) if template in _FITTED else ("house", template)
    return b"".join((folder / f"{piece}.typ").read_bytes() for piece in pieces)


def _language(tag: str) -> str:
    return tag.split("-")[0].lower()


def _explained(error: typst.TypstError, data: Paper) -> Exception:
    if "missing document title" in str(error):
        return RuleBroken(
            "typeset.title", "This paper has no title that can be printed. Give it one in letters."
        )
    if "heading title" in str(error):
        return RuleBroken(
            "typeset.heading",
            "One of the headings or names of this paper has nothing that can be printed. Give it one in letters.",
        )
    if crowded := _NO_ROOM.search(str(error)):
        return RuleBroken(
            "typeset.room",
            f"“{shorten(crowded['text'], 80, placeholder=' …')}” is too long to be printed here. Write it shorter.",
            {"text": crowded["text"]},
        )
    found = _NO_GLYPH.search(str(error))
    if found is None:
        return TypesettingFailed(f"The paper could not be typeset: {error}")
    glyph = found["text"]
    codes = " ".join(f"U+{ord(char):04X}" for char in glyph)
    place = next((place for place, text in plain_texts(data) if glyph in text), "")
    return RuleBroken(
        "typeset.glyph",
        f"The typefaces have no sign for “{glyph}” ({codes}){f' in {place}' if place else ''}. "
        "Write it in other letters.",
        {"glyph": glyph, "codes": codes, "place": place},
    )

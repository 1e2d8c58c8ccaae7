"""Text made ready for paper: clean characters, paragraphs, and footnote marks found in running text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol

from secretariat.publishing.typeset.model import Footnote

_BREAKS = re.compile(r"\r\n?|[\n\v\f\x85\u2028\u2029]")
_SPACES = re.compile(r"[ \t]+")


class Paper(Protocol):
    """What any paper brings along: a frozen dataclass with its footnotes, language, instant and words."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def footnotes(self) -> tuple[Footnote, ...]: ...
    @property
    def language(self) -> str: ...
    @property
    def made_at(self) -> datetime: ...
    @property
    def words(self) -> Any: ...


@dataclass(frozen=True)
class Mark:
    """A footnote mark in running text; the note itself stands at its ``first`` mention only."""

    note: int
    first: bool


Run = str | Mark


class NoteFinder:
    """Cuts text at footnote marks and remembers which notes were already given; one per document."""

    def __init__(self, footnotes: tuple[Footnote, ...]) -> None:
        self._numbers = {note.mark: at for at, note in enumerate(footnotes)}
        self._given: set[int] = set()
        # Longest first, so that "**" is not read as "*" twice. A mark counts only after a letter:
        # "5 * 3" and "* see below" are not denominations.
        marks = "|".join(re.escape(mark) for mark in sorted(self._numbers, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<=[^\W\d_])(?:{marks})") if marks else None

    def runs(self, text: str) -> list[Run]:
        """The text as plain runs and marks, in order.

        Source: own choice, because the agreed practice is one fixed footnote at the first mention and the
        bare mark at every later one.
        """
        if self._pattern is None:
            return [text]
        runs: list[Run] = []
        at = 0
        for found in self._pattern.finditer(text):
            if found.start() > at:
                runs.append(text[at : found.start()])
            note = self._numbers[found.group()]
            runs.append(Mark(note, first=note not in self._given))
            self._given.add(note)
            at = found.end()
        if at < len(text):
            runs.append(text[at:])
        return runs or [text]


def clean(text: str) -> str:
    """One line of printable text: breaks and control characters become single spaces, composed (NFC).

    Source: own choice, because text taken from old files carries form feeds and nulls, which XML forbids,
    and letters with loose accents, which few fonts place well.
    """
    spaced = "".join(" " if unicodedata.category(char) == "Cc" else char for char in text)
    return unicodedata.normalize("NFC", _SPACES.sub(" ", spaced)).strip()


def paragraphs(text: str) -> tuple[str, ...]:
    """The clean, non-empty paragraphs of a text; a line break begins a new one."""
    return tuple(line for part in _BREAKS.split(text) if (line := clean(part)))


def prepared(data: Paper) -> dict[str, object]:
    """The paper as JSON-ready values for the template.

    A text is a string, or, where footnote marks stand in it, a list of strings and
    ``{"note": number, "first": bool}``; an entry's text is a list of paragraphs, each such a text.
    """
    finder = NoteFinder(data.footnotes)
    ready = {
        field.name: _value(getattr(data, field.name), field.name, finder)
        for field in fields(data)
        if field.name not in {"made_at", "footnotes", "words"}
    }
    ready["footnotes"] = [{"mark": note.mark, "text": clean(note.text)} for note in data.footnotes]
    ready["words"] = {field.name: getattr(data.words, field.name) for field in fields(data.words)}
    return ready


def plain_texts(data: Paper) -> Iterator[tuple[str, str]]:
    """Every printed text with the place it stands at ("entries 3, text"); used to say where a sign is."""
    yield from _places(data, "")


def _value(value: object, name: str, finder: NoteFinder) -> object:
    if isinstance(value, str):
        if name == "text":
            return [_text(part, finder) for part in paragraphs(value)]
        return _text(clean(value), finder)
    if isinstance(value, tuple):
        return [_value(part, name, finder) for part in value]
    if is_dataclass(value):
        return {field.name: _value(getattr(value, field.name), field.name, finder) for field in fields(value)}
    return value


def _text(text: str, finder: NoteFinder) -> object:
    runs = finder.runs(text)
    if all(isinstance(run, str) for run in runs):
        return text
    return [{"note": run.note, "first": run.first} if isinstance(run, Mark) else run for run in runs]


def _places(value: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield place, clean(value)
    elif isinstance(value, tuple):
        for at, part in enumerate(value, start=1):
            yield from _places(part, f"{place} {getattr(part, 'number', at)}")
    elif is_dataclass(value):
        for field in fields(value):
            name = field.name.replace("_", " ")
            yield from _places(getattr(value, field.name), f"{place}, {name}" if place else name)

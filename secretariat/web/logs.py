"""How a line of the log is written: one line, no control characters, and of a fault the place without its words.

docs/logging.md lists every line the program writes; a test holds it against the code.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Iterator

LONGEST = 2000
"""Characters of one line; what is longer was not meant to be logged."""


def one_line(words: str) -> str:
    """The words as one line that no terminal and no log reader takes for something else.

    Every control, format, line and paragraph character becomes a visible ``\\x..`` code, so that whoever
    types a line break cannot write a log line of their own. Source: OWASP, log injection (CWE-117).
    """
    return "".join(_shown(character) for character in words[:LONGEST])


def _shown(character: str) -> str:
    return character if character.isprintable() else f"\\x{ord(character):02x}"


class QuietLine(logging.Formatter):
    """``2026-11-24T09:00:00Z LEVEL logger message``, in UTC; a fault is told by class and place only.

    The message of an exception may quote what a person typed, and so may the values of a frame: neither
    is written. File, line and function are enough to find the fault, with the report's number.
    """

    def format(self, record: logging.LogRecord) -> str:
        at = f"{self.formatTime(record, '%Y-%m-%dT%H:%M:%S')}Z"
        line = one_line(f"{at} {record.levelname} {record.name} {_message(record)}")
        if record.exc_info and record.exc_info[1] is not None:
            line += "".join(f"\n  {one_line(place)}" for place in _places(record.exc_info[1]))
        return line

    @staticmethod
    def converter(seconds: float | None) -> time.struct_time:
        return time.gmtime(seconds)


def _message(record: logging.LogRecord) -> str:
    """The message; an exception among its values is told by its class, since its words may quote a person."""
    args = record.args
    if isinstance(args, tuple):
        named = tuple(type(a).__qualname__ if isinstance(a, BaseException) else a for a in args)
        return str(record.msg) % named if named else str(record.msg)
    return record.getMessage()


def _places(error: BaseException) -> Iterator[str]:
    """The error and what led to it, innermost cause last, each with the places it went through."""
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        yield f"{type(current).__module__}.{type(current).__qualname__}"
        for frame in traceback.extract_tb(current.__traceback__, limit=-40):
            yield f"  {frame.filename}:{frame.lineno} in {frame.name}"
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)

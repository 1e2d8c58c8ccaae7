"""What a person declared while doing a deed ("this is about no victim"), so that the deed can tell it.

A page knows the declaration, the action records the deed; between them stand many functions that need not
know. So it is kept for the length of one request, and written into every deed of that request.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_declared: ContextVar[list[str] | None] = ContextVar("declared", default=None)


@contextmanager
def declarations() -> Iterator[None]:
    """The span in which declarations count: one request. None outlives it, nor comes in from outside."""
    before = _declared.set([])
    try:
        yield
    finally:
        _declared.reset(before)


def declare(words: str) -> None:
    """Adds what the person declared, in words that quote nothing of the text; outside a span it is dropped,
    because there no deed could be told to belong to it.
    """
    said = _declared.get()
    if said is not None and words not in said:
        said.append(words)


def declared() -> str:
    """All that was declared in this span, as one sentence part; empty for nothing."""
    return "; ".join(_declared.get() or ())

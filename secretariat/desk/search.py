"""Search across scripts: what is indexed, and how words are asked for.

Each searchable thing keeps one row of folded text. Whether a reader may see a hit is asked of the room
that owns the thing, in the same query, never afterwards: a hidden hit must not even use up a place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from secretariat.toolbox.names import fold, fold_with_map

_WORD = re.compile(r"\w+")


def _phrases_of(query: str) -> tuple[list[list[str]], bool]:
    """The folded phrases of a query (a word outside quotation marks is one by itself), and whether the last
    word may be the beginning of one, because no quotation mark closed it.
    """
    phrases: list[list[str]] = []
    for number, piece in enumerate(query.split('"')):
        words = _WORD.findall(fold(piece))
        phrases += ([words] if words else []) if number % 2 else [[word] for word in words]
    is_open = not query.rstrip().endswith('"') and bool(_WORD.search(fold(query.rpartition('"')[2])))
    return phrases, is_open and bool(phrases)


def match_expression(query: str) -> str:
    """The words of a query as FTS5 asks for them: all must occur, a quoted phrase as a whole, the last word
    may be the beginning of one. Empty when the query holds no word. Never passes a query's own operators on.

    Source: SQLite's full-text query syntax; each word is quoted, so that nothing in it is an operator.
    """
    phrases, is_open = _phrases_of(query)
    parts = [f'"{" ".join(words)}"' for words in phrases]
    return " AND ".join([*parts[:-1], f"{parts[-1]}*"] if is_open else parts)


def tsquery_expression(query: str) -> str:
    """The same question as ``match_expression``, as PostgreSQL's ``to_tsquery`` asks it.

    Source: PostgreSQL's text search syntax; each word is quoted, so that nothing in it is an operator.
    """
    phrases, is_open = _phrases_of(query)
    parts = [[f"'{word}'" for word in words] for words in phrases]
    if is_open:
        parts[-1][-1] += ":*"
    return " & ".join(f"({' <-> '.join(words)})" for words in parts)


def words_of(query: str) -> tuple[str, ...]:
    """The folded words of a query, for marking them in a snippet."""
    return tuple(dict.fromkeys(_WORD.findall(fold(query))))


def snippet(text: str, words: Sequence[str], *, around: int = 90) -> tuple[str, list[tuple[int, int]]]:
    """A stretch of the text around the first hit, in its own spelling, and where the hits lie in it.

    ``words`` are folded; ``around`` is how many characters stand before the first hit. Gives the stretch
    and ascending, not overlapping ranges (code points). A text without a hit gives its beginning.
    """
    flat, origin = fold_with_map(text)
    hits: list[tuple[int, int]] = []
    for word in words:
        hits += [
            (origin[m.start()], origin[m.end() - 1] + 1) for m in re.finditer(rf"\b{re.escape(word)}", flat)
        ]
    hits.sort()
    begin = max(0, hits[0][0] - around) if hits else 0
    if begin:
        begin = text.find(" ", begin, hits[0][0]) + 1 or begin
    end = min(len(text), begin + 3 * around)
    ranges: list[tuple[int, int]] = []
    lead = "…" if begin else ""
    for start, stop in hits:
        if stop <= end and (not ranges or start - begin + len(lead) >= ranges[-1][1]):
            ranges.append((start - begin + len(lead), stop - begin + len(lead)))
    return lead + text[begin:end] + ("…" if end < len(text) else ""), ranges

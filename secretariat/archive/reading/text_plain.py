"""Plain text, Markdown and AsciiDoc: bytes to pieces."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from secretariat.archive.reading.paper import MARKER, Paper, Piece, compose, looks_like_heading, mark_of
from secretariat.toolbox.errors import SourceUnreadable

# The single-byte sets of the region and its neighbours, the likeliest first.
CHARSETS = (
    "cp1252",
    "cp1250",
    "cp1251",
    "iso8859_2",
    "iso8859_5",
    "cp1253",
    "cp1254",
    "iso8859_16",
    "koi8_r",
    "cp852",
    "cp855",
)
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_ATTRIBUTE = re.compile(r":[a-z][\w-]*:(?:\s.*)?")
_HEADING = re.compile(r"(?P<mark>#{1,6}|={1,6}|%)[ \t]+(?P<words>\S.*)")
_RULE = re.compile(r"\s*(?:[-=_*~+#][ \t]?|\\_){3,}\s*")
_TABLE_RULE = re.compile(r"\s*\|?[\s:|+=-]*-{2,}[\s:|+=-]*\|?\s*")
_LABEL = re.compile(r"\[[^\[\]\n]{1,60}\]:?|\*\*[^*\n|]{1,60}\|[^*\n|]{1,60}\*\*")
_FRONT = re.compile(r"[ \t-]*[\w .-]{1,40}:(?:\s|$)|\s*- |\s+\S|\s*$")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,400}>")
_HEAD_TAG = re.compile(r"\s*<h([1-6])\b[^<>]{0,200}>\s*")
_ITEM_TAG = re.compile(r"\s*<li\b[^<>]{0,200}>\s*")
_BLOCK_TAG = re.compile(
    r"\s*</?(?:p|div|section|ul|ol|table|tr|h[1-6]|li|br|article|header|footer)\b[^<>]{0,200}>\s*"
)
# Links keep their words; a bare address stays. Markdown and AsciiDoc.
_LINK = re.compile(
    r"(?<![\w!\]])(?:\[(?=[^\[\]\n]{1,300}\]\()|https?://[^\s\[\]()]{1,300}\[)([^\[\]\n]{1,300})\](?:\([^()\s]{1,400}(?:\([^()\s]{0,80}\)[^()\s]{0,80})?\))?"
)
_KEY = re.compile(r"\s*(?:- )?[\w.-]{1,40}:(?:\s|$)|\s*- ")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!~>|])")
_INDENT = re.compile(r"[ \t]*")
_WORD_CUT = re.compile(r"\w\w-\Z")
LINE_LENGTH = 80
LONGEST_FRONT = 3_000  # lines


def read_plain(data: bytes) -> Paper:
    """The paper in a text file.

    ``data``: the bytes of the file, at least one. Raises SourceUnreadable where they are no text.
    Source: own choice: blank lines part paragraphs, marks of Markdown and AsciiDoc give the rest.
    """
    text = decode(data).replace("\r\n", "\n").replace("\r", "\n")
    if len(_TAG.findall(text[:200_000])) > 5:
        text = _without_tags(text)
    text = _LINK.sub(r"\1", text)
    if "\\" in text:
        text = _ESCAPED.sub(r"\1", text)
    return compose(_pieces(text.split("\n")))


def _without_tags(text: str) -> str:
    """Markdown with HTML in it, as lines: headings and items keep their marks, other tags go."""
    if text.startswith("---\n") and (closed := text.find("\n---\n", 3)) > 0:
        return text[: closed + 5] + _without_tags(text[closed + 5 :])
    text = _HEAD_TAG.sub(lambda m: "\n\n" + "#" * int(m[1]) + " ", text)
    text = _ITEM_TAG.sub("\n\n- ", text)
    text = _BLOCK_TAG.sub("\n\n", text)
    text = html.unescape(_TAG.sub("", text))
    return "\n".join(line.strip() for line in text.split("\n"))


def decode(data: bytes) -> str:
    """The text in the bytes: a byte order mark wins, then UTF-8, then the likeliest single-byte set.

    Raises SourceUnreadable where no set of characters gives readable text.
    Source: WHATWG Encoding for the order marks; the guess is charset-normalizer's, held to CHARSETS.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return data.decode(name, errors="replace")
    if b"\x00" in data[:4096]:
        raise SourceUnreadable(
            "This file is not text although its name says so; send the original document (PDF, DOCX) or save it as plain text."
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return _guessed(data)


def _guessed(data: bytes) -> str:
    from charset_normalizer import from_bytes  # slow to load, and seldom needed

    sample = data[:200_000]
    best = from_bytes(sample, cp_isolation=list(CHARSETS), threshold=0.4).best()
    name = best.encoding if best is not None else _by_letters(sample)
    if name is None:
        raise SourceUnreadable(
            "The characters of this file cannot be made out; open it where it looks right and save it as UTF-8 text."
        )
    if not _CYRILLIC.search(sample.decode(name, errors="replace")) and _by_letters(sample) == "cp1251":
        name = "cp1251"
    return data.decode(name, errors="replace")


def _by_letters(sample: bytes) -> str | None:
    """cp1251 where most letters are Cyrillic in it: short Cyrillic texts mislead the statistics."""
    letters = [c for c in sample.decode("cp1251", errors="replace") if c.isalpha()]
    cyrillic = sum(1 for c in letters if "\u0400" <= c <= "\u04ff")
    return "cp1251" if letters and cyrillic > 0.7 * len(letters) else None


def _pieces(lines: Sequence[str]) -> Iterator[Piece]:
    start = 0
    front = _front_matter(lines)
    yield from _front_pieces(lines[1:front])
    start = front + 1 if front else 0
    held: list[str] = []
    at = start
    while at < len(lines):
        line = lines[at]
        at += 1
        if not line.strip() or _RULE.fullmatch(line) or _TABLE_RULE.fullmatch(line):
            yield from run_of_lines(held)
            held = []
        elif not held and _ATTRIBUTE.fullmatch(line):
            yield Piece("front", line.lstrip(":").replace(":", ": ", 1))
        elif (found := _HEADING.match(line)) is not None:
            yield from run_of_lines(held)
            held = []
            yield Piece("heading", found["words"], level=len(found["mark"]))
        elif line.lstrip().startswith("|"):
            yield from run_of_lines(held)
            held = []
            row, at = _row(lines, at - 1)
            yield Piece("row", cells=row)
        elif _LABEL.fullmatch(line.strip()):
            yield from run_of_lines(held)
            held = []
            yield Piece("label", line.strip().strip("*[]:"))
        elif (
            MARKER.match(line.lstrip())
            or (held and _shouts(line) and not _shouts(held[-1]))
            or (held and _shouts(held[-1]) and not _shouts(line) and len(held[-1]) < LINE_LENGTH)
        ):
            yield from run_of_lines(held)
            held = [line]
        else:
            held.append(line)
    yield from run_of_lines(held)


def _front_matter(lines: Sequence[str]) -> int:
    """Index of the line that closes a YAML block at the head of the file, or 0."""
    if not lines or lines[0].strip() != "---":
        return 0
    for at in range(1, min(len(lines), LONGEST_FRONT)):
        if lines[at].strip() in ("---", "..."):
            return at
        if not _FRONT.match(lines[at]):
            return 0
    return 0


def _front_pieces(lines: Sequence[str]) -> Iterator[Piece]:
    """The lines of front matter; one that goes on deeper belongs to the one before."""
    held = ""
    for line in lines:
        goes_on = line[:1] in " \t" and not _KEY.match(line) and held
        if held and not goes_on:
            yield Piece("front", held)
        held = f"{held} {line.strip()}" if goes_on else line
    if held:
        yield Piece("front", held)


def _row(lines: Sequence[str], at: int) -> tuple[tuple[str, ...], int]:
    """The cells of the table row that begins at a line, and the line after it.

    Markdown keeps a row on one line, AsciiDoc may give every cell a line of its own.
    """
    first = lines[at].strip()
    at += 1
    if first.startswith("|===") or first.count("|") > 1:
        return tuple(c.strip() for c in first.strip("|=").split("|")), at
    cells = [first[1:]]
    while at < len(lines) and lines[at].strip() and not lines[at].strip().startswith("|==="):
        line = lines[at].strip()
        if line.startswith("|"):
            cells.append(line[1:])
        else:
            cells[-1] += " " + line
        at += 1
    return tuple(c.strip() for c in cells), at


def _shouts(line: str) -> bool:
    return line.isupper() and len(line.split()) > 1 and not line.rstrip().endswith((".", ","))


def run_of_lines(lines: Sequence[str]) -> Iterator[Piece]:
    """The pieces in a run of lines without a blank: one item, one paragraph, or a list of short lines.

    Source: own choice; the other formats use it for their paragraphs too, so that all read alike.
    """
    if not lines:
        return
    found = MARKER.match(lines[0].lstrip())
    if found is not None:
        body = [lines[0].lstrip()[found.end() :], *lines[1:]]
        yield Piece("item", joined(body), level=_level(lines[0], mark_of(found)), mark=mark_of(found))
        return
    if len(lines) > 1 and len(lines[0]) < LINE_LENGTH // 2 and lines[0].rstrip("*_ ").endswith(":"):
        yield Piece("paragraph", lines[0])
        yield from run_of_lines(lines[1:])
        return
    if len(lines) > 1 and is_list(lines):
        for line in lines:
            yield Piece("line", line)
        return
    words = joined(lines)
    yield Piece("heading" if looks_like_heading(words.strip("*_ ")) else "paragraph", words)


def _level(line: str, mark: str) -> int:
    indent = _INDENT.match(line)
    width = len(indent.group().expandtabs(4)) if indent else 0
    return width // 2 + (len(mark) - 1 if set(mark) <= {"*", "-"} else 0)


def is_list(lines: Sequence[str]) -> bool:
    """True for runs such as addresses and lists of those present: short lines that end without a stop.

    Source: own choice, measured on minutes.
    """
    rest = [line.strip() for line in lines]
    short = sum(1 for line in rest if len(line) <= LINE_LENGTH - 20 and not line.endswith((".", "-", ",")))
    return short >= max(2, len(rest) - 1) and (len(rest) > 2 or len(rest[0]) < LINE_LENGTH // 2)


def joined(lines: Sequence[str]) -> str:
    """Lines as one run of words; a word cut by a hyphen at a line's end is made whole.

    The hyphen stays where a capital follows, or a prefix that is written with one.
    Source: own choice, because without a word list the safest cut is the one between small letters.
    """
    parts: list[str] = []
    for raw in lines:
        line = raw.strip()
        if not line:
            continue
        last = parts[-1] if parts else ""
        if _WORD_CUT.search(last) and line[0].islower() and not _PREFIX.search(last):
            parts[-1] = last[:-1] + line
        elif last.endswith("-") and last[-2:-1].isalnum():
            parts[-1] = last + line
        else:
            parts.append(line)
    return " ".join(parts)


_PREFIX = re.compile(
    r"\b(?:anti|non|co|self|multi|cross|inter|well|ex|pre|post|counter|semi|sub|follow|long|short|high|low|full|part|half|so|vice|by|up)-$",
    re.I,
)

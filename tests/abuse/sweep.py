"""The engine of the canary sweep: fetches as one reader, looks everywhere a word could hide, and counts."""

from __future__ import annotations

import io
import logging
import re
import zipfile
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import pypdfium2 as pdfium
from django.http import HttpResponse
from django.test import Client

from secretariat.web.logs import QuietLine
from tests.story.world import CANARY

TOKENS = re.compile(rf"{CANARY}[a-z]*", re.IGNORECASE)
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
FRAGMENT = {"HX-Request": "true"}


class Heard(logging.Handler):
    """Every line the program would have logged, in the form in which it would have been."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(QuietLine())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


def words_of_file(data: bytes) -> str:
    """All words in a file: of a PDF the text of its pages and its metadata, of a packed file every part."""
    if data.startswith(b"%PDF"):
        paper = pdfium.PdfDocument(data)
        try:
            pages = [page.get_textpage().get_text_range() for page in paper]
            return "\n".join([*pages, str(paper.get_metadata_dict())]) + data.decode("latin-1")
        finally:
            paper.close()
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            return "\n".join(words_of_file(parts.read(name)) for name in parts.namelist())
    return data.decode("utf-8", errors="replace")


def words_of_folder(folder: Path) -> str:
    """All words in all files below a folder, and their names."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return "\n".join(f"{path.relative_to(folder)}\n{words_of_file(path.read_bytes())}" for path in files)


@dataclass
class Sweep:
    """One reader's sweep: ``may_know`` are the tokens this reader may meet; every other one is a leak."""

    role: str
    client: Client
    may_know: frozenset[str] = frozenset()
    channels: Counter[str] = field(default_factory=Counter)
    leaks: list[str] = field(default_factory=list)
    fetches: int = 0

    def ask(
        self,
        address: str,
        channel: str = "pages",
        *,
        method: str = "get",
        headers: dict[str, str] | None = None,
        data: dict[str, str] | None = None,
    ) -> str:
        """Fetches one address, looks through all of the answer, and gives its body."""
        answer = getattr(self.client, method)(address, data or {}, headers=headers or {})
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        answer.close()
        self.fetches += 1
        asked = {found.casefold() for found in TOKENS.findall(unquote(address) + str(data or {}))}
        kind = answer.headers.get("Content-Type", "")
        text = words_of_file(body) if "pdf" in kind or "officedocument" in kind else _text(body)
        self._channel(channel if answer.status_code < 300 else "redirects and refusals", text, address, asked)
        self._channel("headers", _head(answer), address, asked)
        title = TITLE.search(text)
        if title:
            self._channel("titles", title[1], address, asked)
        return text

    def _channel(self, channel: str, text: str, where: str, asked: Iterable[str]) -> None:
        self.channels[channel] += 1
        self.look(channel, text, where, frozenset(asked))

    def look(self, channel: str, text: str, where: str, asked: frozenset[str] = frozenset()) -> None:
        """Notes every token in a text that this reader neither asked for nor may know."""
        found = {token.casefold() for token in TOKENS.findall(text)} - asked - self.may_know
        # A column or a line of a paper may end within a word that this reader may know.
        cut = {token for token in found if len(token) > len(CANARY) and self._may_know_more_of(token)}
        self.leaks += [f"{self.role}: {token} in {channel} at {where}" for token in found - cut]

    def _may_know_more_of(self, token: str) -> bool:
        return any(known.startswith(token) for known in self.may_know)


def _text(body: bytes) -> str:
    return body.decode("utf-8", errors="replace")


def _head(answer: HttpResponse) -> str:
    cookies = [f"{name}={cookie.value}" for name, cookie in answer.cookies.items()]
    return unquote(" ".join(f"{name}: {value}" for name, value in answer.headers.items()) + " ".join(cookies))

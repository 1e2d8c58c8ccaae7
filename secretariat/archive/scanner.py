"""Asks a virus scanner (clamd) about a file, by its INSTREAM command.

The daemon never sees the files folder: bytes are sent over a socket, in clear on this machine only. What the
scanner did not look through to the end counts as not looked at.
"""

from __future__ import annotations

import socket
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from .store import chunks

SECONDS = 30.0
"""How long one step of the talk may take; a scanner that says nothing is a scanner that does not answer."""
LONGEST_ANSWER = 4096


@dataclass(frozen=True, slots=True)
class Scan:
    """What the scanner said: clean, found (``words``: the virus), or unknown (``words``: why)."""

    outcome: Literal["clean", "found", "unknown"]
    words: str = ""
    is_too_large: bool = False


def scan(path: Path, address: str) -> Scan:
    """The scanner's word about a file.

    ``address``: a unix socket's path, or host:port; empty when no scanner is set, and then all is clean. A
    scanner that is down, slow, full or stops at a limit gives unknown: never clean.
    Source: clamd(8), INSTREAM; and AlertExceedsMax, whose finding means that the file was not looked through.
    """
    if not address:
        return Scan("clean")
    try:
        with _connected(address) as line:
            answer = _asked(line, path)
    except OSError as fault:
        return Scan(
            "unknown", f"the virus scanner does not answer ({fault.strerror or type(fault).__name__})"
        )
    words = answer.strip("\x00\r\n ").removeprefix("stream: ")
    if words == "OK":
        return Scan("clean")
    name = words.removesuffix(" FOUND")
    if name != words and "Limits.Exceeded" not in name:
        return Scan("found", "".join(c for c in name if c.isprintable())[:100])
    if name != words or "size limit" in words.lower():
        return Scan("unknown", "the file is beyond what the virus scanner looks through", is_too_large=True)
    return Scan("unknown", "the virus scanner did not say whether the file is clean")


def _connected(address: str) -> socket.socket:
    host, _, port = address.rpartition(":")
    if port.isdecimal() and host and not host.startswith("/"):
        return socket.create_connection((host, int(port)), timeout=SECONDS)
    line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    line.settimeout(SECONDS)
    try:
        line.connect(address)
    except OSError:
        line.close()
        raise
    return line


def _asked(line: socket.socket, path: Path) -> str:
    """Sends the file in counted pieces and takes one answer; the daemon may answer, and hang up, before the end."""
    # It hangs up at a limit, and says so in the answer that still waits to be read.
    with suppress(BrokenPipeError, ConnectionResetError):
        line.sendall(b"zINSTREAM\x00")
        for piece in chunks(path):
            line.sendall(len(piece).to_bytes(4, "big") + piece)
        line.sendall(bytes(4))
    answer = b""
    while b"\x00" not in answer and len(answer) < LONGEST_ANSWER:
        part = line.recv(LONGEST_ANSWER)
        if not part:
            break
        answer += part
    return answer.decode("utf-8", errors="replace")

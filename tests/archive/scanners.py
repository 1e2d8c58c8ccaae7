"""A virus scanner for tests: speaks clamd's INSTREAM on a unix socket, and knows one signature."""

from __future__ import annotations

import io
import socket
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class StubScanner:
    """Answers each connection; ``most_bytes`` is where it stops looking, ``says`` replaces its answer."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.most_bytes = 10**9
        self.says: bytes | None = None
        self.asked = 0
        self._listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listening.bind(str(path))
        self._listening.listen(8)
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._listening.accept()
            except OSError:
                return
            with line:
                self.asked += 1
                try:
                    answer = self._answer(line.makefile("rb"))
                    line.sendall(answer)
                except OSError:
                    continue

    def _answer(self, sent: io.BufferedReader) -> bytes:
        assert sent.read(10) == b"zINSTREAM\x00"
        data = b""
        while length := int.from_bytes(sent.read(4), "big"):
            data += sent.read(length)
            if len(data) > self.most_bytes:
                return b"INSTREAM size limit exceeded. ERROR\x00"
        if self.says is not None:
            return self.says
        return b"stream: Eicar-Test-Signature FOUND\x00" if _is_infected(data) else b"stream: OK\x00"

    def stop(self) -> None:
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join()
        self.path.unlink()


def _is_infected(data: bytes) -> bool:
    if EICAR in data:
        return True
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return False
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        return any(_is_infected(box.read(name)) for name in box.namelist())


@contextmanager
def scanner_at(path: Path) -> Iterator[StubScanner]:
    scanner = StubScanner(path)
    try:
        yield scanner
    finally:
        scanner.stop()

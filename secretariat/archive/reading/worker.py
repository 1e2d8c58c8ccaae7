"""Reads foreign files in a process of its own, with limits on memory, time and files.

A parser may run away, eat memory or die on a crafted file; then the worker dies, not the caller. The
calling process never looks into the file: it hands over a path and takes JSON back.

As a program (``python -m secretariat.archive.reading.worker``) this is the worker itself: one JSON request a
line on standard input, JSON answers a line each on standard output.
"""

from __future__ import annotations

import base64
import ctypes
import json
import os
import resource
import selectors
import stat
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Final

from secretariat.archive.reading import sniff
from secretariat.archive.reading.inspection import Inspection, from_json, to_json
from secretariat.archive.reading.model import Reading, from_json_dict, to_json_dict
from secretariat.toolbox.errors import SourceUnreadable

MEMORY_BYTES: Final = 1024 * sniff.MB
"""Of addresses; most of them are libraries that take no memory."""
DATA_BYTES: Final = 224 * sniff.MB
"""Of memory that is really written; with the libraries' own pages it stays under 256 MB."""
CPU_SECONDS: Final = 60
WALL_SECONDS: Final = 90.0
OPEN_FILES: Final = 64
ANSWER_BYTES: Final = 512 * sniff.MB

_NEW_USERS: Final = 0x10000000
_NEW_NETWORK: Final = 0x40000000
"""CLONE_NEWUSER and CLONE_NEWNET of unshare(2): the first gives the right to the second."""

Progress = Callable[[int, int], None]

_DIED: Final = (
    "This file stopped the program that reads it, which a damaged or hostile file can do; "
    "save it again from its source, or as plain text."
)
_TOO_LONG: Final = (
    "Reading this file took too long and was stopped; split it, or save it again as plain text."
)


class Worker:
    """One reading process, started when first needed and again after it died; use it as a context."""

    def __init__(self, *, wall_seconds: float = WALL_SECONDS) -> None:
        self.wall_seconds = wall_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._room: tempfile.TemporaryDirectory[str] | None = None
        self._rest = b""

    def __enter__(self) -> Worker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def read(self, path: Path, name: str, on_progress: Progress | None = None) -> Reading:
        """The reading of the file at a path, made in the worker.

        ``name``: as the sender called it; ``on_progress``: called with steps done and steps in all.
        Raises SourceUnreadable where the file cannot be read, or stops, kills or outlasts the worker.
        Source: own choice, because pdfium ends its process when memory runs out.
        """
        return from_json_dict(self._ask("read", path, name, on_progress)["reading"])

    def inspect(self, path: Path, name: str) -> Inspection:
        """What the file at a path is and does, looked up in the worker.

        ``name``: as the sender called it. Raises SourceUnreadable where the file is not taken in.
        Source: own choice, as for reading: boxes and streams are unpacked there.
        """
        return from_json(self._ask("inspect", path, name)["inspection"])

    def safe_copy(self, path: Path, name: str) -> bytes:
        """A copy of the file at a path that holds its words and pictures and does nothing, made in the worker.

        ``name``: as the sender called it. Raises SourceUnreadable where none can be made.
        Source: own choice, see ``safe_docx`` and ``safe_pdf``.
        """
        return base64.b64decode(self._ask("safe copy", path, name)["copy"])

    def _ask(self, deed: str, path: Path, name: str, on_progress: Progress | None = None) -> dict[str, Any]:
        check_path(path)
        asked = {"deed": deed, "path": str(path.absolute()), "name": name}
        request = json.dumps(asked).encode() + b"\n"
        until = time.monotonic() + self.wall_seconds
        try:
            process = self._started()
            assert process.stdin is not None
            process.stdin.write(request)
            process.stdin.flush()
            while True:
                answer = json.loads(self._answer(process, until))
                if "progress" not in answer:
                    break
                if on_progress is not None:
                    on_progress(*answer["progress"])
        except (BrokenPipeError, EOFError, json.JSONDecodeError) as fault:
            self.stop()
            raise SourceUnreadable(_DIED) from fault
        except TimeoutError as fault:
            self.stop()
            raise SourceUnreadable(_TOO_LONG) from fault
        except BaseException:
            self.stop()  # an interrupted worker still owes an answer that nobody will take
            raise
        return _taken(answer)

    def stop(self) -> None:
        """Ends the worker and clears its room; without a worker nothing happens."""
        process, self._process, self._rest = self._process, None, b""
        if process is not None:
            process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    _close(pipe)
        if self._room is not None:
            self._room.cleanup()
            self._room = None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.stop()
        self._room = tempfile.TemporaryDirectory(prefix="secretariat-reading-")
        root = str(Path(__file__).resolve().parents[3])
        self._process = subprocess.Popen(
            [sys.executable, "-B", "-P", "-X", "utf8", "-m", "secretariat.archive.reading.worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._room.name,
            env={"PATH": os.environ.get("PATH", os.defpath), "PYTHONPATH": root},
            start_new_session=True,
        )
        return self._process

    def _answer(self, process: subprocess.Popen[bytes], until: float) -> bytes:
        """One line from the worker. Raises TimeoutError, or EOFError where the worker is gone."""
        assert process.stdout is not None
        parts = [self._rest]
        size = len(self._rest)
        with selectors.DefaultSelector() as waiting:
            waiting.register(process.stdout, selectors.EVENT_READ)
            while b"\n" not in parts[-1]:
                left = until - time.monotonic()
                if left <= 0 or not waiting.select(left):
                    raise TimeoutError
                part = os.read(process.stdout.fileno(), 1 << 20)
                size += len(part)
                if not part or size > ANSWER_BYTES:
                    raise EOFError
                parts.append(part)
        line, _, self._rest = b"".join(parts).partition(b"\n")
        return line


def read_safely(path: Path, name: str, *, on_progress: Progress | None = None) -> Reading:
    """The reading of one file, made in a process of its own.

    ``path``: where the file lies; ``name``: as the sender called it; ``on_progress``: called with steps done
    and steps in all. Raises SourceUnreadable with a sentence that says what is wrong and what to do.
    Source: own choice, see the head of this module.
    """
    with Worker() as worker:
        return worker.read(path, name, on_progress)


def inspect_safely(path: Path, name: str) -> Inspection:
    """What one file is and does. A plain text is told from its bytes alone, anything else in a process of its own.

    ``path``: where the file lies; ``name``: as the sender called it. Raises SourceUnreadable with a sentence
    that says why the file is not taken in and what to do.
    Source: own choice: a text needs no parser, and starting a process costs more than looking at one.
    """
    check_path(path)
    with path.open("rb") as file:
        sample = file.read(sniff.SAMPLE_BYTES)
        if sniff.kind_of(sample) is None:
            found = Inspection(sniff.media_type(sample, name))
            sniff.check_rest(file, sample)
            return found
    with Worker() as worker:
        return worker.inspect(path, name)


def safe_copy(path: Path, name: str) -> bytes:
    """A copy of one file that does nothing when it is opened, made in a process of its own.

    ``path``: where the file lies; ``name``: as the sender called it. Raises SourceUnreadable where none can
    be made. Source: own choice, see ``safe_docx`` and ``safe_pdf``.
    """
    with Worker() as worker:
        return worker.safe_copy(path, name)


def read_many_safely(paths: Iterable[Path]) -> Iterator[tuple[Path, Reading | SourceUnreadable]]:
    """The readings of many files, one after the other in one worker; a refusal takes the reading's place.

    Source: own choice: starting a process costs more than reading a page.
    """
    with Worker() as worker:
        for path in paths:
            try:
                yield path, worker.read(path, path.name)
            except SourceUnreadable as refusal:
                yield path, refusal


def check_path(path: Path) -> None:
    """Refuses what is no file of bearable size, before anything opens it.

    Raises SourceUnreadable. Source: own choice.
    """
    try:
        facts = path.stat()
    except (OSError, ValueError) as fault:
        why = fault.strerror if isinstance(fault, OSError) and fault.strerror else "not a path"
        raise SourceUnreadable(
            f"There is no file to read at {str(path)!r} ({why}); check the path."
        ) from fault
    if not stat.S_ISREG(facts.st_mode):
        raise SourceUnreadable(f"{str(path)!r} is not a file; name the document itself.")
    sniff.check_size(facts.st_size)


def _taken(answer: dict[str, Any]) -> dict[str, Any]:
    if "unreadable" in answer:
        raise SourceUnreadable(str(answer["unreadable"]))
    if "fault" in answer:
        raise SourceUnreadable(_DIED) from RuntimeError(str(answer["fault"]))
    return answer


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        return  # what was still to be written was meant for the dead


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the worker until its input ends.

    Source: own choice: limits are set here, before the first foreign byte.
    """
    _limit()
    _leave_the_network()
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not speak into the answers
    for line in sys.stdin.buffer:
        request = json.loads(line)
        _limit_cpu()
        _say(answers, _answer_to(request, lambda at, of: _say(answers, {"progress": [at, of]})))
    return 0


def _say(answers: IO[bytes], answer: dict[str, Any]) -> None:
    answers.write(json.dumps(answer).encode() + b"\n")
    answers.flush()


def _answer_to(request: dict[str, str], on_progress: Progress) -> dict[str, Any]:
    try:
        with open(request["path"], "rb") as file:
            data = file.read(sniff.MAX_FILE_BYTES + 1)
        return _done(request["deed"], data, request["name"], on_progress)
    except SourceUnreadable as refusal:
        return {"unreadable": refusal.message}
    except MemoryError:
        return {"unreadable": "This file needs more memory than a document may; save it again as plain text."}
    except OSError as fault:
        return {"unreadable": f"The file could not be opened ({fault.strerror}); check that it may be read."}
    except Exception:  # noqa: BLE001 - the caller must hear of it, whatever it is
        return {"fault": traceback.format_exc(limit=8)}


def _done(deed: str, data: bytes, name: str, on_progress: Progress) -> dict[str, Any]:
    # The parsers load here only: the caller's process needs none of them.
    if deed == "inspect":
        from secretariat.archive.reading.inspection import inspect_bytes

        return {"inspection": to_json(inspect_bytes(data, name))}
    if deed == "safe copy":
        from secretariat.archive.reading.safe_copy import safe_copy_of

        return {"copy": base64.b64encode(safe_copy_of(data, name)).decode("ascii")}
    from secretariat.archive.reading.reader import read_bytes

    return {"reading": to_json_dict(read_bytes(data, name, on_progress=on_progress))}


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_DATA, (DATA_BYTES, DATA_BYTES))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))


def _leave_the_network() -> bool:
    """Goes into a network of its own, in which there is nothing; False where the system does not let it.

    Nothing here asks for an address; this is the wall for a parser that a crafted file has taken over.
    """
    done: int = ctypes.CDLL(None).unshare(_NEW_USERS | _NEW_NETWORK)
    return done == 0


def _limit_cpu() -> None:
    """CPU_SECONDS from now on: the limit counts the whole life of the process, a file has its own."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (soft, resource.RLIM_INFINITY))


if __name__ == "__main__":
    sys.exit(main())

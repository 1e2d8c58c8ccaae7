"""The worker reads in a process of its own, and the command speaks through it."""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from secretariat.archive.reading import worker
from secretariat.archive.reading.cli import main
from secretariat.archive.reading.inspection import inspect_bytes
from secretariat.archive.reading.model import Reading, from_json_dict
from secretariat.archive.reading.reader import read_bytes
from secretariat.archive.reading.safe_copy import safe_copy_of
from secretariat.archive.reading.worker import Worker, read_many_safely, read_safely
from secretariat.toolbox.errors import SourceUnreadable
from tests.abuse.hostile.pdfs import named_pdfs
from tests.abuse.hostile.words import named_words, refused_words
from tests.archive_reading.papers import REPORT, pdf_of


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(REPORT)
    return path


def test_the_worker_gives_the_very_reading(report: Path) -> None:
    assert read_safely(report, "sent as.txt") == read_bytes(report.read_bytes(), "sent as.txt")


def test_the_worker_tells_progress(tmp_path: Path) -> None:
    path = tmp_path / "two.pdf"
    path.write_bytes(pdf_of("One.\n#pagebreak()\nTwo."))
    told: list[tuple[int, int]] = []
    read_safely(path, path.name, on_progress=lambda at, of: told.append((at, of)))
    assert told == [(1, 2), (2, 2)]


def test_a_refusal_in_the_worker_arrives_as_a_refusal(tmp_path: Path) -> None:
    path = tmp_path / "broken.pdf"
    path.write_bytes(b"%PDF-1.7 and then nothing")
    with pytest.raises(SourceUnreadable, match="broken"):
        read_safely(path, path.name)


def test_many_files_share_a_worker_and_one_refusal_stops_none(report: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty.txt"
    empty.touch()
    missing = tmp_path / "missing.txt"
    outcomes = [outcome for _, outcome in read_many_safely([report, empty, missing, report])]
    assert [isinstance(o, Reading) for o in outcomes] == [True, False, False, True]


def test_a_worker_that_dies_is_a_refusal_and_the_next_file_is_read(report: Path) -> None:
    with worker.Worker() as reader:
        reader.read(report, report.name)
        assert reader._process is not None
        reader._process.kill()
        reader._process.wait()
        assert isinstance(reader.read(report, report.name), Reading)


def test_a_worker_that_answers_nothing_in_time_is_stopped(report: Path) -> None:
    with worker.Worker(wall_seconds=0.0) as reader, pytest.raises(SourceUnreadable, match="too long"):
        reader.read(report, report.name)


def test_the_worker_sees_no_environment_and_loads_no_django(
    report: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRETARIAT_SECRET", "hush")
    with worker.Worker() as reader:
        reader.read(report, report.name)
        assert reader._process is not None
        environment = Path(f"/proc/{reader._process.pid}/environ").read_bytes()
        maps = Path(f"/proc/{reader._process.pid}/limits").read_text()
    assert b"hush" not in environment
    assert str(worker.MEMORY_BYTES) in maps
    check = "import sys, secretariat.archive.reading.cli, secretariat.archive.reading.reader; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def test_the_command_prints_one_json_document(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(report), "--json"]) == 0
    out, err = capsys.readouterr()
    assert from_json_dict(json.loads(out)).source.name == "report.txt"
    assert err == ""


def test_several_files_are_a_list_in_json(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(report), str(report), "--json"]) == 0
    assert [r["schema"] for r in json.loads(capsys.readouterr().out)] == ["secretariat.reading/1"] * 2


def test_a_person_gets_a_short_summary(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(report)]) == 0
    assert "5 people, 9 entries, 1 meetings ahead" in capsys.readouterr().out


def test_readings_are_written_whole_into_a_folder(report: Path, tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    assert main([str(report), "--json", "--out", str(out)]) == 0
    assert [p.name for p in out.iterdir()] == ["report.json"]
    assert from_json_dict(json.loads((out / "report.json").read_text())).people


def test_a_refused_file_is_one_sentence_and_exit_code_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "empty.pdf"
    path.touch()
    assert main([str(path), "--json", "--out", str(tmp_path / "out")]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert "empty" in err
    assert list((tmp_path / "out").iterdir()) == []


def test_wrong_use_is_exit_code_two(report: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    twin = tmp_path / "report.md"
    twin.write_text(REPORT)
    assert main([str(report), str(twin), "--out", str(tmp_path / "out")]) == 2
    assert main([str(report), "--out", str(report / "below a file")]) == 2
    assert "choose another" in capsys.readouterr().err


@pytest.mark.real_time
def test_nothing_that_a_paper_names_is_ever_fetched(socket_enabled: None) -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(8)
        here = f"127.0.0.1:{listening.getsockname()[1]}"
        asked = 0
        # In this process, which has a network: the worker's own wall would prove nothing about the parsers.
        for hostile in (*named_words(), *refused_words(), *named_pdfs()):
            data = _pointed_at(hostile.make(), here)
            for step in (inspect_bytes, read_bytes, safe_copy_of):
                with suppress(SourceUnreadable):
                    step(data, hostile.name)
            asked += 1
        listening.setblocking(False)
        with pytest.raises(BlockingIOError):
            listening.accept()
    assert asked > 100


def _pointed_at(data: bytes, here: str) -> bytes:
    """The paper with every address in it turned to one that is listened to."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return data.replace(b"127.0.0.1:9", here.encode())
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as box, zipfile.ZipFile(out, "w") as copy:
        for name in box.namelist():
            part = box.read(name)
            for known in (b"127.0.0.1:9", b"example.org", b"host/", b"h/"):
                part = part.replace(b"http://" + known.rstrip(b"/"), b"http://" + here.encode())
            copy.writestr(zipfile.ZipInfo(name), part)
    return out.getvalue()


@pytest.mark.real_time
def test_the_worker_is_in_a_network_of_its_own_where_the_system_lets_it(report: Path) -> None:
    probe = "import ctypes, sys; sys.exit(ctypes.CDLL(None).unshare(0x50000000) != 0)"
    if subprocess.run([sys.executable, "-c", probe], check=False).returncode:
        pytest.skip("this system lets nobody go into a network of its own")
    with Worker() as worker:
        worker.read(report, "report.docx" if report.suffix == ".docx" else report.name)
        assert worker._process is not None
        assert os.readlink(f"/proc/{worker._process.pid}/ns/net") != os.readlink("/proc/self/ns/net")

"""Private files: nobody else opens them, and they do not outlive the process that made them."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from secretariat.toolbox import spool


def all_files(home: Path) -> list[Path]:
    return [path for folder in spool.rooms(home) for path in folder.iterdir()]


def test_a_private_file_is_open_to_its_owner_alone_and_goes_away_with_the_block(tmp_path: Path) -> None:
    with spool.private_file(tmp_path, ending=".x") as path:
        path.write_bytes(b"words")
        assert path.stat().st_mode & 0o777 == 0o600
        assert path.parent.stat().st_mode & 0o777 == 0o700
    assert all_files(tmp_path) == []


def test_a_file_too_large_for_memory_goes_to_the_home_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert spool.room(tmp_path, size=2**60) == tmp_path / "spool"
    monkeypatch.setattr(spool, "MEMORY", tmp_path / "none")
    assert spool.rooms(tmp_path) == [tmp_path / "spool"]


def test_a_folder_that_somebody_else_may_open_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = tmp_path / "memory"
    memory.mkdir()
    monkeypatch.setattr(spool, "MEMORY", memory)
    (ours,) = [folder for folder in spool.rooms(tmp_path) if folder.parent == memory]
    ours.chmod(0o755)
    assert spool.rooms(tmp_path) == [tmp_path / "spool"]
    ours.rmdir()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir(mode=0o700)
    ours.symlink_to(elsewhere)
    assert spool.rooms(tmp_path) == [tmp_path / "spool"]
    ours.unlink()
    ours.write_text("a file in its way")
    assert spool.rooms(tmp_path) == [tmp_path / "spool"]
    ours.unlink()
    ours.symlink_to(tmp_path / "nowhere")
    assert spool.rooms(tmp_path) == [tmp_path / "spool"]


def test_a_sweep_takes_what_the_dead_left_and_nothing_of_the_living(tmp_path: Path) -> None:
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        with spool.private_file(tmp_path) as path:
            path.write_bytes(b"words in clear")
            os.write(writer, b"!")
            signal.pause()
        os._exit(1)
    os.read(reader, 1)
    with spool.private_file(tmp_path) as mine:
        assert spool.sweep(tmp_path) == 0
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        assert len(all_files(tmp_path)) == 2
        assert spool.sweep(tmp_path) == 1
        assert all_files(tmp_path) == [mine]
    os.close(reader)
    os.close(writer)

"""A store full of tokens that is built once, and copied by each test that breaks it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.abuse.homes import copy_of, with_world


@pytest.fixture(scope="session")
def world_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one of everything; tests copy it and leave it as it is."""
    folder = tmp_path_factory.mktemp("world")
    with_world(folder / "home", folder)
    return folder / "home"


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder in memory where the machine has one: a test makes many stores, and waits for no disk."""
    place = "/dev/shm" if Path("/dev/shm").is_dir() else None
    folder = Path(tempfile.mkdtemp(prefix="secretariat-abuse-", dir=place))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def home(world_home: Path, memory: Path) -> Path:
    """A home of the test's own."""
    return copy_of(world_home, memory / "home")

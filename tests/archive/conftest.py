"""A files folder of one's own, and a paper read into facts without a worker."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from secretariat.archive.actions import begin_reading, keep_reading, take_in_source
from secretariat.archive.models import Reading
from tests.archive.papers import TEXT, result
from tests.cast import Cast


@pytest.fixture(autouse=True)
def files(settings: Settings, tmp_path: Path) -> Path:
    """The folder in which sources lie; no test sees another's."""
    settings.HOME = tmp_path
    settings.FILES = tmp_path / "files"
    return tmp_path / "files" / "sources"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "minutes.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def reading(cast: Cast, paper: Path) -> Reading:
    """A reading open for review, made from a known result."""
    officer = cast.officer.actor
    source, _ = take_in_source(officer, network=cast.network, name="minutes.txt", path=paper)
    row = source.readings.get()
    begin_reading(officer, reading=row)
    return keep_reading(officer, reading=row, result=result())

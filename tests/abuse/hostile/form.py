"""Hands files in through the form of the archive, as a person would, with one worker for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from secretariat.archive.reading.worker import Worker


@contextmanager
def one_worker(monkeypatch: pytest.MonkeyPatch) -> Iterator[Worker]:
    """The same worker for every file: starting one for each is most of the time a file takes, and is shown
    to work elsewhere. What it is asked, and what it may do, is the same.
    """
    with Worker(wall_seconds=20.0) as worker:
        monkeypatch.setattr("secretariat.archive.checking.inspect_safely", worker.inspect)
        monkeypatch.setattr("secretariat.archive.intake.read_safely", worker.read)
        yield worker


def hand_in(client: Client, files: Sequence[tuple[str, bytes]]) -> int:
    """The status with which the form answers to these files."""
    papers = [SimpleUploadedFile(name, data) for name, data in files]
    answer = client.post(reverse("archive:take_in"), {"papers": papers, "ring": "members"})
    return answer.status_code

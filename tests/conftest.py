"""What every test stands on: a fixed instant, a closed network, the cast."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime

import pytest
import time_machine
from django.apps import apps
from django.db.models import Model
from pytest_socket import disable_socket

from secretariat.audit.memory import forget
from secretariat.desk.story.build import Cast as BuiltCast
from secretariat.desk.story.build import build_network
from secretariat.desk.story.region import REGION
from tests.cast import Cast

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
"""The instant at which every test runs: a Tuesday morning."""


@pytest.fixture(autouse=True)
def frozen_time(request: pytest.FixtureRequest) -> Iterator[None]:
    """Time stands still, but for tests that drive a real browser or server."""
    if request.node.get_closest_marker("browser") or request.node.get_closest_marker("real_time"):
        yield
        return
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(autouse=True)
def closed_network(request: pytest.FixtureRequest) -> None:
    """No test reaches outside; a browser test speaks to its own server on loopback only."""
    if not request.node.get_closest_marker("browser"):
        disable_socket(allow_unix_socket=True)


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    """Tests take their deeds back, so what was remembered under a deed's number must go too."""
    yield
    forget()


_first: list[tuple[BuiltCast, list[list[Model]]]] = []
"""The cast as it was first built in this process, with all its rows: a hundred deeds are not done anew
for each of a thousand tests.
"""


@pytest.fixture
def cast(db: None) -> Cast:
    """The invented network with its whole cast; built through the real actions, once in each process."""
    if not _first:
        built = build_network(REGION)
        ours = [m for m in apps.get_models() if m.__module__.startswith("secretariat.")]
        rows = [list(model._base_manager.all()) for model in ours]
        _first.append((deepcopy(built), [found for found in rows if found]))
        return Cast(built)
    built, tables = deepcopy(_first[0])
    for found in tables:
        type(found[0])._base_manager.bulk_create(found)
    return Cast(built)

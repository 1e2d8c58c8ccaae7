"""Markings of documents."""

from __future__ import annotations

import pytest

from secretariat.access.rules import Ring
from secretariat.publishing.rules import MARKINGS, narrowest


def test_every_ring_has_its_marking() -> None:
    assert list(MARKINGS) == [ring.value for ring in Ring]


@pytest.mark.parametrize(
    ("rings", "marked"),
    [
        (["members"], "members"),
        (["members", "bureau", "public"], "bureau"),
        (["seat", "bureau"], "seat"),
        (["public", "partners"], "partners"),
    ],
)
def test_a_document_is_marked_for_the_narrowest_thing_in_it(rings: list[str], marked: str) -> None:
    assert narrowest(rings) == marked

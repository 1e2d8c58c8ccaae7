"""The typefaces are there, or the program says which one is not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from secretariat.publishing.typeset import fonts


@pytest.fixture(autouse=True)
def _looked_up_anew() -> Iterator[None]:
    fonts.house_fonts.cache_clear()
    yield
    fonts.house_fonts.cache_clear()


def test_only_the_house_families_are_in_use() -> None:
    assert fonts.house_fonts().families() == [fonts.SANS, fonts.SERIF]


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(fonts._PACKAGES, fonts.SERIF, "font_that_is_not_there")
    with pytest.raises(
        fonts.FontMissing, match="Source Serif Pro is missing: install the package font_that_is"
    ):
        fonts.house_fonts()


def test_a_package_without_the_right_weights_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_WEIGHTS", (400, 650))
    with pytest.raises(fonts.FontMissing, match="lacks its weight 650"):
        fonts.house_fonts()

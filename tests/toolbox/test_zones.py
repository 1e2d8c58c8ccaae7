"""A zone tells the country whose holidays count."""

from __future__ import annotations

import pytest

from secretariat.toolbox.zones import country_of, zones_by_country


@pytest.mark.parametrize(
    ("zone", "country"),
    [
        ("Europe/Vienna", "AT"),
        ("Europe/Skopje", "MK"),
        ("Europe/Podgorica", "ME"),
        ("UTC", ""),
        ("Nowhere", ""),
    ],
)
def test_the_country_of_a_zone_is_the_one_its_city_lies_in(zone: str, country: str) -> None:
    assert country_of(zone) == country


def test_a_country_has_every_zone_of_the_table() -> None:
    assert zones_by_country()["AT"] == ("Europe/Vienna",)
    assert set(zones_by_country()["DE"]) == {"Europe/Berlin", "Europe/Busingen"}
    assert "XX" not in zones_by_country()

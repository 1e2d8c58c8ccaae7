"""A zone tells the country whose holidays count."""

from __future__ import annotations

import pytest

from secretariat.toolbox.zones import country_of


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

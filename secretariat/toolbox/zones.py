"""The zones of the tz database, and the country each lies in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


@cache
def _countries() -> dict[str, str]:
    lines = files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return {zone: code for code, _, zone, *_ in rows}


def country_of(zone: str) -> str:
    """The country (ISO 3166-1 alpha-2) in which the zone's city lies; '' for one of no country, such as ``UTC``.

    Source: ``zone.tab`` of the tz database.
    """
    return _countries().get(zone, "")


@cache
def zones_by_country() -> Mapping[str, tuple[str, ...]]:
    """The zones of each country (ISO 3166-1 alpha-2), in the order of the table.

    Source: ``zone.tab`` of the tz database.
    """
    found: dict[str, list[str]] = {}
    for zone, country in _countries().items():
        found.setdefault(country, []).append(zone)
    return {country: tuple(named) for country, named in found.items()}


def zones() -> tuple[str, ...]:
    """The zones that are somewhere, by name: what a person can choose from.

    Source: ``zone.tab`` of the tz database.
    """
    return tuple(sorted(_countries()))

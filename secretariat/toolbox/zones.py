"""The zones of the tz database, and the country each lies in."""

from __future__ import annotations

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


def zones() -> tuple[str, ...]:
    """The zones that are somewhere, by name: what a person can choose from.

    Source: ``zone.tab`` of the tz database.
    """
    return tuple(sorted(_countries()))

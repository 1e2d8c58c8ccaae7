"""Who holds the Presidency of the Council of the European Union: half-years as dated facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

PRESIDENCIES_SOURCE = "Council Decision (EU) 2016/1316 of 26 July 2016, OJ L 208, 2.8.2016, p. 42"
"""The decision that fixed the order up to the end of 2030."""


@dataclass(frozen=True, slots=True)
class Presidency:
    """Half a year, both days included; ``country`` is the ISO 3166-1 code, ``name`` the English short name."""

    starts_on: date
    ends_on: date
    country: str
    name: str


_ORDER = (
    ("RO", "Romania"),
    ("FI", "Finland"),
    ("HR", "Croatia"),
    ("DE", "Germany"),
    ("PT", "Portugal"),
    ("SI", "Slovenia"),
    ("FR", "France"),
    ("CZ", "Czechia"),
    ("SE", "Sweden"),
    ("ES", "Spain"),
    ("BE", "Belgium"),
    ("HU", "Hungary"),
    ("PL", "Poland"),
    ("DK", "Denmark"),
    ("CY", "Cyprus"),
    ("IE", "Ireland"),
    ("LT", "Lithuania"),
    ("GR", "Greece"),
    ("IT", "Italy"),
    ("LV", "Latvia"),
    ("LU", "Luxembourg"),
    ("NL", "Netherlands"),
    ("SK", "Slovakia"),
    ("MT", "Malta"),
)
_FIRST_YEAR = 2019


def _half_years() -> tuple[Presidency, ...]:
    made = []
    for number, (country, name) in enumerate(_ORDER):
        year, is_second = _FIRST_YEAR + number // 2, number % 2
        first, last = ((1, 1), (6, 30)) if not is_second else ((7, 1), (12, 31))
        made.append(Presidency(date(year, *first), date(year, *last), country, name))
    return tuple(made)


PRESIDENCIES = _half_years()
"""From January 2019 to December 2030, without gap or overlap."""


def presidency_on(day: date) -> Presidency | None:
    """Who holds the Presidency on that day; None before 2019 and after 2030. Source: ``PRESIDENCIES_SOURCE``."""
    return next((held for held in PRESIDENCIES if held.starts_on <= day <= held.ends_on), None)

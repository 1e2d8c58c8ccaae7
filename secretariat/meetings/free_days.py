"""Which days suit nobody: public, religious and school-free days of the members, weekends, other events.

What the library of holidays knows is told with the name of the day in English; what it does not know is told as
well (``gaps``), because a day without a warning would otherwise look like a day that was looked up.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal

from holidays import HolidayBase, country_holidays
from holidays.calendars.gregorian import GREGORIAN_CALENDAR
from holidays.calendars.julian import JULIAN_CALENDAR
from holidays.groups.christian import ChristianHolidays
from holidays.groups.islamic import IslamicHolidays

from .presidencies import presidency_on

Half = Literal["", "morning", "afternoon"]
WarningKind = Literal[
    "public",
    "religious",
    "community",
    "school",
    "weekend",
    "friday afternoon",
    "presidency",
    "event",
    "unknown",
]

NO_CALENDAR = "no calendar of public holidays is known"
NO_SCHOOL_DAYS = "the school holidays are not known; they can be imported as a calendar"

_FRIDAY, _SATURDAY, _SUNDAY = 4, 5, 6
_IN_WORDS = {"half_day": "half day", "bank": "banks are closed", "government": "offices are closed"}
_NOT_FREE = frozenset({"workday", "optional", "unofficial"})
_PUBLIC = frozenset({"public", "bank", "government", "half_day"})
_FAITHS = frozenset(
    {"armenian", "catholic", "christian", "hebrew", "hindu", "islamic", "orthodox", "protestant"}
)


@dataclass(frozen=True, slots=True, order=True)
class Candidate:
    """A day that is asked about, or one half of it."""

    day: date
    half: Half = ""

    @property
    def words(self) -> str:
        """The day as a page shows it: "Tuesday 13 October 2026, morning"."""
        return f"{self.day:%A %-d %B %Y}" + (f", {self.half}" if self.half else "")


@dataclass(frozen=True, slots=True)
class DayWarning:
    """One reason to think again about a day; ``country`` is an ISO 3166-1 code, or empty where it is of no one."""

    day: date
    country: str
    kind: WarningKind
    name: str

    @property
    def weighs(self) -> bool:
        """Whether it speaks against the day: a presidency is only good to know, an unknown calendar says nothing."""
        return self.kind not in ("presidency", "unknown")


@dataclass(frozen=True, slots=True)
class KnownDays:
    """Days somebody entered or imported, both ends included: another network's event, or a school holiday."""

    first: date
    last: date
    name: str
    country: str = ""
    kind: Literal["event", "school"] = "event"


@dataclass(frozen=True, slots=True)
class Gap:
    """What is not known of a country, in words for a page."""

    country: str
    what: str


class _FaithDays(HolidayBase, ChristianHolidays, IslamicHolidays):
    """The great days of the faiths of the region, whatever a State has made of them.

    Source: own choice: Easter and Christmas of both calendars, three days of the Ramadan Bajram and four of the
    Kurban Bajram, as families of the region keep them; no State is said to be of one faith.
    """

    country = ""
    start_year = 1900
    end_year = 2100
    # The moon is seen, not computed: a day that may yet move says so.
    estimated_label = "%s (estimated)"

    def __init__(self, year: int) -> None:
        ChristianHolidays.__init__(self, JULIAN_CALENDAR)
        IslamicHolidays.__init__(self)
        HolidayBase.__init__(self, years=year)

    def _populate_public_holidays(self) -> None:
        for calendar, faith in ((GREGORIAN_CALENDAR, "Western"), (JULIAN_CALENDAR, "Orthodox")):
            self._add_good_friday(f"{faith} Good Friday", calendar)
            self._add_easter_sunday(f"{faith} Easter Sunday", calendar)
            self._add_easter_monday(f"{faith} Easter Monday", calendar)
            self._add_christmas_day(f"{faith} Christmas Day", calendar)
        self._add_christmas_day_two("Second day of Western Christmas", GREGORIAN_CALENDAR)
        self._add_eid_al_fitr_day("Ramadan Bajram (Eid al-Fitr)")
        self._add_eid_al_fitr_day_two("Ramadan Bajram (Eid al-Fitr), second day")
        self._add_eid_al_fitr_day_three("Ramadan Bajram (Eid al-Fitr), third day")
        self._add_eid_al_adha_day("Kurban Bajram (Eid al-Adha)")
        self._add_eid_al_adha_day_two("Kurban Bajram (Eid al-Adha), second day")
        self._add_eid_al_adha_day_three("Kurban Bajram (Eid al-Adha), third day")
        self._add_eid_al_adha_day_four("Kurban Bajram (Eid al-Adha), fourth day")


def warnings_on(
    candidate: Candidate, countries: Collection[str], known: Iterable[KnownDays] = ()
) -> tuple[DayWarning, ...]:
    """What speaks against a day or half day, for members with these ISO codes, in the order they are given.

    ``known`` are other networks' events and school holidays; those of a country that is not asked about are left
    out. A half-day holiday is told for either half, because the law seldom says which.
    Source: own choice, because date polls elsewhere know no holidays and a capital finds out when it is too late.
    """
    day = candidate.day
    found = [*_of_the_week(candidate), *(DayWarning(day, "", "religious", name) for name in _faith_days(day))]
    for country in countries:
        calendar = _calendar(country, day.year)
        if calendar is None:
            found.append(DayWarning(day, country, "unknown", NO_CALENDAR))
            continue
        found += [DayWarning(day, country, kind, name) for kind, name in calendar.get(day, ())]
    held = presidency_on(day)
    if held is not None and held.country in countries:
        found.append(
            DayWarning(day, held.country, "presidency", "holds the Presidency of the Council of the EU")
        )
    for days in known:
        if days.first <= day <= days.last and (not days.country or days.country in countries):
            found.append(DayWarning(day, days.country, days.kind, days.name))
    return tuple(dict.fromkeys(found))


def gaps(countries: Iterable[str], years: Iterable[int], known: Iterable[KnownDays] = ()) -> tuple[Gap, ...]:
    """What nobody has looked up for these countries in these years, to be said once beside the warnings.

    The library of holidays names single school-free days of a few countries and the long holidays of none: they are
    a gap until somebody enters or imports some that touch each year.
    Source: own choice: whoever sees no warning must be able to tell "free" from "not known".
    """
    entered, asked = tuple(known), sorted(set(years))
    found: list[Gap] = []
    for country in countries:
        if any(_calendar(country, year) is None for year in asked):
            found.append(Gap(country, NO_CALENDAR))
        covered = {
            year
            for days in entered
            if days.kind == "school" and days.country == country
            for year in range(days.first.year, days.last.year + 1)
        }
        if not covered.issuperset(asked):
            found.append(Gap(country, NO_SCHOOL_DAYS))
    return tuple(found)


def is_public_holiday(day: date, country: str) -> bool | None:
    """Whether the day is a public holiday for all in the country; None where no calendar of it is known.

    Half days and days on which only the banks are closed are no public holidays. Source: the days off of the law,
    as the library of holidays has them.
    """
    free = _public_days(country, day.year)
    return None if free is None else day in free


@lru_cache(maxsize=512)
def _public_days(country: str, year: int) -> frozenset[date] | None:
    if _calendar(country, year) is None:
        return None
    return frozenset(country_holidays(country, years=year, categories="public"))


def _of_the_week(candidate: Candidate) -> Iterable[DayWarning]:
    weekday = candidate.day.weekday()
    if weekday in (_SATURDAY, _SUNDAY):
        yield DayWarning(candidate.day, "", "weekend", f"{candidate.day:%A}")
    elif weekday == _FRIDAY and candidate.half != "morning":
        yield DayWarning(candidate.day, "", "friday afternoon", "Friday afternoon, when people travel home")


@lru_cache(maxsize=512)
def _calendar(country: str, year: int) -> Mapping[date, tuple[tuple[WarningKind, str], ...]] | None:
    """The free days of one country in one year by day; None where the library has no such calendar."""
    try:
        plain = country_holidays(country, language="en_US")
    except NotImplementedError:
        return None
    if not plain.start_year <= year <= plain.end_year:
        return None
    days: dict[date, list[tuple[WarningKind, str]]] = {}
    for category in plain.supported_categories:
        if category in _NOT_FREE:
            continue
        for day, name in country_holidays(country, years=year, language="en_US", categories=category).items():
            for part in name.split("; "):
                days.setdefault(day, []).append((_kind_of(category), _named(part, category)))
    # What is free for all is not told a second time as the day of one faith or of the schools.
    return {day: tuple(_without_echo(found)) for day, found in days.items()}


def _kind_of(category: str) -> WarningKind:
    if category in _PUBLIC:
        return "public"
    if category == "school":
        return "school"
    return "religious" if category in _FAITHS else "community"


def _named(name: str, category: str) -> str:
    if category in ("public", "school"):
        return name
    return f"{name} ({_IN_WORDS.get(category, category)})"


def _without_echo(found: list[tuple[WarningKind, str]]) -> Iterable[tuple[WarningKind, str]]:
    free = {name for kind, name in found if kind == "public"}
    for kind, name in dict.fromkeys(found):
        if kind == "public" or name.rpartition(" (")[0] not in free:
            yield kind, name


@lru_cache(maxsize=64)
def _faith_year(year: int) -> Mapping[date, tuple[str, ...]]:
    return {day: tuple(names.split("; ")) for day, names in _FaithDays(year).items()}


def _faith_days(day: date) -> tuple[str, ...]:
    return _faith_year(day.year).get(day, ())


def days_between(first: date, last: date) -> tuple[date, ...]:
    """Every day from the first to the last, both included; none when they lie the wrong way round."""
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))

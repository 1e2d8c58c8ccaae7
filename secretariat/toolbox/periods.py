"""Periods in words: "October", "12-13 November 2026", "in the second half of 2020", "next year".

A small grammar of our own, because general date libraries guess: they read a range as its first day and
a bare year as a day in it. Here words without agreed bounds ("late November", "within their presidency")
keep the words and have no bounds, and words that are no period give None.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from .names import fold


@dataclass(frozen=True, slots=True)
class Period:
    """The words, and the first and the last day they can mean (both None where nobody can say)."""

    words: str
    earliest: date | None
    latest: date | None

    @property
    def edtf(self) -> str:
        """The period in the manner of ISO 8601-2: a day, a month, a year or an interval; '' without bounds."""
        first, last = self.earliest, self.latest
        if first is None or last is None:
            return ""
        if first == last:
            return first.isoformat()
        if (first, last) == _year(first.year):
            return f"{first.year:04d}"
        if (first, last) == _month(first.year, first.month):
            return f"{first.year:04d}-{first.month:02d}"
        return f"{first.isoformat()}/{last.isoformat()}"


def _month_names() -> dict[str, int]:
    """Names of the months, folded, in the languages of the region and in English.

    Left out are names that mean different months in two of these languages: Croatian listopad is
    October, the Czech and Slovene name alike is November, so the word alone decides nothing here.
    """
    columns = [
        "january jan january januar januara januar јануар јануари януари siječanj siječnja ianuarie janar ocak",
        "february feb februar februara фебруар фебруари февруари veljača veljače februarie shkurt şubat",
        "march mar mart marta marec марта март ožujak ožujka martie mars mart marca",
        "april apr april aprila април априла travanj travnja aprilie prill nisan",
        "may maj maja мај маја май svibanj svibnja mai",
        "june jun jun juna junij junija јун јуна јуни юни lipanj lipnja iunie qershor haziran",
        "july jul jul jula julij julija јул јула јули юли srpanj srpnja iulie korrik temmuz",
        "august aug avgust avgusta avgust август августа kolovoz kolovoza gusht ağustos augusta",
        "september sep sept septembar septembra септембар септембра септември rujan rujna septembrie shtator eylül",
        "october oct oktobar oktobra oktober октобар октобра октомври octombrie tetor ekim",
        "november nov novembar novembra новембар новембра ноември studeni studenoga studenog noiembrie nëntor kasım",
        "december dec decembar decembra децембар децембра декември prosinac prosinca decembrie dhjetor aralık",
    ]
    return {fold(name): number for number, names in enumerate(columns, 1) for name in names.split()}


_MONTHS = _month_names()
_MONTH = r"(?P<month>[^\W\d_]{3,12})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?"
_LAST = r"(?P<last>\d{1,2})(?:st|nd|rd|th)?\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)\.?(?:\s*(?:godine|god|g|година|године|г)\b\.?)?"
_TO = r"\s*(?:-|–|—|to|and|until|do|до|и|i)\s*"
_LEAD = r"(?:(?:in|on|at|during|within|for|u|vo|в|во|у)\s+)?(?:the\s+)?"

_EXACT = (
    re.compile(r"(?P<year>\d{4})-(?P<monthno>\d{2})-(?P<day>\d{2})"),
    re.compile(r"(?P<day>\d{1,2})\s?[./]\s?(?P<monthno>\d{1,2})\s?[./]\s?(?P<year>(?:19|20)\d\d)\.?"),
    re.compile(
        rf"{_DAY}\s*(?:of\s+)?{_MONTH}{_TO}{_LAST}\s*(?:of\s+)?(?P<month2>[^\W\d_]{{3,12}})\.?(?:,?\s*{_YEAR})?"
    ),
    re.compile(rf"{_DAY}{_TO}{_LAST}\s*(?:of\s+)?{_MONTH}(?:,?\s*{_YEAR})?"),
    re.compile(rf"{_DAY}\s*(?:of\s+)?{_MONTH}(?:,?\s*{_YEAR})?"),
    re.compile(rf"{_MONTH}\s+{_DAY}(?:{_TO}{_LAST})?(?:,?\s+{_YEAR})?"),
)
_VAGUE = re.compile(
    r"\b(?:early|late|mid|middle|beginning|around|about|approximately|start)\b|(?<!by the )(?<!by )\bend of\b"
)
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
_PERIOD_WORD = re.compile(
    r"\b(?:presidency|chairmanship|year|month|week|weeks|months|spring|summer|autumn|winter|(?:19|20)\d\d)\b"
)


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def parse_period(words: str, on: date) -> Period | None:
    """The period that the words name, or None where they name none.

    ``words``: a phrase, not a sentence ("in October 2020", "30-31 May"). ``on``: the day they were said;
    a month or a day without a year is the next one on or after it. Weeks run from Monday to Sunday.
    Bounds are None where nobody agrees on them ("late November"). Never raises.
    Source: own choice, after the way the hand-labelled reports read such words.
    """
    said = " ".join(words.split())
    flat = said.casefold()
    if not flat:
        return None
    bounds = _exact(flat, on)
    if bounds is None and _VAGUE.search(flat) and (_PERIOD_WORD.search(flat) or _month_in(flat)):
        return Period(said, None, None)
    bounds = bounds or _calendar(flat, on) or _relative(flat, on)
    if bounds is not None:
        return Period(said, *bounds)
    return Period(said, None, None) if _PERIOD_WORD.search(flat) else None


def _exact(flat: str, on: date) -> tuple[date, date] | None:
    core = re.sub(rf"^{_LEAD}(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?", "", flat).strip(" ,;")
    for pattern in _EXACT:
        found = pattern.fullmatch(core)
        if found is not None:
            return _days(found.groupdict(), on)
    return None


def _days(parts: dict[str, str | None], on: date) -> tuple[date, date] | None:
    month = (
        int(parts["monthno"] or 0) if parts.get("monthno") else _MONTHS.get(fold(parts.get("month") or ""), 0)
    )
    if not month:
        return None
    last_month = _MONTHS.get(fold(parts.get("month2") or ""), 0) if parts.get("month2") else month
    day, last = int(parts["day"] or 0), int(parts.get("last") or parts["day"] or 0)
    said_year = parts.get("year")
    year = int(said_year) if said_year else None
    try:
        if year is None:
            year = on.year if date(on.year, month, day) >= on else on.year + 1
        first = date(year, month, day)
        final = date(year + (last_month < month), last_month, last)
    except ValueError:
        return None
    return (first, final) if first <= final else None


def _month_in(flat: str) -> int:
    return next((_MONTHS[w] for w in (fold(x) for x in re.findall(r"[^\W\d_]+", flat)) if w in _MONTHS), 0)


def _calendar(flat: str, on: date) -> tuple[date, date] | None:
    """Years, halves, quarters, seasons and months."""
    found = re.search(r"\b((?:19|20)\d\d)\b", flat)
    year = int(found.group(1)) if found else None
    half = re.search(r"\b(first|second) half of (?:the year|(?:19|20)\d\d)", flat)
    if half:
        which = year or on.year
        return (
            (date(which, 1, 1), date(which, 6, 30))
            if half[1] == "first"
            else (date(which, 7, 1), date(which, 12, 31))
        )
    quarter = re.search(r"\bq([1-4])\b", flat) or re.search(
        r"\b(first|second|third|fourth|last) quarter", flat
    )
    if quarter:
        number = int(quarter[1]) if quarter[1].isdigit() else _QUARTERS[quarter[1]]
        which = year or on.year
        return _month(which, number * 3 - 2)[0], _month(which, number * 3)[1]
    for season, (first, last) in _SEASONS.items():
        if re.search(rf"\b{season}\b", flat):
            which = year or (on.year if _month(on.year, last)[1] >= on else on.year + 1)
            return _month(which, first)[0], _month(which, last)[1]
    month = _month_in(flat)
    if month and re.fullmatch(
        rf"{_LEAD}(?:by\s+(?:the\s+end\s+of\s+)?)?[^\W\d_]+\.?,?(?:\s+(?:of\s+)?{_YEAR})?", flat
    ):
        if year is None:
            year = on.year if _month(on.year, month)[1] >= on else on.year + 1
        bounds = _month(year, month)
        return (min(on, bounds[1]), bounds[1]) if flat.startswith("by ") else bounds
    if re.fullmatch(rf"{_LEAD}(?:the\s+)?(?:year\s+)?{_YEAR}", flat):
        return _year(int(year or 0)) if year else None
    if year and re.fullmatch(r"by (?:the )?end of (?:19|20)\d\d", flat):
        return min(on, date(year, 12, 31)), date(year, 12, 31)
    return None


def _relative(flat: str, on: date) -> tuple[date, date] | None:
    """What counts from the day it was said."""
    monday = on - timedelta(days=on.weekday())
    if re.search(r"\bby (?:the )?end of (?:the|this) year\b", flat):
        return on, date(on.year, 12, 31)
    if re.search(r"\bnext year\b", flat):
        return _year(on.year + 1)
    if re.search(r"\bthis year\b", flat):
        return _year(on.year)
    if re.search(r"\bnext month\b", flat):
        return _month(on.year + (on.month == 12), on.month % 12 + 1)
    if re.search(r"\bnext week\b", flat):
        return monday + timedelta(days=7), monday + timedelta(days=13)
    if re.search(r"\bthis week\b", flat):
        return monday, monday + timedelta(days=6)
    return None

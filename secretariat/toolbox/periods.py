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
        (
            "january jan january januar januara januar јануар јануари януари siječanj siječnja ianuarie janar ocak"
            " januaru siječnju јануару"
        ),
        (
            "february feb februar februara фебруар фебруари февруари veljača veljače februarie shkurt şubat"
            " februaru veljači фебруару"
        ),
        ("march mar mart marta marec марта март ožujak ožujka martie mars mart marca martu ožujku марту"),
        ("april apr april aprila април априла travanj travnja aprilie prill nisan aprilu travnju априлу"),
        ("may maj maja мај маја май svibanj svibnja mai maju svibnju мају"),
        (
            "june jun jun juna junij junija јун јуна јуни юни lipanj lipnja iunie qershor haziran"
            " junu lipnju јуну"
        ),
        (
            "july jul jul jula julij julija јул јула јули юли srpanj srpnja iulie korrik temmuz"
            " julu srpnju јулу"
        ),
        (
            "august aug avgust avgusta avgust август августа kolovoz kolovoza gusht ağustos augusta"
            " avgustu augustu kolovozu августу"
        ),
        (
            "september sep sept septembar septembra септембар септембра септември rujan rujna septembrie shtator eylül"
            " septembru rujnu септембру"
        ),
        ("october oct oktobar oktobra oktober октобар октобра октомври octombrie tetor ekim oktobru октобру"),
        (
            "november nov novembar novembra новембар новембра ноември studeni studenoga studenog noiembrie nëntor kasım"
            " novembru studenom новембру"
        ),
        (
            "december dec decembar decembra децембар децембра декември prosinac prosinca decembrie dhjetor aralık"
            " decembru prosincu децембру"
        ),
    ]
    return {fold(name): number for number, names in enumerate(columns, 1) for name in names.split()}


_MONTHS = _month_names()
_MONTH = r"(?P<month>[^\W\d_]{3,12})\.?"
_MONTH2 = r"(?P<month2>[^\W\d_]{3,12})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\.?"
_LAST = r"(?P<last>\d{1,2})(?:st|nd|rd|th)?\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)\.?(?:\s*(?:godine|god|g|година|године|г)\b\.?)?"
_YEAR1 = r"(?:,?\s*(?P<year1>(?:19|20)\d\d)\.?)?"
_TO = r"\s*(?:-|–|—|/|to|and|until|do|до|и|i)\s*"
_LEAD = re.compile(
    r"^(?:(?:in|on|at|during|within|for|from|between|u|vo|od|в|во|у|од)\s+)?(?:the\s+)?"
    r"(?:(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tues?|wed|thu(?:rs)?|fri|sat|sun)\b\.?),?\s+)?"
)

_EXACT = (
    re.compile(r"(?P<year>\d{4})-(?P<monthno>\d{2})-(?P<day>\d{2})"),
    re.compile(r"(?P<day>\d{1,2})\s?[./]\s?(?P<monthno>\d{1,2})\s?[./]\s?(?P<year>(?:19|20)\d\d)\.?"),
    re.compile(rf"{_DAY}\s*(?:of\s+)?{_MONTH}{_YEAR1}{_TO}{_LAST}\s*(?:of\s+)?{_MONTH2}(?:,?\s*{_YEAR})?"),
    re.compile(rf"{_DAY}{_TO}{_LAST}\s*(?:of\s+)?{_MONTH}(?:,?\s*{_YEAR})?"),
    re.compile(rf"{_DAY}\s*(?:of\s+)?{_MONTH}(?:,?\s*{_YEAR})?"),
    re.compile(rf"{_MONTH}\s+{_DAY}(?:{_YEAR1}{_TO}(?:{_MONTH2}\s+)?{_LAST})?(?:,?\s+{_YEAR})?"),
)
_BY = re.compile(
    r"(?:by|no later than|not later than)\s+(?:(?:the\s+)?end\s+of\s+)?(?P<rest>.+)"
    r"|before\s+the\s+end\s+of\s+(?P<end>.+)"
)
_VAGUE = re.compile(r"\b(?:early|late|mid|middle|beginning|around|about|approximately|start)\b|\bend of\b")
_SEASONS = {"spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
_NUMBERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
_OF_YEAR = r"(?:\s+of)?(?:\s+the\s+year)?"
_HALF = re.compile(rf"(?P<which>first|second)\s+half(?P<this>{_OF_YEAR})(?:\s+{_YEAR})?")
_HALF_MONTH = re.compile(rf"(?P<which>first|second)\s+half\s+of\s+{_MONTH}(?:,?\s+{_YEAR})?")
_QUARTER = re.compile(
    rf"(?:q(?P<number>[1-4])|(?P<which>first|second|third|fourth|last)\s+quarter)(?P<this>{_OF_YEAR})(?:[\s/]*{_YEAR})?"
)
_SEASON = re.compile(
    rf"(?:(?P<which>next|this)\s+)?(?P<season>{'|'.join(_SEASONS)})(?:\s+of)?(?:\s+{_YEAR})?"
)
_ONE_MONTH = re.compile(rf"(?:(?P<which>next|this)\s+)?{_MONTH}(?:,?\s+(?:of\s+)?{_YEAR})?")
_MONTHS_RANGE = re.compile(rf"{_MONTH}{_YEAR1}(?:{_TO}|\s+or\s+){_MONTH2}(?:,?\s+{_YEAR})?")
_YEARS = re.compile(rf"(?:year\s+)?(?:(?P<year1>(?:19|20)\d\d)(?:{_TO}|\s+or\s+))?{_YEAR}")
_WEEK_OF = re.compile(r"week\s+(?:of|from|beginning|starting|commencing)\s+(?P<day>.+)")
_RELATIVE = re.compile(r"(?P<which>next|this|last)\s+(?P<unit>week|month)")
_STEPS = {"last": -1, "this": 0, "next": 1}
_PERIOD_WORD = re.compile(
    r"\b(?:presidency|chairmanship|year|month|week|weeks|months|quarter|spring|summer|autumn|winter|(?:19|20)\d\d)\b"
)
_PART_OF = re.compile(r"\d|\b(?:first|second|third|fourth|last|next|half)\b")


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _month(year: int, month: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def parse_period(words: str, on: date) -> Period | None:
    """The period that the words name, or None where they name none.

    ``words``: a phrase, not a sentence ("in October 2020", "30-31 May"). ``on``: the day they were said;
    a day, a month, a season or a quarter without a year is the next one that is not over on that day.
    Weeks run from Monday to Sunday; "by" a period runs from ``on`` to its end. Bounds are None where nobody
    agrees on them ("late November") or the days do not exist. Raises nothing, whatever the words, for an
    ``on`` from the years 2 to 9990.
    Source: own choice, after the way the hand-labelled reports read such words.
    """
    said = " ".join(words.split())
    flat = re.sub(
        r"\b(next|this|last)\s+year\b", lambda m: str(on.year + _STEPS[m[1]]), said.casefold()
    ).strip(" ,;")
    if not flat:
        return None
    due = _BY.fullmatch(flat)
    if due is not None:
        rest = re.sub(r"^the\s+(year|month|week)$", r"this \1", due["rest"] or due["end"])
        bounds = _bounds(rest.replace("this year", str(on.year)), on)
        bounds = (min(on, bounds[1]), bounds[1]) if bounds else None
    else:
        bounds = _bounds(flat, on)
    if bounds is not None:
        return Period(said, *bounds)
    in_part = _month_in(flat) and (_PART_OF.search(flat) or _VAGUE.search(flat))
    return Period(said, None, None) if in_part or _PERIOD_WORD.search(flat) else None


def _bounds(flat: str, on: date) -> tuple[date, date] | None:
    core = _LEAD.sub("", re.sub(r"^(?:later|sometime)\s+", "", flat), count=1)
    for pattern in _EXACT:
        found = pattern.fullmatch(core)
        if found is not None and (found.groupdict().get("monthno") or _MONTHS.get(fold(found["month"]))):
            return _days(found.groupdict(), on)
    # First, because "the week beginning 5 June" is no vague word.
    bounds = _relative(core, on)
    if bounds is not None or _VAGUE.search(core):
        return bounds
    return _calendar(core, on) or _months(core, on)


def _days(parts: dict[str, str | None], on: date) -> tuple[date, date] | None:
    """The days of an exact phrase; a phrase without a year is the next one that is not over."""
    month = int(parts.get("monthno") or _MONTHS.get(fold(parts.get("month") or ""), 0))
    last_month = _MONTHS.get(fold(parts["month2"] or ""), 0) if parts.get("month2") else month
    day, last = int(parts["day"] or 0), int(parts.get("last") or parts["day"] or 0)
    said_year, first_year = parts.get("year"), parts.get("year1")
    turns = last_month < month
    # 29 February comes round after eight years at the latest; the year said belongs to the last day.
    ends = [int(said_year)] if said_year else range(on.year, on.year + 9)
    if first_year and not said_year:
        ends = [int(first_year) + turns]
    for year in ends:
        try:
            first = date(int(first_year) if first_year else year - turns, month, day)
            final = date(year, last_month, last)
        except ValueError:
            continue
        if first <= final and (said_year or first_year or final >= on):
            return first, final
    return None


def _month_in(flat: str) -> int:
    return next((_MONTHS[w] for w in (fold(x) for x in re.findall(r"[^\W\d_]+", flat)) if w in _MONTHS), 0)


def _coming(on: date, first: int, last: int, *, which: str | None = None) -> tuple[date, date]:
    """The months from ``first`` to ``last``, in the first year in which they are not over.

    "next" asks that they have not begun either, "this" that they are of this year.
    """
    begins, ends = _month(on.year, first)[0], _month(on.year, last)[1]
    over = {"next": begins <= on, "this": False}.get(which or "", ends < on)
    return (_month(on.year + 1, first)[0], _month(on.year + 1, last)[1]) if over else (begins, ends)


def _calendar(core: str, on: date) -> tuple[date, date] | None:
    """Years, halves, quarters and seasons."""
    if found := _YEARS.fullmatch(core):
        first, last = int(found["year1"] or found["year"]), int(found["year"])
        return (date(first, 1, 1), date(last, 12, 31)) if first <= last else None
    if found := _SEASON.fullmatch(core):
        months = _SEASONS[found["season"]]
    elif found := _HALF.fullmatch(core):
        months = (1, 6) if found["which"] == "first" else (7, 12)
        if not found["year"] and "year" not in found["this"]:
            return None
    elif found := _QUARTER.fullmatch(core):
        number = int(found["number"] or _NUMBERS[found["which"]])
        months = (number * 3 - 2, number * 3)
        if found["which"] == "last" and not found["year"] and "year" not in found["this"]:
            return None  # the last of this year, or the one before this
    else:
        return None
    if found["year"]:
        return _month(int(found["year"]), months[0])[0], _month(int(found["year"]), months[1])[1]
    which = "this" if "year" in (found.groupdict().get("this") or "") else found["which"]
    return _coming(on, *months, which=which)


def _months(core: str, on: date) -> tuple[date, date] | None:
    """One month, half a month, or months from one to another."""
    if found := _HALF_MONTH.fullmatch(core):
        whole = _months(core.split(" of ", 1)[1], on)
        if whole is None:
            return None
        return (
            (whole[0], whole[0].replace(day=15))
            if found["which"] == "first"
            else (whole[0].replace(day=16), whole[1])
        )
    if found := _ONE_MONTH.fullmatch(core):
        month = _MONTHS.get(fold(found["month"]), 0)
        if month:
            year = found["year"]
            return _month(int(year), month) if year else _coming(on, month, month, which=found["which"])
    if found := _MONTHS_RANGE.fullmatch(core):
        first, last = (_MONTHS.get(fold(found[name]), 0) for name in ("month", "month2"))
        if first and last:
            parts = found.groupdict() | {"day": "1"}
            # Only the month of the last day counts, whose length the calendar knows.
            days = _days(parts | {"last": "28"}, on)
            return (days[0], _month(days[1].year, last)[1]) if days else None
    return None


def _relative(core: str, on: date) -> tuple[date, date] | None:
    """What counts from the day it was said."""
    if core in {"today", "tomorrow"}:
        day = on + timedelta(days=core == "tomorrow")
        return day, day
    if found := _WEEK_OF.fullmatch(core):
        days = _bounds(found["day"], on)
        if days is None or days[0] != days[1]:
            return None
        monday = days[0] - timedelta(days=days[0].weekday())
        return monday, monday + timedelta(days=6)
    if found := _RELATIVE.fullmatch(core):
        step = _STEPS[found["which"]]
        if found["unit"] == "month":
            months = on.year * 12 + on.month - 1 + step
            return _month(months // 12, months % 12 + 1)
        monday = on + timedelta(days=7 * step - on.weekday())
        return monday, monday + timedelta(days=6)
    return None

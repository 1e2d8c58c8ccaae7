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
from itertools import pairwise

from .names import fold


@dataclass(frozen=True, slots=True)
class Period:
    """The words, and the first and the last day they can mean (both None where nobody can say)."""

    words: str
    earliest: date | None
    latest: date | None

    @property
    def label(self) -> str:
        """What a page shows: the words as they were said, never the days that were made of them."""
        return self.words


def _month_names() -> dict[str, int]:
    """Names of the months, as written and folded, in the languages of the region and in English.

    Left out are names that mean different months in two of these languages: Croatian listopad is
    October, the Czech and Slovene name alike is November, so the word alone decides nothing here.
    """
    columns = [
        (
            "january jan january januar januara januar јануар јануари януари siječanj siječnja ianuarie janar ocak"
            " januaru siječnju јануару januarja januarju janarit"
        ),
        (
            "february feb februar februara фебруар фебруари февруари veljača veljače februarie shkurt şubat"
            " februaru veljači фебруару februarja februarju shkurtit"
        ),
        (
            "march mar mart marta marec марта март ožujak ožujka martie mars mart marca marcu martu ožujku марту marsit"
        ),
        (
            "april apr april aprila април априла travanj travnja aprilie prill nisan aprilu travnju априлу prillit"
        ),
        ("may maj maja мај маја май svibanj svibnja mai maju svibnju мају majit"),
        (
            "june jun jun juna junij junija јун јуна јуни юни lipanj lipnja iunie qershor haziran"
            " junu lipnju јуну juniju qershorit"
        ),
        (
            "july jul jul jula julij julija јул јула јули юли srpanj srpnja iulie korrik temmuz"
            " julu srpnju јулу juliju korrikut"
        ),
        (
            "august aug avgust avgusta avgust август августа kolovoz kolovoza gusht ağustos augusta"
            " avgustu augustu kolovozu августу gushtit"
        ),
        (
            "september sep sept septembar septembra септембар септембра септември rujan rujna septembrie shtator eylül"
            " septembru rujnu септембру shtatorit"
        ),
        (
            "october oct oktobar oktobra oktober октобар октобра октомври octombrie tetor ekim oktobru октобру tetorit"
        ),
        (
            "november nov novembar novembra новембар новембра ноември studeni studenoga studenog noiembrie nëntor kasım"
            " novembru studenom новембру nëntorit"
        ),
        (
            "december dec decembar decembra децембар децембра декември prosinac prosinca decembrie dhjetor aralık"
            " decembru prosincu децембру dhjetorit"
        ),
    ]
    written = {name: number for number, names in enumerate(columns, 1) for name in names.split()}
    return written | {fold(name): number for name, number in written.items()}


_MONTHS = _month_names()
_ANY_WORD = r"[^\W\d_]{3,12}"
_MONTH = rf"(?P<month>{_ANY_WORD})\.?"
_MONTH2 = rf"(?P<month2>{_ANY_WORD})\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)\.?(?:\s*(?:godine|god|g|година|године|г)\b\.?)?"
_YEAR1 = r"(?:,?\s*(?P<year1>(?:19|20)\d\d)\.?)?"
_TO = r"\s*(?:-|–|—|/|&|to|and|until|do|(?<=\.\s)in|до|и|i)\s*"
_LEAD = re.compile(
    r"^(?:(?:in\s+the\s+course\s+of|in|on|at|during|throughout|within|for|from|between"
    r"|u|vo|od|v|dana|dne|во|у|од|на|през|дана|në|më|în|la|pe)\s+)?(?:the\s+)?"
    r"(?:(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tues?|wed|thu(?:rs)?|fri|sat|sun)\b\.?),?\s+)?"
)


def _exact(month: str, after: str) -> tuple[str, ...]:
    """The ways to write a day, or a first and a last day.

    ``month``: what may stand for the name of a month; ``after``: "?" where the year may be left out, else
    "". One grammar for both, so that a date found in a text is one that is understood alone, and the reverse.
    """
    number, ordinal = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:st|nd|rd|th)?\.?"
    day, last = rf"(?P<day>{number}){ordinal}", rf"(?P<last>{number}){ordinal}"
    first_month, last_month = rf"(?P<month>{month})\.?", rf"(?P<month2>{month})\.?"
    year, of = rf"(?:,?\s*{_YEAR}){after}", r"\s*(?:of\s+)?"
    between = rf"(?:\s*,\s*{number}{ordinal}){{0,4}}"
    numeric = r"\s?[./]\s?(?P<monthno>\d{1,2})\s?[./]\s?"
    return (
        r"(?P<year>\d{4})-(?P<monthno>\d{2})-(?P<day>\d{2})",
        rf"(?P<day>{number})(?:\.?\s?[-–]\s?(?P<last>{number}))?{numeric}(?P<year>(?:19|20)\d\d)\.?",
        rf"(?P<day>{number}){numeric}(?:(?P<year1>(?:19|20)\d\d)\.?)?\s?[-–]\s?"
        rf"(?P<last>{number})\s?[./]\s?(?P<monthno2>\d{{1,2}})\s?[./]\s?(?P<year>(?:19|20)\d\d)\.?",
        rf"{day}{of}{first_month}{_YEAR1}{_TO}{last}{of}{last_month}{year}",
        rf"{day}{between}{_TO}{last}{of}{first_month}{year}",
        rf"{day}{of}{first_month}{year}",
        rf"{first_month}\s+{day}(?:{_YEAR1}{_TO}(?:{last_month}\s+)?{last})?(?:,?\s+{_YEAR}){after}",
    )


_EXACT = tuple(re.compile(form) for form in _exact(_ANY_WORD, "?"))
# In a running text only a known month can follow a day, and a date does not begin or end within a number.
_IN_TEXT = tuple(
    re.compile(rf"(?<![\w./–-])(?:{form})(?!\w|[./–-]\d)", re.IGNORECASE)
    for form in _exact("|".join(sorted(_MONTHS, key=len, reverse=True)), "")
)
_BETWEEN = re.compile(r"\b(?:between|from|između|између)\s+(?:the\s+)?$", re.IGNORECASE)
_LISTED = re.compile(r"[,&]|\b(?:and|in|i|и)\b", re.IGNORECASE)
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
    agrees on them ("late November"), or where the days do not exist or lie beyond the calendar. Raises
    nothing, whatever the words and the day.
    Source: own choice, after the way the hand-labelled reports read such words.
    """
    said = " ".join(words.split())
    flat = re.sub(
        r"\b(next|this|last)\s+year\b", lambda m: str(on.year + _STEPS[m[1]]), said.casefold()
    ).strip(" ,;")
    if not flat:
        return None
    due = _BY.fullmatch(flat)
    try:
        bounds = _until(due, on) if due else _bounds(flat, on)
    except (ValueError, OverflowError):  # "next week" on the last day a calendar can hold
        return Period(said, None, None)
    if bounds is not None:
        return Period(said, *bounds)
    in_part = _month_in(flat) and (_PART_OF.search(flat) or _VAGUE.search(flat))
    return Period(said, None, None) if in_part or _PERIOD_WORD.search(flat) else None


def _until(due: re.Match[str], on: date) -> tuple[date, date] | None:
    """The days left for what is due by a period: from the day it was said to the period's end."""
    rest = re.sub(r"^the\s+(year|month|week)$", r"this \1", due["rest"] or due["end"])
    bounds = _bounds(rest.replace("this year", str(on.year)), on)
    return (min(on, bounds[1]), bounds[1]) if bounds else None


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
    last_month = int(parts.get("monthno2") or _MONTHS.get(fold(parts.get("month2") or ""), month))
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


def find_dates(text: str) -> list[tuple[date, date, tuple[int, int]]]:
    """Every full date of a text: its first day, its last day, and its place [start, end) in the text.

    Found are days and runs of days that name their year ("30 May 2019", "30-31 May 2019", "27 and 28 March
    2025", "May 30, 2019", "2019-05-30", "30.05.2019"), months in any language of ``parse_period``, in the
    order of the text. Days named one by one with days between them ("3 and 17 May 2019") are each their own,
    unless the text says "between".
    Days that do not exist are left out. 03/04/2019 is 3 April, as everywhere in the region.
    Source: own choice, because a general date library finds dates in "10 years" and "the 10th" too.
    """
    matches = (found for pattern in _IN_TEXT for found in pattern.finditer(text))
    dates: list[tuple[date, date, tuple[int, int]]] = []
    done = 0
    for found in sorted(matches, key=lambda found: (found.start(), -found.end())):
        if found.start() < done:
            continue
        # What was read as part of a whole stays part of it: "31-30 May 2019" is not 30 May.
        done = found.end()
        days = _days(found.groupdict(), date.min)
        if days is not None:
            dates.extend(_told_apart(found, *days))
    return dates


def _told_apart(found: re.Match[str], first: date, final: date) -> list[tuple[date, date, tuple[int, int]]]:
    """One run of days, or each of several days that do not follow on one another."""
    end = found.start() + len(found[0].rstrip("."))
    whole = [(first, final, (found.start(), end))]
    places = {name: found.span(name) for name, said in found.groupdict().items() if said}
    if "last" not in places:
        return whole
    second = min(places[name][0] for name in ("last", "month2") if name in places)
    head = max(place[1] for place in places.values() if place[1] <= second)
    between = found.string[head:second]
    ahead = found.string[max(0, found.start() - 20) : found.start()]
    if _LISTED.search(between) is None or _BETWEEN.search(ahead):
        return whole
    middle = list(re.finditer(r"\d{1,2}", between))
    numbers = [first.day, *(int(number[0]) for number in middle), final.day]
    if middle and numbers != sorted(set(numbers)):
        return []
    days = [first, *(first.replace(day=number) for number in numbers[1:-1]), final]
    if all(later - day == timedelta(days=1) for day, later in pairwise(days)):
        return whole
    spans = [(found.start(), head), *((head + n.start(), head + n.end()) for n in middle), (second, end)]
    return [(day, day, span) for day, span in zip(days, spans, strict=True)]
